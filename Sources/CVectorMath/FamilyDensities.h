// Logarithms of the densities and masses of further families, each one pass as in Densities.h. Where
// parameters or points are of a size that products of them may leave the range of numbers, a slower
// form is taken for those lanes.

// (x - location)/scale and log scale by one quotient.
typedef struct { V z, log; } Standard;
VM_INLINE Standard standardized(V distance, V scale) {
  M plain = is_ordinary(scale);
  Ratio r = ratio_of(scale, (V)1.0);
  V both = 1.0 / (scale * r.sum);
  Standard t = {distance * (both * r.sum), ratio_logarithm(r.k, r.rise * scale * both)};
  if (any(plain == 0)) {
    t.z = plain ? t.z : distance / scale;
    t.log = plain ? t.log : core_log(scale);
  }
  return t;
}

// A location and the logarithm of a scale that are not numbers make the sum NaN.
#define VM_IF_VALID(value, log_scale, location) ((value) + 0.0 * ((location) + (log_scale)))

VM_INLINE V density_laplace(V x, V location, V scale) {
  Standard t = standardized(x - location, scale);
  return VM_IF_VALID(-(absolute(t.z) + (t.log + VM_LN2)), t.log, location);
}

// -log(pi s (1 + z^2)).
VM_INLINE V density_cauchy(V x, V location, V scale) {
  M ordinary = is_ordinary(scale);
  V s = ordinary ? scale : (V)1.0, d = x - location, z = d * (1.0 / s);
  M plain = ordinary & (absolute(z) < 0x1p500);
  V y = plain ? z : (V)0.0;
  // One logarithm of a point's own; the other is that of the parameter alone.
  V value = -(quick_log(mad(y, y, (V)1.0)) + (quick_log(s) + VM_LOG_PI));
  value = value + 0.0 * location;
  if (any(plain == 0)) {
    V l = core_log(scale);
    z = d / scale;
    M large = absolute(z) > 1e9;
    V growth = large ? 2.0 * (core_log(absolute(d)) - l) : core_log1p(large ? (V)0.0 : z * z);
    V rare = VM_IF_VALID(-growth - l - VM_LOG_PI, l, location);
    value = plain ? value : rare;
  }
  return value;
}
VM_INLINE V density_half_cauchy(V x, V scale, V same) {
  V value = density_cauchy(x, (V)0.0, scale) + VM_LN2;
  value = x < 0.0 ? (V)-INFINITY : value;
  return is_positive(same) ? value : (V)NAN;
}

// -|z| - log(s (1 + e^-|z|)^2).
VM_INLINE V density_logistic(V x, V location, V scale) {
  Standard t = standardized(x - location, scale);
  V a = absolute(t.z);
  M plain = is_ordinary(scale) & (a < 700.0);
  V value = -(mad((V)2.0, quick_log(1.0 + quick_exp(plain ? -a : (V)0.0)), a) + t.log);
  value = value + 0.0 * location;
  if (any(plain == 0)) {
    V rare = VM_IF_VALID(-a - 2.0 * core_log1p(exp_of_negative(-a)) - t.log, t.log, location);
    value = plain ? value : rare;
  }
  return value;
}

VM_INLINE V density_gumbel(V x, V location, V scale) {
  Standard t = standardized(x - location, scale);
  M plain = absolute(t.z) < 700.0;
  V e = quick_exp(plain ? -t.z : (V)0.0);
  if (any(plain == 0)) {
    // e^800 is infinite already.
    V far = core_exp(plain ? (V)0.0 : -(t.z < -800.0 ? (V)-800.0 : t.z));
    e = plain ? e : far;
  }
  // Beside an infinite power z would make NaN.
  return VM_IF_VALID(-(t.z < -800.0 ? (V)-800.0 : t.z) - e - t.log, t.log, location);
}

