// Logarithms of the densities and masses of further families, as in FamilyDensities.h.

// log(x/y) of positive numbers, from their difference where they are near each other.
VM_INLINE V log_of_positive_ratio(V x, V y) {
  V part = (x - y) / y;
  M near = absolute(part) < 0.5;
  V value = log_of_quotient(x, y, x / y, near);
  if (any(near)) {
    V close = core_log1p(near ? part : (V)0.0);
    value = near ? close : value;
  }
  return value;
}

// The limit of distance^power e^value at an end, in logarithm.
VM_INLINE V limit_at_end(V power, V value) {
  V infinite = power < 0.0 ? (V)INFINITY : (V)-INFINITY;
  return power == 0.0 ? value : infinite;
}

VM_INLINE M is_finite(V x) { return absolute(x) < INFINITY; }
// Of a parameter that something is divided by, and that is multiplied.
VM_INLINE M is_middling_size(V x) { return is_middling(absolute(x)); }

// log(t^a e^-t / Gamma(a)).
VM_INLINE V gamma_prefactor_anywhere(V t, V log_t, V a) {
  M direct = (a < 1.0) | (t < 1e-200);
  V large = direct ? (V)1.0 : a;
  V deviance = large * special_ratio_remainder(direct ? (V)1.0 : t, large);
  V constant = 0.5 * core_log(large) - special_log_gamma_correction(large) - VM_HALF_LOG_2PI;
  return direct ? a * log_t - t - special_log_gamma(a) : constant - deviance;
}

// The law of 1/X, X a gamma variable: of a moderate shape (a + 1) log(scale/x) - scale/x + constant.
typedef struct { V shape, scale, power, constant; M moderate; } InverseGammaDensity;
VM_INLINE InverseGammaDensity density_inverse_gamma_law(V a, V scale) {
  M moderate = is_middling(scale) & is_moderate(a);
  V b = moderate ? a : (V)1.0, s = moderate ? scale : (V)1.0;
  V constant = quick_log(b / s) + minus_log_factorial(b);
  InverseGammaDensity law = {a, scale, a + 1.0, constant, moderate};
  return law;
}
VM_INLINE V density_inverse_gamma_at(InverseGammaDensity law, V x) {
  M moderate = law.moderate & is_moderate_point(x);
  V t = law.scale / (moderate ? x : (V)1.0);
  V value = mad(law.power, quick_log(moderate ? t : (V)1.0), law.constant - t);
  M rare = moderate == 0;
  if (any(rare)) {
    M outside = (x <= 0.0) | (x == INFINITY);
    V p = (outside | moderate) ? (V)1.0 : x, log_ratio = -log_of_positive_ratio(p, law.scale);
    V inside = gamma_prefactor_anywhere(law.scale / p, log_ratio, law.shape) - core_log(p);
    inside = outside ? (V)-INFINITY : inside;
    value = rare ? ((is_positive(law.shape) & is_positive(law.scale)) ? inside : (V)NAN) : value;
  }
  return value;
}

// The law of sqrt(2 X), X a gamma variable of half the degrees: of a moderate shape a
// (2 a - 1) log x - x^2/2 + (1 - a) log 2 - log Gamma(a).
typedef struct { V shape, degrees, constant; M moderate; } ChiDensity;
VM_INLINE ChiDensity density_chi_law(V degrees, V same) {
  V a = 0.5 * degrees;
  M moderate = is_moderate(a);
  V b = moderate ? a : (V)1.0;
  V constant = mad(1.0 - b, (V)VM_LN2, quick_log(b) + minus_log_factorial(b));
  ChiDensity law = {a, same, constant, moderate};
  return law;
}
VM_INLINE V density_chi_at(ChiDensity law, V x) {
  M moderate = law.moderate & is_moderate_point(x);
  V y = moderate ? x : (V)1.0;
  V value = mad(law.degrees - 1.0, quick_log(y), mad(-0.5 * y, y, law.constant));
  M rare = moderate == 0;
  if (any(rare)) {
    M end = x == 0.0, outside = (x < 0.0) | (x == INFINITY);
    V p = (end | outside | moderate) ? (V)1.0 : x, log_p = core_log(p);
    V inside = gamma_prefactor_anywhere(0.5 * (p * p), mad((V)2.0, log_p, (V)-VM_LN2), law.shape)
        + (VM_LN2 - log_p);
    inside = outside ? (V)-INFINITY : inside;
    inside = end ? limit_at_end(law.degrees - 1.0, (V)-VM_HALF_LOG_PI_HALVES) : inside;
    value = rare ? (is_positive(law.degrees) ? inside : (V)NAN) : value;
  }
  return value;
}

