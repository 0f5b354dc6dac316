// Whether there are products of our own.
#include "products.h"

#include <stdlib.h>
#include <string.h>

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
