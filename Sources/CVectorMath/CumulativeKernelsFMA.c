// Four doubles or eight floats at a time on a processor with AVX and FMA, but without AVX2: whole numbers go
// half a vector at a time, and tables are read element by element.
#include "TableRows.h"
#include "CumulativeTable.h"
#include "Tables.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define VM_WIDTH 4
#define VM_TABLE vm_cumulatives_fma
#pragma clang attribute push(__attribute__((target("avx,fma"))), apply_to = function)
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
