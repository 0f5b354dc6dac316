// Elementwise kernels over short contiguous blocks, the instruction set chosen at run time.
//
// Promises, in this order: right at every argument (signed zeros, infinities, NaN, subnormals);
// within 2 ulp for the elementary functions; the same bits for an element wherever in a block it
// stands; fast. Kernels never write outside [0, count) and allow output == input.
#ifndef CVECTORMATH_H
#define CVECTORMATH_H

#include <stddef.h>
#include <stdint.h>

// One real argument. The numbers are fixed: Swift's UnaryFunction has the same.
enum {
  VM_NEGATE = 0,
  VM_ABSOLUTE,
  VM_SIGN,                    // -1, 0, 1; NaN for NaN
  VM_SQUARE_ROOT,
  VM_SQUARE,
  VM_RECIPROCAL,
  VM_FLOOR,
  VM_CEIL,
  VM_ROUND,                   // halves to even
  VM_TRUNCATE,
  VM_EXP,
  VM_EXP_MINUS_ONE,
  VM_LOG,
  VM_LOG_ONE_PLUS,
  VM_SIN,
  VM_COS,
  VM_TAN,
  VM_ASIN,
  VM_ACOS,
  VM_ATAN,
  VM_SINH,
  VM_COSH,
  VM_TANH,
  VM_ASINH,
  VM_ACOSH,
  VM_ATANH,
  VM_ERF,
  VM_ERFC,
  VM_ERFCX,                   // exp(x^2) erfc(x)
  VM_LOG_GAMMA,               // log |Gamma(x)|
  VM_DIGAMMA,
  VM_TRIGAMMA,
  VM_SIGMOID,                 // 1 / (1 + exp(-x))
  VM_LOG_SIGMOID,             // -softplus(-x)
  VM_SOFTPLUS,                // log(1 + exp(x))
  VM_NORMAL_LOG_CDF,          // log Phi(x)
  VM_NORMAL_QUANTILE,         // Phi^-1(p)
  VM_LOG_ONE_PLUS_REMAINDER,  // x - log(1 + x), >= 0
  VM_EXP_REMAINDER,           // exp(x) - 1 - x, >= 0
  VM_LOG_ONE_MINUS_EXP,       // log(1 - exp(x)), x <= 0
  VM_LOG_GAMMA_CORRECTION,    // log Gamma(x) - ((x - 1/2) log x - x + log(2 pi)/2), x > 0
  VM_DIGAMMA_CORRECTION,      // psi(x) - log x + 1/(2 x), x >= 0
  VM_TRIGAMMA_CORRECTION,     // psi'(x) - 1/x - 1/(2 x^2), x >= 0
  VM_UNARY_COUNT
};

// Two real arguments.
enum {
  VM_ADD = 0,
  VM_SUBTRACT,
  VM_MULTIPLY,
  VM_DIVIDE,
  VM_POWER,                   // C's pow
  VM_ATAN2,                   // atan2(y, x)
  VM_MINIMUM,                 // NaN if either is
  VM_MAXIMUM,
  VM_X_LOG_Y,                 // x log y, 0 where x == 0 (even y == 0), NaN if either is NaN
  VM_X_LOG_ONE_PLUS_Y,        // x log(1 + y), likewise
  VM_RATIO_REMAINDER,         // x/y - 1 - log(x/y), x, y > 0, with the digits of x - y near equality
  VM_MASS_DIVERGENCE,         // x log(x/y) - x + y, x, y >= 0: y at x == 0, infinite at y == 0 < x, NaN below 0
  VM_BINARY_COUNT
};

