// The functions that networks live on, in single precision throughout: the formulas of Exponential.h
// with shorter polynomials. Below 2 ulp of float, and the same bits for every instruction set.

#if VM_WIDTH == 1
typedef int32_t FI;
typedef uint32_t FU;
VM_INLINE FU float_bits(FV x) { FU r; memcpy(&r, &x, 4); return r; }
VM_INLINE FV bits_float(FI x) { FV r; memcpy(&r, &x, 4); return r; }
VM_INLINE FI float_to_int(FV x) { return (FI)x; }
VM_INLINE FV int_to_float(FI x) { return (FV)x; }
VM_INLINE int f_any(FI mask) { return mask; }
#else
typedef int32_t FI __attribute__((ext_vector_type(2 * VM_WIDTH)));
typedef uint32_t FU __attribute__((ext_vector_type(2 * VM_WIDTH)));
VM_INLINE FU float_bits(FV x) { return (FU)x; }
VM_INLINE FV bits_float(FI x) { return (FV)x; }
VM_INLINE FI float_to_int(FV x) { return __builtin_convertvector(x, FI); }
VM_INLINE FV int_to_float(FI x) { return __builtin_convertvector(x, FV); }
VM_INLINE int f_any(FI mask) { return __builtin_reduce_or(mask) != 0; }
#endif

VM_INLINE FV f_absolute(FV x) { return __builtin_elementwise_abs(x); }
VM_INLINE FV f_with_sign(FV x, FV s) { return __builtin_elementwise_copysign(x, s); }
VM_INLINE FV f_mad(FV a, FV b, FV c) { return __builtin_elementwise_fma(a, b, c); }

#define VMF_LN2_HIGH 0x1.62e3p-1f
#define VMF_LN2_LOW 0x1.2fefa2p-17f
#define VMF_LOG2_E 0x1.715476p0f

// (exp(r) - 1 - r) / r^2 for |r| <= log(2) / 2.
VM_INLINE FV f_exp_tail(FV r) {
  FV s = r * r;
  FV low = f_mad(r, (FV)(1.0f / 6), (FV)0.5f), middle = f_mad(r, (FV)(1.0f / 120), (FV)(1.0f / 24));
  FV high = f_mad(r, (FV)(1.0f / 5040), (FV)(1.0f / 720));
  return f_mad(s, f_mad(s, high, middle), low);
}

// y 2^k for |k| <= 250, where a subnormal result is rounded once.
VM_INLINE FV f_scale(FV y, FV k) {
#if VM_WIDTH == 8
  return (FV)_mm512_scalef_ps((__m512)y, (__m512)k);
#else
  // A NaN has no whole part to shift by.
  FI n = float_to_int(y == y ? k : (FV)0.0f), half = n >> 1;
  return y * bits_float((half + 127) << 23) * bits_float((n - half + 127) << 23);
#endif
}

// exp(x) for x <= 100. Where it is 0 it is not computed: what underflows takes some processors a hundred times
// as long.
VM_INLINE FV f_exp_below(FV x) {
  FV y = x < -104.0f ? (FV)0.0f : x;
  FV k = __builtin_elementwise_roundeven(y * VMF_LOG2_E);
  FV r = f_mad(k, (FV)-VMF_LN2_LOW, f_mad(k, (FV)-VMF_LN2_HIGH, y));
  FV p = 1.0f + f_mad(r * r, f_exp_tail(r), r);
  FV e = f_scale(p, k);
  return x < -104.0f ? (FV)0.0f : e;
}
VM_INLINE FV f_core_exp(FV x) { return f_exp_below(x > 100.0f ? (FV)100.0f : x); }

VM_INLINE FV f_core_expm1(FV x) {
  FV y = x > 100.0f ? (FV)100.0f : (x < -30.0f ? (FV)-30.0f : x);
  y = x == x ? y : (FV)0.0f;
  FV k = __builtin_elementwise_roundeven(y * VMF_LOG2_E);
  FV r = f_mad(k, (FV)-VMF_LN2_HIGH, y), low = k * -VMF_LN2_LOW;
  FV s = r + low;
  FV p = f_mad(s * s, f_exp_tail(s), low) + r;
  FI n = float_to_int(k);
  FV t = bits_float(((n > 128 ? (FI)128 : n) + 126) << 23);
  FV e = 2.0f * f_mad(t, p, t - 0.5f);
  e = x > 89.0f ? (FV)INFINITY : e;
  return f_absolute(x) >= 0x1p-25f ? e : x;
}

