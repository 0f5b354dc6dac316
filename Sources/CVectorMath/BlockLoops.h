// The loops over blocks. A tail shorter than a vector goes through a padded buffer and the same function, which
// is there once for all: an element's bits do not depend on its position.

#define BLOCK_LOOP(W, COUNT, FULL, ...) \
  do { \
    size_t i = 0; \
    for (; i + (W) <= (COUNT); i += (W)) { FULL; } \
    if (i < (COUNT)) { size_t rest = (COUNT)-i; __VA_ARGS__; } \
  } while (0)

#define UNARY_LOOP(name, T, VT, W, LOAD, STORE) \
  static void name##_block(const T *x, T *out, size_t count) { \
    BLOCK_LOOP(W, count, STORE(out + i, name(LOAD(x + i))), { \
      T buffer[W]; \
      for (size_t j = 0; j < (W); j++) buffer[j] = 1; \
      memcpy(buffer, x + i, rest * sizeof(T)); \
      name##_block(buffer, buffer, W); \
      memcpy(out + i, buffer, rest * sizeof(T)); \
    }); \
  }

#define BINARY_LOOP(name, T, VT, W, LOAD, STORE) \
  static void name##_block( \
      const T *x, size_t x_step, const T *y, size_t y_step, T *out, size_t count) { \
    if (count == 0) return; \
    VT x0 = (VT)x[0], y0 = (VT)y[0]; \
    BLOCK_LOOP(W, count, \
        STORE(out + i, name(x_step ? LOAD(x + i) : x0, y_step ? LOAD(y + i) : y0)), { \
      T a[W], b[W]; \
      for (size_t j = 0; j < (W); j++) a[j] = x[0], b[j] = y[0]; \
      if (x_step) memcpy(a, x + i, rest * sizeof(T)); \
      if (y_step) memcpy(b, y + i, rest * sizeof(T)); \
      name##_block(a, 1, b, 1, a, W); \
      memcpy(out + i, a, rest * sizeof(T)); \
    }); \
  }

// Memory is asked for a block ahead: several streams and the result are many for the hardware.
#define AHEAD(p, step, i) if (step) __builtin_prefetch((p) + (i) + 512)
// A block of points and parameters used throughout: the law is made once.
#define ONE_LAW_LOOP(name, T, W, LOAD, STORE, TAIL, ...) \
  do { \
    __auto_type law = name##_law(__VA_ARGS__); \
    BLOCK_LOOP(W, count, { \
      AHEAD(x, 1, i); \
      STORE(out + i, name##_at(law, LOAD(x + i))); \
    }, { \
      T a[W]; \
      for (size_t j = 0; j < (W); j++) a[j] = x[0]; \
      memcpy(a, x + i, rest * sizeof(T)); \
      TAIL; \
      memcpy(out + i, a, rest * sizeof(T)); \
    }); \
    return; \
  } while (0)

// Points in rows and parameters that begin anew with each row, which steps above 1, the length of the rows,
// say: the law of a vector of columns is made once and goes down the rows. LAST is what is left: columns fewer
// than a vector, and a row that is not whole.
#define LAST_OF_THREE(name, at, column, n) \
  name##_block(x + (at), 1, y + (column) * (size_t)y_runs, (size_t)y_runs, \
               z + (column) * (size_t)z_runs, (size_t)z_runs, out + (at), n)
#define LAST_OF_FOUR(name, at, column, n) \
  name##_block(x + (at), 1, y + (column) * (size_t)y_runs, (size_t)y_runs, \
               z + (column) * (size_t)z_runs, (size_t)z_runs, w + (column) * (size_t)w_runs, \
               (size_t)w_runs, out + (at), n)
#define ROW_LAWS_LOOP(name, W, LOAD, STORE, LAWS, AT, length, LAST, ...) \
  do { \
    size_t row = (length), whole = count / row * row, i = 0; \
    for (; i + (W) <= row; i += (W)) { \
      __auto_type law = LAWS(__VA_ARGS__); \
      for (size_t j = i; j < whole; j += row) { \
        AHEAD(x, 1, j); \
        STORE(out + j, AT(law, LOAD(x + j))); \
      } \
    } \
    if (i < row) \
      for (size_t j = i; j < whole; j += row) LAST(name, j, i, row - i); \
    if (whole < count) LAST(name, whole, 0, count - whole); \
    return; \
  } while (0)

// Row after row, where laws need not be fast.
#define ROWS_LOOP(name, W, LOAD, STORE, LAWS, AT, length, LAST, ...) \
  do { \
    size_t row = (length); \
    for (size_t j = 0; j < count; j += row) LAST(name, j, 0, count - j < row ? count - j : row); \
    return; \
  } while (0)

