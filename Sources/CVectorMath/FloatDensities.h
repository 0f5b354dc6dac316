// Densities in single precision throughout, of families whose terms are few and none of which is larger than
// the rounding of a float allows: within 4 ulp of the largest term. The formulas are those of
// FamilyDensities.h.

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

// (d^2 + e^2)/2 + d - log(1 + d), d = own/other - 1, e the distance of the means over `other`. With
// 1 + d = 2^k (1 + f), d - log(1 + d) is the sum of (2^k - 1) (1 + f) - k log 2, in which little is lost by
// rounding, and f - log(1 + f) = f^2/2 - f^3 P(f); of k = 0, f = d is that of the exact difference.
VM_INLINE FV float_divergence_normal_of_means(FV mean, FV other_mean, FV own, FV other) {
  FI plain = f_is_middling(own) & f_is_middling(other) & (f_absolute(mean) < 0x1p60f)
      & (f_absolute(other_mean) < 0x1p60f);
  FV a = plain ? own : (FV)1.0f, b = plain ? other : (FV)1.0f, inverse = 1.0f / b, x = f_quotient(a, b, inverse);
  FI bits = (FI)(float_bits(x) + (uint32_t)(0x3f800000 - 0x3f3504f3)), n = (bits >> 23) - 0x7f;
  FV k = int_to_float(n), m = bits_float((bits & 0x007fffff) + 0x3f3504f3);
  FV d = f_quotient(a - b, b, inverse), e = f_quotient(mean - other_mean, b, inverse);
  FV f = n == 0 ? d : m - 1.0f, s = f * f;
  FV apart = f_mad(bits_float(bits & 0x7f800000) - 1.0f, m, k * -VMF_LN2_HIGH);
  FV near = s * f_mad(-f, f_log1p_tail(f, s), (FV)0.5f);
  FV remainder = f_mad(k, (FV)-VMF_LN2_LOW, apart) + near;
  FV value = f_mad(0.5f * d, d, f_mad(0.5f * e, e, remainder));
  if (f_any(plain == 0)) {
    FV rare = join_halves(
        divergence_normal_of_means(low_half(mean), low_half(other_mean), low_half(own), low_half(other)),
        divergence_normal_of_means(high_half(mean), high_half(other_mean), high_half(own), high_half(other)));
    value = plain ? value : rare;
  }
  return value;
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

// Of one moderate shape the terms (a - 1) log x - rate x and a constant are added in double precision, but
// for the part of the logarithm below 1/2.
typedef struct { GammaDensity law; V constant; } FloatGammaDensity;
VM_INLINE FloatGammaDensity float_density_gamma_law(FV a, FV rate) {
  FloatGammaDensity r = {density_gamma_law(low_half(a), low_half(rate)), (V)0.0};
  V ordinary = any(r.law.moderate == 0) ? (V)1.0 : r.law.rate;
  r.constant = mad(r.law.power, quick_log(ordinary), r.law.constant);
  return r;
}
VM_INLINE V float_gamma_sum(FloatGammaDensity r, V x, V k, V rest) {
  return mad(r.law.power, mad(k, (V)VM_LN2, rest), mad(-r.law.rate, x, r.constant));
}
VM_INLINE FV float_density_gamma_anywhere(GammaDensity law, FV x) {
  return join_halves(density_gamma_at(law, low_half(x)), density_gamma_at(law, high_half(x)));
}
VM_INLINE FV float_density_gamma_at(FloatGammaDensity r, FV x) {
  if (any(r.law.moderate == 0)) return float_density_gamma_anywhere(r.law, x);
  FI plain = (x > 0x1p-10f) & (x < 0x1p10f);
  FV y = plain ? x : (FV)1.0f;
  FloatSplit p = f_split(y);
  FV rest = f_log1p_of_split(p.f);
  FV value = join_halves(float_gamma_sum(r, low_half(y), low_half(p.k), low_half(rest)),
                         float_gamma_sum(r, high_half(y), high_half(p.k), high_half(rest)));
  if (f_any(plain == 0)) {
    FV rare = float_density_gamma_anywhere(r.law, x);
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
  FV l = f_log_anywhere(scale), inverse = 1.0f / scale, d = x - location, z = d * inverse;
  // What the difference and the quotient lost of the exponent.
  FV back = x - d, lost = (x - (d + back)) + (back - location);
  FV rest = (f_mad(-z, scale, d) + lost) * inverse, e = f_core_exp(-z);
  e = f_absolute(z) < 60.0f ? f_mad(-e, rest, e) : e;
  FV value = F_IF_VALID(-(z + e) - l, l, location);
  FI rare = (z < -60.0f) | (scale < 0x1p-126f) | (f_absolute(d) == INFINITY);
  if (f_any(rare)) {
    FV sharp = join_halves(density_gumbel(low_half(x), low_half(location), low_half(scale)),
                           density_gumbel(high_half(x), high_half(location), high_half(scale)));
    value = rare ? sharp : value;
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

// log(x/y) of middling numbers, relatively exact where they are near.
VM_INLINE FV f_log_of_ratio(FV x, FV y) {
  FV inverse = 1.0f / y, q = x * inverse;
  FloatSplit p = f_split(q);
  FV f = p.k == 0.0f ? (x - y) * inverse : p.f;
  return f_mad(p.k, (FV)VMF_LN2_HIGH, f_mad(p.k, (FV)VMF_LN2_LOW, f_log1p_of_split(f)));
}

// log(shape/x) - shape log(x/scale).
VM_INLINE FV float_density_pareto(FV x, FV scale, FV shape) {
  FI plain = f_is_middling(x) & f_is_middling(scale) & (x > scale) & (shape > 0x1p-20f) & (shape < 0x1p20f);
  FV y = plain ? x : (FV)2.0f, s = plain ? scale : (FV)1.0f, a = plain ? shape : (FV)1.0f;
  FV value = f_mad(-a, f_log_of_ratio(y, s), f_quick_log(a / y));
  if (f_any(plain == 0)) {
    FV rare = join_halves(density_pareto(low_half(x), low_half(scale), low_half(shape)),
                          density_pareto(high_half(x), high_half(scale), high_half(shape)));
    value = plain ? value : rare;
  }
  return value;
}

// log(shape/x) + t - e^t, t = shape log(x/scale), this in double precision but for the parts of the
// logarithms below 1/2, and these too where the shape is large.
VM_INLINE V float_weibull_power(V shape, V k, V rest) { return shape * mad(k, (V)VM_LN2, rest); }
VM_INLINE V steep_weibull_power(V power, V shape, V x, V scale) {
  return shape >= 4.0 ? shape * quick_log(x / scale) : power;
}
VM_INLINE FV float_density_weibull(FV x, FV shape, FV scale) {
  FI plain = f_is_middling(x) & f_is_middling(scale) & (shape > 0x1p-20f) & (shape < 0x1p20f);
  FV y = plain ? x : (FV)1.0f, s = plain ? scale : (FV)1.0f;
  FloatSplit p = f_split(y), q = f_split(s);
  FV a = plain ? shape : (FV)1.0f, k = p.k - q.k, own = f_log1p_of_split(p.f);
  FV rest = own - f_log1p_of_split(q.f);
  V low = float_weibull_power(low_half(a), low_half(k), low_half(rest));
  V high = float_weibull_power(high_half(a), high_half(k), high_half(rest));
  if (f_any(a >= 4.0f)) {
    low = steep_weibull_power(low, low_half(a), low_half(y), low_half(s));
    high = steep_weibull_power(high, high_half(a), high_half(y), high_half(s));
  }
  FV t = join_halves(low, high), lost = join_halves(low - low_half(t), high - high_half(t));
  plain &= f_absolute(t) < 60.0f;
  FV e = f_core_exp(t), log_x = f_mad(p.k, (FV)VMF_LN2_HIGH, f_mad(p.k, (FV)VMF_LN2_LOW, own));
  FV value = ((f_quick_log(a) - log_x) + t) - f_mad(e, lost, e);
  if (f_any(plain == 0)) {
    FV rare = join_halves(density_weibull(low_half(x), low_half(shape), low_half(scale)),
                          density_weibull(high_half(x), high_half(shape), high_half(scale)));
    value = plain ? value : rare;
  }
  return value;
}