// The beta prime density of a point between the ends, from its logarithm and b x - a.
VM_INLINE V beta_prime_between(V x, V log_x, V difference, V a, V b) {
  M huge = x > 1e300, large = x > 1.0;
  V safe = huge ? (V)1.0 : x, total = 1.0 + safe;
  // y = x/(1 + x) and its complement, with their logarithms.
  V y = huge ? (V)1.0 : safe / total, rest = huge ? (V)0.0 : 1.0 / total;
  V log_rest = huge ? -log_x : -core_log1p(safe);
  V log_y = large ? core_log1p(large ? -rest : (V)0.0) : log_x + log_rest;
  V shortfall = huge ? -b : -difference / total;
  return beta_between(y, log_y, rest, log_rest, shortfall, a, b) + 2.0 * log_rest;
}

// Of moderate parameters (a - 1) log x - (a + b) log(1 + r x) + constant, w = r x the point of a beta prime law.
typedef struct { BetaDensity beta; V first, second, ratio, constant; } RatioDensity;
VM_INLINE V ratio_density_at(RatioDensity law, V x, M moderate) {
  V y = moderate ? x : (V)1.0;
  V growth = quick_log(mad(law.ratio, y, (V)1.0));
  return mad(law.beta.power, quick_log(y), mad(-(law.beta.a + law.beta.b), growth, law.constant));
}
VM_INLINE RatioDensity density_beta_prime_law(V a, V b) {
  BetaDensity beta = density_beta_law(a, b);
  RatioDensity law = {beta, a, b, (V)1.0, beta.constant};
  return law;
}
VM_INLINE V density_beta_prime_at(RatioDensity law, V x) {
  M moderate = law.beta.moderate & is_moderate_point(x);
  V value = ratio_density_at(law, x, moderate);
  M rare = moderate == 0;
  if (any(rare)) {
    M end = x == 0.0, outside = (x < 0.0) | (x == INFINITY);
    V p = (end | outside | moderate) ? (V)1.0 : x, a = law.first, b = law.second;
    V inside = beta_prime_between(p, core_log(p), mad(b, p, -a), a, b);
    inside = outside ? (V)-INFINITY : inside;
    inside = end ? limit_at_end(a - 1.0, core_log(b)) : inside;
    value = rare ? ((is_positive(a) & is_positive(b)) ? inside : (V)NAN) : value;
  }
  return value;
}

// Of degrees m and n the law of w n/m, w of a beta prime law of halves of them.
VM_INLINE RatioDensity density_fisher_f_law(V m, V n) {
  BetaDensity beta = density_beta_law(0.5 * m, 0.5 * n);
  V p = beta.moderate ? m : (V)1.0, q = beta.moderate ? n : (V)1.0;
  RatioDensity law = {beta, m, n, p / q, mad(0.5 * p, quick_log(p) - quick_log(q), beta.constant)};
  return law;
}
VM_INLINE V density_fisher_f_at(RatioDensity law, V x) {
  M moderate = law.beta.moderate & is_moderate_point(x);
  V value = ratio_density_at(law, x, moderate);
  M rare = moderate == 0;
  if (any(rare)) {
    M end = x == 0.0, outside = (x < 0.0) | (x == INFINITY);
    V p = (end | outside | moderate) ? (V)1.0 : x, m = law.first, n = law.second;
    V log_scale = core_log(n) - core_log(m), a = law.beta.a;
    // b w - a = m (x - 1)/2.
    V inside = beta_prime_between(p / (n / m), core_log(p) - log_scale, 0.5 * m * (p - 1.0), a, law.beta.b)
        - log_scale;
    inside = outside ? (V)-INFINITY : inside;
    inside = end ? limit_at_end(a - 1.0, (V)0.0) : inside;
    value = rare ? ((is_positive(m) & is_positive(n)) ? inside : (V)NAN) : value;
  }
  return value;
}