#define TERNARY_LOOP(name, T, VT, W, LOAD, STORE, LAWS, AT) \
  static void name##_block(const T *x, size_t x_step, const T *y, size_t y_step, const T *z, \
                           size_t z_step, T *out, size_t count) { \
    if (count == 0) return; \
    VT x0 = (VT)x[0], y0 = (VT)y[0], z0 = (VT)z[0]; \
    if (x_step && !y_step && !z_step) \
      ONE_LAW_LOOP(name, T, W, LOAD, STORE, name##_block(a, 1, y, 0, z, 0, a, W), y0, z0); \
    if (y_step > 1 || z_step > 1) { \
      int y_runs = y_step > 1, z_runs = z_step > 1; \
      ROW_LAWS_LOOP(name, W, LOAD, STORE, LAWS, AT, y_runs ? y_step : z_step, LAST_OF_THREE, \
                    y_runs ? LOAD(y + i) : y0, z_runs ? LOAD(z + i) : z0); \
    } \
    BLOCK_LOOP(W, count, { \
      AHEAD(x, x_step, i); AHEAD(y, y_step, i); AHEAD(z, z_step, i); \
      STORE(out + i, name(x_step ? LOAD(x + i) : x0, y_step ? LOAD(y + i) : y0, \
                          z_step ? LOAD(z + i) : z0)); \
    }, { \
      T a[W], b[W], c[W]; \
      for (size_t j = 0; j < (W); j++) a[j] = x[0], b[j] = y[0], c[j] = z[0]; \
      if (x_step) memcpy(a, x + i, rest * sizeof(T)); \
      if (y_step) memcpy(b, y + i, rest * sizeof(T)); \
      if (z_step) memcpy(c, z + i, rest * sizeof(T)); \
      name##_block(a, 1, b, 1, c, 1, a, W); \
      memcpy(out + i, a, rest * sizeof(T)); \
    }); \
  }

#define QUATERNARY_LOOP(name, T, VT, W, LOAD, STORE, ROWS) \
  static void name##_block(const T *x, size_t x_step, const T *y, size_t y_step, const T *z, \
                           size_t z_step, const T *w, size_t w_step, T *out, size_t count) { \
    if (count == 0) return; \
    VT x0 = (VT)x[0], y0 = (VT)y[0], z0 = (VT)z[0], w0 = (VT)w[0]; \
    if (x_step && !y_step && !z_step && !w_step) \
      ONE_LAW_LOOP(name, T, W, LOAD, STORE, name##_block(a, 1, y, 0, z, 0, w, 0, a, W), y0, z0, w0); \
    if (y_step > 1 || z_step > 1 || w_step > 1) { \
      int y_runs = y_step > 1, z_runs = z_step > 1, w_runs = w_step > 1; \
      ROWS(name, W, LOAD, STORE, name##_law, name##_at, y_runs ? y_step : (z_runs ? z_step : w_step), \
           LAST_OF_FOUR, y_runs ? LOAD(y + i) : y0, z_runs ? LOAD(z + i) : z0, w_runs ? LOAD(w + i) : w0); \
    } \
    BLOCK_LOOP(W, count, { \
      AHEAD(x, x_step, i); AHEAD(y, y_step, i); AHEAD(z, z_step, i); AHEAD(w, w_step, i); \
      STORE(out + i, name(x_step ? LOAD(x + i) : x0, y_step ? LOAD(y + i) : y0, \
                          z_step ? LOAD(z + i) : z0, w_step ? LOAD(w + i) : w0)); \
    }, { \
      T a[W], b[W], c[W], d[W]; \
      for (size_t j = 0; j < (W); j++) a[j] = x[0], b[j] = y[0], c[j] = z[0], d[j] = w[0]; \
      if (x_step) memcpy(a, x + i, rest * sizeof(T)); \
      if (y_step) memcpy(b, y + i, rest * sizeof(T)); \
      if (z_step) memcpy(c, z + i, rest * sizeof(T)); \
      if (w_step) memcpy(d, w + i, rest * sizeof(T)); \
      name##_block(a, 1, b, 1, c, 1, d, 1, a, W); \
      memcpy(out + i, a, rest * sizeof(T)); \
    }); \
  }

// A formula of three or four numbers whose law is its parameters: what depends on these alone the compiler
// takes out of the loop.
#define LAW_OF_TWO(name, T) \
  typedef struct { T y, z; } name##_Law; \
  VM_INLINE name##_Law name##_law(T y, T z) { return (name##_Law){y, z}; } \
  VM_INLINE T name##_at(name##_Law law, T x) { return name(x, law.y, law.z); }
#define LAW_OF_THREE(name, T) \
  typedef struct { T y, z, w; } name##_Law; \
  VM_INLINE name##_Law name##_law(T y, T z, T w) { return (name##_Law){y, z, w}; } \
  VM_INLINE T name##_at(name##_Law law, T x) { return name(x, law.y, law.z, law.w); }
