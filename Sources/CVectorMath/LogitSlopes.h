// The derivatives of KL(p||q) of rows of logits a and b, times a number g for each row: with r = log(q_j/p_j)
//
//   by b_j  g p_j (e^r - 1) = g (q_j - p_j),   by a_j  -g p_j (r + KL).
//
// With k the most likely class of p and d_j = (b_j - a_j) - (b_k - a_k), r is d_j - c. Where no d is above 1, c is
// log(1 + sum of p_j (e^d_j - 1)) and KL the sum of p_j (e^r - 1 - r), so that nearly equal laws keep the digits
// of what they differ by; elsewhere r and KL come from the sums of the rows. The derivatives of a row add up to 0:
// that of k, which may be the rest of two masses near 1, is what the others leave. Those of an infinite divergence
// are 0; a row that is no law gives NaN.
//
// Included once for each precision after MassRows.h, with its macros and CORE_EXPM1(x).

// What rounding takes from y - x.
VM_INLINE VEC PART(lost_of_difference)(VEC y, VEC x) {
  VEC difference = y - x, back = difference - y;
  return (y - (difference - back)) - (x + back);
}
// d, rounded once where the two differences are near each other: base is b_k - a_k, and lost what rounding took.
typedef struct { REAL base, lost; } PART(LogitShift);
VM_INLINE VEC PART(step_from)(PART(LogitShift) by, VEC a, VEC b) {
  return ((b - a) - (VEC)by.base) + (PART(lost_of_difference)(b, a) - (VEC)by.lost);
}

// The loop over lines x, y and e of a, b and p; `each` is done with a part of a line, `after` with a run of lines.
#define LS_EACH(each, after) \
  for (size_t start = 0; start < n; start += CR_RUN * LANES) { \
    size_t end = start + CR_RUN * LANES < n ? start + CR_RUN * LANES : n; \
    PART(Line) run = PART(line_of)(0); \
    for (size_t i = start; i < end; i += LANES) { \
      int whole = i + LANES <= n; \
      PART(Line) x = whole ? PART(load_line)(a + i) : PART(load_rest)(a + i, n - i, (REAL)-INFINITY); \
      PART(Line) y = whole ? PART(load_line)(b + i) : PART(load_rest)(b + i, n - i, (REAL)-INFINITY); \
      PART(Line) e = whole ? PART(load_line)(p + i) : PART(load_rest)(p + i, n - i, 0); \
      for (int j = 0; j < CR_PARTS; j++) { each; } \
      after; \
    } \
    PART(add)(&sum, run); \
  }
#define LS_STORE \
  if (whole) PART(store_line)(out + i, e); \
  else PART(store_rest)(out + i, n - i, e)

// Sets the derivative of class k to what the others leave.
VM_INLINE void PART(balance)(size_t k, size_t n, REAL *out) {
  PART(Total) sum = {0, 0};
  out[k] = 0;
  for (size_t i = 0; i < n; i += LANES)
    PART(add)(&sum, i + LANES <= n ? PART(load_line)(out + i) : PART(load_rest)(out + i, n - i, 0));
  out[k] = (REAL)-PART(sum_of)(sum);
}

// The sum of p_j (e^d_j - 1) times `own`, p_j times that being given.
VM_INLINE double PART(change_of)(
    const REAL *a, const REAL *b, const REAL *p, size_t n, PART(LogitShift) by) {
  PART(Total) sum = {0, 0};
  LS_EACH({
    VEC d = PART(step_from)(by, x.p[j], y.p[j]);
    run.p[j] += e.p[j] * CORE_EXPM1(e.p[j] > 0 ? d : (VEC)0);
  }, )
  return PART(sum_of)(sum);
}

// Of nearly equal laws, `shift` being c.
VM_INLINE void PART(near_slopes)(
    const int by_first, const REAL *a, const REAL *b, const REAL *p, double own, double g, size_t n,
    PART(LogitShift) by, VEC shift, REAL *out) {
  VEC scale = (VEC)(REAL)(g / own), divergence = (VEC)0;
  PART(Total) sum = {0, 0};
  if (by_first) {
    LS_EACH({
      VEC r = e.p[j] > 0 ? PART(step_from)(by, x.p[j], y.p[j]) - shift : (VEC)0;
      run.p[j] += e.p[j] * (CORE_EXPM1(r) - r);
    }, )
    divergence = (VEC)(REAL)(PART(sum_of)(sum) / own);
  }
  LS_EACH({
    VEC r = e.p[j] > 0 ? PART(step_from)(by, x.p[j], y.p[j]) - shift : (VEC)0;
    e.p[j] *= scale * (by_first ? -(r + divergence) : CORE_EXPM1(r));
  }, LS_STORE)
}

