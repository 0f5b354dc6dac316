#include "CLoops.h"

#include <math.h>

static const double half_log_two_pi = 0.91893853320467274178;

double loop_normal_log_density(const double *x, size_t count, double mean, double deviation) {
  double sum = 0;
  for (size_t i = 0; i < count; i++) {
    double z = (x[i] - mean) / deviation;
    sum += -0.5 * z * z - log(deviation) - half_log_two_pi;
  }
  return sum;
}

double loop_normal_log_densities(
    const double *x, const double *means, const double *deviations, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; i++) {
    double z = (x[i] - means[i]) / deviations[i];
    sum += -0.5 * z * z - log(deviations[i]) - half_log_two_pi;
  }
  return sum;
}
