// KL of every law of one list from every law of another, both of one family.
//
// What depends on one law alone is computed once for each: a table, one row for each such number. A pair
// is then a few products and sums. Logarithms and log Gamma, of which differences are taken, are sums of
// two numbers with some eight bits more than one has: near equality the difference keeps its digits, and
// what cancels is of the first order in what the laws differ by, not of order 0. Pairs that have lost more
// than nine bits nonetheless, and those of unusual parameters, whose table is NaN, are found row by row and
// done again by the function of a pair (Densities.h, GammaDivergence.h, FamilyDivergences.h, Bessel.h).
// What is below 2^-20 has lost them too where it is not of the first order alone: the second part of a
// logarithm ends there.
#define VM_PAIR_FLOOR 0x1p-11

typedef struct { V high, low; } Wide;
VM_INLINE Wide wide_sum(V a, V b) {
  V s = a + b, t = s - a;
  Wide r = {s, (a - (s - t)) + (b - t)};
  return r;
}
VM_INLINE Wide wide_add(Wide a, Wide b) {
  Wide s = wide_sum(a.high, b.high);
  return wide_sum(s.high, s.low + (a.low + b.low));
}
VM_INLINE Wide wide_times(Wide a, V b) {
  V p = a.high * b;
  return wide_sum(p, mad(a.high, b, -p) + a.low * b);
}
// log(x + low) of an ordinary x and what rounding took from it: with 2^k m, s = (m - 1)/(m + 1), the sum of
// k log 2, 2 s in two parts and 2 s (s^2/3 + ...), which is below 2^-8.
VM_INLINE Wide wide_log(V x, V low) {
  Split p = split(x);
  V f = p.m - 1.0;
  Wide sum = wide_sum(p.m, (V)1.0);
  V inverse = 1.0 / sum.high, s = f * inverse;
  V rest = (mad(-s, sum.high, f) - s * sum.low) * inverse + 0.5 * (low / x);
  V tail = mad(s + s, atanh_tail(s), rest + rest);
  Wide whole = wide_sum(p.k * VM_LN2_HIGH, s + s);
  return wide_sum(whole.high, whole.low + mad(p.k, (V)VM_LN2_LOW, tail));
}
// log Gamma(a + low) less a constant, (a - 1/2) log a - a + c(a) (Special.h), of an ordinary a, and the size
// of what c(a) is made of: of its rounding there is no second part.
typedef struct { Wide value; V size; } WideLogGamma;
VM_INLINE WideLogGamma wide_log_gamma(V a, V low, Wide log, V slope) {
  V c = special_log_gamma_correction(a);
  Wide main = wide_times(log, a), half = {-0.5 * log.high, -0.5 * log.low};
  Wide rest = {-a, mad(low, slope, c)};
  WideLogGamma r = {wide_add(wide_add(main, rest), half), absolute(c) + (a < 1.0 ? (V)1.0 : (V)0.0)};
  return r;
}

// A divergence, and the size of what cancels in it.
typedef struct { V value, size; } PairValue;
// q - p of row k of the tables, a logarithm or its like in two rows.
#define RISE(k) ((q[k] - p[k]) + (q[(k) + 1] - p[(k) + 1]))
VM_INLINE M is_located(V x) { return absolute(x) < 0x1p120; }
VM_INLINE void put_wide(V *out, Wide x) { out[0] = x.high, out[1] = x.low; }

