// What divergences of further families are made of, and some of them whole.

// KL of one trial with success probability p from one with q, and 1/over: both masses by one quotient, of
// ordinary p, q, 1 - p and 1 - q.
typedef struct { V value, inverse; } TrialPart;
VM_INLINE TrialPart ordinary_trial(V p, V q, V over) {
  V a = 1.0 - p, b = 1.0 - q;
  Ratio r = ratio_of(q, p), t = ratio_of(b, a);
  V product = r.sum * t.sum, all = 1.0 / (product * over), both = all * over;
  V first = r.rise * (t.sum * both), fall = t.k == 0.0 ? p - q : t.rise, second = fall * (r.sum * both);
  V ones = mad(first, mad(-2.0 * p, atanh_tail(first), r.rise), mad(r.k * -VM_LN2, p, q - r.m));
  V others = mad(second, mad(-2.0 * a, atanh_tail(second), fall), mad(t.k * -VM_LN2, a, b - t.m));
  TrialPart part = {ones + others, product * all};
  return part;
}
VM_INLINE M are_ordinary_chances(V p, V q) {
  V least = p < q ? p : q, most = p < q ? q : p;
  return (least > 0x1p-300) & (most < 1.0);
}

// That of n trials with success probability p from as many with q, n whole. Tiny masses are scaled, so that
// many trials with them have digits.
VM_INLINE V divergence_trial(V p, V q, V n) {
  M plain = are_ordinary_chances(p, q);
  V value = n * ordinary_trial(p, q, (V)1.0).value;
  if (any(plain == 0)) {
    V a = 0x1p200 * p, b = 0x1p200 * q, c = 0x1p200 * (1.0 - p), d = 0x1p200 * (1.0 - q);
    V rise = 0x1p200 * (q - p);
    V rare = n * (mass_divergence_by(a, b, rise) + mass_divergence_by(c, d, -rise)) * 0x1p-200;
    M first = (p >= 0.0) & (p <= 1.0), second = (q >= 0.0) & (q <= 1.0);
    rare = n == 0.0 ? (V)0.0 : rare;
    value = plain ? value : ((first & second) ? rare : (V)NAN);
  }
  return ((n >= 0.0) & is_whole(n)) ? value : (V)NAN;
}

// r - 1 - log r of r = x/y, both positive and finite.
VM_INLINE V divergence_exponential(V x, V y, V same) {
  M plain = is_ordinary(x) & is_ordinary(y);
  V value = ordinary_ratio_remainder(x, y).remainder;
  if (any(plain == 0)) {
    V rare = special_ratio_remainder(x, y);
    M valid = is_positive(x) & is_positive(same);
    value = plain ? value : (valid ? rare : (V)NAN);
  }
  return value;
}

// Half of r - 1 - log r + (other / mean) d^2, where r = other / own and d = (mean - other_mean) / other_mean.
VM_INLINE V divergence_inverse_gaussian(V mean, V other_mean, V own, V other) {
  V d = (mean - other_mean) / other_mean;
  V value = 0.5 * (divergence_exponential(other, own, own) + (other / mean) * (d * d));
  M valid = is_positive(mean) & is_positive(other_mean) & is_positive(own) & is_positive(other);
  return valid ? value : (V)NAN;
}

// e^y - 1 - y for y <= 700, in one form: with y = k log 2 + r and e^r = 1 + r + r^2 p(r)
//
//   (2^k - 1 - k log 2) + (2^k - 1) r + 2^k r^2 p(r),
//
// which is r^2 p(r) near 0 and loses two or three bits where k is no longer 0.
VM_INLINE V exp_excess(V y) {
  V low = y < -60.0 ? (V)-60.0 : y;
  V k = nearest(low * 0x1.71547652b82fep0);
  V r = mad(k, (V)-VM_LN2_LOW, mad(k, (V)-VM_LN2_HIGH, low));
  V power = i_as_v((whole_to_i(k) + 1023) << 52), rise = power - 1.0;
  V fixed = mad(k, (V)-VM_LN2_LOW, mad(k, (V)-VM_LN2_HIGH, rise));
  return mad(power * (r * r), exp_tail(r), mad(rise, r, fixed)) + (low - y);
}