// log(2^k (1 + f)) + small; the polynomial is FreeBSD's e_logf.c (error below 2^-34).
VM_INLINE FV f_log_of_split(FV k, FV f, FV small) {
  FV s = f / (2.0f + f), z = s * s, w = z * z;
  FV odd = z * f_mad(w, (FV)0x91e9ee.0p-25f, (FV)0xaaaaaa.0p-24f);
  FV even = w * f_mad(w, (FV)0xf89e26.0p-26f, (FV)0xccce13.0p-25f);
  FV half = 0.5f * f * f;
  FV rest = f_mad(s, half + (odd + even), f_mad(k, (FV)VMF_LN2_LOW, small));
  return f_mad(k, (FV)VMF_LN2_HIGH, f - (half - rest));
}

// A positive number that is neither subnormal nor infinite as 2^k (1 + f), 1 + f from 1/sqrt(2) to sqrt(2).
typedef struct { FV k, f; } FloatSplit;
VM_INLINE FloatSplit f_split(FV x) {
  FI bits = (FI)(float_bits(x) + (uint32_t)(0x3f800000 - 0x3f3504f3)), k = (bits >> 23) - 0x7f;
  FloatSplit r = {int_to_float(k), bits_float((bits & 0x007fffff) + 0x3f3504f3) - 1.0f};
  return r;
}
// P(f) in log(1 + f) = f - f^2/2 + f^3 P(f) of such an f.
VM_INLINE FV f_log1p_tail(FV f, FV s) {
  FV even = f_mad(s, f_mad(s, f_mad(s, (FV)0x1.02814ep-3f, (FV)0x1.231ce6p-3f), (FV)0x1.999f14p-3f),
                  (FV)0x1.555554p-2f);
  FV odd = f_mad(s, f_mad(s, f_mad(s, (FV)-0x1.43b246p-4f, (FV)-0x1.0a33eap-3f), (FV)-0x1.54d03ep-3f),
                 (FV)-0x1.0000cep-2f);
  return f_mad(f, odd, even);
}
// log(1 + f) without a quotient, below 1.5 ulp.
VM_INLINE FV f_log1p_of_split(FV f) {
  FV s = f * f;
  return f_mad(s * f, f_log1p_tail(f, s), f_mad(s, (FV)-0.5f, f));
}
// The logarithm of a positive number that is neither subnormal nor infinite, below 1.5 ulp.
VM_INLINE FV f_quick_log(FV x) {
  FloatSplit p = f_split(x);
  return f_mad(p.k, (FV)VMF_LN2_HIGH, f_mad(p.k, (FV)VMF_LN2_LOW, f_log1p_of_split(p.f)));
}

// x/y, of the inverse of y, with little more than one rounding.
VM_INLINE FV f_quotient(FV x, FV y, FV inverse) {
  FV q = x * inverse;
  return f_mad(f_mad(-q, y, x), inverse, q);
}

VM_INLINE FV f_core_log(FV x) {
  FV y = x < 0x1p-126f ? x * 0x1p25f : x;
  FI bits = (FI)(float_bits(y) + (uint32_t)(0x3f800000 - 0x3f3504f3)), k = (bits >> 23) - 0x7f;
  FV m = bits_float((bits & 0x007fffff) + 0x3f3504f3);
  FV e = int_to_float(k) - (x < 0x1p-126f ? (FV)25.0f : (FV)0.0f);
  FV r = f_log_of_split(e, m - 1.0f, (FV)0.0f);
  r = x == INFINITY ? x : r;
  r = x == 0.0f ? (FV)-INFINITY : r;
  return x >= 0.0f ? r : (FV)NAN;
}