// A divergence that is F(q) - F(p) - F'(p) (x(q) - x(p)) of one number x of each law. With F a sum of two
// parts, s = -F'(p) and A = -F(p) - s x(p), likewise of two parts and of the very s and x that are
// multiplied, it is (A + F) + s x: of both the first parts are multiples of 2^-26 below 2^24, and their sum
// and that with the product, rounded once, are exact near equality. The rows are x, s, A, F, and below what
// the sum and the rounding of s have lost digits, 2^-18 `floor`.
VM_INLINE V on_grid(V x) { return (x + 0x1.8p26) - 0x1.8p26; }
VM_INLINE void put_parts(V *out, Wide x) {
  V high = on_grid(x.high);
  out[0] = absolute(x.high) < 0x1p24 ? high : (V)NAN;
  out[1] = (x.high - high) + x.low;
}
VM_INLINE void put_tangent(V *out, V x, V slope, Wide f, V floor) {
  V product = slope * x;
  Wide pull = {product, mad(slope, x, -product)}, sum = wide_add(f, pull);
  Wide own = {-sum.high, -sum.low};
  out[0] = x, out[1] = slope;
  put_parts(out + 2, own);
  put_parts(out + 4, f);
  out[6] = 0x1p-9 * floor;
}
VM_INLINE V tangent_value(const V *p, const V *q) {
  return mad(p[1], q[0], p[2] + q[4]) + (p[3] + q[5]);
}
VM_INLINE PairValue tangent_pair(const V *p, const V *q) {
  PairValue r = {tangent_value(p, q), p[6]};
  return r;
}
// Of a number in [2^-20, 2^20], else NaN.
VM_INLINE V within_range(V x) {
  return ((x >= 0x1p-20) & (x <= 0x1p20)) ? x : (V)NAN;
}
// times (u/v - 1 - log(u/v)), v of the first law and u of the second: F = -log u but for the factor, a power
// of two, which x has too.
VM_INLINE void put_ratio(V *out, V u, double times) {
  Wide f = wide_times(wide_log(u, (V)0.0), (V)-times);
  put_tangent(out, times * u, 1.0 / u, f, (V)times);
}

// Of means, deviations: (u/v - 1 - log(u/v))/2 + u e^2/2,  u = 1/deviation^2, e the difference of the means.
VM_INLINE void normal_facts(const V *x, V *out) {
  V deviation = is_located(x[0]) ? within_range(x[1]) : (V)NAN;
  put_ratio(out, 1.0 / (deviation * deviation), 0.5);
  out[7] = x[0];
}
VM_INLINE PairValue normal_pair(const V *p, const V *q) {
  V e = p[7] - q[7];
  PairValue r = {tangent_value(p, q) + q[0] * (e * e), p[6]};
  return r;
}
VM_INLINE V normal_alone(const V *p, const V *q) {
  return divergence_normal_of_means(p[0], q[0], p[1], q[1]);
}

// Laws about 0, and of the lengths of vectors of two and of three.
VM_INLINE void half_normal_facts(const V *x, V *out) {
  V deviation = within_range(x[0]);
  put_ratio(out, 1.0 / (deviation * deviation), 0.5);
}
VM_INLINE V half_normal_alone(const V *p, const V *q) {
  return divergence_normal_of_means((V)0.0, (V)0.0, p[0], q[0]);
}
VM_INLINE void rayleigh_facts(const V *x, V *out) {
  V deviation = within_range(x[0]);
  put_ratio(out, 1.0 / (deviation * deviation), 1.0);
}
VM_INLINE V rayleigh_alone(const V *p, const V *q) { return 2.0 * half_normal_alone(p, q); }
VM_INLINE void maxwell_facts(const V *x, V *out) {
  V deviation = within_range(x[0]), u = 1.0 / (deviation * deviation);
  put_tangent(out, u, 1.5 / u, wide_times(wide_log(u, (V)0.0), (V)-1.5), (V)1.5);
}
VM_INLINE V maxwell_alone(const V *p, const V *q) { return 3.0 * half_normal_alone(p, q); }

VM_INLINE void exponential_facts(const V *x, V *out) { put_ratio(out, within_range(x[0]), 1.0); }
VM_INLINE V exponential_alone(const V *p, const V *q) { return divergence_exponential(q[0], p[0], p[0]); }

// F = e^x, x the logarithm of the rate: at the rounded x, with what that lacks, by the slope.
VM_INLINE void poisson_facts(const V *x, V *out) {
  V rate = within_range(x[0]);
  Wide log = wide_log(rate, (V)0.0);
  put_tangent(out, log.high, -rate, wide_sum(rate, -rate * log.low), rate);
}
VM_INLINE V poisson_alone(const V *p, const V *q) { return divergence_poisson(p[0], q[0], q[0]); }

