// The softmax cross-entropy of rows, and its derivative by the logits, while a row is in cache.
//
// With k the first of the largest logits x_k, and over the other classes j
//
//   d_j = x_k - x_j,   e_j = exp(-d_j),   r = sum e_j,   T = 1 + r,
//
// the loss of labels z is sum z_j d_j + (sum z) log1p(r), and its derivative by x_j is
//
//   (sum z) e_j / T - z_j   for j != k,      (sum of the other z) / T - z_k r / T   for k,
//
// where nothing cancels for labels that are 0 or everything. r is the sum of the e_j where x_j < x_k and the
// number of the others less one, exactly, so that the loss need not know where k is. Sums are taken 8 lines of
// lanes at a time, and these joined in double precision, or of up to 24 classes one after another, in an order
// that depends on the number of classes alone: an element's bits are the same for every instruction set.
//
// Included once for each precision with the macros of ClassRows.h.

#define SR_PARTS (LANES / WIDTH)
#define SR_RUN 8

// The first place of a value in a row of few lines, without a branch; 0 where it is nowhere.
VM_INLINE size_t PART(place_in_short_row)(REAL value, const REAL *x, size_t n) {
  PART(Lanes) first = (PART(Lanes))(REAL)n, number;
  memcpy(&number, PART(numbers), sizeof number);
  for (size_t i = 0; i < n; i += LANES) {
    PART(Line) line = i + LANES <= n ? PART(load_line)(x + i) : PART(load_rest)(x + i, n - i, (REAL)-INFINITY);
    PART(Lanes) lanes;
    memcpy(&lanes, &line, sizeof lanes);
    PART(Lanes) place = lanes == (PART(Lanes))value ? number : (PART(Lanes))(REAL)n;
    first = place < first ? place : first;
    number += (REAL)LANES;
  }
#if LANES == 16
  REAL __attribute__((ext_vector_type(8))) eight = first.lo < first.hi ? first.lo : first.hi;
#else
  REAL __attribute__((ext_vector_type(8))) eight = first;
#endif
  REAL __attribute__((ext_vector_type(4))) four = eight.lo < eight.hi ? eight.lo : eight.hi;
  REAL __attribute__((ext_vector_type(2))) two = four.lo < four.hi ? four.lo : four.hi;
  size_t place = (size_t)(two.x < two.y ? two.x : two.y);
  return place < n ? place : 0;
}

// The first place of a value; 0 where it is nowhere.
VM_INLINE size_t PART(place_of)(REAL value, const REAL *x, size_t n) {
  size_t i = 0;
  if (n <= 2 * SR_RUN * LANES) return PART(place_in_short_row)(value, x, n);
  for (; i + 4 * LANES <= n; i += 4 * LANES) {
    int found = 0;
    for (int a = 0; a < 4; a++) {
      PART(Line) next = PART(load_line)(x + i + a * LANES);
      for (int p = 0; p < SR_PARTS; p++) found |= CR_ANY(next.p[p] == (VEC)value);
    }
    if (found) break;
  }
  for (; i + LANES <= n; i += LANES) {
    PART(Line) next = PART(load_line)(x + i);
    int found = 0;
    for (int p = 0; p < SR_PARTS; p++) found |= CR_ANY(next.p[p] == (VEC)value);
    if (found) break;
  }
  for (; i < n; i++)
    if (x[i] == value) return i;
  return 0;
}

// What of a row the result is made of: r, the sums of z_j d_j and of z, and that of z without z_k, where it
// was asked for.
typedef struct { double rest, costs, total, others; } PART(Row);
typedef struct { PART(Line) e, top, cost, z, others; } PART(Run);

// A run of a row; whether z_k is to be left out somewhere in it is known to the compiler, so that where it is
// costs no branch.
VM_INLINE void PART(pass_run)(
    const REAL *x, const REAL *z, size_t n, size_t start, size_t end, REAL largest, size_t k, int has_largest,
    REAL *e, PART(Run) *run) {
  for (size_t i = start; i < end; i += LANES) {
    int whole = i + LANES <= n;
    // The next row comes from memory meanwhile.
    __builtin_prefetch(x + n + i);
    PART(Line) a = whole ? PART(load_line)(x + i) : PART(load_rest)(x + i, n - i, (REAL)-INFINITY);
    PART(Line) w = PART(line_of)(0), t;
    if (z != NULL) w = whole ? PART(load_line)(z + i) : PART(load_rest)(z + i, n - i, 0);
    for (int p = 0; p < SR_PARTS; p++) {
      VEC d = (VEC)largest - a.p[p];
      t.p[p] = EXP_BELOW(-d);
      VEC below = t.p[p];
      if (CR_ANY(a.p[p] == (VEC)largest)) {
        below = a.p[p] == (VEC)largest ? (VEC)0 : below;
        run->top.p[p] += a.p[p] == (VEC)largest ? (VEC)1 : (VEC)0;
      }
      run->e.p[p] += below;
      if (z == NULL) continue;
      VEC cost = w.p[p] * d;
      run->cost.p[p] += ((w.p[p] == 0) | (a.p[p] == (VEC)largest)) ? (VEC)0 : cost;
      run->z.p[p] += w.p[p];
    }
    if (e == NULL) continue;
    PART(store_line)(e + i, t);
    if (z == NULL) continue;
    if (has_largest) PART(clear)(&w, (ptrdiff_t)(k - i), 0);
    for (int p = 0; p < SR_PARTS; p++) run->others.p[p] += w.p[p];
  }
}

