// Matrix products of moderate size in single precision, for processors with AVX-512, on one thread.
//
// OpenBLAS copies both factors before it multiplies, which takes a tenth of the time of products of some
// hundred rows and columns. Here 14 x 32 numbers of the result stay in registers for as many terms as
// the first-level cache holds; the first factor is read where it lies, the second through a panel of 32
// columns, copied just before it is used. Every element is summed in the order of its terms, cut at
// places that depend on k alone.
#include "products.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <stdlib.h>
#include <string.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma"))), apply_to = function)

enum { LANES = 16, PANEL = 2 * LANES, ROWS = 14, DEPTH = 512 };

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

// Where the factors of a tile lie, in numbers from one row or term to the next, and the result.
struct tile {
  size_t terms;
  const float *a;
  size_t a_row, a_term;
  const float *b;
  size_t b_term;
  float *c;
  size_t c_row;
  // The columns of the last vector, and whether the result is added to what is there.
  __mmask16 last;
  int adds;
};

INLINE void multiply_tile(const struct tile *t, const int rows, const int vectors, const int by_rows) {
  __m512 sum[ROWS][2];
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int v = 0; v < vectors; v++) sum[i][v] = _mm512_setzero_ps();
  }
  const float *a = t->a, *b = t->b;
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int v = 0; v < vectors; v++)
      _mm_prefetch((const char *)(t->c + (size_t)i * t->c_row + v * LANES), _MM_HINT_T0);
  }
  const size_t a_row = by_rows ? t->a_row : 1, a_term = by_rows ? 1 : t->a_term, b_term = t->b_term;
  for (size_t terms = t->terms; terms > 0; terms--) {
    __m512 y[2];
    // A vector that is not whole comes from a panel, which is padded.
    UNROLL for (int v = 0; v < vectors; v++) y[v] = _mm512_loadu_ps(b + v * LANES);
    UNROLL for (int i = 0; i < rows; i++) {
      __m512 x = _mm512_set1_ps(a[(size_t)i * a_row]);
      UNROLL for (int v = 0; v < vectors; v++) sum[i][v] = _mm512_fmadd_ps(x, y[v], sum[i][v]);
    }
    a += a_term;
    b += b_term;
  }
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int v = 0; v < vectors; v++) {
      float *c = t->c + (size_t)i * t->c_row + v * LANES;
      __mmask16 mask = v == vectors - 1 ? t->last : (__mmask16)0xffff;
      __m512 value = sum[i][v];
      if (t->adds) value = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, c), value);
      _mm512_mask_storeu_ps(c, mask, value);
    }
  }
}

#define TILE(R, V, BY_ROWS)                                                                     \
  static __attribute__((noinline)) void tile_##R##_##V##_##BY_ROWS(const struct tile *t) {      \
    multiply_tile(t, R, V, BY_ROWS);                                                            \
  }
#define EACH_ROWS(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14)
#define X(R) TILE(R, 1, 0) TILE(R, 1, 1) TILE(R, 2, 0) TILE(R, 2, 1)
EACH_ROWS(X)
#undef X
#define X(R) {{tile_##R##_1_0, tile_##R##_1_1}, {tile_##R##_2_0, tile_##R##_2_1}},
static void (*const tiles[ROWS][2][2])(const struct tile *) = {EACH_ROWS(X)};
#undef X

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

// `terms` rows of a panel of 1 or 2 vectors, of which `columns` are there.
static void copy_panel(const float *b, size_t row, size_t terms, size_t columns, size_t vectors,
                       float *out) {
  __mmask16 last = (__mmask16)(0xffffu >> (vectors * LANES - columns));
  for (size_t p = 0; p < terms; p++, b += row) {
    if (vectors == 2) {
      _mm512_store_ps(out, _mm512_loadu_ps(b));
      _mm512_store_ps(out + LANES, _mm512_maskz_loadu_ps(last, b + LANES));
      out += PANEL;
    } else {
      _mm512_store_ps(out, _mm512_maskz_loadu_ps(last, b));
      out += LANES;
    }
  }
}

// The same of columns that lie as rows.
static void copy_transposed_panel(const float *b, size_t row, size_t terms, size_t columns,
                                  size_t vectors, float *out) {
  size_t width = vectors * LANES;
  for (size_t j = 0; j < width; j += LANES) {
    size_t p = 0;
    if (j + LANES <= columns) {
      for (; p + 16 <= terms; p += 16) transpose(b + j * row + p, row, out + p * width + j, width);
    }
    for (; p < terms; p++) {
      for (size_t i = j; i < j + LANES; i++)
        out[p * width + i] = i < columns ? b[i * row + p] : 0.0f;
    }
  }
}

int own_gemm_f32_fits(int transpose_b, size_t m, size_t n, size_t k) {
  // Short rows have better ways in OpenBLAS; the first factor must stay in the second-level cache.
  return n >= LANES && m >= 4 && k >= 4 && m * k <= ((size_t)1 << 19) && !(transpose_b && m < 8);
}

void own_gemm_f32(int transpose_a, int transpose_b, int adds, size_t m, size_t n, size_t k,
                  const float *a, size_t lda, const float *b, size_t ldb, float *c, size_t ldc) {
  float panel[DEPTH * PANEL] __attribute__((aligned(64)));
  size_t cuts = (k + DEPTH - 1) / DEPTH, blocks = (m + ROWS - 1) / ROWS;
  for (size_t cut = 0; cut < cuts; cut++) {
    size_t first = k * cut / cuts;
    struct tile t = {.terms = k * (cut + 1) / cuts - first, .a_row = lda, .a_term = lda, .c_row = ldc,
                     .adds = adds || cut > 0};
    for (size_t j = 0; j < n; j += PANEL) {
      size_t columns = n - j < PANEL ? n - j : PANEL, vectors = columns > LANES ? 2 : 1;
      t.last = (__mmask16)(0xffffu >> (vectors * LANES - columns));
      t.b = panel;
      t.b_term = vectors * LANES;
      if (transpose_b) {
        copy_transposed_panel(b + j * ldb + first, ldb, t.terms, columns, vectors, panel);
      } else if ((m <= 2 * ROWS || k * n <= 8192) && columns == vectors * LANES) {
        t.b = b + first * ldb + j;
        t.b_term = ldb;
      } else {
        copy_panel(b + first * ldb + j, ldb, t.terms, columns, vectors, panel);
      }
      for (size_t block = 0; block < blocks; block++) {
        size_t row = m * block / blocks, rows = m * (block + 1) / blocks - row;
        t.a = transpose_a ? a + first * lda + row : a + row * lda + first;
        t.c = c + row * ldc + j;
        tiles[rows - 1][vectors - 1][!transpose_a](&t);
      }
    }
  }
}

#pragma clang attribute pop

int own_gemm_available(void) {
  const char *set = getenv("DISTRIBUTIONS_INSTRUCTION_SET");
  if (set != NULL && strcmp(set, "avx512") != 0) return 0;
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}
#else
int own_gemm_available(void) { return 0; }
int own_gemm_f32_fits(int transpose_b, size_t m, size_t n, size_t k) { return 0; }
void own_gemm_f32(int transpose_a, int transpose_b, int adds, size_t m, size_t n, size_t k,
                  const float *a, size_t lda, const float *b, size_t ldb, float *c, size_t ldc) {}
#endif
