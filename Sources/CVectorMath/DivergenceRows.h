// KL(p||q) of rows of weights while a row is in cache: with P and Q the sums of a row, and q scaled to
// the sum of p unless they are nearly the same,
//
//   (sum over j of (p_j log(p_j/q_j) - p_j + q_j) - (P log(P/Q) - P + Q)) / P,
//
// the last part small, and from the sum of q_j - p_j, which has the digits of the difference.
//
// Sums are taken 8 lines of 8 numbers at a time, and these joined with what rounding takes
// (RowLines.h), in an order that depends on the length of a row alone: an element's bits are the
// same for every instruction set. Floats are widened; of long rows those that FloatDivergenceRows.h leaves.

VM_INLINE d_Line line_f64(const double *p) { return d_load_line(p); }
VM_INLINE d_Line rest_f64(const double *p, size_t rest) { return d_load_rest(p, rest, 0); }
VM_INLINE d_Line line_f32(const float *p) {
  typedef float Floats __attribute__((ext_vector_type(8)));
  typedef double Doubles __attribute__((ext_vector_type(8)));
  Floats x;
  memcpy(&x, p, sizeof x);
  Doubles wide = __builtin_convertvector(x, Doubles);
  d_Line r;
  memcpy(&r, &wide, sizeof r);
  return r;
}
VM_INLINE d_Line rest_f32(const float *p, size_t rest) {
  float x[8] = {0};
  memcpy(x, p, rest * sizeof *p);
  return line_f32(x);
}

#define ROW_LANES 8
#define ROW_PARTS (ROW_LANES / VM_WIDTH)

// The loop over the lines a and b of two rows; `each` is done with a line, `after` with a run of them.
#define ROW_RUNS(suffix, p, q, n, each, after) \
  for (size_t start = 0; start < (n); start += SR_ROW_RUN * ROW_LANES) { \
    size_t end = start + SR_ROW_RUN * ROW_LANES < (n) ? start + SR_ROW_RUN * ROW_LANES : (n); \
    d_Line run = d_line_of(0), other_run = d_line_of(0); \
    for (size_t i = start; i < end; i += ROW_LANES) { \
      int whole = i + ROW_LANES <= (n); \
      d_Line a = whole ? line_##suffix((p) + i) : rest_##suffix((p) + i, (n) - i); \
      d_Line b = whole ? line_##suffix((q) + i) : rest_##suffix((q) + i, (n) - i); \
      for (int j = 0; j < ROW_PARTS; j++) { each; } \
    } \
    after; \
  }
#define SR_ROW_RUN 8

// What the rows of these sums are multiplied by: sums far from 1 by a power of two first.
typedef struct { double own, other; } RowScales;
VM_INLINE RowScales row_scales(double total, double rest) {
  RowScales by = {1, 1};
  double low = total < rest ? total : rest, high = total < rest ? rest : total;
  if (low > 0 && high < INFINITY && (low < 0x1p-400 || high > 0x1p400)) {
    // Of a subnormal sum no more than is a number.
    by.own = total < 0x1p-1000 ? 0x1p1000 : ldexp(1, -ilogb(total));
    by.other = rest < 0x1p-1000 ? 0x1p1000 : ldexp(1, -ilogb(rest));
    total *= by.own, rest *= by.other;
  }
  if (!(fabs(total - rest) <= 1e-4 * total)) by.other *= total / rest;
  return by;
}

// (the sum of terms - s (rise - 2 P atanh_tail(s)))/P, s = rise/(2 P + rise): NaN unless P is positive.
VM_INLINE V divergence_of_sums(V total, V rise, V terms) {
  V s = rise / (2.0 * total + rise);
  V value = (terms - s * mad(-2.0 * total, atanh_tail(s), rise)) / total;
  value = value < 0.0 ? (V)0.0 : value;
  return total > 0.0 ? value : (V)NAN;
}

#define DIVERGENCE_ROWS(suffix, T) \
  static void divergence_rows_##suffix( \
      const T *first, const T *second, size_t rows, size_t n, T *out) { \
    enum { batch = 64 }; \
    double own[batch] = {0}, rises[batch] = {0}, terms[batch] = {0}; \
    for (size_t from = 0; from < rows; from += batch) { \
      size_t count = rows - from < batch ? rows - from : batch; \
      for (size_t r = 0; r < count; r++) { \
        const T *p = first + (from + r) * n, *q = second + (from + r) * n; \
        d_Total p_sum = {0, 0}, q_sum = {0, 0}, sum = {0, 0}, difference = {0, 0}; \
        ROW_RUNS(suffix, p, q, n, (run.p[j] += a.p[j], other_run.p[j] += b.p[j]), \
                 (d_add(&p_sum, run), d_add(&q_sum, other_run))) \
        double total = d_sum_of(p_sum), rest = d_sum_of(q_sum); \
        RowScales by = row_scales(total, rest); \
        ROW_RUNS(suffix, p, q, n, \
                 (__builtin_prefetch(p + n + i), __builtin_prefetch(q + n + i), \
                  a.p[j] *= by.own, b.p[j] *= by.other, other_run.p[j] += b.p[j] - a.p[j], \
                  run.p[j] += special_mass_divergence(a.p[j], b.p[j])), \
                 (d_add(&sum, run), d_add(&difference, other_run))) \
        own[r] = total * by.own; \
        rises[r] = d_sum_of(difference); \
        terms[r] = d_sum_of(sum); \
        if (!(rest > 0)) own[r] = NAN; \
      } \
      for (size_t r = 0; r < count; r += VM_WIDTH) { \
        store(terms + r, divergence_of_sums(load(own + r), load(rises + r), load(terms + r))); \
      } \
      for (size_t r = 0; r < count; r++) out[from + r] = (T)terms[r]; \
    } \
  }
