// What divergences of further families are made of, and some of them whole.

// That of n trials with success probability p from as many with q.
VM_INLINE V divergence_trial(V p, V q, V n) {
  V value = n * (mass_divergence_by(p, q, q - p) + mass_divergence_by(1.0 - p, 1.0 - q, p - q));
  M first = (p >= 0.0) & (p <= 1.0), second = (q >= 0.0) & (q <= 1.0);
  return (first & second) ? value : (V)NAN;
}

// r - 1 - log r of r = x/y, both positive and finite.
VM_INLINE V divergence_exponential(V x, V y, V same) {
  V value = special_ratio_remainder(x, y);
  M valid = is_positive(x) & is_positive(same);
  return valid ? value : (V)NAN;
}

// r - 1 - log r + r (e^-t - 1 + t), r = own/other, t = |mean - other_mean|/own.
VM_INLINE V divergence_laplace(V mean, V other_mean, V own, V other) {
  V distance = absolute(mean - other_mean);
  M plain = is_middling(own) & is_middling(other) & (distance < 0x1p120);
  V a = plain ? own : (V)1.0, b = plain ? other : (V)1.0, product = a * b;
  Ratio r = ratio_of(a, b);
  V all = 1.0 / (r.sum * product), shared = all * r.sum, s = r.rise * product * all;
  V ratio = a * (a * shared), t = (plain ? distance : (V)0.0) * (b * shared);
  M close = t <= 1.0;
  V near = close ? t : (V)0.0;
  V excess = close ? near * near * polynomial(VM_EXP_TAIL, 14, -near) : exp_of_negative(-t) - (1.0 - t);
  V whole = mad(r.k, (V)-VM_LN2, (a - r.m) * (a * shared));
  V remainder = mad(s, mad((V)-2.0, atanh_tail(s), r.rise * (a * shared)), whole);
  V value = mad(ratio, excess, remainder);
  if (any(plain == 0)) {
    // Half of each, so that the distance of two locations does not overflow.
    V half = absolute(0.5 * mean - 0.5 * other_mean), time = half / (0.5 * own), quotient = own / other;
    M far = time > 800.0;
    V next = quotient * special_exp_remainder(far ? (V)0.0 : -time), apart = half / (0.5 * other) - quotient;
    V rare = special_ratio_remainder(own, other) + (far ? apart : next);
    value = plain ? value : rare;
  }
  M here = absolute(mean) < INFINITY, there = absolute(other_mean) < INFINITY, located = here & there;
  M valid = is_positive(own) & is_positive(other) & located;
  return valid ? value : (V)NAN;
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
  M absent = ((b == -INFINITY) & (a > -INFINITY)) | (b == INFINITY);
  far = absent ? (V)INFINITY : far;
  return (close ? near : far) + 0.0 * (same != same ? same : (V)0.0);
}

// log Gamma(1 + x) of any of three equal numbers.
VM_INLINE V log_gamma_of_one_plus(V x, V y, V same) { return special_log_gamma_one_plus(x) + 0.0 * (y - same); }

// log Gamma(1 + h) + gamma h, h > -1: below 1/4 in size by the series, sum of zeta(k) (-h)^k/k from 2.
VM_INLINE V log_gamma_remainder_at_one(V h, V x, V same) {
  M near = absolute(h) < 0.25;
  V t = near ? h : (V)0.0;
  V value = t * t * polynomial(VM_LOG_GAMMA_AT_ONE, 24, t);
  if (any(near == 0)) {
    V apart = special_log_gamma_one_plus(near ? (V)1.0 : h) + 0.57721566490153286061 * h;
    value = near ? value : apart;
  }
  return value + 0.0 * (x - same);
}
