// Matrix products of moderate size for processors with AVX-512, on one thread.
//
// OpenBLAS copies both factors before it multiplies, which takes a tenth of the time of products of some
// hundred rows and columns. Here a tile of the result stays in registers for some hundred terms. Where there are
// columns enough the first factor is copied, and a tile has 8 rows of three vectors, which of all tiles need the
// fewest loads; else it is read where it lies, by tiles of 14 rows of two. The second factor is read through a
// panel of as many vectors of columns, which for many rows is copied just before it is used. Given as panels it
// has three vectors in any case. A first factor that does not fit into half of the second-level cache is taken in groups of rows.
// Every element is summed in the order of its terms, cut at places that depend on k alone.
//
// Included once for each type of number, with REAL, vectors of LANES of them (VECTOR) and masks (MASK),
// OP(f) for the intrinsic f, ADD_PRODUCT(sum, y, x) for sum += y x with one number x in memory, `transpose` for
// LANES rows as columns, the terms of a panel (DEPTH), TERMS_AT_ONCE before a loop that is unrolled four times, and
// the names GEMM and GEMM_FITS.

// Up to this many tiles down, or where all of the second factor is this small, a panel is read where it lies:
// its lines, far from each other, are fetched again for some tiles, which takes less time than copying them.
enum { IN_PLACE = 14, SMALL = 8192 };

// The rows of tiles of two vectors, and of the wide ones of three.
enum { ROWS = 14, WIDE_ROWS = 8 };

// Rows at this distance, in bytes, share the lines of a first-level cache. A copy of the first factor has a
// vector a term for one tile or two. It pays for COPY_COLUMNS where rows share lines or come in groups, and for as
// many as COPY_ALWAYS in any case; but not for FEW rows, of which the second factor is better read where it lies.
enum { SAME_LINES = 4096, TOGETHER = LANES / WIDE_ROWS, COPY_COLUMNS = 128, COPY_ALWAYS = 384, FEW = 64 };

// A wide panel does not fit into the first-level cache: its lines are fetched so many terms before their use.
enum { AHEAD = 4 };

#define WHOLE ((MASK)~(MASK)0)

// Where the factors of a tile lie, in numbers from one row or term to the next, and the result.
struct tile {
  size_t terms;
  const REAL *a;
  size_t a_term;
  // The bytes from the first row of the first factor to rows 1, 3, 5, ...; those to the other rows are 2, 4
  // or 8 times as many, which an address of the processor can say. Left to itself the compiler would add
  // row after row in every term, in the units that multiply.
  ptrdiff_t odd_rows[ROWS / 2];
  const REAL *b;
  size_t b_term;
  REAL *c;
  size_t c_row;
  // The columns of the last vector, and whether the result is added to what is there.
  MASK last;
  int adds;
};

// The sums of a tile, written or added to what is there.
INLINE void finish_tile(const struct tile *t, VECTOR sum[ROWS][3], const int rows, const int vectors,
                        const int adds) {
  REAL *first = t->c;
  const size_t c_row = t->c_row;
  const MASK last = t->last;
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int v = 0; v < vectors; v++) {
      REAL *c = first + (size_t)i * c_row + v * LANES;
      MASK mask = v == vectors - 1 ? last : WHOLE;
      VECTOR value = sum[i][v];
      if (adds) value = OP(add)(OP(maskz_loadu)(mask, c), value);
      OP(mask_storeu)(c, mask, value);
    }
  }
}

