// Matrix products of moderate size for processors with AVX-512, on one thread.
//
// OpenBLAS copies both factors before it multiplies, which takes a tenth of the time of products of some
// hundred rows and columns. Here 14 rows of two vectors of the result stay in registers for as many terms
// as the first-level cache holds; the first factor is read where it lies, the second through a panel of
// two vectors of columns, which for many rows is copied just before it is used. A factor whose rows lie at a
// distance that puts them on the same lines of a cache is always copied. Every element is summed in the
// order of its terms, cut at places that depend on k alone.
//
// Included once for each type of number, with REAL, vectors of LANES of them (VECTOR) and masks (MASK),
// OP(f) for the intrinsic f, `transpose` for LANES rows as columns, the terms of a panel (DEPTH), and the
// names GEMM and GEMM_FITS.

// Up to this many tiles down, a panel is read where it lies: its lines, far from each other, are fetched
// again for some tiles, which takes less time than copying them.
enum { PANEL = 2 * LANES, ROWS = 14, IN_PLACE = 20 };

// Rows at this distance, in bytes, share the lines of a first-level cache. A copy of the first factor, with
// COPIED numbers a term and tile, pays for this many columns.
enum { SAME_LINES = 4096, COPIED = 16, COPY_COLUMNS = 128 };

#define WHOLE ((MASK)~(MASK)0)

// Where the factors of a tile lie, in numbers from one row or term to the next, and the result.
struct tile {
  size_t terms;
  const REAL *a;
  size_t a_row, a_term;
  const REAL *b;
  size_t b_term;
  REAL *c;
  size_t c_row;
  // The columns of the last vector, and whether the result is added to what is there.
  MASK last;
  int adds;
};

