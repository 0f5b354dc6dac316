// The kernels over rows of classes, of one instruction set.
#ifndef VM_CLASS_TABLE_H
#define VM_CLASS_TABLE_H

#include <math.h>
#include <string.h>

#include "Classes.h"

// Rows of at most this many classes are taken a vector of rows at a time.
#define VM_SHORT_ROW 24

typedef struct {
  void (*softmax_rows_f64)(const double *, const double *, const int64_t *, const double *, size_t, size_t,
                           size_t, double *, double *, double *);
  void (*softmax_rows_f32)(const float *, const float *, const int64_t *, const float *, size_t, size_t,
                           size_t, float *, float *, float *);
  void (*log_mass_f64)(const double *, int, const int64_t *, size_t, size_t, double *);
  void (*log_mass_f32)(const float *, int, const int64_t *, size_t, size_t, float *);
  void (*entropy_f64)(const double *, int, size_t, size_t, double *);
  void (*entropy_f32)(const float *, int, size_t, size_t, float *);
  void (*one_hot_classes_f64)(const double *, size_t, size_t, int64_t *);
  void (*one_hot_classes_f32)(const float *, size_t, size_t, int64_t *);
  void (*mass_rows_f64)(const double *, size_t, size_t, int, double *);
  void (*mass_rows_f32)(const float *, size_t, size_t, int, float *);
  void (*logit_slopes_f64)(const double *, const double *, int, const double *, size_t, size_t, size_t, double *,
                           double *);
  void (*logit_slopes_f32)(const float *, const float *, int, const float *, size_t, size_t, size_t, float *, float *);
  void (*weight_slopes_f64)(const double *, const double *, const double *, size_t, size_t, size_t, double *);
  void (*weight_slopes_f32)(const float *, const float *, const float *, size_t, size_t, size_t, float *);
  void (*mass_tables)(const double *const *, int, size_t, size_t, size_t, double *, double *, double *, uint8_t *);
  void (*short_divergence_rows_f64)(const double *, const double *, size_t, size_t, double *);
  void (*short_divergence_rows_f32)(const float *, const float *, size_t, size_t, float *);
  void (*float_divergence_rows)(const float *, const float *, size_t, size_t, float *, uint8_t *);
  void (*largest_places_f64)(const double *, size_t, size_t, int64_t *);
  void (*largest_places_f32)(const float *, size_t, size_t, int64_t *);
  void (*draws)(const double *, size_t, size_t, const double *, int64_t *);
  void (*entries_f64)(const double *, size_t, const int64_t *, double *, size_t);
  void (*entries_f32)(const float *, size_t, const int64_t *, float *, size_t);
} ClassTable;

extern const ClassTable vm_classes_portable;
#if defined(__x86_64__)
extern const ClassTable vm_classes_fma;
extern const ClassTable vm_classes_avx2;
extern const ClassTable vm_classes_avx512;
#endif

#endif
