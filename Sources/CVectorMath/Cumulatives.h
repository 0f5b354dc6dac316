// Cumulative functions and quantiles of a point (or a probability) and two parameters, each one pass: of the
// families in Distributions, where their limits are explained. Invalid parameters and points make NaN of the
// first number that a formula is made of, or of its result.

// What few numbers need, apart from the loops.
#define VM_RARE static __attribute__((noinline, unused))

VM_INLINE V if_scale(V x, V scale) { return is_positive(scale) ? x : (V)NAN; }
VM_INLINE V if_placed(V x, V location, V scale) {
  return (is_positive(scale) & (absolute(location) < INFINITY)) ? x : (V)NAN;
}
VM_INLINE V if_probability(V x, V u) { return ((u >= 0.0) & (u <= 1.0)) ? x : (V)NAN; }
VM_INLINE V distance_from(V location, V x, V scale) { return x - if_placed(location, location, scale); }

// log(x + low) of x = 0 too, low a rounding error of x.
VM_INLINE V log_of_sum(V x, V low) {
  M plain = is_ordinary(x);
  V r = quick_log_of_sum(plain ? x : (V)1.0, plain ? low : (V)0.0, 1);
  if (any(plain == 0)) {
    V rare = core_log(plain ? (V)1.0 : x);
    r = plain ? r : rare;
  }
  return r;
}
VM_INLINE V log_of_any(V x) { return log_of_sum(x, (V)0.0); }
// log(1 - x) for 0 <= x <= 1.
VM_INLINE V log_of_complement(V x) {
  V rest = 1.0 - x;
  return log_of_sum(rest, (1.0 - rest) - x);
}

// MARK: - The normal law

// Phi(-a) = factor e^(-a^2/2), factor = erfcx(a/sqrt(2))/2, a >= 0: as erfcx_positive with one quotient.
// Beyond 2^40 the factor does not count beside the power.
VM_INLINE V normal_tail_factor(V a) {
  V x = (a < 0x1p40 ? a : (V)0x1p40) * VM_SQRT_HALF, y = x + 4.0, w = x + 0.5, both = 1.0 / (y * w);
  // 1 - z = 8/(x + 4), and what rounding took from it.
  V inverse = both * w, rest = 8.0 * inverse;
  V z = mad(mad(x, rest, mad((V)4.0, rest, (V)-8.0)), inverse, 1.0 - rest);
  I j = whole_to_i(nearest(z * 4.0 + 3.5));
  j = j > 7 ? (I)7 : (j < 0 ? (I)0 : j);
  V p = POLYNOMIAL_ABOUT_CENTRE(VM_ERFCX_TABLE, VM_ERFCX_TABLE_DEGREE + 1, j, z);
  return 0.25 * p * (both * y);
}
// e^(-a^2/2), the rounding error of the square carried into it.
VM_INLINE V normal_tail_power(V a) {
  M plain = a < 37.0;
  V y = plain ? a : (V)0.0, square = y * y, low = mad(y, y, -square), e = quick_exp(-0.5 * square);
  e = mad(-0.5 * low, e, e);
  if (any(plain == 0)) {
    V rare = exp_of_square(plain ? (V)0.0 : a, (V)-0.5);
    e = plain ? e : rare;
  }
  return e;
}
VM_INLINE V standard_normal_cdf(V z) {
  V a = absolute(z), tail = normal_tail_factor(a) * normal_tail_power(a), r = z < 0.0 ? tail : 1.0 - tail;
  return z == z ? r : z;
}
// log Phi(z): below 0 log factor - z^2/2, above log(1 - Phi(-z)), one logarithm.
VM_INLINE V standard_normal_log_cdf(V z) {
  V a = absolute(z), factor = normal_tail_factor(a);
  M lower = z < 0.0;
  V tail = factor * normal_tail_power(lower ? (V)0.0 : a), rest = 1.0 - tail;
  V l = quick_log_of_sum(lower ? factor : rest, lower ? (V)0.0 : (1.0 - rest) - tail, 1);
  V r = lower ? mad(-0.5 * a, a, l) : l;
  return z == z ? r : z;
}
VM_INLINE V standard_normal_quantile(V u) {
  V q = u - 0.5, r = with_sign(normal_quantile_tail(u > 0.5 ? 1.0 - u : u, absolute(q)), q);
  return if_probability(r, u);
}

