// The parts of GSL that the module GSL wraps. Nobody else imports this.
#ifndef CGSL_SHIM_H
#define CGSL_SHIM_H

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_min.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf.h>
#include <gsl/gsl_sum.h>
#include <gsl/gsl_version.h>

// GSL names its algorithms by global variables, which Swift takes for shared mutable state; these
// functions read them. (The variables are constants in all but name: nothing ever writes them.)
static inline const gsl_root_fsolver_type *cgsl_root_brent(void) { return gsl_root_fsolver_brent; }

static inline const gsl_min_fminimizer_type *cgsl_minimum_brent(void) {
  return gsl_min_fminimizer_brent;
}

static inline const gsl_multimin_fminimizer_type *cgsl_simplex(void) {
  return gsl_multimin_fminimizer_nmsimplex2;
}

static inline const gsl_multimin_fdfminimizer_type *cgsl_bfgs(void) {
  return gsl_multimin_fdfminimizer_vector_bfgs2;
}

// A rule applied to values that are already known, in the order in which GSL asks for them. So a
// Swift closure is called from Swift, where it may throw and costs no more than a call, and several
// functions may share their nodes. The rules are numbered by their points: 15, 21, ..., 61.
static double cgsl_replay(double x, void *parameters) {
  (void)x;
  const double **next = (const double **)parameters;
  return *(*next)++;
}

static inline void cgsl_kronrod(int points, const double *values, double lower, double upper,
                                double *value, double *error, double *magnitude,
                                double *deviation) {
  gsl_function function = {cgsl_replay, &values};
  switch (points) {
    case 15:
      gsl_integration_qk15(&function, lower, upper, value, error, magnitude, deviation);
      break;
    case 21:
      gsl_integration_qk21(&function, lower, upper, value, error, magnitude, deviation);
      break;
    case 31:
      gsl_integration_qk31(&function, lower, upper, value, error, magnitude, deviation);
      break;
    case 41:
      gsl_integration_qk41(&function, lower, upper, value, error, magnitude, deviation);
      break;
    case 51:
      gsl_integration_qk51(&function, lower, upper, value, error, magnitude, deviation);
      break;
    default:
      gsl_integration_qk61(&function, lower, upper, value, error, magnitude, deviation);
      break;
  }
}

#endif
