// One number at a time, for any processor.
#include "KernelTable.h"
#include "Tables.h"

#define VM_WIDTH 1
#define VM_TABLE vm_kernels_portable
#define VM_SCALARS vm_scalars_portable
#include "Types.h"
#include "Exponential.h"
#include "Special.h"
#include "GridRemainder.h"
#include "Densities.h"
#include "GammaDivergence.h"
#include "FloatFunctions.h"
#include "Losses.h"
#include "DivergenceRows.h"
#include "NormalRows.h"
#include "Elementary.h"
#include "FamilyDensities.h"
#include "FamilyDivergences.h"
#include "Philox.h"
#include "Draws.h"
#include "PoissonDraws.h"
#include "GammaDraws.h"
#include "Kernels.h"
#include "Scalars.h"
