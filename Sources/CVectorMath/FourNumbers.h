// Formulas of four numbers that are no density and no divergence.

// log(exp a + exp b + exp c + exp d): with m the largest, m + log(sum of exp(x - m)). What is below e^-700 of the
// largest does not count beside it. Near 0 the two parts cancel: the digits are those of numbers of the size of m
// and 1. (Of a probability near 1 a mixture takes the complement instead.) An infinite largest is the sum. c and d
// may be -infinity throughout, where there are fewer numbers.
VM_INLINE V exp_beside_one(V x) { return quick_exp(x < -700.0 ? (V)-700.0 : x); }
VM_INLINE V log_sum_of_four(V a, V b, V c, V d) {
  V ab = a > b ? a : b, cd = c > d ? c : d, m = ab > cd ? ab : cd;
  M finite = absolute(m) < INFINITY, number = (a == a) & (b == b) & (c == c) & (d == d);
  V top = finite ? m : (V)0.0, sum = exp_beside_one(a - top) + exp_beside_one(b - top);
  if (any(c > -INFINITY)) sum += exp_beside_one(c - top);
  if (any(d > -INFINITY)) sum += exp_beside_one(d - top);
  V r = finite ? top + quick_log(sum) : m;
  return number ? r : (V)NAN;
}
VM_INLINE FV float_log_sum_of_four(FV a, FV b, FV c, FV d) {
  FV ab = a > b ? a : b, cd = c > d ? c : d, m = ab > cd ? ab : cd;
  FI finite = f_absolute(m) < INFINITY, number = (a == a) & (b == b) & (c == c) & (d == d);
  FV top = finite ? m : (FV)0.0f, sum = f_core_exp(a - top) + f_core_exp(b - top);
  if (f_any(c > -INFINITY)) sum += f_core_exp(c - top);
  if (f_any(d > -INFINITY)) sum += f_core_exp(d - top);
  FV r = finite ? top + f_quick_log(sum) : m;
  return number ? r : (FV)NAN;
}

// -E log q(x) of a normal law under another: log s' + log(2 pi)/2 + ((s/s')^2 + ((m - m')/s')^2)/2; NaN unless the
// means are finite and the deviations positive and finite. The distance of two means may overflow; half of it
// does not. A logarithm below 0 and the squares may cancel, as the value passes 0: the digits are those of the larger.
VM_RARE V normal_cross_entropy_anywhere(V mean, V other_mean, V own, V other) {
  V half = 0.5 * mean - 0.5 * other_mean, z = 2.0 * (half / other), t = own / other;
  V value = mad(0.5 * z, z, mad(0.5 * t, t, core_log(other) + VM_HALF_LOG_2PI));
  return (is_positive(own) & is_positive(other) & (absolute(half) < INFINITY)) ? value : (V)NAN;
}
VM_INLINE V normal_cross_entropy(V mean, V other_mean, V own, V other) {
  V d = mean - other_mean;
  M plain = is_ordinary(own) & is_ordinary(other) & (absolute(d) < INFINITY);
  // One quotient gives 1/s' and the s of the logarithm.
  V scale = plain ? other : (V)1.0;
  Ratio r = ratio_of(scale, (V)1.0);
  V both = 1.0 / (scale * r.sum), inverse = both * r.sum, z = d * inverse, t = own * inverse;
  V log = ratio_logarithm(r.k, r.rise * scale * both);
  V value = mad(0.5 * z, z, mad(0.5 * t, t, log + VM_HALF_LOG_2PI));
  if (any(plain == 0)) {
    V rare = normal_cross_entropy_anywhere(plain ? (V)0.0 : mean, plain ? (V)0.0 : other_mean,
                                           plain ? (V)1.0 : own, plain ? (V)1.0 : other);
    value = plain ? value : rare;
  }
  return value;
}
VM_INLINE FV float_normal_cross_entropy(FV x, FV y, FV z, FV w) {
  return join_halves(normal_cross_entropy(low_half(x), low_half(y), low_half(z), low_half(w)),
                     normal_cross_entropy(high_half(x), high_half(y), high_half(z), high_half(w)));
}
