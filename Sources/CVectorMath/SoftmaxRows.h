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
// where nothing cancels for labels that are 0 or everything. Sums are taken 8 lines of lanes at a
// time, and these joined in double precision, or of up to 24 classes one after another, in an order that
// depends on the number of classes alone: an element's bits are the same for every instruction set.
//
// Included once for each precision, with REAL, VEC (a vector), WIDTH (its elements), LANES (elements
// of a line), PART(name), EXP_NEGATIVE(t) for t <= 0, LOG_ONE_PLUS(t), LOAD_FIRST(p, count, fill) and
// STORE_FIRST(p, count, x) for parts of a vector.

#define SR_PARTS (LANES / WIDTH)
#define SR_RUN 8

typedef struct { VEC p[SR_PARTS]; } PART(Line);
typedef REAL PART(Lanes) __attribute__((ext_vector_type(LANES)));
typedef double PART(Sums) __attribute__((ext_vector_type(LANES)));
typedef struct { PART(Sums) sum, lost; } PART(Total);

VM_INLINE PART(Line) PART(line_of)(REAL value) {
  PART(Line) r;
  for (int i = 0; i < SR_PARTS; i++) r.p[i] = (VEC)value;
  return r;
}
VM_INLINE PART(Line) PART(load_line)(const REAL *p) {
  PART(Line) r;
  memcpy(&r, p, sizeof r);
  return r;
}
VM_INLINE void PART(store_line)(REAL *p, PART(Line) x) { memcpy(p, &x, sizeof x); }

// The last elements of a row, and `fill` after them.
VM_INLINE PART(Line) PART(load_rest)(const REAL *p, size_t rest, REAL fill) {
  PART(Line) r;
  for (size_t i = 0; i < SR_PARTS; i++) {
    size_t count = rest < i * WIDTH ? 0 : rest - i * WIDTH;
    r.p[i] = LOAD_FIRST(p + i * WIDTH, count < WIDTH ? count : WIDTH, fill);
  }
  return r;
}
VM_INLINE void PART(store_rest)(REAL *p, size_t rest, PART(Line) x) {
  for (size_t i = 0; i < SR_PARTS; i++) {
    size_t count = rest < i * WIDTH ? 0 : rest - i * WIDTH;
    STORE_FIRST(p + i * WIDTH, count < WIDTH ? count : WIDTH, x.p[i]);
  }
}

static const REAL PART(numbers)[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

// 0 in one lane, if it is one of the line, or in the lanes from one on.
VM_INLINE void PART(clear)(PART(Line) *x, ptrdiff_t lane, int following) {
  for (int i = 0; i < SR_PARTS; i++) {
    VEC number;
    memcpy(&number, PART(numbers) + i * WIDTH, sizeof number);
    VEC first = (VEC)(REAL)lane;
    x->p[i] = following ? (number >= first ? (VEC)0 : x->p[i]) : (number == first ? (VEC)0 : x->p[i]);
  }
}

// Adds a run's sum, keeping what rounding takes.
VM_INLINE void PART(add)(PART(Total) *total, PART(Line) run) {
  PART(Lanes) lanes;
  memcpy(&lanes, &run, sizeof lanes);
  PART(Sums) x = __builtin_convertvector(lanes, PART(Sums)), a = total->sum, s = a + x;
  if (sizeof(REAL) == 8) {
    PART(Sums) c = s - a;
    total->lost += (a - (s - c)) + (x - c);
  }
  total->sum = s;
}
VM_INLINE double PART(sum_of)(PART(Total) total) {
  // An infinite sum has lost nothing that matters.
  PART(Sums) s = total.sum;
  if (sizeof(REAL) == 8) s += total.lost == total.lost ? total.lost : (PART(Sums))0;
#if LANES == 16
  double __attribute__((ext_vector_type(8))) eight = s.lo + s.hi;
#else
  double __attribute__((ext_vector_type(8))) eight = s;
#endif
  double __attribute__((ext_vector_type(4))) four = eight.lo + eight.hi;
  double __attribute__((ext_vector_type(2))) two = four.lo + four.hi;
  return two.x + two.y;
}

// The largest of a row, NaN passed over; -infinity of none.
VM_INLINE PART(Line) PART(larger)(PART(Line) x, PART(Line) m) {
  for (int p = 0; p < SR_PARTS; p++) m.p[p] = x.p[p] > m.p[p] ? x.p[p] : m.p[p];
  return m;
}
VM_INLINE REAL PART(largest_of)(const REAL *x, size_t n) {
  PART(Line) m[4];
  for (int a = 0; a < 4; a++) m[a] = PART(line_of)((REAL)-INFINITY);
  size_t i = 0;
  for (; i + 4 * LANES <= n; i += 4 * LANES)
    for (int a = 0; a < 4; a++) m[a] = PART(larger)(PART(load_line)(x + i + a * LANES), m[a]);
  for (int a = 0; i < n; i += LANES, a++)
    m[a] = PART(larger)(i + LANES <= n ? PART(load_line)(x + i)
                                       : PART(load_rest)(x + i, n - i, (REAL)-INFINITY), m[a]);
  m[0] = PART(larger)(PART(larger)(m[1], m[0]), PART(larger)(m[3], m[2]));
  PART(Lanes) lanes;
  memcpy(&lanes, &m[0], sizeof lanes);
#if LANES == 16
  REAL __attribute__((ext_vector_type(8))) eight = lanes.hi > lanes.lo ? lanes.hi : lanes.lo;
#else
  REAL __attribute__((ext_vector_type(8))) eight = lanes;
#endif
  REAL __attribute__((ext_vector_type(4))) four = eight.hi > eight.lo ? eight.hi : eight.lo;
  REAL __attribute__((ext_vector_type(2))) two = four.hi > four.lo ? four.hi : four.lo;
  return two.y > two.x ? two.y : two.x;
}

// The same for a row of few lines, without a branch: the place is anywhere.
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
      for (int p = 0; p < SR_PARTS; p++) found |= ANY(next.p[p] == (VEC)value);
    }
    if (found) break;
  }
  for (; i + LANES <= n; i += LANES) {
    PART(Line) next = PART(load_line)(x + i);
    int found = 0;
    for (int p = 0; p < SR_PARTS; p++) found |= ANY(next.p[p] == (VEC)value);
    if (found) break;
  }
  for (; i < n; i++)
    if (x[i] == value) return i;
  return 0;
}

