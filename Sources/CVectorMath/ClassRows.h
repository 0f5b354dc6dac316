// Rows of classes, given by weights p or by logits x = log p, while a row is in cache. With top the largest of
// a row, w_j = p_j/top = exp(x_j - top), d_j = log w_j, and k one of the classes where w = 1,
//
//   log P(c) = d_c - log1p(r),   entropy = log1p(r) - sum of w_j d_j/(1 + r),   r = sum over j != k of w_j,
//
// where no term has another sign than its sum, so nothing cancels. r is the sum of the w below 1 and the
// number of the others less one, exactly. Rows that are no laws give NaN: a largest that is infinite or NaN, or
// weights of which one is negative or none positive.
//
// Sums are those of RowLines.h, in an order that depends on the number of classes alone: an element's
// bits are the same for every instruction set. Short rows are done a vector of rows at a time.
//
// Included once for each precision, with REAL, VEC, WIDTH, LANES, PART, LOAD_FIRST and STORE_FIRST as in
// RowLines.h, and EXP_BELOW(t) for t <= 0, QUICK_LOG(x), CORE_LOG(x), CORE_LOG_ONE_PLUS(x), LEAST (the smallest
// normal number), FAR (a power of two whose square is a number too) and SUFFIX(name).

#define CR_PARTS (LANES / WIDTH)
#define CR_RUN 8

// log w, 0 <= w <= 1; that of 0 is 0, since it is multiplied by it.
VM_INLINE VEC PART(log_of_share)(VEC w) {
  VEC safe = w < LEAST ? (VEC)1 : w, r = QUICK_LOG(safe);
  if (CR_ANY((w < LEAST) & (w > 0))) {
    VEC rare = CORE_LOG(w > 0 ? w : (VEC)1);
    r = w < LEAST ? rare : r;
  }
  return r;
}

// What one class adds: to r without the largest, to the number of the largest, and to the sum of w d.
VM_INLINE void PART(add_class)(
    const int logits, const int spreads, VEC x, VEC top, VEC power, VEC inverse, VEC *others, VEC *largest,
    VEC *spread) {
  VEC w, d;
  if (logits) {
    d = x - top;
    w = EXP_BELOW(d);
    if (spreads) d = w == 0 ? (VEC)0 : d;
  } else {
    w = x * power * inverse;
    w = x >= 0 ? w : (VEC)(REAL)NAN;
    if (spreads) d = PART(log_of_share)(w);
  }
  *others += x == top ? (VEC)0 : w;
  *largest += x == top ? (VEC)1 : (VEC)0;
  if (spreads) *spread += x == top ? (VEC)0 : w * d;
}

// Weights are divided by the largest in two steps, so that its inverse is a number; the power is of two.
VM_INLINE VEC PART(power_for)(const int logits, VEC top) {
  if (logits) return (VEC)1;
  return top < 1 / FAR ? (VEC)FAR : (top > FAR ? (VEC)(1 / FAR) : (VEC)1);
}

// What is known of each of some rows: r, and the sum of w d.
typedef struct { double *tops, *rests, *spreads; } PART(ClassFacts);

VM_INLINE void PART(facts_of_short_rows)(
    const int logits, const int spreads, const REAL *x, size_t rows, size_t n, PART(ClassFacts) facts) {
  for (size_t first = 0; first < rows; first += WIDTH) {
    size_t count = rows - first < WIDTH ? rows - first : WIDTH;
    VEC a[VM_SHORT_ROW];
    SUFFIX(load_columns)(x + first * n, count, n, 1, a);
    VEC top = (VEC)(REAL)-INFINITY, others = (VEC)0, largest = (VEC)0, spread = (VEC)0;
    for (size_t j = 0; j < n; j++) top = a[j] > top ? a[j] : top;
    VEC power = PART(power_for)(logits, top), inverse = (VEC)1 / (top * power);
    for (size_t j = 0; j < n; j++)
      PART(add_class)(logits, spreads, a[j], top, power, inverse, &others, &largest, &spread);
    VEC rest = others + (largest - 1);
    REAL numbers[3][WIDTH];
    memcpy(numbers[0], &top, sizeof top);
    memcpy(numbers[1], &rest, sizeof rest);
    memcpy(numbers[2], &spread, sizeof spread);
    for (size_t i = 0; i < count; i++) {
      facts.tops[first + i] = numbers[0][i];
      facts.rests[first + i] = numbers[1][i];
      facts.spreads[first + i] = numbers[2][i];
    }
  }
}

