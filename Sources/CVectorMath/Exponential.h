// exp, log and their like near zero, for every width: below 1 ulp each, and the same bits for every
// instruction set, so that all that is built on them has that too.

// The pieces of x = 2^k m, m in [sqrt(1/2), sqrt(2)), of a positive finite x (subnormal too).
typedef struct { V k, m; } Split;
VM_INLINE Split split(V x) {
  M tiny = x < 0x1p-1022;
  V y = tiny ? x * 0x1p54 : x;
  // Adding the distance of sqrt(1/2) from 1 moves the octave's border (after musl's log).
  I bits = (I)(as_u(y) + (uint64_t)(0x3ff0000000000000 - 0x3fe6a09e667f3bcd));
  I k = (bits >> 52) - 0x3ff;
  V m = i_as_v((bits & 0x000fffffffffffff) + 0x3fe6a09e667f3bcd);
  Split r = {i_to_whole(k) - (tiny ? (V)54.0 : (V)0.0), m};
  return r;
}

#define VM_LN2_HIGH 0x1.62e42feep-1
#define VM_LN2_LOW 0x1.a39ef35793c76p-33

// log(2^k (1 + f)) + small. With s = f / (2 + f), log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2));
// R is FreeBSD's e_log.c polynomial (error below 2^-58).
VM_INLINE V log_of_split(V k, V f, V small) {
  static const double R[7] = {
      6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01,
      2.222219843214978396e-01, 1.818357216161805012e-01, 1.531383769920937332e-01,
      1.479819860511658591e-01};
  V s = f / (f + 2.0), w = s * s;
  V tail = polynomial(R, 7, w) * w, half = 0.5 * f * f;
  V rest = mad(s, half + tail, mad(k, (V)VM_LN2_LOW, small));
  return mad(k, (V)VM_LN2_HIGH, f - (half - rest));
}

VM_INLINE V core_log(V x) {
  Split p = split(x);
  V r = log_of_split(p.k, p.m - 1.0, (V)0.0);
  r = x == INFINITY ? x : r;
  r = x == 0.0 ? (V)-INFINITY : r;
  return x >= 0.0 ? r : (V)NAN;
}

// log(1 + x): what rounding took from u = 1 + x comes back as its quotient by u (musl's log1p).
VM_INLINE V core_log1p(V x) {
  V u = 1.0 + x;
  V lost = absolute(x) < 1.0 ? x - (u - 1.0) : 1.0 - (u - x);
  Split p = split(u);
  V r = log_of_split(p.k, p.m - 1.0, lost / u);
  r = x == INFINITY ? x : r;
  r = absolute(x) < 0x1p-54 ? x : r;  // keeps -0, and subnormals
  r = x == -1.0 ? (V)-INFINITY : r;
  return x >= -1.0 ? r : (V)NAN;
}

