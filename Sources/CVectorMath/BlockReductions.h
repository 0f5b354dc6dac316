// Reductions of a block.
//
// Sixteen interleaved accumulators over runs of 128; the runs' sums are joined pairwise, like the
// carries of a binary counter; then the sixteen are added as a tree. The order depends on the count
// alone.
//
// The largest and the smallest pass over NaN and the signs of zeros, and are asked for again with care where
// there was a NaN or the result is a zero.
#define EXTREME(a, b) ((largest ? (a) > (b) : (a) < (b)) ? (a) : (b))
#define REDUCTIONS(T, suffix) \
  typedef T Lanes_##suffix __attribute__((ext_vector_type(16))); \
  static T sum_##suffix(const T *x, size_t count) { \
    Lanes_##suffix carried[64]; \
    size_t i = 0, runs = 0; \
    int depth = 0; \
    for (; i + 128 <= count; i += 128) { \
      Lanes_##suffix run, next; \
      memcpy(&run, x + i, sizeof run); \
      for (size_t j = 16; j < 128; j += 16) { \
        memcpy(&next, x + i + j, sizeof next); \
        run += next; \
      } \
      for (size_t n = runs; n & 1; n >>= 1) run = carried[--depth] + run; \
      carried[depth++] = run; \
      runs++; \
    } \
    Lanes_##suffix total = (Lanes_##suffix)(T)0; \
    for (; i < count; i += 16) { \
      Lanes_##suffix next = (Lanes_##suffix)(T)0; \
      if (i + 16 <= count) memcpy(&next, x + i, sizeof next); \
      else memcpy(&next, x + i, (count - i) * sizeof(T)); \
      total += next; \
    } \
    while (depth > 0) total = carried[--depth] + total; \
    T s[16]; \
    memcpy(s, &total, sizeof s); \
    for (int width = 8; width > 0; width >>= 1) \
      for (int j = 0; j < width; j++) s[j] += s[j + width]; \
    return s[0]; \
  } \
  static __attribute__((noinline)) T careful_extremum_##suffix(const T *x, size_t count, int largest) { \
    Lanes_##suffix best = (Lanes_##suffix)(largest ? (T)-INFINITY : (T)INFINITY), next; \
    for (size_t i = 0; i < count; i += 16) { \
      next = best; \
      if (i + 16 <= count) memcpy(&next, x + i, sizeof next); \
      else memcpy(&next, x + i, (count - i) * sizeof(T)); \
      best = largest ? __builtin_elementwise_maximum(best, next) \
                     : __builtin_elementwise_minimum(best, next); \
    } \
    T b[16]; \
    memcpy(b, &best, sizeof b); \
    T r = b[0]; \
    for (int j = 1; j < 16; j++) \
      r = largest ? __builtin_elementwise_maximum(r, b[j]) : __builtin_elementwise_minimum(r, b[j]); \
    return r; \
  } \
  VM_INLINE T extremum_##suffix(const T *x, size_t count, int largest) { \
    Lanes_##suffix best[4], next[4]; \
    __typeof__(best[0] < best[1]) odd = (best[0] < best[0]) & 0; \
    for (int a = 0; a < 4; a++) best[a] = (Lanes_##suffix)(largest ? (T)-INFINITY : (T)INFINITY); \
    size_t i = 0; \
    for (; i + 64 <= count; i += 64) { \
      __builtin_prefetch(x + i + 1024 / sizeof(T) * 2); \
      memcpy(next, x + i, sizeof next); \
      odd |= (next[0] != next[0]) | (next[1] != next[1]); \
      odd |= (next[2] != next[2]) | (next[3] != next[3]); \
      for (int a = 0; a < 4; a++) best[a] = EXTREME(next[a], best[a]); \
    } \
    for (; i < count; i += 16) { \
      next[0] = best[0]; \
      if (i + 16 <= count) memcpy(next, x + i, sizeof next[0]); \
      else memcpy(next, x + i, (count - i) * sizeof(T)); \
      odd |= next[0] != next[0]; \
      best[0] = EXTREME(next[0], best[0]); \
    } \
    best[0] = EXTREME(EXTREME(best[0], best[1]), EXTREME(best[2], best[3])); \
    T __attribute__((ext_vector_type(8))) eight = EXTREME(best[0].lo, best[0].hi); \
    T __attribute__((ext_vector_type(4))) four = EXTREME(eight.lo, eight.hi); \
    T r = EXTREME(EXTREME(four.x, four.y), EXTREME(four.z, four.w)); \
    return r == 0 || __builtin_reduce_or(odd) ? careful_extremum_##suffix(x, count, largest) : r; \
  } \
  static T maximum_of_##suffix(const T *x, size_t count) { return extremum_##suffix(x, count, 1); } \
  static T minimum_of_##suffix(const T *x, size_t count) { return extremum_##suffix(x, count, 0); }
REDUCTIONS(double, f64)
REDUCTIONS(float, f32)
#undef EXTREME

// Adds rows to a row one after another, four in one go over its columns.
#define ADD_ROWS(T, suffix) \
  static void add_rows_##suffix(const T *x, size_t length, size_t rows, T *y) { \
    for (; rows >= 4; rows -= 4, x += 4 * length) { \
      size_t i = 0; \
      for (; i + 16 <= length; i += 16) { \
        Lanes_##suffix sum, next; \
        memcpy(&sum, y + i, sizeof sum); \
        for (size_t r = 0; r < 4; r++) { \
          memcpy(&next, x + r * length + i, sizeof next); \
          sum += next; \
        } \
        memcpy(y + i, &sum, sizeof sum); \
      } \
      for (; i < length; i++) y[i] = (((y[i] + x[i]) + x[length + i]) + x[2 * length + i]) + x[3 * length + i]; \
    } \
    for (; rows > 0; rows--, x += length) \
      for (size_t i = 0; i < length; i++) y[i] += x[i]; \
  }
ADD_ROWS(double, f64)
ADD_ROWS(float, f32)
