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
BY_SIZE(V, sized_sin, lib_sin, 15.0, 1e14)
BY_SIZE(V, sized_cos, lib_cos, 15.0, 1e14)
BY_SIZE(V, sized_tan, lib_tan, 15.0, 1e14)
BY_SIZE(FV, sizedf_sin, libf_sin, 125.0f, 39000.0f)
BY_SIZE(FV, sizedf_cos, libf_cos, 125.0f, 39000.0f)
BY_SIZE(FV, wholef_tan, libf_tan, 125.0f, 39000.0f)

// SLEEF's tan flushes subnormals.
VM_INLINE V whole_tan(V x) { return absolute(x) < 0x1p-28 ? x : sized_tan(x); }

// x less the nearest whole number of quarter turns, in two parts, and that number: pi/2 in three parts, of whose
// products with it the first is subtracted exactly and the second with what rounding took.
#define QUARTER_TURNS(prefix, T, TI, turns_per, magic, first, second, third, bits) \
  typedef struct { TI turns; T rest, low; } prefix##QuarterTurns; \
  VM_INLINE prefix##QuarterTurns prefix##quarter_turns(T x) { \
    T m = __builtin_elementwise_fma(x, (T)turns_per, (T)magic), n = m - magic; \
    T a = __builtin_elementwise_fma(n, (T)-first, x), p = n * second, rest = a - p, back = rest - a; \
    T lost = (a - (rest - back)) - (p + back), product = __builtin_elementwise_fma(n, (T)second, -p); \
    prefix##QuarterTurns r = {(TI)bits(m), rest, lost - __builtin_elementwise_fma(n, (T)third, product)}; \
    return r; \
  }
QUARTER_TURNS(d_, V, I, 0x1.45f306dc9c883p-1, VM_MAGIC, VM_QUARTER_TURN_0, VM_QUARTER_TURN_1, VM_QUARTER_TURN_2, as_i)
QUARTER_TURNS(f_, FV, FI, 0x1.45f306p-1f, 0x1.8p23f, 0x1.921fb6p0f, -0x1.777a5cp-25f, -0x1.ee59dap-50f, float_bits)
#undef QUARTER_TURNS
// The sine or, `quarters` being 1, the cosine, below 1 ulp, of doubles up to 2^20 and floats up to 2^13.
VM_INLINE V sine_of_turns(V x, int64_t quarters) {
  d_QuarterTurns q = d_quarter_turns(x);
  I turns = q.turns + quarters;
  V r = q.rest, s = r * r, half = 0.5 * s, rest = 1.0 - half;
  V sine = r + mad(r * s, polynomial(VM_SINE_TAIL, 7, s), q.low * rest);
  V tail = mad(s * s, polynomial(VM_COSINE_TAIL, 7, s), -r * q.low), cosine = rest + (((1.0 - rest) - half) + tail);
  V value = (turns & 1) != 0 ? cosine : sine;
  return i_as_v(as_i(value) ^ ((turns & 2) << 62));
}
// Of floats (sin(r) - r)/r^3 and (cos(r) - 1 + r^2/2)/r^4 as polynomials in r^2, |r| <= pi/4, which leave errors of
// 2^-27 of the sine and 2^-33 of the cosine.
VM_INLINE FV f_sine_of_turns(FV x, int32_t quarters) {
  f_QuarterTurns q = f_quarter_turns(x);
  FI turns = q.turns + quarters;
  FV r = q.rest, s = r * r, rest = f_mad(s, (FV)-0.5f, (FV)1.0f);
  FV odd = f_mad(s, f_mad(s, (FV)-0x1.995306p-13f, (FV)0x1.110776p-7f), (FV)-0x1.555546p-3f);
  FV even = f_mad(s, f_mad(s, (FV)0x1.99e0eep-16f, (FV)-0x1.6c0c1ap-10f), (FV)0x1.55554ap-5f);
  FV lost = f_mad(s, (FV)-0.5f, 1.0f - rest);
  FV sine = r + f_mad(r * s, odd, q.low * rest), cosine = rest + (lost + f_mad(s * s, even, -r * q.low));
  FV value = (turns & 1) != 0 ? cosine : sine;
  return bits_float((FI)float_bits(value) ^ ((turns & 2) << 30));
}
// Larger numbers are SLEEF's.
#define SINE(T, name, of_turns, quarters, most, size_of, any_of, library) \
  VM_INLINE T name(T x) { \
    __typeof__(x > x) plain = size_of(x) <= most; \
    T r = of_turns(plain ? x : (T)0, quarters); \
    if (any_of(plain == 0)) { \
      T rare = library(plain ? (T)0 : x); \
      r = plain ? r : rare; \
    } \
    return r; \
  }
