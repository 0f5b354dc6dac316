// Which kernels the public functions use: the best that the processor and the operating system
// allow, or a lower set that the environment or a test asks for.
#include <stdatomic.h>
#include <stdlib.h>

#include "ClassTable.h"
#include "CumulativeTable.h"
#include "KernelTable.h"

// The levels of vm_instruction_set.
enum { PLAIN = 0, FUSED, AVX2, AVX512 };

static _Atomic int current_level = -1;

static int highest_level(void) {
#if defined(__x86_64__)
  // These builtins also ask XCR0 whether the operating system saves the wide registers.
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx") || !__builtin_cpu_supports("fma")) return PLAIN;
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2")) return FUSED;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
    return AVX512;
  return AVX2;
#else
  return PLAIN;
#endif
}

static int choose_level(void) {
  int level = highest_level();
  const char *wish = getenv("DISTRIBUTIONS_INSTRUCTION_SET");
  if (wish != NULL) {
    if (strcmp(wish, "plain") == 0) level = PLAIN;
    if (strcmp(wish, "portable") == 0 && level > FUSED) level = FUSED;
    if (strcmp(wish, "avx2") == 0 && level > AVX2) level = AVX2;
  }
  atomic_store_explicit(&current_level, level, memory_order_relaxed);
  return level;
}

int vm_instruction_set(void) {
  int level = atomic_load_explicit(&current_level, memory_order_relaxed);
  return level >= 0 ? level : choose_level();
}

int vm_set_instruction_set(int level) {
  int highest = highest_level();
  int chosen = level < 0 ? 0 : (level > highest ? highest : level);
  atomic_store_explicit(&current_level, chosen, memory_order_relaxed);
  return chosen;
}

// A test's own choice, which leaves the other threads alone.
static _Thread_local int thread_level = -1;

int vm_set_instruction_set_of_thread(int level) {
  int highest = highest_level();
  thread_level = level < 0 ? -1 : (level > highest ? highest : level);
  return thread_level;
}

#if defined(__x86_64__)
static int level_in_use(void) { return thread_level >= 0 ? thread_level : vm_instruction_set(); }
#endif

// The table of the instruction set in use.
#if defined(__x86_64__)
#define TABLE_IN_USE(Table, function, tables) \
  static const Table *function(void) { \
    int level = level_in_use(); \
    if (level == AVX512) return &tables##_avx512; \
    if (level == AVX2) return &tables##_avx2; \
    if (level == FUSED) return &tables##_fma; \
    return &tables##_portable; \
  }
