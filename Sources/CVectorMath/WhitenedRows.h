// The squared lengths of L^-1 (x - m) for many x, rows of n numbers: forward substitution with a vector
// of rows at a time, one lane each.

// Groups of rows at once: their chains of additions run side by side.
#define WHITENED_GROUPS 4

// `packed` has for each i the mean, 1/L_ii and L_ik/L_ii for k < i.
VM_INLINE void whiten_group(const int groups, size_t n, const double *packed, V *z, V *lengths) {
  V sum[WHITENED_GROUPS];
  for (int g = 0; g < groups; g++) sum[g] = (V)0.0;
  for (size_t i = 0; i < n; i++) {
    V own[WHITENED_GROUPS], mean = (V)packed[0], inverse = (V)packed[1];
    for (int g = 0; g < groups; g++) own[g] = (z[i * groups + g] - mean) * inverse;
    packed += 2;
    for (size_t k = 0; k < i; k++) {
      V factor = (V)packed[k];
      for (int g = 0; g < groups; g++) own[g] = mad(-factor, z[k * groups + g], own[g]);
    }
    packed += i;
    for (int g = 0; g < groups; g++) {
      z[i * groups + g] = own[g];
      sum[g] = mad(own[g], own[g], sum[g]);
    }
  }
  for (int g = 0; g < groups; g++) lengths[g] = sum[g];
}

// `table` is L, row by row, and m after it; `work` has room for n (n + 3)/2 + 32 n numbers and 8 more.
static void whitened_rows(size_t n, const double *table, const double *x, size_t rows, double *work,
                          double *out) {
  double *packed = work, *at = packed;
  const double *mean = table + n * n;
  for (size_t i = 0; i < n; i++) {
    double pivot = table[i * n + i];
    *at++ = mean[i];
    *at++ = 1 / pivot;
    for (size_t k = 0; k < i; k++) *at++ = table[i * n + k] / pivot;
  }
  V *z = (V *)(((uintptr_t)at + sizeof(V) - 1) & ~(uintptr_t)(sizeof(V) - 1));
  V lengths[WHITENED_GROUPS];
  size_t done = 0;
  for (; done + WHITENED_GROUPS * VM_WIDTH <= rows; done += WHITENED_GROUPS * VM_WIDTH) {
    for (int g = 0; g < WHITENED_GROUPS; g++)
      load_columns_f64(x + (done + g * VM_WIDTH) * n, VM_WIDTH, n, WHITENED_GROUPS, z + g);
    whiten_group(WHITENED_GROUPS, n, packed, z, lengths);
    for (int g = 0; g < WHITENED_GROUPS; g++) store(out + done + g * VM_WIDTH, lengths[g]);
  }
  for (; done < rows; done += VM_WIDTH) {
    size_t rest = rows - done;
    load_columns_f64(x + done * n, rest < VM_WIDTH ? rest : VM_WIDTH, n, 1, z);
    whiten_group(1, n, packed, z, lengths);
    if (rest >= VM_WIDTH) store(out + done, lengths[0]);
    else store_first(out + done, rest, lengths[0]);
  }
}
