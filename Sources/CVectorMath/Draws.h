// Draws that take several proposals, a function of the element's number alone: proposal j of an element
// reads blocks of its own, so that the rejected ones of a range are gathered and tried again together.

// Blocks of the first proposals, one for two neighbouring elements, are numbered by the pair; those of
// the later ones by the element. The kind of block stands above bit 56.
enum { BLOCK_NORMALS = 0, BLOCK_LEVELS = 1, BLOCK_BOOSTS = 2, BLOCK_RETRIES = 3, LAST_RETRY = 125 };
#define VM_BLOCK(kind) ((uint64_t)(kind) << 56)

// G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000)
// 363-372: for shapes a of 1 at least d v, d = a - 1/3, v = (1 + s)^3, s = x/sqrt(9 d), x normal, is
// accepted where log u < x^2/2 + d (1 - v + log v) = d (3 s^2/2 - s^3 - 3 (s - log(1 + s))).
typedef struct { V shape, d, step, log_d; } LogGammaLaw;
VM_INLINE LogGammaLaw log_gamma_law(V shape) {
  V d = (shape < 1.0 ? shape + 1.0 : shape) - 1.0 / 3.0;
  LogGammaLaw law = {shape, d, 1.0 / square_root(9.0 * d), core_log(d)};
  return law;
}

typedef struct { V log; M accepted; } LogGammaProposal;
VM_INLINE LogGammaProposal log_gamma_proposal(LogGammaLaw law, V normal, U level) {
  V s = normal * law.step;
  M inside = (s > -1.0) & is_positive(law.shape);
  V t = inside ? s : (V)0.0, remainder = grid_remainder(t), square = t * t;
  V bound = law.d * (square * (1.5 - t) - 3.0 * remainder);
  V u = fine_uniform_of(level), x2 = normal * normal;
  // The squeeze, which spares most vectors the logarithm.
  M accepted = inside & (u < 1.0 - 0.0331 * (x2 * x2));
  if (any((accepted == 0) & inside)) accepted |= inside & (log_of_uniform(u) < bound);
  LogGammaProposal p = {law.log_d + 3.0 * (t - remainder), accepted};
  return p;
}

// What a shape below 1 adds to a variable of that shape plus 1: log(u)/shape.
VM_INLINE V log_gamma_boost(V log, V shape, U word) {
  M small = shape < 1.0;
  if (any(small)) {
    V boost = log_of_uniform(fine_uniform_of(word)) / (small ? shape : (V)1.0);
    log = small ? log + boost : log;
  }
  return is_positive(shape) ? log : (V)NAN;
}

// A range of at most this many elements is settled before the next is begun.
enum { DRAW_RANGE = 256 };

// One bit for each lane where the mask holds.
VM_INLINE uint32_t bits_of(M mask) {
#if VM_WIDTH == 1
  return mask != 0;
#else
  typedef _Bool Bits __attribute__((ext_vector_type(VM_WIDTH)));
  Bits bits = __builtin_convertvector(mask != 0, Bits);
  uint8_t r = 0;
  memcpy(&r, &bits, 1);
  return r & ((1u << VM_WIDTH) - 1);
#endif
}

// Puts those places on a list whose bits are set, without a branch that would be guessed wrong; up to a
// vector beyond the list's end is written to. The places may be a part of the list at or after its end.
VM_INLINE size_t append_places(uint32_t *list, size_t length, const uint32_t *places, uint32_t bits) {
#if VM_WIDTH == 8
  __m256i chosen = _mm256_maskz_compress_epi32((__mmask8)bits, _mm256_loadu_si256((const void *)places));
  _mm256_storeu_si256((void *)(list + length), chosen);
  return length + (size_t)__builtin_popcount(bits);
#else
  for (size_t j = 0; j < VM_WIDTH; j++) {
    list[length] = places[j];
    length += bits >> j & 1;
  }
  return length;
#endif
}

// The bits of the first n lanes.
VM_INLINE uint32_t first_bits(size_t n) { return n < VM_WIDTH ? (1u << n) - 1 : (1u << VM_WIDTH) - 1; }

// The same of the lanes of two vectors whose elements alternate.
VM_INLINE size_t append_alternating(uint32_t *list, size_t length, size_t first, size_t n, uint32_t even,
                                    uint32_t odd) {
  uint32_t evens[VM_WIDTH], odds[VM_WIDTH];
  for (uint32_t j = 0; j < VM_WIDTH; j++)
    evens[j] = (uint32_t)first + 2 * j, odds[j] = (uint32_t)first + 2 * j + 1;
  length = append_places(list, length, evens, even & first_bits((n + 1) / 2));
  return append_places(list, length, odds, odd & first_bits(n / 2));
}

