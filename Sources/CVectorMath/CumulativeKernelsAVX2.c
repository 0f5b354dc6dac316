// Four doubles or eight floats at a time.
#include "TableRows.h"
#include "CumulativeTable.h"
#include "Tables.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define VM_WIDTH 4
#define VM_AVX2 1
#define VM_TABLE vm_cumulatives_avx2
#pragma clang attribute push(__attribute__((target("avx2,fma,bmi,bmi2"))), apply_to = function)
#include "Types.h"
#include "Exponential.h"
#include "QuickLogarithm.h"
#include "Special.h"
#include "GridRemainder.h"
#include "Densities.h"
#include "FloatFunctions.h"
#include "FamilyDensities.h"
#include "Cumulatives.h"
#include "FourNumbers.h"
#include "CumulativeKernels.h"
#pragma clang attribute pop
#endif