// What of a row the result is made of.
typedef struct { double rest, others, costs; } PART(Row);

// A run of a row; whether the largest is somewhere in it is known to the compiler, so that where it is costs
// no branch.
VM_INLINE void PART(pass_run)(
    const REAL *x, const REAL *z, size_t n, size_t start, size_t end, REAL largest, size_t k, int has_largest,
    REAL *e, PART(Line) *run_e, PART(Line) *run_z, PART(Line) *run_d) {
  for (size_t i = start; i < end; i += LANES) {
    int whole = i + LANES <= n;
    // The next row comes from memory meanwhile.
    __builtin_prefetch(x + n + i);
    PART(Line) a = whole ? PART(load_line)(x + i) : PART(load_rest)(x + i, n - i, (REAL)-INFINITY);
    PART(Line) d, t, w;
    for (int p = 0; p < SR_PARTS; p++) {
      d.p[p] = (VEC)largest - a.p[p];
      t.p[p] = EXP_NEGATIVE(-d.p[p]);
    }
    // Not by the filling alone: where the largest is -infinity, that would be NaN.
    if (!whole) PART(clear)(&t, (ptrdiff_t)(n - i), 1);
    if (has_largest) PART(clear)(&t, (ptrdiff_t)(k - i), 0);
    if (e != NULL) PART(store_line)(e + i, t);
    for (int p = 0; p < SR_PARTS; p++) run_e->p[p] += t.p[p];
    if (z == NULL) continue;
    w = whole ? PART(load_line)(z + i) : PART(load_rest)(z + i, n - i, 0);
    if (has_largest) PART(clear)(&w, (ptrdiff_t)(k - i), 0);
    for (int p = 0; p < SR_PARTS; p++) {
      VEC cost = w.p[p] * d.p[p];
      run_d->p[p] += w.p[p] == 0 ? (VEC)0 : cost;
      run_z->p[p] += w.p[p];
    }
  }
}