// log(k/s) - (k + 1) log(x/s) - (x/s)^-k.
VM_INLINE V density_frechet(V x, V shape, V scale) {
  M middling = is_ordinary(shape) & is_ordinary(scale), plain = is_ordinary(x) & middling;
  V y = plain ? x : (V)1.0, k = middling ? shape : (V)1.0, s = middling ? scale : (V)1.0;
  RatioPower r = ratio_power(y, s, -k);
  V value = (log_of_ordinary_ratio(k, s) - (k + 1.0) * r.log) - r.power;
  if (any(plain == 0)) {
    M outside = (x <= 0.0) | (x == INFINITY);
    V p = outside ? (V)1.0 : x, rise = log_of_positive_ratio(p, scale);
    V rare = (core_log(shape) - core_log(scale)) - (shape + 1.0) * rise - core_exp(-shape * rise);
    rare = outside ? (V)-INFINITY : rare;
    value = plain ? value : ((is_positive(shape) & is_positive(scale)) ? rare : (V)NAN);
  }
  return value;
}

// log(k/s) - log(x/s) - |z| - 2 log(1 + e^-|z|), z = k log(x/s).
VM_INLINE V density_log_logistic(V x, V scale, V shape) {
  M middling = is_middling(scale) & (shape > 0x1p-30) & (shape < 64.0), plain = is_middling(x) & middling;
  V k = middling ? shape : (V)1.0, s = middling ? scale : (V)1.0, y = plain ? x : s;
  V log_scale = quick_log(s), rise = quick_log(y) - log_scale, size = absolute(k * rise);
  V growth = quick_log(1.0 + exp_of_negative(-size));
  V value = ((quick_log(k) - log_scale) - rise) - mad((V)2.0, growth, size);
  if (any(plain == 0)) {
    M end = x == 0.0, outside = (x < 0.0) | (x == INFINITY);
    V p = (end | outside | plain) ? (V)1.0 : x, own = core_log(shape) - core_log(scale);
    V ratio = log_of_positive_ratio(p, scale), z = absolute(shape * ratio);
    V rare = own - ratio - (z + 2.0 * core_log1p(core_exp(-z)));
    rare = outside ? (V)-INFINITY : rare;
    rare = end ? limit_at_end(shape - 1.0, own) : rare;
    value = plain ? value : ((is_positive(scale) & is_positive(shape)) ? rare : (V)NAN);
  }
  return value;
}

// -z^2/2 - log(x (1 - x)) - log s - log(2 pi)/2, z = (log x - log(1 - x) - m)/s.
VM_INLINE V density_logit_normal(V x, V mean, V deviation) {
  M ordinary = (deviation > 0x1p-6) & (deviation < 0x1p60) & (absolute(mean) < 0x1p60);
  M plain = (x > 0x1p-200) & (x < 1.0) & ordinary;
  V y = plain ? x : (V)0.5, s = ordinary ? deviation : (V)1.0, m = ordinary ? mean : (V)0.0;
  V lower = quick_log(y), upper = quick_log(1.0 - y), z = ((lower - upper) - m) * (1.0 / s);
  V value = mad(z * z, (V)-0.5, -((lower + upper) + (quick_log(s) + VM_HALF_LOG_2PI)));
  if (any(plain == 0)) {
    M apart = (x <= 0.0) | (x >= 1.0), middle = (x > 0.25) & (x < 0.75);
    V p = apart ? (V)0.5 : x, log_p = core_log(p), log_rest = core_log1p(-p);
    V logit = middle ? 2.0 * core_atanh(middle ? 2.0 * p - 1.0 : (V)0.0) : log_p - log_rest;
    V t = (logit - mean) / deviation;
    V rare = mad(t * t, (V)-0.5, -(core_log(deviation) + VM_HALF_LOG_2PI)) - (log_p + log_rest);
    rare = apart ? (V)-INFINITY : rare;
    value = plain ? value : ((is_finite(mean) & is_positive(deviation)) ? rare : (V)NAN);
  }
  return value;
}