// The same of others by a, `shift` being the log of the quotient of the sums.
VM_INLINE void PART(slopes_by_first)(
    const REAL *a, const REAL *b, const REAL *p, double own, double g, size_t n, VEC top, VEC other_top, VEC shift,
    REAL *out) {
  PART(Total) sum = {0, 0};
  LS_EACH({
    VEC r = e.p[j] > 0 ? ((y.p[j] - other_top) - (x.p[j] - top)) - shift : (VEC)0;
    run.p[j] += e.p[j] * -r;
  }, )
  VEC divergence = (VEC)(REAL)(PART(sum_of)(sum) / own), scale = (VEC)(REAL)(-g / own);
  LS_EACH({
    VEC r = e.p[j] > 0 ? ((y.p[j] - other_top) - (x.p[j] - top)) - shift : (VEC)0;
    e.p[j] *= scale * (r + divergence);
  }, LS_STORE)
}

// The same by b, q_j times `other` being where the result goes.
VM_INLINE void PART(slopes_by_second)(const REAL *p, double own, double other, double g, size_t n, REAL *out) {
  VEC scale = (VEC)(REAL)(g / own), other_scale = (VEC)(REAL)(g / other);
  for (size_t i = 0; i < n; i += LANES) {
    int whole = i + LANES <= n;
    PART(Line) e = whole ? PART(load_line)(p + i) : PART(load_rest)(p + i, n - i, 0);
    PART(Line) q = whole ? PART(load_line)(out + i) : PART(load_rest)(out + i, n - i, 0);
    for (int j = 0; j < CR_PARTS; j++)
      e.p[j] = __builtin_elementwise_fma(other_scale, q.p[j], -(scale * e.p[j]));
    LS_STORE;
  }
}

// `p` has room for a row.
VM_INLINE void PART(logit_slopes_of_row)(
    const int by_first, const REAL *a, const REAL *b, double g, size_t n, REAL *p, REAL *out) {
  REAL top = PART(largest_of)(a, n), other_top = PART(largest_of)(b, n);
  double own = 1 + PART(exponentials)(a, n, top, p), other = 1 + PART(exponentials)(b, n, other_top, out);
  if (!(top - top == 0 && other_top - other_top == 0 && own < INFINITY && other < INFINITY)) {
    for (size_t j = 0; j < n; j++) out[j] = (REAL)NAN;
    return;
  }
  size_t k = PART(place_of)(top, a, n);
  REAL base = b[k] - top, back = base - b[k];
  PART(LogitShift) by = {base, (b[k] - (base - back)) - (top + back)};
  // d is not a number where both lack the class.
  VEC farthest = b[k] - b[k] == 0 ? (VEC)0 : (VEC)(REAL)INFINITY;
  __typeof__(farthest > farthest) impossible = farthest < 0;
  for (size_t i = 0; i < n; i += LANES) {
    int whole = i + LANES <= n;
    PART(Line) x = whole ? PART(load_line)(a + i) : PART(load_rest)(a + i, n - i, (REAL)-INFINITY);
    PART(Line) y = whole ? PART(load_line)(b + i) : PART(load_rest)(b + i, n - i, (REAL)-INFINITY);
    for (int j = 0; j < CR_PARTS; j++) {
      VEC d = (y.p[j] - x.p[j]) - (VEC)base;
      farthest = d > farthest ? d : farthest;
      impossible |= (y.p[j] == (VEC)(REAL)-INFINITY) & (x.p[j] > (VEC)(REAL)-INFINITY);
    }
  }
  if (CR_ANY(impossible)) {
    for (size_t j = 0; j < n; j++) out[j] = 0;
    return;
  }
  // Where c would be of nearly all the mass, the sums know it better.
  double change = CR_ANY(farthest > 1) ? -own : PART(change_of)(a, b, p, n, by);
  if (change > -0.75 * own) PART(near_slopes)(by_first, a, b, p, own, g, n, by, (VEC)(REAL)log1p(change / own), out);
  else if (by_first)
    PART(slopes_by_first)(a, b, p, own, g, n, (VEC)top, (VEC)other_top, (VEC)(REAL)log(other / own), out);
  else PART(slopes_by_second)(p, own, other, g, n, out);
  PART(balance)(k, n, out);
}

static void SUFFIX(logit_slopes)(
    const REAL *first, const REAL *second, int by_first, const REAL *upstream, size_t step, size_t rows, size_t n,
    REAL *scratch, REAL *out) {
  for (size_t row = 0; row < rows; row++) {
    const REAL *a = first + row * n, *b = second + row * n;
    double g = (double)upstream[row * step];
    if (by_first) PART(logit_slopes_of_row)(1, a, b, g, n, scratch, out + row * n);
    else PART(logit_slopes_of_row)(0, a, b, g, n, scratch, out + row * n);
  }
}
#undef LS_EACH
#undef LS_STORE