SINE(V, any_sin, sine_of_turns, 0, 0x1p20, absolute, any, sized_sin)
SINE(V, whole_cos, sine_of_turns, 1, 0x1p20, absolute, any, sized_cos)
SINE(FV, f_any_sin, f_sine_of_turns, 0, 0x1p13f, f_absolute, f_any, sizedf_sin)
SINE(FV, wholef_cos, f_sine_of_turns, 1, 0x1p13f, f_absolute, f_any, sizedf_cos)
#undef SINE
// Keeps -0, and subnormals.
VM_INLINE V whole_sin(V x) { return absolute(x) < 0x1p-27 ? x : any_sin(x); }
VM_INLINE FV wholef_sin(FV x) { return f_absolute(x) < 0x1p-13f ? x : f_any_sin(x); }

// SLEEF's pow overflows a little early; there the square of half the power is exact enough.
VM_INLINE V library_pow(V x, V y) {
  V r = lib_pow(x, y);
#if VM_WIDTH > 1
  M early = (absolute(r) == INFINITY) & (absolute(x) < INFINITY) & (absolute(y) < INFINITY) & (x != 0.0);
  if (any(early)) {
    V root = lib_pow(absolute(x), 0.5 * y);
    r = early ? with_sign(root * root, r) : r;
  }
#endif
  return r;
}

// x^y = exp(y log x), log x in two parts to 2^-65 of itself: as in QuickLogarithm.h, with what rounding took from
// m/c, from the sums and from r^2/2. Below 0.8 ulp. Subnormal, negative and infinite numbers, and powers beyond
// exp(700), are the library's.
VM_INLINE V whole_pow(V x, V y) {
  M plain = as_u(x) - 0x0010000000000000u < 0x7fe0000000000000u;
  V a = plain ? x : (V)1.0;
  U bits = as_u(a) - 0x3fe6555555550000u;
  LogCell c = log_cell((I)(bits >> 48));
  V m = u_as_v(as_u(a) - (bits & 0xfff0000000000000u)), k = i_to_whole(high_bits(bits));
  V product = m * c.inverse, r = product - 1.0, r_low = mad(m, c.inverse, -product);
  V half = -0.5 * r, square = half * r, base = mad(k, (V)VM_LN2_HIGH, c.high);
  V first = base + r, second = first + square;
  V lost = ((base - first) + r) + ((first - second) + square) + mad(half, r, -square);
  V small = mad(r * r * r, polynomial(VM_POWER_TAIL, 9, r), mad(k, (V)VM_LN2_LOW, c.low) + mad(-r, r_low, r_low));
  V rest = lost + small, log = second + rest, log_low = rest - (log - second);
  V t = y * log;
  plain &= absolute(t) <= 700.0;
  V t_low = plain ? mad(y, log, -t) + y * log_low : (V)0.0;
  V z = plain ? t : (V)0.0, n = mad(z, (V)VM_SIXTEENTHS_OF_LN2, (V)VM_MAGIC), whole = n - VM_MAGIC;
  I j = as_i(n);
  V s = mad(whole, (V)-VM_SIXTEENTH_LOW, mad(whole, (V)-VM_SIXTEENTH_HIGH, z)) + t_low;
  V power = lookup_in_16(VM_ROOTS_OF_TWO, j & 15), power_low = lookup_in_16(VM_ROOTS_OF_TWO_LOW, j & 15);
  V e = power + mad(power, mad(s * s, polynomial(VM_EXP_TAIL_SHORT, 5, s), s), power_low);
  e = i_as_v(as_i(e) + (j >> 4 << 52));
  if (any(plain == 0)) {
    V rare = library_pow(plain ? (V)1.0 : x, plain ? (V)1.0 : y);
    e = plain ? e : rare;
  }
  return y == 1.0 ? x : e;
}
