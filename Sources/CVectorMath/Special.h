// Our own special functions, written once for every width. No branch depends on a lane but those
// that only skip work: a lane's bits never depend on its neighbours.

#define VM_HALF_LOG_2PI 0.91893853320467274178
#define VM_LOG_PI 1.14472988584940017414
#define VM_PI 3.14159265358979323846

// sin(pi x) / cos(pi x) from the distance to the nearest whole number, which is exact.
typedef struct { V distance, sine, cosine; } HalfTurn;
VM_INLINE HalfTurn half_turn(V x) {
  V r = x - nearest(x), w = r * r;
  HalfTurn t = {r, r * polynomial(VM_SIN_PI, 9, w), polynomial(VM_COS_PI, 9, w)};
  return t;
}

// Octave of s = 1/x^2 in (0, 1]: 0 for [1/2, 1], ..., `last` for [0, 2^-last].
VM_INLINE I octave(V s, int last) {
  I k = 1022 - (I)(as_u(s) >> 52);
  k = k > last ? (I)last : k;
  return k < 0 ? (I)0 : k;
}

// x (log Gamma(x) - Stirling) at s = 1/x^2 for x >= 1, tending to 1/12.
VM_INLINE V stirling_tail(V s) {
  I j = octave(s, 4);
  return POLYNOMIAL_ABOUT_CENTRE(VM_CORRECTION, VM_CORRECTION_DEGREE + 1, j, s);
}

// log Gamma(y) for 1 <= y < 3 given d1 = y - 1 and d2 = y - 2 exactly: (y - 1)(y - 2) P(y), so that
// the zeros at 1 and 2 keep every digit.
VM_INLINE V log_gamma_near(V y, V d1, V d2) {
  I j = as_i((y * 4.0 - 4.5) + VM_MAGIC) & 7;
  return d1 * d2 * POLYNOMIAL_ABOUT_CENTRE(VM_LOG_GAMMA_NEAR, VM_LOG_GAMMA_NEAR_DEGREE + 1, j, y);
}

// log |Gamma(x)|. Below 1 the recurrence log Gamma(1 + x) - log x (both terms of one sign near 0,
// neither large near 1); on [1, 3) the polynomial above; beyond it Stirling (DLMF 5.11.1) with the
// remainder fitted instead of an asymptotic series; negative x by reflection (DLMF 5.5.3).
VM_INLINE V special_log_gamma(V x) {
  M negative = x < 0.0;
  V z = negative ? 1.0 - x : x;
  M below_one = z < 1.0;
  V y = below_one ? 1.0 + z : z;
  V d1 = below_one ? z : z - 1.0, d2 = below_one ? z - 1.0 : z - 2.0;
  M near_one = y < 3.0;
  V l = (V)0.0, small = (V)0.0, large = (V)0.0;
  if (wanted(below_one | (near_one == 0))) l = core_log(z);
  if (wanted(near_one)) {
    V inner = near_one ? y : (V)1.5;
    small = log_gamma_near(inner, d1, d2);
    small = below_one ? small - l : small + 0.0;
  }
  if (wanted(near_one == 0)) {
    V outer = near_one ? (V)3.0 : y;
    V q = 1.0 / outer;
    large = mad(outer - 0.5, l - 1.0, VM_HALF_LOG_2PI - 0.5 + q * stirling_tail(q * q));
  }
  V r = near_one ? small : large;
  r = z == INFINITY ? (V)INFINITY : r;
  r = x == 0.0 ? (V)INFINITY : r;
  if (any(negative)) {
    HalfTurn t = half_turn(x);
    V reflected = VM_LOG_PI - core_log(absolute(t.sine)) - r;
    // Between -1/2 and 0 the shift is better conditioned: log |Gamma(1 + x)| - log |x|.
    V a = (negative & (x > -0.5)) ? x : (V)-0.25;
    V shifted = log_gamma_near(2.0 + a, 1.0 + a, a) - core_log1p(a) - core_log(-a);
    reflected = x > -0.5 ? shifted : reflected;
    reflected = ((t.distance == 0.0) | (x == -INFINITY)) ? (V)INFINITY : reflected;
    r = negative ? reflected : r;
  }
  return x != x ? x : r;
}

