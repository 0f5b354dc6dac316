// Derivatives of psi of any order.
#include <math.h>
#include <stddef.h>

#include "CVectorMath.h"

// k! / x^n with neither part leaving the range of double on its own.
static double factorial_over_power(int k, double x, int n) {
  double f = k <= 170 ? tgamma(k + 1.0) : INFINITY, p = pow(x, -n);
  if (isfinite(f) && p > 0x1p-1000 && p < 0x1p1000) return f * p;
  return exp(vm_log_gamma(k + 1.0) - n * log(x));
}

// (-1)^(n + 1) psi^(n)(x), x > 0, n >= 2. The recurrence (DLMF 5.15.5) shifts x beyond 16 + n / 2,
// where the asymptotic series (DLMF 5.15.8) has converged; all that is added has one sign but for
// the series' small alternating terms.
static double positive_polygamma(int n, double x) {
  static const double bernoulli[] = {
      1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510,
      43867.0 / 798, -174611.0 / 330, 854513.0 / 138, -236364091.0 / 2730};
  double border = 16.0 + n / 2.0, shifted = 0.0, z = x;
  while (z < border) {
    double term = factorial_over_power(n, z, n + 1);
    shifted += term;
    // A high order needs few terms, and no series.
    if (term <= 1e-18 * shifted) return shifted;
    z += 1.0;
  }
  // Relative to (n - 1)!/z^n: 1 + n/(2z) + sum B_2k n(n + 1)...(n + 2k - 1) / ((2k)! z^2k).
  double lead = factorial_over_power(n - 1, z, n);
  double term = 1.0, sum = 0.0, y = 1.0 / z;
  for (int k = 1; k <= 12; k++) {
    term *= (n + 2.0 * k - 2.0) * y / (2.0 * k - 1.0) * ((n + 2.0 * k - 1.0) * y / (2.0 * k));
    double t = bernoulli[k - 1] * term;
    sum += t;
    if (fabs(t) < 1e-18) break;
  }
  return shifted + lead * (1.0 + (0.5 * n * y + sum));
}

// The n-th derivative of pi cot(pi x): with c = cot(pi x) it is pi^(n + 1) P_n(c), where P_0 = c,
// P_(n + 1) = -(1 + c^2) P_n'. All coefficients of P_n have one sign.
static double cotangent_derivative(int n, double x) {
  double p[128] = {0.0, 1.0};
  for (int k = 0; k < n; k++) {
    double q[128] = {0.0};
    for (int i = 1; i <= k + 1; i++) {
      q[i - 1] -= i * p[i];
      q[i + 1] -= i * p[i];
    }
    for (int i = 0; i <= k + 2; i++) p[i] = q[i];
  }
  double r = x - nearbyint(x), pi = 3.14159265358979323846;
  double c = cos(pi * r) / sin(pi * r), v = 0.0;
  if (fabs(r) == 0.5) c = 0.0;
  for (int i = n + 1; i >= 0; i--) v = v * c + p[i];
  return v * pow(pi, n + 1);
}

double vm_polygamma(int order, double x) {
  if (order < 0 || isnan(x)) return NAN;
  if (order == 0) return vm_digamma(x);
  if (order == 1) return vm_trigamma(x);
  double sign = order % 2 == 0 ? -1.0 : 1.0;
  if (x == INFINITY) return sign * 0.0;
  if (x > 0.0) return sign * positive_polygamma(order, x);
  if (x == floor(x)) return order % 2 == 0 ? NAN : INFINITY;
  // psi^(n)(x) = (-1)^n psi^(n)(1 - x) - (d/dx)^n pi cot(pi x) (DLMF 5.15.6).
  if (order > 100 || x == -INFINITY) return NAN;
  return -positive_polygamma(order, 1.0 - x) - cotangent_derivative(order, x);
}
