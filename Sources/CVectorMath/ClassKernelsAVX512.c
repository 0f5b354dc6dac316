// Rows of classes, eight doubles or sixteen floats at a time.
#include "ClassTable.h"
#include "Tables.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define VM_WIDTH 8
#define VM_CLASS_TABLE vm_classes_avx512
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,bmi,bmi2"))), apply_to = function)
#include "ClassKernels.h"
#pragma clang attribute pop
#endif
