// Poisson draws of rates of their own: small ones by adding up the masses, from one word of the stream,
// large ones by rejection, a proposal from a block of the element's own.

// Below this rate the masses are added up.
#define VM_SMALL_RATE 12.0
enum { LAST_SUMMAND = 128 };

// The smallest k up to which the mass exceeds u; all lanes step together.
VM_INLINE V poisson_by_sums(V rate, V u) {
  V mass = core_exp(-rate), sum = mass, k = (V)0.0;
  for (int j = 1; j <= LAST_SUMMAND; j++) {
    M above = u >= sum;
    if (!any(above)) break;
    k = above ? (V)(double)j : k;
    mass = mass * (rate * (V)(1.0 / j));
    sum += mass;
  }
  return k;
}

// W. Hoermann, "The transformed rejection method for generating Poisson random variables", Insurance:
// Mathematics and Economics 12 (1993) 39-45: PTRS, for rates of 10 at least.
typedef struct { V count; M accepted; } PoissonProposal;
VM_INLINE PoissonProposal poisson_proposal(V rate, Words w) {
  V u = uniform_of(w.first) - 0.5, v = uniform_of(w.second), s = 0.5 - absolute(u);
  V b = 0.931 + 2.53 * square_root(rate), a = -0.059 + 0.02483 * b;
  V k = __builtin_elementwise_floor((2.0 * a / s + b) * u + rate + 0.43);
  M accepted = (s >= 0.07) & (v <= 0.9277 - 3.6224 / (b - 2.0));
  M possible = (k >= 0.0) & ((s >= 0.013) | (v <= s));
  if (any((accepted == 0) & possible)) {
    V alpha = 1.1239 + 1.1328 / (b - 3.4);
    V bound = core_log(v * alpha / (a / (s * s) + b));
    // log of the mass by Loader's form, -rate at 0.
    M empty = (possible == 0) | (k == 0.0);
    V n = empty ? (V)1.0 : k;
    V mass = -n * special_ratio_remainder(rate, n) - 0.5 * core_log(n) - VM_HALF_LOG_2PI
        - special_log_gamma_correction(n);
    mass = k == 0.0 ? -rate : mass;
    accepted |= possible & (bound <= mass);
  }
  PoissonProposal p = {k, accepted};
  return p;
}

// 0 of a rate that is negative or NaN; the largest number beyond the range of whole numbers.
VM_INLINE int64_t count_of(double x) { return x >= 0x1p63 ? INT64_MAX : (x > 0.0 ? (int64_t)x : 0); }

static void poisson_range(uint64_t key, uint64_t stream, uint64_t number, const double *rate,
                          size_t rate_step, int64_t *out, size_t count) {
  uint64_t words[DRAW_RANGE];
  uint32_t list[DRAW_RANGE];
  size_t length = 0;
  random_bits(key, stream, number, words, count);
  for (size_t i = 0; i < count; i += VM_WIDTH) {
    size_t n = count - i < VM_WIDTH ? count - i : VM_WIDTH;
    double rates[VM_WIDTH], counts[VM_WIDTH];
    uint64_t own[VM_WIDTH];
    for (size_t j = 0; j < VM_WIDTH; j++) {
      rates[j] = rate[rate_step && j < n ? i + j : rate_step ? i : 0];
      own[j] = words[j < n ? i + j : i];
    }
    U w;
    memcpy(&w, own, sizeof w);
    V x = load(rates);
    M small = (x >= 0.0) & (x < VM_SMALL_RATE);
    if (any(small)) store(counts, poisson_by_sums(small ? x : (V)0.0, fine_uniform_of(w)));
    for (size_t j = 0; j < n; j++) {
      if (rates[j] >= VM_SMALL_RATE && rates[j] < INFINITY) list[length++] = (uint32_t)(i + j);
      else out[i + j] = rates[j] == INFINITY ? INT64_MAX : rates[j] > 0.0 ? count_of(counts[j]) : 0;
    }
  }
  for (int retry = 0; length > 0 && retry <= LAST_RETRY; retry++) {
    size_t left = 0;
    for (size_t i = 0; i < length; i += VM_WIDTH) {
      size_t n = length - i < VM_WIDTH ? length - i : VM_WIDTH;
      uint64_t numbers[VM_WIDTH];
      double rates[VM_WIDTH], counts[VM_WIDTH];
      int64_t accepted[VM_WIDTH];
      for (size_t j = 0; j < VM_WIDTH; j++) {
        uint32_t place = list[j < n ? i + j : i];
        numbers[j] = number + place;
        rates[j] = rate[rate_step ? place : 0];
      }
      U own;
      memcpy(&own, numbers, sizeof own);
      PoissonProposal p = poisson_proposal(
          load(rates), philox(key, stream, own | VM_BLOCK(BLOCK_RETRIES + retry)));
      store(counts, p.count);
      store_mask(accepted, p.accepted);
      for (size_t j = 0; j < n; j++) {
        uint32_t place = list[i + j];
        out[place] = count_of(counts[j]);
        if (!accepted[j]) list[left++] = place;
      }
    }
    length = left;
  }
}

static void random_poisson(uint64_t key, uint64_t stream, uint64_t start, const double *rate,
                           size_t rate_step, int64_t *out, size_t count) {
  for (size_t i = 0; i < count; i += DRAW_RANGE) {
    size_t n = count - i < DRAW_RANGE ? count - i : DRAW_RANGE;
    poisson_range(key, stream, start + i, rate + (rate_step ? i : 0), rate_step, out + i, n);
  }
}