VM_INLINE void PART(facts_of_row)(
    const int logits, const int spreads, const REAL *x, size_t n, size_t row, PART(ClassFacts) facts) {
  REAL top = PART(largest_of)(x, n), fill = logits ? (REAL)-INFINITY : 0;
  VEC power = PART(power_for)(logits, (VEC)top), inverse = (VEC)1 / ((VEC)top * power);
  PART(Total) others = {0, 0}, largest = {0, 0}, spread = {0, 0};
  for (size_t start = 0; start < n; start += CR_RUN * LANES) {
    PART(Line) run = PART(line_of)(0), tops = PART(line_of)(0), terms = PART(line_of)(0);
    size_t end = start + CR_RUN * LANES < n ? start + CR_RUN * LANES : n;
    for (size_t i = start; i < end; i += LANES) {
      // The next row comes from memory meanwhile.
      __builtin_prefetch(x + n + i);
      PART(Line) a = i + LANES <= n ? PART(load_line)(x + i) : PART(load_rest)(x + i, n - i, fill);
      for (int p = 0; p < CR_PARTS; p++)
        PART(add_class)(logits, spreads, a.p[p], (VEC)top, power, inverse, &run.p[p], &tops.p[p], &terms.p[p]);
    }
    PART(add)(&others, run);
    PART(add)(&largest, tops);
    if (spreads) PART(add)(&spread, terms);
  }
  facts.tops[row] = top;
  facts.rests[row] = PART(sum_of)(others) + (PART(sum_of)(largest) - 1);
  facts.spreads[row] = spreads ? PART(sum_of)(spread) : 0;
}

// The entropy of rows, or with `classes` the log of the mass of one class each, which is 0 outside 0..<n.
VM_INLINE void PART(class_rows)(
    const int logits, const int entropy, const REAL *x, const int64_t *classes, size_t rows, size_t n, REAL *out) {
  enum { batch = 64 };
  double tops[batch], rests[batch], spreads[batch];
  PART(ClassFacts) facts = {tops, rests, spreads};
  for (size_t first = 0; first < rows; first += batch) {
    size_t count = rows - first < batch ? rows - first : batch;
    const REAL *part = x + first * n;
    for (size_t i = count; i < (count + VM_WIDTH - 1) / VM_WIDTH * VM_WIDTH; i++) rests[i] = spreads[i] = 0;
    if (n <= VM_SHORT_ROW) PART(facts_of_short_rows)(logits, entropy, part, count, n, facts);
    else
      for (size_t i = 0; i < count; i++) PART(facts_of_row)(logits, entropy, part + i * n, n, i, facts);
    for (size_t i = 0; i < count; i++) {
      double top = tops[i];
      if (!(top < INFINITY && top > (logits ? -INFINITY : 0))) rests[i] = NAN;
      if (entropy) continue;
      size_t class = (size_t)classes[first + i];
      double chosen = class < n ? (double)part[i * n + class] : logits ? -INFINITY : 0;
      spreads[i] = logits ? chosen - top : chosen / top;
    }
    for (size_t i = 0; i < count; i += VM_WIDTH) {
      V rest = load(rests + i), spread = load(spreads + i), log = core_log1p(rest);
      V value = entropy ? log - spread / (1.0 + rest) : (logits ? spread : core_log(spread)) - log;
      store(rests + i, rest == rest ? value : rest);
    }
    for (size_t i = 0; i < count; i++) out[first + i] = (REAL)rests[i];
  }
}

static void SUFFIX(class_log_mass)(
    const REAL *x, int logits, const int64_t *classes, size_t rows, size_t n, REAL *out) {
  if (logits) PART(class_rows)(1, 0, x, classes, rows, n, out);
  else PART(class_rows)(0, 0, x, classes, rows, n, out);
}
static void SUFFIX(class_entropy)(const REAL *x, int logits, size_t rows, size_t n, REAL *out) {
  if (logits) PART(class_rows)(1, 1, x, NULL, rows, n, out);
  else PART(class_rows)(0, 1, x, NULL, rows, n, out);
}

