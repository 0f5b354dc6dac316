// Derivatives of log-densities by their parameters, where the same operations one by one would each go
// through a block of memory. The scale is given as 1/scale, which is one number for many points.

// The logarithm of any number, quicker of ordinary ones.
VM_INLINE V log_anywhere(V x) {
  M plain = is_ordinary(x);
  V value = quick_log(plain ? x : (V)1.0);
  if (any(plain == 0)) {
    V rare = core_log(x);
    value = plain ? value : rare;
  }
  return value;
}

// By the location: sign(z)/s, tanh(z/2)/s and (1 - e^-z)/s, z = (x - location)/s; of log x, 0 outside,
// z/s. By a scale or rate alone: (z^2 - 1)/s and 1/rate - x, 0 below 0.
#define SLOPES_OF(T, name, tanh_of, expm1_of, log_of) \
  VM_INLINE T name##laplace(T x, T location, T inverse) { \
    T d = x - location, sign = d > 0 ? (T)1 : (d < 0 ? (T)-1 : d); \
    return sign * inverse; \
  } \
  VM_INLINE T name##logistic(T x, T location, T inverse) { \
    return tanh_of((T)0.5 * ((x - location) * inverse)) * inverse; \
  } \
  VM_INLINE T name##gumbel(T x, T location, T inverse) { \
    return -(expm1_of(-((x - location) * inverse)) * inverse); \
  } \
  VM_INLINE T name##log_normal(T x, T mean, T inverse) { \
    T inside = ((x <= 0) | (x == INFINITY)) ? (T)1 : x, r = (log_of(inside) - mean) * inverse * inverse; \
    return ((x <= 0) | (x == INFINITY)) ? (T)0 : r; \
  } \
  VM_INLINE T name##half_normal(T x, T inverse, T same) { \
    T z = x * inverse, r = (z - 1) * (z + 1) * same; \
    return x < 0 ? (T)0 : r; \
  } \
  VM_INLINE T name##exponential(T x, T mean, T same) { \
    T r = mean - x; \
    return x < 0 ? 0 * same : r; \
  }
SLOPES_OF(V, slope_, core_tanh, core_expm1, log_anywhere)
SLOPES_OF(FV, f_slope_, f_core_tanh, f_core_expm1, f_log_anywhere)
#undef SLOPES_OF

// By a scale, given what it is by the location: -log s + g(z) has -g'(z)/s and -1/s - z g'(z)/s. Of log x the
// same, 0 outside.
VM_INLINE V slope_of_scale(V slope, V x, V location, V inverse) {
  return mad((x - location) * inverse, slope, -inverse);
}
VM_INLINE V slope_of_deviation(V slope, V x, V deviation, V inverse) {
  V r = mad(slope * deviation, slope, -inverse);
  return ((x <= 0.0) | (x == INFINITY)) ? (V)0.0 : r;
}
