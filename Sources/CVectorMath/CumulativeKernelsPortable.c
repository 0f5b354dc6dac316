// One number at a time, in plain C for any processor; fused multiply-adds are calls of the C library where the
// processor's instructions are not known to have them.
#include "CumulativeTable.h"
#include "Tables.h"

#define VM_WIDTH 1
#define VM_TABLE vm_cumulatives_portable
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
