// A vector of short rows as their columns, and back: blocks of as many rows as columns are exchanged in registers,
// where they stay because the loops over them are unrolled.
#define RC_UNROLL _Pragma("clang loop unroll(full)")

// Rows exchanged with columns bit after bit: of two rows whose numbers differ by `apart` one takes the lanes whose
// numbers have that bit no more than its own has, the other the others.
#define EXCHANGE(T, count, apart, low, high) \
  RC_UNROLL for (int i = 0; i < count; i++) { \
    if (i & apart) continue; \
    T even = __builtin_shufflevector(r[i], r[i + apart], LANES_OF low); \
    r[i + apart] = __builtin_shufflevector(r[i], r[i + apart], LANES_OF high); \
    r[i] = even; \
  }
#define LANES_OF(...) __VA_ARGS__
#if VM_WIDTH == 8
VM_INLINE void exchange_rows_f64(V *r) {
  EXCHANGE(V, 8, 1, (0, 8, 2, 10, 4, 12, 6, 14), (1, 9, 3, 11, 5, 13, 7, 15))
  EXCHANGE(V, 8, 2, (0, 1, 8, 9, 4, 5, 12, 13), (2, 3, 10, 11, 6, 7, 14, 15))
  EXCHANGE(V, 8, 4, (0, 1, 2, 3, 8, 9, 10, 11), (4, 5, 6, 7, 12, 13, 14, 15))
}
VM_INLINE void exchange_rows_f32(FV *r) {
  EXCHANGE(FV, 16, 1, (0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30),
           (1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31))
  EXCHANGE(FV, 16, 2, (0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
           (2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31))
  EXCHANGE(FV, 16, 4, (0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27),
           (4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
  EXCHANGE(FV, 16, 8, (0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
           (8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
}
#elif VM_WIDTH == 4
VM_INLINE void exchange_rows_f64(V *r) {
  EXCHANGE(V, 4, 1, (0, 4, 2, 6), (1, 5, 3, 7))
  EXCHANGE(V, 4, 2, (0, 1, 4, 5), (2, 3, 6, 7))
}
VM_INLINE void exchange_rows_f32(FV *r) {
  EXCHANGE(FV, 8, 1, (0, 8, 2, 10, 4, 12, 6, 14), (1, 9, 3, 11, 5, 13, 7, 15))
  EXCHANGE(FV, 8, 2, (0, 1, 8, 9, 4, 5, 12, 13), (2, 3, 10, 11, 6, 7, 14, 15))
  EXCHANGE(FV, 8, 4, (0, 1, 2, 3, 8, 9, 10, 11), (4, 5, 6, 7, 12, 13, 14, 15))
}
#else
VM_INLINE void exchange_rows_f64(V *r) { (void)r; }
VM_INLINE void exchange_rows_f32(FV *r) { (void)r; }
#endif
#undef EXCHANGE
#undef LANES_OF

// Column j of one row or more of n numbers, those beyond the last being the last again, at columns[j step]; and rows of
// n numbers, `stride` apart, of n columns.
#define ROW_COLUMNS(suffix, T, VT, W, LOAD, LOAD_FIRST, STORE, STORE_FIRST) \
  VM_INLINE void load_columns_##suffix(const T *x, size_t rows, size_t n, size_t step, VT *columns) { \
    const T *row[W]; \
    RC_UNROLL for (size_t i = 0; i < W; i++) row[i] = x + (i < rows ? i : rows - 1) * n; \
    for (size_t j = 0; j < n; j += W) { \
      VT block[W]; \
      size_t rest = n - j; \
      if (rest >= W) { \
        RC_UNROLL for (size_t i = 0; i < W; i++) block[i] = LOAD(row[i] + j); \
      } else { \
        RC_UNROLL for (size_t i = 0; i < W; i++) block[i] = LOAD_FIRST(row[i] + j, rest, 0); \
      } \
      exchange_rows_##suffix(block); \
      RC_UNROLL for (size_t i = 0; i < W; i++) { \
        if (i < rest) columns[(j + i) * step] = block[i]; \
      } \
    } \
  } \
  VM_INLINE void store_columns_##suffix(const VT *columns, size_t rows, size_t n, size_t stride, T *out) { \
    for (size_t j = 0; j < n; j += W) { \
      VT block[W]; \
      size_t rest = n - j; \
      RC_UNROLL for (size_t i = 0; i < W; i++) block[i] = columns[i < rest ? j + i : j]; \
      exchange_rows_##suffix(block); \
      if (rest >= W) { \
        RC_UNROLL for (size_t i = 0; i < W; i++) { \
          if (i < rows) STORE(out + i * stride + j, block[i]); \
        } \
      } else { \
        RC_UNROLL for (size_t i = 0; i < W; i++) { \
          if (i < rows) STORE_FIRST(out + i * stride + j, rest, block[i]); \
        } \
      } \
    } \
  }
ROW_COLUMNS(f64, double, V, VM_WIDTH, load, load_first, store, store_first)
ROW_COLUMNS(f32, float, FV, VM_FLOATS, load_floats, load_first_floats, store_floats, store_first_floats)
#undef ROW_COLUMNS
#undef RC_UNROLL
