// The vector types of one instruction set, and the few operations that C's operators lack.
// Included once by each Kernels*.c, which defines VM_WIDTH: 8 (AVX-512), 4 (AVX2 with VM_AVX2, or AVX and
// FMA alone) or 1. At width 1 the types are scalars; operators, ?: and the elementwise builtins mean the
// same there.
#pragma clang fp contract(off)

#define VM_INLINE static inline __attribute__((always_inline, unused))
#define VM_FLOATS (VM_WIDTH == 1 ? 1 : 2 * VM_WIDTH)

#if VM_WIDTH == 1
typedef double V;
typedef int64_t I;
typedef uint64_t U;
typedef int M;
typedef float FV;
VM_INLINE I as_i(V x) { I r; memcpy(&r, &x, 8); return r; }
VM_INLINE U as_u(V x) { U r; memcpy(&r, &x, 8); return r; }
VM_INLINE V i_as_v(I x) { V r; memcpy(&r, &x, 8); return r; }
VM_INLINE V u_as_v(U x) { V r; memcpy(&r, &x, 8); return r; }
VM_INLINE int any(M mask) { return mask; }
VM_INLINE V lookup(const double *row, I index) { return row[index]; }
VM_INLINE V low_half(FV x) { return (double)x; }
VM_INLINE V high_half(FV x) { return (double)x; }
VM_INLINE FV join_halves(V low, V high) { (void)high; return (float)low; }
#else
typedef double V __attribute__((ext_vector_type(VM_WIDTH)));
typedef int64_t I __attribute__((ext_vector_type(VM_WIDTH)));
typedef uint64_t U __attribute__((ext_vector_type(VM_WIDTH)));
typedef I M;
typedef float HF __attribute__((ext_vector_type(VM_WIDTH)));
typedef float FV __attribute__((ext_vector_type(2 * VM_WIDTH)));
VM_INLINE I as_i(V x) { return (I)x; }
VM_INLINE U as_u(V x) { return (U)x; }
VM_INLINE V i_as_v(I x) { return (V)x; }
VM_INLINE V u_as_v(U x) { return (V)x; }
VM_INLINE int any(M mask) { return __builtin_expect(__builtin_reduce_or(mask) != 0, 0); }
VM_INLINE V low_half(FV x) { return __builtin_convertvector(x.lo, V); }
VM_INLINE V high_half(FV x) { return __builtin_convertvector(x.hi, V); }
VM_INLINE FV join_halves(V low, V high) {
  FV r;
  r.lo = __builtin_convertvector(low, HF);
  r.hi = __builtin_convertvector(high, HF);
  return r;
}
#if VM_WIDTH == 8
VM_INLINE V lookup(const double *row, I index) {
  return (V)_mm512_permutexvar_pd((__m512i)index, _mm512_loadu_pd(row));
}
#elif defined(VM_AVX2)
// Two permutations of half a row each (as pairs of 32-bit words) and a choice: twice as fast as a
// gather.
VM_INLINE V lookup(const double *row, I index) {
  I pair = (index & 3) << 1;
  __m256i words = (__m256i)(pair | ((pair + 1) << 32));
  V low = (V)_mm256_permutevar8x32_ps((__m256)_mm256_loadu_pd(row), words);
  V high = (V)_mm256_permutevar8x32_ps((__m256)_mm256_loadu_pd(row + 4), words);
  return index > 3 ? high : low;
}
#else
VM_INLINE V lookup(const double *row, I index) {
  V r;
  for (int i = 0; i < VM_WIDTH; i++) r[i] = row[index[i]];
  return r;
}
#endif
#endif

