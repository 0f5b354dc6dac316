// Whether there are products of our own.
#include "products.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int own_gemm_available(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const char *set = getenv("DISTRIBUTIONS_INSTRUCTION_SET");
  if (set != NULL &&
      (strcmp(set, "plain") == 0 || strcmp(set, "portable") == 0 || strcmp(set, "avx2") == 0))
    return 0;
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
#else
  return 0;
#endif
}

size_t blas_cached_factor_bytes(void) {
  static _Atomic size_t known = 0;
  size_t bytes = atomic_load_explicit(&known, memory_order_relaxed);
  if (bytes > 0) return bytes;
  long cache = 0;
#ifdef _SC_LEVEL2_CACHE_SIZE
  cache = sysconf(_SC_LEVEL2_CACHE_SIZE);
#endif
  // Taken for 1 MiB where the system does not say.
  bytes = (cache > 1 ? (size_t)cache : (size_t)1 << 20) / 2;
  atomic_store_explicit(&known, bytes, memory_order_relaxed);
  return bytes;
}
