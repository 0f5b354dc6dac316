// x - log(1 + x) in one path and without a quotient: 1 + x is 2^k m, m near one of fifteen points c of
// [9/16, 15/8], and with r = (m - c)/c, 1/c from a table,
//
//   log(2^k m) = k log 2 + log c + r - r^2 P(r).
//
// Where k is 0 the remainder is expanded about c - 1, every term of one sign or small, so that near 0
// nothing cancels; elsewhere two bits at most are lost.

typedef struct { I index; V point; } GridCell;

// The point nearest to m in (0.53, 2).
VM_INLINE GridCell grid_cell(V m) {
  M low = m < 1.0;
  V n = nearest(low ? 16.0 * m - 9.0 : 8.0 * m - 1.0);
  n = n > 14.0 ? (V)14.0 : n;
  GridCell cell = {whole_to_i(n), (n + (low ? (V)9.0 : (V)1.0)) * (low ? (V)0.0625 : (V)0.125)};
  return cell;
}

VM_INLINE V grid_tail(V r) { return r * r * polynomial(VM_REMAINDER_TAIL, 11, r); }

// 1 + x = 2^k m, with m - c from x itself where k is 0.
typedef struct { V k, distance; I index; } GridSum;
VM_INLINE GridSum grid_sum(V x) {
  V u = 1.0 + x;
  M near_one = (u >= 0.53125) & (u <= 1.9375);
  I bits = as_i(u);
  I k = near_one ? (I)0 : (bits >> 52) - 1023;
  V m = near_one ? u : i_as_v((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  GridCell cell = grid_cell(m);
  GridSum sum = {i_to_whole(k), near_one ? x - (cell.point - 1.0) : m - cell.point, cell.index};
  return sum;
}

typedef struct { V inverse, slope, remainder, log; } GridRow;
VM_INLINE GridRow grid_row(I index) {
#if VM_WIDTH == 4
  LaneRows rows = lane_rows(VM_GRID_CELL_ROWS[0], 4, index);
  GridRow r;
  entries(rows, 0, &r.inverse, &r.slope);
  entries(rows, 2, &r.remainder, &r.log);
#else
  GridRow r = {lookup_in_16(VM_GRID_INVERSE, index), lookup_in_16(VM_GRID_SLOPE, index),
               lookup_in_16(VM_GRID_REMAINDER, index), lookup_in_16(VM_GRID_LOG, index)};
#endif
  return r;
}

// NaN below -1.
VM_INLINE V grid_remainder(V x) {
  GridSum s = grid_sum(x);
  GridRow c = grid_row(s.index);
  V r = s.distance * c.inverse, tail = grid_tail(r);
  V about = mad(c.slope, s.distance, c.remainder);
  V apart = mad(s.k, (V)-VM_LN2_HIGH, x) - mad(s.k, (V)VM_LN2_LOW, c.log + r);
  V value = (s.k == 0.0 ? about : apart) + tail;
  value = x == INFINITY ? x : value;
  value = x == -1.0 ? (V)INFINITY : value;
  return x >= -1.0 ? value : (V)NAN;
}