#if VM_WIDTH == 4
// Tables with a row for each interval: where each lane's row begins, and two neighbouring entries of them.
typedef struct { const double *lane[VM_WIDTH]; } LaneRows;
VM_INLINE LaneRows lane_rows(const double *table, int length, I index) {
  LaneRows r;
  for (int i = 0; i < VM_WIDTH; i++) r.lane[i] = table + length * index[i];
  return r;
}
typedef double Pair __attribute__((ext_vector_type(2)));
VM_INLINE void entries(LaneRows rows, int at, V *even, V *odd) {
  Pair p[VM_WIDTH];
  for (int i = 0; i < VM_WIDTH; i++) memcpy(p + i, rows.lane[i] + at, sizeof(Pair));
  V a = __builtin_shufflevector(p[0], p[2], 0, 1, 2, 3), b = __builtin_shufflevector(p[1], p[3], 0, 1, 2, 3);
  *even = __builtin_shufflevector(a, b, 0, 4, 2, 6);
  *odd = __builtin_shufflevector(a, b, 1, 5, 3, 7);
}
#endif

// The entry whose number is the four lowest bits of the index.
#if VM_WIDTH == 8
VM_INLINE V lookup_in_16(const double *table, I index) {
  return (V)_mm512_permutex2var_pd(
      _mm512_loadu_pd(table), (__m512i)index, _mm512_loadu_pd(table + 8));
}
#elif VM_WIDTH > 1
VM_INLINE V lookup_in_16(const double *table, I index) {
  V r;
  index &= 15;
  for (int i = 0; i < VM_WIDTH; i++) r[i] = table[index[i]];
  return r;
}
#else
VM_INLINE V lookup_in_16(const double *table, I index) { return table[index & 15]; }
#endif

// Whether to do what some lane asks for by the mask: always at the wider widths, where nearly every block has
// such a lane and the branch would cost more than the work; at width 1 only where it is asked for.
VM_INLINE int wanted(M mask) { return VM_WIDTH > 1 || any(mask); }

VM_INLINE V load(const double *p) { V r; memcpy(&r, p, sizeof r); return r; }
VM_INLINE void store(double *p, V x) { memcpy(p, &x, sizeof x); }
VM_INLINE FV load_floats(const float *p) { FV r; memcpy(&r, p, sizeof r); return r; }
VM_INLINE void store_floats(float *p, FV x) { memcpy(p, &x, sizeof x); }

VM_INLINE void store_mask(int64_t *p, M mask) {
#if VM_WIDTH == 1
  *p = mask;
#else
  memcpy(p, &mask, sizeof mask);
#endif
}

VM_INLINE V absolute(V x) { return __builtin_elementwise_abs(x); }
VM_INLINE V with_sign(V x, V s) { return __builtin_elementwise_copysign(x, s); }
VM_INLINE V square_root(V x) { return __builtin_elementwise_sqrt(x); }
VM_INLINE V mad(V a, V b, V c) { return __builtin_elementwise_fma(a, b, c); }
VM_INLINE V nearest(V x) { return __builtin_elementwise_roundeven(x); }

// The twelve high bits as a signed number; AVX2 shifts none but unsigned numbers of 64 bits.
#if VM_WIDTH == 4
VM_INLINE I high_bits(U x) { return (I)((x + 0x8000000000000000u) >> 52) - 2048; }
#else
VM_INLINE I high_bits(U x) { return (I)x >> 52; }
#endif

// Whole numbers of magnitude below 2^51 between the two formats, by the bits of 1.5 * 2^52 + k
// (AVX2 has no such conversion).
#define VM_MAGIC 0x1.8p52
VM_INLINE I whole_to_i(V k) { return as_i(k + VM_MAGIC) - 0x4338000000000000; }
VM_INLINE V i_to_whole(I k) { return i_as_v(k + 0x4338000000000000) - VM_MAGIC; }

// c[0] + c[1] t + ... + c[count - 1] t^(count - 1), four interleaved Horner chains so that a single
// number does not wait for one long one. `count` is a constant wherever this is used.
VM_INLINE V polynomial(const double *c, int count, V t) {
  V t2 = t * t, t4 = t2 * t2;
  V p[4];
  for (int j = 0; j < 4; j++) {
    int last = j + (count - 1 - j) / 4 * 4;
    V r = (V)c[last];
    for (int i = last - 4; i >= 0; i -= 4) r = mad(r, t4, (V)c[i]);
    p[j] = r;
  }
  return mad(mad(p[3], t, p[2]), t2, mad(p[1], t, p[0]));
}