// log(s/d^3)/2 - log(2 pi)/2 - s/(2 d), d = x - location.
VM_INLINE V density_levy(V x, V location, V scale) {
  V d = x - location;
  M middling = is_middling(scale), plain = is_middling(d) & middling;
  V y = plain ? d : (V)1.0, s = middling ? scale : (V)1.0;
  V value = mad((V)-1.5, quick_log(y), mad((V)0.5, quick_log(s), (V)-VM_HALF_LOG_2PI)) - 0.5 * s / y;
  if (any(plain == 0)) {
    M outside = (d <= 0.0) | (d == INFINITY);
    V p = outside ? (V)1.0 : d;
    V fall = 1.5 * log_of_positive_ratio(p, scale) + 0.5 * (scale / p);
    V rare = -(core_log(scale) + VM_HALF_LOG_2PI) - fall;
    rare = outside ? (V)-INFINITY : rare;
    rare = (is_finite(location) & is_positive(scale)) ? rare : (V)NAN;
    value = plain ? value : rare;
  }
  return value;
}

// log(a b) + (a - 1) log x + (b - 1) log(1 - x^a).
VM_INLINE V density_kumaraswamy(V x, V a, V b) {
  M ordinary = (a > 0x1p-30) & (a < 64.0) & (b > 0x1p-30) & (b < 64.0);
  M plain = (x > 0x1p-100) & (x < 1.0) & ordinary;
  V y = plain ? x : (V)0.5, p = ordinary ? a : (V)1.0, q = ordinary ? b : (V)1.0;
  V l = quick_log(y), rest = quick_log(-core_expm1(p * l));
  V value = mad(p - 1.0, l, mad(q - 1.0, rest, quick_log(p) + quick_log(q)));
  if (any(plain == 0)) {
    M lower = x == 0.0, upper = x == 1.0, outside = (x < 0.0) | (x > 1.0), apart = lower | upper | outside;
    V t = apart ? (V)0.5 : x, near = core_log1p(t - 1.0), log_t = t > 0.5 ? near : core_log(t);
    V constant = core_log(a) + core_log(b), log_size = core_log(a) + core_log(-log_t);
    M tiny = log_size < -600.0;
    V log_rest = tiny ? log_size : special_log_one_minus_exp(tiny ? (V)-1.0 : a * log_t);
    V rare = constant + (a - 1.0) * log_t + (b - 1.0) * log_rest;
    rare = lower ? limit_at_end(a - 1.0, constant) : rare;
    rare = upper ? limit_at_end(b - 1.0, constant) : rare;
    rare = outside ? (V)-INFINITY : rare;
    value = plain ? value : ((is_positive(a) & is_positive(b)) ? rare : (V)NAN);
  }
  return value;
}

// log(2 d/(side width)), d the distance to the end on the point's side of the mode.
VM_INLINE V density_triangular(V x, V lower, V mode, V upper) {
  M left = x < mode;
  V width = upper - lower, distance = left ? x - lower : upper - x, side = left ? mode - lower : upper - mode;
  M plain = is_middling(width) & is_middling(side) & is_middling(distance) & (distance <= side)
      & (lower <= mode) & (mode <= upper);
  V w = plain ? width : (V)1.0, s = plain ? side : (V)1.0, d = plain ? distance : (V)1.0;
  V value = quick_log((d + d) / (w * s));
  if (any(plain == 0)) {
    V from_lower = x - lower, to_upper = upper - x;
    M outside = (from_lower < 0.0) | (to_upper < 0.0), peak = x == mode;
    V ratio = (peak ? (V)1.0 : distance) / (peak ? (V)1.0 : side);
    V inside = core_log((outside | (ratio == 0.0)) ? (V)1.0 : ratio) + (VM_LN2 - core_log(width));
    inside = (outside | (ratio == 0.0)) ? (V)-INFINITY : inside;
    M valid = is_finite(lower) & is_finite(upper) & (lower <= mode) & (mode <= upper) & (lower < upper);
    value = plain ? value : (valid ? inside : (V)NAN);
  }
  return value;
}