VM_INLINE V density_log_normal(V x, V mean, V deviation) {
  M plain = is_ordinary(x);
  V y = quick_log(plain ? x : (V)1.0);
  Standard t = standardized(y - mean, deviation);
  V value = VM_IF_VALID(mad(t.z * t.z, (V)-0.5, -(y + (t.log + VM_HALF_LOG_2PI))), t.log, mean);
  if (any(plain == 0)) {
    M outside = (x <= 0.0) | (x == INFINITY);
    V l = core_log((plain | outside) ? (V)1.0 : x);
    Standard s = standardized(l - mean, deviation);
    V rare = mad(s.z * s.z, (V)-0.5, -(l + (s.log + VM_HALF_LOG_2PI)));
    value = plain ? value : VM_IF_VALID(outside ? (V)-INFINITY : rare, s.log, mean);
  }
  return value;
}

// The rate or scale is the third number too: these have one parameter.
VM_INLINE V density_exponential(V x, V rate, V same) {
  M plain = is_ordinary(same);
  V l = quick_log(plain ? same : (V)1.0);
  if (any(plain == 0)) {
    V rare = core_log(plain ? (V)1.0 : same);
    l = plain ? l : rare;
  }
  V value = l - rate * x;
  return (x < 0.0 ? (V)-INFINITY : value) + 0.0 * l;
}
#define VM_HALF_LOG_PI_HALVES 0.22579135264472743236
VM_INLINE V density_half_normal(V x, V scale, V same) {
  Standard t = standardized(x, scale);
  V value = mad(t.z * t.z, (V)-0.5, -(t.log + VM_HALF_LOG_PI_HALVES));
  value = x < 0.0 ? (V)-INFINITY : value;
  return is_positive(same) ? value : (V)NAN;
}
// log(x/s^2) - z^2/2.
VM_INLINE V density_rayleigh(V x, V scale, V same) {
  M middling = is_middling(scale), plain = is_middling(x) & middling;
  V y = plain ? x : (V)1.0, s = middling ? scale : (V)1.0, z = y * (1.0 / s);
  V value = mad(z * z, (V)-0.5, quick_log(y) - 2.0 * quick_log(s));
  if (any(plain == 0)) {
    M outside = (x <= 0.0) | (x == INFINITY);
    V t = outside ? (V)1.0 : x, w = t / scale;
    V rare = log_of_quotient(t, scale, w, outside) - core_log(scale) - 0.5 * (w * w);
    rare = outside ? (V)-INFINITY : rare;
    value = plain ? value : (is_positive(same) ? rare : (V)NAN);
  }
  return value;
}

// (y/x)^power of ordinary numbers, and log(y/x): a power is the exponential of a logarithm of two parts,
// where one would have too few digits.
typedef struct { V power, log; } RatioPower;
VM_INLINE RatioPower ratio_power(V y, V x, V power) {
  Ratio r = ratio_of(y, x);
  V s = r.rise / r.sum, twice = s + s;
  // What rounding took from the sum, and from the quotient, whose numerator is exact.
  V back = r.sum - x, rounded = (r.m - back) + (x - (r.sum - back));
  V lost = 2.0 * ((mad(-s, r.sum, r.rise) - s * rounded) / r.sum);
  V base = r.k * VM_LN2_HIGH, log = base + twice, rest = twice - (log - base);
  V small = rest + mad(twice, atanh_tail(s), mad(r.k, (V)VM_LN2_LOW, lost));
  V whole = log + small, low = small - (whole - log);
  V t = power * whole, t_low = mad(power, whole, -t) + power * low;
  // Beyond these sizes the exponential is 0 or infinite.
  t_low = absolute(t) < 1000.0 ? t_low : (V)0.0;
  RatioPower result = {exp_scaled(t, t_low, (V)0.0), whole};
  return result;
}