INLINE void multiply_tile(const struct tile *t, const int rows, const int vectors, const int by_rows) {
  VECTOR sum[ROWS][2];
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int v = 0; v < vectors; v++) sum[i][v] = OP(setzero)();
  }
  const REAL *a = t->a, *b = t->b;
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int v = 0; v < vectors; v++)
      _mm_prefetch((const char *)(t->c + (size_t)i * t->c_row + v * LANES), _MM_HINT_T0);
  }
  const size_t a_row = by_rows ? t->a_row : 1, a_term = by_rows ? 1 : t->a_term, b_term = t->b_term;
  for (size_t terms = t->terms; terms > 0; terms--) {
    VECTOR y[2];
    // A vector that is not whole comes from a panel, which is padded.
    UNROLL for (int v = 0; v < vectors; v++) y[v] = OP(loadu)(b + v * LANES);
    UNROLL for (int i = 0; i < rows; i++) {
      VECTOR x = OP(set1)(a[(size_t)i * a_row]);
      UNROLL for (int v = 0; v < vectors; v++) sum[i][v] = OP(fmadd)(x, y[v], sum[i][v]);
    }
    a += a_term;
    b += b_term;
  }
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int v = 0; v < vectors; v++) {
      REAL *c = t->c + (size_t)i * t->c_row + v * LANES;
      MASK mask = v == vectors - 1 ? t->last : WHOLE;
      VECTOR value = sum[i][v];
      if (t->adds) value = OP(add)(OP(maskz_loadu)(mask, c), value);
      OP(mask_storeu)(c, mask, value);
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

// `terms` rows of a panel of 1 or 2 vectors, of which `columns` are there.
static void copy_panel(const REAL *b, size_t row, size_t terms, size_t columns, size_t vectors,
                       REAL *out) {
  MASK last = (MASK)(WHOLE >> (vectors * LANES - columns));
  for (size_t p = 0; p < terms; p++, b += row) {
    if (vectors == 2) {
      OP(store)(out, OP(loadu)(b));
      OP(store)(out + LANES, OP(maskz_loadu)(last, b + LANES));
      out += PANEL;
    } else {
      OP(store)(out, OP(maskz_loadu)(last, b));
      out += LANES;
    }
  }
}

// The same of columns that lie as rows.
static void copy_transposed_panel(const REAL *b, size_t row, size_t terms, size_t columns,
                                  size_t vectors, REAL *out) {
  size_t width = vectors * LANES;
  for (size_t j = 0; j < width; j += LANES) {
    size_t p = 0;
    if (j + LANES <= columns) {
      for (; p + LANES <= terms; p += LANES) transpose(b + j * row + p, row, out + p * width + j, width);
    }
    for (; p < terms; p++) {
      for (size_t i = j; i < j + LANES; i++)
        out[p * width + i] = i < columns ? b[i * row + p] : 0;
    }
  }
}

// `rows` rows of the first factor, term by term. `left` rows can be read.
static void copy_rows(const REAL *a, size_t row, size_t rows, size_t left, size_t terms, REAL *out) {
  size_t i = 0;
  for (; i < rows && i + LANES <= left; i += LANES) {
    size_t p = 0;
    for (; p + LANES <= terms; p += LANES) transpose(a + i * row + p, row, out + p * COPIED + i, COPIED);
    for (; p < terms; p++) {
      for (size_t q = i; q < i + LANES; q++) out[p * COPIED + q] = a[q * row + p];
    }
  }
  for (; i < rows; i++) {
    for (size_t p = 0; p < terms; p++) out[p * COPIED + i] = a[i * row + p];
  }
}

// The same of rows that lie as columns.
static void copy_columns(const REAL *a, size_t term, size_t rows, size_t terms, REAL *out) {
  for (size_t i = 0; i < rows; i += LANES) {
    MASK mask = rows - i < LANES ? (MASK)~(WHOLE << (rows - i)) : WHOLE;
    for (size_t p = 0; p < terms; p++)
      OP(store)(out + p * COPIED + i, OP(maskz_loadu)(mask, a + p * term + i));
  }
}

int GEMM_FITS(int transpose_b, size_t m, size_t n, size_t k) {
  // Short rows have better ways in OpenBLAS; the first factor must stay in the second-level cache.
  return n >= LANES && m >= 4 && k >= 4 && m * k * sizeof(REAL) <= ((size_t)1 << 21) &&
         !(transpose_b && m < 8);
}

void GEMM(int transpose_a, int transpose_b, int adds, size_t m, size_t n, size_t k,
          const REAL *a, size_t lda, const REAL *b, size_t ldb, REAL *c, size_t ldc) {
  REAL panel[DEPTH * PANEL] __attribute__((aligned(64)));
  size_t cuts = (k + DEPTH - 1) / DEPTH, blocks = (m + ROWS - 1) / ROWS;
  int in_place = k * n <= 8192 || (blocks <= IN_PLACE && ldb * sizeof(REAL) % SAME_LINES != 0);
  REAL *copy = NULL;
  // Where there is no memory for it the first factor is read where it lies.
  if (n >= COPY_COLUMNS && lda * sizeof(REAL) % SAME_LINES == 0)
    copy = aligned_alloc(64, blocks * DEPTH * COPIED * sizeof(REAL));
  int by_rows = !transpose_a && copy == NULL;
  for (size_t cut = 0; cut < cuts; cut++) {
    size_t first = k * cut / cuts;
    struct tile t = {.terms = k * (cut + 1) / cuts - first, .a_row = lda, .a_term = copy ? COPIED : lda,
                     .c_row = ldc, .adds = adds || cut > 0};
    for (size_t block = 0; copy != NULL && block < blocks; block++) {
      size_t row = m * block / blocks, rows = m * (block + 1) / blocks - row;
      REAL *out = copy + block * DEPTH * COPIED;
      if (transpose_a) {
        copy_columns(a + first * lda + row, lda, rows, t.terms, out);
      } else {
        copy_rows(a + row * lda + first, lda, rows, m - row, t.terms, out);
      }
    }
    for (size_t j = 0; j < n; j += PANEL) {
      size_t columns = n - j < PANEL ? n - j : PANEL, vectors = columns > LANES ? 2 : 1;
      t.last = (MASK)(WHOLE >> (vectors * LANES - columns));
      t.b = panel;
      t.b_term = vectors * LANES;
      if (transpose_b) {
        copy_transposed_panel(b + j * ldb + first, ldb, t.terms, columns, vectors, panel);
      } else if (in_place && columns == vectors * LANES) {
        t.b = b + first * ldb + j;
        t.b_term = ldb;
      } else {
        copy_panel(b + first * ldb + j, ldb, t.terms, columns, vectors, panel);
      }
      for (size_t block = 0; block < blocks; block++) {
        size_t row = m * block / blocks, rows = m * (block + 1) / blocks - row;
        t.a = copy          ? copy + block * DEPTH * COPIED
              : transpose_a ? a + first * lda + row
                            : a + row * lda + first;
        t.c = c + row * ldc + j;
        tiles[rows - 1][vectors - 1][by_rows](&t);
      }
    }
  }
  free(copy);
}