// Logarithms of both chances; 1 - x is not rounded in its.
typedef struct { V chance; Wide log, other_log; } Chances;
VM_INLINE Chances chances_of(V x) {
  V chance = ((x >= 0x1p-20) & (x <= 1.0 - 0x1p-20)) ? x : (V)NAN;
  Wide other = wide_sum((V)1.0, -chance);
  Chances c = {chance, wide_log(chance, (V)0.0), wide_log(other.high, other.low)};
  return c;
}
// F = log(1 + e^x), x the logit.
VM_INLINE void put_trial(V *out, V x) {
  Chances c = chances_of(x);
  Wide less = {-c.other_log.high, -c.other_log.low}, logit = wide_add(c.log, less);
  Wide rest = {-c.chance * logit.low, (V)0.0};
  put_tangent(out, logit.high, -c.chance, wide_add(less, rest), c.chance);
}
VM_INLINE void trial_facts(const V *x, V *out) { put_trial(out, x[0]); }
VM_INLINE V trial_alone(const V *p, const V *q) { return divergence_trial(p[0], q[0], (V)1.0); }

// As many trials, whose number is whole.
VM_INLINE void binomial_facts(const V *x, V *out) {
  put_trial(out, x[1]);
  out[7] = ((x[0] > 0.0) & is_whole(x[0])) ? x[0] : (V)NAN;
}
VM_INLINE PairValue binomial_pair(const V *p, const V *q) {
  V trials = p[7] == q[7] ? p[7] : (V)NAN;
  PairValue r = {tangent_value(p, q) * trials, p[6] * trials};
  return r;
}
VM_INLINE V binomial_alone(const V *p, const V *q) {
  return divergence_trial(p[1], q[1], p[0] == q[0] ? p[0] : (V)NAN);
}

// F = -log(1 - e^x), x = log(1 - p), whose slope is (1 - p)/p.
VM_INLINE void geometric_facts(const V *x, V *out) {
  Chances c = chances_of(x[0]);
  V slope = (1.0 - c.chance) / c.chance;
  Wide rest = {-slope * c.other_log.low, (V)0.0}, less = {-c.log.high, -c.log.low};
  put_tangent(out, c.other_log.high, -slope, wide_add(less, rest), (V)1.0);
}
VM_INLINE V geometric_alone(const V *p, const V *q) { return divergence_geometric(p[0], q[0], q[0]); }

// Logit a, log(1 + e^a) and sigmoid(a):  what the second rises above its tangent.
VM_INLINE void logit_facts(const V *x, V *out) {
  V a = absolute(x[0]) < 700.0 ? x[0] : (V)NAN;
  out[0] = a, out[1] = special_softplus(a), out[2] = special_sigmoid(a);
}
VM_INLINE PairValue logit_pair(const V *p, const V *q) {
  V d = q[0] - p[0], pull = p[2] * d;
  PairValue r = {(q[1] - p[1]) - pull, absolute(pull) + (q[1] + p[1])};
  return r;
}
VM_INLINE V logit_alone(const V *p, const V *q) { return divergence_logit(p[0], q[0], q[0]); }

// Shape a and rate b, F = log Gamma(a) - a log b in two parts, its slopes by a and by -b, and of what sizes
// the first is the difference:  what F rises above its tangent.
VM_INLINE void gamma_facts(const V *x, V *out) {
  M plain = (absolute(x[0] - 0x1p50) < 0x1p50) & (x[0] > 0x1p-50) & is_middling(x[1]);
  V shape = plain ? x[0] : (V)NAN, rate = x[1], slope = special_digamma(shape);
  Wide log = wide_log(shape, (V)0.0), rates = wide_log(rate, (V)0.0);
  WideLogGamma f = wide_log_gamma(shape, (V)0.0, log, slope);
  Wide pull = wide_times(rates, -shape);
  out[0] = shape, out[1] = rate;
  put_wide(out + 2, wide_add(f.value, pull));
  out[4] = slope - rates.high, out[5] = shape / rate;
  out[6] = absolute(slope) + absolute(rates.high), out[7] = 0.125 * f.size + 0x1p-8;
}
VM_INLINE PairValue gamma_pair(const V *p, const V *q) {
  V d = q[0] - p[0], rise = RISE(2), pull = p[5] * (q[1] - p[1]);
  PairValue r = {(rise - p[4] * d) + pull, (p[6] * absolute(d) + absolute(pull)) + (p[7] + q[7])};
  return r;
}
VM_INLINE V gamma_alone(const V *p, const V *q) { return divergence_gamma(p[0], q[0], p[1], q[1]); }

