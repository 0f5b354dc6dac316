// The kernels of one instruction set, and their table.
#include "BlockLoops.h"

// One real argument, double and float.
#define PLAIN_EACH(X) \
  X(NEGATE, negate, -x) \
  X(ABSOLUTE, absolute, __builtin_elementwise_abs(x)) \
  X(SIGN, sign, x > 0 ? (__typeof__(x))1 : (x < 0 ? (__typeof__(x))-1 : x)) \
  X(SQUARE_ROOT, square_root, __builtin_elementwise_sqrt(x)) \
  X(SQUARE, square, x *x) \
  X(RECIPROCAL, reciprocal, 1 / x) \
  X(FLOOR, floor, __builtin_elementwise_floor(x)) \
  X(CEIL, ceil, __builtin_elementwise_ceil(x)) \
  X(ROUND, round, __builtin_elementwise_roundeven(x)) \
  X(TRUNCATE, truncate, __builtin_elementwise_trunc(x))

#define LIBRARY_EACH(X) X(ASIN, asin) X(ACOS, acos) X(ATAN, atan) X(ERFC, erfc)

// Named apart in the two precisions.
#define SIZED_EACH(X) X(SIN, sin) X(COS, cos) X(TAN, tan)

// In single precision too (FloatFunctions.h, FloatDensities.h).
#define PAIRED_EACH(X) \
  X(EXP, elementary_exp, f_core_exp) X(EXP_MINUS_ONE, core_expm1, f_core_expm1) \
  X(LOG, elementary_log, f_log_anywhere) X(LOG_ONE_PLUS, core_log1p, f_core_log1p) \
  X(TANH, special_tanh, f_core_tanh) X(SIGMOID, special_sigmoid, f_special_sigmoid) \
  X(LOG_SIGMOID, special_log_sigmoid, f_special_log_sigmoid) \
  X(SOFTPLUS, special_softplus, f_special_softplus) X(ERF, special_erf, f_special_erf)

// In double precision, whatever the argument.
#define OWN_EACH(X) \
  X(SINH, core_sinh) X(COSH, core_cosh) X(ASINH, core_asinh) X(ACOSH, core_acosh) \
  X(ATANH, core_atanh) X(ERFCX, special_erfcx) \
  X(LOG_GAMMA, special_log_gamma) X(DIGAMMA, special_digamma) X(TRIGAMMA, special_trigamma) \
  X(NORMAL_LOG_CDF, special_normal_log_cdf) X(NORMAL_QUANTILE, special_normal_quantile) \
  X(LOG_ONE_PLUS_REMAINDER, special_log_one_plus_remainder) \
  X(EXP_REMAINDER, special_exp_remainder) X(LOG_ONE_MINUS_EXP, special_log_one_minus_exp) \
  X(LOG_GAMMA_CORRECTION, special_log_gamma_correction) \
  X(DIGAMMA_CORRECTION, special_digamma_correction) \
  X(TRIGAMMA_CORRECTION, special_trigamma_correction)

#define D_LOOP(name) UNARY_LOOP(name, double, V, VM_WIDTH, load, store)
#define F_LOOP(name) UNARY_LOOP(name, float, FV, VM_FLOATS, load_floats, store_floats)

