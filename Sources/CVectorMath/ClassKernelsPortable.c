// Rows of classes, one number at a time, in plain C for any processor.
#include "ClassTable.h"
#include "Tables.h"

#define VM_WIDTH 1
#define VM_CLASS_TABLE vm_classes_portable
#include "ClassKernels.h"
