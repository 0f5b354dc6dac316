// The kernels over rows of classes of one instruction set, and their table. They are compiled apart from the
// others, whose files take long.
#include "Types.h"
#include "Exponential.h"
#include "QuickLogarithm.h"
#include "Special.h"
#include "FloatFunctions.h"
#include "Losses.h"
#include "DivergenceRows.h"
#include "RowColumns.h"

#if VM_WIDTH == 1
#define CR_ANY(mask) (mask)
#else
#define CR_ANY(mask) __builtin_expect(__builtin_reduce_or(mask) != 0, 0)
#endif

// exp(t) for t <= 0, below 1.1 ulp where it is no subnormal number.
VM_INLINE V exp_below(V t) {
  V e = quick_exp(t < -700.0 ? (V)-700.0 : t);
  e = t < -700.0 ? (V)0.0 : e;
  if (CR_ANY((t < -700.0) & (t > -746.0))) {
    V rare = core_exp(t < -700.0 ? t : (V)0.0);
    e = t < -700.0 ? rare : e;
  }
  return t == t ? e : t;
}

VM_INLINE V d_load_vector(const double *p) { return load(p); }
VM_INLINE FV f_load_vector(const float *p) { return load_floats(p); }

#define REAL double
#define LOAD_FIRST load_first
#define STORE_FIRST store_first
#define VEC V
#define WIDTH VM_WIDTH
#define LANES 8
#define PART(name) d_##name
#define SUFFIX(name) name##_f64
#define EXP_BELOW exp_below
#define QUICK_LOG quick_log
#define CORE_LOG core_log
#define CORE_LOG_ONE_PLUS core_log1p
#define CORE_EXPM1 core_expm1
#define LEAST 0x1p-1022
#define FAR 0x1p600
#include "SoftmaxRows.h"
#include "ClassRows.h"
#include "MassRows.h"
#include "LogitSlopes.h"
#include "WeightSlopes.h"
#undef REAL
#undef LOAD_FIRST
#undef STORE_FIRST
#undef VEC
#undef WIDTH
#undef LANES
#undef PART
#undef SUFFIX
#undef EXP_BELOW
#undef QUICK_LOG
#undef CORE_LOG
#undef CORE_LOG_ONE_PLUS
#undef CORE_EXPM1
#undef LEAST
#undef FAR
#undef CR_PARTS
#undef CR_RUN

#define REAL float
#define LOAD_FIRST load_first_floats
#define STORE_FIRST store_first_floats
#define VEC FV
#define WIDTH VM_FLOATS
#define LANES 16
#define PART(name) f_##name
#define SUFFIX(name) name##_f32
#define EXP_BELOW f_exp_below
#define QUICK_LOG f_quick_log
#define CORE_LOG f_core_log
#define CORE_LOG_ONE_PLUS f_core_log1p
#define CORE_EXPM1 f_core_expm1
#define LEAST 0x1p-126f
#define FAR 0x1p100f
#include "SoftmaxRows.h"
#include "ClassRows.h"
#include "MassRows.h"
#include "LogitSlopes.h"
#include "WeightSlopes.h"
#undef REAL
#undef LOAD_FIRST
#undef STORE_FIRST
#undef VEC
#undef WIDTH
#undef LANES
#undef PART
#undef SUFFIX
#undef EXP_BELOW
#undef QUICK_LOG
#undef CORE_LOG
#undef CORE_LOG_ONE_PLUS
#undef CORE_EXPM1
#undef LEAST
#undef FAR
#undef CR_PARTS
#undef CR_RUN

#include "MassTables.h"

#include "ShortDivergenceRows.h"
#include "FloatDivergenceRows.h"

