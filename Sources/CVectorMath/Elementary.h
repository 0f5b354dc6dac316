// The elementary functions: ours (Exponential.h) where it is as fast and right everywhere, else
// SLEEF's vectors with an error below 1 ulp (declared here, because sleef.h shows those of an
// instruction set only to files compiled for all of it), else, at width 1, the C library.

#define ELEMENTARY_EACH(X) \
  X(sin, u10) X(cos, u10) X(tan, u10) X(asin, u10) X(acos, u10) X(atan, u10) X(sinh, u10) \
  X(cosh, u10) X(tanh, u10) X(asinh, u10) X(acosh, u10) X(atanh, u10) X(erf, u10) X(erfc, u15)

#if VM_WIDTH == 1
#define X(name, error) \
  VM_INLINE V lib_##name(V x) { return name(x); } \
  VM_INLINE FV libf_##name(FV x) { return (float)name((double)x); }
ELEMENTARY_EACH(X)
#undef X
VM_INLINE V lib_pow(V x, V y) { return pow(x, y); }
VM_INLINE V lib_atan2(V x, V y) { return atan2(x, y); }
VM_INLINE FV libf_pow(FV x, FV y) { return (float)pow((double)x, (double)y); }
VM_INLINE FV libf_atan2(FV x, FV y) { return (float)atan2((double)x, (double)y); }
#else
#if VM_WIDTH == 8
#define SLEEF_D(name, error) Sleef_##name##d8_##error##avx512f
#define SLEEF_F(name, error) Sleef_##name##f16_##error##avx512f
#else
#define SLEEF_D(name, error) Sleef_##name##d4_##error##avx2
#define SLEEF_F(name, error) Sleef_##name##f8_##error##avx2
#endif
#define X(name, error) \
  extern V SLEEF_D(name, error)(V); \
  extern FV SLEEF_F(name, error)(FV); \
  VM_INLINE V lib_##name(V x) { return SLEEF_D(name, error)(x); } \
  VM_INLINE FV libf_##name(FV x) { return SLEEF_F(name, error)(x); }
ELEMENTARY_EACH(X)
#undef X
extern V SLEEF_D(pow, u10)(V, V);
extern FV SLEEF_F(pow, u10)(FV, FV);
extern V SLEEF_D(atan2, u10)(V, V);
extern FV SLEEF_F(atan2, u10)(FV, FV);
VM_INLINE V lib_pow(V x, V y) { return SLEEF_D(pow, u10)(x, y); }
VM_INLINE V lib_atan2(V x, V y) { return SLEEF_D(atan2, u10)(x, y); }
VM_INLINE FV libf_pow(FV x, FV y) { return SLEEF_F(pow, u10)(x, y); }
VM_INLINE FV libf_atan2(FV x, FV y) { return SLEEF_F(atan2, u10)(x, y); }
#endif

// SLEEF's hyperbolic functions overflow early: sinh and cosh beyond 709.7 instead of 710.47, asinh
// and acosh beyond the root of the largest number. From 20 (2^28) on one exponential (logarithm) is
// the whole of them.
VM_INLINE V whole_sinh(V x) {
  V a = absolute(x);
  return a > 20.0 ? with_sign(exp_scaled(a, (V)0.0, (V)-1.0), x) : lib_sinh(x);
}
VM_INLINE V whole_cosh(V x) {
  V a = absolute(x);
  return a > 20.0 ? exp_scaled(a, (V)0.0, (V)-1.0) : lib_cosh(x);
}
VM_INLINE V whole_asinh(V x) {
  V a = absolute(x);
  return a > 0x1p28 ? with_sign(core_log(a) + 0x1.62e42fefa39efp-1, x) : lib_asinh(x);
}
VM_INLINE V whole_acosh(V x) {
  return x > 0x1p28 ? core_log(x) + 0x1.62e42fefa39efp-1 : lib_acosh(x);
}
