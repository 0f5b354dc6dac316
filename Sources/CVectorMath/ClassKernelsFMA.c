// Rows of classes, four doubles or eight floats at a time, without AVX2.
#include "ClassTable.h"
#include "TableRows.h"
#include "Tables.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define VM_WIDTH 4
#define VM_CLASS_TABLE vm_classes_fma
#pragma clang attribute push(__attribute__((target("avx,fma"))), apply_to = function)
#include "ClassKernels.h"
#pragma clang attribute pop
#endif