// log(k/l) + (k - 1) log(x/l) - (x/l)^k.
VM_INLINE V density_weibull(V x, V shape, V scale) {
  M plain = is_ordinary(x) & is_ordinary(shape) & is_ordinary(scale);
  V y = plain ? x : (V)1.0, k = plain ? shape : (V)1.0, s = plain ? scale : (V)1.0;
  RatioPower r = ratio_power(y, s, k);
  V value = (log_of_ordinary_ratio(k, s) + (k - 1.0) * r.log) - r.power;
  if (any(plain == 0)) {
    M outside = (x <= 0.0) | (x == INFINITY), lowest = x == 0.0;
    V p = outside ? (V)1.0 : x, log_scale = core_log(scale);
    V part = (p - scale) / scale;
    M near = absolute(part) < 0.5;
    V rise = log_of_quotient(p, scale, p / scale, outside | near);
    if (any(near)) rise = near ? core_log1p(part) : rise;
    V rare = ((core_log(shape) - log_scale) + (shape - 1.0) * rise) - core_exp(shape * rise);
    V end = shape < 1.0 ? (V)INFINITY : (shape > 1.0 ? (V)-INFINITY : -log_scale);
    rare = outside ? (V)-INFINITY : rare;
    rare = lowest ? end : rare;
    value = plain ? value : ((is_positive(shape) & is_positive(scale)) ? rare : (V)NAN);
  }
  return value;
}

// log(a/m) - (a + 1) log(x/m).
VM_INLINE V density_pareto(V x, V scale, V shape) {
  M middling = is_ordinary(shape) & is_ordinary(scale), plain = is_ordinary(x) & middling;
  V y = plain ? x : (V)1.0, a = middling ? shape : (V)1.0, s = middling ? scale : (V)1.0;
  V log_scale = quick_log(s), log_shape = quick_log(a);
  V value = mad(-(a + 1.0), quick_log(y) - log_scale, log_shape - log_scale);
  // Of a larger shape the rounding of two logarithms counts.
  M large = a >= 64.0;
  if (any(large)) {
    V sharp = log_of_ordinary_ratio(a, s) - (a + 1.0) * log_of_ordinary_ratio(y, plain ? s : (V)1.0);
    value = large ? sharp : value;
  }
  if (any(plain == 0)) {
    M outside = (x < scale) | (x == INFINITY);
    V p = outside ? scale : x;
    V part = (p - scale) / scale;
    M near = absolute(part) < 0.5;
    V growth = log_of_quotient(p, scale, p / scale, outside | near);
    if (any(near)) growth = near ? core_log1p(part) : growth;
    V rare = (core_log(shape) - core_log(scale)) - (shape + 1.0) * growth;
    rare = x == INFINITY ? (V)-INFINITY : rare;
    value = plain ? value : ((is_positive(shape) & is_positive(scale)) ? rare + 0.0 * (x < scale ? x : (V)0.0) : (V)NAN);
  }
  M below = (x < scale) & is_positive(shape) & is_positive(scale);
  return below ? (V)-INFINITY : value;
}

VM_INLINE V density_uniform(V x, V lower, V upper) {
  M outside = (x < lower) | (x > upper);
  V width = upper - lower, l = core_log(width);
  M wide = width == INFINITY;
  if (any(wide)) l = wide ? core_log(0.5 * upper - 0.5 * lower) + VM_LN2 : l;
  V value = outside ? (V)-INFINITY : -l + 0.0 * x;
  M low = absolute(lower) < INFINITY, high = absolute(upper) < INFINITY, valid = (width > 0.0) & low & high;
  return valid ? value : (V)NAN;
}

// log(l/x^3)/2 - log(2 pi)/2 - l (x - m)^2/(2 m^2 x).
VM_INLINE V density_inverse_gaussian(V x, V mean, V shape) {
  M plain = is_middling(x) & is_middling(mean) & is_middling(shape);
  V y = plain ? x : (V)1.0, m = plain ? mean : (V)1.0, s = plain ? shape : (V)1.0;
  V e = y - m, power = 0.5 * (s * (e * e)) / (m * m * y);
  V value = 0.5 * log_of_ordinary_ratio(s, y * (y * y)) - VM_HALF_LOG_2PI - power;
  if (any(plain == 0)) {
    M outside = (x <= 0.0) | (x == INFINITY);
    V p = outside ? (V)1.0 : x, d = p - mean, log_x = core_log(p);
    V rest = 0.5 * (shape / mean) * (d / mean) * (d / p);
    V rare = (0.5 * (core_log(shape) - log_x) - log_x) - VM_HALF_LOG_2PI - rest;
    rare = outside ? (V)-INFINITY : rare;
    value = plain ? value : ((is_positive(mean) & is_positive(shape)) ? rare : (V)NAN);
  }
  return value;
}