#define X(N, name, body) \
  VM_INLINE V plain_##name(V x) { return body; } \
  VM_INLINE FV plainf_##name(FV x) { return body; } \
  D_LOOP(plain_##name) F_LOOP(plainf_##name)
PLAIN_EACH(X)
#undef X
#define X(N, name) D_LOOP(lib_##name) F_LOOP(libf_##name)
LIBRARY_EACH(X)
#undef X
#define X(N, name) D_LOOP(whole_##name) F_LOOP(wholef_##name)
SIZED_EACH(X)
#undef X
#define X(N, name, f_name) D_LOOP(name) F_LOOP(f_name)
PAIRED_EACH(X)
#undef X
// The other floats are computed in double and rounded once.
#define X(N, name) \
  VM_INLINE FV float_##name(FV x) { return join_halves(name(low_half(x)), name(high_half(x))); } \
  D_LOOP(name) F_LOOP(float_##name)
OWN_EACH(X)
#undef X

#define ARITHMETIC_EACH(X) \
  X(ADD, add, x + y) X(SUBTRACT, subtract, x - y) X(MULTIPLY, multiply, x *y) \
  X(DIVIDE, divide, x / y) \
  X(MINIMUM, minimum, __builtin_elementwise_minimum(x, y)) \
  X(MAXIMUM, maximum, __builtin_elementwise_maximum(x, y))
#define D_LOOP2(name) BINARY_LOOP(name, double, V, VM_WIDTH, load, store)
#define F_LOOP2(name) BINARY_LOOP(name, float, FV, VM_FLOATS, load_floats, store_floats)
#define X(N, name, body) \
  VM_INLINE V plain_##name(V x, V y) { return body; } \
  VM_INLINE FV plainf_##name(FV x, FV y) { return body; } \
  D_LOOP2(plain_##name) F_LOOP2(plainf_##name)
ARITHMETIC_EACH(X)
#undef X
VM_INLINE FV float_x_log_y(FV x, FV y) {
  return join_halves(special_x_log_y(low_half(x), low_half(y)), special_x_log_y(high_half(x), high_half(y)));
}
VM_INLINE FV float_x_log_one_plus_y(FV x, FV y) {
  return join_halves(special_x_log_one_plus_y(low_half(x), low_half(y)),
                     special_x_log_one_plus_y(high_half(x), high_half(y)));
}
VM_INLINE FV float_ratio_remainder(FV x, FV y) {
  return join_halves(special_ratio_remainder(low_half(x), low_half(y)),
                     special_ratio_remainder(high_half(x), high_half(y)));
}
VM_INLINE FV float_mass_divergence(FV x, FV y) {
  return join_halves(special_mass_divergence(low_half(x), low_half(y)),
                     special_mass_divergence(high_half(x), high_half(y)));
}
VM_INLINE FV float_pow(FV x, FV y) {
  return join_halves(whole_pow(low_half(x), low_half(y)), whole_pow(high_half(x), high_half(y)));
}
D_LOOP2(whole_pow) F_LOOP2(float_pow) D_LOOP2(lib_atan2) F_LOOP2(libf_atan2)
D_LOOP2(special_x_log_y) D_LOOP2(special_x_log_one_plus_y)
F_LOOP2(float_x_log_y) F_LOOP2(float_x_log_one_plus_y)
D_LOOP2(special_ratio_remainder) D_LOOP2(special_mass_divergence)
F_LOOP2(float_ratio_remainder) F_LOOP2(float_mass_divergence)

#define PAIR_OF_TERNARY_LOOPS(name, float_name) \
  LAW_OF_TWO(name, V) LAW_OF_TWO(float_name, FV) \
  TERNARY_LOOP(name, double, V, VM_WIDTH, load, store, name##_law, name##_at) \
  TERNARY_LOOP(float_name, float, FV, VM_FLOATS, load_floats, store_floats, float_name##_law, float_name##_at)
// Simple densities in single precision too (FloatDensities.h), most others in double and rounded once.
#define SINGLE_EACH(X) \
  X(NORMAL_LOG_DENSITY, density_normal) X(LAPLACE_LOG_DENSITY, density_laplace) \
  X(CAUCHY_LOG_DENSITY, density_cauchy) X(LOGISTIC_LOG_DENSITY, density_logistic) \
  X(GUMBEL_LOG_DENSITY, density_gumbel) X(EXPONENTIAL_LOG_DENSITY, density_exponential) \
  X(HALF_NORMAL_LOG_DENSITY, density_half_normal) X(HALF_CAUCHY_LOG_DENSITY, density_half_cauchy) \
  X(LOG_NORMAL_LOG_DENSITY, density_log_normal) X(PARETO_LOG_DENSITY, density_pareto) \
  X(WEIBULL_LOG_DENSITY, density_weibull)
#define X(N, name) PAIR_OF_TERNARY_LOOPS(name, float_##name)
SINGLE_EACH(X)
#undef X

// Those whose law is a thing of its own.
#define LAW_EACH(X) X(GAMMA_LOG_DENSITY, density_gamma) WIDE_LAW_EACH(X)
#define WIDE_LAW_EACH(X) \
  X(BETA_LOG_DENSITY, density_beta) \
  X(INVERSE_GAMMA_LOG_DENSITY, density_inverse_gamma) X(CHI_LOG_DENSITY, density_chi) \
  X(BETA_PRIME_LOG_DENSITY, density_beta_prime) X(FISHER_F_LOG_DENSITY, density_fisher_f)
#define PLAIN_TERNARY_EACH(X) \
  X(NORMAL_MEAN_SLOPE, normal_mean_slope) X(NORMAL_DEVIATION_SLOPE, normal_deviation_slope) \
  X(RAYLEIGH_LOG_DENSITY, density_rayleigh) \
  X(UNIFORM_LOG_DENSITY, density_uniform) \
  X(INVERSE_GAUSSIAN_LOG_DENSITY, density_inverse_gaussian) \
  X(BINOMIAL_LOG_MASS, mass_binomial) X(NEGATIVE_BINOMIAL_LOG_MASS, mass_negative_binomial) \
  X(GEOMETRIC_LOG_MASS, mass_geometric) X(POISSON_LOG_MASS, mass_poisson) \
  X(FRECHET_LOG_DENSITY, density_frechet) X(LOG_LOGISTIC_LOG_DENSITY, density_log_logistic) \
  X(LOGIT_NORMAL_LOG_DENSITY, density_logit_normal) X(LEVY_LOG_DENSITY, density_levy) \
  X(KUMARASWAMY_LOG_DENSITY, density_kumaraswamy) X(BERNOULLI_LOG_MASS, mass_bernoulli) \
  X(MASS_DIVERGENCE_BY, mass_divergence_by) X(TRIAL_DIVERGENCE, divergence_trial) \
  X(LOGIT_DIVERGENCE, divergence_logit) \
  X(EXPONENTIAL_DIVERGENCE, divergence_exponential) X(LOG_GAMMA_EXCESS, special_log_gamma_excess) \
  X(LOG_GAMMA_OF_ONE_PLUS, log_gamma_of_one_plus) \
  X(LOG_GAMMA_REMAINDER_AT_ONE, log_gamma_remainder_at_one) \
  X(VON_MISES_LOG_DENSITY, density_von_mises) X(EXTREME_DIVERGENCE, divergence_extreme) \
  X(POISSON_DIVERGENCE, divergence_poisson) X(GEOMETRIC_DIVERGENCE, divergence_geometric) \
  X(GAMMA_RATE_SLOPE, slope_gamma_rate) X(PARETO_SCALE_SLOPE, slope_pareto_scale) \
  X(PARETO_SHAPE_SLOPE, slope_pareto_shape)
#define WIDE_TERNARY_EACH(X) WIDE_LAW_EACH(X) PLAIN_TERNARY_EACH(X)
#define TERNARY_EACH(X) LAW_EACH(X) PLAIN_TERNARY_EACH(X)
#define X(N, name) VM_INLINE V name(V x, V y, V z) { return name##_at(name##_law(y, z), x); }
LAW_EACH(X)
#undef X
#define X(N, name) LAW_OF_TWO(name, V)
PLAIN_TERNARY_EACH(X)
#undef X
// Of floats used throughout either half is as good as the other.
#define X(N, name) \
  VM_INLINE FV float_##name(FV x, FV y, FV z) { \
    return join_halves(name(low_half(x), low_half(y), low_half(z)), \
                       name(high_half(x), high_half(y), high_half(z))); \
  }
TERNARY_EACH(X)
#undef X
#define X(N, name) \
  VM_INLINE __typeof__(name##_law((V)0.0, (V)0.0)) float_##name##_law(FV y, FV z) { \
    return name##_law(low_half(y), low_half(z)); \
  } \
  VM_INLINE FV float_##name##_at(__typeof__(name##_law((V)0.0, (V)0.0)) law, FV x) { \
    return join_halves(name##_at(law, low_half(x)), name##_at(law, high_half(x))); \
  }
WIDE_TERNARY_EACH(X)
#undef X
// Floats that are computed in double have a law for each half.
#define X(N, name) \
  typedef struct { __typeof__(name##_law((V)0.0, (V)0.0)) low, high; } float_##name##_Laws; \
  VM_INLINE float_##name##_Laws float_##name##_laws(FV y, FV z) { \
    float_##name##_Laws r = {name##_law(low_half(y), low_half(z)), name##_law(high_half(y), high_half(z))}; \
    return r; \
  } \
  VM_INLINE FV float_##name##_each(float_##name##_Laws laws, FV x) { \
    return join_halves(name##_at(laws.low, low_half(x)), name##_at(laws.high, high_half(x))); \
  } \
  TERNARY_LOOP(name, double, V, VM_WIDTH, load, store, name##_law, name##_at) \
  TERNARY_LOOP(float_##name, float, FV, VM_FLOATS, load_floats, store_floats, \
               float_##name##_laws, float_##name##_each)
TERNARY_EACH(X)
#undef X

// In single precision too.
#define SINGLE_QUATERNARY_EACH(X) X(NORMAL_DIVERGENCE, divergence_normal_of_means)
#define PLAIN_QUATERNARY_EACH(X) \
  X(GAMMA_DIVERGENCE, divergence_gamma) \
  X(INVERSE_GAUSSIAN_DIVERGENCE, divergence_inverse_gaussian) \
  X(LAPLACE_DIVERGENCE, divergence_laplace) X(CAUCHY_DIVERGENCE, divergence_cauchy) \
  X(TRIANGULAR_LOG_DENSITY, density_triangular) \
  X(GENERALIZED_PARETO_LOG_DENSITY, density_generalized_pareto) \
  X(EXTREME_VALUE_LOG_DENSITY, density_extreme_value) \
  X(BETA_BINOMIAL_LOG_MASS, mass_beta_binomial) \
  X(SHARE_DIVERGENCE, divergence_share) \
  X(UNIFORM_DIVERGENCE, divergence_uniform) X(PARETO_DIVERGENCE, divergence_pareto) \
  X(VON_MISES_DIVERGENCE, divergence_von_mises) X(GAMMA_SHAPE_SLOPE, slope_gamma_shape)
#define QUATERNARY_EACH(X) X(STUDENT_T_LOG_DENSITY, density_student_t) PLAIN_QUATERNARY_EACH(X)
VM_INLINE V density_student_t(V x, V degrees, V location, V scale) {
  return density_student_t_at(density_student_t_law(degrees, location, scale), x);
}
#define SCALE_SLOPE_EACH(X) X(SCALE_SLOPE, slope_of_scale) X(DEVIATION_SLOPE, slope_of_deviation)
#define X(N, name) LAW_OF_THREE(name, V)
SINGLE_QUATERNARY_EACH(X) PLAIN_QUATERNARY_EACH(X) SCALE_SLOPE_EACH(X)
#undef X
#define X(N, name) \
  LAW_OF_THREE(float_##name, FV) \
  QUATERNARY_LOOP(name, double, V, VM_WIDTH, load, store, ROW_LAWS_LOOP) \
  QUATERNARY_LOOP(float_##name, float, FV, VM_FLOATS, load_floats, store_floats, ROWS_LOOP)
SINGLE_QUATERNARY_EACH(X)
#undef X
#define X(N, name) \
  VM_INLINE FV float_##name(FV x, FV y, FV z, FV w) { \
    return join_halves(name(low_half(x), low_half(y), low_half(z), low_half(w)), \
                       name(high_half(x), high_half(y), high_half(z), high_half(w))); \
  } \
  VM_INLINE __typeof__(name##_law((V)0.0, (V)0.0, (V)0.0)) float_##name##_law(FV y, FV z, FV w) { \
    return name##_law(low_half(y), low_half(z), low_half(w)); \
  } \
  VM_INLINE FV float_##name##_at(__typeof__(name##_law((V)0.0, (V)0.0, (V)0.0)) law, FV x) { \
    return join_halves(name##_at(law, low_half(x)), name##_at(law, high_half(x))); \
  } \
  QUATERNARY_LOOP(name, double, V, VM_WIDTH, load, store, ROW_LAWS_LOOP) \
  QUATERNARY_LOOP(float_##name, float, FV, VM_FLOATS, load_floats, store_floats, ROWS_LOOP)
QUATERNARY_EACH(X) SCALE_SLOPE_EACH(X)
#undef X

VM_INLINE V gate(V x, V y, V s) { return x > 0.0 ? y : s * y; }
VM_INLINE FV f_gate(FV x, FV y, FV s) { return x > 0.0f ? y : s * y; }
PAIR_OF_TERNARY_LOOPS(gate, f_gate)

// What Adam is made of: running means of gradients and of their squares, and the step.
#define ADAM_EACH(X) \
  X(BLEND, blend, MAD(b, x - y, y)) X(SQUARE_BLEND, square_blend, MAD(b, x - y * y, y * y)) \
  X(ROOT_RATIO, root_ratio, x / (__builtin_elementwise_sqrt(y) + b))
#define MAD __builtin_elementwise_fma
#define X(N, name, body) \
  VM_INLINE V name(V x, V y, V b) { return body; } \
  VM_INLINE FV f_##name(FV x, FV y, FV b) { return body; } \
  PAIR_OF_TERNARY_LOOPS(name, f_##name)
ADAM_EACH(X)
#undef X
#undef MAD

#define SLOPE_EACH(X) \
  X(LAPLACE_SLOPE, slope_laplace) X(LOGISTIC_SLOPE, slope_logistic) X(GUMBEL_SLOPE, slope_gumbel) \
  X(LOG_NORMAL_SLOPE, slope_log_normal) X(HALF_NORMAL_SLOPE, slope_half_normal) \
  X(EXPONENTIAL_SLOPE, slope_exponential) X(SCALED_ENTROPY, scaled_entropy)
#define X(N, name) PAIR_OF_TERNARY_LOOPS(name, f_##name)
SLOPE_EACH(X)
#undef X

// Slopes by a scale have two blocks and two numbers as a rule.
#define TWO_BLOCKS_LOOP(name, T, VT, W, LOAD, STORE) \
  static void name##_of_two_blocks(const T *x, size_t x_step, const T *y, size_t y_step, const T *z, \
                                   size_t z_step, const T *w, size_t w_step, T *out, size_t count) { \
    size_t i = 0; \
    if (count > 0 && x_step == 1 && y_step == 1 && !z_step && !w_step) { \
      VT z0 = (VT)z[0], w0 = (VT)w[0]; \
      for (; i + (W) <= count; i += (W)) STORE(out + i, name(LOAD(x + i), LOAD(y + i), z0, w0)); \
    } \
    if (i < count) \
      name##_block(x + i * x_step, x_step, y + i * y_step, y_step, z, z_step, w, w_step, out + i, count - i); \
  }
TWO_BLOCKS_LOOP(slope_of_scale, double, V, VM_WIDTH, load, store)
TWO_BLOCKS_LOOP(float_slope_of_scale, float, FV, VM_FLOATS, load_floats, store_floats)
TWO_BLOCKS_LOOP(slope_of_deviation, double, V, VM_WIDTH, load, store)
TWO_BLOCKS_LOOP(float_slope_of_deviation, float, FV, VM_FLOATS, load_floats, store_floats)

PAIR_OF_TERNARY_LOOPS(sigmoid_cost, f_sigmoid_cost)
PAIR_OF_TERNARY_LOOPS(sigmoid_slope, f_sigmoid_slope)

// What is left is one instruction per element; the compiler's own vectors do for it.
#define COMPARE_EACH(X) \
  X(LESS, less, <) X(LESS_EQUAL, less_equal, <=) X(GREATER, greater, >) \
  X(GREATER_EQUAL, greater_equal, >=) X(EQUAL, equal, ==) X(NOT_EQUAL, not_equal, !=)
#define COMPARE_LOOP(name, T, op) \
  static void name( \
      const T *x, size_t x_step, const T *y, size_t y_step, uint8_t *out, size_t count) { \
    if (x_step && y_step) { \
      for (size_t i = 0; i < count; i++) out[i] = (uint8_t)(x[i] op y[i]); \
    } else if (x_step) { \
      if (count == 0) return; \
      const T b = y[0]; \
      for (size_t i = 0; i < count; i++) out[i] = (uint8_t)(x[i] op b); \
    } else { \
      if (count == 0) return; \
      const T a = x[0]; \
      for (size_t i = 0; i < count; i++) out[i] = (uint8_t)(a op y[y_step ? i : 0]); \
    } \
  }
#define X(N, name, op) \
  COMPARE_LOOP(compare_##name, double, op) COMPARE_LOOP(comparef_##name, float, op)
COMPARE_EACH(X)
#undef X

#define SELECT_LOOP(name, T) \
  static void name(const uint8_t *mask, const T *x, size_t x_step, const T *y, size_t y_step, \
                   T *out, size_t count) { \
    if (count == 0) return; \
    const T a = x[0], b = y[0]; \
    if (x_step && y_step) { \
      for (size_t i = 0; i < count; i++) { \
        T p = x[i], q = y[i]; \
        out[i] = mask[i] ? p : q; \
      } \
    } else if (x_step) { \
      for (size_t i = 0; i < count; i++) { \
        T p = x[i]; \
        out[i] = mask[i] ? p : b; \
      } \
    } else if (y_step) { \
      for (size_t i = 0; i < count; i++) { \
        T q = y[i]; \
        out[i] = mask[i] ? a : q; \
      } \
    } else { \
      for (size_t i = 0; i < count; i++) out[i] = mask[i] ? a : b; \
    } \
  }
SELECT_LOOP(select_f64, double)
SELECT_LOOP(select_f32, float)

#define MULTIPLY_ADD_LOOP(name, T, VT, W, LOAD, STORE) \
  static void name(const T *a, size_t a_step, const T *b, size_t b_step, const T *c, \
                   size_t c_step, T *out, size_t count) { \
    if (count == 0) return; \
    VT a0 = (VT)a[0], b0 = (VT)b[0], c0 = (VT)c[0]; \
    BLOCK_LOOP(W, count, \
        STORE(out + i, __builtin_elementwise_fma(a_step ? LOAD(a + i) : a0, \
                                                 b_step ? LOAD(b + i) : b0, \
                                                 c_step ? LOAD(c + i) : c0)), { \
      for (size_t j = i; j < i + rest; j++) \
        out[j] = __builtin_elementwise_fma(a[j * a_step], b[j * b_step], c[j * c_step]); \
    }); \
  }
MULTIPLY_ADD_LOOP(multiply_add_f64, double, V, VM_WIDTH, load, store)
MULTIPLY_ADD_LOOP(multiply_add_f32, float, FV, VM_FLOATS, load_floats, store_floats)

#define CONVERT_LOOP(name, S, T) \
  static void name(const S *x, T *out, size_t count) { \
    for (size_t i = 0; i < count; i++) out[i] = (T)x[i]; \
  }
CONVERT_LOOP(convert_f64_f32, double, float)
CONVERT_LOOP(convert_f32_f64, float, double)
CONVERT_LOOP(convert_i64_f64, int64_t, double)
CONVERT_LOOP(convert_i64_f32, int64_t, float)
CONVERT_LOOP(convert_u8_f64, uint8_t, double)
CONVERT_LOOP(convert_u8_f32, uint8_t, float)

#include "BlockReductions.h"

// Words are made 2 * VM_WIDTH at a time from an even word on; the ends of a range are cut from
// such a group.
#define PUT_BITS(p, w) INTERLEAVE(uint64_t, p, w.first, w.second)
#define PUT_UNIFORM(p, w) \
  do { V a = uniform_of(w.first), b = uniform_of(w.second); INTERLEAVE(double, p, a, b); } while (0)
#define PUT_NORMAL(p, w) \
  do { NormalPair n = normals_of(w); INTERLEAVE(double, p, n.cosine, n.sine); } while (0)
// Floats are made in double and rounded once.
#define PUT_FLOATS(p, x, y) \
  do { \
    double both[2 * VM_WIDTH]; \
    INTERLEAVE(double, both, x, y); \
    for (int j = 0; j < 2 * VM_WIDTH; j++) (p)[j] = (float)both[j]; \
  } while (0)
#define PUT_UNIFORM_FLOAT(p, w) \
  do { V a = uniform_float_of(w.first), b = uniform_float_of(w.second); PUT_FLOATS(p, a, b); } while (0)
#define PUT_NORMAL_FLOAT(p, w) \
  do { NormalPair n = normals_of(w); PUT_FLOATS(p, n.cosine, n.sine); } while (0)
#define RANDOM_LOOP(name, T, PUT) \
  static void name(uint64_t key, uint64_t stream, uint64_t start, T *out, size_t count) { \
    T group[2 * VM_WIDTH]; \
    uint64_t block = start >> 1; \
    size_t i = 0; \
    if ((start & 1) && count > 0) { \
      Words w = philox(key, stream, block_numbers(block)); \
      PUT(group, w); \
      size_t n = count < 2 * VM_WIDTH - 1 ? count : 2 * VM_WIDTH - 1; \
      memcpy(out, group + 1, n * sizeof(T)); \
      i = n; \
      block += VM_WIDTH; \
    } \
    for (; i + 2 * VM_WIDTH <= count; i += 2 * VM_WIDTH, block += VM_WIDTH) { \
      Words w = philox(key, stream, block_numbers(block)); \
      PUT(out + i, w); \
    } \
    if (i < count) { \
      Words w = philox(key, stream, block_numbers(block)); \
      PUT(group, w); \
      memcpy(out + i, group, (count - i) * sizeof(T)); \
    } \
  }
RANDOM_LOOP(random_bits, uint64_t, PUT_BITS)
RANDOM_LOOP(random_uniform_f64, double, PUT_UNIFORM)
RANDOM_LOOP(random_uniform_f32, float, PUT_UNIFORM_FLOAT)
RANDOM_LOOP(random_normal_f64, double, PUT_NORMAL)
RANDOM_LOOP(random_normal_f32, float, PUT_NORMAL_FLOAT)

const KernelTable VM_TABLE = {
    .unary_f64 = {
#define X(N, name, body) [VM_##N] = plain_##name##_block,
        PLAIN_EACH(X)
#undef X
#define X(N, name) [VM_##N] = lib_##name##_block,
        LIBRARY_EACH(X)
#undef X
#define X(N, name) [VM_##N] = whole_##name##_block,
        SIZED_EACH(X)
#undef X
#define X(N, name, f_name) [VM_##N] = name##_block,
        PAIRED_EACH(X)
#undef X
#define X(N, name) [VM_##N] = name##_block,
        OWN_EACH(X)
#undef X
    },
    .unary_f32 = {
#define X(N, name, body) [VM_##N] = plainf_##name##_block,
        PLAIN_EACH(X)
#undef X
#define X(N, name) [VM_##N] = libf_##name##_block,
        LIBRARY_EACH(X)
#undef X
#define X(N, name) [VM_##N] = wholef_##name##_block,
        SIZED_EACH(X)
#undef X
#define X(N, name, f_name) [VM_##N] = f_name##_block,
        PAIRED_EACH(X)
#undef X
#define X(N, name) [VM_##N] = float_##name##_block,
        OWN_EACH(X)
#undef X
    },
    .binary_f64 = {
#define X(N, name, body) [VM_##N] = plain_##name##_block,
        ARITHMETIC_EACH(X)
#undef X
        [VM_POWER] = whole_pow_block,
        [VM_ATAN2] = lib_atan2_block,
        [VM_X_LOG_Y] = special_x_log_y_block,
        [VM_X_LOG_ONE_PLUS_Y] = special_x_log_one_plus_y_block,
        [VM_RATIO_REMAINDER] = special_ratio_remainder_block,
        [VM_MASS_DIVERGENCE] = special_mass_divergence_block,
    },
    .binary_f32 = {
#define X(N, name, body) [VM_##N] = plainf_##name##_block,
        ARITHMETIC_EACH(X)
#undef X
        [VM_POWER] = float_pow_block,
        [VM_ATAN2] = libf_atan2_block,
        [VM_X_LOG_Y] = float_x_log_y_block,
        [VM_X_LOG_ONE_PLUS_Y] = float_x_log_one_plus_y_block,
        [VM_RATIO_REMAINDER] = float_ratio_remainder_block,
        [VM_MASS_DIVERGENCE] = float_mass_divergence_block,
    },
#define X(N, name) [VM_##N] = name##_block,
    .ternary_f64 = {SINGLE_EACH(X) TERNARY_EACH(X) SLOPE_EACH(X)
        [VM_SIGMOID_COST] = sigmoid_cost_block, [VM_SIGMOID_SLOPE] = sigmoid_slope_block,
        [VM_GATE] = gate_block,
#undef X
#define X(N, name, body) [VM_##N] = name##_block,
        ADAM_EACH(X)},
#undef X
#define X(N, name) [VM_##N] = float_##name##_block,
    .ternary_f32 = {SINGLE_EACH(X) TERNARY_EACH(X)
        [VM_SIGMOID_COST] = f_sigmoid_cost_block, [VM_SIGMOID_SLOPE] = f_sigmoid_slope_block,
        [VM_GATE] = f_gate_block,
#undef X
#define X(N, name) [VM_##N] = f_##name##_block,
        SLOPE_EACH(X)
#undef X
#define X(N, name, body) [VM_##N] = f_##name##_block,
        ADAM_EACH(X)},
#undef X
#define X(N, name) [VM_##N] = name##_block,
    .quaternary_f64 = {SINGLE_QUATERNARY_EACH(X) QUATERNARY_EACH(X)
#undef X
#define X(N, name) [VM_##N] = name##_of_two_blocks,
        SCALE_SLOPE_EACH(X)},
#undef X
#define X(N, name) [VM_##N] = float_##name##_block,
    .quaternary_f32 = {SINGLE_QUATERNARY_EACH(X) QUATERNARY_EACH(X)
#undef X
#define X(N, name) [VM_##N] = float_##name##_of_two_blocks,
        SCALE_SLOPE_EACH(X)},
#undef X
#define X(N, name, op) [VM_##N] = compare_##name,
    .compare_f64 = {COMPARE_EACH(X)},
#undef X
#define X(N, name, op) [VM_##N] = comparef_##name,
    .compare_f32 = {COMPARE_EACH(X)},
#undef X
    .select_f64 = select_f64,
    .select_f32 = select_f32,
    .multiply_add_f64 = multiply_add_f64,
    .multiply_add_f32 = multiply_add_f32,
    .convert_f64_f32 = convert_f64_f32,
    .convert_f32_f64 = convert_f32_f64,
    .convert_i64_f64 = convert_i64_f64,
    .convert_i64_f32 = convert_i64_f32,
    .convert_u8_f64 = convert_u8_f64,
    .convert_u8_f32 = convert_u8_f32,
    .sum_f64 = sum_f64,
    .sum_f32 = sum_f32,
    .add_rows_f64 = add_rows_f64,
    .add_rows_f32 = add_rows_f32,
    .maximum_of_f64 = maximum_of_f64,
    .maximum_of_f32 = maximum_of_f32,
    .minimum_of_f64 = minimum_of_f64,
    .minimum_of_f32 = minimum_of_f32,
    .random_bits = random_bits,
    .random_uniform_f64 = random_uniform_f64,
    .random_uniform_f32 = random_uniform_f32,
    .random_normal_f64 = random_normal_f64,
    .random_normal_f32 = random_normal_f32,
    .divergence_rows_f64 = divergence_rows_f64,
    .divergence_rows_f32 = divergence_rows_f32,
    .first_outside = first_outside,
    .logit_rows_f64 = logit_rows_f64,
    .logit_rows_f32 = logit_rows_f32,
    .tangent_distances = tangent_distances,
#define X(N, name, pair, parameters, length) [VM_PAIR_##N] = name##_pair_table,
    .pair_table = {PAIRS_EACH(X)},
#undef X
#define X(N, name, pair, parameters, length) [VM_PAIR_##N] = name##_pair_row,
    .pair_row = {PAIRS_EACH(X)},
#undef X
#define X(N, name, pair, parameters, length) [VM_PAIR_##N] = length,
    .pair_rows = {PAIRS_EACH(X)},
#undef X
    .whitened_rows = whitened_rows,
    .normal_pairs = normal_pairs,
    .dirichlet_rows = dirichlet_rows,
    .normal_row_of_first = normal_row_of_first,
    .normal_row_of_second = normal_row_of_second,
    .random_log_gamma = random_log_gamma,
    .random_gamma = random_gamma,
    .random_beta = random_beta,
    .random_guided = random_guided,
    .random_poisson = random_poisson,
    .random_binomial = random_binomial,
    .random_von_mises = random_von_mises,
};