// w = log(1 + shape z)/shape, z = d/scale, with log scale, by one quotient; where that is not plain, as
// `powerLogarithm` in Distributions has it.
typedef struct { V w, log_scale; M plain; } PowerLogarithm;
VM_INLINE PowerLogarithm power_logarithm(V d, V scale, V shape) {
  M ordinary = is_middling(scale) & (absolute(shape) > 0x1p-60) & (absolute(shape) < 0x1p60);
  V s = ordinary ? scale : (V)1.0, k = ordinary ? shape : (V)1.0;
  V both = 1.0 / (s * k), t = d * (both * k) * k;
  M plain = ordinary & (absolute(d) < 0x1p120) & (t > -0.5) & (t < 0x1p200);
  PowerLogarithm r = {quick_log1p(plain ? t : (V)0.0) * (both * s), quick_log(s), plain};
  return r;
}
VM_INLINE V power_logarithm_anywhere(V d, V scale, V shape) {
  M zero = shape == 0.0;
  V z = d / scale, t = shape * ((zero & (absolute(z) == INFINITY)) ? (V)1.0 : z);
  M small = absolute(t) < 1e-4, far = t > 1e18, low = t < -0.5;
  V k = zero ? (V)1.0 : shape, s = small ? t : (V)0.0;
  V series = 1.0 - s * (0.5 - s * (1.0 / 3 - s * (0.25 - 0.2 * s)));
  V near = core_log1p((small | far | low) ? (V)1.0 : t) / k;
  V log_distance = core_log(d == 0.0 ? (V)1.0 : absolute(d));
  V beyond = (far ? core_log(absolute(k)) + (log_distance - core_log(scale)) : (V)0.0) / k;
  V rest = mad(low ? d : (V)0.0, shape, scale);
  M out = low & (rest <= 0.0);
  V lower = core_log((low & (out == 0)) ? rest / scale : (V)1.0) / k;
  lower = out ? (shape > 0.0 ? (V)-INFINITY : (V)INFINITY) : lower;
  V outer = far ? beyond : (low ? lower : near);
  return small ? (small ? z : (V)0.0) * series : outer;
}

// -log scale - (1 + shape) w.
VM_INLINE V density_generalized_pareto(V x, V location, V scale, V shape) {
  V d = x - location;
  PowerLogarithm r = power_logarithm(d, scale, shape);
  M plain = r.plain & (d > 0.0);
  V value = mad(-(1.0 + shape), r.w, -r.log_scale);
  if (any(plain == 0)) {
    V l = core_log(scale), factor = 1.0 + shape;
    M end = d == 0.0, below = (d < 0.0) | (d == INFINITY);
    V p = (end | below) ? (V)1.0 : d, hazard = power_logarithm_anywhere(p, scale, shape);
    M top = hazard == INFINITY;
    V inside = top ? limit_at_end(factor, -l) : -l - factor * (top ? (V)0.0 : hazard);
    inside = (shape * (p / scale) < -1.0) ? (V)-INFINITY : inside;
    inside = below ? (V)-INFINITY : inside;
    inside = end ? -l : inside;
    M valid = is_finite(location) & is_positive(scale) & is_finite(shape);
    value = plain ? value : (valid ? inside : (V)NAN);
  }
  return value;
}