// The products of a term are added to the sums: a number of each row with a row of the panel.
INLINE void add_term(VECTOR sum[ROWS][3], const REAL *a, const REAL *b, const ptrdiff_t *odd_rows, const int rows,
                     const int vectors, const int by_rows) {
  VECTOR y[3];
  // A vector that is not whole comes from a panel, which is padded.
  UNROLL for (int v = 0; v < vectors; v++) y[v] = OP(loadu)(b + v * LANES);
  UNROLL for (int i = 0; i < rows; i++) {
    int twos = i == 0 ? 0 : __builtin_ctz((unsigned)i);
    ptrdiff_t away = !by_rows ? i * (ptrdiff_t)sizeof(REAL) : i == 0 ? 0 : odd_rows[i >> twos >> 1] << twos;
    const REAL *number = (const REAL *)((const char *)a + away);
    // Every second number side by side goes into two multiplications from memory. That is a load more, but an
    // instruction less; with all of them, or with three multiplications, there would be too many loads, and with
    // an address of three parts the processor takes the instruction apart.
    if (vectors < 3 && !by_rows && i % 2 == 1) {
      UNROLL for (int v = 0; v < vectors; v++) ADD_PRODUCT(sum[i][v], y[v], *number);
    } else {
      VECTOR x = OP(set1)(*number);
      UNROLL for (int v = 0; v < vectors; v++) sum[i][v] = OP(fmadd)(x, y[v], sum[i][v]);
    }
  }
}

INLINE void multiply_tile(const struct tile *t, const int rows, const int vectors, const int by_rows) {
  VECTOR sum[ROWS][3];
  UNROLL for (int i = 0; i < rows; i++) {
    UNROLL for (int v = 0; v < vectors; v++) {
      sum[i][v] = OP(setzero)();
      _mm_prefetch((const char *)(t->c + (size_t)i * t->c_row + v * LANES), _MM_HINT_T0);
    }
  }
  // Those of three vectors have nothing but a panel before them, and a copy or rows.
  const size_t a_term = by_rows ? 1 : vectors == 3 ? LANES : t->a_term;
  const size_t b_term = vectors == 3 ? 3 * LANES : t->b_term;
  const REAL *a = t->a, *b = t->b, *end = b + t->terms * b_term;
  ptrdiff_t odd_rows[ROWS / 2];
  UNROLL for (int i = 0; i < ROWS / 2; i++) odd_rows[i] = t->odd_rows[i];
  if (vectors == 3) {
    TERMS_AT_ONCE for (; b != end; a += a_term, b += b_term) {
      UNROLL for (int v = 0; v < 3; v++) _mm_prefetch((const char *)(b + AHEAD * b_term + v * LANES), _MM_HINT_T0);
      add_term(sum, a, b, odd_rows, rows, vectors, by_rows);
    }
  } else if (by_rows) {
    TERMS_AT_ONCE for (; b != end; a += a_term, b += b_term)
      add_term(sum, a, b, odd_rows, rows, vectors, by_rows);
  } else {
    for (; b != end; a += a_term, b += b_term) add_term(sum, a, b, odd_rows, rows, vectors, by_rows);
  }
  if (t->adds) {
    finish_tile(t, sum, rows, vectors, 1);
  } else {
    finish_tile(t, sum, rows, vectors, 0);
  }
}

#define TILE(R, V, BY_ROWS)                                                                     \
  static __attribute__((noinline)) void tile_##R##_##V##_##BY_ROWS(const struct tile *t) {      \
    multiply_tile(t, R, V, BY_ROWS);                                                            \
  }
#define WIDE_HEIGHTS(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8)
#define FURTHER_HEIGHTS(X) X(9) X(10) X(11) X(12) X(13) X(14)
#define X(R) TILE(R, 1, 0) TILE(R, 1, 1) TILE(R, 2, 0) TILE(R, 2, 1)
WIDE_HEIGHTS(X) FURTHER_HEIGHTS(X)
#undef X
#define X(R) TILE(R, 3, 0) TILE(R, 3, 1)
WIDE_HEIGHTS(X)
#undef X
static void (*const tiles[ROWS][3][2])(const struct tile *) = {
#define X(R) {{tile_##R##_1_0, tile_##R##_1_1}, {tile_##R##_2_0, tile_##R##_2_1}, {tile_##R##_3_0, tile_##R##_3_1}},
    WIDE_HEIGHTS(X)
#undef X
#define X(R) {{tile_##R##_1_0, tile_##R##_1_1}, {tile_##R##_2_0, tile_##R##_2_1}, {NULL, NULL}},
    FURTHER_HEIGHTS(X)
#undef X
};

