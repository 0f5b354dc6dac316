// Tables of laws, each where it lies, for the divergences of all pairs: the masses p_j that weights or exponentials of
// logits are of their sum S, and -log p_j, 0 of a class without mass. Rows of what is no law have NaN.

// log x of a weight; of 0 it is not asked for.
VM_INLINE V log_of_weight(V x, M missing) {
  M plain = (x >= 0x1p-1022) & (x < INFINITY);
  V r = quick_log(plain ? x : (V)1.0);
  if (any((plain == 0) & (missing == 0))) {
    V rare = core_log(plain ? (V)1.0 : x);
    r = plain ? r : rare;
  }
  return r;
}

// Short rows, a vector of them at a time.
VM_INLINE void short_mass_tables(const double *const *laws, const int logits, size_t rows, size_t n, size_t stride,
                                 double *masses, double *logs, double *sums, uint8_t *absent) {
  double together[VM_WIDTH * VM_SHORT_ROW];
  for (size_t first = 0; first < rows; first += VM_WIDTH) {
    size_t count = rows - first < VM_WIDTH ? rows - first : VM_WIDTH;
    V a[VM_SHORT_ROW], w[VM_SHORT_ROW], log[VM_SHORT_ROW];
    V top = (V)-INFINITY, total = (V)0.0, sum = (V)0.0, holes = (V)0.0;
    double facts[3][VM_WIDTH];
    for (size_t i = 0; i < count; i++) memcpy(together + i * n, laws[first + i], n * sizeof(double));
    load_columns_f64(together, count, n, 1, a);
    for (size_t j = 0; logits && j < n; j++) top = a[j] > top ? a[j] : top;
    for (size_t j = 0; j < n; j++) {
      w[j] = logits ? exp_below(a[j] - top) : a[j];
      total += w[j];
    }
    V log_total = core_log(total), none = logits ? 0.0 * total : 0.0 / total;
    for (size_t j = 0; j < n; j++) {
      M missing = logits ? a[j] == -INFINITY : a[j] == 0.0;
      V mass = w[j] / total, d = (logits ? a[j] - top : log_of_weight(a[j], missing)) - log_total;
      d = missing ? none : d;
      sum += mass * d;
      holes = missing ? (V)1.0 : holes;
      w[j] = mass;
      log[j] = -d;
    }
    store(facts[0], sum);
    store(facts[1], holes);
    store(facts[2], total);
    store_columns_f64(w, count, n, stride, masses + first * stride);
    store_columns_f64(log, count, n, stride, logs + first * stride);
    for (size_t i = 0; i < count; i++) {
      sums[first + i] = facts[0][i];
      absent[first + i] = facts[1][i] != 0 && facts[2][i] == facts[2][i];
    }
  }
}

static void mass_tables(const double *const *laws, int logits, size_t rows, size_t n, size_t stride, double *masses,
                        double *logs, double *sums, uint8_t *absent) {
  enum { batch = 16, lanes = 8, parts = lanes / VM_WIDTH };
  double tops[batch], totals[batch], log_totals[batch];
  if (n <= VM_SHORT_ROW) {
    if (logits) short_mass_tables(laws, 1, rows, n, stride, masses, logs, sums, absent);
    else short_mass_tables(laws, 0, rows, n, stride, masses, logs, sums, absent);
    return;
  }
  for (size_t first = 0; first < rows; first += batch) {
    size_t count = rows - first < batch ? rows - first : batch;
    for (size_t i = count; i < (count + VM_WIDTH - 1) / VM_WIDTH * VM_WIDTH; i++) totals[i] = 1;
    for (size_t i = 0; i < count; i++) {
      const double *row = laws[first + i], *next = laws[first + i + 1 < rows ? first + i + 1 : first + i];
      double top = logits ? d_largest_of(row, n) : 0, *p = masses + (first + i) * stride;
      d_Total total = {0, 0};
      for (size_t j = 0; j < n; j += lanes) {
        int whole = j + lanes <= n;
        __builtin_prefetch(next + j);
        d_Line a = whole ? d_load_line(row + j) : d_load_rest(row + j, n - j, logits ? -INFINITY : 0);
        for (int v = 0; logits && v < parts; v++) a.p[v] = exp_below(a.p[v] - top);
        if (!whole) d_clear(&a, (ptrdiff_t)(n - j), 1);
        d_add(&total, a);
        if (!logits) continue;
        if (whole) d_store_line(p + j, a);
        else d_store_rest(p + j, n - j, a);
      }
      tops[i] = top;
      totals[i] = d_sum_of(total);
    }
    for (size_t i = 0; i < count; i += VM_WIDTH) store(log_totals + i, core_log(load(totals + i)));
    for (size_t i = 0; i < count; i++) {
      const double *row = laws[first + i];
      double *p = masses + (first + i) * stride, *log = logs + (first + i) * stride;
      double total = totals[i], log_total = log_totals[i], none = logits ? 0 * total : 0 / total;
      // One quotient a row, where it is not out of the range of numbers.
      double inverse = total > 0x1p-1000 && total < 0x1p1000 ? 1 / total : 0;
      d_Total sum = {0, 0};
      int has_absent = 0;
      for (size_t j = 0; j < n; j += lanes) {
        int whole = j + lanes <= n;
        d_Line a = whole ? d_load_line(row + j) : d_load_rest(row + j, n - j, logits ? 0 : 1), w = a;
        if (logits) w = whole ? d_load_line(p + j) : d_load_rest(p + j, n - j, 0);
        d_Line l, products;
        for (int v = 0; v < parts; v++) {
          V x = a.p[v];
          M missing = logits ? x == -INFINITY : x == 0.0;
          V d = (logits ? x - tops[i] : log_of_weight(x, missing)) - log_total;
          l.p[v] = missing ? (V)none : d;
          w.p[v] = inverse != 0 ? w.p[v] * inverse : w.p[v] / total;
          products.p[v] = w.p[v] * l.p[v];
          l.p[v] = -l.p[v];
          has_absent |= any(missing);
        }
        if (!whole) d_clear(&products, (ptrdiff_t)(n - j), 1);
        d_add(&sum, products);
        if (whole) d_store_line(p + j, w), d_store_line(log + j, l);
        else d_store_rest(p + j, n - j, w), d_store_rest(log + j, n - j, l);
      }
      sums[first + i] = d_sum_of(sum);
      absent[first + i] = has_absent && total == total;
    }
  }
}