// Of gamma laws of one rate: F = log Gamma, x the shape.
VM_INLINE void shape_facts(const V *x, V *out) {
  V shape = within_range(x[0]), slope = special_digamma(shape);
  WideLogGamma f = wide_log_gamma(shape, (V)0.0, wide_log(shape, (V)0.0), slope);
  put_tangent(out, shape, -slope, f.value,
              slope * slope * (shape < 1.0 ? shape * shape : shape) + (64.0 * f.size + 1.0));
}
VM_INLINE V shape_alone(const V *p, const V *q) {
  M tiny = (p[0] < 0x1p-200) & (q[0] < 0x1p-200);
  V value = divergence_gamma(tiny ? (V)1.0 : p[0], tiny ? (V)1.0 : q[0], (V)1.0, (V)1.0);
  if (any(tiny)) {
    V log = divergence_exponential(q[0], p[0], p[0]);
    value = tiny ? log : value;
  }
  return value;
}

// Both parameters, the logarithm of the beta function in two parts, its slopes and of what they are
// differences: what it rises above its tangent.
VM_INLINE void beta_facts(const V *x, V *out) {
  V least = x[0] < x[1] ? x[0] : x[1], most = x[0] < x[1] ? x[1] : x[0];
  M plain = (least > 0x1p-50) & (most < 0x1p50);
  V a = plain ? x[0] : (V)NAN, b = x[1];
  Wide sum = wide_sum(a, b);
  V first = special_digamma(a), second = special_digamma(b), whole = special_digamma(sum.high);
  WideLogGamma f = wide_log_gamma(a, (V)0.0, wide_log(a, (V)0.0), first);
  WideLogGamma g = wide_log_gamma(b, (V)0.0, wide_log(b, (V)0.0), second);
  WideLogGamma h = wide_log_gamma(sum.high, sum.low, wide_log(sum.high, (V)0.0), whole);
  Wide less = {-h.value.high, -h.value.low};
  out[0] = a, out[1] = b;
  put_wide(out + 2, wide_add(wide_add(f.value, g.value), less));
  out[4] = first - whole, out[5] = second - whole;
  out[6] = absolute(first) + absolute(whole), out[7] = absolute(second) + absolute(whole);
  // log Gamma multiplies what its logarithm lacks, some 2^-60, by its argument.
  out[8] = 0.125 * ((f.size + g.size) + h.size) + mad((V)0x1p-7, sum.high, (V)0x1p-7);
}
VM_INLINE PairValue beta_pair(const V *p, const V *q) {
  V d = q[0] - p[0], e = q[1] - p[1];
  PairValue r = {(RISE(2) - p[4] * d) - p[5] * e,
                 (p[6] * absolute(d) + p[7] * absolute(e)) + (p[8] + q[8])};
  return r;
}
// With masses m = p t/s, s and t the sums,
//   sum of q log(q/m) - q + m + excess(p, q - p), less excess(s, t - s),
// NaN where the last cancels with that of the larger parameter.
VM_INLINE V beta_alone(const V *p, const V *q) {
  M first = p[0] >= p[1];
  V large = first ? p[0] : p[1], small = first ? p[1] : p[0];
  V end = first ? q[0] : q[1], other = first ? q[1] : q[0];
  V total = large + small, sum = end + other, rise = end - large, step = other - small;
  V share = large / total, rest = small / total, difference = share * step - rise * rest;
  V mean = share * sum, remaining = rest * sum;
  M near = (end >= 0.5 * large) & (end <= 2.0 * large);
  M close = (other >= 0.5 * small) & (other <= 2.0 * small);
  V masses = mass_divergence_by(end, mean, near ? difference : mean - end)
      + mass_divergence_by(other, remaining, close ? -difference : remaining - other);
  V value = (masses + special_log_gamma_excess(small, step, other))
      + (special_log_gamma_excess(large, rise, end) - special_log_gamma_excess(total, rise + step, sum));
  M known = (small >= 0x1p-9 * large) & (small > 0x1p-50) & (large < 0x1p50) & (other > 0x1p-50)
      & (end > 0x1p-50) & (other < 0x1p50) & (end < 0x1p50);
  return known ? (value < 0.0 ? (V)0.0 : value) : (V)NAN;
}