// Three real arguments.
enum {
  VM_NORMAL_LOG_DENSITY = 0,  // at x, of a mean and a standard deviation
  VM_GAMMA_LOG_DENSITY,       // at x, of a shape and a rate
  VM_BETA_LOG_DENSITY,        // at x, of alpha and beta
  // q z softplus(-x) + (1 - z) softplus(x) of x, z, q, where a term of weight 0 is 0 whatever x is;
  // and its derivative by x, (1 - z) sigmoid(x) - q z sigmoid(-x).
  VM_SIGMOID_COST,
  VM_SIGMOID_SLOPE,
  // The derivatives of the normal density by mean and deviation: z/s and (z^2 - 1)/s, z = (x - mean)/s.
  VM_NORMAL_MEAN_SLOPE,
  VM_NORMAL_DEVIATION_SLOPE,
  VM_GATE,                    // y where x > 0, else s y, of x, y, s
  VM_BLEND,                   // y + b (x - y), of x, y, b
  VM_SQUARE_BLEND,            // y^2 + b (x - y^2), of x, y, b
  VM_ROOT_RATIO,              // x/(sqrt(y) + e), of x, y, e
  // Densities and masses of a point and the parameters in the order of the families; one parameter
  // is given twice.
  VM_LAPLACE_LOG_DENSITY,
  VM_CAUCHY_LOG_DENSITY,
  VM_HALF_CAUCHY_LOG_DENSITY,
  VM_LOGISTIC_LOG_DENSITY,
  VM_GUMBEL_LOG_DENSITY,
  VM_LOG_NORMAL_LOG_DENSITY,
  VM_EXPONENTIAL_LOG_DENSITY,
  VM_HALF_NORMAL_LOG_DENSITY,
  VM_RAYLEIGH_LOG_DENSITY,
  VM_WEIBULL_LOG_DENSITY,
  VM_PARETO_LOG_DENSITY,
  VM_UNIFORM_LOG_DENSITY,
  VM_INVERSE_GAUSSIAN_LOG_DENSITY,
  VM_BINOMIAL_LOG_MASS,
  VM_NEGATIVE_BINOMIAL_LOG_MASS,
  VM_GEOMETRIC_LOG_MASS,
  VM_POISSON_LOG_MASS,
  VM_INVERSE_GAMMA_LOG_DENSITY,
  VM_CHI_LOG_DENSITY,
  VM_BETA_PRIME_LOG_DENSITY,
  VM_FISHER_F_LOG_DENSITY,
  VM_FRECHET_LOG_DENSITY,
  VM_LOG_LOGISTIC_LOG_DENSITY,
  VM_LOGIT_NORMAL_LOG_DENSITY,
  VM_LEVY_LOG_DENSITY,
  VM_KUMARASWAMY_LOG_DENSITY,
  VM_BERNOULLI_LOG_MASS,
  VM_MASS_DIVERGENCE_BY,      // x log(x/y) - x + y of x, y, y - x
  VM_TRIAL_DIVERGENCE,        // of n trials, of both probabilities and n, a whole number
  VM_LOGIT_DIVERGENCE,        // of one trial with logits x, y, y
  VM_EXPONENTIAL_DIVERGENCE,  // r - 1 - log r, r = x/y, of x, y, y
  VM_LOG_GAMMA_EXCESS,        // of a, b - a, b
  VM_LOG_GAMMA_OF_ONE_PLUS,   // log Gamma(1 + x) of x thrice
  VM_LOG_GAMMA_REMAINDER_AT_ONE,  // log Gamma(1 + x) + gamma x of x thrice
  VM_VON_MISES_LOG_DENSITY,   // at x, of a mean and a concentration
  VM_EXTREME_DIVERGENCE,      // of Gumbel laws, of r, r - 1, d: see FamilyDivergences.h
  VM_POISSON_DIVERGENCE,      // of the rates x, y, y
  VM_GEOMETRIC_DIVERGENCE,    // of the probabilities x, y, y
  // Derivatives of log-densities by the location, of x, the location and 1/scale; by the scale of x, 1/scale
  // twice, and by the rate of x, 1/rate twice.
  VM_LAPLACE_SLOPE,
  VM_LOGISTIC_SLOPE,
  VM_GUMBEL_SLOPE,
  VM_LOG_NORMAL_SLOPE,
  VM_HALF_NORMAL_SLOPE,
  VM_EXPONENTIAL_SLOPE,
  VM_GAMMA_RATE_SLOPE,        // by the rate, of x, the rate and the mean
  VM_PARETO_SCALE_SLOPE,      // by the scale, of x, the scale and shape/scale
  VM_PARETO_SHAPE_SLOPE,      // by the shape, of x, the scale and 1/shape
  VM_SCALED_ENTROPY,          // of the scale, the location and the entropy for the scale 1
  VM_TERNARY_COUNT
};

