// Rows a line at a time, eight doubles or sixteen floats whatever the width: loads and stores of the last
// elements, the largest, and sums, of which rounding's share is kept. The order depends on the number of elements
// alone: the bits are the same for every instruction set.
//
// Included once for each precision, with REAL, VEC (a vector), WIDTH (its elements), LANES (elements of a
// line), PART(name), LOAD_FIRST(p, count, fill) and STORE_FIRST(p, count, x) for parts of a vector.

#define LINE_PARTS (LANES / WIDTH)

typedef struct { VEC p[LINE_PARTS]; } PART(Line);
typedef REAL PART(Lanes) __attribute__((ext_vector_type(LANES)));
typedef double PART(Sums) __attribute__((ext_vector_type(LANES)));
typedef struct { PART(Sums) sum, lost; } PART(Total);

VM_INLINE PART(Line) PART(line_of)(REAL value) {
  PART(Line) r;
  for (int i = 0; i < LINE_PARTS; i++) r.p[i] = (VEC)value;
  return r;
}
VM_INLINE PART(Line) PART(load_line)(const REAL *p) {
  PART(Line) r;
  memcpy(&r, p, sizeof r);
  return r;
}
VM_INLINE void PART(store_line)(REAL *p, PART(Line) x) { memcpy(p, &x, sizeof x); }

// The last elements of a row, and `fill` after them.
VM_INLINE PART(Line) PART(load_rest)(const REAL *p, size_t rest, REAL fill) {
  PART(Line) r;
  for (size_t i = 0; i < LINE_PARTS; i++) {
    size_t count = rest < i * WIDTH ? 0 : rest - i * WIDTH;
    r.p[i] = LOAD_FIRST(p + i * WIDTH, count < WIDTH ? count : WIDTH, fill);
  }
  return r;
}
VM_INLINE void PART(store_rest)(REAL *p, size_t rest, PART(Line) x) {
  for (size_t i = 0; i < LINE_PARTS; i++) {
    size_t count = rest < i * WIDTH ? 0 : rest - i * WIDTH;
    STORE_FIRST(p + i * WIDTH, count < WIDTH ? count : WIDTH, x.p[i]);
  }
}

static const REAL PART(numbers)[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

// 0 in one lane, if it is one of the line, or in the lanes from one on.
VM_INLINE void PART(clear)(PART(Line) *x, ptrdiff_t lane, int following) {
  for (int i = 0; i < LINE_PARTS; i++) {
    VEC number;
    memcpy(&number, PART(numbers) + i * WIDTH, sizeof number);
    VEC first = (VEC)(REAL)lane;
    x->p[i] = following ? (number >= first ? (VEC)0 : x->p[i]) : (number == first ? (VEC)0 : x->p[i]);
  }
}

// Adds a run's sum, keeping what rounding takes.
VM_INLINE void PART(add)(PART(Total) *total, PART(Line) run) {
  PART(Lanes) lanes;
  memcpy(&lanes, &run, sizeof lanes);
  PART(Sums) x = __builtin_convertvector(lanes, PART(Sums)), a = total->sum, s = a + x;
  if (sizeof(REAL) == 8) {
    PART(Sums) c = s - a;
    total->lost += (a - (s - c)) + (x - c);
  }
  total->sum = s;
}
VM_INLINE double PART(sum_of)(PART(Total) total) {
  // An infinite sum has lost nothing that matters.
  PART(Sums) s = total.sum;
  if (sizeof(REAL) == 8) s += total.lost == total.lost ? total.lost : (PART(Sums))0;
#if LANES == 16
  double __attribute__((ext_vector_type(8))) eight = s.lo + s.hi;
#else
  double __attribute__((ext_vector_type(8))) eight = s;
#endif
  double __attribute__((ext_vector_type(4))) four = eight.lo + eight.hi;
  double __attribute__((ext_vector_type(2))) two = four.lo + four.hi;
  return two.x + two.y;
}

// The largest of a row, NaN passed over; -infinity of none.
VM_INLINE PART(Line) PART(larger)(PART(Line) x, PART(Line) m) {
  for (int p = 0; p < LINE_PARTS; p++) m.p[p] = x.p[p] > m.p[p] ? x.p[p] : m.p[p];
  return m;
}
VM_INLINE REAL PART(largest_of)(const REAL *x, size_t n) {
  PART(Line) m[4];
  for (int a = 0; a < 4; a++) m[a] = PART(line_of)((REAL)-INFINITY);
  size_t i = 0;
  for (; i + 4 * LANES <= n; i += 4 * LANES)
    for (int a = 0; a < 4; a++) m[a] = PART(larger)(PART(load_line)(x + i + a * LANES), m[a]);
  for (int a = 0; i < n; i += LANES, a++)
    m[a] = PART(larger)(i + LANES <= n ? PART(load_line)(x + i)
                                       : PART(load_rest)(x + i, n - i, (REAL)-INFINITY), m[a]);
  m[0] = PART(larger)(PART(larger)(m[1], m[0]), PART(larger)(m[3], m[2]));
  PART(Lanes) lanes;
  memcpy(&lanes, &m[0], sizeof lanes);
#if LANES == 16
  REAL __attribute__((ext_vector_type(8))) eight = lanes.hi > lanes.lo ? lanes.hi : lanes.lo;
#else
  REAL __attribute__((ext_vector_type(8))) eight = lanes;
#endif
  REAL __attribute__((ext_vector_type(4))) four = eight.hi > eight.lo ? eight.hi : eight.lo;
  REAL __attribute__((ext_vector_type(2))) two = four.hi > four.lo ? four.hi : four.lo;
  return two.y > two.x ? two.y : two.x;
}

#undef LINE_PARTS