VM_INLINE V normal_cdf(V x, V mean, V deviation) {
  return standard_normal_cdf(distance_from(mean, x, deviation) / deviation);
}
VM_INLINE V normal_log_cdf(V x, V mean, V deviation) {
  return standard_normal_log_cdf(distance_from(mean, x, deviation) / deviation);
}
VM_INLINE V normal_quantile(V u, V mean, V deviation) {
  return if_placed(mean, mean, deviation) + deviation * standard_normal_quantile(u);
}

// Of the logarithm of x, -infinity up to 0.
VM_INLINE V log_normal_distance(V x, V mean, V deviation) {
  V y = log_of_any(x < 0.0 ? (V)0.0 : x);
  return distance_from(mean, x == x ? y : x, deviation) / deviation;
}
VM_INLINE V log_normal_cdf(V x, V mean, V deviation) {
  return standard_normal_cdf(log_normal_distance(x, mean, deviation));
}
VM_INLINE V log_normal_survival(V x, V mean, V deviation) {
  return standard_normal_cdf(-log_normal_distance(x, mean, deviation));
}
VM_INLINE V log_normal_log_cdf(V x, V mean, V deviation) {
  return standard_normal_log_cdf(log_normal_distance(x, mean, deviation));
}
VM_INLINE V log_normal_log_survival(V x, V mean, V deviation) {
  return standard_normal_log_cdf(-log_normal_distance(x, mean, deviation));
}
VM_INLINE V log_normal_quantile(V u, V mean, V deviation) {
  return core_exp(normal_quantile(u, mean, deviation));
}
VM_INLINE V log_normal_survival_quantile(V u, V mean, V deviation) {
  return core_exp(if_placed(mean, mean, deviation) - deviation * standard_normal_quantile(u));
}

// log(Phi(b) - Phi(a)), a and b the distances of the bounds over the deviation. Both are moved to the left of
// 0, or apart; there, with f = erfcx(./sqrt(2))/2,
//
//   Phi(b) - Phi(a) = e^(-b^2/2) (f(-b) - f(-a) e^((b - a)(b + a)/2)),   a < b <= 0,
//   Phi(b) - Phi(a) = 1 - Phi(a) - Phi(-b),                              a < 0 < b,
//
// and where the bounds are so near that the difference cancels, with m = (a + b)/2 and h = (b - a)/2, from
// the series of the integral of e^(-m t - t^2/2) over |t| < h: 2 h times the sum over k of
// He_2k(m) h^2k/(2 k + 1)!.
VM_RARE V narrow_normal_log_mass(V m, V h) {
  V w = m * m, v = h * h;
  V he2 = w - 1.0, he4 = mad(w, w - 6.0, (V)3.0), he6 = mad(w, mad(w, w - 15.0, (V)45.0), (V)-15.0);
  V he8 = mad(w, mad(w, mad(w, w - 28.0, (V)210.0), (V)-420.0), (V)105.0);
  V he10 = mad(w, mad(w, mad(w, mad(w, w - 45.0, (V)630.0), (V)-3150.0), (V)4725.0), (V)-945.0);
  V top = mad(v, he10 * (1.0 / 39916800), he8 * (1.0 / 362880)), high = mad(v, top, he6 * (1.0 / 5040));
  V low = mad(v, high, he4 * (1.0 / 120));
  V rise = v * mad(v, low, he2 * (1.0 / 6));
  return core_log(2.0 * h) + (core_log1p(rise) - mad(0.5 * m, m, (V)VM_HALF_LOG_2PI));
}
VM_INLINE V normal_log_mass(V lower, V upper, V mean, V deviation) {
  V m = if_placed(mean, mean, deviation), a = (lower - m) / deviation, b = (upper - m) / deviation;
  M mirrored = a > 0.0, empty = (lower >= upper), undefined = (a != a) | (b != b);
  V low = mirrored ? -b : a, high = mirrored ? -a : b;
  M apart = high > 0.0;
  V s = absolute(high), t = absolute(low);
  V far = t < 0x1p500 ? t : (V)0x1p500, near = s < 0x1p500 ? s : (V)0x1p500;
  V first = normal_tail_factor(s), second = normal_tail_factor(t);
  // Over the power at `high`, or at 0.
  V of_high = apart ? first * normal_tail_power(apart ? s : (V)0.0) : first;
  V fall = 0.5 * ((far - near) * (far + near));
  V of_low = second * (apart ? normal_tail_power(apart ? t : (V)0.0)
                             : exp_of_negative(apart ? (V)0.0 : -(fall > 0.0 ? fall : (V)0.0)));
  V both = of_high + of_low, whole = apart ? 1.0 - both : of_high - of_low;
  V lost = apart ? (1.0 - whole) - both : (V)0.0, value = log_of_sum(whole, lost);
  value = apart ? value : mad(-0.5 * s, s, value);
  V centre = 0.5 * low + 0.5 * high, half = 0.5 * (upper - lower) / deviation;
  M narrow = (half < 0.125) & (half * absolute(centre) < 0.25);
  if (any(narrow)) {
    V close = narrow_normal_log_mass(narrow ? centre : (V)0.0, narrow ? half : (V)1.0);
    // A width over a deviation that is no ordinary number.
    V slight = (core_log(upper - lower) - core_log(deviation)) - mad(0.5 * centre, centre, (V)VM_HALF_LOG_2PI);
    value = narrow ? (half < 0x1p-1000 ? slight : close) : value;
  }
  value = empty ? (V)-INFINITY : value;
  return undefined ? (V)NAN : value;
}

