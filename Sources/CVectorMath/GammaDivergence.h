// The divergence of gamma laws, and the part of log Gamma in it that Stirling's formula leaves over:
// with c(x) = log Gamma(x) - ((x - 1/2) log x - x + log(2 pi)/2), b = a + h and t = h/a,
//
//   excess(a, h) = log Gamma(b) - log Gamma(a) - h psi(a) - (b log(b/a) - h)
//                = (t - log(1 + t))/2 + c(b) - c(a) - h c'(a) >= 0.

// c and c' at a > 0: from 1 on the fitted tails, below by one step up,
//   c(a) - c(a + 1) = (a + 1/2) log(1 + 1/a) - 1,   c'(a) - c'(a + 1) = log(1 + 1/a) - (1/a + 1/(a + 1))/2.
typedef struct { V value, slope; } Correction;
VM_INLINE Correction correction_of(V a) {
  M small = a < 1.0;
  V q = 1.0 / (small ? 1.0 + a : a), s = q * q;
  I j = octave(s, 4);
  V slope = POLYNOMIAL_ABOUT_CENTRE(VM_DIGAMMA_TAIL, VM_DIGAMMA_TAIL_DEGREE + 1, j, s);
  Correction c = {q * stirling_tail(s), -s * slope};
  if (any(small)) {
    V x = small ? a : (V)1.0, l = log_of_ordinary_ratio(1.0 + x, x);
    M plain = is_ordinary(x);
    if (any(plain == 0)) l = plain ? l : -core_log(x);
    c.value = small ? c.value + mad(x + 0.5, l, (V)-1.0) : c.value;
    c.slope = small ? c.slope + (l - 0.5 * (1.0 / x + q)) : c.slope;
  }
  return c;
}
VM_INLINE V special_digamma_correction(V x) {
  V slope = correction_of(x).slope;
  slope = x == 0.0 ? (V)-INFINITY : slope;
  slope = x == INFINITY ? (V)0.0 : slope;
  return x >= 0.0 ? slope : (V)NAN;
}

// The sum of c_k a^(-m) ((1 + t)^(-m) - 1 + m t), m = 2k - 1, for a and a (1 + t) of at least 12. With
// q = 1/(1 + t) and W_m the bracket, W_(m+1) = q W_m + (m + 1) t^2 q: every term is positive.
VM_INLINE V special_stirling_remainder(V a, V t) {
  static const double C[8] = {
      1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156,
      -3617.0 / 122400};
  V q = 1.0 / (1.0 + t), square = t * (t * q), inverse = 1.0 / a;
  V bracket = square, power = inverse, sum = (V)0.0;
  for (int k = 0; k < 8; k++) {
    double m = 2 * k + 1;
    sum = mad(C[k] * power, bracket, sum);
    bracket = mad(q, bracket, (m + 1) * square);
    bracket = mad(q, bracket, (m + 2) * square);
    power *= inverse * inverse;
  }
  return sum;
}

// What the leading part, a ((1 + t) log(1 + t) - t), is beside h t, of h = a t and t - log(1 + t).
VM_INLINE V excess_leading(V h, V t, V remainder) {
  V safe = t == 0.0 ? (V)1.0 : t;
  return t == 0.0 ? (V)0.0 : h * (t - (1.0 + t) * (remainder / safe));
}

// The excess of a and b within a factor of 4 by steps up to 12, log Gamma(a) = log Gamma(a + n)
// - sum log(a + j): with x_j = h/(a + j), S their sum and Q = 1 + P the product of the 1 + x_j the steps
// add the sum of x_j - log(1 + x_j), (P - log(1 + P)) - (P - S), P - S a sum of terms of one sign.
VM_INLINE V excess_near(V a, V h, V b) {
  V base = a, end = b, sum = (V)0.0, product = (V)0.0, ratio = (V)1.0, excess = (V)0.0;
  M active = (base < 12.0) | (end < 12.0);
  M stepped = active;
  while (any(active)) {
    V inverse = 1.0 / base, x = h * inverse;
    excess = active ? mad(product, x, excess) : excess;
    product = active ? mad(1.0 + product, x, product) : product;
    sum = active ? sum + x : sum;
    ratio = active ? ratio * (end * inverse) : ratio;
    base = active ? base + 1.0 : base;
    end = active ? end + 1.0 : end;
    active = (base < 12.0) | (end < 12.0);
  }
  V t = h / base, remainder = special_log_one_plus_remainder(t);
  V value = mad((V)0.5, remainder, special_stirling_remainder(base, t));
  if (any(stepped)) {
    M low = (product > -0.6) & (product <= 3.0);
    V steps = special_log_one_plus_remainder(low ? product : (V)0.0) - excess;
    V apart = sum - core_log(ratio);
    V first = h / a;
    V change = excess_leading(h, t, remainder)
        - excess_leading(h, first, special_log_one_plus_remainder(first));
    value = stepped ? value + ((low ? steps : apart) + change) : value;
  }
  return value;
}

// Further apart b has the digits that a + h may have rounded away.
VM_INLINE V excess_far(V a, V b) {
  Correction own = correction_of(a), other = correction_of(b);
  V h = b - a;
  return mad((V)0.5, special_ratio_remainder(b, a), (other.value - own.value) - h * own.slope);
}