#else
#define TABLE_IN_USE(Table, function, tables) \
  static const Table *function(void) { return &tables##_portable; }
#endif
TABLE_IN_USE(KernelTable, kernels, vm_kernels)
TABLE_IN_USE(ClassTable, class_kernels, vm_classes)
TABLE_IN_USE(CumulativeTable, cumulatives, vm_cumulatives)

static const ScalarTable *scalars(void) {
#if defined(__x86_64__)
  if (level_in_use() > PLAIN) return &vm_scalars_fma;
#endif
  return &vm_scalars_portable;
}

vm_unary_f64_fn vm_unary_f64(int f) {
  return f >= 0 && f < VM_UNARY_COUNT ? kernels()->unary_f64[f] : NULL;
}
vm_unary_f32_fn vm_unary_f32(int f) {
  return f >= 0 && f < VM_UNARY_COUNT ? kernels()->unary_f32[f] : NULL;
}
vm_binary_f64_fn vm_binary_f64(int f) {
  return f >= 0 && f < VM_BINARY_COUNT ? kernels()->binary_f64[f] : NULL;
}
vm_binary_f32_fn vm_binary_f32(int f) {
  return f >= 0 && f < VM_BINARY_COUNT ? kernels()->binary_f32[f] : NULL;
}
vm_ternary_f64_fn vm_ternary_f64(int f) {
  if (f >= VM_TERNARY_COUNT && f < VM_TERNARY_END)
    return cumulatives()->ternary_f64[f - VM_TERNARY_COUNT];
  return f >= 0 && f < VM_TERNARY_COUNT ? kernels()->ternary_f64[f] : NULL;
}
vm_ternary_f32_fn vm_ternary_f32(int f) {
  if (f >= VM_TERNARY_COUNT && f < VM_TERNARY_END)
    return cumulatives()->ternary_f32[f - VM_TERNARY_COUNT];
  return f >= 0 && f < VM_TERNARY_COUNT ? kernels()->ternary_f32[f] : NULL;
}
vm_quaternary_f64_fn vm_quaternary_f64(int f) {
  if (f >= VM_QUATERNARY_COUNT && f < VM_QUATERNARY_END)
    return cumulatives()->quaternary_f64[f - VM_QUATERNARY_COUNT];
  return f >= 0 && f < VM_QUATERNARY_COUNT ? kernels()->quaternary_f64[f] : NULL;
}
vm_quaternary_f32_fn vm_quaternary_f32(int f) {
  if (f >= VM_QUATERNARY_COUNT && f < VM_QUATERNARY_END)
    return cumulatives()->quaternary_f32[f - VM_QUATERNARY_COUNT];
  return f >= 0 && f < VM_QUATERNARY_COUNT ? kernels()->quaternary_f32[f] : NULL;
}
vm_compare_f64_fn vm_compare_f64(int f) {
  return f >= 0 && f < VM_COMPARE_COUNT ? kernels()->compare_f64[f] : NULL;
}
vm_compare_f32_fn vm_compare_f32(int f) {
  return f >= 0 && f < VM_COMPARE_COUNT ? kernels()->compare_f32[f] : NULL;
}
vm_select_f64_fn vm_select_f64(void) { return kernels()->select_f64; }
vm_select_f32_fn vm_select_f32(void) { return kernels()->select_f32; }

#define SOFTMAX_ROWS(suffix, T) \
  void vm_softmax_rows_##suffix( \
      const T *logits, const T *weights, const int64_t *labels, const T *upstream, \
      size_t upstream_step, size_t rows, size_t classes, T *scratch, T *loss, T *slope) { \
    if (classes == 0) return; \
    class_kernels()->softmax_rows_##suffix( \
        logits, weights, labels, upstream, upstream_step, rows, classes, scratch, loss, slope); \
  }
SOFTMAX_ROWS(f64, double)
SOFTMAX_ROWS(f32, float)