// Four real arguments.
enum {
  VM_NORMAL_DIVERGENCE = 0,   // of two means and two standard deviations
  VM_GAMMA_DIVERGENCE,        // of two shapes and two rates
  VM_LAPLACE_DIVERGENCE,      // of two locations and two scales
  VM_CAUCHY_DIVERGENCE,
  // Densities and masses of a point and the parameters in the order of the families.
  VM_STUDENT_T_LOG_DENSITY,
  VM_TRIANGULAR_LOG_DENSITY,
  VM_GENERALIZED_PARETO_LOG_DENSITY,
  VM_EXTREME_VALUE_LOG_DENSITY,
  VM_BETA_BINOMIAL_LOG_MASS,
  VM_UNIFORM_DIVERGENCE,      // of the bounds of the first and of the second
  VM_PARETO_DIVERGENCE,       // of two scales and two shapes
  VM_VON_MISES_DIVERGENCE,    // of two means and two concentrations
  VM_SHARE_DIVERGENCE,        // of a, b, b - a, and the part by which the sums rise
  // The derivative by the scale, of that by the location, x, the location and 1/scale; the same of log-normal
  // laws, of that by the mean, x, the deviation and 1/deviation.
  VM_SCALE_SLOPE,
  VM_DEVIATION_SLOPE,
  VM_GAMMA_SHAPE_SLOPE,       // by the shape, of x, the shape, the rate and log rate - psi(shape)
  VM_INVERSE_GAUSSIAN_DIVERGENCE,  // of two means and two shapes
  VM_QUATERNARY_COUNT
};

// Families whose pairs have a table of the laws (vm_pair_table), with the parameters of a law.
enum {
  VM_PAIR_NORMAL = 0,        // mean, standard deviation
  VM_PAIR_EXPONENTIAL,       // rate
  VM_PAIR_POISSON,           // rate
  VM_PAIR_TRIAL,             // chance of success
  VM_PAIR_GEOMETRIC,         // chance of success
  VM_PAIR_LOGIT,             // logit of the chance of success
  VM_PAIR_GAMMA,             // shape, rate
  VM_PAIR_SHAPE,             // shape of gamma laws of one rate
  VM_PAIR_BETA,              // both parameters
  VM_PAIR_LAPLACE,           // location, scale
  VM_PAIR_CAUCHY,            // location, scale
  VM_PAIR_PARETO,            // scale, shape
  VM_PAIR_UNIFORM,           // bounds
  VM_PAIR_VON_MISES,         // mean, concentration
  VM_PAIR_INVERSE_GAUSSIAN,  // mean, shape
  VM_PAIR_HALF_NORMAL,       // scale
  VM_PAIR_RAYLEIGH,          // scale
  VM_PAIR_MAXWELL,           // scale
  VM_PAIR_BINOMIAL,          // trials, chance of success
  VM_PAIR_COUNT
};

enum { VM_LESS = 0, VM_LESS_EQUAL, VM_GREATER, VM_GREATER_EQUAL, VM_EQUAL, VM_NOT_EQUAL, VM_COMPARE_COUNT };