// Elements `number`, ... of which the first is even.
VM_INLINE void log_gamma_range(uint64_t key, uint64_t stream, uint64_t number,
                               const double *shape, size_t shape_step, double *out, size_t count) {
  uint32_t list[DRAW_RANGE + 2 * VM_WIDTH];
  size_t length = 0;
  LogGammaLaw even = log_gamma_law((V)shape[0]), odd = even;
  for (size_t i = 0; i < count; i += 2 * VM_WIDTH) {
    U pairs = block_numbers((number + i) >> 1);
    if (shape_step) {
      double both[2][VM_WIDTH];
      for (size_t j = 0; j < 2 * VM_WIDTH; j++)
        both[j & 1][j >> 1] = i + j < count ? shape[i + j] : 1.0;
      even = log_gamma_law(load(both[0])), odd = log_gamma_law(load(both[1]));
    }
    NormalPair x = normals_of(philox(key, stream, pairs));
    Words levels = philox(key, stream, pairs | VM_BLOCK(BLOCK_LEVELS));
    LogGammaProposal a = log_gamma_proposal(even, x.cosine, levels.first);
    LogGammaProposal b = log_gamma_proposal(odd, x.sine, levels.second);
    // Invalid shapes are rejected, and found to be so below.
    if (any((even.shape < 1.0) | (odd.shape < 1.0))) {
      Words boosts = philox(key, stream, pairs | VM_BLOCK(BLOCK_BOOSTS));
      a.log = log_gamma_boost(a.log, even.shape, boosts.first);
      b.log = log_gamma_boost(b.log, odd.shape, boosts.second);
    }
    double both[2 * VM_WIDTH];
    size_t n = count - i < 2 * VM_WIDTH ? count - i : 2 * VM_WIDTH;
    INTERLEAVE(double, both, a.log, b.log);
    memcpy(out + i, both, n * sizeof(double));
    length = append_alternating(
        list, length, i, n, bits_of(a.accepted == 0), bits_of(b.accepted == 0));
  }
  for (int retry = 0; length > 0 && retry <= LAST_RETRY; retry++) {
    size_t left = 0;
    for (size_t i = 0; i < length; i += VM_WIDTH) {
      size_t n = length - i < VM_WIDTH ? length - i : VM_WIDTH;
      uint64_t numbers[VM_WIDTH];
      double shapes[VM_WIDTH], logs[VM_WIDTH];
      for (size_t j = 0; j < VM_WIDTH; j++) {
        uint32_t place = list[j < n ? i + j : i];
        numbers[j] = number + place;
        shapes[j] = shape[shape_step ? place : 0];
      }
      U own;
      memcpy(&own, numbers, sizeof own);
      V a = load(shapes);
      uint64_t kind = BLOCK_RETRIES + 2 * (uint64_t)retry;
      NormalPair x = normals_of(philox(key, stream, own | VM_BLOCK(kind)));
      Words w = philox(key, stream, own | VM_BLOCK(kind + 1));
      LogGammaProposal p = log_gamma_proposal(log_gamma_law(a), x.cosine, w.first);
      store(logs, log_gamma_boost(p.log, a, w.second));
      // What is rejected is written over; an invalid shape has NaN whatever is proposed.
      for (size_t j = 0; j < n; j++) out[list[i + j]] = logs[j];
      uint32_t rejected = bits_of((p.accepted == 0) & is_positive(a));
      left = append_places(list, left, list + i, rejected & first_bits(n));
    }
    length = left;
  }
}

static void log_gamma_of_each(uint64_t key, uint64_t stream, uint64_t number, const double *shape,
                              double *out, size_t count) {
  log_gamma_range(key, stream, number, shape, 1, out, count);
}
static void log_gamma_of_one(uint64_t key, uint64_t stream, uint64_t number, const double *shape,
                             double *out, size_t count) {
  log_gamma_range(key, stream, number, shape, 0, out, count);
}

static void random_log_gamma(uint64_t key, uint64_t stream, uint64_t start, const double *shape,
                             size_t shape_step, double *out, size_t count) {
  size_t i = 0;
  if ((start & 1) && count > 0) {
    // The second of a pair: both are made.
    double both[2];
    log_gamma_of_one(key, stream, start - 1, shape, both, 2);
    out[0] = both[1];
    i = 1;
  }
  for (; i < count; i += DRAW_RANGE) {
    size_t n = count - i < DRAW_RANGE ? count - i : DRAW_RANGE;
    if (shape_step) log_gamma_of_each(key, stream, start + i, shape + i, out + i, n);
    else log_gamma_of_one(key, stream, start + i, shape, out + i, n);
  }
}

static void random_bits(uint64_t key, uint64_t stream, uint64_t start, uint64_t *out, size_t count);

static void random_guided(uint64_t key, uint64_t stream, uint64_t start, const uint64_t *thresholds,
                          const uint32_t *guide, int guide_bits, int64_t *out, size_t count) {
  uint64_t words[DRAW_RANGE];
  for (size_t i = 0; i < count; i += DRAW_RANGE) {
    size_t n = count - i < DRAW_RANGE ? count - i : DRAW_RANGE;
    random_bits(key, stream, start + i, words, n);
    for (size_t j = 0; j < n; j++) {
      uint64_t w = words[j] >> 1;
      uint32_t k = guide[w >> (63 - guide_bits)];
      // A step without a branch settles nearly all.
      k += w >= thresholds[k];
      while (w >= thresholds[k]) k++;
      out[i + j] = k;
    }
  }
}