// log |Gamma(1 + x)|, x > -1: x itself, not the rounded 1 + x, is the distance from the zero.
VM_INLINE V special_log_gamma_one_plus(V x) {
  M centre = (x >= -0.5) & (x < 1.5);
  V t = centre ? x : (V)0.0;
  M low = t < 0.0;
  V y = low ? t + 1.0 : t;
  V near = log_gamma_near(1.0 + y, low ? t + 1.0 : t, low ? t : t - 1.0) - (low ? core_log1p(t) : (V)0.0);
  return centre ? near : special_log_gamma(1.0 + x);
}

// log Gamma(x) - ((x - 1/2) log x - x + log(2 pi)/2), x > 0. From 1 on the fitted tail; below, the
// definition, in which nothing cancels: log Gamma(1 + x) - (x + 1/2) log x + x - log(2 pi)/2.
VM_INLINE V special_log_gamma_correction(V x) {
  M small = x < 1.0;
  V y = small ? (V)1.0 : x;
  V q = 1.0 / y;
  V r = q * stirling_tail(q * q);
  if (any(small)) {
    V z = small ? x : (V)0.5;
    V direct = log_gamma_near(1.0 + z, z, z - 1.0) - (z + 0.5) * core_log(z) + (z - VM_HALF_LOG_2PI);
    r = small ? direct : r;
  }
  r = x == 0.0 ? (V)INFINITY : r;
  return x >= 0.0 ? r : (V)NAN;
}

// psi(x). On [1, 2) (x - root) P(x) with the root in two parts; from 2 on
// log x - 1/(2x) - h(1/x^2)/x^2 (DLMF 5.11.2 with the series fitted); below 1 the recurrence
// psi(1 + x) - 1/x, below 0 reflection psi(1 - x) - pi cot(pi x).
VM_INLINE V special_digamma(V x) {
  M negative = x < 0.0;
  V z = negative ? 1.0 - x : x;
  M below_one = z < 1.0;
  V y = below_one ? 1.0 + z : z;
  M near_one = y < 2.0;
  V u = near_one ? (V)2.0 : y;
  V q = 1.0 / u, s = q * q;
  I near_index = as_i(((near_one ? y : (V)1.5) * 4.0 - 4.5) + VM_MAGIC) & 3;
  I j = near_one ? near_index : octave(s > 0.2 ? (V)0.2 : s, 4) + 2;
  V p = POLYNOMIAL_ABOUT_CENTRE(VM_DIGAMMA_TABLE, VM_DIGAMMA_TABLE_DEGREE + 1, j, near_one ? y : s);
  V to_root = ((below_one ? z : y) - (below_one ? (V)(VM_DIGAMMA_ROOT - 1.0) : (V)VM_DIGAMMA_ROOT))
      - VM_DIGAMMA_ROOT_TAIL;
  V small = to_root * p;
  small = below_one ? small - 1.0 / z : small;
  V large = core_log(u) - (0.5 * q + s * p);
  V r = near_one ? small : large;
  r = z == INFINITY ? z : r;
  if (any(negative)) {
    HalfTurn h = half_turn(x);
    V reflected = r - VM_PI * h.cosine / h.sine;
    reflected = h.distance == 0.0 ? (V)NAN : reflected;
    r = negative ? reflected : r;
  }
  r = x == 0.0 ? with_sign((V)INFINITY, -x) : r;
  return x != x ? x : r;
}

// psi'(x) = 1/x + 1/(2x^2) + q(1/x^2)/x^3 from 1 on (DLMF 5.15.8 with the series fitted); below 1
// psi'(1 + x) + 1/x^2, every term positive; below 0 reflection (pi/sin(pi x))^2 - psi'(1 - x).
VM_INLINE V special_trigamma(V x) {
  M negative = x < 0.0;
  V z = negative ? 1.0 - x : x;
  M below_one = z < 1.0;
  V y = below_one ? 1.0 + z : z;
  V q = 1.0 / y, s = q * q;
  I j = octave(s, 4);
  V p = POLYNOMIAL_ABOUT_CENTRE(VM_TRIGAMMA_TABLE, VM_TRIGAMMA_TABLE_DEGREE + 1, j, s);
  V r = q + mad(s * q, p, 0.5 * s);
  r = below_one ? r + (1.0 / z) / z : r;
  if (any(negative)) {
    HalfTurn h = half_turn(x);
    V cosecant = VM_PI / h.sine;
    V reflected = cosecant * cosecant - r;
    reflected = h.distance == 0.0 ? (V)INFINITY : reflected;
    r = negative ? reflected : r;
  }
  return x != x ? x : r;
}