// Which kernels are in use: 0 plain C, 1 AVX + FMA, 2 AVX2 + FMA, 3 AVX-512 (F, DQ, VL, BW).
// The environment's DISTRIBUTIONS_INSTRUCTION_SET may choose a lower one: `plain` 0, `portable` 1,
// `avx2` 2, `avx512` 3.
int vm_instruction_set(void);
// For tests: uses that instruction set from now on if the CPU has it; returns the one in use.
int vm_set_instruction_set(int level);
// The same for the calling thread alone; -1 returns it to the common choice.
int vm_set_instruction_set_of_thread(int level);

// The number of processors this process may run on: what a container or `taskset` allows.
int vm_processor_count(void);

// Calls `body` once for each index below `count`, on up to so many threads, and returns when all
// calls have.
typedef void (*vm_task_fn)(void *context, size_t index);
void vm_for_each(size_t count, int threads, vm_task_fn body, void *context);

// How many threads would have to be woken before they could take part.
int vm_sleeping_workers(void);

typedef void (*vm_unary_f64_fn)(const double *x, double *out, size_t count);
typedef void (*vm_unary_f32_fn)(const float *x, float *out, size_t count);
// x_step and y_step are 1 for a block, 0 for one number used throughout.
typedef void (*vm_binary_f64_fn)(const double *x, size_t x_step, const double *y, size_t y_step, double *out, size_t count);
typedef void (*vm_binary_f32_fn)(const float *x, size_t x_step, const float *y, size_t y_step, float *out, size_t count);
typedef void (*vm_ternary_f64_fn)(const double *x, size_t x_step, const double *y, size_t y_step, const double *z, size_t z_step, double *out, size_t count);
typedef void (*vm_ternary_f32_fn)(const float *x, size_t x_step, const float *y, size_t y_step, const float *z, size_t z_step, float *out, size_t count);
typedef void (*vm_quaternary_f64_fn)(const double *x, size_t x_step, const double *y, size_t y_step, const double *z, size_t z_step, const double *w, size_t w_step, double *out, size_t count);
typedef void (*vm_quaternary_f32_fn)(const float *x, size_t x_step, const float *y, size_t y_step, const float *z, size_t z_step, const float *w, size_t w_step, float *out, size_t count);
// Masks hold 0 or 1 in a byte.
typedef void (*vm_compare_f64_fn)(const double *x, size_t x_step, const double *y, size_t y_step, uint8_t *out, size_t count);
typedef void (*vm_compare_f32_fn)(const float *x, size_t x_step, const float *y, size_t y_step, uint8_t *out, size_t count);
typedef void (*vm_select_f64_fn)(const uint8_t *mask, const double *x, size_t x_step, const double *y, size_t y_step, double *out, size_t count);
typedef void (*vm_select_f32_fn)(const uint8_t *mask, const float *x, size_t x_step, const float *y, size_t y_step, float *out, size_t count);

// Formulas of three and four numbers take steps above 1 too, from the second operand on: the operand then
// begins anew after so many elements, of which there are that many, and the first operand has the step 1.
// All such steps of a call are the same, and its other steps 0.
//
// Null for an unknown number.
vm_unary_f64_fn vm_unary_f64(int function);
vm_unary_f32_fn vm_unary_f32(int function);
vm_binary_f64_fn vm_binary_f64(int function);
vm_binary_f32_fn vm_binary_f32(int function);
vm_ternary_f64_fn vm_ternary_f64(int function);
vm_ternary_f32_fn vm_ternary_f32(int function);
vm_quaternary_f64_fn vm_quaternary_f64(int function);
vm_quaternary_f32_fn vm_quaternary_f32(int function);
vm_compare_f64_fn vm_compare_f64(int comparison);
vm_compare_f32_fn vm_compare_f32(int comparison);
vm_select_f64_fn vm_select_f64(void);
vm_select_f32_fn vm_select_f32(void);

// a * b + c with one rounding.
void vm_multiply_add_f64(const double *a, size_t a_step, const double *b, size_t b_step, const double *c, size_t c_step, double *out, size_t count);
void vm_multiply_add_f32(const float *a, size_t a_step, const float *b, size_t b_step, const float *c, size_t c_step, float *out, size_t count);

