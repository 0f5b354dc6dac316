// The elementary functions: ours (Exponential.h) where it is as fast and right everywhere, else
// SLEEF's vectors with an error below 1 ulp (declared here, because sleef.h shows those of an
// instruction set only to files compiled for all of it), else, at width 1, the C library.

#define ELEMENTARY_EACH(X) \
  X(sin, u10) X(cos, u10) X(tan, u10) X(asin, u10) X(acos, u10) X(atan, u10) X(erfc, u15)

#if VM_WIDTH == 1
#define X(name, error) \
  VM_INLINE V lib_##name(V x) { return name(x); } \
  VM_INLINE FV libf_##name(FV x) { return (float)name((double)x); }
ELEMENTARY_EACH(X)
#undef X
VM_INLINE V lib_pow(V x, V y) { return pow(x, y); }
VM_INLINE V lib_atan2(V x, V y) { return atan2(x, y); }
VM_INLINE FV libf_atan2(FV x, FV y) { return (float)atan2((double)x, (double)y); }
#else
#if VM_WIDTH == 8
#define SLEEF_D(name, error) Sleef_##name##d8_##error##avx512f
#define SLEEF_F(name, error) Sleef_##name##f16_##error##avx512f
#define REGISTER "zmm"
#elif defined(VM_AVX2)
#define SLEEF_D(name, error) Sleef_##name##d4_##error##avx2
#define SLEEF_F(name, error) Sleef_##name##f8_##error##avx2
#define REGISTER "ymm"
#else
#define SLEEF_D(name, error) Sleef_##name##d4_##error##avx
#define SLEEF_F(name, error) Sleef_##name##f8_##error##avx
#define REGISTER "ymm"
#endif

// SLEEF takes and returns its vectors in registers. In a file that is not compiled for this
// instruction set as a whole, clang would pass such an argument through memory, whatever the
// function's own target says; so the call is made here, between memory and the registers.
typedef void (*LibraryFunction)(void);
__attribute__((naked, noinline, unused)) static void call_unary(
    LibraryFunction function, const void *x, void *out) {
  __asm__("pushq %rbx\n\t"
          "movq %rdx, %rbx\n\t"
          "vmovups (%rsi), %" REGISTER "0\n\t"
          "callq *%rdi\n\t"
          "vmovups %" REGISTER "0, (%rbx)\n\t"
          "popq %rbx\n\t"
          "retq");
}
__attribute__((naked, noinline, unused)) static void call_binary(
    LibraryFunction function, const void *x, const void *y, void *out) {
  __asm__("pushq %rbx\n\t"
          "movq %rcx, %rbx\n\t"
          "vmovups (%rsi), %" REGISTER "0\n\t"
          "vmovups (%rdx), %" REGISTER "1\n\t"
          "callq *%rdi\n\t"
          "vmovups %" REGISTER "0, (%rbx)\n\t"
          "popq %rbx\n\t"
          "retq");
}

#define UNARY_CALL(T, prefix, name, symbol) \
  extern void symbol(void); \
  VM_INLINE T prefix##name(T x) { \
    T r; \
    call_unary(symbol, &x, &r); \
    return r; \
  }
#define BINARY_CALL(T, prefix, name, symbol) \
  extern void symbol(void); \
  VM_INLINE T prefix##name(T x, T y) { \
    T r; \
    call_binary(symbol, &x, &y, &r); \
    return r; \
  }
#define X(name, error) \
  UNARY_CALL(V, lib_, name, SLEEF_D(name, error)) \
  UNARY_CALL(FV, libf_, name, SLEEF_F(name, error))
ELEMENTARY_EACH(X)
#undef X
BINARY_CALL(V, lib_, pow, SLEEF_D(pow, u10))
BINARY_CALL(V, lib_, atan2, SLEEF_D(atan2, u10))
BINARY_CALL(FV, libf_, pow, SLEEF_F(pow, u10))
BINARY_CALL(FV, libf_, atan2, SLEEF_F(atan2, u10))
#endif

// SLEEF's sine, cosine and tangent choose how to reduce their arguments by the largest in the vector,
// so a lane's last bit would depend on its neighbours. Each class of sizes (SLEEF's own borders) is
// therefore computed among its like, the other lanes holding a stand-in of that class.
#if VM_WIDTH > 1
#define BY_SIZE(T, name, function, small, large) \
  VM_INLINE T name(T x) { \
    T size = __builtin_elementwise_abs(x); \
    T r = function(size < small ? x : (T)0); \
    if (__builtin_reduce_and(size < small)) return r; \
    T middle = function(((size >= small) & (size < large)) ? x : (T)(2 * small)); \
    r = size < small ? r : middle; \
    if (__builtin_reduce_and(size < large)) return r; \
    T rest = function(size < large ? (T)(2 * large) : x); \
    return size < large ? r : rest; \
  }
#else
#define BY_SIZE(T, name, function, small, large) \
  VM_INLINE T name(T x) { return function(x); }
#endif
BY_SIZE(V, whole_sin, lib_sin, 15.0, 1e14)
BY_SIZE(V, whole_cos, lib_cos, 15.0, 1e14)
BY_SIZE(V, sized_tan, lib_tan, 15.0, 1e14)
BY_SIZE(FV, wholef_sin, libf_sin, 125.0f, 39000.0f)
BY_SIZE(FV, wholef_cos, libf_cos, 125.0f, 39000.0f)
BY_SIZE(FV, wholef_tan, libf_tan, 125.0f, 39000.0f)

// SLEEF's tan flushes subnormals.
VM_INLINE V whole_tan(V x) { return absolute(x) < 0x1p-28 ? x : sized_tan(x); }

// SLEEF's pow overflows a little early; there the square of half the power is exact enough.
VM_INLINE V whole_pow(V x, V y) {
  V r = lib_pow(x, y);
#if VM_WIDTH > 1
  M early = (absolute(r) == INFINITY) & (absolute(x) < INFINITY) & (absolute(y) < INFINITY) & (x != 0.0);
  if (any(early)) {
    V root = lib_pow(absolute(x), 0.5 * y);
    r = early ? with_sign(root * root, r) : r;
  }
  r = y == 1.0 ? x : r;
#endif
  return r;
}
