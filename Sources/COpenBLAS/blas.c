// The interface: OpenBLAS where it is there and the sizes fit its integers, else plain loops.
#include "COpenBLAS.h"
#include "openblas.h"
#include "products.h"

#include <limits.h>
#include <math.h>

#define REAL double
#define NAME(x) x##_f64
#define SQUARE_ROOT sqrt
#include "plain.h"
#undef REAL
#undef NAME
#undef SQUARE_ROOT

#define REAL float
#define NAME(x) x##_f32
#define SQUARE_ROOT sqrtf
#include "plain.h"
#undef REAL
#undef NAME
#undef SQUARE_ROOT

static int fits(size_t a, size_t b, size_t c) {
  return a <= INT_MAX && b <= INT_MAX && c <= INT_MAX;
}

static int transposition(int flag) { return flag ? CBLAS_TRANSPOSE : CBLAS_NO_TRANSPOSE; }

// A matrix without columns has rows of length 0, which CBLAS refuses.
static int row_length(size_t length) { return length == 0 ? 1 : (int)length; }

#define GEMM(SUFFIX, REAL, FUNCTION)                                                              \
  static void gemm_##SUFFIX(int transpose_a, int transpose_b, size_t m, size_t n, size_t k,         \
                          REAL alpha, const REAL *a, size_t lda, const REAL *b, size_t ldb,       \
                          REAL beta, REAL *c, size_t ldc) {                                       \
    if (m == 0 || n == 0) { return; }                                                             \
    const struct openblas *blas = openblas_library();                                             \
    if (blas != NULL && k > 0 && fits(m, n, k) && fits(lda, ldb, ldc)) {                          \
      blas->FUNCTION(CBLAS_ROW_MAJOR, transposition(transpose_a), transposition(transpose_b),     \
                     (int)m, (int)n, (int)k, alpha, a, row_length(lda), b, row_length(ldb), beta, \
                     c, row_length(ldc));                                                         \
    } else {                                                                                      \
      plain_gemm_##SUFFIX(transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c,      \
                          ldc);                                                                   \
    }                                                                                             \
  }

GEMM(f64, double, dgemm)
GEMM(f32, float, sgemm)

int blas_has_own_products(int transpose_b, size_t m, size_t n, size_t k) {
  return own_gemm_f64_fits(transpose_b, m < 14 ? m : 14, n, k) && openblas_has_products();
}

#define OWN_OR_LIBRARY(SUFFIX, REAL)                                                                \
  void blas_gemm_##SUFFIX(int transpose_a, int transpose_b, size_t m, size_t n, size_t k,           \
                          REAL alpha, const REAL *a, size_t lda, const REAL *b, size_t ldb,         \
                          REAL beta, REAL *c, size_t ldc) {                                         \
    if (alpha == 1 && (beta == 0 || beta == 1) && own_gemm_##SUFFIX##_fits(transpose_b, m, n, k) && \
        openblas_has_products()) {                                                                  \
      own_gemm_##SUFFIX(transpose_a, transpose_b ? OWN_COLUMNS : OWN_ROWS, beta == 1, m, n, k, a,   \
                        lda, b, ldb, c, ldc);                                                       \
    } else {                                                                                        \
      gemm_##SUFFIX(transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);        \
    }                                                                                               \
  }

OWN_OR_LIBRARY(f64, double)
OWN_OR_LIBRARY(f32, float)

int blas_has_panels(void) { return openblas_has_products(); }

void blas_panels_f64(size_t n, size_t k, const double *b, size_t ldb, double *panels) {
  own_panels_f64(n, k, b, ldb, panels);
}

void blas_gemm_panels_f64(size_t m, size_t n, size_t k, const double *a, size_t lda,
                          const double *panels, double *c, size_t ldc) {
  if (m > 0 && n > 0 && k > 0) own_gemm_f64(0, OWN_PANELS, 0, m, n, k, a, lda, panels, 0, c, ldc);
}

// LAPACK counts by columns: its upper factor U of A = U^T U is, read by rows, our lower L = U^T.
#define CHOLESKY(SUFFIX, REAL, FUNCTION)                         \
  int blas_cholesky_##SUFFIX(size_t n, REAL *a) {                \
    if (n == 0) { return 0; }                                    \
    const struct openblas *blas = openblas_library();            \
    int status = 0;                                              \
    if (blas != NULL && fits(n, n, n)) {                         \
      int order = (int)n;                                        \
      blas->FUNCTION("U", &order, a, &order, &status);           \
    } else {                                                     \
      status = plain_cholesky_##SUFFIX(n, a);                    \
    }                                                            \
    return finish_cholesky_##SUFFIX(n, a, status);               \
  }

CHOLESKY(f64, double, dpotrf)
CHOLESKY(f32, float, spotrf)

#define TRIANGULAR_SOLVE(SUFFIX, REAL, FUNCTION)                                               \
  void blas_triangular_solve_##SUFFIX(int lower, int transpose, size_t n, size_t m,            \
                                      const REAL *t, REAL *b) {                                \
    if (n == 0 || m == 0) { return; }                                                          \
    const struct openblas *blas = openblas_library();                                          \
    if (blas != NULL && fits(n, m, m)) {                                                       \
      blas->FUNCTION(CBLAS_ROW_MAJOR, CBLAS_LEFT, lower ? CBLAS_LOWER : CBLAS_UPPER,           \
                     transposition(transpose), CBLAS_NON_UNIT, (int)n, (int)m, 1, t, (int)n, b, \
                     (int)m);                                                                  \
    } else {                                                                                   \
      plain_triangular_solve_##SUFFIX(lower, transpose, n, m, t, b);                           \
    }                                                                                          \
  }

// Rows of right-hand sides of one system, each a vector of length n: B becomes B op(T)^-T.
#define TRIANGULAR_SOLVE_ROWS(SUFFIX, REAL, FUNCTION)                                          \
  void blas_triangular_solve_rows_##SUFFIX(int lower, int transpose, size_t n, size_t rows,    \
                                           const REAL *t, REAL *b) {                           \
    if (n == 0 || rows == 0) { return; }                                                       \
    const struct openblas *blas = openblas_library();                                          \
    if (blas != NULL && fits(n, rows, n)) {                                                    \
      blas->FUNCTION(CBLAS_ROW_MAJOR, CBLAS_RIGHT, lower ? CBLAS_LOWER : CBLAS_UPPER,          \
                     transposition(!transpose), CBLAS_NON_UNIT, (int)rows, (int)n, 1, t,       \
                     (int)n, b, (int)n);                                                       \
    } else {                                                                                   \
      for (size_t i = 0; i < rows; i++) {                                                      \
        plain_triangular_solve_##SUFFIX(lower, transpose, n, 1, t, b + i * n);                 \
      }                                                                                        \
    }                                                                                          \
  }

TRIANGULAR_SOLVE(f64, double, dtrsm)
TRIANGULAR_SOLVE_ROWS(f64, double, dtrsm)
TRIANGULAR_SOLVE_ROWS(f32, float, strsm)
TRIANGULAR_SOLVE(f32, float, strsm)