// Which elements of a vector are 1, and which are neither 1 nor 0, one bit each.
VM_INLINE void PART(find_ones)(VEC x, uint64_t *ones, uint64_t *odd) {
#if VM_WIDTH == 1
  *ones = x == 1;
  *odd = !(x == 0) & !(x == 1);
#else
  typedef _Bool Bits __attribute__((ext_vector_type(WIDTH)));
  Bits one = __builtin_convertvector(x == 1, Bits), other = __builtin_convertvector((x != 0) & (x != 1), Bits);
  uint16_t a = 0, b = 0;
  memcpy(&a, &one, (WIDTH + 7) / 8);
  memcpy(&b, &other, (WIDTH + 7) / 8);
  *ones = a & (((uint64_t)1 << WIDTH) - 1);
  *odd = b & (((uint64_t)1 << WIDTH) - 1);
#endif
}

// Bits from a place on in a list of words.
VM_INLINE uint64_t PART(bits_from)(const uint64_t *words, size_t place) {
  size_t word = place / 64, shift = place % 64;
  return shift == 0 ? words[word] : words[word] >> shift | words[word + 1] << (64 - shift);
}

// The class of a row that has neither ones nor zeros alone.
VM_INLINE int64_t PART(class_of_odd_row)(const REAL *x, size_t n) {
  REAL sum = 0;
  for (size_t j = 0; j < n; j++) sum += x[j];
  return (int64_t)(sum == sum ? n : n + 1);
}

// Of rows of up to 64 classes, the bits of many at a time.
static void PART(classes_of_short_rows)(const REAL *x, size_t rows, size_t n, int64_t *out) {
  enum { batch = 64 };
  uint64_t mask = n < 64 ? ((uint64_t)1 << n) - 1 : ~(uint64_t)0;
  for (size_t first = 0; first < rows; first += batch, x += batch * n) {
    size_t count = rows - first < batch ? rows - first : batch;
    uint64_t ones[batch + 1] = {0}, odd[batch + 1] = {0}, strange = 0;
    for (size_t i = 0; i < count * n; i += WIDTH) {
      uint64_t one, other;
      size_t rest = count * n - i;
      PART(find_ones)(rest >= WIDTH ? PART(load_vector)(x + i) : LOAD_FIRST(x + i, rest, 0), &one, &other);
      ones[i / 64] |= one << i % 64;
      odd[i / 64] |= other << i % 64;
      strange |= other;
    }
    for (size_t r = 0; r < count; r++) {
      uint64_t found = PART(bits_from)(ones, r * n) & mask;
      int is_class = found != 0 && (found & (found - 1)) == 0;
      out[first + r] = (int64_t)(is_class ? (size_t)__builtin_ctzll(found | (found == 0)) : n);
    }
    if (strange == 0) continue;
    for (size_t r = 0; r < count; r++)
      if (PART(bits_from)(odd, r * n) & mask) out[first + r] = PART(class_of_odd_row)(x + r * n, n);
  }
}

// The class of rows with one 1 and else 0: n for a row that is none such, n + 1 where its sum is NaN.
static void SUFFIX(one_hot_classes)(const REAL *x, size_t rows, size_t n, int64_t *out) {
  if (n <= 64 && WIDTH > 1) {
    PART(classes_of_short_rows)(x, rows, n, out);
    return;
  }
  for (size_t row = 0; row < rows; row++, x += n) {
    uint64_t found = 0, place = 0, strange = 0;
    for (size_t i = 0; i < n; i += WIDTH) {
      uint64_t ones, odd;
      PART(find_ones)(n - i >= WIDTH ? PART(load_vector)(x + i) : LOAD_FIRST(x + i, n - i, 0), &ones, &odd);
      strange |= odd;
      found += (uint64_t)__builtin_popcountll(ones);
      place += ones != 0 ? i + (uint64_t)__builtin_ctzll(ones) : 0;
    }
    out[row] = strange != 0 ? PART(class_of_odd_row)(x, n) : (int64_t)(found == 1 ? place : n);
  }
}
