// The divergences of DivergenceRows.h of long rows of floats whose sums agree, in single precision: with a = p_j,
// b = q_j and 1 + d = b/a, a log(a/b) - a + b is a (d - log(1 + d)), whose two terms cancel no more than a
// few bits (FloatDensities.h has the same of normal laws). No row is scaled: those whose sums differ by more than
// that allows, and those with numbers far from 1, are left to the others.

// d - log(1 + d) of 1 + d = b/a: with 2^k (1 + f) = 1 + d, d - k log 2 - log(1 + f), and f^2/2 - f^3 P(f) of k = 0.
VM_INLINE FV f_ratio_remainder(FV a, FV b) {
  FV inverse = 1.0f / a, d = f_quotient(b - a, a, inverse);
  FloatSplit x = f_split(f_quotient(b, a, inverse));
  FV f = x.k == 0.0f ? d : x.f, s = f * f;
  FV near = s * f_mad(-f, f_log1p_tail(f, s), (FV)0.5f);
  FV apart = f_mad(x.k, (FV)-VMF_LN2_HIGH, d - f) - x.k * VMF_LN2_LOW;
  return x.k == 0.0f ? near : apart + near;
}

// What a class adds to the sum of a log(a/b) - a + b. A row with a class of q alone without mass, or with numbers
// that are no shares, is `odd`.
VM_INLINE FV f_class_divergence(FV a, FV b, FI *odd) {
  FI none = a == 0.0f, plain = (a >= 0x1p-125f) & (a < 2.0f) & (b >= 0x1p-125f) & (b < 2.0f);
  *odd |= (plain | (none & (b >= 0.0f) & (b < 2.0f))) == 0;
  FV value = a * f_ratio_remainder(plain ? a : (FV)1.0f, plain ? b : (FV)1.0f);
  return none ? b : value;
}

// The sum of p of a row, that of q - p, and that of the terms above.
typedef struct { double own, rise, terms; } FloatRowSums;

// Whether the sums agree so far that the row need not be scaled, and that what their difference takes from the
// terms is little of them.
VM_INLINE int sums_agree(FloatRowSums s) {
  return s.own > 0x1p-60 && fabs(s.rise) <= 4e-6 * s.own && (s.rise == 0 || s.rise * s.rise <= 0.25 * s.own * s.terms);
}

VM_INLINE int float_sums_of_row(const float *p, const float *q, size_t n, FloatRowSums *sums) {
  enum { parts = 16 / VM_FLOATS };
  f_Total own = {0}, rise = {0}, terms = {0};
  FI odd = (FI)0;
  for (size_t start = 0; start < n; start += 8 * 16) {
    size_t end = start + 8 * 16 < n ? start + 8 * 16 : n;
    f_Line run = f_line_of(0), difference = f_line_of(0), sum = f_line_of(0);
    for (size_t i = start; i < end; i += 16) {
      // The next row comes from memory meanwhile.
      __builtin_prefetch(p + n + i);
      __builtin_prefetch(q + n + i);
      int whole = i + 16 <= n;
      f_Line a = whole ? f_load_line(p + i) : f_load_rest(p + i, n - i, 0);
      f_Line b = whole ? f_load_line(q + i) : f_load_rest(q + i, n - i, 0);
      for (int j = 0; j < parts; j++) {
        run.p[j] += a.p[j];
        difference.p[j] += b.p[j] - a.p[j];
        sum.p[j] += f_class_divergence(a.p[j], b.p[j], &odd);
      }
    }
    f_add(&own, run);
    f_add(&rise, difference);
    f_add(&terms, sum);
  }
  FloatRowSums r = {f_sum_of(own), f_sum_of(rise), f_sum_of(terms)};
  *sums = r;
  return !f_any(odd) && sums_agree(r);
}

// Rows that are left to the others are marked by 1 in `left`, the others by 0.
static void float_divergence_rows(
    const float *first, const float *second, size_t rows, size_t n, float *out, uint8_t *left) {
  enum { batch = 64 };
  double own[batch] = {0}, rises[batch] = {0}, terms[batch] = {0};
  for (size_t from = 0; from < rows; from += batch) {
    size_t count = rows - from < batch ? rows - from : batch;
    for (size_t r = 0; r < count; r++) {
      FloatRowSums sums;
      left[from + r] = !float_sums_of_row(first + (from + r) * n, second + (from + r) * n, n, &sums);
      own[r] = sums.own, rises[r] = sums.rise, terms[r] = sums.terms;
    }
    for (size_t r = 0; r < count; r += VM_WIDTH)
      store(terms + r, divergence_of_sums(load(own + r), load(rises + r), load(terms + r)));
    for (size_t r = 0; r < count; r++) out[from + r] = (float)terms[r];
  }
}