// Location, scale, its inverse and logarithm.
VM_INLINE void laplace_facts(const V *x, V *out) {
  V scale = (is_middling(x[1]) & is_located(x[0])) ? x[1] : (V)NAN;
  out[0] = x[0], out[1] = scale, out[2] = 1.0 / scale;
  put_wide(out + 3, wide_log(scale, (V)0.0));
}
VM_INLINE PairValue laplace_pair(const V *p, const V *q) {
  V d = (p[1] - q[1]) * q[2], t = absolute(p[0] - q[0]) * p[2];
  PairValue r = {(d + RISE(3)) + p[1] * q[2] * exp_excess(-t), absolute(d) + VM_PAIR_FLOOR};
  return r;
}
VM_INLINE V laplace_alone(const V *p, const V *q) { return divergence_laplace(p[0], q[0], p[1], q[1]); }

VM_INLINE void cauchy_facts(const V *x, V *out) { laplace_facts(x, out); }
VM_INLINE PairValue cauchy_pair(const V *p, const V *q) {
  V width = p[1] - q[1], distance = p[0] - q[0];
  PairValue r = {quick_log1p((width * width + distance * distance) * ((0.25 * p[2]) * q[2])), (V)0.0};
  return r;
}
VM_INLINE V cauchy_alone(const V *p, const V *q) { return divergence_cauchy(p[0], q[0], p[1], q[1]); }

// Of scales m and shapes a: b log(m/m') + b/a - 1 - log(b/a) has x = b, F = -log b - b log m' and the slope
// -1/a - log m.
VM_INLINE void pareto_facts(const V *x, V *out) {
  V scale = within_range(x[0]), shape = within_range(x[1]);
  Wide log = wide_log(scale, (V)0.0), rest = wide_log(shape, (V)0.0);
  Wide sum = wide_add(wide_times(log, shape), rest), f = {-sum.high, -sum.low};
  V slope = 1.0 / shape + log.high, size = slope * shape;
  put_tangent(out, shape, slope, f, mad(size, size, (V)1.0));
  out[7] = scale;
}
VM_INLINE PairValue pareto_pair(const V *p, const V *q) {
  // Where the second shape is out of range its row is NaN, whatever the scales are.
  PairValue r = {p[7] < q[7] ? (V)INFINITY : tangent_value(p, q), p[6] + 0.0 * q[6]};
  return r;
}
VM_INLINE V pareto_alone(const V *p, const V *q) { return divergence_pareto(p[0], q[0], p[1], q[1]); }

// Bounds, and the logarithm of the width.
VM_INLINE void uniform_facts(const V *x, V *out) {
  Wide width = wide_sum(x[1], -x[0]);
  M plain = is_middling(width.high) & is_located(x[0]) & is_located(x[1]);
  Wide log = wide_log(width.high, width.low);
  out[0] = plain ? x[0] : (V)NAN, out[1] = plain ? x[1] : (V)NAN;
  out[2] = plain ? log.high : (V)NAN, out[3] = log.low;
}
VM_INLINE PairValue uniform_pair(const V *p, const V *q) {
  M outside = (p[0] < q[0]) | (p[1] > q[1]);
  PairValue r = {outside ? (V)INFINITY : RISE(2), (V)0x1p-5};
  return r;
}
VM_INLINE V uniform_alone(const V *p, const V *q) { return divergence_uniform(p[0], p[1], q[0], q[1]); }

