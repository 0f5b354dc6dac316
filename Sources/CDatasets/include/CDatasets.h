// The data sets that come with the package, as the bytes of their CSV files (see SOURCES.md).
#ifndef CDATASETS_H
#define CDATASETS_H

#include <stddef.h>

extern const unsigned char dataset_iris[];
extern const size_t dataset_iris_size;
extern const unsigned char dataset_digits[];
extern const size_t dataset_digits_size;

#endif