// (exp(r) - 1 - r) / r^2 for |r| <= log(2) / 2: the Taylor coefficients 1/(n + 2)! suffice.
VM_INLINE V exp_tail(V r) {
  static const double C[12] = {
      1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880,
      1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
  return polynomial(C, 12, r);
}

// y 2^k for |k| <= 2040, where a subnormal result is rounded once and an overflow is infinite.
VM_INLINE V scale(V y, V k) {
#if VM_WIDTH == 8
  return (V)_mm512_scalef_pd((__m512d)y, (__m512d)k);
#else
  // A NaN has no whole part to shift by.
  I n = whole_to_i(y == y ? k : (V)0.0), half = n >> 1;
  return y * i_as_v((half + 1023) << 52) * i_as_v((n - half + 1023) << 52);
#endif
}

// exp(x + low) 2^shift, |low| below an ulp or so of x. What is far below all numbers is not computed: where it
// underflows some processors take a hundred times as long.
VM_INLINE V exp_scaled(V x, V low, V shift) {
  M gone = x < -1400.0;
  V y = gone ? (V)0.0 : (x > 1400.0 ? (V)1400.0 : x);
  V k = nearest(y * 0x1.71547652b82fep0);
  V r = mad(k, (V)-VM_LN2_HIGH, y);
  V r_low = mad(k, (V)-VM_LN2_LOW, low);
  V s = r + r_low;
  V p = mad(s * s, exp_tail(s), r_low) + r;
  // exp(r + r_low): the second-order cross terms are below 2^-70.
  V e = scale(1.0 + p, k + shift);
  return gone ? (V)0.0 : e;
}
VM_INLINE V core_exp(V x) { return exp_scaled(x, (V)0.0, (V)0.0); }

// exp(t) for t <= 0.
VM_INLINE V exp_of_negative(V t) {
  V y = t > -708.0 ? t : (V)-708.0;
  V k = nearest(y * 0x1.71547652b82fep0);
  V r = mad(k, (V)-VM_LN2_LOW, mad(k, (V)-VM_LN2_HIGH, y));
  V e = (1.0 + mad(r * r, exp_tail(r), r)) * i_as_v((whole_to_i(k) + 1023) << 52);
  M tiny = t <= -708.0;
  if (any(tiny)) {
    V rare = core_exp(tiny ? t : (V)0.0);
    e = tiny ? rare : e;
  }
  return e;
}

// exp(x) - 1 = 2^k (exp(r) - 1) + (2^k - 1), halved until the end so that 2^1024 does not overflow.
VM_INLINE V core_expm1(V x) {
  V y = x > 710.0 ? (V)710.0 : (x < -60.0 ? (V)-60.0 : x);
  y = x == x ? y : (V)0.0;
  V k = nearest(y * 0x1.71547652b82fep0);
  V r = mad(k, (V)-VM_LN2_HIGH, y);
  V r_low = k * -VM_LN2_LOW;
  V s = r + r_low;
  V p = mad(s * s, exp_tail(s), r_low) + r;
  V t = i_as_v((whole_to_i(k) + 1022) << 52);
  V e = 2.0 * mad(t, p, t - 0.5);
  e = x > 710.0 ? (V)INFINITY : e;
  e = absolute(x) < 0x1p-54 ? x : e;
  return x != x ? x : e;
}

// The hyperbolic functions from those above. Each formula keeps the digits of small arguments and
// overflows only where the function does; all err by less than 2 ulp.
VM_INLINE V core_sinh(V x) {
  V a = absolute(x), t = core_expm1(a);
  V r = a > 20.0 ? exp_scaled(a, (V)0.0, (V)-1.0) : 0.5 * (t + t / (t + 1.0));
  return with_sign(r, x);
}
VM_INLINE V core_cosh(V x) {
  V e = exp_scaled(absolute(x), (V)0.0, (V)-1.0);
  return e + 0.25 / e;
}
#define VM_LN2 0x1.62e42fefa39efp-1
VM_INLINE V core_asinh(V x) {
  V a = absolute(x), y = a > 0x1p28 ? (V)1.0 : a, s = y * y;
  V r = core_log1p(y + s / (1.0 + square_root(1.0 + s)));
  M large = a > 0x1p28;
  if (any(large)) r = large ? core_log(a) + VM_LN2 : r;
  r = a < 0x1p-28 ? a : r;
  return with_sign(x != x ? x : r, x);
}
VM_INLINE V core_acosh(V x) {
  M large = x > 0x1p28;
  V t = (large ? (V)2.0 : x) - 1.0;
  V r = core_log1p(t + square_root(2.0 * t + t * t));
  if (any(large)) r = large ? core_log(x) + VM_LN2 : r;
  return x >= 1.0 ? r : (V)NAN;
}
VM_INLINE V core_atanh(V x) {
  V a = absolute(x);
  return with_sign(0.5 * core_log1p(2.0 * a / (1.0 - a)), x);
}
