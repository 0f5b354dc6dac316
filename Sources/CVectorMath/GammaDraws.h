// Gamma and beta variables themselves, where their logarithms are not needed: most gamma variables then
// take no logarithm at all. The proposals are those of Draws.h; what the squeeze leaves open is gathered
// and settled together.

// d and the step of the law of shape a, or of a + 1 where a is below 1.
typedef struct { V shape, d, step; } GammaLaw;
VM_INLINE GammaLaw gamma_law(V shape) {
  V d = (shape < 1.0 ? shape + 1.0 : shape) - 1.0 / 3.0;
  GammaLaw law = {shape, d, 1.0 / square_root(9.0 * d)};
  return law;
}

// d (1 + s)^3, s = normal * step.
VM_INLINE V gamma_value(GammaLaw law, V s) {
  V v = 1.0 + s;
  return law.d * (v * v * v);
}

// Whether a proposal is accepted: log u < x^2/2 + d (1 - v + log v).
VM_INLINE M is_gamma_accepted(GammaLaw law, V normal, V u) {
  V s = normal * law.step;
  M inside = s > -1.0;
  V t = inside ? s : (V)0.0, square = t * t;
  V bound = law.d * (square * (1.5 - t) - 3.0 * grid_remainder(t));
  return inside & (log_of_uniform(u) < bound);
}

// What a variable of shape a + 1 is multiplied by for one of a shape a below 1: u^(1/a).
VM_INLINE V gamma_boost(V value, V shape, U word) {
  M small = shape < 1.0;
  if (any(small)) {
    V factor = exp_of_negative(log_of_uniform(fine_uniform_of(word)) / (small ? shape : (V)1.0));
    value = small ? value * factor : value;
  }
  return is_positive(shape) ? value : (V)NAN;
}

// Elements of a list in vectors: numbers, shapes, and a normal number and a uniform one each.
typedef struct { uint64_t number[VM_WIDTH]; double shape[VM_WIDTH]; } ListedLanes;
VM_INLINE size_t take_lanes(ListedLanes *lanes, const uint32_t *list, size_t i, size_t length,
                            uint64_t number, const double *shape, size_t shape_step) {
  size_t n = length - i < VM_WIDTH ? length - i : VM_WIDTH;
  for (size_t j = 0; j < VM_WIDTH; j++) {
    uint32_t place = list[j < n ? i + j : i];
    lanes->number[j] = number + place;
    lanes->shape[j] = shape[shape_step ? place : 0];
  }
  return n;
}