// One pass over a row in cache; `e` takes exp(-d), where there is one, which is of use for k < n only.
VM_INLINE PART(Row) PART(pass)(const REAL *x, const REAL *z, size_t n, REAL largest, size_t k, REAL *e) {
  PART(Total) rest = {0, 0}, top = {0, 0}, costs = {0, 0}, total = {0, 0}, others = {0, 0};
  for (size_t start = 0; start < n; start += SR_RUN * LANES) {
    PART(Line) zero = PART(line_of)(0);
    PART(Run) run = {zero, zero, zero, zero, zero};
    size_t end = start + SR_RUN * LANES < n ? start + SR_RUN * LANES : n;
    if (e != NULL && z != NULL && k - start < SR_RUN * LANES)
      PART(pass_run)(x, z, n, start, end, largest, k, 1, e, &run);
    else
      PART(pass_run)(x, z, n, start, end, largest, k, 0, e, &run);
    PART(add)(&rest, run.e);
    PART(add)(&top, run.top);
    if (z == NULL) continue;
    PART(add)(&costs, run.cost);
    PART(add)(&total, run.z);
    if (e != NULL) PART(add)(&others, run.others);
  }
  PART(Row) row = {PART(sum_of)(rest), 0, 0, 0};
  double more = PART(sum_of)(top) - 1;
  // A largest that is infinite is no largest of several, and of NaN alone there is none.
  if (more != 0) row.rest += more + ((double)largest - (double)largest);
  if (z != NULL) {
    row.costs = PART(sum_of)(costs);
    row.total = PART(sum_of)(total);
    if (e != NULL) row.others = PART(sum_of)(others);
  }
  return row;
}

// out_j = scale e_j - weight z_j.
VM_INLINE void PART(write_slope)(const REAL *e, const REAL *z, REAL scale, REAL weight, size_t n, REAL *out) {
  size_t i = 0;
  for (; i < n; i += LANES) {
    int whole = i + LANES <= n;
    PART(Line) r = PART(load_line)(e + i);
    if (z != NULL) {
      PART(Line) w = whole ? PART(load_line)(z + i) : PART(load_rest)(z + i, n - i, 0);
      for (int p = 0; p < SR_PARTS; p++)
        r.p[p] = __builtin_elementwise_fma((VEC)scale, r.p[p], -((VEC)weight * w.p[p]));
    } else {
      for (int p = 0; p < SR_PARTS; p++) r.p[p] *= (VEC)scale;
    }
    if (whole) PART(store_line)(out + i, r);
    else PART(store_rest)(out + i, n - i, r);
  }
}

// Rows of at most this many classes are taken a vector of rows at a time, class by class.
#define SR_SHORT 24

