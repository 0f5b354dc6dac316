// Logarithms of densities, and the divergence of normal laws, as functions of three numbers: each is
// one pass with every logarithm and quotient taken once, and the rarer branches only where a lane asks
// for them. The formulas are those of the families in Distributions, where their limits are explained.

// What log Gamma has beside Stirling's formula, from a, log a and 1/a; special_log_gamma_correction.
VM_INLINE V correction_given_log(V a, V log_a, V inverse) {
  M small = a < 1.0;
  V q = small ? (V)1.0 : inverse;
  V r = q * stirling_tail(q * q);
  if (any(small)) {
    V z = small ? a : (V)0.5, l = small ? log_a : (V)0.0;
    V direct = log_gamma_near(1.0 + z, z, z - 1.0) - (z + 0.5) * l + (z - VM_HALF_LOG_2PI);
    r = small ? direct : r;
  }
  return r;
}

VM_INLINE M is_positive(V x) { return (x > 0.0) & (x < INFINITY); }
// Numbers of which products of three and their quotients are ordinary.
VM_INLINE M is_middling(V x) { return as_u(x) - 0x3880000000000000u < 0x0ef0000000000000u; }

// -z^2/2 - log(deviation) - log(2 pi)/2, z = (x - mean)/deviation.
VM_INLINE V density_normal_anywhere(V x, V mean, V deviation) {
  V z = (x - mean) / deviation, l = core_log(deviation);
  // Invalid parameters make a logarithm or the mean infinite or NaN, and 0 times it NaN.
  return mad(z * z, (V)-0.5, -(l + VM_HALF_LOG_2PI)) + 0.0 * (mean + l);
}
// One quotient gives 1/deviation and the s of the logarithm.
VM_INLINE V density_normal(V x, V mean, V deviation) {
  M plain = is_ordinary(deviation);
  Ratio r = ratio_of(deviation, (V)1.0);
  V both = 1.0 / (deviation * r.sum), s = r.rise * deviation * both;
  V z = (x - mean) * (both * r.sum), l = ratio_logarithm(r.k, s);
  V value = mad(z * z, (V)-0.5, -(l + VM_HALF_LOG_2PI)) + 0.0 * mean;
  if (any(plain == 0)) {
    V rare = density_normal_anywhere(plain ? (V)0.0 : x, plain ? (V)0.0 : mean, plain ? (V)1.0 : deviation);
    value = plain ? value : rare;
  }
  return value;
}

// Its derivatives by mean and deviation, with one division where 1/deviation is no larger than numbers go.
VM_INLINE V normal_mean_slope(V x, V mean, V deviation) {
  V inverse = 1.0 / deviation, d = x - mean;
  V slope = d * inverse * inverse;
  M tiny = absolute(deviation) < 0x1p-500;
  if (any(tiny)) slope = tiny ? d / deviation / deviation : slope;
  return slope;
}
VM_INLINE V normal_deviation_slope(V x, V mean, V deviation) {
  V inverse = 1.0 / deviation, z = (x - mean) * inverse;
  M tiny = absolute(deviation) < 0x1p-500;
  if (any(tiny)) z = tiny ? (x - mean) / deviation : z;
  return (z - 1.0) * (z + 1.0) * inverse;
}

// (d^2 + e^2)/2 + d - log(1 + d), d = own/other - 1, e the distance of the means over `other`, of
// which half is given so that it does not overflow.
VM_INLINE V divergence_normal_anywhere(V half_distance, V own, V other) {
  V d = (own - other) / other, e = half_distance / (0.5 * other);
  V value = mad(0.5 * d, d, mad(0.5 * e, e, ratio_remainder_anywhere(own, other)));
  M valid = is_positive(own) & is_positive(other) & (absolute(half_distance) < INFINITY);
  return valid ? value : (V)NAN;
}
VM_INLINE V divergence_normal(V half_distance, V own, V other) {
  M plain = is_ordinary(own) & is_ordinary(other) & (absolute(half_distance) < INFINITY);
  RatioRemainder r = ordinary_ratio_remainder(own, other);
  V d = (own - other) * r.inverse, e = 2.0 * (half_distance * r.inverse);
  V value = mad(0.5 * d, d, mad(0.5 * e, e, r.remainder));
  if (any(plain == 0)) {
    V rare = divergence_normal_anywhere(
        plain ? (V)0.0 : half_distance, plain ? (V)1.0 : own, plain ? (V)1.0 : other);
    value = plain ? value : rare;
  }
  return value;
}

