// Four doubles or eight floats at a time on a processor with AVX and FMA, but without AVX2: whole numbers go
// half a vector at a time, and tables are read element by element.
#include "KernelTable.h"
#include "TableRows.h"
#include "Tables.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define VM_WIDTH 4
#define VM_TABLE vm_kernels_fma
#pragma clang attribute push(__attribute__((target("avx,fma"))), apply_to = function)
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