void vm_convert_f64_f32(const double *x, float *out, size_t count);
void vm_convert_f32_f64(const float *x, double *out, size_t count);
void vm_convert_i64_f64(const int64_t *x, double *out, size_t count);
void vm_convert_i64_f32(const int64_t *x, float *out, size_t count);
void vm_convert_u8_f64(const uint8_t *x, double *out, size_t count);
void vm_convert_u8_f32(const uint8_t *x, float *out, size_t count);

// The softmax cross-entropy of contiguous rows of logits, into `loss` (one number a row) and, times
// upstream[row * upstream_step], its derivative by the logits into `slope`; either may be NULL. The
// labels are `weights` (like the logits) or, where that is NULL, class indices in 0..<classes.
// `scratch` has room for classes + 16 numbers.
void vm_softmax_rows_f64(
    const double *logits, const double *weights, const int64_t *labels, const double *upstream,
    size_t upstream_step, size_t rows, size_t classes, double *scratch, double *loss,
    double *slope);
void vm_softmax_rows_f32(
    const float *logits, const float *weights, const int64_t *labels, const float *upstream,
    size_t upstream_step, size_t rows, size_t classes, float *scratch, float *loss, float *slope);

// KL of contiguous rows of weights p from rows q, which need not sum to 1; NaN of sums that are not
// positive and of negative weights, infinite where q has no weight and p has some.
void vm_divergence_rows_f64(
    const double *p, const double *q, size_t rows, size_t classes, double *out);
void vm_divergence_rows_f32(
    const float *p, const float *q, size_t rows, size_t classes, float *out);
// The same of rows of logits: NaN where the largest of a row is no number or a logit is NaN, infinite
// where the second is -infinity and the first is not.
void vm_logit_rows_f64(
    const double *a, const double *b, size_t rows, size_t classes, double *out);
void vm_logit_rows_f32(const float *a, const float *b, size_t rows, size_t classes, float *out);
// The first of numbers that is not above `least` and finite: its place, or `count`.
size_t vm_first_outside(double least, const double *x, size_t count);
// KL of one law of an exponential family from others, by what the logarithm of the normaliser, less its
// tangent at a centre, is at each: rise, rises[j], of slopes at the one. parameters[k * count + j] is
// parameter k of law j. Returns how many have lost more than eleven bits, and their places.
size_t vm_tangent_distances(
    size_t terms, double rise, const double *slopes, const double *sizes, const double *own,
    const double *parameters, const double *rises, double *out, size_t count, int32_t *lost);
// What KL of all pairs of a family needs to know of each of `count` laws, vm_pair_rows(family) rows of
// `stride` numbers: a multiple of 8, at least `count`. x[k] are the laws' parameters k.
size_t vm_pair_rows(int family);
void vm_pair_table(int family, const double *const *x, size_t count, size_t stride, double *table);
// KL of law `row` of a list, its parameters x, table `own`, from `count` others with parameters y and
// `table`, or, where `second` is not 0, of these from it. Returns the number of those that it has not
// computed, none but of beta laws, and writes their places to `lost`, which has room for all.
size_t vm_pair_row(
    int family, int second, size_t row, const double *const *x, const double *own, size_t own_stride,
    const double *const *y, const double *table, size_t stride, size_t count, double *out,
    int32_t *lost);
// |L^-1 (x - m)|^2 of many x, rows of n numbers; `table` is the lower triangular L, row by row, with m
// after it. `work` has room for n (n + 3)/2 + 32 n + 8 numbers.
void vm_whitened_rows(
    size_t n, const double *table, const double *x, size_t rows, double *work, double *out);
