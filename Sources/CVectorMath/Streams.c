// Writing past the caches: what does not fit into them anyway need not be read before it is written, nor
// drive out what is read.
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "CVectorMath.h"

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

void vm_stream(const void *source, void *target, size_t bytes) {
  const char *from = source;
  char *to = target;
#if defined(__x86_64__)
  size_t head = -(uintptr_t)to & 63;
  if (head < bytes) {
    memcpy(to, from, head);
    from += head, to += head, bytes -= head;
    for (; bytes >= 64; from += 64, to += 64, bytes -= 64) {
      __m128i a = _mm_loadu_si128((const __m128i *)from), b = _mm_loadu_si128((const __m128i *)from + 1);
      __m128i c = _mm_loadu_si128((const __m128i *)from + 2), d = _mm_loadu_si128((const __m128i *)from + 3);
      _mm_stream_si128((__m128i *)to, a);
      _mm_stream_si128((__m128i *)to + 1, b);
      _mm_stream_si128((__m128i *)to + 2, c);
      _mm_stream_si128((__m128i *)to + 3, d);
    }
  }
#endif
  memcpy(to, from, bytes);
}

void vm_stream_end(void) {
#if defined(__x86_64__)
  _mm_sfence();
#endif
}

size_t vm_cache_bytes(void) {
#if defined(__x86_64__) && defined(_SC_LEVEL3_CACHE_SIZE)
  long size = sysconf(_SC_LEVEL3_CACHE_SIZE);
  if (size > 0) return (size_t)size;
#endif
  return (size_t)1 << 25;
}