// MARK: - Cauchy

// ``turns`` atan(min(|d|, s)/max(|d|, s))/pi, at most 1/4.
typedef struct { V turns; M outer, lower; } CauchyAngle;
VM_INLINE CauchyAngle cauchy_angle(V distance, V scale) {
  V size = absolute(distance);
  M outer = size > scale;
  V t = (outer ? scale : size) / (outer ? size : scale);
  CauchyAngle r = {t * polynomial(VM_TURN_OF_TANGENT, 22, mad(t, t, (V)-0.5)), outer, distance < 0.0};
  return r;
}
VM_INLINE V cauchy_cdf(V x, V location, V scale) {
  V d = distance_from(location, x, scale);
  CauchyAngle a = cauchy_angle(d, scale);
  V lower = a.outer ? a.turns : 0.5 - a.turns, upper = a.outer ? 1.0 - a.turns : 0.5 + a.turns;
  return a.lower ? lower : upper;
}
// Of the probability itself up to 3/4, of the other beyond.
VM_INLINE V cauchy_log_cdf(V x, V location, V scale) {
  V d = distance_from(location, x, scale);
  CauchyAngle a = cauchy_angle(d, scale);
  M upper = a.outer & (a.lower == 0);
  V inner = a.lower ? 0.5 - a.turns : 0.5 + a.turns, rest = 1.0 - a.turns;
  V p = a.outer ? (a.lower ? a.turns : rest) : inner, lost = upper ? (1.0 - rest) - a.turns : (V)0.0;
  M plain = is_ordinary(p);
  V r = quick_log_of_sum(plain ? p : (V)1.0, plain ? lost : (V)0.0, 1);
  if (any(plain == 0)) {
    // A small angle is s/|d|, which may not be a number; nor may d, but half of it is. (Where d overflows and
    // the scale is as large, the angle is not small: such numbers are beyond what is promised.)
    V half = absolute(0.5 * x - 0.5 * location);
    V rare = core_log(scale) - (core_log(half) + (VM_LN2 + VM_LOG_PI));
    r = plain ? r : rare;
  }
  return d == d ? r : d;
}
// -cot(pi u), of the distance from the nearer end or from 1/2, which are exact, one up to 1/4.
VM_INLINE V cauchy_quantile(V u, V location, V scale) {
  V p = u > 0.5 ? 1.0 - u : u, centred = u - 0.5, q = absolute(centred);
  M outer = p < 0.25;
  V r = outer ? p : q, w = r * r, sine = r * polynomial(VM_SIN_PI, 9, w), cosine = polynomial(VM_COS_PI, 9, w);
  V z = with_sign((outer ? cosine : sine) / (outer ? sine : cosine), centred);
  return if_placed(location, location, scale) + scale * if_probability(z, u);
}

