// The masses w_j/(1 + r) of classes, or their logarithms d_j - log1p(r), of rows of logits, in the notation of
// ClassRows.h. Of an infinite largest all others have the mass 0, and what is infinite like it has none that is
// a number.
//
// Included once for each precision after ClassRows.h, with its macros and CORE_LOG_ONE_PLUS.

VM_INLINE void PART(masses_of_short_rows_at)(const REAL *x, size_t rows, size_t n, int logarithms, REAL *out) {
  for (size_t first = 0; first < rows; first += WIDTH) {
    size_t count = rows - first < WIDTH ? rows - first : WIDTH;
    VEC a[VM_SHORT_ROW], e[VM_SHORT_ROW];
    SUFFIX(load_columns)(x + first * n, count, n, 1, a);
    VEC top = (VEC)(REAL)-INFINITY, others = (VEC)0, largest = (VEC)0, spread = (VEC)0, odd = (VEC)0;
    for (size_t j = 0; j < n; j++) {
      top = a[j] > top ? a[j] : top;
      odd = a[j] == a[j] ? odd : (VEC)(REAL)NAN;
    }
    for (size_t j = 0; j < n; j++) {
      e[j] = (VEC)0;
      PART(add_class)(1, 0, a[j], top, top, top, e + j, &largest, &spread);
      others += e[j];
      e[j] = a[j] == top ? (VEC)1 : e[j];
    }
    VEC rest = others + (largest - 1) + odd;
    VEC shift = logarithms ? CORE_LOG_ONE_PLUS(rest) : (VEC)1 / ((VEC)1 + rest);
    for (size_t j = 0; j < n; j++) {
      VEC r = logarithms ? (a[j] - top) - shift : e[j] * shift;
      VEC none = logarithms ? (VEC)(REAL)-INFINITY : (VEC)0;
      none = a[j] == top ? (VEC)(REAL)NAN : none + odd;
      e[j] = top - top == 0 ? r : none;
    }
    SUFFIX(store_columns)(e, count, n, n, out + first * n);
  }
}

// The same where the largest is infinite.
static void PART(masses_where_largest_is_infinite)(
    const REAL *x, size_t n, REAL largest, int logarithms, REAL *out) {
  int ordered = 1;
  for (size_t j = 0; j < n; j++) ordered &= x[j] == x[j];
  REAL none = logarithms ? (REAL)-INFINITY : 0;
  for (size_t j = 0; j < n; j++) out[j] = ordered && x[j] != largest ? none : (REAL)NAN;
}

// exp(x - top) of a row into `out`, unless that is NULL; returns r.
VM_INLINE double PART(exponentials)(const REAL *x, size_t n, REAL top, REAL *out) {
  PART(Total) others = {0, 0}, largest = {0, 0};
  for (size_t start = 0; start < n; start += CR_RUN * LANES) {
    PART(Line) run = PART(line_of)(0), tops = PART(line_of)(0);
    size_t end = start + CR_RUN * LANES < n ? start + CR_RUN * LANES : n;
    for (size_t i = start; i < end; i += LANES) {
      int whole = i + LANES <= n;
      // The next row comes from memory meanwhile.
      __builtin_prefetch(x + n + i);
      PART(Line) a = whole ? PART(load_line)(x + i) : PART(load_rest)(x + i, n - i, (REAL)-INFINITY), e;
      for (int p = 0; p < CR_PARTS; p++) {
        e.p[p] = EXP_BELOW(a.p[p] - (VEC)top);
        run.p[p] += a.p[p] == (VEC)top ? (VEC)0 : e.p[p];
        tops.p[p] += a.p[p] == (VEC)top ? (VEC)1 : (VEC)0;
      }
      if (out == NULL) continue;
      if (whole) PART(store_line)(out + i, e);
      else PART(store_rest)(out + i, n - i, e);
    }
    PART(add)(&others, run);
    PART(add)(&largest, tops);
  }
  return PART(sum_of)(others) + (PART(sum_of)(largest) - 1);
}

// out_j = x_j factor, or (x_j - top) - shift.
VM_INLINE void PART(finish_masses)(
    const REAL *x, size_t n, int logarithms, REAL top, REAL by, REAL *out) {
  for (size_t i = 0; i < n; i += LANES) {
    int whole = i + LANES <= n;
    PART(Line) r = whole ? PART(load_line)(x + i) : PART(load_rest)(x + i, n - i, 0);
    for (int p = 0; p < CR_PARTS; p++)
      r.p[p] = logarithms ? (r.p[p] - (VEC)top) - (VEC)by : r.p[p] * (VEC)by;
    if (whole) PART(store_line)(out + i, r);
    else PART(store_rest)(out + i, n - i, r);
  }
}

VM_INLINE void PART(masses)(const REAL *x, size_t rows, size_t n, const int logarithms, REAL *out) {
  if (n <= VM_SHORT_ROW) {
    PART(masses_of_short_rows_at)(x, rows, n, logarithms, out);
    return;
  }
  enum { most = 32 };
  double logs[most];
  REAL tops[most];
  // So many rows that they are still in cache when their logarithms have been taken.
  size_t batch = 6144 * 4 / sizeof(REAL) / n;
  batch = batch < 1 ? 1 : (batch > most ? most : batch);
  for (size_t first = 0; first < rows; first += batch) {
    size_t count = rows - first < batch ? rows - first : batch;
    for (size_t i = 0; i < count; i++) {
      const REAL *logits = x + (first + i) * n;
      REAL top = tops[i] = PART(largest_of)(logits, n), *row = out + (first + i) * n;
      double rest = logs[i] = PART(exponentials)(logits, n, top, logarithms ? NULL : row);
      if (logarithms) continue;
      PART(finish_masses)(row, n, 0, 0, (REAL)(1 / (1 + rest)), row);
      if (top - top != 0) PART(masses_where_largest_is_infinite)(logits, n, top, 0, row);
    }
    if (!logarithms) continue;
    for (size_t i = count; i < (count + VM_WIDTH - 1) / VM_WIDTH * VM_WIDTH; i++) logs[i] = 0;
    for (size_t i = 0; i < count; i += VM_WIDTH) store(logs + i, core_log1p(load(logs + i)));
    for (size_t i = 0; i < count; i++) {
      const REAL *logits = x + (first + i) * n;
      REAL *row = out + (first + i) * n, top = tops[i];
      PART(finish_masses)(logits, n, 1, top, (REAL)logs[i], row);
      if (top - top != 0) PART(masses_where_largest_is_infinite)(logits, n, top, 1, row);
    }
  }
}

static void SUFFIX(mass_rows)(const REAL *x, size_t rows, size_t n, int logarithms, REAL *out) {
  if (logarithms) PART(masses)(x, rows, n, 1, out);
  else PART(masses)(x, rows, n, 0, out);
}

// The place of the largest of each row, the first of equals, the first NaN if there is one.
static void SUFFIX(largest_places)(const REAL *x, size_t rows, size_t n, int64_t *out) {
  for (size_t row = 0; row < rows; row++, x += n) {
    __typeof__((VEC)0 != (VEC)0) odd = (VEC)0 != (VEC)0;
    for (size_t i = 0; i < n; i += LANES) {
      PART(Line) a = i + LANES <= n ? PART(load_line)(x + i) : PART(load_rest)(x + i, n - i, 0);
      for (int p = 0; p < CR_PARTS; p++) odd |= a.p[p] != a.p[p];
    }
    size_t place = 0;
    if (CR_ANY(odd))
      while (x[place] == x[place]) place++;
    else place = PART(place_of)(PART(largest_of)(x, n), x, n);
    out[row] = (int64_t)place;
  }
}