// Elements `number`, ... of which the first is even.
VM_INLINE void gamma_range(uint64_t key, uint64_t stream, uint64_t number, const double *shape,
                           size_t shape_step, double *out, size_t count) {
  uint32_t list[DRAW_RANGE + 2 * VM_WIDTH];
  double normals[DRAW_RANGE + 2 * VM_WIDTH], levels[DRAW_RANGE + 2 * VM_WIDTH];
  size_t length = 0;
  GammaLaw even = gamma_law((V)shape[0]), odd = even;
  for (size_t i = 0; i < count; i += 2 * VM_WIDTH) {
    U pairs = block_numbers((number + i) >> 1);
    if (shape_step) {
      double both[2][VM_WIDTH];
      for (size_t j = 0; j < 2 * VM_WIDTH; j++)
        both[j & 1][j >> 1] = i + j < count ? shape[i + j] : 1.0;
      even = gamma_law(load(both[0])), odd = gamma_law(load(both[1]));
    }
    NormalPair x = normals_of(philox(key, stream, pairs));
    Words w = philox(key, stream, pairs | VM_BLOCK(BLOCK_LEVELS));
    V u = fine_uniform_of(w.first), v = fine_uniform_of(w.second);
    V s = x.cosine * even.step, t = x.sine * odd.step;
    V a = gamma_value(even, s), b = gamma_value(odd, t);
    V p = x.cosine * x.cosine, q = x.sine * x.sine;
    // The squeeze; an invalid shape has NaN whatever is proposed.
    M sure = ((s > -1.0) & (u < 1.0 - 0.0331 * (p * p))) | (is_positive(even.shape) == 0);
    M safe = ((t > -1.0) & (v < 1.0 - 0.0331 * (q * q))) | (is_positive(odd.shape) == 0);
    M small = (even.shape < 1.0) | (odd.shape < 1.0);
    if (any(small | (is_positive(even.shape) == 0) | (is_positive(odd.shape) == 0))) {
      Words boosts = philox(key, stream, pairs | VM_BLOCK(BLOCK_BOOSTS));
      a = gamma_boost(a, even.shape, boosts.first);
      b = gamma_boost(b, odd.shape, boosts.second);
    }
    INTERLEAVE(double, normals + i, x.cosine, x.sine);
    INTERLEAVE(double, levels + i, u, v);
    double both[2 * VM_WIDTH];
    size_t n = count - i < 2 * VM_WIDTH ? count - i : 2 * VM_WIDTH;
    if (n == 2 * VM_WIDTH) {
      INTERLEAVE(double, out + i, a, b);
    } else {
      INTERLEAVE(double, both, a, b);
      memcpy(out + i, both, n * sizeof(double));
    }
    length = append_alternating(list, length, i, n, bits_of(sure == 0), bits_of(safe == 0));
  }
  // What the squeeze left open.
  size_t left = 0;
  ListedLanes lanes;
  for (size_t i = 0; i < length; i += VM_WIDTH) {
    size_t n = take_lanes(&lanes, list, i, length, number, shape, shape_step);
    double x[VM_WIDTH], u[VM_WIDTH];
    for (size_t j = 0; j < VM_WIDTH; j++) {
      uint32_t place = list[j < n ? i + j : i];
      x[j] = normals[place], u[j] = levels[place];
    }
    M accepted = is_gamma_accepted(gamma_law(load(lanes.shape)), load(x), load(u));
    left = append_places(list, left, list + i, bits_of(accepted == 0) & first_bits(n));
  }
  length = left;
  for (int retry = 0; length > 0 && retry <= LAST_RETRY; retry++) {
    left = 0;
    for (size_t i = 0; i < length; i += VM_WIDTH) {
      size_t n = take_lanes(&lanes, list, i, length, number, shape, shape_step);
      U own;
      memcpy(&own, lanes.number, sizeof own);
      uint64_t kind = BLOCK_RETRIES + 2 * (uint64_t)retry;
      NormalPair x = normals_of(philox(key, stream, own | VM_BLOCK(kind)));
      Words w = philox(key, stream, own | VM_BLOCK(kind + 1));
      GammaLaw law = gamma_law(load(lanes.shape));
      double values[VM_WIDTH];
      store(values, gamma_boost(gamma_value(law, x.cosine * law.step), law.shape, w.second));
      // What is rejected is written over.
      for (size_t j = 0; j < n; j++) out[list[i + j]] = values[j];
      M accepted = is_gamma_accepted(law, x.cosine, fine_uniform_of(w.first));
      left = append_places(list, left, list + i, bits_of(accepted == 0) & first_bits(n));
    }
    length = left;
  }
}

static void gamma_of_each(uint64_t key, uint64_t stream, uint64_t number, const double *shape,
                          double *out, size_t count) {
  gamma_range(key, stream, number, shape, 1, out, count);
}
static void gamma_of_one(uint64_t key, uint64_t stream, uint64_t number, const double *shape,
                         double *out, size_t count) {
  gamma_range(key, stream, number, shape, 0, out, count);
}

static void random_gamma(uint64_t key, uint64_t stream, uint64_t start, const double *shape,
                         size_t shape_step, double *out, size_t count) {
  size_t i = 0;
  if ((start & 1) && count > 0) {
    // The second of a pair: both are made.
    double both[2];
    gamma_of_one(key, stream, start - 1, shape, both, 2);
    out[0] = both[1];
    i = 1;
  }
  for (; i < count; i += DRAW_RANGE) {
    size_t n = count - i < DRAW_RANGE ? count - i : DRAW_RANGE;
    if (shape_step) gamma_of_each(key, stream, start + i, shape + i, out + i, n);
    else gamma_of_one(key, stream, start + i, shape, out + i, n);
  }
}

