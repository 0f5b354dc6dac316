// One number at a time on an x86 processor with fused multiply-add: the same bits as the portable
// ones, without a library call at every multiply-add.
#include "KernelTable.h"
#include "Tables.h"

#if defined(__x86_64__)
#define VM_WIDTH 1
#define VM_SCALARS vm_scalars_fma
#pragma clang attribute push(__attribute__((target("avx,fma"))), apply_to = function)
#include "Types.h"
#include "Exponential.h"
#include "QuickLogarithm.h"
#include "Special.h"
#include "GridRemainder.h"
#include "Densities.h"
#include "GammaDivergence.h"
#include "FamilyDensities.h"
#include "Scalars.h"
#pragma clang attribute pop
#endif
