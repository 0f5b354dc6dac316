// The kernels of Cumulatives.h and FourNumbers.h of one instruction set.
#ifndef VM_CUMULATIVE_TABLE_H
#define VM_CUMULATIVE_TABLE_H

#include <math.h>
#include <string.h>

#include "CVectorMath.h"

#define VM_CUMULATIVES (VM_TERNARY_END - VM_TERNARY_COUNT)
#define VM_OF_FOUR (VM_QUATERNARY_END - VM_QUATERNARY_COUNT)

typedef struct {
  vm_ternary_f64_fn ternary_f64[VM_CUMULATIVES];
  vm_ternary_f32_fn ternary_f32[VM_CUMULATIVES];
  vm_quaternary_f64_fn quaternary_f64[VM_OF_FOUR];
  vm_quaternary_f32_fn quaternary_f32[VM_OF_FOUR];
} CumulativeTable;

extern const CumulativeTable vm_cumulatives_portable;
#if defined(__x86_64__)
extern const CumulativeTable vm_cumulatives_fma;
extern const CumulativeTable vm_cumulatives_avx2;
extern const CumulativeTable vm_cumulatives_avx512;
#endif

#endif