void vm_divergence_rows_f64(const double *p, const double *q, size_t rows, size_t classes, double *out) {
  if (classes <= VM_SHORT_ROW) class_kernels()->short_divergence_rows_f64(p, q, rows, classes, out);
  else kernels()->divergence_rows_f64(p, q, rows, classes, out);
}
void vm_divergence_rows_f32(const float *p, const float *q, size_t rows, size_t classes, float *out) {
  enum { batch = 64 };
  uint8_t left[batch];
  for (size_t first = 0; first < rows; first += batch) {
    size_t count = rows - first < batch ? rows - first : batch;
    const float *own = p + first * classes, *other = q + first * classes;
    class_kernels()->float_divergence_rows(own, other, count, classes, out + first, left);
    if (classes <= VM_SHORT_ROW) {
      // Short rows take no longer together than one of them.
      float values[batch];
      if (memchr(left, 1, count) != NULL)
        class_kernels()->short_divergence_rows_f32(own, other, count, classes, values);
      for (size_t r = 0; r < count; r++)
        if (left[r]) out[first + r] = values[r];
    } else {
      for (size_t r = 0; r < count; r++)
        if (left[r])
          kernels()->divergence_rows_f32(own + r * classes, other + r * classes, 1, classes, out + first + r);
    }
  }
}
void vm_logit_rows_f64(const double *a, const double *b, size_t rows, size_t classes, double *out) {
  kernels()->logit_rows_f64(a, b, rows, classes, out);
}
void vm_logit_rows_f32(const float *a, const float *b, size_t rows, size_t classes, float *out) {
  kernels()->logit_rows_f32(a, b, rows, classes, out);
}
void vm_logit_slopes_f64(const double *first, const double *second, int by_first, const double *upstream,
                         size_t step, size_t rows, size_t classes, double *scratch, double *out) {
  if (classes == 0) return;
  class_kernels()->logit_slopes_f64(first, second, by_first, upstream, step, rows, classes, scratch, out);
}
void vm_logit_slopes_f32(const float *first, const float *second, int by_first, const float *upstream,
                         size_t step, size_t rows, size_t classes, float *scratch, float *out) {
  if (classes == 0) return;
  class_kernels()->logit_slopes_f32(first, second, by_first, upstream, step, rows, classes, scratch, out);
}
void vm_weight_slopes_f64(const double *first, const double *second, const double *upstream, size_t step,
                          size_t rows, size_t classes, double *out) {
  class_kernels()->weight_slopes_f64(first, second, upstream, step, rows, classes, out);
}
void vm_weight_slopes_f32(const float *first, const float *second, const float *upstream, size_t step,
                          size_t rows, size_t classes, float *out) {
  class_kernels()->weight_slopes_f32(first, second, upstream, step, rows, classes, out);
}
size_t vm_first_outside(double least, const double *x, size_t count) {
  return kernels()->first_outside(least, x, count);
}
size_t vm_tangent_distances(size_t terms, double rise, const double *slopes, const double *sizes,
                            const double *own, const double *parameters, const double *rises,
                            double *out, size_t count, int32_t *lost) {
  return kernels()->tangent_distances(
      terms, rise, slopes, sizes, own, parameters, rises, out, count, lost);
}
size_t vm_pair_rows(int family) { return kernels()->pair_rows[family]; }
void vm_pair_table(int family, const double *const *x, size_t count, size_t stride, double *table) {
  kernels()->pair_table[family](x, count, stride, table);
}
size_t vm_pair_row(int family, int second, size_t row, const double *const *x, const double *own,
                   size_t own_stride, const double *const *y, const double *table, size_t stride,
                   size_t count, double *out, int32_t *lost) {
  return kernels()->pair_row[family](
      second, row, x, own, own_stride, y, table, stride, count, out, lost);
}
void vm_whitened_rows(size_t n, const double *table, const double *x, size_t rows, double *work,
                      double *out) {
  kernels()->whitened_rows(n, table, x, rows, work, out);
}
void vm_normal_pairs(size_t n, const double *means, const double *factors, const double *other_means,
                     const double *other_factors, size_t count, double *work, double *out) {
  kernels()->normal_pairs(n, means, factors, other_means, other_factors, count, work, out);
}
void vm_dirichlet_rows(size_t n, const double *alpha, const double *x, size_t rows, double *work,
                       double *out) {
  kernels()->dirichlet_rows(n, alpha, x, rows, work, out);
}
void vm_normal_row_of_first(size_t n, const double *factor, const double *mean, double *work,
                            double *row, double *facts) {
  kernels()->normal_row_of_first(n, factor, mean, work, row, facts);
}
void vm_normal_row_of_second(size_t n, const double *factor, const double *mean, double *work,
                             double *row, double *facts) {
  kernels()->normal_row_of_second(n, factor, mean, work, row, facts);
}

#define CLASSES(suffix, T) \
  void vm_class_log_mass_##suffix( \
      const T *parameters, int logits, const int64_t *indices, size_t rows, size_t classes, T *out) { \
    class_kernels()->log_mass_##suffix(parameters, logits, indices, rows, classes, out); \
  } \
  void vm_class_entropy_##suffix(const T *parameters, int logits, size_t rows, size_t classes, T *out) { \
    class_kernels()->entropy_##suffix(parameters, logits, rows, classes, out); \
  } \
  void vm_class_masses_##suffix(const T *logits, size_t rows, size_t classes, int logarithms, T *out) { \
    if (classes > 0) class_kernels()->mass_rows_##suffix(logits, rows, classes, logarithms, out); \
  } \
  void vm_one_hot_classes_##suffix(const T *x, size_t rows, size_t classes, int64_t *out) { \
    class_kernels()->one_hot_classes_##suffix(x, rows, classes, out); \
  } \
  void vm_entries_##suffix(const T *table, size_t count, const int64_t *indices, T *out, size_t length) { \
    class_kernels()->entries_##suffix(table, count, indices, out, length); \
  }