// MARK: - Logistic and Laplace

VM_INLINE V logistic_cdf(V x, V location, V scale) {
  V z = distance_from(location, x, scale) / scale, e = exp_of_negative(-absolute(z));
  V r = (z < 0.0 ? e : (V)1.0) / (1.0 + e);
  return z == z ? r : z;
}
VM_INLINE V logistic_log_cdf(V x, V location, V scale) {
  V z = distance_from(location, x, scale) / scale, growth = quick_log1p(exp_of_negative(-absolute(z)));
  V r = (z < 0.0 ? z : (V)0.0) - growth;
  return z == z ? r : z;
}
// log(u/(1 - u)): as log_of_ordinary_ratio, whose difference next to equality is 2 u - 1.
VM_INLINE V logistic_quantile(V u, V location, V scale) {
  M plain = is_ordinary(u) & (u < 1.0);
  V y = plain ? u : (V)0.5;
  Ratio r = ratio_of(y, 1.0 - y);
  V z = ratio_logarithm(r.k, (r.k == 0.0 ? mad((V)2.0, y, (V)-1.0) : r.rise) / r.sum);
  if (any(plain == 0)) {
    V rare = if_probability(core_log(u) - core_log1p(-u), u);
    z = plain ? z : rare;
  }
  return if_placed(location, location, scale) + scale * z;
}

VM_INLINE V laplace_cdf(V x, V location, V scale) {
  V z = distance_from(location, x, scale) / scale, half = 0.5 * exp_of_negative(-absolute(z));
  V r = z < 0.0 ? half : 1.0 - half;
  return z == z ? r : z;
}
VM_INLINE V laplace_log_cdf(V x, V location, V scale) {
  V z = distance_from(location, x, scale) / scale, half = 0.5 * exp_of_negative(-absolute(z));
  V rest = 1.0 - half, l = quick_log_of_sum(rest, (1.0 - rest) - half, 1), r = z < 0.0 ? z - VM_LN2 : l;
  return z == z ? r : z;
}
VM_INLINE V laplace_quantile(V u, V location, V scale) {
  M lower = u <= 0.5;
  V size = log_of_any(2.0 * (lower ? u : 1.0 - u)), z = if_probability(lower ? size : -size, u);
  return if_placed(location, location, scale) + scale * z;
}

// MARK: - Laws of a cumulative hazard

// Laws with P(X > x) = e^(-h(x)), or P(X <= x), in terms of h. ``log`` is its logarithm, where h is smaller
// than ordinary numbers.
typedef struct { V size, log; } Hazard;

// e^(-h) = t (1 + p), t a power of two.
typedef struct { V power, rise; } Decay;
VM_INLINE Decay decay_of(V h) {
  V y = h > 700.0 ? (V)700.0 : h, k = nearest(y * -0x1.71547652b82fep0);
  V r = mad(k, (V)-VM_LN2_HIGH, -y), low = k * -VM_LN2_LOW, s = r + low;
  Decay d = {i_as_v((whole_to_i(k) + 1023) << 52), mad(s * s, exp_tail(s), low) + r};
  return d;
}
VM_INLINE V decayed(Decay d, V h) {
  V e = mad(d.power, d.rise, d.power);
  M far = h > 700.0;
  if (any(far)) {
    V rare = core_exp(far ? -h : (V)0.0);
    e = far ? rare : e;
  }
  return e;
}
VM_INLINE V hazard_above(Hazard h) { return decayed(decay_of(h.size), h.size); }
VM_INLINE V hazard_below(Hazard h) {
  Decay d = decay_of(h.size);
  return mad(-d.power, d.rise, 1.0 - d.power);
}
VM_INLINE V hazard_log_above(Hazard h) { return -h.size; }
// log(1 - e^(-h)): up to log 2 the logarithm of the difference, which is known, beyond that of what is nearly 1.
VM_INLINE V hazard_log_below(Hazard h) {
  Decay d = decay_of(h.size);
  V e = decayed(d, h.size), rest = 1.0 - e;
  M small = h.size < VM_LN2, plain = h.size >= 0x1p-400;
  V p = small ? mad(-d.power, d.rise, 1.0 - d.power) : rest;
  V r = quick_log_of_sum(plain ? p : (V)1.0, small ? (V)0.0 : (1.0 - rest) - e, 1);
  r = plain ? r : h.log;
  return h.size == h.size ? r : h.size;
}