// `terms` rows of a panel of up to 3 vectors, of which `columns` are there.
static void copy_panel(const REAL *b, size_t row, size_t terms, size_t columns, size_t vectors,
                       REAL *out) {
  MASK last = (MASK)(WHOLE >> (vectors * LANES - columns));
  for (size_t p = 0; p < terms; p++, b += row, out += vectors * LANES) {
    if (vectors > 1) OP(store)(out, OP(loadu)(b));
    if (vectors > 2) OP(store)(out + LANES, OP(loadu)(b + LANES));
    size_t whole = (vectors - 1) * LANES;
    OP(store)(out + whole, OP(maskz_loadu)(last, b + whole));
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
    for (; p + LANES <= terms; p += LANES) transpose(a + i * row + p, row, out + p * LANES + i, LANES);
    for (; p < terms; p++) {
      for (size_t q = i; q < i + LANES; q++) out[p * LANES + q] = a[q * row + p];
    }
  }
  for (; i < rows; i++) {
    for (size_t p = 0; p < terms; p++) out[p * LANES + i] = a[i * row + p];
  }
}

// The same of rows that lie as columns.
static void copy_columns(const REAL *a, size_t term, size_t rows, size_t terms, REAL *out) {
  for (size_t i = 0; i < rows; i += LANES) {
    MASK mask = rows - i < LANES ? (MASK)~(WHOLE << (rows - i)) : WHOLE;
    for (size_t p = 0; p < terms; p++)
      OP(store)(out + p * LANES + i, OP(maskz_loadu)(mask, a + p * term + i));
  }
}

int GEMM_FITS(int transpose_b, size_t m, size_t n, size_t k) {
  // Very short rows and very large factors have better ways in OpenBLAS.
  return n >= 5 && m >= 4 && k >= 4 && m * k * sizeof(REAL) <= ((size_t)1 << 21) &&
         !(transpose_b && m < 8);
}

// A product, and what is done the same way in all of it.
struct product {
  int transpose_a, second, in_place, wide;
  size_t m, n, k, lda, ldb, ldc;
  const REAL *a, *b;
  REAL *c;
  // Tiles down, the copy of a group of them and the first in it, and the copy of a panel.
  size_t blocks, from;
  REAL *copy, *panel;
};

// The columns of the panel from column j on. One of a single vector after others, which only given panels have,
// would leave half of the units that multiply without work.
INLINE size_t panel_columns(const struct product *p, size_t j) {
  size_t left = (p->n - j + LANES - 1) / LANES, most = p->wide ? 3 : 2;
  if (left == 4 && p->second != OWN_PANELS) most = 2;
  return (left < most ? left : most) * LANES;
}

// The panel from column j on, from the term `first` on: its number of vectors.
INLINE size_t set_panel(const struct product *p, size_t first, size_t j, struct tile *t) {
  size_t width = panel_columns(p, j), vectors = width / LANES, columns = p->n - j < width ? p->n - j : width;
  t->last = (MASK)(WHOLE >> (width - columns));
  t->b = p->panel;
  t->b_term = width;
  if (p->second == OWN_PANELS) {
    t->b = p->b + j * p->k + first * t->b_term;
  } else if (p->second == OWN_COLUMNS) {
    copy_transposed_panel(p->b + j * p->ldb + first, p->ldb, t->terms, columns, vectors, p->panel);
  } else if (p->in_place && columns == width) {
    t->b = p->b + first * p->ldb + j;
    t->b_term = p->ldb;
  } else {
    copy_panel(p->b + first * p->ldb + j, p->ldb, t->terms, columns, vectors, p->panel);
  }
  return vectors;
}

INLINE size_t block_row(const struct product *p, size_t block) { return p->m * block / p->blocks; }

INLINE void multiply_block(const struct product *p, size_t first, size_t j, size_t block, size_t vectors,
                           struct tile *t) {
  size_t row = block_row(p, block), rows = block_row(p, block + 1) - row;
  size_t before = (block - p->from) % TOGETHER;
  t->a = p->copy          ? p->copy + (block - p->from) / TOGETHER * DEPTH * LANES + row - block_row(p, block - before)
         : p->transpose_a ? p->a + first * p->lda + row
                          : p->a + row * p->lda + first;
  t->c = p->c + row * p->ldc + j;
  tiles[rows - 1][vectors - 1][!p->transpose_a && p->copy == NULL](t);
}

