// Eight doubles or sixteen floats at a time.
#include "KernelTable.h"
#include "Tables.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define VM_WIDTH 8
#define VM_TABLE vm_kernels_avx512
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,bmi,bmi2"))), apply_to = function)
#include "Types.h"
#include "Exponential.h"
#include "QuickLogarithm.h"
#include "Special.h"
#include "GridRemainder.h"
#include "Densities.h"
#include "GammaDivergence.h"
#include "FloatFunctions.h"
#include "Losses.h"
#include "DivergenceRows.h"
#include "RowColumns.h"
#include "NormalRows.h"
#include "WhitenedRows.h"
#include "LogitRows.h"
#include "Elementary.h"
#include "FamilyDensities.h"
#include "FurtherDensities.h"
#include "FloatDensities.h"
#include "Slopes.h"
#include "Bessel.h"
#include "VectorLaws.h"
#include "FamilyDivergences.h"
#include "PairDivergences.h"
#include "Philox.h"
#include "Draws.h"
#include "PoissonDraws.h"
#include "GammaDraws.h"
#include "BinomialDraws.h"
#include "VonMisesDraws.h"
#include "Kernels.h"
#pragma clang attribute pop
#endif
