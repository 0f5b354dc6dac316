// The plain loops, for REAL = double and float; NAME(x) gives each its name. They are what the
// package does where OpenBLAS is missing, or where a size is beyond its 32-bit integers.

// The order i, p, j reads B and C along rows; a transposed B is read along rows by dot products.
static void NAME(plain_gemm)(int transpose_a, int transpose_b, size_t m, size_t n, size_t k,
                             REAL alpha, const REAL *a, size_t lda, const REAL *b, size_t ldb,
                             REAL beta, REAL *c, size_t ldc) {
  for (size_t i = 0; i < m; i++) {
    REAL *row = c + i * ldc;
    // beta = 0 overwrites, whatever was there, NaN included.
    for (size_t j = 0; j < n; j++) { row[j] = beta == 0 ? 0 : beta * row[j]; }
    if (alpha == 0) { continue; }
    if (transpose_b) {
      for (size_t j = 0; j < n; j++) {
        REAL sum = 0;
        for (size_t p = 0; p < k; p++) {
          sum += (transpose_a ? a[p * lda + i] : a[i * lda + p]) * b[j * ldb + p];
        }
        row[j] += alpha * sum;
      }
    } else {
      for (size_t p = 0; p < k; p++) {
        REAL factor = alpha * (transpose_a ? a[p * lda + i] : a[i * lda + p]);
        const REAL *other = b + p * ldb;
        for (size_t j = 0; j < n; j++) { row[j] += factor * other[j]; }
      }
    }
  }
}

static int NAME(plain_cholesky)(size_t n, REAL *a) {
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j <= i; j++) {
      REAL sum = a[i * n + j];
      for (size_t p = 0; p < j; p++) { sum -= a[i * n + p] * a[j * n + p]; }
      if (i != j) {
        a[i * n + j] = sum / a[j * n + j];
      } else if (sum > 0) {
        a[i * n + i] = SQUARE_ROOT(sum);
      } else {
        return (int)(i + 1);
      }
    }
  }
  return 0;
}

// Forward substitution where op(T) is lower, backward where it is upper; whole rows of B at a time.
static void NAME(plain_triangular_solve)(int lower, int transpose, size_t n, size_t m,
                                         const REAL *t, REAL *b) {
  int forward = (lower != 0) != (transpose != 0);
  for (size_t step = 0; step < n; step++) {
    size_t i = forward ? step : n - 1 - step;
    REAL *row = b + i * m;
    for (size_t q = 0; q < step; q++) {
      size_t p = forward ? q : n - 1 - q;
      REAL factor = transpose ? t[p * n + i] : t[i * n + p];
      const REAL *other = b + p * m;
      for (size_t j = 0; j < m; j++) { row[j] -= factor * other[j]; }
    }
    REAL diagonal = t[i * n + i];
    for (size_t j = 0; j < m; j++) { row[j] /= diagonal; }
  }
}

// After a factorisation: says the first diagonal element that is not positive (NaN is not), and
// clears the strict upper triangle.
static int NAME(finish_cholesky)(size_t n, REAL *a, int status) {
  for (size_t i = 0; i < n; i++) {
    if (status == 0 && !(a[i * n + i] > 0)) { status = (int)(i + 1); }
    for (size_t j = i + 1; j < n; j++) { a[i * n + j] = 0; }
  }
  return status;
}
