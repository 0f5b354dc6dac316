// KL(p||q) of rows of logits, a and b, while a row is in cache. With A and B the sums of exp(a_j - max a)
// and exp(b_j - max b), e_j the terms of A,
//
//   log(B/A) - sum of e_j ((b_j - max b) - (a_j - max a))/A,
//
// one pass after that for the largest. Where less is left than the 2^-10th of what was added, as of nearly
// equal rows, the sum of p_j (e^r - 1 - r), r = log(q_j/p_j) = (b_j - a_j) - (b_k - a_k) - c, no term of
// which is negative: k is the most likely class, and c = log p_k - log q_k = log sum p_j e^(r + c).
//
// Of long rows eight sums of every eighth class, whatever the width, so that the bits are the same; short
// ones are done a vector of rows at a time.
#define LR_LANES 8
#define LR_PARTS (LR_LANES / VM_WIDTH)

VM_INLINE d_Line logits_f64(const double *p, size_t rest) {
  return rest >= LR_LANES ? d_load_line(p) : d_load_rest(p, rest, -INFINITY);
}
VM_INLINE d_Line logits_f32(const float *p, size_t rest) {
  float x[8];
  for (size_t j = 0; j < 8; j++) x[j] = j < rest ? p[j] : -INFINITY;
  return line_f32(x);
}
VM_INLINE double lr_sum(d_Line x) {
  double s[LR_LANES];
  memcpy(s, &x, sizeof s);
  for (int width = 4; width > 0; width >>= 1)
    for (int j = 0; j < width; j++) s[j] += s[j + width];
  return s[0];
}
VM_INLINE double lr_largest(d_Line x) {
  double s[LR_LANES];
  memcpy(s, &x, sizeof s);
  for (int j = 1; j < LR_LANES; j++) s[0] = s[j] > s[0] ? s[j] : s[0];
  return s[0];
}

#define LR_EACH(suffix, n, ...) \
  for (size_t i = 0; i < (n); i += LR_LANES) { \
    d_Line x = logits_##suffix(a + i, (n) - i), y = logits_##suffix(b + i, (n) - i); \
    for (int j = 0; j < LR_PARTS; j++) { __VA_ARGS__; } \
  }

// exp(t), t <= 0, of which -infinity is no rare case.
VM_INLINE V lr_exp(V t) {
  V e = exp_of_negative(t < -746.0 ? (V)-1.0 : t);
  return t < -746.0 ? (V)0.0 : e;
}

// What rounding takes from y - x.
VM_INLINE V lost_of_difference(V y, V x) {
  V difference = y - x, back = difference - y;
  return (y - (difference - back)) - (x + back);
}
// (y - x) - (base + lost), rounded once where the two differences are near each other: rows that differ by
// a large constant may be nearly equal laws.
VM_INLINE V lr_step(V x, V y, V base, V lost) {
  return ((y - x) - base) + (lost_of_difference(y, x) - lost);
}

// What is known of a row of logits after two passes.
typedef struct { double *tops, *other_tops, *own, *other, *pulls, *sizes; } LogitFacts;

// Of VM_WIDTH short rows, whose columns are x and y.
VM_INLINE void logit_columns(size_t n, const V *x, const V *y, size_t r, LogitFacts facts) {
  V top = x[0], other_top = y[0];
  M undefined = x[0] != x[0], impossible = (y[0] == -INFINITY) & (x[0] > -INFINITY);
  undefined |= y[0] != y[0];
  for (size_t i = 1; i < n; i++) {
    top = x[i] > top ? x[i] : top;
    other_top = y[i] > other_top ? y[i] : other_top;
    undefined |= (x[i] != x[i]) | (y[i] != y[i]);
    impossible |= (y[i] == -INFINITY) & (x[i] > -INFINITY);
  }
  V own = (V)0.0, other = (V)0.0, pull = (V)0.0, size = (V)0.0;
  for (size_t i = 0; i < n; i++) {
    V u = x[i] - top, w = y[i] - other_top, e = lr_exp(u);
    M empty = e == 0.0;
    own += e;
    other += lr_exp(w);
    pull += empty ? (V)0.0 : e * (w - u);
    size += empty ? (V)0.0 : e * (absolute(u) + absolute(w));
  }
  M here = absolute(top) < INFINITY, there = absolute(other_top) < INFINITY;
  own = (here & there & (undefined == 0)) ? own : (V)NAN;
  pull = impossible ? (V)-INFINITY : pull;
  store(facts.tops + r, top);
  store(facts.other_tops + r, other_top);
  store(facts.own + r, own);
  store(facts.other + r, other);
  store(facts.pulls + r, pull);
  store(facts.sizes + r, size);
}
enum { lr_short = 64 };
VM_INLINE const double *lr_numbers_f64(const double *p, size_t count, double *copy) {
  (void)count, (void)copy;
  return p;
}
VM_INLINE const double *lr_numbers_f32(const float *p, size_t count, double *copy) {
  for (size_t i = 0; i < count; i++) copy[i] = (double)p[i];
  return copy;
}

