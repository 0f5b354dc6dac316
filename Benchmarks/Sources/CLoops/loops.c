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

// Philox4x32-10, as the package's generator has it: two 64-bit words a block.
static void philox(uint64_t key, uint64_t block, uint64_t *words) {
  uint32_t c0 = (uint32_t)block, c1 = (uint32_t)(block >> 32), c2 = 0, c3 = 0;
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = (uint64_t)c0 * 0xD2511F53u, p1 = (uint64_t)c2 * 0xCD9E8D57u;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  words[0] = c0 | (uint64_t)c1 << 32;
  words[1] = c2 | (uint64_t)c3 << 32;
}

// By Box and Muller's method, two draws a block.
double loop_normal_draws(size_t count, uint64_t seed, double mean, double deviation) {
  double sum = 0;
  for (size_t i = 0; i < count; i += 2) {
    uint64_t words[2];
    philox(seed, i / 2, words);
    double u = ((double)(words[0] >> 12) + 0.5) * 0x1p-52;
    double v = ((double)(words[1] >> 12) + 0.5) * 0x1p-52;
    double radius = sqrt(-2 * log(u)), angle = 6.2831853071795864769 * v;
    sum += mean + deviation * (radius * cos(angle));
    if (i + 1 < count) sum += mean + deviation * (radius * sin(angle));
  }
  return sum;
}