VM_INLINE V special_log_gamma_excess(V a, V h, V b) {
  M valid = is_positive(a) & is_positive(b);
  M near = valid & (b >= 0.25 * a) & (b <= 4.0 * a);
  V value = (V)0.0;
  if (any(near)) value = excess_near(near ? a : (V)12.0, near ? h : (V)0.0, near ? b : (V)12.0);
  M far = valid & (near == 0);
  if (any(far)) {
    V other = excess_far(far ? a : (V)1.0, far ? b : (V)1.0);
    value = far ? other : value;
  }
  // However small they are.
  value = ((h == 0.0) & (a == b)) ? (V)0.0 : value;
  M edge = is_positive(a) & ((b == 0.0) | (b == INFINITY));
  return valid ? value : (edge ? (V)INFINITY : (V)NAN);
}

// b log(b/m) - b + m, m = a beta/alpha, of numbers of any size; by the logarithms where m is none.
VM_INLINE V gamma_mass_anywhere(V a, V b, V alpha, V beta, M near) {
  V mean = a * (beta / alpha);
  V value = mass_divergence_anywhere(b, mean);
  V d = (a * ((beta - alpha) / alpha) - (b - a)) / b;
  M close = near & (d >= -0.5) & (d <= 1.0);
  value = close ? b * log_one_plus_remainder_near(close ? d : (V)0.0) : value;
  M lost = mean < 0x1p-1000;
  V logs = (core_log(b) - core_log(a)) + (core_log(alpha) - core_log(beta));
  return lost ? (b * logs - b) + mean : value;
}

// excess(a, h) beside a part of a divergence: as it stands where the whole keeps all but ten bits of its
// terms, else without cancellation. Ordinary a and b where `plain` says so.
VM_INLINE V excess_beside(V part, V a, V h, V b, M plain) {
  V c = plain ? a : (V)1.0, d = plain ? b : (V)1.0;
  Correction own = correction_of(c), other = correction_of(d);
  V pull = h * own.slope;
  V excess = mad((V)0.5, ordinary_ratio_remainder(d, c).remainder, (other.value - own.value) - pull);
  V size = 0x1p-10 * ((own.value + other.value) + absolute(pull));
  excess = h == 0.0 ? (V)0.0 : excess;
  M sharp = plain & ((h == 0.0) | ((excess > 0.0) & (part + excess > size)));
  if (any(sharp == 0)) {
    V careful = special_log_gamma_excess(sharp ? (V)1.0 : a, sharp ? (V)0.0 : h, sharp ? (V)1.0 : b);
    excess = sharp ? excess : careful;
  }
  return excess;
}

// The share of one concentration, a becoming b = a + h, in the divergence of Dirichlet laws whose sum rises
// by a part r: b log(b/m) - b + m + excess(a, h), m = a (1 + r).
VM_INLINE V divergence_share(V a, V b, V h, V r) {
  V mean = mad(a, r, a);
  M near = (b >= 0.5 * a) & (b <= 2.0 * a), plain = is_ordinary(a) & is_ordinary(b) & is_ordinary(mean);
  Ratio q = ratio_of(mean, b);
  V rise = (near & (q.k == 0.0)) ? mad(a, r, -h) : q.rise, s = rise / q.sum;
  V whole = mad(q.k * -VM_LN2, b, mean - q.m);
  V mass = mad(s, mad(-2.0 * b, atanh_tail(s), rise), whole);
  if (any(plain == 0)) {
    V d = near ? mad(a, r, -h) : mean - b;
    V close = b * special_log_one_plus_remainder((near ? d : (V)0.0) / b);
    V rare = (near & (d >= -0.5 * b) & (d <= b)) ? close : mass_divergence_anywhere(b, mean);
    mass = plain ? mass : rare;
  }
  M valid = is_positive(a) & is_positive(b);
  return valid ? mass + excess_beside(mass, a, h, b, plain) : (V)NAN;
}

// KL of the gamma law of shape a and rate alpha from that of b and beta,
//
//   b log(b/m) - b + m + excess(a, b - a),   m = a beta/alpha,
//
// m - b = a (beta - alpha)/alpha - (b - a), whose parts are exact near equality. 
VM_INLINE V divergence_gamma(V a, V b, V alpha, V beta) {
  V h = b - a, inverse = 1.0 / alpha, mean = a * (beta * inverse);
  M near = (b >= 0.5 * a) & (b <= 2.0 * a);
  M plain = is_ordinary(a) & is_ordinary(b) & is_ordinary(alpha) & is_ordinary(beta) & is_ordinary(mean);
  Ratio r = ratio_of(mean, b);
  V rise = (near & (r.k == 0.0)) ? mad(a, (beta - alpha) * inverse, -h) : r.rise;
  V s = rise / r.sum;
  V whole = mad(r.k * -VM_LN2, b, mean - r.m);
  V mass = mad(s, mad(-2.0 * b, atanh_tail(s), rise), whole);
  if (any(plain == 0)) {
    V rare = gamma_mass_anywhere(a, b, alpha, beta, near);
    mass = plain ? mass : rare;
  }
  M valid = is_positive(a) & is_positive(b) & is_positive(alpha) & is_positive(beta);
  return valid ? mass + excess_beside(mass, a, h, b, plain) : (V)NAN;
}