VM_INLINE V divergence_normal_of_means(V mean, V other_mean, V own, V other) {
  return divergence_normal(mad((V)-0.5, other_mean, 0.5 * mean), own, other);
}

// For parameters and points where every term of a density's logarithm is small enough that rounding it
// does not count, whatever cancels, the sum is taken as it stands, with few logarithms.
#define VM_MODERATE_SHAPE 15.0
VM_INLINE M is_moderate(V a) { return (a > 0x1p-20) & (a < VM_MODERATE_SHAPE); }
// -log Gamma(1 + a) of a moderate a or a smaller one, to some units of 1e-16.
VM_INLINE V minus_log_factorial(V a) {
  I j = as_i(1.0 + a) >> 51 & 7;
  return POLYNOMIAL_ABOUT_CENTRE(VM_LOG_FACTORIAL, VM_LOG_FACTORIAL_DEGREE + 1, j, a);
}

// Near the mean -a (u - log(1 + u)) - log x + (log a)/2 - c(a) - log(2 pi)/2, u = (rate x - a)/a.
VM_INLINE V density_gamma_anywhere(V x, V a, V rate) {
  M outside = (x < 0.0) | (rate * x == INFINITY);
  V y = outside ? (V)1.0 : x, t = rate * y;
  V inverse = 1.0 / a, excess = mad(rate, y, -a), ratio = t * inverse;
  M is_near = (ratio > 0.25) & (ratio < 1e10);
  V log_a = core_log(a), log_x = core_log(y);
  log_x = ((y == 0.0) & (a == 1.0)) ? (V)0.0 : log_x;
  V value = -a * grid_remainder((is_near ? excess : (V)0.0) / a) - log_x;
  if (any(is_near == 0)) {
    M joined = (a < 2.0) | (ratio < 1e-290);
    V powers = (a - 1.0) * log_x + a * (core_log(rate) - log_a);
    V apart = a * core_log((is_near | joined) ? (V)1.0 : t / a) - log_x;
    value = is_near ? value : (joined ? powers : apart) - excess;
  }
  value += 0.5 * log_a - correction_given_log(a, log_a, inverse) - VM_HALF_LOG_2PI;
  // Two parts of it may be beyond the range of numbers, one on each side.
  value = ((a > 0x1p1000) & (value != value) & (x == x)) ? (V)-INFINITY : value;
  value = outside ? (V)-INFINITY : value;
  return (is_positive(a) & is_positive(rate)) ? value : (V)NAN;
}

// Points for which powers below VM_MODERATE_SHAPE are no large terms.
VM_INLINE M is_moderate_point(V x) { return (x > 0x1p-10) & (x < 0x1p10); }

// What a density of the gamma family has of its parameters: of a moderate shape the sum
// (a - 1) log(rate x) - rate x + constant as it stands; of a larger one, with u = (rate x - a)/a,
// (1 - a) (u - log(1 + u)) - u + constant.
typedef struct { V shape, rate, power, inverse, constant; M moderate, large; } GammaDensity;
VM_INLINE GammaDensity density_gamma_law(V a, V rate) {
  M plain = is_middling(rate), moderate = plain & is_moderate(a);
  V b = moderate ? a : (V)1.0, r = moderate ? rate : (V)1.0;
  // log r - log Gamma(a)
  V constant = quick_log(r * b) + minus_log_factorial(b);
  GammaDensity law = {a, rate, a - 1.0, (V)1.0, constant, moderate, (V)0.0 != 0.0};
  M large = plain & (moderate == 0) & is_middling(a) & (a >= VM_MODERATE_SHAPE);
  if (any(large)) {
    V c = large ? a : (V)VM_MODERATE_SHAPE, s = large ? rate : (V)1.0;
    law.inverse = 1.0 / c;
    V correction = law.inverse * stirling_tail(law.inverse * law.inverse);
    V other = mad((V)-0.5, quick_log(c), quick_log(s)) - correction - VM_HALF_LOG_2PI;
    law.constant = large ? other : law.constant;
    law.large = large;
  }
  return law;
}
VM_INLINE V density_gamma_at(GammaDensity law, V x) {
  M moderate = law.moderate & is_moderate_point(x), done = moderate;
  V t = law.rate * x;
  V value = mad(law.power, quick_log(moderate ? t : (V)1.0), law.constant - t);
  if (any(law.large)) {
    V u = mad(law.rate, x, -law.shape) * law.inverse;
    M central = law.large & (u > -0.75) & (u < 1e10);
    V y = central ? u : (V)0.0, sum = mad(-law.power, grid_remainder(y), law.constant - y);
    value = central ? sum : value;
    done |= central;
  }
  M rare = done == 0;
  if (any(rare)) {
    V other = density_gamma_anywhere(
        rare ? x : (V)1.0, rare ? law.shape : (V)1.0, rare ? law.rate : (V)1.0);
    value = rare ? other : value;
  }
  return value;
}

