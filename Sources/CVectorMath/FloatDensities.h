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

// The logarithm of any number, without a quotient of ordinary ones.
VM_INLINE FV f_log_anywhere(FV x) {
  FI plain = (x >= 0x1p-126f) & (x < INFINITY);
  FV value = f_quick_log(plain ? x : (FV)1.0f);
  if (f_any(plain == 0)) {
    FV rare = f_core_log(x);
    value = plain ? value : rare;
  }
  return value;
}

VM_INLINE FV float_density_normal(FV x, FV mean, FV deviation) {
  FV z = (x - mean) / deviation, l = f_log_anywhere(deviation);
  return F_IF_VALID(f_mad(z * z, (FV)-0.5f, -(l + (float)VM_HALF_LOG_2PI)), l, mean);
}

VM_INLINE FV float_density_laplace(FV x, FV location, FV scale) {
  FV l = f_log_anywhere(scale), z = (x - location) / scale;
  return F_IF_VALID(-(f_absolute(z) + (l + F_LN2)), l, location);
}

// Numbers whose squares and products are ordinary.
VM_INLINE FI f_is_middling(FV x) { return (x > 0x1p-40f) & (x < 0x1p40f); }

VM_INLINE FV float_density_cauchy_anywhere(FV x, FV location, FV scale) {
  FV l = f_core_log(scale), z = (x - location) / scale, size = f_absolute(z);
  FV growth = f_core_log(1.0f + z * z);
  if (f_any(size > 0x1p60f)) {
    // Neither the quotient nor the distance may be a number, but half the distance is.
    FV far = 2.0f * ((f_core_log(f_absolute(0.5f * x - 0.5f * location)) - l) + F_LN2);
    growth = size > 0x1p60f ? far : growth;
  }
  return F_IF_VALID(-(growth + (l + (float)VM_LOG_PI)), l, location);
}

// -log(pi s (1 + z^2)), of one logarithm.
VM_INLINE FV float_density_cauchy(FV x, FV location, FV scale) {
  FI ordinary = f_is_middling(scale);
  FV s = ordinary ? scale : (FV)1.0f, z = (x - location) / s, size = f_absolute(z);
  FI plain = ordinary & (size < 0x1p40f);
  FV y = plain ? z : (FV)0.0f;
  FV value = -(f_quick_log(s * f_mad(y, y, (FV)1.0f)) + (float)VM_LOG_PI);
  if (f_any(plain == 0)) {
    FV rare = float_density_cauchy_anywhere(x, location, scale);
    value = plain ? value : rare;
  }
  return value;
}
VM_INLINE FV float_density_half_cauchy(FV x, FV scale, FV same) {
  FV value = float_density_cauchy(x, (FV)0.0f, scale) + F_LN2;
  value = x < 0.0f ? (FV)-INFINITY : value;
  return F_IF_POSITIVE(value, same);
}

// The distance of log x = k log 2 + log(1 + f) from the mean, k log 2 - mean first: nothing is lost where
// they are near. Of a small deviation a float's distance has too few digits.
VM_INLINE FV float_density_log_normal(FV x, FV mean, FV deviation) {
  FI ordinary = (deviation > 0.25f) & (deviation < 0x1p40f) & (f_absolute(mean) < 0x1p40f);
  FI plain = ordinary & (x >= 0x1p-126f) & (x < INFINITY);
  FV y = plain ? x : (FV)1.0f, s = ordinary ? deviation : (FV)1.0f;
  FloatSplit p = f_split(y);
  FV part = f_mad(p.k, (FV)VMF_LN2_LOW, f_log1p_of_split(p.f));
  FV z = (f_mad(p.k, (FV)VMF_LN2_HIGH, -mean) + part) / s;
  FV logs = f_mad(p.k, (FV)VMF_LN2_HIGH, part) + (f_quick_log(s) + (float)VM_HALF_LOG_2PI);
  FV value = f_mad(z * z, (FV)-0.5f, -logs);
  if (f_any(plain == 0)) {
    FV rare = join_halves(density_log_normal(low_half(x), low_half(mean), low_half(deviation)),
                          density_log_normal(high_half(x), high_half(mean), high_half(deviation)));
    value = plain ? value : rare;
  }
  return value;
}

// Of one moderate shape the terms are added in double precision, a logarithm's part below 1 apart.
VM_INLINE GammaDensity float_density_gamma_law(FV a, FV rate) {
  return density_gamma_law(low_half(a), low_half(rate));
}
VM_INLINE V float_gamma_sum(GammaDensity law, V x, V k, V rest) {
  return mad(law.power, mad(k, (V)VM_LN2, rest), mad(-law.rate, x, law.constant));
}
VM_INLINE FV float_density_gamma_anywhere(GammaDensity law, FV x) {
  return join_halves(density_gamma_at(law, low_half(x)), density_gamma_at(law, high_half(x)));
}
VM_INLINE FV float_density_gamma_at(GammaDensity law, FV x) {
  if (any(law.moderate == 0)) return float_density_gamma_anywhere(law, x);
  FI plain = (x > 0x1p-10f) & (x < 0x1p10f);
  FV y = plain ? x : (FV)1.0f;
  FloatSplit p = f_split(y);
  FV rest = f_log1p_of_split(p.f);
  FV value = join_halves(float_gamma_sum(law, low_half(y), low_half(p.k), low_half(rest)),
                         float_gamma_sum(law, high_half(y), high_half(p.k), high_half(rest)));
  if (f_any(plain == 0)) {
    FV rare = float_density_gamma_anywhere(law, x);
    value = plain ? value : rare;
  }
  return value;
}

VM_INLINE FV float_density_logistic(FV x, FV location, FV scale) {
  FV l = f_log_anywhere(scale), a = f_absolute((x - location) / scale);
  FV growth = f_log_anywhere(1.0f + f_core_exp(-a));
  return F_IF_VALID(-(f_mad((FV)2.0f, growth, a) + l), l, location);
}

VM_INLINE FV float_density_gumbel(FV x, FV location, FV scale) {
  FV l = f_log_anywhere(scale), z = (x - location) / scale;
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
  FV l = f_log_anywhere(same), value = l - rate * x;
  return (x < 0.0f ? (FV)-INFINITY : value) + 0.0f * l;
}

VM_INLINE FV float_density_half_normal(FV x, FV scale, FV same) {
  FV l = f_log_anywhere(scale), z = x / scale;
  FV value = f_mad(z * z, (FV)-0.5f, -(l + (float)VM_HALF_LOG_PI_HALVES));
  value = x < 0.0f ? (FV)-INFINITY : value;
  return F_IF_POSITIVE(value, same);
}