// The same where each lane has the coefficients of its own interval, one of 8 or of 16.
#define POLYNOMIAL_OF(name, intervals, look) \
  VM_INLINE V name(const double (*c)[intervals], int count, I index, V t) { \
    V t2 = t * t, t4 = t2 * t2; \
    V p[4]; \
    for (int j = 0; j < 4; j++) { \
      int last = j + (count - 1 - j) / 4 * 4; \
      V r = look(c[last], index); \
      for (int i = last - 4; i >= 0; i -= 4) r = mad(r, t4, look(c[i], index)); \
      p[j] = r; \
    } \
    return mad(mad(p[3], t, p[2]), t2, mad(p[1], t, p[0])); \
  }
POLYNOMIAL_OF(polynomial_of, 8, lookup)
POLYNOMIAL_OF(polynomial_of_16, 16, lookup_in_16)

// The same about the centre of the interval, of a table that has rows for each interval too, the centre last.
#if VM_WIDTH == 4
VM_INLINE V polynomial_of_rows(LaneRows rows, int length, int count, V x) {
  V even, odd, centre;
  entries(rows, length - 2, &even, &centre);
  V t = x - centre, t2 = t * t, t4 = t2 * t2, p[4];
#pragma clang loop unroll(full)
  for (int i = count - 1; i >= 0; i--) {
    if ((i % 2 != 0 || i == count - 1) && i < length - 2) entries(rows, i / 2 * 2, &even, &odd);
    V own = i % 2 != 0 ? odd : even;
    p[i % 4] = i + 4 < count ? mad(p[i % 4], t4, own) : own;
  }
  return mad(mad(p[3], t, p[2]), t2, mad(p[1], t, p[0]));
}
#define VM_ROW_LENGTH(table) (int)(sizeof table##_ROWS[0] / sizeof(double))
#define POLYNOMIAL_ABOUT_CENTRE(table, count, index, x) \
  polynomial_of_rows(lane_rows(table##_ROWS[0], VM_ROW_LENGTH(table), index), VM_ROW_LENGTH(table), count, x)
#define POLYNOMIAL_ABOUT_CENTRE_16 POLYNOMIAL_ABOUT_CENTRE
#else
#define POLYNOMIAL_ABOUT_CENTRE(table, count, index, x) \
  polynomial_of(table, count, index, (x) - lookup(table##_CENTRE, index))
#define POLYNOMIAL_ABOUT_CENTRE_16(table, count, index, x) \
  polynomial_of_16(table, count, index, (x) - lookup_in_16(table##_CENTRE, index))
#endif

// The elements of two vectors in turn, into memory.
#if VM_WIDTH == 1
#define INTERLEAVE(S, p, a, b) \
  do { S pair[2] = {a, b}; memcpy(p, pair, sizeof pair); } while (0)
#elif VM_WIDTH == 2
#define INTERLEAVE(S, p, a, b) \
  do { \
    __typeof__(a) low = __builtin_shufflevector(a, b, 0, 2); \
    __typeof__(a) high = __builtin_shufflevector(a, b, 1, 3); \
    memcpy(p, &low, sizeof low); \
    memcpy((p) + 2, &high, sizeof high); \
  } while (0)
#elif VM_WIDTH == 4
#define INTERLEAVE(S, p, a, b) \
  do { \
    __typeof__(a) low = __builtin_shufflevector(a, b, 0, 4, 1, 5); \
    __typeof__(a) high = __builtin_shufflevector(a, b, 2, 6, 3, 7); \
    memcpy(p, &low, sizeof low); \
    memcpy((p) + 4, &high, sizeof high); \
  } while (0)
#else
#define INTERLEAVE(S, p, a, b) \
  do { \
    __typeof__(a) low = __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11); \
    __typeof__(a) high = __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15); \
    memcpy(p, &low, sizeof low); \
    memcpy((p) + 8, &high, sizeof high); \
  } while (0)
#endif