CLASSES(f64, double)
CLASSES(f32, float)
void vm_class_tables(const double *const *laws, int logits, size_t rows, size_t classes, size_t stride,
                     double *masses, double *logs, double *sums, uint8_t *absent) {
  class_kernels()->mass_tables(laws, logits, rows, classes, stride, masses, logs, sums, absent);
}
void vm_class_draws(const double *weights, size_t rows, size_t classes, const double *levels, int64_t *out) {
  class_kernels()->draws(weights, rows, classes, levels, out);
}
void vm_largest_places_f64(const double *x, size_t rows, size_t length, int64_t *out) {
  if (length > 0) class_kernels()->largest_places_f64(x, rows, length, out);
}
void vm_largest_places_f32(const float *x, size_t rows, size_t length, int64_t *out) {
  if (length > 0) class_kernels()->largest_places_f32(x, rows, length, out);
}

void vm_multiply_add_f64(const double *a, size_t a_step, const double *b, size_t b_step,
                         const double *c, size_t c_step, double *out, size_t count) {
  kernels()->multiply_add_f64(a, a_step, b, b_step, c, c_step, out, count);
}
void vm_multiply_add_f32(const float *a, size_t a_step, const float *b, size_t b_step,
                         const float *c, size_t c_step, float *out, size_t count) {
  kernels()->multiply_add_f32(a, a_step, b, b_step, c, c_step, out, count);
}

#define CONVERT(name, S, T) \
  void vm_##name(const S *x, T *out, size_t count) { kernels()->name(x, out, count); }
CONVERT(convert_f64_f32, double, float)
CONVERT(convert_f32_f64, float, double)
CONVERT(convert_i64_f64, int64_t, double)
CONVERT(convert_i64_f32, int64_t, float)
CONVERT(convert_u8_f64, uint8_t, double)
CONVERT(convert_u8_f32, uint8_t, float)

double vm_sum_f64(const double *x, size_t count) { return kernels()->sum_f64(x, count); }
float vm_sum_f32(const float *x, size_t count) { return kernels()->sum_f32(x, count); }
void vm_add_rows_f64(const double *x, size_t length, size_t rows, double *y) {
  kernels()->add_rows_f64(x, length, rows, y);
}
void vm_add_rows_f32(const float *x, size_t length, size_t rows, float *y) {
  kernels()->add_rows_f32(x, length, rows, y);
}
double vm_maximum_of_f64(const double *x, size_t n) { return kernels()->maximum_of_f64(x, n); }
float vm_maximum_of_f32(const float *x, size_t n) { return kernels()->maximum_of_f32(x, n); }
double vm_minimum_of_f64(const double *x, size_t n) { return kernels()->minimum_of_f64(x, n); }
float vm_minimum_of_f32(const float *x, size_t n) { return kernels()->minimum_of_f32(x, n); }

#define RANDOM(name, T) \
  void vm_##name(uint64_t key, uint64_t stream, uint64_t start, T *out, size_t count) { \
    kernels()->name(key, stream, start, out, count); \
  }
RANDOM(random_bits, uint64_t)
RANDOM(random_uniform_f64, double)
RANDOM(random_uniform_f32, float)
RANDOM(random_normal_f64, double)
RANDOM(random_normal_f32, float)