// Sine and cosine of half the mean, the concentration k, log(I0(k) e^-k) but for a constant, A = I1/I0 and
// 1 - A:  what log I0 rises above its tangent, and 2 k A sin^2 of half the difference of the means.
VM_INLINE void von_mises_facts(const V *x, V *out) {
  M plain = is_middling(x[1]) & is_located(x[0]);
  V k = plain ? x[1] : (V)1.0, half = plain ? 0.5 * x[0] : (V)0.0;
  M square = k < 1.0;
  V s = square ? k * k : 1.0 / k;
  BesselPart p = bessel_part_with_slope(s, bessel_interval(k, square));
  V slope = mad(s, p.slope, p.value), rest = mad(slope, s * s, 0.5 * s), ratio = 2.0 * k * slope;
  V log = 0.5 * core_log(square ? (V)1.0 : k) + 0.5 * VM_LOG_2PI;
  out[0] = whole_sin(half), out[1] = whole_cos(half), out[2] = plain ? k : (V)NAN;
  out[3] = s * p.value - (square ? k : log);
  out[4] = square ? ratio : 1.0 - rest, out[5] = square ? 1.0 - ratio : rest;
}
VM_INLINE PairValue von_mises_pair(const V *p, const V *q) {
  V sine = p[0] * q[1] - p[1] * q[0], pull = (q[2] - p[2]) * p[5], part = 2.0 * q[2] * p[4] * sine;
  PairValue r = {((q[3] - p[3]) + pull) + part * sine,
                 (absolute(pull) + absolute(part)) + (absolute(q[3]) + absolute(p[3]))};
  return r;
}
VM_INLINE V von_mises_alone(const V *p, const V *q) {
  return divergence_von_mises(p[0], q[0], p[1], q[1]);
}

// Of means m and shapes a: (b/a - 1 - log(b/a) + b/m e^2)/2,  e = m/m' - 1.
VM_INLINE void inverse_gaussian_facts(const V *x, V *out) {
  V mean = is_middling(x[0]) ? x[0] : (V)NAN;
  put_ratio(out, within_range(x[1]), 0.5);
  out[7] = mean, out[8] = 1.0 / mean;
}
VM_INLINE PairValue inverse_gaussian_pair(const V *p, const V *q) {
  V e = (p[7] - q[7]) * q[8];
  PairValue r = {tangent_value(p, q) + (q[0] * p[8]) * (e * e), p[6]};
  return r;
}
VM_INLINE V inverse_gaussian_alone(const V *p, const V *q) {
  V e = (p[0] - q[0]) / q[0];
  V apart = e == 0.0 ? (V)0.0 : (q[1] / p[0]) * (e * e);
  V value = 0.5 * (divergence_exponential(q[1], p[1], p[1]) + apart);
  return (is_positive(p[0]) & is_positive(q[0])) ? value : (V)NAN;
}
#undef RISE

// The number of parameters, and of rows of the table.
#define PAIRS_EACH(X) \
  X(NORMAL, normal, normal_pair, 2, 8) X(EXPONENTIAL, exponential, tangent_pair, 1, 7) \
  X(POISSON, poisson, tangent_pair, 1, 7) X(TRIAL, trial, tangent_pair, 1, 7) \
  X(GEOMETRIC, geometric, tangent_pair, 1, 7) X(LOGIT, logit, logit_pair, 1, 3) \
  X(GAMMA, gamma, gamma_pair, 2, 8) X(SHAPE, shape, tangent_pair, 1, 7) X(BETA, beta, beta_pair, 2, 9) \
  X(LAPLACE, laplace, laplace_pair, 2, 5) X(CAUCHY, cauchy, cauchy_pair, 2, 5) \
  X(PARETO, pareto, pareto_pair, 2, 8) X(UNIFORM, uniform, uniform_pair, 2, 4) \
  X(VON_MISES, von_mises, von_mises_pair, 2, 6) \
  X(INVERSE_GAUSSIAN, inverse_gaussian, inverse_gaussian_pair, 2, 9) \
  X(HALF_NORMAL, half_normal, tangent_pair, 1, 7) X(RAYLEIGH, rayleigh, tangent_pair, 1, 7) \
  X(MAXWELL, maxwell, tangent_pair, 1, 7) X(BINOMIAL, binomial, binomial_pair, 2, 8)

