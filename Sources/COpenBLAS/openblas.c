// Finding and starting OpenBLAS.
//
// The environment is changed for the length of one dlopen, because OpenBLAS reads its settings
// there and nowhere else: OPENBLAS_CORETYPE, where the processor has AVX-512 (OpenBLAS 0.3.21 does
// not know recent AMD processors and would use half of them) or DISTRIBUTIONS_INSTRUCTION_SET asks for
// lower instructions, and OPENBLAS_NUM_THREADS, so that it starts no threads of its own. Both are put back. A core type that the environment names is often
// meant for another library's copy; DISTRIBUTIONS_OPENBLAS_CORETYPE chooses one for this copy.
#include "openblas.h"

#include "COpenBLAS.h"
#include "products.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
#ifdef __APPLE__
    "libopenblas.0.dylib",
    "libopenblas.dylib",
    "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
    "/usr/local/opt/openblas/lib/libopenblas.dylib",
#else
    "libopenblas.so.0",
    "libopenblas.so",
    "libopenblasp.so.0",
    "libopenblaso.so.0",
#endif
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct openblas library;
static int loaded = 0;
static int has_products = 0;
static char failure[512] = "";

// The kernels to ask for; NULL where OpenBLAS shall choose.
static const char *core_type(void) {
  const char *own = getenv("DISTRIBUTIONS_OPENBLAS_CORETYPE");
  if (own != NULL) return own;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const char *set = getenv("DISTRIBUTIONS_INSTRUCTION_SET");
  if (set != NULL && strcmp(set, "plain") == 0)
    return __builtin_cpu_supports("sse4.2") ? "Nehalem" : NULL;
  if (set != NULL && strcmp(set, "portable") == 0)
    return __builtin_cpu_supports("avx") ? "Sandybridge" : NULL;
  if (set != NULL && strcmp(set, "avx2") == 0 && __builtin_cpu_supports("avx2") &&
      __builtin_cpu_supports("fma"))
    return "Haswell";
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512cd"))
    return "SkylakeX";
#endif
  return NULL;
}

static int find(void *handle, const char *name, void *function) {
  void *address = dlsym(handle, name);
  memcpy(function, &address, sizeof address);
  if (address == NULL) {
    snprintf(failure, sizeof failure, "OpenBLAS lacks the function %s", name);
  }
  return address != NULL;
}

static void *open_any(void) {
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    void *handle = dlopen(names[i], RTLD_LOCAL | RTLD_NOW);
    if (handle != NULL) { return handle; }
    if (i == 0) {
      const char *reason = dlerror();
      snprintf(failure, sizeof failure, "%s", reason == NULL ? "not found" : reason);
    }
  }
  return NULL;
}

static void load(void) {
  const char *choice = getenv("DISTRIBUTIONS_OPENBLAS");
  if (choice != NULL && strcmp(choice, "off") == 0) {
    snprintf(failure, sizeof failure, "switched off by DISTRIBUTIONS_OPENBLAS");
    return;
  }
  has_products = own_gemm_available();

  const char *core = core_type();
  const char *outer_core = getenv("OPENBLAS_CORETYPE");
  char *former_core = outer_core == NULL ? NULL : strdup(outer_core);
  const char *threads = getenv("OPENBLAS_NUM_THREADS");
  char *former_threads = threads == NULL ? NULL : strdup(threads);
  if (core != NULL) { setenv("OPENBLAS_CORETYPE", core, 1); }
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  void *handle = open_any();
  if (former_core != NULL) {
    setenv("OPENBLAS_CORETYPE", former_core, 1);
  } else {
    unsetenv("OPENBLAS_CORETYPE");
  }
  free(former_core);
  if (former_threads != NULL) {
    setenv("OPENBLAS_NUM_THREADS", former_threads, 1);
  } else {
    unsetenv("OPENBLAS_NUM_THREADS");
  }
  free(former_threads);
  if (handle == NULL) { return; }

  if (!find(handle, "cblas_dgemm", &library.dgemm) ||
      !find(handle, "cblas_sgemm", &library.sgemm) ||
      !find(handle, "cblas_dtrsm", &library.dtrsm) ||
      !find(handle, "cblas_strsm", &library.strsm) || !find(handle, "dpotrf_", &library.dpotrf) ||
      !find(handle, "spotrf_", &library.spotrf)) {
    return;
  }
  // Somebody else in the process may have loaded it before us, with threads.
  void (*set_threads)(int) = NULL;
  if (find(handle, "openblas_set_num_threads", &set_threads)) { set_threads(1); }
  failure[0] = '\0';
  loaded = 1;
}

const struct openblas *openblas_library(void) {
  pthread_once(&once, load);
  return loaded ? &library : NULL;
}

int openblas_has_products(void) {
  pthread_once(&once, load);
  return has_products;
}

int blas_available(void) { return openblas_library() != NULL; }

const char *blas_failure(void) {
  openblas_library();
  return failure;
}
