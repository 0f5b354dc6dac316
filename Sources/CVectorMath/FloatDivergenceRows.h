// The divergences of DivergenceRows.h of rows of floats whose sums agree, in single precision: with a = p_j,
// b = q_j and 1 + d = b/a, a log(a/b) - a + b is a (d - log(1 + d)), whose two terms cancel no more than a
// few bits (FloatDensities.h has the same of normal laws). No row is scaled: those whose sums differ by more than
// that allows, and those with numbers far from 1, are left to the others.

// d - log(1 + d) of 1 + d = b/a: with 2^k (1 + f) = 1 + d, d - k log 2 - log(1 + f), and f^2/2 - f^3 P(f) of k = 0.
// The logarithm is that of the sum 1 + d, from which the difference takes what of d's rounding is of the first order,
// and of what that sum lost, which is divided by it, roughly, or, far below 1, of the quotient.
VM_INLINE FV f_ratio_remainder(FV a, FV b) {
  FV inverse = 1.0f / a, d = f_quotient(b - a, a, inverse), sum = 1.0f + d;
  FI below = sum < 0.4f;
  FV lost = d < 1.0f ? d - (sum - 1.0f) : 1.0f - (sum - d), power = below ? (FV)1.0f : sum;
  FV share = bits_float((FI)(0x7ef311c7u - float_bits(power)));
  share *= f_mad(-power, share, (FV)2.0f);
  FloatSplit x = f_split(below ? f_quotient(b, a, inverse) : sum);
  FV f = x.k == 0.0f ? d : x.f, s = f * f;
  FV near = s * f_mad(-f, f_log1p_tail(f, s), (FV)0.5f);
  FV apart = (f_mad(x.k, (FV)-VMF_LN2_HIGH, d) - f) - f_mad(x.k, (FV)VMF_LN2_LOW, below ? (FV)0.0f : lost * share);
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
// terms is little of them, of which none that counts is subnormal.
VM_INLINE int sums_agree(FloatRowSums s) {
  int has_digits = s.own >= 0.5 || (s.own > 0x1p-60 && s.terms >= 0x1p-100);
  int is_near = fabs(s.rise) <= 4e-6 * s.own;
  return has_digits && is_near && (s.rise == 0 || s.rise * s.rise <= 0.25 * s.own * s.terms);
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

// The same of a vector of short rows, side by side.
VM_INLINE void float_sums_of_short_rows(
    const float *p, const float *q, size_t rows, size_t n, double *own, double *rises, double *terms, uint8_t *left) {
  FV a[VM_SHORT_ROW], b[VM_SHORT_ROW];
  FI odd = (FI)0;
  V sums[3][2] = {{(V)0.0, (V)0.0}, {(V)0.0, (V)0.0}, {(V)0.0, (V)0.0}};
  load_columns_f32(p, rows, n, 1, a);
  load_columns_f32(q, rows, n, 1, b);
  for (size_t j = 0; j < n; j++) {
    FV numbers[3] = {a[j], b[j] - a[j], f_class_divergence(a[j], b[j], &odd)};
    for (int k = 0; k < 3; k++) {
      sums[k][0] += low_half(numbers[k]);
      if (VM_FLOATS > VM_WIDTH) sums[k][1] += high_half(numbers[k]);
    }
  }
  double facts[3][2 * VM_WIDTH];
  int32_t odds[VM_FLOATS];
  for (int k = 0; k < 3; k++) store(facts[k], sums[k][0]), store(facts[k] + VM_WIDTH, sums[k][1]);
  memcpy(odds, &odd, sizeof odds);
  for (size_t i = 0; i < rows; i++) {
    FloatRowSums r = {facts[0][i], facts[1][i], facts[2][i]};
    own[i] = r.own, rises[i] = r.rise, terms[i] = r.terms;
    left[i] = odds[i] != 0 || !sums_agree(r);
  }
}

// Rows that are left to the others are marked by 1 in `left`, the others by 0.
static void float_divergence_rows(
    const float *first, const float *second, size_t rows, size_t n, float *out, uint8_t *left) {
  enum { batch = 64 };
  double own[batch] = {0}, rises[batch] = {0}, terms[batch] = {0};
  for (size_t from = 0; from < rows; from += batch) {
    size_t count = rows - from < batch ? rows - from : batch, at_once = n <= VM_SHORT_ROW ? VM_FLOATS : 1;
    for (size_t r = 0; r < count; r += at_once) {
      const float *p = first + (from + r) * n, *q = second + (from + r) * n;
      if (n <= VM_SHORT_ROW) {
        float_sums_of_short_rows(p, q, count - r < VM_FLOATS ? count - r : VM_FLOATS, n, own + r, rises + r, terms + r,
                                 left + from + r);
      } else {
        FloatRowSums sums;
        left[from + r] = !float_sums_of_row(p, q, n, &sums);
        own[r] = sums.own, rises[r] = sums.rise, terms[r] = sums.terms;
      }
    }
    for (size_t r = 0; r < count; r += VM_WIDTH)
      store(terms + r, divergence_of_sums(load(own + r), load(rises + r), load(terms + r)));
    for (size_t r = 0; r < count; r++) out[from + r] = (float)terms[r];
  }
}