DIVERGENCE_ROWS(f64, double)
DIVERGENCE_ROWS(f32, float)
#undef DIVERGENCE_ROWS
#undef ROW_RUNS
#undef ROW_LANES
#undef ROW_PARTS
#undef SR_ROW_RUN

// The first of numbers that is not above `least` and finite: its place, or `count`.
static size_t first_outside(double least, const double *x, size_t count) {
  enum { at_once = 4 * VM_WIDTH };
  size_t i = 0;
  for (; i + at_once <= count; i += at_once) {
    M inside = (load(x + i) > least) & (load(x + i) < INFINITY);
    for (int v = 1; v < 4; v++) {
      V number = load(x + i + v * VM_WIDTH);
      inside &= (number > least) & (number < INFINITY);
    }
    if (any(inside == 0)) break;
  }
  for (; i < count; i += VM_WIDTH) {
    size_t rest = count - i;
    V number = rest >= VM_WIDTH ? load(x + i) : load_first(x + i, rest, INFINITY);
    M inside = (number > least) & (number < INFINITY);
    if (any(inside == 0)) {
      int64_t is_inside[VM_WIDTH];
      store_mask(is_inside, inside);
      for (size_t j = 0; j < VM_WIDTH && j < rest; j++)
        if (!is_inside[j]) return i + j;
    }
  }
  return count;
}

// KL of one law of an exponential family from `count` others: what the convex function F, the logarithm
// of the normaliser less its tangent at a centre, rises at theta' above the tangent at theta,
//
//   rises[j] - rise - sum over k of slopes[k] (parameters[k][j] - own[k]).
//
// Where less is left than the 2^-11th of what was added, a slope counting as `sizes[k]`, the place of j
// goes to `lost`, whose number is returned.
#define TANGENT_VECTORS 4
VM_INLINE size_t tangent_step(const int vectors, size_t terms, double rise, const double *slopes,
                              const double *sizes, const double *own, const double *column,
                              size_t step, const double *rises, double *out, size_t rest, size_t from,
                              int32_t *lost) {
  int whole = rest >= (size_t)vectors * VM_WIDTH;
  V value[TANGENT_VECTORS], size[TANGENT_VECTORS];
  for (int v = 0; v < vectors; v++) {
    V other = whole ? load(rises + v * VM_WIDTH) : load_first(rises, rest, 0);
    value[v] = other - rise, size[v] = other + rise;
  }
  for (size_t k = 0; k < terms; k++, column += step) {
    V origin = (V)own[k], slope = (V)-slopes[k], weight = (V)sizes[k];
    for (int v = 0; v < vectors; v++) {
      V way = (whole ? load(column + v * VM_WIDTH) : load_first(column, rest, 0)) - origin;
      value[v] = mad(slope, way, value[v]);
      size[v] = mad(weight, absolute(way), size[v]);
    }
  }
  size_t found = 0;
  for (int v = 0; v < vectors; v++) {
    M sharp = (value[v] > 0x1p-11 * size[v]) & (value[v] < INFINITY);
    if (whole) store(out + v * VM_WIDTH, value[v]);
    else store_first(out, rest, value[v]);
    if (any(sharp == 0)) {
      int64_t is_sharp[VM_WIDTH];
      store_mask(is_sharp, sharp);
      for (size_t j = 0; j < VM_WIDTH && v * VM_WIDTH + j < rest; j++)
        if (!is_sharp[j]) lost[found++] = (int32_t)(from + v * VM_WIDTH + j);
    }
  }
  return found;
}
static size_t tangent_distances(size_t terms, double rise, const double *slopes, const double *sizes,
                                const double *own, const double *parameters, const double *rises,
                                double *out, size_t count, int32_t *lost) {
  size_t found = 0, i = 0;
  for (; i + TANGENT_VECTORS * VM_WIDTH <= count; i += TANGENT_VECTORS * VM_WIDTH)
    found += tangent_step(TANGENT_VECTORS, terms, rise, slopes, sizes, own, parameters + i, count,
                          rises + i, out + i, count - i, i, lost + found);
  for (; i < count; i += VM_WIDTH)
    found += tangent_step(1, terms, rise, slopes, sizes, own, parameters + i, count, rises + i, out + i,
                          count - i, i, lost + found);
  return found;
}