// x log(x/y) - x + y with y - x given, which may have digits that y and x have not: of ordinary numbers,
// y = 2^k m, as in special_mass_divergence.
VM_INLINE V ordinary_mass_divergence(V x, V y, V difference) {
  Ratio r = ratio_of(y, x);
  V rise = r.k == 0.0 ? difference : r.rise, s = rise / r.sum;
  return mad(s, mad((V)-2.0 * x, atanh_tail(s), rise), mad(r.k * -VM_LN2, x, y - r.m));
}
VM_INLINE V mass_divergence_by(V x, V y, V difference) {
  M plain = is_ordinary(x) & is_ordinary(y);
  V value = ordinary_mass_divergence(plain ? x : (V)1.0, plain ? y : (V)1.0, plain ? difference : (V)0.0);
  if (any(plain == 0)) {
    M near = (plain == 0) & (x > 0.0) & (y >= 0.5 * x) & (y <= 2.0 * x);
    V mass = near ? x : (V)1.0;
    V close = mass * special_log_one_plus_remainder((near ? difference : (V)0.0) / mass);
    V far = mass_divergence_anywhere(near ? (V)1.0 : x, near ? (V)1.0 : y);
    value = plain ? value : (near ? close : far);
  }
  return value;
}

// -c(a), c what log Gamma has beside Stirling's formula, given 1/a: below 1 by one step up,
// c(a) = c(a + 1) + (a + 1/2) log(1 + 1/a) - 1.
VM_INLINE V minus_correction(V a, V inverse) {
  M small = a < 1.0;
  V step = (V)0.0;
  if (any(small)) {
    V next = 1.0 + a, l = log_of_ordinary_ratio(next, a);
    inverse = small ? 1.0 / next : inverse;
    step = small ? mad(a + 0.5, l, (V)-1.0) : step;
  }
  return -mad(inverse, stirling_tail(inverse * inverse), step);
}

// Of counts a and b with probabilities p and q = 1 - p, n = a + b (C. Loader, "Fast and accurate
// computation of binomial probabilities", 2000):
//
//   -D(a, n p) - D(b, n q) + log(top/(n a b))/2 + c(n) - c(a) - c(b) - log(2 pi)/2,
//
// D(x, y) = x log(x/y) - x + y, of which n p - a, rounded once, is the one difference and less the other,
// and c the correction of Stirling's formula; top is n^2 for the number of successes in n trials, a^2 for
// that of failures before success a.
VM_INLINE V counts_log_mass(V a, V b, V n, V p, V q, V top) {
  // From the rarer of the two, which has the digits.
  V x = n * p, y = n * q, d = p <= 0.5 ? mad(n, p, -a) : mad(-n, q, b);
  M plain = (a > 0x1p-60) & (b > 0x1p-60) & (n < 0x1p120) & is_ordinary(x) & is_ordinary(y);
  V s = plain ? a : (V)1.0, t = plain ? b : (V)1.0, m = plain ? n : (V)2.0, h = plain ? top : (V)1.0;
  V rise = plain ? d : (V)0.0;
  V masses = ordinary_mass_divergence(s, plain ? x : (V)1.0, rise)
      + ordinary_mass_divergence(t, plain ? y : (V)1.0, -rise);
  V both = s * t, all = 1.0 / (both * m), inverse = m * all;
  V corrections = (minus_correction(s, t * inverse) + minus_correction(t, s * inverse))
      - minus_correction(m, both * all);
  V value = mad((V)0.5, log_of_ordinary_ratio(h * h, both * m), corrections - VM_HALF_LOG_2PI) - masses;
  if (any(plain == 0)) {
    V rare = -mass_divergence_by(a, x, d) - mass_divergence_by(b, y, -d)
        + (core_log(top) - 0.5 * (core_log(n) + core_log(a) + core_log(b)))
        + (special_log_gamma_correction(n) - special_log_gamma_correction(a)
           - special_log_gamma_correction(b) - VM_HALF_LOG_2PI);
    value = plain ? value : rare;
  }
  return value;
}