// h where P(X <= x) is u, and where P(X > x) is.
VM_INLINE V hazard_of_below(V u) { return if_probability(0.0 - log_of_complement(u), u); }
VM_INLINE V hazard_of_above(V u) { return if_probability(0.0 - log_of_any(u), u); }

VM_INLINE Hazard exponential_hazard(V x, V rate, V same) {
  V valid = if_scale(rate, same), y = x < 0.0 ? (V)0.0 : x, h = valid * y, log = (V)0.0;
  M tiny = h < 0x1p-400;
  if (any(tiny)) log = core_log(valid) + core_log(tiny ? y : (V)1.0);
  Hazard r = {h, log};
  return r;
}
VM_INLINE V exponential_point(V h, V rate, V same) { return h / if_scale(rate, same); }

// log(2^shift y/x) of ordinary numbers in two parts.
typedef struct { V whole, low; } LogPair;
VM_INLINE LogPair log_of_ratio(V y, V x, V shift) {
  Ratio r = ratio_of(y, x);
  V inverse = 1.0 / r.sum, s = r.rise * inverse, twice = s + s;
  // What rounding took from the sum, and from the quotient, whose numerator is exact.
  V back = r.sum - x, rounded = (r.m - back) + (x - (r.sum - back));
  V lost = 2.0 * ((mad(-s, r.sum, r.rise) - s * rounded) * inverse);
  V k = r.k + shift, base = k * VM_LN2_HIGH, log = base + twice, rest = twice - (log - base);
  V small = rest + mad(twice, atanh_tail(s), mad(k, (V)VM_LN2_LOW, lost));
  V whole = log + small;
  LogPair result = {whole, small - (whole - log)};
  return result;
}

// exp(x + low) for |x| <= 700, as quick_exp.
VM_INLINE V quick_exp_of_sum(V x, V low) {
  V n = mad(x, (V)VM_SIXTEENTHS_OF_LN2, (V)VM_MAGIC), whole = n - VM_MAGIC;
  I bits = as_i(n);
  V r = mad(whole, (V)-VM_SIXTEENTH_LOW, mad(whole, (V)-VM_SIXTEENTH_HIGH, x)) + low;
  V power = lookup_in_16(VM_ROOTS_OF_TWO, bits & 15);
  V e = mad(power, mad(r * r, polynomial(VM_EXP_TAIL_SHORT, 5, r), r), power);
  return i_as_v(as_i(e) + (bits >> 4 << 52));
}

// p times log(2^shift y/x), and its exponential: (x/l)^k, or h^(1/k) with what rounding took from 1/k.
typedef struct { V log, log_low; } PowerPair;
VM_INLINE PowerPair power_of_ratio(V y, V x, V shift, V p, V p_low) {
  LogPair l = log_of_ratio(y, x, shift);
  V t = p * l.whole;
  PowerPair r = {t, mad(p, l.whole, -t) + mad(p, l.low, p_low * l.whole)};
  return r;
}
VM_INLINE V quick_power(PowerPair r, M plain) {
  return quick_exp_of_sum(plain ? r.log : (V)0.0, plain ? r.log_low : (V)0.0);
}
// Of all numbers, which 0 and infinity have too.
VM_RARE Hazard power_anywhere(V y, V x, V p, V p_low) {
  M end = (y <= 0.0) | (y == INFINITY);
  Split above = split(end ? (V)1.0 : y), below = split(x);
  PowerPair r = power_of_ratio(above.m, below.m, above.k - below.k, p, p_low);
  V log = end ? (y > 0.0 ? p : -p) * INFINITY : r.log;
  V power = exp_scaled(log, absolute(log) < 1000.0 ? r.log_low : (V)0.0, (V)0.0);
  Hazard result = {power + 0.0 * (end ? (V)0.0 : y), log};
  return result;
}

