// Matrix products of moderate size in double precision.
#include "products.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <stdlib.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define REAL double
#define VECTOR __m512d
#define MASK __mmask8
#define OP(f) _mm512_##f##_pd
#define ADD_PRODUCT(sum, y, x) \
  __asm__("vfmadd231pd %2%{1to8%}, %1, %0" : "+v"(sum) : "v"(y), "m"(x))
#define TERMS_AT_ONCE _Pragma("clang loop unroll_count(4)")
#define GEMM own_gemm_f64
#define GEMM_FITS own_gemm_f64_fits

enum { LANES = 8, DEPTH = 272 };

// Eight rows of eight numbers, as columns.
INLINE void transpose(const double *in, size_t in_row, double *out, size_t out_row) {
  __m512d r[8], t[8];
  UNROLL for (int i = 0; i < 8; i++) r[i] = _mm512_loadu_pd(in + (size_t)i * in_row);
  UNROLL for (int i = 0; i < 4; i++) {
    t[2 * i] = _mm512_unpacklo_pd(r[2 * i], r[2 * i + 1]);
    t[2 * i + 1] = _mm512_unpackhi_pd(r[2 * i], r[2 * i + 1]);
  }
  // Quarter q of t[2 g + c] holds column 2 q + c of rows 2 g and 2 g + 1.
  UNROLL for (int c = 0; c < 2; c++) {
    __m512d even = _mm512_shuffle_f64x2(t[c], t[2 + c], 0x88);
    __m512d odd = _mm512_shuffle_f64x2(t[c], t[2 + c], 0xdd);
    __m512d even_below = _mm512_shuffle_f64x2(t[4 + c], t[6 + c], 0x88);
    __m512d odd_below = _mm512_shuffle_f64x2(t[4 + c], t[6 + c], 0xdd);
    double *to = out + (size_t)c * out_row;
    _mm512_storeu_pd(to, _mm512_shuffle_f64x2(even, even_below, 0x88));
    _mm512_storeu_pd(to + 2 * out_row, _mm512_shuffle_f64x2(odd, odd_below, 0x88));
    _mm512_storeu_pd(to + 4 * out_row, _mm512_shuffle_f64x2(even, even_below, 0xdd));
    _mm512_storeu_pd(to + 6 * out_row, _mm512_shuffle_f64x2(odd, odd_below, 0xdd));
  }
}

#include "products_kernel.h"

void own_panels_f64(size_t n, size_t k, const double *b, size_t ldb, double *panels) {
  for (size_t j = 0; j < n; j += 3 * LANES) {
    size_t columns = n - j < 3 * LANES ? n - j : 3 * LANES, vectors = (columns + LANES - 1) / LANES;
    copy_transposed_panel(b + j * ldb, ldb, k, columns, vectors, panels + j * k);
  }
}

#pragma clang attribute pop
#else
int own_gemm_f64_fits(int transpose_b, size_t m, size_t n, size_t k) { return 0; }
void own_panels_f64(size_t n, size_t k, const double *b, size_t ldb, double *panels) {}
void own_gemm_f64(int transpose_a, int second, int adds, size_t m, size_t n, size_t k,
                  const double *a, size_t lda, const double *b, size_t ldb, double *c, size_t ldc) {}
#endif