// What the power a - 1 of the distance x from an end adds to a beta density; `excess` is
// total x - a.
VM_INLINE V beta_power(V a, V log_a, V inverse, V total, V log_total, V x, V log_x, V excess) {
  V ratio = x * (total * inverse);
  M is_near = (ratio > 0.25) & (ratio < 4.0);
  V value = -a * grid_remainder((is_near ? excess : (V)0.0) * inverse) - log_x;
  if (any(is_near == 0)) {
    M joined = (a < 2.0) | (ratio < 1e-290);
    V far = (a - 1.0) * log_x + a * (log_total - log_a);
    M apart = (joined | is_near) == 0;
    if (any(apart)) {
      V powers = a * core_log(apart ? x / (a / total) : (V)1.0) - log_x;
      far = apart ? powers : far;
    }
    value = is_near ? value : far - excess;
  }
  return value;
}

// a - total x, rounded once, total = a + b.
VM_INLINE V beta_excess(V a, V b, V total, V x) {
  V rest = a > b ? b - (total - a) : a - (total - b);
  return mad(-total, x, a) - rest * x;
}

// Between the ends, from both distances with their logarithms and a (1 - x) - b x.
VM_INLINE V beta_between(V y, V log_y, V rest, V log_rest, V shortfall, V a, V b) {
  V total = a + b, log_a = core_log(a), log_b = core_log(b), log_total = core_log(total);
  V inverse_a = 1.0 / a, inverse_b = 1.0 / b, inverse_total = 1.0 / total;
  V powers = beta_power(a, log_a, inverse_a, total, log_total, y, log_y, -shortfall)
      + beta_power(b, log_b, inverse_b, total, log_total, rest, log_rest, shortfall);
  V own = 0.5 * log_a - correction_given_log(a, log_a, inverse_a);
  V other = 0.5 * log_b - correction_given_log(b, log_b, inverse_b);
  V both = 0.5 * log_total - correction_given_log(total, log_total, inverse_total);
  return powers + ((own + other) - both - VM_HALF_LOG_2PI);
}

VM_INLINE V density_beta_anywhere(V x, V a, V b) {
  M outside = (x < 0.0) | (x > 1.0);
  V y = outside ? (V)0.5 : x, rest = 1.0 - y, total = a + b;
  V log_y = core_log(y), log_rest = core_log1p(-y);
  log_y = ((y == 0.0) & (a == 1.0)) ? (V)0.0 : log_y;
  log_rest = ((rest == 0.0) & (b == 1.0)) ? (V)0.0 : log_rest;
  // a (1 - x) - b x from the nearer end, whose distance has the digits.
  M low = y <= 0.5;
  V shortfall = beta_excess(low ? a : b, low ? b : a, total, low ? y : rest);
  shortfall = low ? shortfall : -shortfall;
  V value = beta_between(y, log_y, rest, log_rest, shortfall, a, b);
  value = outside ? (V)-INFINITY : value;
  return (is_positive(a) & is_positive(b)) ? value : (V)NAN;
}

// -log B(a, b) of moderate parameters: log(a b/(a + b)) - log Gamma(1 + a) - log Gamma(1 + b)
// + log Gamma(n), n = 1 + a + b, this by Stirling's formula.
VM_INLINE V beta_constant(V a, V b) {
  V total = a + b, n = 1.0 + total, both = 1.0 / (total * n), inverse = total * both;
  V factorial = mad(n - 0.5, quick_log(n), mad(inverse, stirling_tail(inverse * inverse), -n));
  V factorials = minus_log_factorial(a) + minus_log_factorial(b);
  return (quick_log(a * b * (n * both)) + VM_HALF_LOG_2PI) + (factorial + factorials);
}