// KL of multivariate normal laws from as many others, of their means, n numbers each, and lower triangular
// factors, n^2 each. `work` has room for 16 n (n + 1) + 8 numbers.
void vm_normal_pairs(
    size_t n, const double *means, const double *factors, const double *other_means,
    const double *other_factors, size_t count, double *work, double *out);
// The log-density of one Dirichlet law at many points, rows of n numbers. `work` has room for 8 n + 8
// numbers.
void vm_dirichlet_rows(
    size_t n, const double *alpha, const double *x, size_t rows, double *work, double *out);
// Multivariate normal laws as rows of n (n + 1)/2 + n numbers, from the lower triangular factors L of
// their covariances. The scalar product of a first and a second is tr(A S) + m^T A m - 2 m^T A m' with
// S = L L^T of the first and A = (L' L'^T)^-1 of the second. Facts of the first: log det S, the lengths
// of both parts of the row; of the second: m'^T A m' - log det A, the lengths. `work` has room for
// (n + 2) (n + 7) numbers.
void vm_normal_row_of_first(
    size_t n, const double *factor, const double *mean, double *work, double *row, double *facts);
void vm_normal_row_of_second(
    size_t n, const double *factor, const double *mean, double *work, double *row, double *facts);

// Reductions of one contiguous block; the order of the additions depends on count alone, and is the
// same for every instruction set (16 interleaved accumulators, then a tree). The block sum is
// accurate to about log2(count) roundings.
double vm_sum_f64(const double *x, size_t count);
float vm_sum_f32(const float *x, size_t count);
// Adds contiguous rows to y, one after the other.
void vm_add_rows_f64(const double *x, size_t length, size_t rows, double *y);
void vm_add_rows_f32(const float *x, size_t length, size_t rows, float *y);
// Sums, largest (NaN if any is) and smallest numbers of rows of at most 32, each joined to what `out` has;
// the order depends on the length alone.
void vm_sum_rows_f64(const double *x, size_t length, size_t rows, double *out);
void vm_sum_rows_f32(const float *x, size_t length, size_t rows, float *out);
void vm_maximum_rows_f64(const double *x, size_t length, size_t rows, double *out);
void vm_maximum_rows_f32(const float *x, size_t length, size_t rows, float *out);
void vm_minimum_rows_f64(const double *x, size_t length, size_t rows, double *out);
void vm_minimum_rows_f32(const float *x, size_t length, size_t rows, float *out);
double vm_maximum_of_f64(const double *x, size_t count);  // -inf for none; NaN if any
float vm_maximum_of_f32(const float *x, size_t count);
double vm_minimum_of_f64(const double *x, size_t count);
float vm_minimum_of_f32(const float *x, size_t count);

