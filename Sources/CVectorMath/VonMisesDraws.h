// Von Mises draws about 0 of concentrations of their own, by D. J. Best and N. I. Fisher, "Efficient simulation
// of the von Mises distribution", Applied Statistics 28 (1979) 152-157: rejection from the wrapped Cauchy
// law, each proposal from a block of the element's own.

// asin of a number of [0, 1]: FreeBSD's e_asin.c, beyond 1/2 by pi/2 - 2 asin(sqrt((1 - x)/2)).
VM_INLINE V asin_of_unit(V x) {
  static const double P[6] = {
      1.66666666666666657415e-01, -3.25565818622400915405e-01, 2.01212532134862925881e-01,
      -4.00555345006794114027e-02, 7.91534994289814532176e-04, 3.47933107596021167570e-05};
  static const double Q[5] = {
      1.0, -2.40339491173441421878e+00, 2.02094576023350569471e+00, -6.88283971605453293030e-01,
      7.70381505559019352791e-02};
  M large = x > 0.5;
  V square = large ? 0.5 * (1.0 - x) : x * x, root = large ? square_root(square) : x;
  V value = mad(root, square * polynomial(P, 6, square) / polynomial(Q, 5, square), root);
  return large ? mad((V)-2.0, value, (V)(0.5 * VM_PI)) : value;
}

// With b the width of the wrapped Cauchy law, r = (1 + rho^2)/(2 rho) = 1 + s: s is computed without
// cancellation, so that large concentrations keep their spread.
typedef struct { V concentration, s, spread; M uniform; } VonMisesLaw;
VM_INLINE VonMisesLaw von_mises_law(V concentration) {
  M uniform = concentration < 1e-8;
  // Beyond 2^500 the square of k would overflow; the law is normal there, of variance 1/k.
  M beyond_range = concentration > 0x1p500;
  V k = uniform ? (V)1.0 : (beyond_range ? (V)0x1p500 : concentration);
  V spread = square_root(beyond_range ? 0x1p500 / concentration : (V)1.0);
  V root = square_root(mad(4.0 * k, k, (V)1.0)), tau = 1.0 + root, beyond = 4.0 * k * k / tau;
  V twice = square_root(2.0 * tau), rho = tau * beyond / ((tau + twice) * 2.0 * k);
  V excess = 1.0 + 1.0 / (root + 2.0 * k), gap = (twice - excess) / (2.0 * k);
  VonMisesLaw law = {k, gap * gap / (2.0 * rho), spread, uniform};
  return law;
}

typedef struct { V angle; M accepted; } VonMisesProposal;
VM_INLINE VonMisesProposal von_mises_proposal(VonMisesLaw law, Words w) {
  V r = uniform_of(w.first) - 0.5, v = uniform_of(w.second);
  // 1 - z = 1 + sin(pi r) = 2 sin^2(pi t), t = (r + 1/2)/2, with all digits where it is small.
  V t = 0.5 * (r + 0.5), sine = t * polynomial(VM_SIN_PI, 9, t * t), gap = 2.0 * sine * sine;
  gap = gap > 2.0 ? (V)2.0 : gap;
  // 1 - f, f = (1 + r z)/(r + z).
  V versine = law.s * gap / (law.s + (2.0 - gap)), c = law.concentration * (law.s + versine);
  V half = 0.5 * versine, angle = 2.0 * law.spread * asin_of_unit(square_root(half < 1.0 ? half : (V)1.0));
  M accepted = law.uniform | (c * (2.0 - c) > v) | (core_log(c / v) + 1.0 - c >= 0.0);
  angle = law.uniform ? (2.0 * VM_PI) * r : signed_by_top_bit(angle, w.second << 63);
  VonMisesProposal p = {angle, accepted};
  return p;
}

static void von_mises_range(uint64_t key, uint64_t stream, uint64_t number, const double *concentration,
                            size_t step, double *out, size_t count) {
  uint32_t list[DRAW_RANGE + 2 * VM_WIDTH];
  for (size_t i = 0; i < count; i++) list[i] = (uint32_t)i;
  size_t length = count;
  VonMisesLaw one = von_mises_law((V)concentration[0]);
  for (int retry = 0; length > 0 && retry <= LAST_RETRY; retry++) {
    size_t left = 0;
    for (size_t i = 0; i < length; i += VM_WIDTH) {
      size_t n = length - i < VM_WIDTH ? length - i : VM_WIDTH;
      uint32_t current[VM_WIDTH];
      uint64_t numbers[VM_WIDTH];
      double own[VM_WIDTH], angles[VM_WIDTH];
      for (size_t j = 0; j < VM_WIDTH; j++) {
        current[j] = list[j < n ? i + j : i];
        numbers[j] = number + current[j];
        own[j] = concentration[step ? current[j] : 0];
      }
      U places;
      memcpy(&places, numbers, sizeof places);
      V k = load(own);
      VonMisesProposal p = von_mises_proposal(
          step ? von_mises_law(k) : one, philox(key, stream, places | VM_BLOCK(retry)));
      M valid = (k >= 0.0) & (k < INFINITY);
      store(angles, valid ? p.angle : (V)NAN);
      // What is rejected is written over.
      for (size_t j = 0; j < n; j++) out[current[j]] = angles[j];
      left = append_places(list, left, current, bits_of((p.accepted == 0) & valid) & first_bits(n));
    }
    length = left;
  }
}

static void random_von_mises(uint64_t key, uint64_t stream, uint64_t start, const double *concentration,
                             size_t step, double *out, size_t count) {
  for (size_t i = 0; i < count; i += DRAW_RANGE) {
    size_t n = count - i < DRAW_RANGE ? count - i : DRAW_RANGE;
    von_mises_range(key, stream, start + i, concentration + (step ? i : 0), step, out + i, n);
  }
}
