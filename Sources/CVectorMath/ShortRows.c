// Reductions of short rows: no vector is filled by one, and what is left is to keep several under way.
#include "CVectorMath.h"

#define SHORT_ROWS(T, SUFFIX) \
  void vm_sum_rows_##SUFFIX(const T *x, size_t length, size_t rows, T *out) { \
    for (size_t i = 0; i < rows; i++, x += length) { \
      T even = 0, odd = 0; \
      size_t j = 0; \
      for (; j + 2 <= length; j += 2) even += x[j], odd += x[j + 1]; \
      if (j < length) even += x[j]; \
      out[i] += even + odd; \
    } \
  } \
  void vm_maximum_rows_##SUFFIX(const T *x, size_t length, size_t rows, T *out) { \
    for (size_t i = 0; i < rows; i++, x += length) { \
      T best = out[i]; \
      int unordered = best != best; \
      for (size_t j = 0; j < length; j++) { \
        best = x[j] > best ? x[j] : best; \
        unordered |= x[j] != x[j]; \
      } \
      out[i] = unordered ? (T)__builtin_nan("") : best; \
    } \
  } \
  void vm_minimum_rows_##SUFFIX(const T *x, size_t length, size_t rows, T *out) { \
    for (size_t i = 0; i < rows; i++, x += length) { \
      T best = out[i]; \
      int unordered = best != best; \
      for (size_t j = 0; j < length; j++) { \
        best = x[j] < best ? x[j] : best; \
        unordered |= x[j] != x[j]; \
      } \
      out[i] = unordered ? (T)__builtin_nan("") : best; \
    } \
  }

SHORT_ROWS(double, f64)
SHORT_ROWS(float, f32)
