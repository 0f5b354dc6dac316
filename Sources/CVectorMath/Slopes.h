// Derivatives of log-densities by their parameters, where the same operations one by one would each go
// through a block of memory. The scale is given as 1/scale, which is one number for many points.

// By the location: sign(z)/s, tanh(z/2)/s and (1 - e^-z)/s, z = (x - location)/s; of log x, 0 outside,
// z/s. By a scale or rate alone: (z^2 - 1)/s and 1/rate - x, 0 below 0.
#define SLOPES_OF(T, name, tanh_of, expm1_of) \
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
  VM_INLINE T name##half_normal(T x, T inverse, T same) { \
    T z = x * inverse, r = (z - 1) * (z + 1) * same; \
    return x < 0 ? (T)0 : r; \
  } \
  VM_INLINE T name##exponential(T x, T mean, T same) { \
    T r = mean - x; \
    return x < 0 ? (T)0 : r; \
  }
SLOPES_OF(V, slope_, special_tanh, core_expm1)
SLOPES_OF(FV, f_slope_, f_core_tanh, f_core_expm1)
#undef SLOPES_OF

VM_INLINE V slope_log_normal(V x, V mean, V inverse) {
  M plain = is_ordinary(x);
  V slope = (quick_log(plain ? x : (V)1.0) - mean) * inverse * inverse;
  if (any(plain == 0)) {
    M outside = (x <= 0.0) | (x == INFINITY);
    V rare = (core_log(outside ? (V)1.0 : x) - mean) * inverse * inverse;
    slope = plain ? slope : (outside ? (V)0.0 : rare);
  }
  return slope;
}
VM_INLINE FV f_slope_log_normal(FV x, FV mean, FV inverse) {
  FI plain = (x >= 0x1p-126f) & (x < INFINITY);
  FV slope = (f_quick_log(plain ? x : (FV)1.0f) - mean) * inverse * inverse;
  if (f_any(plain == 0)) {
    FI outside = (x <= 0.0f) | (x == INFINITY);
    FV rare = (f_core_log(outside ? (FV)1.0f : x) - mean) * inverse * inverse;
    slope = plain ? slope : (outside ? (FV)0.0f : rare);
  }
  return slope;
}

// log s + H, the entropy of a law of scale s and the entropy H for the scale 1. NaN where the scale or the
// location is not finite: -infinity and infinity times 0 are.
VM_INLINE V scaled_entropy(V scale, V location, V standard) {
  V size = elementary_log(scale);
  return (size + standard) + 0.0 * (location + size);
}
VM_INLINE FV f_scaled_entropy(FV scale, FV location, FV standard) {
  FV size = f_log_anywhere(scale);
  return (size + standard) + 0.0f * (location + size);
}

// Of gamma laws by the shape, log x + offset, offset = log rate - psi(shape), and by the rate, mean - x; 0
// outside. At 0 the logarithm of a power that is 0 does not count.
VM_INLINE V slope_gamma_shape(V x, V shape, V rate, V offset) {
  V t = rate * x;
  M plain = is_ordinary(x) & (t < INFINITY);
  V slope = quick_log(plain ? x : (V)1.0) + offset;
  if (any(plain == 0)) {
    M outside = (x < 0.0) | (t == INFINITY), flat = outside | ((x == 0.0) & (shape == 1.0));
    V rare = core_log(flat ? (V)1.0 : x) + offset;
    slope = plain ? slope : (outside ? (V)0.0 : rare);
  }
  return slope;
}
VM_INLINE V slope_gamma_rate(V x, V rate, V mean) {
  V t = rate * x, slope = mean - x;
  M inside = (x >= 0.0) & (t < INFINITY);
  if (any(inside == 0)) slope = ((x < 0.0) | (t == INFINITY)) ? (V)0.0 : slope;
  return slope;
}

// Of Pareto laws by the scale, shape/scale, and by the shape, 1/shape - log(x/scale); 0 outside.
VM_INLINE V slope_pareto_scale(V x, V scale, V ratio) {
  M outside = (x < scale) | (x == INFINITY);
  return outside ? (V)0.0 : mad((V)0.0, x, ratio);
}
VM_INLINE V slope_pareto_shape(V x, V scale, V inverse) {
  M ordinary = is_ordinary(scale);
  V q = x * (1.0 / (ordinary ? scale : (V)1.0));
  M plain = ordinary & is_ordinary(q) & (x >= scale) & (x < INFINITY);
  V slope = inverse - quick_log(plain ? q : (V)1.0);
  if (any(plain == 0)) {
    M outside = (x < scale) | (x == INFINITY);
    V p = outside ? scale : x, rare = inverse - log_of_quotient(p, scale, p / scale, outside);
    slope = plain ? slope : (outside ? (V)0.0 : rare);
  }
  return slope;
}

// By a scale, given what it is by the location: -log s + g(z) has -g'(z)/s and -1/s - z g'(z)/s. Of log x the
// same, 0 outside.
VM_INLINE V slope_of_scale(V slope, V x, V location, V inverse) {
  return mad((x - location) * inverse, slope, -inverse);
}
VM_INLINE V slope_of_deviation(V slope, V x, V deviation, V inverse) {
  V r = mad(slope * deviation, slope, -inverse);
  M inside = as_u(x) - 1 < 0x7fefffffffffffffu;
  if (any(inside == 0)) r = ((x <= 0.0) | (x == INFINITY)) ? (V)0.0 : r;
  return r;
}
