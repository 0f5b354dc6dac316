// The derivative of KL(p||q) of rows of weights by q, times a number for each row: with c q in place of q, c the
// quotient P/Q of the sums, or 1 where they are nearly the same, and R the sum of c q_j - p_j,
//
//   g c (q_j/Q - p_j/P)/q_j = g c ((q_j - p_j) - p_j R/P)/(q_j Q),
//
// where equal laws have no digit lost; g c/Q of a class without mass in p. NaN of rows that are no laws.
//
// Included once for each precision after ClassRows.h, with its macros.

// What a row adds up to, and whether a weight is negative or none.
typedef struct { double own, other, rise; int is_odd; } PART(WeightSums);

VM_INLINE PART(WeightSums) PART(weight_sums)(const REAL *p, const REAL *q, size_t n, REAL c) {
  PART(Total) own = {0, 0}, other = {0, 0}, rise = {0, 0};
  int is_odd = 0;
  for (size_t start = 0; start < n; start += CR_RUN * LANES) {
    PART(Line) first = PART(line_of)(0), second = first, change = first;
    size_t end = start + CR_RUN * LANES < n ? start + CR_RUN * LANES : n;
    for (size_t i = start; i < end; i += LANES) {
      int whole = i + LANES <= n;
      PART(Line) a = whole ? PART(load_line)(p + i) : PART(load_rest)(p + i, n - i, 0);
      PART(Line) b = whole ? PART(load_line)(q + i) : PART(load_rest)(q + i, n - i, 0);
      for (int k = 0; k < CR_PARTS; k++) {
        first.p[k] += a.p[k];
        second.p[k] += b.p[k];
        change.p[k] += b.p[k] * c - a.p[k];
        is_odd |= CR_ANY(((a.p[k] >= 0) & (b.p[k] >= 0)) == 0);
      }
    }
    PART(add)(&own, first);
    PART(add)(&other, second);
    PART(add)(&rise, change);
  }
  PART(WeightSums) r = {PART(sum_of)(own), PART(sum_of)(other), PART(sum_of)(rise), is_odd};
  return r;
}

// Short rows, a vector of them at a time.
VM_INLINE void PART(weight_slopes_of_short_rows)(
    const REAL *p, const REAL *q, const REAL *upstream, size_t step, size_t rows, size_t n, REAL *out) {
  VEC a[VM_SHORT_ROW], b[VM_SHORT_ROW];
  REAL upstreams[WIDTH];
  SUFFIX(load_columns)(p, rows, n, 1, a);
  SUFFIX(load_columns)(q, rows, n, 1, b);
  for (size_t i = 0; i < WIDTH; i++) upstreams[i] = upstream[(i < rows ? i : 0) * step];
  VEC g, own = (VEC)0, other = (VEC)0, rise = (VEC)0, none = (VEC)0;
  memcpy(&g, upstreams, sizeof g);
  for (size_t j = 0; j < n; j++) {
    own += a[j];
    other += b[j];
    none = ((a[j] >= 0) & (b[j] >= 0)) ? none : (VEC)(REAL)NAN;
  }
  VEC difference = own - other, away = difference < 0 ? -difference : difference;
  VEC c = away <= (REAL)1e-4 * own ? (VEC)1 : own / other;
  for (size_t j = 0; j < n; j++) {
    b[j] *= c;
    rise += b[j] - a[j];
  }
  VEC share = rise / own, rate = g / other + none;
  rate = ((own > 0) & (own < (REAL)INFINITY) & (other > 0) & (other < (REAL)INFINITY)) ? rate : (VEC)(REAL)NAN;
  for (size_t j = 0; j < n; j++) {
    VEC change = ((b[j] - a[j]) - a[j] * share) / b[j], slope = rate * (a[j] == 0 ? (VEC)1 : change);
    b[j] = ((g == 0) & (rate == rate)) ? (VEC)0 : slope;
  }
  SUFFIX(store_columns)(b, rows, n, n, out);
}

static void SUFFIX(weight_slopes)(const REAL *first, const REAL *second, const REAL *upstream, size_t step,
                                  size_t rows, size_t n, REAL *out) {
  for (size_t row = 0; n <= VM_SHORT_ROW && row < rows; row += WIDTH) {
    size_t count = rows - row < WIDTH ? rows - row : WIDTH;
    PART(weight_slopes_of_short_rows)(
        first + row * n, second + row * n, upstream + row * step, step, count, n, out + row * n);
  }
  for (size_t row = 0; n > VM_SHORT_ROW && row < rows; row++) {
    const REAL *p = first + row * n, *q = second + row * n;
    REAL *r = out + row * n;
    PART(WeightSums) sums = PART(weight_sums)(p, q, n, 1);
    REAL c = 1;
    if (!(fabs(sums.own - sums.other) <= 1e-4 * sums.own)) {
      c = (REAL)(sums.own / sums.other);
      sums.rise = PART(weight_sums)(p, q, n, c).rise;
    }
    int is_law = !sums.is_odd && sums.own > 0 && sums.own < INFINITY && sums.other > 0 && sums.other < INFINITY;
    VEC share = (VEC)(REAL)(sums.rise / sums.own);
    REAL g = upstream[row * step];
    // Nothing of an infinite derivative is nothing.
    VEC rate = (VEC)(REAL)(is_law ? (double)g / sums.other : NAN);
    int is_nothing = is_law && g == 0;
    for (size_t i = 0; i < n; i += LANES) {
      int whole = i + LANES <= n;
      PART(Line) a = whole ? PART(load_line)(p + i) : PART(load_rest)(p + i, n - i, 0);
      PART(Line) b = whole ? PART(load_line)(q + i) : PART(load_rest)(q + i, n - i, 1), slope;
      for (int k = 0; k < CR_PARTS; k++) {
        VEC other = b.p[k] * c, change = ((other - a.p[k]) - a.p[k] * share) / other;
        slope.p[k] = is_nothing ? (VEC)0 : rate * (a.p[k] == 0 ? (VEC)1 : change);
      }
      if (whole) PART(store_line)(r + i, slope);
      else PART(store_rest)(r + i, n - i, slope);
    }
  }
}