// r - 1 - log r + r (e^-t - 1 + t), r = own/other, t = |mean - other_mean|/own.
VM_INLINE V divergence_laplace(V mean, V other_mean, V own, V other) {
  V distance = absolute(mean - other_mean), product = own * other;
  M plain = is_middling(own) & is_middling(other) & (distance < 0x1p120);
  Ratio r = ratio_of(own, other);
  V all = 1.0 / (r.sum * product), shared = all * r.sum, s = r.rise * product * all;
  V inverse = own * shared, ratio = own * inverse, t = distance * (other * shared);
  V whole = mad(r.k, (V)-VM_LN2, (own - r.m) * inverse);
  V remainder = mad(s, mad((V)-2.0, atanh_tail(s), r.rise * inverse), whole);
  V value = mad(ratio, exp_excess(-t), remainder);
  if (any(plain == 0)) {
    // Half of each, so that the distance of two locations does not overflow.
    V half = absolute(0.5 * mean - 0.5 * other_mean), time = half / (0.5 * own), quotient = own / other;
    M far = time > 800.0;
    V excess = special_exp_remainder(far ? (V)0.0 : -time);
    // The quotient may be infinite.
    V next = excess == 0.0 ? (V)0.0 : quotient * excess, apart = half / (0.5 * other) - quotient;
    V rare = special_ratio_remainder(own, other) + (far ? apart : next);
    M here = absolute(mean) < INFINITY, there = absolute(other_mean) < INFINITY, located = here & there;
    M valid = is_positive(own) & is_positive(other) & located;
    value = plain ? value : (valid ? rare : (V)NAN);
  }
  return value;
}

// log(1 + ((own - other)^2 + (mean - other_mean)^2)/(4 own other)).
VM_INLINE V divergence_cauchy(V mean, V other_mean, V own, V other) {
  V width = own - other, distance = mean - other_mean;
  M plain = is_middling(own) & is_middling(other) & (absolute(distance) < 0x1p120);
  V w = plain ? width : (V)0.0, d = plain ? distance : (V)0.0;
  V product = plain ? 4.0 * own * other : (V)4.0, squares = mad(w, w, d * d);
  Ratio r = ratio_of(product + squares, product);
  V value = ratio_logarithm(r.k, (r.k == 0.0 ? squares : r.rise) / r.sum);
  if (any(plain == 0)) {
    V excess = 0.25 * ((width / own) * (width / other) + (distance / own) * (distance / other));
    // Far apart the squares overflow, and logarithms take their place.
    M far = (excess <= 1e100) == 0;
    V half_width = 0.5 * own + 0.5 * other, half = absolute(0.5 * mean - 0.5 * other_mean);
    M wide = half_width > half;
    V large = wide ? half_width : half, quotient = (wide ? half : half_width) / large;
    V norm = core_log(large) + 0.5 * core_log1p(quotient * quotient);
    V apart = (norm - core_log(own)) + (norm - core_log(other));
    V near = core_log1p(far ? (V)0.0 : excess);
    value = plain ? value : (far ? apart : near);
  }
  M here = absolute(mean) < INFINITY, there = absolute(other_mean) < INFINITY, located = here & there;
  M valid = is_positive(own) & is_positive(other) & located;
  return valid ? value : (V)NAN;
}