VM_INLINE M is_whole(V x) { return (__builtin_elementwise_floor(x) == x) & (absolute(x) < INFINITY); }

VM_INLINE V mass_binomial(V k, V n, V p) {
  V rest = n - k;
  M inner = (k > 0.0) & (rest > 0.0) & (p > 0.0) & (p < 1.0);
  V value = counts_log_mass(inner ? k : (V)1.0, inner ? rest : (V)1.0, inner ? n : (V)2.0,
                            inner ? p : (V)0.5, inner ? 1.0 - p : (V)0.5, inner ? n : (V)2.0);
  if (any(inner == 0)) {
    // The ends, and probabilities of 0 and 1: a power of p, one of 1 - p, or none.
    V failures = rest == 0.0 ? (V)0.0 : rest * core_log1p(-p);
    V successes = k == 0.0 ? (V)0.0 : k * core_log(p);
    value = inner ? value : failures + successes;
  }
  M valid = (n >= 0.0) & is_whole(n) & (p >= 0.0) & (p <= 1.0) & (k == k);
  value = (is_whole(k) & (k >= 0.0) & (k <= n)) ? value : (V)-INFINITY;
  return valid ? value : (V)NAN;
}

VM_INLINE V mass_negative_binomial(V k, V r, V p) {
  M inner = (k > 0.0) & (k < INFINITY) & is_positive(r) & (p > 0.0) & (p < 1.0);
  V a = inner ? r : (V)1.0, b = inner ? k : (V)1.0;
  V value = counts_log_mass(a, b, a + b, inner ? p : (V)0.5, inner ? 1.0 - p : (V)0.5, a);
  if (any(inner == 0)) {
    V first = r * core_log(p);
    value = inner ? value : (k > 0.0 ? (V)-INFINITY : first);
  }
  M valid = is_positive(r) & (p > 0.0) & (p <= 1.0) & (k == k);
  value = (is_whole(k) & (k >= 0.0)) ? value : (V)-INFINITY;
  return valid ? value : (V)NAN;
}

VM_INLINE V mass_geometric(V k, V p, V same) {
  V rest = k * core_log1p(-p);
  rest = k == 0.0 ? (V)0.0 : rest;
  V value = (is_whole(k) & (k >= 0.0)) ? core_log(same) + rest : (V)-INFINITY;
  return ((p > 0.0) & (p <= 1.0) & (k == k)) ? value : (V)NAN;
}

// -k r(rate, k) - log(2 pi k)/2 - c(k); at 0 -rate.
VM_INLINE V mass_poisson(V k, V rate, V same) {
  M plain = (k > 0.0) & (k < 0x1p120) & is_ordinary(rate);
  V n = plain ? k : (V)1.0;
  RatioRemainder r = ordinary_ratio_remainder(plain ? rate : (V)1.0, n);
  V value = mad(-n, r.remainder, -0.5 * core_log(n))
      - mad(r.inverse, stirling_tail(r.inverse * r.inverse), (V)VM_HALF_LOG_2PI);
  M rare = (plain == 0) & (k > 0.0) & (k < INFINITY);
  if (any(rare)) {
    V m = rare ? k : (V)1.0;
    V other = -m * special_ratio_remainder(rate, m) - 0.5 * core_log(m) - VM_HALF_LOG_2PI
        - special_log_gamma_correction(m);
    value = rare ? other : value;
  }
  value = k == 0.0 ? -rate : value;
  value = (is_whole(k) & (k >= 0.0)) ? value : (V)-INFINITY;
  return ((same >= 0.0) & (same < INFINITY) & (k == k)) ? value : (V)NAN;
}
