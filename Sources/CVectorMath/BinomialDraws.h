// Binomial draws of trials and probabilities of their own, a function of the element's number alone: of small
// means by adding up the masses, from one word of the stream, of large ones by rejection, a proposal from
// a block of the element's own. What the squeeze leaves open is gathered and settled together.

// Below this mean of the rarer outcome the masses are added up.
#define VM_SMALL_MEAN 10.0

// The smallest k up to which the mass exceeds u; all lanes step together. p is at most 1/2.
VM_INLINE V binomial_by_sums(V n, V p, V u) {
  V odds = p / (1.0 - p), mass = core_exp(n * core_log1p(-p)), sum = mass, k = (V)0.0;
  for (int j = 1; j <= LAST_SUMMAND; j++) {
    M above = (u >= sum) & (k < n);
    if (!any(above)) break;
    k = above ? (V)(double)j : k;
    mass = mass * ((n - (double)(j - 1)) * odds * (V)(1.0 / j));
    sum += mass;
  }
  return k;
}

// W. Hoermann, "The generation of binomial random variates", Journal of Statistical Computation and
// Simulation 46 (1993) 101-110: BTRS, for n p of 10 at least and p of at most 1/2.
typedef struct { V count, bound; M accepted, possible; } BinomialProposal;
VM_INLINE BinomialProposal binomial_proposal(V n, V p, Words w) {
  V deviation = square_root(n * p * (1.0 - p)), b = mad((V)2.53, deviation, (V)1.15);
  V a = mad((V)0.0248, b, mad((V)0.01, p, (V)-0.0873)), alpha = (2.83 + 5.1 / b) * deviation;
  V u = uniform_of(w.first) - 0.5, v = uniform_of(w.second), s = 0.5 - absolute(u);
  V k = __builtin_elementwise_floor(mad(2.0 * a / s + b, u, mad(n, p, (V)0.5)));
  M possible = (k >= 0.0) & (k <= n);
  BinomialProposal r = {k, v * alpha / (a / (s * s) + b), possible & (s >= 0.07) & (v <= 0.92 - 4.2 / b), possible};
  return r;
}

// Whether the bound is below the mass of k over that of the mode.
VM_INLINE M is_binomial_accepted(V n, V p, V k, V bound) {
  V mode = __builtin_elementwise_floor((n + 1.0) * p);
  return core_log(bound) <= mass_binomial(k, n, p) - mass_binomial(mode, n, p);
}

typedef struct { uint64_t number[VM_WIDTH]; double trials[VM_WIDTH], chance[VM_WIDTH]; } BinomialLanes;
typedef struct {
  uint64_t number;
  const double *trials, *probability;
  size_t trials_step, probability_step;
} BinomialRange;

VM_INLINE size_t take_binomial_lanes(BinomialLanes *lanes, const uint32_t *list, size_t i, size_t length,
                                     BinomialRange range) {
  size_t n = length - i < VM_WIDTH ? length - i : VM_WIDTH;
  for (size_t j = 0; j < VM_WIDTH; j++) {
    uint32_t place = list[j < n ? i + j : i];
    double p = range.probability[range.probability_step ? place : 0];
    lanes->number[j] = range.number + place;
    lanes->trials[j] = range.trials[range.trials_step ? place : 0];
    lanes->chance[j] = p > 0.5 ? 1.0 - p : p;
  }
  return n;
}

