// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
// SC 2011), one 128-bit block in each lane; a 32-bit word lives in the low half of a 64-bit lane.

typedef struct { U first, second; } Words;

// The two 64-bit words of the blocks block, block + 1, ... (one per lane).
VM_INLINE Words philox(uint64_t key, uint64_t stream, U block) {
  const uint64_t mask = 0xffffffff;
  U c0 = block & mask, c1 = block >> 32;
  U c2 = (U)(stream & mask), c3 = (U)(stream >> 32);
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    // Only the low halves are words: the product looks at no others.
    U p0 = (c0 & mask) * 0xD2511F53ul, p1 = (c2 & mask) * 0xCD9E8D57ul;
    c0 = (p1 >> 32) ^ c1 ^ (uint64_t)k0;
    c1 = p1;
    c2 = (p0 >> 32) ^ c3 ^ (uint64_t)k1;
    c3 = p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  Words w = {(c0 & mask) | (c1 << 32), (c2 & mask) | (c3 << 32)};
  return w;
}

VM_INLINE U block_numbers(uint64_t first) {
  static const uint64_t steps[8] = {0, 1, 2, 3, 4, 5, 6, 7};
  U r;
  memcpy(&r, steps, sizeof r);
  return r + first;
}

// (w >> 12 + 1/2) 2^-52: fifty-two bits, so that the half still fits and 1 is never reached.
VM_INLINE V uniform_of(U w) {
  V m = u_as_v((w >> 12) | 0x4330000000000000ul) - 0x1p52;
  return (m + 0.5) * 0x1p-52;
}
// (w >> 41 + 1/2) 2^-23, in double: exact, so that narrowing is exact too.
VM_INLINE V uniform_float_of(U w) {
  V m = u_as_v((w >> 41) | 0x4330000000000000ul) - 0x1p52;
  return (m + 0.5) * 0x1p-23;
}
// A whole number below 2^63, rounded once.
VM_INLINE V to_double(U m) {
  V high = u_as_v((m >> 32) | 0x4530000000000000ul) - 0x1p84;
  V low = u_as_v((m & 0xffffffff) | 0x4330000000000000ul) - 0x1p52;
  return high + low;
}
VM_INLINE V signed_by_top_bit(V x, U w) { return u_as_v(as_u(x) ^ (w & 0x8000000000000000ul)); }

// log of a number of (0, 1] that is not subnormal.
VM_INLINE V log_of_uniform(V u) {
  I bits = (I)(as_u(u) + (uint64_t)(0x3ff0000000000000 - 0x3fe6a09e667f3bcd));
  V m = i_as_v((bits & 0x000fffffffffffff) + 0x3fe6a09e667f3bcd);
  return log_of_split(i_to_whole((bits >> 52) - 0x3ff), m - 1.0, (V)0.0);
}
// (the 63 high bits + 1/2) 2^-63: small numbers have all their digits.
VM_INLINE V fine_uniform_of(U w) { return (to_double(w >> 1) + 0.5) * 0x1p-63; }

// Two independent standard normal numbers of two words (Box and Muller, 1958): the radius
// sqrt(-2 log u) reaches 9.4; the angle is pi r, or half a turn more by the lowest bit.
typedef struct { V cosine, sine; } NormalPair;
VM_INLINE NormalPair normals_of(Words w) {
  V radius = square_root(-2.0 * log_of_uniform(fine_uniform_of(w.first)));
  radius = u_as_v(as_u(radius) ^ (w.second << 63));
  V r = uniform_of(w.second) - 0.5, t = r * r;
  NormalPair pair = {radius * polynomial(VM_COS_PI, 9, t), radius * (r * polynomial(VM_SIN_PI, 9, t))};
  return pair;
}