// -log scale - (1 + shape) w - e^-w.
VM_INLINE V density_extreme_value(V x, V location, V scale, V shape) {
  V d = x - location;
  PowerLogarithm r = power_logarithm(d, scale, shape);
  M plain = r.plain & (absolute(r.w) < 700.0);
  V value = mad(-(1.0 + shape), r.w, -r.log_scale) - quick_exp(plain ? -r.w : (V)0.0);
  if (any(plain == 0)) {
    V l = core_log(scale), w = power_logarithm_anywhere(d, scale, shape);
    M zero = shape == 0.0, low = w == -INFINITY, high = w == INFINITY;
    V end = location - (zero ? (V)0.0 : scale) / (zero ? (V)1.0 : shape);
    M outside = ((shape > 0.0) & (x < end)) | ((shape < 0.0) & (x > end));
    V safe = (low | high) ? (V)0.0 : w, size = safe < -800.0 ? (V)-800.0 : safe;
    V inside = -(size + core_exp(-size)) - shape * safe - l;
    inside = high ? limit_at_end(1.0 + shape, -l) : inside;
    inside = (outside | low) ? (V)-INFINITY : inside;
    M valid = is_finite(location) & is_positive(scale) & is_finite(shape);
    value = plain ? value : (valid ? inside : (V)NAN);
  }
  return value;
}

// The logarithm of p at 1, of 1 - p at 0.
VM_INLINE V mass_bernoulli(V x, V p, V same) {
  M one = x == 1.0, inner = (same > 0x1p-1000) & (same < 1.0);
  V q = inner ? p : (V)0.5, rest = 1.0 - q, lost = (1.0 - rest) - q;
  V first = quick_log(q), second = quick_log_of_sum(rest, lost, 1);
  V value = one ? first : second;
  if (any(inner == 0)) {
    V rare = one ? core_log(p) : core_log1p(-p);
    rare = ((same >= 0.0) & (same <= 1.0)) ? rare : (V)NAN;
    value = inner ? value : rare;
  }
  V apart = ((x == x) & (same >= 0.0) & (same <= 1.0)) ? (V)-INFINITY : (V)NAN;
  return (one | (x == 0.0)) ? value : apart;
}

// log of Gamma(k + r)/(k! Gamma(r)) p^r q^k.
VM_INLINE V negative_binomial_factor(V k, V r, V p, V q) {
  M empty = k == 0.0;
  V value = counts_log_mass(r, empty ? (V)1.0 : k, r + (empty ? (V)1.0 : k), p, q, r);
  if (any(empty)) {
    V first = r * (p <= 0.5 ? core_log(p) : core_log1p(-q));
    value = empty ? first : value;
  }
  return value;
}

// The product of the masses of k and n - k by those of n, negative binomial with one probability, which
// cancels; it is chosen so that no factor is far out.
VM_INLINE V mass_beta_binomial(V k, V n, V a, V b) {
  M valid = (n >= 0.0) & is_whole(n) & is_positive(a) & is_positive(b) & (k == k);
  M inside = valid & is_whole(k) & (k >= 0.0) & (k <= n) & (n > 0.0);
  V m = inside ? n : (V)1.0, j = inside ? k : (V)0.0, r = inside ? a : (V)1.0, s = inside ? b : (V)1.0;
  V total = r + s, odds = total / m;
  odds = odds < 1e-300 ? (V)1e-300 : (odds > 1e300 ? (V)1e300 : odds);
  // Of both probabilities the larger is 1 less the other.
  V part = odds / (1.0 + odds), other = 1.0 / (1.0 + odds);
  M low = odds <= 1.0;
  V p = low ? part : 1.0 - other, q = low ? 1.0 - part : other;
  V value = negative_binomial_factor(j, r, p, q) + negative_binomial_factor(m - j, s, p, q)
      - negative_binomial_factor(m, total, p, q);
  value = (n == 0.0) ? ((k == 0.0) ? (V)0.0 : (V)-INFINITY) : (inside ? value : (V)-INFINITY);
  return valid ? value : (V)NAN;
}