// KL of logit a from logit b, at a <= 0 (else of their negatives), h = b - a, s = sigmoid(a):
//
//   log(1 + e^b) - log(1 + e^a) - s h = s (e^h - 1 - h) - (u - log(1 + u)),   u = s (e^h - 1),
//
// of which the second, whose parts differ by a factor of 2 at least, where h is small.
VM_INLINE V divergence_logit(V first, V second, V same) {
  M flip = first > 0.0;
  V a = flip ? -first : first, b = flip ? -second : second, h = b - a;
  V e = exp_of_negative(a), g = exp_of_negative(-absolute(b));
  V share = e / (1.0 + e);
  M close = absolute(h) <= 1.0;
  V step = close ? h : (V)0.0, curve = step * step * polynomial(VM_EXP_TAIL, 14, step);
  V near = share * curve - log_one_plus_remainder_near(share * (step + curve));
  V pull = share == 0.0 ? (V)0.0 : share * h;
  Ratio r = ratio_of(1.0 + g, 1.0 + e);
  V logs = ratio_logarithm(r.k, (r.k == 0.0 ? g - e : r.rise) / r.sum);
  V far = (b > 0.0 ? b : (V)0.0) + logs - pull;
  // A mass too small for a number is still a mass that the other law lacks.
  M absent = (((b == -INFINITY) & (a > -INFINITY)) | (b == INFINITY)) & (a == a);
  far = absent ? (V)INFINITY : far;
  return (close ? near : far) + 0.0 * (same != same ? same : (V)0.0);
}

// log Gamma(1 + x) of any of three equal numbers.
VM_INLINE V log_gamma_of_one_plus(V x, V y, V same) { return special_log_gamma_one_plus(x) + 0.0 * (y - same); }

#define VM_EULER 0.57721566490153286061
// log Gamma(1 + h) + gamma h, h > -1: below 1/4 in size by the series, sum of zeta(k) (-h)^k/k from 2.
VM_INLINE V log_gamma_remainder_at_one(V h, V x, V same) {
  M near = absolute(h) < 0.25;
  V t = near ? h : (V)0.0;
  V value = t * t * polynomial(VM_LOG_GAMMA_AT_ONE, 24, t);
  if (any(near == 0)) {
    V apart = special_log_gamma_one_plus(near ? (V)1.0 : h) + VM_EULER * h;
    value = near ? value : apart;
  }
  return value + 0.0 * (x - same);
}

// KL of Gumbel laws, of r, the ratio of the scales, r - 1 and d, the difference of the locations over the
// second scale: e^w - 1 - w + log Gamma(r) + e (r - 1), w = log Gamma(1 + r) - d, e Euler's constant. Near
// 1 by the series of log Gamma there, else by Stirling's formula at 1 + r.
VM_INLINE V divergence_extreme(V ratio, V change, V shift) {
  M near = absolute(change) < 0.25;
  V h = near ? change : (V)0.0;
  V spread = h * h * polynomial(VM_LOG_GAMMA_AT_ONE, 24, h);
  V step = mad(h, (V)-VM_EULER, spread) + ratio_logarithm((V)0.0, h / (2.0 + h));
  if (any(near == 0)) {
    V r = near ? (V)1.0 : ratio, x = 1.0 + r, q = 1.0 / x;
    V l = mad(x - 0.5, core_log(x), mad(q, stirling_tail(q * q), VM_HALF_LOG_2PI - x));
    V apart = mad((V)VM_EULER, r - 1.0, l - core_log(r));
    spread = near ? spread : apart;
    step = near ? step : l;
  }
  V w = step - shift;
  M large = w > 700.0;
  V value = exp_excess(large ? (V)0.0 : w);
  if (any(large)) {
    V rare = special_exp_remainder(large ? w : (V)0.0);
    value = large ? rare : value;
  }
  value = value + spread;
  return ratio == INFINITY ? (V)INFINITY : value;
}

// KL of Poisson laws.
VM_INLINE V divergence_poisson(V x, V y, V same) {
  M plain = is_ordinary(x) & is_ordinary(y);
  V value = ordinary_mass_divergence(x, y, y - x);
  if (any(plain == 0)) {
    V rare = special_mass_divergence(x, y);
    M valid = (x >= 0.0) & (x < INFINITY) & (same >= 0.0) & (same < INFINITY);
    value = plain ? value : (valid ? rare : (V)NAN);
  }
  return value;
}