// Philox4x32-10 with the 64-bit key `key`: word k of the stream is the (k mod 2)-th 64-bit half of
// block k / 2 of the 128-bit counter (block number in the low 64 bits, `stream` in the high 64).
// out[i] is made from word `start + i`, so the numbers do not depend on how the range is cut.
void vm_random_bits(uint64_t key, uint64_t stream, uint64_t start, uint64_t *out, size_t count);
// In the open interval (0, 1): never 0 or 1, in float too. (w >> 12 + 1/2) 2^-52; float: (w >> 41 + 1/2) 2^-23.
// (With one more bit the largest would round to 1.)
void vm_random_uniform_f64(uint64_t key, uint64_t stream, uint64_t start, double *out, size_t count);
void vm_random_uniform_f32(uint64_t key, uint64_t stream, uint64_t start, float *out, size_t count);
// Standard normal, two numbers of the two words of a block by Box and Muller's method: element i is one
// of the two of words i - i mod 2 and the next.
void vm_random_normal_f64(uint64_t key, uint64_t stream, uint64_t start, double *out, size_t count);
void vm_random_normal_f32(uint64_t key, uint64_t stream, uint64_t start, float *out, size_t count);
// The logarithm of a gamma variable of each shape and rate 1, NaN where the shape is not positive and
// finite. Element i is a function of the key, the stream and its number start + i (below 2^56), which
// name the blocks of its proposals: whoever makes it, it is the same. shape_step is 1 or 0.
void vm_random_log_gamma(uint64_t key, uint64_t stream, uint64_t start, const double *shape, size_t shape_step, double *out, size_t count);
// Gamma variables themselves, likewise; of a shape below 1/16 they may be 0.
void vm_random_gamma(uint64_t key, uint64_t stream, uint64_t start, const double *shape, size_t shape_step, double *out, size_t count);
// Beta variables of one pair of parameters, likewise.
void vm_random_beta(uint64_t key, uint64_t stream, uint64_t start, double a, double b, double *out, size_t count);
// A Poisson number of each rate, likewise a function of key, stream and element number: 0 of a rate that
// is negative or NaN, the largest number of an infinite one.
void vm_random_poisson(uint64_t key, uint64_t stream, uint64_t start, const double *rate, size_t rate_step, int64_t *out, size_t count);
// A binomial number of each number of trials and probability, likewise: 0 of invalid ones.
void vm_random_binomial(uint64_t key, uint64_t stream, uint64_t start, const double *trials, size_t trials_step, const double *probability, size_t probability_step, int64_t *out, size_t count);
// Angles of the von Mises law about 0 of each concentration, likewise: NaN of an invalid one.
void vm_random_von_mises(uint64_t key, uint64_t stream, uint64_t start, const double *concentration, size_t concentration_step, double *out, size_t count);
// The first k with w < thresholds[k], w the upper 63 bits of a word of the stream, found from
// guide[w >> (63 - guide_bits)] on, which is not above it. The last threshold is 2^63.
void vm_random_guided(uint64_t key, uint64_t stream, uint64_t start, const uint64_t *thresholds, const uint32_t *guide, int guide_bits, int64_t *out, size_t count);

// The functions above at one argument: the same code at width 1.
double vm_erfcx(double x);
double vm_log_gamma(double x);
double vm_digamma(double x);
double vm_trigamma(double x);
double vm_polygamma(int order, double x);  // order 0 digamma, 1 trigamma, 2, ...
double vm_sigmoid(double x);
double vm_log_sigmoid(double x);
double vm_softplus(double x);
double vm_normal_log_cdf(double x);
double vm_normal_cdf(double x);  // Phi(x), relative accuracy in the lower tail
double vm_normal_quantile(double p);
double vm_log_one_plus_remainder(double x);
double vm_exp_remainder(double x);
double vm_log_one_minus_exp(double x);
double vm_log_gamma_correction(double x);
double vm_digamma_correction(double x);
double vm_trigamma_correction(double x);
// The sum over the terms of Stirling's series of what (1 + t)^-m is beside 1 - m t; a, a (1 + t) >= 12.
double vm_stirling_remainder(double a, double t);
// log Gamma(b) - log Gamma(a) - h psi(a) - (b log(b/a) - h), b = a + h.
double vm_log_gamma_excess(double a, double h, double b);
// The kernels of these names, VM_GAMMA_LOG_DENSITY and so on, at one point.
double vm_gamma_log_density(double x, double shape, double rate);
double vm_beta_log_density(double x, double a, double b);
double vm_student_t_log_density(double x, double degrees, double location, double scale);
double vm_cauchy_log_density(double x, double location, double scale);
double vm_weibull_log_density(double x, double shape, double scale);
double vm_poisson_log_mass(double k, double rate);
double vm_binomial_log_mass(double k, double trials, double probability);
double vm_negative_binomial_log_mass(double k, double successes, double probability);
double vm_ratio_remainder(double x, double y);
double vm_mass_divergence(double x, double y);
double vm_normal_divergence(double mean, double other_mean, double deviation, double other_deviation);
double vm_log_gamma_one_plus(double x);  // log |Gamma(1 + x)|, x > -1; all digits for tiny x