#define LOGIT_ROWS(suffix, T) \
  static double careful_logits_##suffix( \
      const T *a, const T *b, size_t n, double top, double other_top, double own, double other) { \
    size_t k = 0; \
    while (k + 1 < n && (double)a[k] != top) k++; \
    V bottom = (V)(double)b[k], base = bottom - top, lost = lost_of_difference(bottom, (V)top); \
    d_Line change = d_line_of(0); \
    LR_EACH(suffix, n, { \
      M present = x.p[j] > -INFINITY; \
      V step = present ? lr_step(x.p[j], y.p[j], base, lost) : (V)0.0; \
      M small = present & (step <= 1.0); \
      V mass = lr_exp(x.p[j] - top) / own, apart = core_exp(small ? (V)0.0 : y.p[j] - bottom) / own - mass; \
      change.p[j] += small ? mass * core_expm1(small ? step : (V)0.0) : apart; \
    }) \
    double rise = lr_sum(change); \
    V shift = core_log1p((V)(rise < INFINITY ? rise : 0.0)); \
    if (!(rise < INFINITY)) shift = core_log((V)(other / own)) - (bottom - other_top); \
    d_Line sum = d_line_of(0); \
    LR_EACH(suffix, n, { \
      M present = x.p[j] > -INFINITY; \
      V r = present ? lr_step(x.p[j], y.p[j], base, lost) - shift : (V)0.0; \
      V p = lr_exp(x.p[j] - top) / own, q = lr_exp(y.p[j] - other_top) / other; \
      M close = absolute(r) <= 0.7; \
      V t = close ? r : (V)0.0; \
      V term = close ? p * (t * t * polynomial(VM_EXP_TAIL, 14, t)) : (q - p) - p * r; \
      sum.p[j] += present ? term : q; \
    }) \
    return lr_sum(sum); \
  } \
  static void logit_rows_##suffix( \
      const T *first, const T *second, size_t rows, size_t n, T *out) { \
    enum { batch = 64 }; \
    double tops[batch], other_tops[batch], own[batch], other[batch], pulls[batch], sizes[batch]; \
    LogitFacts facts = {tops, other_tops, own, other, pulls, sizes}; \
    V columns[lr_short], other_columns[lr_short]; \
    double copy[lr_short * VM_WIDTH]; \
    for (size_t from = 0; from < rows; from += batch) { \
      size_t count = rows - from < batch ? rows - from : batch; \
      for (size_t r = 0; r < batch; r++) own[r] = other[r] = 1, pulls[r] = sizes[r] = 0; \
      for (size_t r = 0; n <= lr_short && r < count; r += VM_WIDTH) { \
        size_t part = count - r < VM_WIDTH ? count - r : VM_WIDTH, start = (from + r) * n; \
        load_columns_f64(lr_numbers_##suffix(first + start, part * n, copy), part, n, 1, columns); \
        load_columns_f64(lr_numbers_##suffix(second + start, part * n, copy), part, n, 1, other_columns); \
        logit_columns(n, columns, other_columns, r, facts); \
      } \
      for (size_t r = 0; n > lr_short && r < count; r++) { \
        const T *a = first + (from + r) * n, *b = second + (from + r) * n; \
        d_Line high = d_line_of(-INFINITY), other_high = d_line_of(-INFINITY); \
        LR_EACH(suffix, n, { \
          high.p[j] = x.p[j] > high.p[j] ? x.p[j] : high.p[j]; \
          other_high.p[j] = y.p[j] > other_high.p[j] ? y.p[j] : other_high.p[j]; \
        }) \
        double top = lr_largest(high), other_top = lr_largest(other_high); \
        d_Line p = d_line_of(0), q = d_line_of(0), pull = d_line_of(0), size = d_line_of(0); \
        M undefined = (M)(V)(0.0), impossible = undefined; \
        LR_EACH(suffix, n, { \
          V u = x.p[j] - top, w = y.p[j] - other_top, e = exp_of_negative(u); \
          M empty = e == 0.0; \
          p.p[j] += e; \
          q.p[j] += exp_of_negative(w); \
          pull.p[j] += empty ? (V)0.0 : e * (w - u); \
          size.p[j] += empty ? (V)0.0 : e * (absolute(u) + absolute(w)); \
          undefined |= (x.p[j] != x.p[j]) | (y.p[j] != y.p[j]); \
          impossible |= (y.p[j] == -INFINITY) & (x.p[j] > -INFINITY); \
        }) \
        tops[r] = top, other_tops[r] = other_top; \
        own[r] = lr_sum(p), other[r] = lr_sum(q), pulls[r] = lr_sum(pull), sizes[r] = lr_sum(size); \
        int is_finite = fabs(top) < INFINITY && fabs(other_top) < INFINITY; \
        if (any(undefined) || !is_finite) own[r] = NAN; \
        else if (any(impossible)) pulls[r] = -INFINITY; \
      } \
      for (size_t r = 0; r < count; r += VM_WIDTH) { \
        V total = load(own + r), log = core_log(load(other + r) / total); \
        V value = log - load(pulls + r) / total; \
        M sharp = (value > 0x1p-10 * (1.0 + absolute(log) + load(sizes + r) / total)) | (value != value) \
            | (value == INFINITY); \
        int64_t is_sharp[VM_WIDTH]; \
        double values[VM_WIDTH]; \
        store_mask(is_sharp, sharp); \
        store(values, value); \
        for (size_t j = 0; j < VM_WIDTH && r + j < count; j++) { \
          size_t row = from + r + j; \
          out[row] = (T)(is_sharp[j] ? values[j] \
                                     : careful_logits_##suffix(first + row * n, second + row * n, n, \
                                                               tops[r + j], other_tops[r + j], \
                                                               own[r + j], other[r + j])); \
        } \
      } \
    } \
  }
LOGIT_ROWS(f64, double)
LOGIT_ROWS(f32, float)
#undef LOGIT_ROWS
#undef LR_EACH
#undef LR_PARTS
#undef LR_LANES