void vm_random_log_gamma(uint64_t key, uint64_t stream, uint64_t start, const double *shape,
                         size_t shape_step, double *out, size_t count) {
  kernels()->random_log_gamma(key, stream, start, shape, shape_step, out, count);
}
void vm_random_gamma(uint64_t key, uint64_t stream, uint64_t start, const double *shape,
                     size_t shape_step, double *out, size_t count) {
  kernels()->random_gamma(key, stream, start, shape, shape_step, out, count);
}
void vm_random_beta(uint64_t key, uint64_t stream, uint64_t start, double a, double b, double *out,
                    size_t count) {
  kernels()->random_beta(key, stream, start, a, b, out, count);
}
void vm_random_poisson(uint64_t key, uint64_t stream, uint64_t start, const double *rate,
                       size_t rate_step, int64_t *out, size_t count) {
  kernels()->random_poisson(key, stream, start, rate, rate_step, out, count);
}
void vm_random_binomial(uint64_t key, uint64_t stream, uint64_t start, const double *trials,
                        size_t trials_step, const double *probability, size_t probability_step,
                        int64_t *out, size_t count) {
  kernels()->random_binomial(
      key, stream, start, trials, trials_step, probability, probability_step, out, count);
}
void vm_random_von_mises(uint64_t key, uint64_t stream, uint64_t start, const double *concentration,
                         size_t concentration_step, double *out, size_t count) {
  kernels()->random_von_mises(key, stream, start, concentration, concentration_step, out, count);
}
void vm_random_guided(uint64_t key, uint64_t stream, uint64_t start, const uint64_t *thresholds,
                      const uint32_t *guide, int guide_bits, int64_t *out, size_t count) {
  kernels()->random_guided(key, stream, start, thresholds, guide, guide_bits, out, count);
}

#define SCALAR(name) \
  double vm_##name(double x) { return scalars()->name(x); }
SCALAR(erfcx)
SCALAR(log_gamma)
SCALAR(digamma)
SCALAR(trigamma)
SCALAR(sigmoid)
SCALAR(log_sigmoid)
SCALAR(softplus)
SCALAR(normal_log_cdf)
SCALAR(normal_quantile)
SCALAR(log_one_plus_remainder)
SCALAR(exp_remainder)
SCALAR(log_one_minus_exp)
SCALAR(log_gamma_correction)
SCALAR(log_gamma_one_plus)
SCALAR(normal_cdf)
SCALAR(digamma_correction)
SCALAR(trigamma_correction)
double vm_stirling_remainder(double a, double t) { return scalars()->stirling_remainder(a, t); }
double vm_log_gamma_excess(double a, double h, double b) { return scalars()->log_gamma_excess(a, h, b); }
double vm_gamma_log_density(double x, double shape, double rate) {
  return scalars()->gamma_log_density(x, shape, rate);
}
double vm_beta_log_density(double x, double a, double b) { return scalars()->beta_log_density(x, a, b); }
double vm_student_t_log_density(double x, double degrees, double location, double scale) {
  return scalars()->student_t_log_density(x, degrees, location, scale);
}
double vm_cauchy_log_density(double x, double location, double scale) {
  return scalars()->cauchy_log_density(x, location, scale);
}
double vm_weibull_log_density(double x, double shape, double scale) {
  return scalars()->weibull_log_density(x, shape, scale);
}
double vm_poisson_log_mass(double k, double rate) { return scalars()->poisson_log_mass(k, rate); }
double vm_binomial_log_mass(double k, double trials, double probability) {
  return scalars()->binomial_log_mass(k, trials, probability);
}
double vm_negative_binomial_log_mass(double k, double successes, double probability) {
  return scalars()->negative_binomial_log_mass(k, successes, probability);
}
double vm_ratio_remainder(double x, double y) { return scalars()->ratio_remainder(x, y); }
double vm_mass_divergence(double x, double y) { return scalars()->mass_divergence(x, y); }
double vm_normal_divergence(double mean, double other_mean, double deviation, double other_deviation) {
  return scalars()->normal_divergence(mean, other_mean, deviation, other_deviation);
}