// psi'(x) - 1/x - 1/(2x^2), x >= 0: the same series without what comes before it; below 1 that of 1 + x and what
// the recurrence adds, 1/(2 x^2 (1 + x)^2).
VM_INLINE V special_trigamma_correction(V x) {
  M below_one = x < 1.0;
  V z = below_one ? 1.0 + x : x, q = 1.0 / z, s = q * q;
  I j = octave(s, 4);
  V r = s * q * POLYNOMIAL_ABOUT_CENTRE(VM_TRIGAMMA_TABLE, VM_TRIGAMMA_TABLE_DEGREE + 1, j, s);
  V product = x * z;
  r = below_one ? r + 0.5 / (product * product) : r;
  return x >= 0.0 ? r : (V)NAN;
}

// erfcx(x), x >= 0: (1 + 2x) erfcx(x) as a polynomial in z = (x - 4)/(x + 4) (after Shepherd and
// Laframboise, Math. Comp. 36 (1981)), piecewise in z.
VM_INLINE V erfcx_positive(V x) {
  V z = 1.0 - 8.0 / (x + 4.0);
  I j = whole_to_i(nearest(z * 4.0 + 3.5));
  j = j > 7 ? (I)7 : (j < 0 ? (I)0 : j);
  V p = POLYNOMIAL_ABOUT_CENTRE(VM_ERFCX_TABLE, VM_ERFCX_TABLE_DEGREE + 1, j, z);
  return 0.5 * p / (0.5 + x);
}

// exp(sign x^2 2^-shift), the square's rounding error carried into the exponential.
VM_INLINE V exp_of_square(V x, V factor) {
  V y = absolute(x) > 1e3 ? (V)1e3 : x;
  V high = y * y, low = mad(y, y, -high);
  V r = exp_scaled(factor * high, factor * low, (V)0.0);
  return x != x ? x : r;
}

// erf from its value in the middle of one of sixteen intervals: erf(c) + t P(t), t = |x| - c, in the first two of
// erf(x) - x; below 1 ulp. Beyond the last it is 1.
VM_INLINE V special_erf(V x) {
  V a = absolute(x), y = a < 6.0 ? a : (V)6.0;
  I j = as_i(mad(y, (V)(1.0 / VM_ERF_STEP), (V)VM_MAGIC)) & 15;
  V slope = POLYNOMIAL_ABOUT_CENTRE_16(VM_ERF_SLOPE, 12, j, y);
  V r = mad(slope, y - lookup_in_16(VM_ERF_SLOPE_CENTRE, j), lookup_in_16(VM_ERF_VALUE, j));
  r = j < 2 ? y + r : r;
  r = with_sign(r < 1.0 ? r : (V)1.0, x);
  return x == x ? r : x;
}

// exp(x^2) erfc(x); below 0, 2 exp(x^2) - erfcx(-x).
VM_INLINE V special_erfcx(V x) {
  V r = erfcx_positive(absolute(x));
  M negative = x < 0.0;
  if (any(negative)) r = negative ? 2.0 * exp_of_square(x, (V)1.0) - r : r;
  return x != x ? x : r;
}

#define VM_SQRT_HALF 0.70710678118654752440

// log Phi(x): below 0, log(erfcx(-x/sqrt(2))/2) - x^2/2, two terms of one sign; above,
// log(1 - Phi(-x)).
VM_INLINE V special_normal_log_cdf(V x) {
  V c = 0.5 * erfcx_positive(absolute(x) * VM_SQRT_HALF);
  M negative = x < 0.0;
  V r = (V)0.0;
  if (wanted(negative == 0)) r = core_log1p(-(c * exp_of_square(x, (V)-0.5)));
  if (wanted(negative)) {
    V lower = core_log(c) - 0.5 * x * x;
    r = negative ? lower : r;
  }
  return x != x ? x : r;
}

// Phi(x) with relative accuracy in the lower tail.
VM_INLINE V special_normal_cdf(V x) {
  V tail = 0.5 * erfcx_positive(absolute(x) * VM_SQRT_HALF) * exp_of_square(x, (V)-0.5);
  V r = x < 0.0 ? tail : 1.0 - tail;
  return x != x ? x : r;
}

