// Densities in single precision throughout, of families whose terms are few and none of which is larger than
// the rounding of a float allows: within 4 ulp of the largest term. The formulas are those of
// FamilyDensities.h.

#if VM_WIDTH == 1
VM_INLINE int f_any(int mask) { return mask; }
#else
VM_INLINE int f_any(FI mask) { return __builtin_reduce_or(mask) != 0; }
#endif
#define F_LN2 0.693147181f
// A location and the logarithm of a scale that are not numbers make the sum NaN.
#define F_IF_VALID(value, log_scale, location) ((value) + 0.0f * ((location) + (log_scale)))
#define F_IF_POSITIVE(value, scale) ((((scale) > 0.0f) & ((scale) < INFINITY)) ? (value) : (FV)NAN)

VM_INLINE FV float_density_laplace(FV x, FV location, FV scale) {
  FV l = f_core_log(scale), z = (x - location) / scale;
  return F_IF_VALID(-(f_absolute(z) + (l + F_LN2)), l, location);
}

VM_INLINE FV float_density_cauchy(FV x, FV location, FV scale) {
  FV l = f_core_log(scale), z = (x - location) / scale, size = f_absolute(z);
  FV growth = f_core_log(1.0f + z * z);
  if (f_any(size > 0x1p60f)) {
    // Neither the quotient nor the distance may be a number, but half the distance is.
    FV far = 2.0f * ((f_core_log(f_absolute(0.5f * x - 0.5f * location)) - l) + F_LN2);
    growth = size > 0x1p60f ? far : growth;
  }
  return F_IF_VALID(-(growth + (l + (float)VM_LOG_PI)), l, location);
}

VM_INLINE FV float_density_logistic(FV x, FV location, FV scale) {
  FV l = f_core_log(scale), a = f_absolute((x - location) / scale);
  FV growth = f_core_log(1.0f + f_core_exp(-a));
  return F_IF_VALID(-(f_mad((FV)2.0f, growth, a) + l), l, location);
}

VM_INLINE FV float_density_gumbel(FV x, FV location, FV scale) {
  FV l = f_core_log(scale), z = (x - location) / scale;
  FV value = F_IF_VALID(-(z + f_core_exp(z < -2.0f ? (FV)2.0f : -z)) - l, l, location);
  // An exponential of more has fewer digits than its own exponent is rounded to.
  if (f_any(z < -2.0f)) {
    FV sharp = join_halves(density_gumbel(low_half(x), low_half(location), low_half(scale)),
                           density_gumbel(high_half(x), high_half(location), high_half(scale)));
    value = z < -2.0f ? sharp : value;
  }
  return value;
}

VM_INLINE FV float_density_exponential(FV x, FV rate, FV same) {
  FV l = f_core_log(same), value = l - rate * x;
  return (x < 0.0f ? (FV)-INFINITY : value) + 0.0f * l;
}

VM_INLINE FV float_density_half_normal(FV x, FV scale, FV same) {
  FV l = f_core_log(scale), z = x / scale;
  FV value = f_mad(z * z, (FV)-0.5f, -(l + (float)VM_HALF_LOG_PI_HALVES));
  value = x < 0.0f ? (FV)-INFINITY : value;
  return F_IF_POSITIVE(value, same);
}