static void PART(softmax_short_rows)(
    const REAL *x, const REAL *z, const int64_t *labels, const REAL *upstream,
    size_t upstream_step, size_t rows, size_t n, REAL *loss, REAL *slope) {
  for (size_t first = 0; first < rows; first += WIDTH) {
    size_t count = rows - first < WIDTH ? rows - first : WIDTH;
    VEC a[SR_SHORT], w[SR_SHORT], e[SR_SHORT];
    SUFFIX(load_columns)(x + first * n, count, n, 1, a);
    VEC largest = (VEC)(REAL)-INFINITY, none = (VEC)(REAL)n, k = none, label = none;
    for (size_t j = 0; j < n; j++) largest = a[j] > largest ? a[j] : largest;
    for (size_t j = n; j-- > 0;) k = a[j] == largest ? (VEC)(REAL)j : k;
    k = k == none ? (VEC)0 : k;
    if (z != NULL) {
      SUFFIX(load_columns)(z + first * n, count, n, 1, w);
    } else {
      REAL numbers[WIDTH];
      for (size_t i = 0; i < WIDTH; i++) {
        size_t own = (size_t)labels[first + (i < count ? i : 0)];
        numbers[i] = (REAL)(own < n ? own : n);
      }
      memcpy(&label, numbers, sizeof label);
    }
    VEC rest = (VEC)0, others = (VEC)0, costs = (VEC)0, own = (VEC)0, top = (VEC)0;
    for (size_t j = 0; j < n; j++) {
      VEC class = (VEC)(REAL)j, d = largest - a[j], t = EXP_BELOW(-d);
      t = k == class ? (VEC)0 : t;
      d = k == class ? (VEC)0 : d;
      top = k == class ? a[j] : top;
      e[j] = t;
      rest += t;
      if (z != NULL) {
        VEC weight = k == class ? (VEC)0 : w[j], cost = weight * d;
        own = k == class ? w[j] : own;
        costs += weight == 0 ? (VEC)0 : cost;
        others += weight;
      } else {
        costs = label == class ? d : costs;
      }
    }
    if (z == NULL) {
      own = label == k ? (VEC)1 : (VEC)0;
      others = (VEC)1 - own;
    }
    rest = top == top ? rest : (VEC)(REAL)NAN;
    VEC total = own + others;
    if (loss != NULL) {
      VEC result = costs + total * CORE_LOG_ONE_PLUS(rest);
      memcpy(loss + first, &result, count * sizeof(REAL));
    }
    if (slope == NULL) continue;
    REAL upstreams[WIDTH];
    VEC slopes[SR_SHORT];
    for (size_t i = 0; i < WIDTH; i++)
      upstreams[i] = upstream[(first + (i < count ? i : 0)) * upstream_step];
    VEC g, sum = (VEC)1 + rest, inverse = (VEC)1 / sum;
    memcpy(&g, upstreams, sizeof g);
    VEC scale = g * total * inverse, most = g * ((others - own * rest) * inverse);
    for (size_t j = 0; j < n; j++) {
      VEC class = (VEC)(REAL)j, r = scale * e[j];
      if (z != NULL) r = __builtin_elementwise_fma(scale, e[j], -(g * w[j]));
      else r = label == class ? -(g * ((sum - e[j]) * inverse)) : r;
      slopes[j] = k == class ? most : r;
    }
    SUFFIX(store_columns)(slopes, count, n, n, slope + first * n);
  }
}

static void PART(softmax_rows)(
    const REAL *x, const REAL *z, const int64_t *labels, const REAL *upstream,
    size_t upstream_step, size_t rows, size_t n, REAL *scratch, REAL *loss, REAL *slope) {
  if (n <= SR_SHORT && n > 0) {
    PART(softmax_short_rows)(x, z, labels, upstream, upstream_step, rows, n, loss, slope);
    return;
  }
  enum { batch = 64 };
  double costs[batch], totals[batch], logs[batch];
  for (size_t first = 0; first < rows; first += batch) {
    size_t count = rows - first < batch ? rows - first : batch;
    for (size_t i = 0; i < count; i++) {
      size_t row = first + i, label = labels == NULL ? n : (size_t)labels[row];
      const REAL *logits = x + row * n, *weights = z == NULL ? NULL : z + row * n;
      REAL largest = PART(largest_of)(logits, n);
      size_t k = slope == NULL ? n : PART(place_of)(largest, logits, n);
      PART(Row) r = PART(pass)(logits, weights, n, largest, k, slope == NULL ? NULL : scratch);
      if (weights == NULL) {
        r.total = 1;
        r.costs = label < n && logits[label] != largest ? (double)largest - (double)logits[label] : 0;
      }
      costs[i] = r.costs;
      totals[i] = r.total;
      logs[i] = r.rest;
      if (slope == NULL) continue;
      double own = weights != NULL ? (double)weights[k] : (label == k ? 1 : 0);
      if (weights == NULL) r.others = 1 - own;
      REAL *out = slope + row * n;
      double g = (double)upstream[row * upstream_step], sum = 1 + r.rest;
      PART(write_slope)(scratch, weights, (REAL)(g * r.total / sum), (REAL)g, n, out);
      if (weights == NULL && label < n)
        out[label] = (REAL)(-g * (1 - (double)scratch[label] / sum));
      out[k] = (REAL)(g * (r.others / sum - own * (r.rest / sum)));
    }
    if (loss == NULL) continue;
    for (size_t i = count; i < (count + VM_WIDTH - 1) / VM_WIDTH * VM_WIDTH; i++) logs[i] = 0;
    for (size_t i = 0; i < count; i += VM_WIDTH) store(logs + i, core_log1p(load(logs + i)));
    for (size_t i = 0; i < count; i++) loss[first + i] = (REAL)(costs[i] + totals[i] * logs[i]);
  }
}

#undef SR_PARTS
#undef SR_SHORT
#undef SR_RUN