// KL of geometric laws: that of one trial for each trial.
VM_INLINE V divergence_geometric(V p, V q, V same) {
  M plain = are_ordinary_chances(p, q);
  TrialPart part = ordinary_trial(p, q, p);
  V value = part.value * part.inverse;
  if (any(plain == 0)) {
    M first = (p > 0.0) & (p <= 1.0), second = (q > 0.0) & (same <= 1.0), valid = first & second;
    V a = valid ? p : (V)0.5, b = valid ? q : (V)0.5, rise = (b - a) / a, ratio = b / a;
    ratio = ratio == INFINITY ? (V)0x1.fffffffffffffp1023 : ratio;
    rise = rise == INFINITY ? (V)0x1.fffffffffffffp1023 : rise;
    V rare = mass_divergence_by((V)1.0, ratio, rise) + mass_divergence_by(1.0 - a, 1.0 - b, a - b) / a;
    value = plain ? value : (valid ? rare : (V)NAN);
  }
  return value;
}

// log(wq/wp) of the widths of uniform laws, the first within the second; of halves of the bounds, where
// the widths are too large.
VM_INLINE V divergence_uniform(V lower, V upper, V other_lower, V other_upper) {
  V width = upper - lower, below = lower - other_lower, above = other_upper - upper, slack = below + above;
  V whole = width + slack;
  // Of bounds that are not numbers, the second width is none.
  M plain = is_ordinary(width) & is_ordinary(whole) & (below >= 0.0) & (above >= 0.0);
  Ratio r = ratio_of(whole, width);
  V value = ratio_logarithm(r.k, (r.k == 0.0 ? slack : r.rise) / r.sum);
  if (any(plain == 0)) {
    M inside = (lower >= other_lower) & (upper <= other_upper);
    V half = 0.5 * upper - 0.5 * lower;
    V rest = (0.5 * lower - 0.5 * other_lower) + (0.5 * other_upper - 0.5 * upper);
    M far = rest > 1e200 * half;
    V excess = core_log1p((far ? (V)0.0 : rest) / half);
    V apart = core_log(far ? rest : (V)1.0) - core_log(half);
    V rare = inside ? (far ? apart : excess) : (V)INFINITY;
    M own = (lower > -INFINITY) & (upper < INFINITY) & (lower < upper);
    M other = (other_lower > -INFINITY) & (other_upper < INFINITY) & (other_lower < other_upper);
    value = plain ? value : ((own & other) ? rare : (V)NAN);
  }
  return value;
}

// other log(scale/other_scale) + r - 1 - log r, r = other/own the ratio of the shapes; infinite where the
// first has mass below the second.
VM_INLINE V divergence_pareto(V scale, V other_scale, V own, V other) {
  M sized = is_middling(scale) & is_middling(other_scale) & is_middling(own) & is_middling(other);
  M inside = scale >= other_scale, plain = sized & inside;
  Ratio distance = ratio_of(scale, other_scale), ratio = ratio_of(other, own);
  // One quotient for three.
  V product = ratio.sum * own, all = 1.0 / (distance.sum * product);
  V first = distance.rise * (product * all), rest = distance.sum * all;
  V s = ratio.rise * (own * rest), inverse = ratio.sum * rest;
  V whole = mad(ratio.k, (V)-VM_LN2, (other - ratio.m) * inverse);
  V remainder = mad(s, mad((V)-2.0, atanh_tail(s), ratio.rise * inverse), whole);
  V value = mad(other, ratio_logarithm(distance.k, first), remainder);
  if (any(plain == 0)) {
    M near = scale <= 2.0 * other_scale;
    V x = inside ? scale : (V)1.0, y = inside ? other_scale : (V)1.0;
    V close = core_log1p(near ? (x - y) / y : (V)0.0);
    V far = log_of_quotient(x, y, x / y, near);
    V rare = mad(other, near ? close : far, special_ratio_remainder(other, own));
    M valid = is_positive(scale) & is_positive(other_scale) & is_positive(own) & is_positive(other);
    value = plain ? value : (valid ? (inside ? rare : (V)INFINITY) : (V)NAN);
  }
  return value;
}
