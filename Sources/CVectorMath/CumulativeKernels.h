// The loops over the functions of Cumulatives.h and FourNumbers.h, and their table. They have files of their own
// beside Kernels*.c, which take long to compile.
#include "BlockLoops.h"

#define SYMMETRIC_LAW_EACH(X, N, name) \
  X(N##_CDF, name##_cdf) X(N##_LOG_CDF, name##_log_cdf) X(N##_QUANTILE, name##_quantile)
#define LAW_WITH_TAILS_EACH(X, N, name) \
  SYMMETRIC_LAW_EACH(X, N, name) X(N##_SURVIVAL, name##_survival) \
  X(N##_LOG_SURVIVAL, name##_log_survival) X(N##_SURVIVAL_QUANTILE, name##_survival_quantile)
#define CUMULATIVE_EACH(X) \
  SYMMETRIC_LAW_EACH(X, NORMAL_LAW, normal) SYMMETRIC_LAW_EACH(X, CAUCHY, cauchy) \
  SYMMETRIC_LAW_EACH(X, LOGISTIC, logistic) SYMMETRIC_LAW_EACH(X, LAPLACE, laplace) \
  LAW_WITH_TAILS_EACH(X, EXPONENTIAL, exponential) LAW_WITH_TAILS_EACH(X, WEIBULL, weibull) \
  LAW_WITH_TAILS_EACH(X, GUMBEL, gumbel) LAW_WITH_TAILS_EACH(X, LOG_NORMAL, log_normal)

// Floats are computed in double, in halves, and rounded once.
#define X(N, name) \
  VM_INLINE FV float_##name(FV x, FV y, FV z) { \
    return join_halves(name(low_half(x), low_half(y), low_half(z)), \
                       name(high_half(x), high_half(y), high_half(z))); \
  } \
  LAW_OF_TWO(name, V) LAW_OF_TWO(float_##name, FV) \
  TERNARY_LOOP(name, double, V, VM_WIDTH, load, store, name##_law, name##_at) \
  TERNARY_LOOP(float_##name, float, FV, VM_FLOATS, load_floats, store_floats, float_##name##_law, \
               float_##name##_at)
CUMULATIVE_EACH(X)
#undef X

VM_INLINE FV float_normal_log_mass(FV x, FV y, FV z, FV w) {
  return join_halves(normal_log_mass(low_half(x), low_half(y), low_half(z), low_half(w)),
                     normal_log_mass(high_half(x), high_half(y), high_half(z), high_half(w)));
}
#define OF_FOUR_EACH(X) \
  X(NORMAL_LOG_MASS, normal_log_mass) X(LOG_SUM, log_sum_of_four) \
  X(NORMAL_CROSS_ENTROPY, normal_cross_entropy)
#define X(N, name) \
  LAW_OF_THREE(name, V) LAW_OF_THREE(float_##name, FV) \
  QUATERNARY_LOOP(name, double, V, VM_WIDTH, load, store, ROWS_LOOP) \
  QUATERNARY_LOOP(float_##name, float, FV, VM_FLOATS, load_floats, store_floats, ROWS_LOOP)
OF_FOUR_EACH(X)
#undef X

const CumulativeTable VM_TABLE = {
#define X(N, name) [VM_##N - VM_TERNARY_COUNT] = name##_block,
    .ternary_f64 = {CUMULATIVE_EACH(X)},
#undef X
#define X(N, name) [VM_##N - VM_TERNARY_COUNT] = float_##name##_block,
    .ternary_f32 = {CUMULATIVE_EACH(X)},
#undef X
#define X(N, name) [VM_##N - VM_QUATERNARY_COUNT] = name##_block,
    .quaternary_f64 = {OF_FOUR_EACH(X)},
#undef X
#define X(N, name) [VM_##N - VM_QUATERNARY_COUNT] = float_##name##_block,
    .quaternary_f32 = {OF_FOUR_EACH(X)},
#undef X
};
