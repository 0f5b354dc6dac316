// OpenBLAS (CBLAS and LAPACK), loaded when first used.
//
// Why not linked: OpenBLAS 0.3.21 takes recent AMD processors for Haswell and runs at half their
// speed unless OPENBLAS_CORETYPE is set before the library loads; loading it ourselves needs
// nothing of the user, and a process that multiplies no matrices does not pay for its start.
// Every call runs on the calling thread only (OpenBLAS is set to one thread).
#ifndef COPENBLAS_H
#define COPENBLAS_H

#include <stddef.h>

// 1 if the library could be loaded (it is tried once, from any thread).
int blas_available(void);
// Why not, or "".
const char *blas_failure(void);

// 1 if products of these sizes are our own (products.h) where they are cut into pieces of 14 rows at least that
// are not too large: then they have the same bits in any pieces.
int blas_has_own_products(int transpose_b, size_t m, size_t n, size_t k);
// The bytes of a first factor that they use at once: half of a second-level cache.
size_t blas_cached_factor_bytes(void);

// Row-major: C (m x n) = alpha op(A) op(B) + beta C, op the transpose where the flag is 1;
// lda, ldb, ldc are the row lengths in memory. Without the library: plain loops.
void blas_gemm_f64(int transpose_a, int transpose_b, size_t m, size_t n, size_t k, double alpha, const double *a, size_t lda, const double *b, size_t ldb, double beta, double *c, size_t ldc);
void blas_gemm_f32(int transpose_a, int transpose_b, size_t m, size_t n, size_t k, float alpha, const float *a, size_t lda, const float *b, size_t ldb, float beta, float *c, size_t ldc);

// A second factor of many products, copied once. 1 if there are such products here.
int blas_has_panels(void);
// Writes the panels of B^T of n rows of k numbers, one after the other, of 24 rows each, or of 8 or 16 where
// the last has no more: n k numbers, n rounded up to a multiple of 8. Each can be written for itself.
void blas_panels_f64(size_t n, size_t k, const double *b, size_t ldb, double *panels);
// C (m x n) = A B^T of such a B, k > 0.
void blas_gemm_panels_f64(size_t m, size_t n, size_t k, const double *a, size_t lda, const double *panels, double *c, size_t ldc);

// Row-major n x n, in place: the lower factor L with A = L L^T; the strict upper triangle is set to 0.
// Returns 0, or k > 0 if the leading minor of order k is not positive definite.
int blas_cholesky_f64(size_t n, double *a);
int blas_cholesky_f32(size_t n, float *a);

// Row-major: solves op(T) X = B in place of B (n x m); T is n x n lower (lower = 1) or upper.
void blas_triangular_solve_f64(int lower, int transpose, size_t n, size_t m, const double *t, double *b);
void blas_triangular_solve_f32(int lower, int transpose, size_t n, size_t m, const float *t, float *b);
// The same for `rows` vectors of length n, one after the other.
void blas_triangular_solve_rows_f64(
    int lower, int transpose, size_t n, size_t rows, const double *t, double *b);
void blas_triangular_solve_rows_f32(
    int lower, int transpose, size_t n, size_t rows, const float *t, float *b);

#endif
