// The logarithm without a quotient, for what is added to other terms: below 1.3 ulp, of positive numbers
// that are neither subnormal nor infinite. x = 2^k m, m in one of sixteen cells that divide
// [0.698, 1.396) by the leading bits, and with 1/c for a number c of the cell, r = m/c - 1, |r| <= 0.0301:
//
//   log x = (k log 2 + log c) + (r - r^2/2 + r^3 P(r)),
//
// the first parenthesis exact but for a small part. In the cell about 1 c is 1, and no digit is lost.
typedef struct { V inverse, high, low; } LogCell;
VM_INLINE LogCell log_cell(I cell) {
#if VM_WIDTH == 4
  LaneRows rows = lane_rows(VM_LOG_CELL_ROWS[0], 4, cell & 15);
  LogCell r;
  V none;
  entries(rows, 0, &r.inverse, &r.high);
  entries(rows, 2, &r.low, &none);
#else
  LogCell r = {lookup_in_16(VM_LOG_INVERSE, cell), lookup_in_16(VM_LOG_HIGH, cell),
               lookup_in_16(VM_LOG_LOW, cell)};
#endif
  return r;
}
VM_INLINE V quick_log_of_sum(V x, V lost, int has_lost) {
  U bits = as_u(x) - 0x3fe6555555550000u;
  I k = high_bits(bits);
  LogCell c = log_cell((I)(bits >> 48));
  V m = u_as_v(as_u(x) - (bits & 0xfff0000000000000u)), r = mad(m, c.inverse, (V)-1.0), e = i_to_whole(k);
  V high = mad(e, (V)VM_LN2_HIGH, c.high), low = mad(e, (V)VM_LN2_LOW, c.low);
  if (has_lost) r = mad(lost * i_as_v((1023 - k) << 52), c.inverse, r);
  return high + (r + mad(r * r, polynomial(VM_LOG_TAIL, 9, r), low));
}
VM_INLINE V quick_log(V x) { return quick_log_of_sum(x, (V)0.0, 0); }
// log(1 + x) for x of 0 at least and below 2^1000, with the digits of small x.
VM_INLINE V quick_log1p(V x) {
  V u = 1.0 + x, lost = x < 1.0 ? x - (u - 1.0) : 1.0 - (u - x);
  return quick_log_of_sum(u, lost, 1);
}

// exp(x) for |x| <= 700, below 1.1 ulp: x = (16 k + j) log(2)/16 + r, |r| <= 0.0217.
VM_INLINE V quick_exp(V x) {
  V n = mad(x, (V)VM_SIXTEENTHS_OF_LN2, (V)VM_MAGIC), whole = n - VM_MAGIC;
  I bits = as_i(n);
  V r = mad(whole, (V)-VM_SIXTEENTH_LOW, mad(whole, (V)-VM_SIXTEENTH_HIGH, x));
  V power = lookup_in_16(VM_ROOTS_OF_TWO, bits & 15);
  V e = mad(power, mad(r * r, polynomial(VM_EXP_TAIL_SHORT, 5, r), r), power);
  return i_as_v(as_i(e) + (bits >> 4 << 52));
}
