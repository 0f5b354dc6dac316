#include "CDatasets.h"

#if defined(__clang__)
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif

static const unsigned char dataset_iris[] = {
#embed "iris.csv"
};
const size_t dataset_iris_size = sizeof dataset_iris;

static const unsigned char dataset_digits[] = {
#embed "digits.csv"
};
const size_t dataset_digits_size = sizeof dataset_digits;

const unsigned char *dataset_iris_pointer(void) { return dataset_iris; }
const unsigned char *dataset_digits_pointer(void) { return dataset_digits; }