// One pass over a row in cache; `e` takes exp(-d), where there is one.
VM_INLINE PART(Row) PART(pass)(const REAL *x, const REAL *z, size_t n, REAL largest, size_t k, REAL *e) {
  PART(Total) rest = {0, 0}, others = {0, 0}, costs = {0, 0};
  for (size_t start = 0; start < n; start += SR_RUN * LANES) {
    PART(Line) run_e = PART(line_of)(0), run_z = PART(line_of)(0), run_d = PART(line_of)(0);
    size_t end = start + SR_RUN * LANES < n ? start + SR_RUN * LANES : n;
    if (k - start < SR_RUN * LANES)
      PART(pass_run)(x, z, n, start, end, largest, k, 1, e, &run_e, &run_z, &run_d);
    else
      PART(pass_run)(x, z, n, start, end, largest, k, 0, e, &run_e, &run_z, &run_d);
    PART(add)(&rest, run_e);
    if (z == NULL) continue;
    PART(add)(&others, run_z);
    PART(add)(&costs, run_d);
  }
  PART(Row) row = {PART(sum_of)(rest), 0, 0};
  if (z != NULL) {
    row.others = PART(sum_of)(others);
    row.costs = PART(sum_of)(costs);
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

// Element j of row i at [j][i], for `count` rows, the first of them again in place of others.
VM_INLINE void PART(gather_rows)(const REAL *x, size_t count, size_t n, VEC *out) {
  REAL all[SR_SHORT][WIDTH];
  for (size_t i = 0; i < WIDTH; i++) {
    const REAL *row = x + (i < count ? i : 0) * n;
    for (size_t j = 0; j < n; j++) all[j][i] = row[j];
  }
  for (size_t j = 0; j < n; j++) memcpy(out + j, all[j], sizeof(VEC));
}

static void PART(softmax_short_rows)(
    const REAL *x, const REAL *z, const int64_t *labels, const REAL *upstream,
    size_t upstream_step, size_t rows, size_t n, REAL *loss, REAL *slope) {
  for (size_t first = 0; first < rows; first += WIDTH) {
    size_t count = rows - first < WIDTH ? rows - first : WIDTH;
    VEC a[SR_SHORT], w[SR_SHORT], e[SR_SHORT];
    PART(gather_rows)(x + first * n, count, n, a);
    VEC largest = (VEC)(REAL)-INFINITY, none = (VEC)(REAL)n, k = none, label = none;
    for (size_t j = 0; j < n; j++) largest = a[j] > largest ? a[j] : largest;
    for (size_t j = n; j-- > 0;) k = a[j] == largest ? (VEC)(REAL)j : k;
    k = k == none ? (VEC)0 : k;
    if (z != NULL) {
      PART(gather_rows)(z + first * n, count, n, w);
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
      VEC class = (VEC)(REAL)j, d = largest - a[j], t = EXP_NEGATIVE(-d);
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
      VEC result = costs + total * LOG_ONE_PLUS(rest);
      memcpy(loss + first, &result, count * sizeof(REAL));
    }
    if (slope == NULL) continue;
    REAL upstreams[WIDTH], all[SR_SHORT][WIDTH];
    for (size_t i = 0; i < WIDTH; i++)
      upstreams[i] = upstream[(first + (i < count ? i : 0)) * upstream_step];
    VEC g, sum = (VEC)1 + rest, inverse = (VEC)1 / sum;
    memcpy(&g, upstreams, sizeof g);
    VEC scale = g * total * inverse, most = g * ((others - own * rest) * inverse);
    for (size_t j = 0; j < n; j++) {
      VEC class = (VEC)(REAL)j, r = scale * e[j];
      if (z != NULL) r = __builtin_elementwise_fma(scale, e[j], -(g * w[j]));
      else r = label == class ? -(g * ((sum - e[j]) * inverse)) : r;
      r = k == class ? most : r;
      memcpy(all[j], &r, sizeof r);
    }
    for (size_t i = 0; i < count; i++)
      for (size_t j = 0; j < n; j++) slope[(first + i) * n + j] = all[j][i];
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
      size_t k = PART(place_of)(largest, logits, n);
      PART(Row) r = PART(pass)(logits, weights, n, largest, k, slope == NULL ? NULL : scratch);
      double own, total = 1;
      if (weights != NULL) {
        own = (double)weights[k];
        total = own + r.others;
      } else {
        own = label == k ? 1 : 0;
        r.others = 1 - own;
        r.costs = label < n && label != k ? (double)largest - (double)logits[label] : 0;
      }
      if (logits[k] != logits[k]) r.rest = NAN;
      costs[i] = r.costs;
      totals[i] = total;
      logs[i] = r.rest;
      if (slope == NULL) continue;
      REAL *out = slope + row * n;
      double g = (double)upstream[row * upstream_step], sum = 1 + r.rest;
      PART(write_slope)(scratch, weights, (REAL)(g * total / sum), (REAL)g, n, out);
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