// The table of `count` laws, `stride` numbers in a row, a multiple of eight and at least as many.
#define PAIR_TABLE(N, name, pair, parameters, length) \
  static void name##_pair_table(const double *const *x, size_t count, size_t stride, double *table) { \
    for (size_t i = 0; i < stride; i += VM_WIDTH) { \
      V own[parameters], out[length]; \
      size_t rest = i < count ? count - i : 0; \
      for (int k = 0; k < parameters; k++) \
        own[k] = rest >= VM_WIDTH ? load(x[k] + i) : load_first(x[k] + i, rest, NAN); \
      name##_facts(own, out); \
      for (int k = 0; k < length; k++) store(table + (size_t)k * stride + i, out[k]); \
    } \
  }

enum { VM_PAIR_RUN = 1024 };

// The pairs of law `row` of one list with each of the other, whose laws come second unless `second`.
#define PAIR_ROW(N, name, pair, parameters, length) \
  VM_INLINE size_t name##_pair_run( \
      int second, size_t row, const double *own, size_t own_stride, const double *table, size_t stride, \
      size_t from, size_t count, double *out, int32_t *lost) { \
    V fixed[length]; \
    size_t found = 0; \
    for (int k = 0; k < length; k++) fixed[k] = (V)own[(size_t)k * own_stride + row]; \
    for (size_t i = 0; i < count; i += VM_WIDTH) { \
      V other[length]; \
      for (int k = 0; k < length; k++) other[k] = load(table + (size_t)k * stride + from + i); \
      PairValue found_pair = second ? pair(other, fixed) : pair(fixed, other); \
      M sharp = found_pair.value > 0x1p-9 * found_pair.size; \
      size_t rest = count - i; \
      if (rest >= VM_WIDTH) store(out + i, found_pair.value); \
      else store_first(out + i, rest, found_pair.value); \
      if (any(sharp == 0)) { \
        int64_t is_sharp[VM_WIDTH]; \
        store_mask(is_sharp, sharp); \
        for (size_t j = 0; j < VM_WIDTH && j < rest; j++) \
          if (!is_sharp[j]) lost[found++] = (int32_t)(from + i + j); \
      } \
    } \
    return found; \
  } \
  static size_t name##_pair_row( \
      int second, size_t row, const double *const *x, const double *own, size_t own_stride, \
      const double *const *y, const double *table, size_t stride, size_t count, double *out, \
      int32_t *lost) { \
    size_t left = 0; \
    for (size_t from = 0; from < count; from += VM_PAIR_RUN) { \
      size_t run = count - from < VM_PAIR_RUN ? count - from : VM_PAIR_RUN; \
      int32_t *places = lost + left; \
      size_t found = \
          second ? name##_pair_run(1, row, own, own_stride, table, stride, from, run, out + from, places) \
                 : name##_pair_run(0, row, own, own_stride, table, stride, from, run, out + from, places); \
      V fixed[parameters]; \
      for (int k = 0; k < parameters; k++) fixed[k] = (V)x[k][row]; \
      for (size_t i = 0; i < found; i += VM_WIDTH) { \
        V other[parameters]; \
        double numbers[VM_WIDTH]; \
        for (int k = 0; k < parameters; k++) { \
          for (size_t j = 0; j < VM_WIDTH; j++) \
            numbers[j] = y[k][places[i + j < found ? i + j : found - 1]]; \
          other[k] = load(numbers); \
        } \
        store(numbers, second ? name##_alone(other, fixed) : name##_alone(fixed, other)); \
        for (size_t j = 0; j < VM_WIDTH && i + j < found; j++) { \
          int32_t place = places[i + j]; \
          out[place] = numbers[j]; \
          if (VM_PAIR_##N == VM_PAIR_BETA && numbers[j] != numbers[j]) lost[left++] = place; \
        } \
      } \
    } \
    return left; \
  }
#define X(N, name, pair, parameters, length) \
  PAIR_TABLE(N, name, pair, parameters, length) PAIR_ROW(N, name, pair, parameters, length)
PAIRS_EACH(X)
#undef X
#undef PAIR_TABLE
#undef PAIR_ROW