VM_INLINE FV f_core_log1p(FV x) {
  FV u = 1.0f + x;
  FV lost = f_absolute(x) < 1.0f ? x - (u - 1.0f) : 1.0f - (u - x);
  FI bits = (FI)(float_bits(u) + (uint32_t)(0x3f800000 - 0x3f3504f3)), k = (bits >> 23) - 0x7f;
  FV m = bits_float((bits & 0x007fffff) + 0x3f3504f3);
  FV r = f_log_of_split(int_to_float(k), m - 1.0f, lost / u);
  r = x == INFINITY ? x : r;
  r = f_absolute(x) < 0x1p-25f ? x : r;
  r = x == -1.0f ? (FV)-INFINITY : r;
  return x >= -1.0f ? r : (FV)NAN;
}

// 1 - 2/(exp(2|x|) + 1), where that is above 1/2; below, x + x^3 P(x^2), whose error is below 2^-29.
VM_INLINE FV f_core_tanh(FV x) {
  FV a = f_absolute(x), s = a * a;
  FV large = 1.0f - 2.0f / (f_core_exp(a + a) + 1.0f);
  FV p = f_mad(s, f_mad(s, f_mad(s, f_mad(s, (FV)-0x1.9b3046p-8f, (FV)0x1.593d06p-6f), (FV)-0x1.b9287ap-5f),
                        (FV)0x1.110d26p-3f), (FV)-0x1.55554ap-2f);
  return f_with_sign(a < 0.55f ? f_mad(a * s, p, a) : large, x);
}

// The entry of sixteen numbers whose number is the index.
#if VM_WIDTH == 8
VM_INLINE FV f_lookup(const float *table, FI index) {
  return (FV)_mm512_permutexvar_ps((__m512i)index, _mm512_loadu_ps(table));
}
#elif defined(VM_AVX2)
VM_INLINE FV f_lookup(const float *table, FI index) {
  FV low = (FV)_mm256_permutevar8x32_ps(_mm256_loadu_ps(table), (__m256i)index);
  FV high = (FV)_mm256_permutevar8x32_ps(_mm256_loadu_ps(table + 8), (__m256i)index);
  return index > 7 ? high : low;
}
#elif VM_WIDTH > 1
VM_INLINE FV f_lookup(const float *table, FI index) {
  FV r;
  for (int i = 0; i < 2 * VM_WIDTH; i++) r[i] = table[index[i]];
  return r;
}
#else
VM_INLINE FV f_lookup(const float *table, FI index) { return table[index]; }
#endif

// As special_erf, in the first three intervals of erf(x) - x; below 1 ulp.
VM_INLINE FV f_special_erf(FV x) {
  FV a = f_absolute(x), y = a < 4.25f ? a : (FV)4.25f;
  FV n = __builtin_elementwise_roundeven(y * (1.0f / VMF_ERF_STEP)), t = f_mad(n, (FV)-VMF_ERF_STEP, y), s = t * t;
  FI j = float_to_int(n);
  FV low = f_mad(t, f_lookup(VMF_ERF_SLOPE_1, j), f_lookup(VMF_ERF_SLOPE_0, j));
  FV middle = f_mad(t, f_lookup(VMF_ERF_SLOPE_3, j), f_lookup(VMF_ERF_SLOPE_2, j));
  FV high = f_mad(t, f_lookup(VMF_ERF_SLOPE_5, j), f_lookup(VMF_ERF_SLOPE_4, j));
  FV r = f_mad(f_mad(f_mad(high, s, middle), s, low), t, f_lookup(VMF_ERF_VALUE, j));
  r = j < 3 ? y + r : r;
  r = f_with_sign(r < 1.0f ? r : (FV)1.0f, x);
  return x == x ? r : x;
}

VM_INLINE FV f_special_sigmoid(FV x) {
  FV e = f_core_exp(-f_absolute(x));
  return (x < 0.0f ? e : (FV)1.0f) / (1.0f + e);
}

VM_INLINE FV f_special_softplus(FV x) {
  FV r = f_core_log1p(f_core_exp(-f_absolute(x))) + (x > 0.0f ? x : (FV)0.0f);
  return x == x ? r : x;
}
VM_INLINE FV f_special_log_sigmoid(FV x) { return -f_special_softplus(-x); }