// The strips of a ziggurat under exp(-x^2/2): edges x_0 > x_1 > ... > x_256 = 0 and heights there.
extern const double vm_ziggurat_edges[257];
extern const double vm_ziggurat_heights[257];
static inline double vm_ziggurat_edge(uint64_t strip) { return vm_ziggurat_edges[strip]; }
static inline double vm_ziggurat_height(uint64_t strip) { return vm_ziggurat_heights[strip]; }

// The C library's functions of one number as operations that the compiler knows to have no side
// effects, so that a loop computes what does not change in it once. (A plain call of log may set
// errno, and is never moved.)
static inline double vm_pure_exp_f64(double x) { return __builtin_elementwise_exp(x); }
static inline double vm_pure_log_f64(double x) { return __builtin_elementwise_log(x); }
static inline double vm_pure_sin_f64(double x) { return __builtin_elementwise_sin(x); }
static inline double vm_pure_cos_f64(double x) { return __builtin_elementwise_cos(x); }
static inline float vm_pure_exp_f32(float x) { return __builtin_elementwise_exp(x); }
static inline float vm_pure_log_f32(float x) { return __builtin_elementwise_log(x); }
static inline float vm_pure_sin_f32(float x) { return __builtin_elementwise_sin(x); }
static inline float vm_pure_cos_f32(float x) { return __builtin_elementwise_cos(x); }

// More functions of three and four real arguments, with the numbers after those above: cumulative functions
// and quantiles of a point or a probability and the parameters in the order of the families, one parameter
// twice, and what else is compiled with them. (VM_NORMAL_LOG_CDF and VM_NORMAL_QUANTILE are of the standard law.)
enum {
  VM_NORMAL_LAW_CDF = VM_TERNARY_COUNT, VM_NORMAL_LAW_LOG_CDF, VM_NORMAL_LAW_QUANTILE,
  VM_CAUCHY_CDF, VM_CAUCHY_LOG_CDF, VM_CAUCHY_QUANTILE,
  VM_LOGISTIC_CDF, VM_LOGISTIC_LOG_CDF, VM_LOGISTIC_QUANTILE,
  VM_LAPLACE_CDF, VM_LAPLACE_LOG_CDF, VM_LAPLACE_QUANTILE,
  VM_EXPONENTIAL_CDF, VM_EXPONENTIAL_LOG_CDF, VM_EXPONENTIAL_QUANTILE,
  VM_EXPONENTIAL_SURVIVAL, VM_EXPONENTIAL_LOG_SURVIVAL, VM_EXPONENTIAL_SURVIVAL_QUANTILE,
  VM_WEIBULL_CDF, VM_WEIBULL_LOG_CDF, VM_WEIBULL_QUANTILE,
  VM_WEIBULL_SURVIVAL, VM_WEIBULL_LOG_SURVIVAL, VM_WEIBULL_SURVIVAL_QUANTILE,
  VM_GUMBEL_CDF, VM_GUMBEL_LOG_CDF, VM_GUMBEL_QUANTILE,
  VM_GUMBEL_SURVIVAL, VM_GUMBEL_LOG_SURVIVAL, VM_GUMBEL_SURVIVAL_QUANTILE,
  VM_LOG_NORMAL_CDF, VM_LOG_NORMAL_LOG_CDF, VM_LOG_NORMAL_QUANTILE,
  VM_LOG_NORMAL_SURVIVAL, VM_LOG_NORMAL_LOG_SURVIVAL, VM_LOG_NORMAL_SURVIVAL_QUANTILE,
  VM_TERNARY_END
};
enum {
  VM_NORMAL_LOG_MASS = VM_QUATERNARY_COUNT,  // log P(a < X <= b), of a, b, a mean and a standard deviation
  VM_LOG_SUM,  // log(exp a + exp b + exp c + exp d)
  VM_NORMAL_CROSS_ENTROPY,  // of both means and both standard deviations
  VM_QUATERNARY_END
};

#endif
