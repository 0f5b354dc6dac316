// What openblas.c finds in the library, for blas.c. Not part of the interface.
#ifndef COPENBLAS_OPENBLAS_H
#define COPENBLAS_OPENBLAS_H

// The enumerations of CBLAS, by value: its header need not be installed.
enum {
  CBLAS_ROW_MAJOR = 101,
  CBLAS_NO_TRANSPOSE = 111,
  CBLAS_TRANSPOSE = 112,
  CBLAS_UPPER = 121,
  CBLAS_LOWER = 122,
  CBLAS_NON_UNIT = 131,
  CBLAS_LEFT = 141, CBLAS_RIGHT = 142
};

// Null members only if the library is missing, and then all of them.
struct openblas {
  void (*dgemm)(int order, int transpose_a, int transpose_b, int m, int n, int k, double alpha,
                const double *a, int lda, const double *b, int ldb, double beta, double *c,
                int ldc);
  void (*sgemm)(int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha,
                const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc);
  void (*dtrsm)(int order, int side, int uplo, int transpose, int diagonal, int m, int n,
                double alpha, const double *a, int lda, double *b, int ldb);
  void (*strsm)(int order, int side, int uplo, int transpose, int diagonal, int m, int n,
                float alpha, const float *a, int lda, float *b, int ldb);
  void (*dpotrf)(const char *uplo, const int *n, double *a, const int *lda, int *info);
  void (*spotrf)(const char *uplo, const int *n, float *a, const int *lda, int *info);
};

// The library, loaded by the first call from any thread; null if it cannot be.
const struct openblas *openblas_library(void);

// 1 if products of moderate size are to be computed by products.c.
int openblas_has_products(void);

#endif