// |Phi^-1(p)| for 0 <= p <= 1/2, with q = 1/2 - p given exactly. Wichura, Algorithm AS 241 (1988).
VM_INLINE V normal_quantile_tail(V p, V q) {
  static const double N[8][8] = {
      {3.3871328727963666080e0, 1.42343711074968357734e0, 6.65790464350110377720e0},
      {1.3314166789178437745e2, 4.63033784615654529590e0, 5.46378491116411436990e0},
      {1.9715909503065514427e3, 5.76949722146069140550e0, 1.78482653991729133580e0},
      {1.3731693765509461125e4, 3.64784832476320460504e0, 2.96560571828504891230e-1},
      {4.5921953931549871457e4, 1.27045825245236838258e0, 2.65321895265761230930e-2},
      {6.7265770927008700853e4, 2.41780725177450611770e-1, 1.24266094738807843860e-3},
      {3.3430575583588128105e4, 2.27238449892691845833e-2, 2.71155556874348757815e-5},
      {2.5090809287301226727e3, 7.74545014278341407640e-4, 2.01033439929228813265e-7}};
  static const double D[8][8] = {
      {1.0, 1.0, 1.0},
      {4.2313330701600911252e1, 2.05319162663775882187e0, 5.99832206555887937690e-1},
      {6.8718700749205790830e2, 1.67638483018380384940e0, 1.36929880922735805310e-1},
      {5.3941960214247511077e3, 6.89767334985100004550e-1, 1.48753612908506148525e-2},
      {2.1213794301586595867e4, 1.48103976427480074590e-1, 7.86869131145613259100e-4},
      {3.9307895800092710610e4, 1.51986665636164571966e-2, 1.84631831751005468180e-5},
      {2.8729085735721942674e4, 5.47593808499534494600e-4, 1.42151175831644588870e-7},
      {5.2264952788528545610e3, 1.05075007164441684324e-9, 2.04426310338993978564e-15}};
  M central = q <= 0.425;
  V r = (V)0.0;
  if (wanted(central == 0)) r = square_root(-core_log(p));
  V t = central ? 0.180625 - q * q : (r <= 5.0 ? r - 1.6 : r - 5.0);
  I j = central ? (I)0 : (r <= 5.0 ? (I)1 : (I)2);
  V f = polynomial_of(N, 8, j, t) / polynomial_of(D, 8, j, t);
  V x = central ? q * f : f;
  return p == 0.0 ? (V)INFINITY : x;
}

VM_INLINE V special_normal_quantile(V p) {
  V q = p - 0.5;
  V x = with_sign(normal_quantile_tail(p > 0.5 ? 1.0 - p : p, absolute(q)), q);
  return ((p >= 0.0) & (p <= 1.0)) ? x : (V)NAN;
}

// Numbers whose products and sums, of two, are neither subnormal nor infinite.
VM_INLINE M is_ordinary(V x) { return as_u(x) - 0x26f0000000000000u < 0x3200000000000000u; }

// exp and log of whatever number, below 1.3 ulp: those of other than ordinary numbers are computed apart.
VM_INLINE V elementary_exp(V x) {
  M plain = absolute(x) <= 700.0;
  V e = quick_exp(plain ? x : (V)0.0);
  if (any(plain == 0)) {
    V rare = core_exp(plain ? (V)0.0 : x);
    e = plain ? e : rare;
  }
  return e;
}
VM_INLINE V elementary_log(V x) {
  M plain = is_ordinary(x);
  V l = quick_log(plain ? x : (V)1.0);
  if (any(plain == 0)) {
    V rare = core_log(plain ? (V)1.0 : x);
    l = plain ? l : rare;
  }
  return l;
}

VM_INLINE V special_sigmoid(V x) {
  V e = elementary_exp(-absolute(x));
  return (x < 0.0 ? e : (V)1.0) / (1.0 + e);
}

// max(x, 0) + log(1 + exp(-|x|)): neither overflows nor cancels.
VM_INLINE V special_softplus(V x) {
  V r = core_log1p(core_exp(-absolute(x))) + (x > 0.0 ? x : (V)0.0);
  return x != x ? x : r;
}
VM_INLINE V special_log_sigmoid(V x) { return -special_softplus(-x); }

