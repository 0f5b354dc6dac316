// Matrix products of moderate size in single precision.
#include "products.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <stdlib.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define REAL float
#define VECTOR __m512
#define MASK __mmask16
#define OP(f) _mm512_##f##_ps
#define ADD_PRODUCT(sum, y, x) \
  __asm__("vfmadd231ps %2%{1to16%}, %1, %0" : "+v"(sum) : "v"(y), "m"(x))
#define TERMS_AT_ONCE _Pragma("clang loop unroll_count(4)")
#define GEMM own_gemm_f32
#define GEMM_FITS own_gemm_f32_fits

enum { LANES = 16, DEPTH = 512 };

// Sixteen rows of sixteen numbers, as columns.
INLINE void transpose(const float *in, size_t in_row, float *out, size_t out_row) {
  __m512 r[16], t[16];
  UNROLL for (int i = 0; i < 16; i++) r[i] = _mm512_loadu_ps(in + (size_t)i * in_row);
  UNROLL for (int i = 0; i < 8; i++) {
    t[2 * i] = _mm512_unpacklo_ps(r[2 * i], r[2 * i + 1]);
    t[2 * i + 1] = _mm512_unpackhi_ps(r[2 * i], r[2 * i + 1]);
  }
#define PAIR(F, x, y) _mm512_castpd_ps(F(_mm512_castps_pd(x), _mm512_castps_pd(y)))
  UNROLL for (int i = 0; i < 16; i += 4) {
    r[i] = PAIR(_mm512_unpacklo_pd, t[i], t[i + 2]);
    r[i + 1] = PAIR(_mm512_unpackhi_pd, t[i], t[i + 2]);
    r[i + 2] = PAIR(_mm512_unpacklo_pd, t[i + 1], t[i + 3]);
    r[i + 3] = PAIR(_mm512_unpackhi_pd, t[i + 1], t[i + 3]);
  }
  // Quarter q of r[4 g + c] holds column 4 q + c of rows 4 g to 4 g + 3.
  UNROLL for (int c = 0; c < 4; c++) {
    __m512 even = _mm512_shuffle_f32x4(r[c], r[4 + c], 0x88);
    __m512 odd = _mm512_shuffle_f32x4(r[c], r[4 + c], 0xdd);
    __m512 even_below = _mm512_shuffle_f32x4(r[8 + c], r[12 + c], 0x88);
    __m512 odd_below = _mm512_shuffle_f32x4(r[8 + c], r[12 + c], 0xdd);
    float *to = out + (size_t)c * out_row;
    _mm512_storeu_ps(to, _mm512_shuffle_f32x4(even, even_below, 0x88));
    _mm512_storeu_ps(to + 4 * out_row, _mm512_shuffle_f32x4(odd, odd_below, 0x88));
    _mm512_storeu_ps(to + 8 * out_row, _mm512_shuffle_f32x4(even, even_below, 0xdd));
    _mm512_storeu_ps(to + 12 * out_row, _mm512_shuffle_f32x4(odd, odd_below, 0xdd));
  }
}

#include "products_kernel.h"

#pragma clang attribute pop
#else
int own_gemm_f32_fits(int transpose_b, size_t m, size_t n, size_t k) { return 0; }
void own_gemm_f32(int transpose_a, int second, int adds, size_t m, size_t n, size_t k,
                  const float *a, size_t lda, const float *b, size_t ldb, float *c, size_t ldc) {}
#endif