static void binomial_range(uint64_t key, uint64_t stream, BinomialRange range, int64_t *out, size_t count) {
  uint64_t words[DRAW_RANGE];
  uint32_t list[DRAW_RANGE + 2 * VM_WIDTH], open[DRAW_RANGE + 2 * VM_WIDTH], places[DRAW_RANGE + VM_WIDTH];
  double bounds[DRAW_RANGE], proposals[DRAW_RANGE];
  size_t length = 0;
  random_bits(key, stream, range.number, words, count);
  for (size_t i = 0; i < count; i += VM_WIDTH) {
    size_t rest = count - i < VM_WIDTH ? count - i : VM_WIDTH;
    double trials[VM_WIDTH], chances[VM_WIDTH], counts[VM_WIDTH];
    uint64_t own[VM_WIDTH];
    for (size_t j = 0; j < VM_WIDTH; j++) {
      size_t place = j < rest ? i + j : i;
      trials[j] = range.trials[range.trials_step ? place : 0];
      chances[j] = range.probability[range.probability_step ? place : 0];
      own[j] = words[place];
      places[i + j] = (uint32_t)(i + j);
    }
    U w;
    memcpy(&w, own, sizeof w);
    V n = load(trials), chance = load(chances);
    M mirrored = chance > 0.5;
    V p = mirrored ? 1.0 - chance : chance;
    M valid = (n >= 0.0) & (n < INFINITY) & (p >= 0.0), small = valid & (n * p < VM_SMALL_MEAN);
    V k = (V)0.0;
    if (any(small)) k = binomial_by_sums(small ? n : (V)0.0, small ? p : (V)0.0, fine_uniform_of(w));
    k = mirrored ? n - k : k;
    store(counts, small ? k : (V)0.0);
    for (size_t j = 0; j < rest; j++) out[i + j] = count_of(counts[j]);
    length = append_places(list, length, places + i, bits_of(valid & (small == 0)) & first_bits(rest));
  }
  BinomialLanes lanes;
  for (int retry = 0; length > 0 && retry <= LAST_RETRY; retry++) {
    size_t left = 0, unsettled = 0;
    for (size_t i = 0; i < length; i += VM_WIDTH) {
      size_t n = take_binomial_lanes(&lanes, list, i, length, range);
      U own;
      memcpy(&own, lanes.number, sizeof own);
      BinomialProposal p = binomial_proposal(
          load(lanes.trials), load(lanes.chance), philox(key, stream, own | VM_BLOCK(BLOCK_RETRIES + retry)));
      double counts[VM_WIDTH], levels[VM_WIDTH];
      store(counts, p.count);
      store(levels, p.bound);
      for (size_t j = 0; j < n; j++) {
        uint32_t place = list[i + j];
        proposals[place] = counts[j];
        bounds[place] = levels[j];
      }
      // The list is read before it is written: what is left of it is never longer.
      uint32_t current[VM_WIDTH], bits = bits_of(p.accepted == 0) & first_bits(n);
      uint32_t possible = bits & bits_of(p.possible);
      memcpy(current, list + i, sizeof current);
      unsettled = append_places(open, unsettled, current, possible);
      left = append_places(list, left, current, bits & ~possible);
      for (size_t j = 0; j < n; j++) {
        uint32_t place = current[j];
        double chance = range.probability[range.probability_step ? place : 0];
        out[place] = count_of(chance > 0.5 ? lanes.trials[j] - counts[j] : counts[j]);
      }
    }
    // What is not accepted is written over by the next proposal.
    for (size_t i = 0; i < unsettled; i += VM_WIDTH) {
      size_t n = take_binomial_lanes(&lanes, open, i, unsettled, range);
      double counts[VM_WIDTH], levels[VM_WIDTH];
      for (size_t j = 0; j < VM_WIDTH; j++) {
        uint32_t place = open[j < n ? i + j : i];
        counts[j] = proposals[place];
        levels[j] = bounds[place];
      }
      M accepted = is_binomial_accepted(load(lanes.trials), load(lanes.chance), load(counts), load(levels));
      left = append_places(list, left, open + i, bits_of(accepted == 0) & first_bits(n));
    }
    length = left;
  }
}

static void random_binomial(uint64_t key, uint64_t stream, uint64_t start, const double *trials,
                            size_t trials_step, const double *probability, size_t probability_step,
                            int64_t *out, size_t count) {
  for (size_t i = 0; i < count; i += DRAW_RANGE) {
    BinomialRange range = {start + i, trials + (trials_step ? i : 0),
                           probability + (probability_step ? i : 0), trials_step, probability_step};
    binomial_range(key, stream, range, out + i, count - i < DRAW_RANGE ? count - i : DRAW_RANGE);
  }
}