// x - log(1 + x). On [-1/2, 1], with r = x / (2 + x): log(1 + x) = 2 atanh(r) and x - 2r = x r, so
// the difference is r (x - 2 r^2 (1/3 + r^2/5 + ...)), whose two terms never cancel more than a
// fifth away; elsewhere the subtraction loses two bits at most.
VM_INLINE V special_log_one_plus_remainder(V x) {
  M near_zero = (x >= -0.5) & (x <= 1.0);
  V series = (V)0.0, direct = (V)0.0;
  if (wanted(near_zero)) {
    V y = near_zero ? x : (V)0.0;
    V r = y / (2.0 + y), w = r * r;
    series = r * (y - 2.0 * w * polynomial(VM_ATANH_TAIL, 11, w - VM_ATANH_TAIL_CENTRE));
  }
  if (wanted(near_zero == 0)) direct = x - core_log1p(x);
  direct = x == INFINITY ? x : direct;
  return near_zero ? series : direct;
}

// exp(x) - 1 - x: x^2 times a polynomial on [-1, 1], the subtraction (two bits lost at most) beyond.
VM_INLINE V special_exp_remainder(V x) {
  M near_zero = absolute(x) <= 1.0;
  V y = near_zero ? x : (V)0.0, direct = (V)0.0;
  if (wanted(near_zero == 0)) direct = core_expm1(x) - x;
  direct = x == INFINITY ? x : direct;
  return near_zero ? y * y * polynomial(VM_EXP_TAIL, 14, y) : direct;
}

// log(1 - exp(x)), x <= 0: log(-expm1(x)) above -log 2, log1p(-exp(x)) below (Maechler, 2012).
VM_INLINE V special_log_one_minus_exp(V x) {
  M high = x > -0.69314718055994530942;
  V a = (V)0.0, b = (V)0.0;
  if (wanted(high)) a = core_log(-core_expm1(x));
  if (wanted(high == 0)) b = core_log1p(-core_exp(x));
  return x > 0.0 ? (V)NAN : (high ? a : b);
}

VM_INLINE V special_x_log_y(V x, V y) {
  V r = x * core_log(y);
  return ((x == 0.0) & (y == y)) ? (V)0.0 : r;
}
VM_INLINE V special_x_log_one_plus_y(V x, V y) {
  V r = x * core_log1p(y);
  return ((x == 0.0) & (y == y)) ? (V)0.0 : r;
}

// The series of special_log_one_plus_remainder, for x on [-1/2, 1].
VM_INLINE V log_one_plus_remainder_near(V x) {
  V r = x / (2.0 + x), w = r * r;
  return r * (x - 2.0 * w * polynomial(VM_ATANH_TAIL, 11, w - VM_ATANH_TAIL_CENTRE));
}

// log(x/y) of the quotient z, from both logarithms where z is beyond the range of numbers; 0 where it
// is not asked for.
VM_INLINE V log_of_quotient(V x, V y, V z, M unless) {
  V safe = unless ? (V)1.0 : z, l = (V)0.0;
  if (wanted(unless == 0)) l = core_log(safe);
  M extreme = ((safe < 0x1p-1000) | (safe > 0x1p1000)) & (x > 0.0) & (y > 0.0);
  if (any(extreme)) {
    V apart = core_log(extreme ? x : (V)1.0) - core_log(extreme ? y : (V)1.0);
    l = extreme ? apart : l;
  }
  return l;
}

// tanh, below 2 ulp: x + x^3 P(x^2) up to 0.7, and beyond, where it is above 0.6, 1 - 2 e/(1 + e), e = exp(-2|x|).
VM_INLINE V special_tanh(V x) {
  V a = absolute(x), y = a < 20.0 ? a : (V)20.0, s = y * y;
  V e = quick_exp(-2.0 * y), large = 1.0 - 2.0 * e / (1.0 + e);
  V small = mad(y * s, polynomial(VM_TANH_TAIL, 12, s), y);
  V r = with_sign(y < 0.7 ? small : large, x);
  return x == x ? r : x;
}

