// All kernels of one instruction set.
#ifndef VM_KERNEL_TABLE_H
#define VM_KERNEL_TABLE_H

#include <math.h>
#include <string.h>

#include "CVectorMath.h"

typedef void (*MultiplyAdd64)(const double *, size_t, const double *, size_t, const double *, size_t, double *, size_t);
typedef void (*MultiplyAdd32)(const float *, size_t, const float *, size_t, const float *, size_t, float *, size_t);

typedef struct {
  vm_unary_f64_fn unary_f64[VM_UNARY_COUNT];
  vm_unary_f32_fn unary_f32[VM_UNARY_COUNT];
  vm_binary_f64_fn binary_f64[VM_BINARY_COUNT];
  vm_binary_f32_fn binary_f32[VM_BINARY_COUNT];
  vm_ternary_f64_fn ternary_f64[VM_TERNARY_COUNT];
  vm_ternary_f32_fn ternary_f32[VM_TERNARY_COUNT];
  vm_quaternary_f64_fn quaternary_f64[VM_QUATERNARY_COUNT];
  vm_quaternary_f32_fn quaternary_f32[VM_QUATERNARY_COUNT];
  vm_compare_f64_fn compare_f64[VM_COMPARE_COUNT];
  vm_compare_f32_fn compare_f32[VM_COMPARE_COUNT];
  vm_select_f64_fn select_f64;
  vm_select_f32_fn select_f32;
  MultiplyAdd64 multiply_add_f64;
  MultiplyAdd32 multiply_add_f32;
  void (*convert_f64_f32)(const double *, float *, size_t);
  void (*convert_f32_f64)(const float *, double *, size_t);
  void (*convert_i64_f64)(const int64_t *, double *, size_t);
  void (*convert_i64_f32)(const int64_t *, float *, size_t);
  void (*convert_u8_f64)(const uint8_t *, double *, size_t);
  void (*convert_u8_f32)(const uint8_t *, float *, size_t);
  double (*sum_f64)(const double *, size_t);
  float (*sum_f32)(const float *, size_t);
  void (*add_rows_f64)(const double *, size_t, size_t, double *);
  void (*add_rows_f32)(const float *, size_t, size_t, float *);
  double (*maximum_of_f64)(const double *, size_t);
  float (*maximum_of_f32)(const float *, size_t);
  double (*minimum_of_f64)(const double *, size_t);
  float (*minimum_of_f32)(const float *, size_t);
  void (*random_bits)(uint64_t, uint64_t, uint64_t, uint64_t *, size_t);
  void (*random_uniform_f64)(uint64_t, uint64_t, uint64_t, double *, size_t);
  void (*random_uniform_f32)(uint64_t, uint64_t, uint64_t, float *, size_t);
  void (*random_normal_f64)(uint64_t, uint64_t, uint64_t, double *, size_t);
  void (*random_normal_f32)(uint64_t, uint64_t, uint64_t, float *, size_t);
  void (*divergence_rows_f64)(const double *, const double *, size_t, size_t, double *);
  void (*divergence_rows_f32)(const float *, const float *, size_t, size_t, float *);
  void (*logit_rows_f64)(const double *, const double *, size_t, size_t, double *);
  void (*logit_rows_f32)(const float *, const float *, size_t, size_t, float *);
  size_t (*first_outside)(double, const double *, size_t);
  size_t (*tangent_distances)(size_t, double, const double *, const double *, const double *,
                              const double *, const double *, double *, size_t, int32_t *);
  void (*pair_table[VM_PAIR_COUNT])(const double *const *, size_t, size_t, double *);
  size_t (*pair_row[VM_PAIR_COUNT])(int, size_t, const double *const *, const double *, size_t,
                                    const double *const *, const double *, size_t, size_t, double *,
                                    int32_t *);
  uint8_t pair_rows[VM_PAIR_COUNT];
  void (*whitened_rows)(size_t, const double *, const double *, size_t, double *, double *);
  void (*normal_pairs)(size_t, const double *, const double *, const double *, const double *, size_t,
                       double *, double *);
  void (*dirichlet_rows)(size_t, const double *, const double *, size_t, double *, double *);
  void (*normal_row_of_first)(size_t, const double *, const double *, double *, double *, double *);
  void (*normal_row_of_second)(size_t, const double *, const double *, double *, double *, double *);
  void (*random_log_gamma)(uint64_t, uint64_t, uint64_t, const double *, size_t, double *, size_t);
  void (*random_gamma)(uint64_t, uint64_t, uint64_t, const double *, size_t, double *, size_t);
  void (*random_beta)(uint64_t, uint64_t, uint64_t, double, double, double *, size_t);
  void (*random_poisson)(uint64_t, uint64_t, uint64_t, const double *, size_t, int64_t *, size_t);
  void (*random_binomial)(uint64_t, uint64_t, uint64_t, const double *, size_t, const double *, size_t,
                          int64_t *, size_t);
  void (*random_von_mises)(uint64_t, uint64_t, uint64_t, const double *, size_t, double *, size_t);
  void (*random_guided)(
      uint64_t, uint64_t, uint64_t, const uint64_t *, const uint32_t *, int, int64_t *, size_t);
} KernelTable;

// The functions at one argument, with and without a hardware fused multiply-add.
typedef struct {
  double (*erfcx)(double);
  double (*log_gamma)(double);
  double (*digamma)(double);
  double (*trigamma)(double);
  double (*sigmoid)(double);
  double (*log_sigmoid)(double);
  double (*softplus)(double);
  double (*normal_log_cdf)(double);
  double (*normal_quantile)(double);
  double (*log_one_plus_remainder)(double);
  double (*exp_remainder)(double);
  double (*log_one_minus_exp)(double);
  double (*log_gamma_correction)(double);
  double (*log_gamma_one_plus)(double);
  double (*normal_cdf)(double);
  double (*digamma_correction)(double);
  double (*trigamma_correction)(double);
  double (*stirling_remainder)(double, double);
  double (*log_gamma_excess)(double, double, double);
  double (*gamma_log_density)(double, double, double);
  double (*beta_log_density)(double, double, double);
  double (*student_t_log_density)(double, double, double, double);
  double (*cauchy_log_density)(double, double, double);
  double (*weibull_log_density)(double, double, double);
  double (*poisson_log_mass)(double, double);
  double (*binomial_log_mass)(double, double, double);
  double (*negative_binomial_log_mass)(double, double, double);
  double (*ratio_remainder)(double, double);
  double (*mass_divergence)(double, double);
  double (*normal_divergence)(double, double, double, double);
} ScalarTable;

extern const KernelTable vm_kernels_portable;
extern const ScalarTable vm_scalars_portable;
#if defined(__x86_64__)
extern const KernelTable vm_kernels_fma;
extern const KernelTable vm_kernels_avx2;
extern const KernelTable vm_kernels_avx512;
extern const ScalarTable vm_scalars_fma;
#endif

#endif
