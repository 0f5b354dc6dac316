// What products_*.c have for blas.c. Not part of the interface.
#ifndef COPENBLAS_PRODUCTS_H
#define COPENBLAS_PRODUCTS_H

#include "COpenBLAS.h"

#include <stddef.h>

// 1 if the processor can, and nobody asked for lower instructions.
int own_gemm_available(void);
// 1 if products of this size are faster so than by OpenBLAS.
int own_gemm_f64_fits(int transpose_b, size_t m, size_t n, size_t k);
int own_gemm_f32_fits(int transpose_b, size_t m, size_t n, size_t k);
// How a second factor lies: row by row, as the rows of its transpose, or as panels.
enum { OWN_ROWS = 0, OWN_COLUMNS = 1, OWN_PANELS = 2 };
// Row-major: C (m x n) = op(A) op(B), as blas_gemm, or C += op(A) op(B) where it `adds`.
void own_gemm_f64(int transpose_a, int second, int adds, size_t m, size_t n, size_t k,
                  const double *a, size_t lda, const double *b, size_t ldb, double *c, size_t ldc);
void own_gemm_f32(int transpose_a, int second, int adds, size_t m, size_t n, size_t k,
                  const float *a, size_t lda, const float *b, size_t ldb, float *c, size_t ldc);
// The panels of n columns that lie as rows of k numbers.
void own_panels_f64(size_t n, size_t k, const double *b, size_t ldb, double *panels);

#endif