// Of two ordinary numbers, y = 2^k m with m/x in [2/3, 3/2], and with s = (m - x)/(m + x), w = s^2
//
//   log(y/x) = k log 2 + 2 atanh(s) = k log 2 + 2 s (1 + w/3 + w^2/5 + ...):
//
// one quotient, and near equality, where k is 0, of an exact difference. k comes from the bits of x and
// y, which read as whole numbers are 2^52 times their logarithms to base 2, to 0.09.
typedef struct { V k, m, rise, sum; } Ratio;
VM_INLINE Ratio ratio_of(V y, V x) {
  I k = (I)(as_u(y) - as_u(x) + 0x0008000000000000u) >> 52;
  V m = u_as_v(as_u(y) - ((U)k << 52));
  Ratio r = {i_to_whole(k), m, m - x, m + x};
  return r;
}
VM_INLINE V atanh_tail(V s) {
  V w = s * s;
  return w * polynomial(VM_ATANH_TAIL_SMALL, 7, w);
}
VM_INLINE V ratio_logarithm(V k, V s) {
  V twice = s + s;
  return mad(k, (V)VM_LN2_HIGH, twice + mad(twice, atanh_tail(s), k * VM_LN2_LOW));
}
VM_INLINE V log_of_ordinary_ratio(V y, V x) {
  Ratio r = ratio_of(y, x);
  return ratio_logarithm(r.k, r.rise / r.sum);
}

// x/y - 1 - log(x/y) of ordinary numbers, and 1/y: with x = 2^k m the sum of (x - m)/y - k log 2 and
// (m - y)/y - 2 atanh(s) = s (m - y)/y - 2 s (w/3 + ...), which lose two bits at most.
typedef struct { V remainder, inverse; } RatioRemainder;
VM_INLINE RatioRemainder ordinary_ratio_remainder(V x, V y) {
  Ratio r = ratio_of(x, y);
  V both = 1.0 / (r.sum * y), inverse = both * r.sum, s = r.rise * y * both;
  V whole = mad(r.k, (V)-VM_LN2, (x - r.m) * inverse);
  RatioRemainder result = {
      mad(s, mad((V)-2.0, atanh_tail(s), r.rise * inverse), whole), inverse};
  return result;
}

// x/y - 1 - log(x/y): x - y is exact where it matters, so that near equality nothing is lost, and
// far from it the two parts cancel little.
VM_INLINE V ratio_remainder_anywhere(V x, V y) {
  V d = (x - y) / y, z = x / y;
  M near_one = (d >= -0.5) & (d <= 1.0);
  V near_value = log_one_plus_remainder_near(near_one ? d : (V)0.0);
  V far_value = (z - 1.0) - log_of_quotient(x, y, z, near_one);
  far_value = z == INFINITY ? (V)INFINITY : far_value;
  return near_one ? near_value : far_value;
}
VM_INLINE V special_ratio_remainder(V x, V y) {
  M plain = is_ordinary(x) & is_ordinary(y);
  V value = ordinary_ratio_remainder(x, y).remainder;
  if (any(plain == 0)) {
    V rare = ratio_remainder_anywhere(plain ? (V)1.0 : x, plain ? (V)1.0 : y);
    value = plain ? value : rare;
  }
  return value;
}

// x log(x/y) - x + y = x (d - log(1 + d)), d = (y - x)/x; NaN of negative masses.
VM_INLINE V mass_divergence_anywhere(V x, V y) {
  M empty = x == 0.0;
  V mass = empty ? (V)1.0 : x;
  V d = (y - mass) / mass, z = y / mass;
  M near_one = (d >= -0.5) & (d <= 1.0);
  V near_value = mass * log_one_plus_remainder_near(near_one ? d : (V)0.0);
  V l = log_of_quotient(y, mass, z, near_one);
  V far_value = (y - mass) - mass * l;
  far_value = ((y == 0.0) | ((y == INFINITY) & (x < INFINITY))) ? (V)INFINITY : far_value;
  V r = near_one ? near_value : far_value;
  r = empty ? y : r;
  return ((x >= 0.0) & (y >= 0.0)) ? r : (V)NAN;
}
// Of ordinary masses, y = 2^k m, the sum of y - m - x k log 2 and (m - x) - 2 x atanh(s)
// = s (m - x) - 2 x s (w/3 + ...).
VM_INLINE V special_mass_divergence(V x, V y) {
  M empty = (x == 0.0) & (y >= 0.0);
  V own = empty ? (V)1.0 : x, other = empty ? (V)1.0 : y;
  M plain = is_ordinary(own) & is_ordinary(other);
  Ratio r = ratio_of(other, own);
  V s = r.rise / r.sum;
  V whole = mad(r.k * -VM_LN2, own, other - r.m);
  V value = mad(s, mad(-2.0 * own, atanh_tail(s), r.rise), whole);
  value = empty ? y : value;
  if (any(plain == 0)) {
    V rare = mass_divergence_anywhere(plain ? (V)1.0 : x, plain ? (V)1.0 : y);
    value = plain ? value : rare;
  }
  return value;
}
