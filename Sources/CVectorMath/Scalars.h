// The special functions and the costlier densities at width 1, one number at a time.
#define SCALAR_EACH(X) \
  X(erfcx) X(log_gamma) X(digamma) X(trigamma) X(sigmoid) X(log_sigmoid) X(softplus) \
  X(normal_log_cdf) X(normal_quantile) X(log_one_plus_remainder) X(exp_remainder) \
  X(log_one_minus_exp) X(log_gamma_correction) X(log_gamma_one_plus) \
  X(normal_cdf)
#define X(name) \
  static double scalar_##name(double x) { return special_##name(x); }
SCALAR_EACH(X)
#undef X
static double scalar_digamma_correction(double x) { return special_digamma_correction(x); }
static double scalar_trigamma_correction(double x) { return special_trigamma_correction(x); }
static double scalar_stirling_remainder(double a, double t) { return special_stirling_remainder(a, t); }
static double scalar_log_gamma_excess(double a, double h, double b) {
  return special_log_gamma_excess(a, h, b);
}
static double scalar_gamma_log_density(double x, double shape, double rate) {
  return density_gamma_at(density_gamma_law(shape, rate), x);
}
static double scalar_beta_log_density(double x, double a, double b) {
  return density_beta_at(density_beta_law(a, b), x);
}
static double scalar_student_t_log_density(double x, double degrees, double location, double scale) {
  return density_student_t_at(density_student_t_law(degrees, location, scale), x);
}
static double scalar_cauchy_log_density(double x, double location, double scale) {
  return density_cauchy(x, location, scale);
}
static double scalar_weibull_log_density(double x, double shape, double scale) {
  return density_weibull(x, shape, scale);
}
static double scalar_poisson_log_mass(double k, double rate) { return mass_poisson(k, rate, rate); }
static double scalar_binomial_log_mass(double k, double n, double p) { return mass_binomial(k, n, p); }
static double scalar_negative_binomial_log_mass(double k, double r, double p) {
  return mass_negative_binomial(k, r, p);
}
static double scalar_ratio_remainder(double x, double y) { return special_ratio_remainder(x, y); }
static double scalar_mass_divergence(double x, double y) { return special_mass_divergence(x, y); }
static double scalar_normal_divergence(double mean, double other_mean, double own, double other) {
  return divergence_normal_of_means(mean, other_mean, own, other);
}
const ScalarTable VM_SCALARS = {
#define X(name) .name = scalar_##name,
    SCALAR_EACH(X)
#undef X
    .digamma_correction = scalar_digamma_correction,
    .trigamma_correction = scalar_trigamma_correction,
    .stirling_remainder = scalar_stirling_remainder,
    .log_gamma_excess = scalar_log_gamma_excess,
    .gamma_log_density = scalar_gamma_log_density,
    .beta_log_density = scalar_beta_log_density,
    .student_t_log_density = scalar_student_t_log_density,
    .cauchy_log_density = scalar_cauchy_log_density,
    .weibull_log_density = scalar_weibull_log_density,
    .poisson_log_mass = scalar_poisson_log_mass,
    .binomial_log_mass = scalar_binomial_log_mass,
    .negative_binomial_log_mass = scalar_negative_binomial_log_mass,
    .ratio_remainder = scalar_ratio_remainder,
    .mass_divergence = scalar_mass_divergence,
    .normal_divergence = scalar_normal_divergence,
};