// Of moderate parameters (a - 1) log x + (b - 1) log(1 - x) - log B(a, b) as it stands.
typedef struct { V a, b, power, other, constant; M moderate; } BetaDensity;
VM_INLINE BetaDensity density_beta_law(V a, V b) {
  M moderate = is_moderate(a) & is_moderate(b);
  BetaDensity law = {
      a, b, a - 1.0, b - 1.0, beta_constant(moderate ? a : (V)1.0, moderate ? b : (V)1.0), moderate};
  return law;
}
VM_INLINE V density_beta_at(BetaDensity law, V x) {
  M moderate = law.moderate & (x > 0x1p-10) & (x < 1.0 - 0x1p-10);
  V y = moderate ? x : (V)0.5;
  V value = mad(law.power, quick_log(y), mad(law.other, quick_log(1.0 - y), law.constant));
  M rare = moderate == 0;
  if (any(rare)) {
    V other = density_beta_anywhere(rare ? x : (V)0.5, rare ? law.a : (V)1.0, rare ? law.b : (V)1.0);
    value = rare ? other : value;
  }
  return value;
}

// -(n + 1)/2 log(1 + z^2/n) + c(n/2 + 1/2) - c(n/2) - n/2 (1/n - log(1 + 1/n)) - log(2 pi)/2 - log s,
// z = distance/s.
VM_INLINE V density_student_t_anywhere(V distance, V degrees, V scale) {
  V z = distance / scale, inverse = 1.0 / degrees;
  V ratio = z * (z / degrees);
  M large = ratio > 1e18;
  V growth = core_log1p(large ? (V)0.0 : ratio);
  V log_scale = core_log(scale), a = 0.5 * degrees, b = a + 0.5;
  M small = a < 1.0;
  V log_a = (V)0.0;
  if (any(large | small)) log_a = core_log(a);
  if (any(large)) {
    V far = 2.0 * (core_log(absolute(distance)) - log_scale) - (log_a + VM_LN2);
    growth = large ? far : growth;
  }
  V log_b = (V)0.0;
  if (any(b < 1.0)) log_b = core_log(b);
  V correction = correction_given_log(b, log_b, 1.0 / b) - correction_given_log(a, log_a, 2.0 * inverse);
  V constant = correction - a * grid_remainder(inverse) - (log_scale + VM_HALF_LOG_2PI);
  V value = mad(-b, growth, constant);
  return (is_positive(degrees) & is_positive(scale)) ? value : (V)NAN;
}

// Of parameters whose products are ordinary, -(n + 1)/2 log(1 + z^2) + constant, z = (x - location)/(s sqrt(n)).
typedef struct { V degrees, location, scale, power, inverse, constant; M plain; } StudentTDensity;
VM_INLINE StudentTDensity density_student_t_law(V degrees, V location, V scale) {
  M plain = is_middling(degrees) & is_middling(scale) & (absolute(location) < INFINITY);
  V n = plain ? degrees : (V)1.0, s = plain ? scale : (V)1.0, a = 0.5 * n, b = a + 0.5;
  M moderate = n < 2.0 * VM_MODERATE_SHAPE - 1.0;
  // log Gamma(p + 1/2) - log Gamma(p), p = n/2.
  V p = moderate ? a : (V)0.5, q = p + 0.5, scaling = 1.0 / (s * square_root(n));
  V constant = quick_log(p / q * scaling)
      + ((minus_log_factorial(p) - minus_log_factorial(q)) - 0.5 * VM_LOG_PI);
  if (any(moderate == 0)) {
    V c = moderate ? (V)40.0 : n, t = 1.0 / c, h = 0.5 * c, g = h + 0.5;
    V e = t + t, f = 1.0 / g, corrections = f * stirling_tail(f * f) - e * stirling_tail(e * e);
    V large = corrections - h * grid_remainder(t) - (quick_log(s) + VM_HALF_LOG_2PI);
    constant = moderate ? constant : large;
  }
  StudentTDensity law = {degrees, location, scale, -b, scaling, constant, plain};
  return law;
}
VM_INLINE V density_student_t_at(StudentTDensity law, V x) {
  V z = (x - law.location) * law.inverse, square = z * z;
  M plain = law.plain & (square < 0x1p900);
  V value = mad(law.power, quick_log1p(plain ? square : (V)0.0), law.constant);
  M rare = plain == 0;
  if (any(rare)) {
    V other = density_student_t_anywhere(rare ? x - law.location : (V)0.0,
                                         rare ? law.degrees : (V)1.0, rare ? law.scale : (V)1.0);
    value = rare ? other + 0.0 * law.location : value;
  }
  return value;
}
