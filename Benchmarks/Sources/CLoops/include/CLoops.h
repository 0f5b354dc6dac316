// The same formulas as a C programmer would write them: what scalars are measured against.
#ifndef CLOOPS_H
#define CLOOPS_H

#include <stddef.h>
#include <stdint.h>

// The sum of the normal log-densities of x, all of one mean and standard deviation.
double loop_normal_log_density(const double *x, size_t count, double mean, double deviation);
// The sum of the normal log-densities of x, each of its own mean and standard deviation.
double loop_normal_log_densities(
    const double *x, const double *means, const double *deviations, size_t count);


// The sum of draws, one after another, from Philox4x32-10.
double loop_normal_draws(size_t count, uint64_t seed, double mean, double deviation);

#endif
