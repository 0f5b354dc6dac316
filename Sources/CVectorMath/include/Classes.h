// Kernels over contiguous rows of classes, with the promises of CVectorMath.h.
#ifndef CVECTORMATH_CLASSES_H
#define CVECTORMATH_CLASSES_H

#include <stddef.h>
#include <stdint.h>

// The log of the mass that each row of weights, or of logits, gives to its one of `indices`: -infinity outside
// 0..<classes, NaN of a row that is no law: a negative weight, none that is positive, a largest that is
// infinite, or NaN.
void vm_class_log_mass_f64(
    const double *parameters, int logits, const int64_t *indices, size_t rows, size_t classes, double *out);
void vm_class_log_mass_f32(
    const float *parameters, int logits, const int64_t *indices, size_t rows, size_t classes, float *out);

// The entropy of each row of weights, or of logits.
void vm_class_entropy_f64(const double *parameters, int logits, size_t rows, size_t classes, double *out);
void vm_class_entropy_f32(const float *parameters, int logits, size_t rows, size_t classes, float *out);

// The masses exp(x_j) / sum of exp(x) of rows of logits, or their logarithms.
void vm_class_masses_f64(const double *logits, size_t rows, size_t classes, int logarithms, double *out);
void vm_class_masses_f32(const float *logits, size_t rows, size_t classes, int logarithms, float *out);

// The derivatives of KL(p||q) of rows of logits by the first's, or by the second's, times a number for each row,
// `step` apart; `scratch` has room for a row.
void vm_logit_slopes_f64(const double *first, const double *second, int by_first, const double *upstream,
                         size_t step, size_t rows, size_t classes, double *scratch, double *out);
void vm_logit_slopes_f32(const float *first, const float *second, int by_first, const float *upstream,
                         size_t step, size_t rows, size_t classes, float *scratch, float *out);

// The derivatives of KL(p||q) of rows of weights by the second's, times a number for each row, `step` apart.
void vm_weight_slopes_f64(const double *first, const double *second, const double *upstream, size_t step,
                          size_t rows, size_t classes, double *out);
void vm_weight_slopes_f32(const float *first, const float *second, const float *upstream, size_t step,
                          size_t rows, size_t classes, float *out);

// Of laws given by weights or by logits, each where it lies, into rows `stride` apart, the masses p and -log p,
// 0 where there is no mass; the sum of p log p of each row, and 1 for a row that has a class without mass. NaN
// of what is no law.
void vm_class_tables(const double *const *laws, int logits, size_t rows, size_t classes, size_t stride,
                     double *masses, double *logs, double *sums, uint8_t *absent);

// A draw of each row of weights, of at most VM_MOST_DRAWN_CLASSES, from a level between 0 and 1: the first class
// up to which the row adds up to that share of its sum, among those with mass; -1 of a row with a negative
// weight, or whose sum is not positive and finite.
#define VM_MOST_DRAWN_CLASSES 64
void vm_class_draws(const double *weights, size_t rows, size_t classes, const double *levels, int64_t *out);

// The place of the largest of each row, the first of equals, the first NaN if there is one.
void vm_largest_places_f64(const double *x, size_t rows, size_t length, int64_t *out);
void vm_largest_places_f32(const float *x, size_t rows, size_t length, int64_t *out);

// The class of each row that has one 1 and is 0 else: `classes` for a row that is none such, and one more for
// a row whose sum is NaN.
void vm_one_hot_classes_f64(const double *x, size_t rows, size_t classes, int64_t *out);
void vm_one_hot_classes_f32(const float *x, size_t rows, size_t classes, int64_t *out);

// table[index], and table[count] for an index outside 0..<count.
void vm_entries_f64(const double *table, size_t count, const int64_t *indices, double *out, size_t length);
void vm_entries_f32(const float *table, size_t count, const int64_t *indices, float *out, size_t length);

#endif
