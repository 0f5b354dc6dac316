// The data sets that come with the package, as the bytes of their CSV files (see SOURCES.md).
#ifndef CDATASETS_H
#define CDATASETS_H

#include <stddef.h>

extern const size_t dataset_iris_size;
extern const size_t dataset_digits_size;

// Where the bytes start. Swift does not import arrays of unknown length.
const unsigned char *dataset_iris_pointer(void);
const unsigned char *dataset_digits_pointer(void);

#endif
