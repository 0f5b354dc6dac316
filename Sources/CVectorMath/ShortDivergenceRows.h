// The divergences of DivergenceRows.h of short rows of weights, a vector of rows at a time; of floats those that
// FloatDivergenceRows.h leaves.
VM_INLINE const double *sd_numbers_f64(const double *p, size_t count, double *copy) {
  (void)count, (void)copy;
  return p;
}
VM_INLINE const double *sd_numbers_f32(const float *p, size_t count, double *copy) {
  for (size_t i = 0; i < count; i++) copy[i] = (double)p[i];
  return copy;
}

#define SHORT_DIVERGENCE_ROWS(suffix, T) \
  static void short_divergence_rows_##suffix( \
      const T *first, const T *second, size_t rows, size_t n, T *out) { \
    double copy[VM_SHORT_ROW * VM_WIDTH]; \
    V p[VM_SHORT_ROW], q[VM_SHORT_ROW]; \
    for (size_t from = 0; from < rows; from += VM_WIDTH) { \
      size_t count = rows - from < VM_WIDTH ? rows - from : VM_WIDTH; \
      load_columns_f64(sd_numbers_##suffix(first + from * n, count * n, copy), count, n, 1, p); \
      load_columns_f64(sd_numbers_##suffix(second + from * n, count * n, copy), count, n, 1, q); \
      V total = (V)0.0, rest = (V)0.0, terms = (V)0.0, rise = (V)0.0; \
      for (size_t j = 0; j < n; j++) total += p[j], rest += q[j]; \
      double totals[VM_WIDTH], rests[VM_WIDTH], own[VM_WIDTH], other[VM_WIDTH]; \
      store(totals, total); \
      store(rests, rest); \
      for (size_t i = 0; i < VM_WIDTH; i++) { \
        RowScales by = row_scales(totals[i], rests[i]); \
        own[i] = by.own, other[i] = by.other; \
      } \
      V p_scale = load(own), q_scale = load(other); \
      for (size_t j = 0; j < n; j++) { \
        V a = p[j] * p_scale, b = q[j] * q_scale; \
        rise += b - a; \
        terms += special_mass_divergence(a, b); \
      } \
      total = rest > 0.0 ? total * p_scale : (V)NAN; \
      store(totals, divergence_of_sums(total, rise, terms)); \
      for (size_t i = 0; i < count; i++) out[from + i] = (T)totals[i]; \
    } \
  }
SHORT_DIVERGENCE_ROWS(f64, double)
SHORT_DIVERGENCE_ROWS(f32, float)
#undef SHORT_DIVERGENCE_ROWS