// Copies the rows of the tiles from p->from to `to`.
static void copy_first(const struct product *p, size_t first, size_t terms, size_t to) {
  REAL *out = p->copy;
  for (size_t block = p->from; block < to; block += TOGETHER, out += DEPTH * LANES) {
    size_t end = block + TOGETHER < to ? block + TOGETHER : to;
    size_t row = block_row(p, block), rows = block_row(p, end) - row;
    if (p->transpose_a) {
      copy_columns(p->a + first * p->lda + row, p->lda, rows, terms, out);
    } else {
      copy_rows(p->a + row * p->lda + first, p->lda, rows, p->m - row, terms, out);
    }
  }
}

void GEMM(int transpose_a, int second, int adds, size_t m, size_t n, size_t k,
          const REAL *a, size_t lda, const REAL *b, size_t ldb, REAL *c, size_t ldc) {
  REAL panel[DEPTH * 3 * LANES] __attribute__((aligned(64)));
  size_t cuts = (k + DEPTH - 1) / DEPTH;
  size_t groups = (m * k * sizeof(REAL) / cuts - 1) / blas_cached_factor_bytes() + 1;
  int is_given = second == OWN_PANELS, far_apart = groups > 1 || lda * sizeof(REAL) % SAME_LINES == 0;
  struct product p = {.transpose_a = transpose_a, .second = second, .m = m, .n = n, .k = k, .lda = lda, .ldb = ldb,
                      .ldc = ldc, .a = a, .b = b, .c = c, .panel = panel};
  int small = k * n <= SMALL, keeps_lines = ldb * sizeof(REAL) % SAME_LINES != 0;
  int reads_second = second == OWN_ROWS && (small || (m <= FEW && keeps_lines));
  // Where there is no memory for it the first factor is read where it lies.
  size_t high = (m + WIDE_ROWS - 1) / WIDE_ROWS, most = (high + groups - 1) / groups;
  if (!reads_second && n >= (far_apart || is_given ? COPY_COLUMNS : COPY_ALWAYS))
    p.copy = aligned_alloc(64, (most + TOGETHER - 1) / TOGETHER * DEPTH * LANES * sizeof(REAL));
  p.wide = is_given || p.copy != NULL;
  p.blocks = p.wide ? high : (m + ROWS - 1) / ROWS;
  p.in_place = !p.wide && (small || (p.blocks <= IN_PLACE && keeps_lines));
  for (size_t part = 0; part < cuts * groups; part++) {
    size_t cut = part / groups, group = part % groups, first = k * cut / cuts;
    size_t to = p.blocks * (group + 1) / groups;
    p.from = p.blocks * group / groups;
    struct tile t = {.terms = k * (cut + 1) / cuts - first, .a_term = p.copy ? LANES : lda, .c_row = ldc,
                     .adds = adds || cut > 0};
    for (int i = 0; i < ROWS / 2; i++) t.odd_rows[i] = (ptrdiff_t)((2 * i + 1) * lda * sizeof(REAL));
    if (p.copy != NULL) copy_first(&p, first, t.terms, to);
    size_t j = 0;
    // A small second factor stays in the first-level cache, so that the first is read only once.
    if (small && second == OWN_ROWS) {
      for (size_t block = p.from; block < to; block++) {
        size_t vectors = 0;
        for (j = 0; j + panel_columns(&p, j) <= n && j < n; j += vectors * LANES) {
          vectors = set_panel(&p, first, j, &t);
          multiply_block(&p, first, j, block, vectors, &t);
        }
      }
    }
    while (j < n) {
      size_t vectors = set_panel(&p, first, j, &t);
      for (size_t block = p.from; block < to; block++) multiply_block(&p, first, j, block, vectors, &t);
      j += vectors * LANES;
    }
  }
  free(p.copy);
}