// (x/l)^k.
VM_INLINE Hazard weibull_hazard(V x, V shape, V scale) {
  M middling = is_ordinary(shape) & is_ordinary(scale), plain = is_ordinary(x) & middling;
  V k = plain ? shape : (V)1.0;
  PowerPair p = power_of_ratio(plain ? x : (V)1.0, plain ? scale : (V)1.0, (V)0.0, k, (V)0.0);
  plain &= absolute(p.log) < 700.0;
  Hazard r = {quick_power(p, plain), p.log};
  if (any(plain == 0)) {
    V y = plain ? (V)1.0 : if_scale(x, shape);
    Hazard rare = power_anywhere(if_scale(y, scale), plain ? (V)1.0 : scale, shape, (V)0.0);
    r.size = plain ? r.size : rare.size;
    r.log = plain ? r.log : rare.log;
  }
  return r;
}
// l h^(1/k).
VM_INLINE V weibull_point(V h, V shape, V scale) {
  M middling = is_ordinary(shape) & is_ordinary(scale), plain = is_ordinary(h) & middling;
  V k = middling ? shape : (V)1.0, inverse = 1.0 / k, low = mad(-k, inverse, (V)1.0) * inverse;
  PowerPair p = power_of_ratio(plain ? h : (V)1.0, (V)1.0, (V)0.0, inverse, low);
  M small = plain & (absolute(p.log) < 700.0);
  V r = quick_power(p, small);
  if (any(small == 0)) {
    V y = small ? (V)1.0 : if_scale(h, shape);
    V rare = power_anywhere(if_scale(y, scale), (V)1.0, 1.0 / shape, middling ? low : (V)0.0).size;
    r = small ? r : rare;
  }
  return scale * (h == h ? r : h);
}

// e^(-z), of P(X <= x).
VM_INLINE Hazard gumbel_hazard(V x, V location, V scale) {
  V z = distance_from(location, x, scale) / scale;
  M plain = absolute(z) < 700.0;
  V h = quick_exp(plain ? -z : (V)0.0);
  if (any(plain == 0)) {
    V rare = core_exp(plain ? (V)0.0 : -z);
    h = plain ? h : rare;
  }
  Hazard r = {h, -z};
  return r;
}
VM_INLINE V gumbel_point(V h, V location, V scale) {
  V l = log_of_any(h), m = if_placed(location, location, scale);
  return (h == h ? m : h) - scale * l;
}

#define HAZARD_LAW(name, below, above, log_below, log_above) \
  VM_INLINE V name##_cdf(V x, V a, V b) { return hazard_##below(name##_hazard(x, a, b)); } \
  VM_INLINE V name##_survival(V x, V a, V b) { return hazard_##above(name##_hazard(x, a, b)); } \
  VM_INLINE V name##_log_cdf(V x, V a, V b) { return hazard_##log_below(name##_hazard(x, a, b)); } \
  VM_INLINE V name##_log_survival(V x, V a, V b) { return hazard_##log_above(name##_hazard(x, a, b)); } \
  VM_INLINE V name##_quantile(V u, V a, V b) { return name##_point(hazard_of_##below(u), a, b); } \
  VM_INLINE V name##_survival_quantile(V u, V a, V b) { return name##_point(hazard_of_##above(u), a, b); }
HAZARD_LAW(exponential, below, above, log_below, log_above)
HAZARD_LAW(weibull, below, above, log_below, log_above)
HAZARD_LAW(gumbel, above, below, log_above, log_below)
#undef HAZARD_LAW