// M. D. Joehnk, "Erzeugung von betaverteilten und gammaverteilten Zufallszahlen", Metrika 8 (1964) 5-15:
// x = u^(1/a) and y = v^(1/b) are accepted where x + y <= 1, at least every other time for parameters up
// to 1, and then x/(x + y) is a beta variable.
static void johnk_range(uint64_t key, uint64_t stream, uint64_t number, double a, double b, double *out,
                        size_t count) {
  uint32_t list[DRAW_RANGE + VM_WIDTH];
  size_t length = count;
  V inverse_a = (V)(1.0 / a), inverse_b = (V)(1.0 / b);
  for (int retry = 0; length > 0 && retry < 256; retry++) {
    size_t left = 0;
    for (size_t i = 0; i < length; i += VM_WIDTH) {
      size_t n = length - i < VM_WIDTH ? length - i : VM_WIDTH;
      U own;
      uint32_t own_places[VM_WIDTH];
      if (retry == 0) {
        own = block_numbers(number + i);
      } else {
        uint64_t numbers[VM_WIDTH];
        for (size_t j = 0; j < VM_WIDTH; j++) {
          own_places[j] = list[j < n ? i + j : i];
          numbers[j] = number + own_places[j];
        }
        memcpy(&own, numbers, sizeof own);
      }
      Words w = philox(key, stream, own | VM_BLOCK((uint64_t)retry));
      V log_x = log_of_uniform(fine_uniform_of(w.first)) * inverse_a;
      V log_y = log_of_uniform(fine_uniform_of(w.second)) * inverse_b;
      V x = exp_of_negative(log_x), y = exp_of_negative(log_y), sum = x + y;
      // Where one of them has lost digits, or itself, by the difference of the logarithms.
      M vanishing = (log_x < -700.0) | (log_y < -700.0);
      V value = x / (vanishing ? (V)1.0 : sum);
      if (any(vanishing)) value = vanishing ? special_sigmoid(log_x - log_y) : value;
      uint32_t rejected = bits_of(sum > 1.0) & first_bits(n);
      if (retry == 0) {
        uint32_t places[VM_WIDTH];
        for (uint32_t j = 0; j < VM_WIDTH; j++) places[j] = (uint32_t)i + j;
        left = append_places(list, left, places, rejected);
      } else {
        left = append_places(list, left, own_places, rejected);
      }
      if (retry == 0 && n == VM_WIDTH) {
        store(out + i, value);
      } else {
        double values[VM_WIDTH];
        store(values, value);
        for (size_t j = 0; j < n; j++) out[retry == 0 ? i + j : own_places[j]] = values[j];
      }
    }
    length = left;
  }
}

// Below this a gamma variable may vanish, and a quotient of two is taken of their logarithms.
#define VM_VANISHING_SHAPE 0.0625

static void random_beta(uint64_t key, uint64_t stream, uint64_t start, double a, double b, double *out,
                        size_t count) {
  int is_valid = a > 0.0 && a < INFINITY && b > 0.0 && b < INFINITY;
  // So small, all that counts is their ratio; their inverses should be numbers.
  if (a < 0x1p-900 && b < 0x1p-900) a *= 0x1p500, b *= 0x1p500;
  for (size_t i = 0; i < count; i += DRAW_RANGE) {
    size_t n = count - i < DRAW_RANGE ? count - i : DRAW_RANGE;
    if (!is_valid) {
      for (size_t j = 0; j < n; j++) out[i + j] = NAN;
    } else if (a <= 1.0 && b <= 1.0) {
      johnk_range(key, stream, start + i, a, b, out + i, n);
    } else {
      double second[DRAW_RANGE + VM_WIDTH], first[DRAW_RANGE + VM_WIDTH];
      int vanishes = a < VM_VANISHING_SHAPE || b < VM_VANISHING_SHAPE;
      if (vanishes) {
        random_log_gamma(key, stream, start + i, &a, 0, first, n);
        random_log_gamma(key, ~stream, start + i, &b, 0, second, n);
      } else {
        random_gamma(key, stream, start + i, &a, 0, first, n);
        random_gamma(key, ~stream, start + i, &b, 0, second, n);
      }
      for (size_t j = n; j < n + VM_WIDTH; j++) first[j] = second[j] = 1.0;
      for (size_t j = 0; j < n; j += VM_WIDTH) {
        V x = load(first + j), y = load(second + j);
        store(first + j, vanishes ? special_sigmoid(x - y) : x / (x + y));
      }
      memcpy(out + i, first, n * sizeof(double));
    }
  }
}
