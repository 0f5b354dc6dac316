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
    // The masks change nothing; they show the compiler products of 32-bit words.
    U p0 = (c0 & mask) * 0xD2511F53ul, p1 = (c2 & mask) * 0xCD9E8D57ul;
    c0 = (p1 >> 32) ^ c1 ^ (uint64_t)k0;
    c1 = p1 & mask;
    c2 = (p0 >> 32) ^ c3 ^ (uint64_t)k1;
    c3 = p0 & mask;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  Words w = {c0 | (c1 << 32), c2 | (c3 << 32)};
  return w;
}

VM_INLINE U block_numbers(uint64_t first) {
  U r = (U)first;
#if VM_WIDTH > 1
  for (int i = 0; i < VM_WIDTH; i++) r[i] += (uint64_t)i;
#endif
  return r;
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
// Sign from the top bit, magnitude |Phi^-1(p)|, p = (63 low bits + 1/2) 2^-64.
VM_INLINE V normal_of(U w) {
  V p = (to_double(w & 0x7ffffffffffffffful) + 0.5) * 0x1p-64;
  return signed_by_top_bit(normal_quantile_tail(p, 0.5 - p), w);
}
// The same from the top 32 bits, in double: the quantile of a rounded float would be coarse near 0.
VM_INLINE V normal_float_of(U w) {
  V m = u_as_v(((w >> 32) & 0x7fffffff) | 0x4330000000000000ul) - 0x1p52;
  V p = (m + 0.5) * 0x1p-32;
  return signed_by_top_bit(normal_quantile_tail(p, 0.5 - p), w);
}