// table[i] for each index, the last entry, table[count], for those outside 0..<count.
#if VM_WIDTH == 8
VM_INLINE __m512i entry_indices(const int64_t *p, __mmask8 lanes, __m512i last) {
  return _mm512_min_epu64(_mm512_maskz_loadu_epi64(lanes, p), last);
}
static void entries_f64(const double *table, size_t count, const int64_t *indices, double *out, size_t length) {
  __m512i last = _mm512_set1_epi64((int64_t)count);
  double some[16] = {0};
  memcpy(some, table, (count < 16 ? count + 1 : 16) * sizeof(double));
  __m512d low = _mm512_loadu_pd(some), high = _mm512_loadu_pd(some + 8);
  for (size_t i = 0; i < length; i += 8) {
    __mmask8 lanes = (__mmask8)(length - i >= 8 ? 255 : (1u << (length - i)) - 1);
    __m512i index = entry_indices(indices + i, lanes, last);
    __m512d r = count < 16 ? _mm512_permutex2var_pd(low, index, high)
                           : _mm512_mask_i64gather_pd(low, lanes, index, table, 8);
    _mm512_mask_storeu_pd(out + i, lanes, r);
  }
}
static void entries_f32(const float *table, size_t count, const int64_t *indices, float *out, size_t length) {
  __m512i last = _mm512_set1_epi64((int64_t)count);
  float some[16] = {0};
  memcpy(some, table, (count < 16 ? count + 1 : 16) * sizeof(float));
  __m512 all = _mm512_loadu_ps(some);
  for (size_t i = 0; i < length; i += 8) {
    __mmask8 lanes = (__mmask8)(length - i >= 8 ? 255 : (1u << (length - i)) - 1);
    __m512i index = entry_indices(indices + i, lanes, last);
    __m256 r;
    if (count < 16) {
      __m512i places = _mm512_castsi256_si512(_mm512_cvtepi64_epi32(index));
      r = _mm512_castps512_ps256(_mm512_permutexvar_ps(places, all));
    } else {
      r = _mm512_mask_i64gather_ps(_mm256_setzero_ps(), lanes, index, table, 4);
    }
    _mm256_mask_storeu_ps(out + i, lanes, r);
  }
}
#else
#define ENTRIES(suffix, T) \
  static void entries_##suffix(const T *table, size_t count, const int64_t *indices, T *out, size_t length) { \
    for (size_t i = 0; i < length; i++) { \
      size_t index = (size_t)indices[i]; \
      out[i] = table[index < count ? index : count]; \
    } \
  }
ENTRIES(f64, double)
ENTRIES(f32, float)
#undef ENTRIES
#endif

// A draw of each row of weights from a level: the first class up to which the row adds up to that share of its
// sum, among those with mass; -1 of a row with a negative weight, or whose sum is not positive and finite.
static void class_draws(const double *weights, size_t rows, size_t n, const double *levels, int64_t *out) {
  V columns[VM_MOST_DRAWN_CLASSES];
  for (size_t row = 0; row < rows; row += VM_WIDTH) {
    size_t count = rows - row < VM_WIDTH ? rows - row : VM_WIDTH;
    load_columns_f64(weights + row * n, count, n, 1, columns);
    V total = (V)0.0;
    M negative = (M)(total != total);
    for (size_t j = 0; j < n; j++) {
      total += columns[j];
      negative |= columns[j] < 0.0;
    }
    // Sums that are no numbers, or have few digits, of weights that are and have.
    M far = (total > 0x1p1000) | (total < 0x1p-900);
    if (any(far)) {
      V by = far ? (total > 1.0 ? (V)0x1p-64 : (V)0x1p64) : (V)1.0;
      total = (V)0.0;
      for (size_t j = 0; j < n; j++) total += columns[j] *= by;
    }
    V level = total * (count == VM_WIDTH ? load(levels + row) : load_first(levels + row, count, 0.5));
    V sum = (V)0.0, below = (V)0.0, least = (V)(double)n, most = (V)0.0;
    for (size_t j = 0; j < n; j++) {
      V weight = columns[j], place = (V)(double)j;
      sum += weight;
      below += sum < level ? (V)1.0 : (V)0.0;
      least = ((weight > 0.0) & (place < least)) ? place : least;
      most = weight > 0.0 ? place : most;
    }
    V place = below > least ? below : least;
    place = place < most ? place : most;
    I draw = whole_to_i(((total > 0.0) & (total < INFINITY) & (negative == 0)) ? place : (V)-1.0);
    memcpy(out + row, &draw, count * sizeof(int64_t));
  }
}

const ClassTable VM_CLASS_TABLE = {
    .softmax_rows_f64 = d_softmax_rows,
    .softmax_rows_f32 = f_softmax_rows,
    .log_mass_f64 = class_log_mass_f64,
    .log_mass_f32 = class_log_mass_f32,
    .entropy_f64 = class_entropy_f64,
    .entropy_f32 = class_entropy_f32,
    .one_hot_classes_f64 = one_hot_classes_f64,
    .one_hot_classes_f32 = one_hot_classes_f32,
    .mass_rows_f64 = mass_rows_f64,
    .mass_rows_f32 = mass_rows_f32,
    .logit_slopes_f64 = logit_slopes_f64,
    .logit_slopes_f32 = logit_slopes_f32,
    .weight_slopes_f64 = weight_slopes_f64,
    .weight_slopes_f32 = weight_slopes_f32,
    .mass_tables = mass_tables,
    .short_divergence_rows_f64 = short_divergence_rows_f64,
    .short_divergence_rows_f32 = short_divergence_rows_f32,
    .float_divergence_rows = float_divergence_rows,
    .largest_places_f64 = largest_places_f64,
    .largest_places_f32 = largest_places_f32,
    .draws = class_draws,
    .entries_f64 = entries_f64,
    .entries_f32 = entries_f32,
};
