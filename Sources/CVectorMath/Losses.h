// What the cross-entropies of rows with logits (SoftmaxRows.h) are made of, and those of sigmoids, element by
// element.

#if VM_WIDTH == 1
#define ANY(mask) (mask)
#else
#define ANY(mask) (__builtin_reduce_or(mask) != 0)
#endif

// The first elements of a vector, up to all.
#if VM_WIDTH == 8
VM_INLINE FV load_first_floats(const float *p, size_t count, float fill) {
  return (FV)_mm512_mask_loadu_ps(_mm512_set1_ps(fill), (__mmask16)((1u << count) - 1), p);
}
VM_INLINE void store_first_floats(float *p, size_t count, FV x) {
  _mm512_mask_storeu_ps(p, (__mmask16)((1u << count) - 1), (__m512)x);
}
VM_INLINE V load_first(const double *p, size_t count, double fill) {
  return (V)_mm512_mask_loadu_pd(_mm512_set1_pd(fill), (__mmask8)((1u << count) - 1), p);
}
VM_INLINE void store_first(double *p, size_t count, V x) {
  _mm512_mask_storeu_pd(p, (__mmask8)((1u << count) - 1), (__m512d)x);
}
#else
#define FIRST_OF(T, VT, W, suffix) \
  VM_INLINE VT load_first##suffix(const T *p, size_t count, T fill) { \
    T buffer[W]; \
    for (size_t j = 0; j < (W); j++) buffer[j] = j < count ? p[j] : fill; \
    VT r; \
    memcpy(&r, buffer, sizeof r); \
    return r; \
  } \
  VM_INLINE void store_first##suffix(T *p, size_t count, VT x) { \
    T buffer[W]; \
    memcpy(buffer, &x, sizeof buffer); \
    for (size_t j = 0; j < count; j++) p[j] = buffer[j]; \
  }
FIRST_OF(float, FV, VM_FLOATS, _floats)
FIRST_OF(double, V, VM_WIDTH, )
#undef FIRST_OF
#endif

#define REAL float
#define LOAD_FIRST load_first_floats
#define STORE_FIRST store_first_floats
#define VEC FV
#define WIDTH VM_FLOATS
#define LANES 16
#define PART(name) f_##name
#include "RowLines.h"
#undef REAL
#undef VEC
#undef WIDTH
#undef LANES
#undef PART
#undef LOAD_FIRST
#undef STORE_FIRST

#define REAL double
#define LOAD_FIRST load_first
#define STORE_FIRST store_first
#define VEC V
#define WIDTH VM_WIDTH
#define LANES 8
#define PART(name) d_##name
#include "RowLines.h"
#undef REAL
#undef VEC
#undef WIDTH
#undef LANES
#undef PART
#undef LOAD_FIRST
#undef STORE_FIRST

// log(1 + e) for 0 <= e <= 1: 2 atanh(s), s = e / (2 + e) <= 1/3, whose series in s^2 has an error
// below 2^-31 here.
VM_INLINE FV f_log1p_of_unit(FV e) {
  FV s = e / (2.0f + e), w = s * s;
  FV q = f_mad(w, f_mad(w, f_mad(w, f_mad(w, (FV)0x1.dba25ep-4f, (FV)0x1.bc8cf8p-4f),
                                 (FV)0x1.24c926p-3f), (FV)0x1.9998d4p-3f), (FV)0x1.555556p-2f);
  FV twice = s + s;
  return f_mad(twice, w * q, twice);
}
VM_INLINE V log1p_of_unit(V e) { return core_log1p(e); }

// q z softplus(-x) + (1 - z) softplus(x), a term of weight 0 being 0 whatever x is; and its
// derivative by x, (1 - z) sigmoid(x) - q z sigmoid(-x).
#define SIGMOID_COST(T, name, exp_of, log1p_of) \
  VM_INLINE T name##cost(T x, T z, T q) { \
    T size = __builtin_elementwise_abs(x), t = log1p_of(exp_of(-size)); \
    T above = x > 0 ? x : (T)0, below = above - x; \
    T a = q * z, b = 1 - z; \
    T r = __builtin_elementwise_fma(a, below + t, b * (above + t)); \
    if (ANY(size == INFINITY)) { \
      below = x < 0 ? -x : (T)0; \
      T first = ((a == 0) & (below == INFINITY)) ? (T)0 : a * (below + t); \
      T second = ((b == 0) & (above == INFINITY)) ? (T)0 : b * (above + t); \
      r = size == INFINITY ? first + second : r; \
    } \
    return r; \
  } \
  VM_INLINE T name##slope(T x, T z, T q) { \
    T e = exp_of(-__builtin_elementwise_abs(x)), near = 1 / (1 + e), far = e * near; \
    T up = x < 0 ? far : near, down = x < 0 ? near : far; \
    return (1 - z) * up - q * z * down; \
  }
SIGMOID_COST(FV, f_sigmoid_, f_core_exp, f_log1p_of_unit)
SIGMOID_COST(V, sigmoid_, core_exp, log1p_of_unit)
#undef SIGMOID_COST
#undef ANY
