// The modified Bessel function I0 and what von Mises laws need of it.
//
// log I0(x) is x^2 p(x^2) up to 1, and from 1/2 on x - log(2 pi x)/2 + t p(t), t = 1/x: with s = x^2 or t
// both are F(s) = s p(s) beside elementary parts, p by one table.

#define VM_LOG_2PI 1.83787706640934548356

// p(s) and its derivative. The interval is that of the number `of`.
typedef struct { V value, slope; } BesselPart;
VM_INLINE I bessel_interval(V of, M square) {
  I j = (as_i(of) >> 52) - 1021;
  j = j < 1 ? (I)1 : (j > 7 ? (I)7 : j);
  return square ? (I)0 : j;
}
VM_INLINE V bessel_part(V s, I j) {
  return POLYNOMIAL_ABOUT_CENTRE(VM_LOG_BESSEL, VM_LOG_BESSEL_DEGREE + 1, j, s);
}
VM_INLINE BesselPart bessel_part_with_slope(V s, I j) {
  V x = s - lookup(VM_LOG_BESSEL_CENTRE, j), value = (V)0.0, slope = (V)0.0;
  for (int i = VM_LOG_BESSEL_DEGREE; i >= 0; i--) {
    slope = mad(slope, x, value);
    value = mad(value, x, lookup(VM_LOG_BESSEL[i], j));
  }
  BesselPart r = {value, slope};
  return r;
}
// Here p'(s) and, for its slope, the second divided difference p[s, s, r].
VM_INLINE BesselPart bessel_part_difference(V s, V r, I j) {
  V centre = lookup(VM_LOG_BESSEL_CENTRE, j), x = s - centre, y = r - centre;
  V value = (V)0.0, slope = (V)0.0, difference = (V)0.0;
  for (int i = VM_LOG_BESSEL_DEGREE; i >= 0; i--) {
    difference = mad(difference, y, slope);
    slope = mad(slope, x, value);
    value = mad(value, x, lookup(VM_LOG_BESSEL[i], j));
  }
  BesselPart result = {slope, difference};
  return result;
}

// sin^2 of half + rest, where rest is what rounding has taken from half: of angles beyond 2^30, nothing
// that is known.
VM_INLINE V square_of_sine(V half, V rest) {
  V k = nearest(half * 0.31830988618379067154);
  V r = mad(k, (V)-1.2246467991473531772e-16, mad(k, (V)-3.1415926535897931160, half)) + rest;
  V y = r * 0.31830988618379067154, w = y * y, sine = y * polynomial(VM_SIN_PI, 9, w);
  M large = absolute(half) > 0x1p30;
  if (any(large)) {
    // One by one, by the C library's reduction.
    double angles[VM_WIDTH], sines[VM_WIDTH];
    store(angles, half);
    for (int i = 0; i < VM_WIDTH; i++) sines[i] = sin(angles[i]);
    V other = load(sines);
    sine = large ? other : sine;
  }
  return sine * sine;
}

// -2 k sin^2(d/2) - log(2 pi I0(k) e^-k), d = x - mean.
VM_INLINE V density_von_mises(V x, V mean, V concentration) {
  M located = absolute(mean) < INFINITY;
  M valid = (concentration >= 0.0) & (concentration < INFINITY) & located;
  V k = valid ? concentration : (V)1.0;
  M small = k < 1.0, outside = absolute(x) == INFINITY;
  V large = small ? (V)1.0 : k, s = small ? k * k : 1.0 / large;
  V part = s * bessel_part(s, bessel_interval(k, small));
  V peak = (small ? k - VM_LOG_2PI : 0.5 * (core_log(large) - VM_LOG_2PI)) - part;
  V half = 0.5 * ((outside ? mean : x) - (valid ? mean : (V)0.0));
  V value = mad(-k, 2.0 * square_of_sine(half, (V)0.0), peak);
  value = outside ? (V)-INFINITY : value;
  return (valid & (x == x)) ? value : (V)NAN;
}

// KL of concentration a from b, both means given too:
//
//   log I0(b) - log I0(a) - (b - a) A + 2 b A sin^2(d/2),   A = I1/I0 at a, d the difference of the means.
//
// With h = b - a the first three are, where both have one form and are near, for s = x^2
//   ds^2 F[s, s, r] + F'(s) h^2,   ds = h (a + b),
// and for s = 1/x
//   (h/a - log(1 + h/a))/2 + ds^2 F[s, s, r] + F'(s) h^2 s^2 r,   ds = -h s r,
// with the divided difference F[s, s, r] = p'(s) + r p[s, s, r]: nothing cancels. Else the logarithms.
VM_INLINE V divergence_von_mises(V mean, V other_mean, V own, V other) {
  M whole = (own >= 0.0) & (own < INFINITY), whole_other = (other >= 0.0) & (other < INFINITY);
  M here = absolute(mean) < INFINITY, there = absolute(other_mean) < INFINITY;
  M valid = whole & whole_other & here & there;
  V a = valid ? own : (V)1.0, b = valid ? other : (V)1.0, h = b - a;
  M square = a < 1.0;
  V s = square ? a * a : 1.0 / a;
  I j = bessel_interval(a, square);
  BesselPart p = bessel_part_with_slope(s, j);
  V slope = mad(s, p.slope, p.value);
  // 1 - A of large, A of small numbers.
  V rest = mad(slope, s * s, 0.5 * s), ratio = square ? 2.0 * a * slope : 1.0 - rest;
  M near = square ? b <= 1.25 : absolute(h) <= 0.03125 * a;
  // Further apart: of b above the square form's end, or of both.
  M low = b < (square ? (V)0.0 : (V)0.5);
  V c = near ? (V)1.0 : b, r = low ? c * c : 1.0 / c;
  V part = r * bessel_part(r, bessel_interval(c, low)), first = s * p.value;
  // The logarithm of b/a, 1/(2 pi a) or 2 pi b.
  V quotient = square ? 6.28318530717958647693 * c : (low ? 0.15915494309189533577 : c) / a;
  V log = core_log(quotient);
  M lost = (quotient < 0x1p-1000) | (quotient > 0x1p1000);
  if (any(lost)) {
    V apart = core_log(square ? (V)6.28318530717958647693 : (low ? (V)0.15915494309189533577 : c))
        - core_log(square ? 1.0 / c : a);
    log = lost ? apart : log;
  }
  V change = square ? mad(a, ratio, b * (1.0 - ratio)) : (low ? mad(h, rest, -b) : h * rest);
  V value = mad((V)-0.5, log, change) + (part - first);
  if (any(near)) {
    V d = near ? h : (V)0.0, e = near ? b : a, t = square ? e * e : 1.0 / (e == 0.0 ? (V)1.0 : e);
    BesselPart q = bessel_part_difference(s, t, j);
    V step = square ? d * (a + e) : d * s * t;
    V share = square ? (V)0.0 : d * s, curve = square ? d * d : share * share * t;
    V close = mad(step * step, mad(t, q.slope, q.value), slope * curve)
        + 0.5 * log_one_plus_remainder_near(share);
    value = near ? close : value;
  }
  V difference = mean - other_mean, back = mean - difference;
  V lost_part = (mean - (difference + back)) + (back - other_mean);
  V turn = 2.0 * square_of_sine(0.5 * difference, 0.5 * lost_part);
  value = mad(turn * ratio, b, value);
  return valid ? value : (V)NAN;
}
