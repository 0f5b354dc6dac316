// The squared lengths of L^-1 (x - m) for many x, rows of n numbers: forward substitution with a vector
// of rows at a time, one lane each.

// VM_WIDTH rows of as many numbers, exchanged with their columns.
#if VM_WIDTH == 8
VM_INLINE void exchange_rows(V *r) {
  V t[8], u[8];
  for (int i = 0; i < 8; i += 2) {
    t[i] = __builtin_shufflevector(r[i], r[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    t[i + 1] = __builtin_shufflevector(r[i], r[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int i = 0; i < 8; i += i % 4 == 1 ? 3 : 1) {
    u[i] = __builtin_shufflevector(t[i], t[i + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    u[i + 2] = __builtin_shufflevector(t[i], t[i + 2], 2, 3, 10, 11, 6, 7, 14, 15);
  }
  for (int i = 0; i < 4; i++) {
    r[i] = __builtin_shufflevector(u[i], u[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    r[i + 4] = __builtin_shufflevector(u[i], u[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}
#elif VM_WIDTH == 4
VM_INLINE void exchange_rows(V *r) {
  V t[4];
  for (int i = 0; i < 4; i += 2) {
    t[i] = __builtin_shufflevector(r[i], r[i + 1], 0, 4, 2, 6);
    t[i + 1] = __builtin_shufflevector(r[i], r[i + 1], 1, 5, 3, 7);
  }
  for (int i = 0; i < 2; i++) {
    r[i] = __builtin_shufflevector(t[i], t[i + 2], 0, 1, 4, 5);
    r[i + 2] = __builtin_shufflevector(t[i], t[i + 2], 2, 3, 6, 7);
  }
}
#else
VM_INLINE void exchange_rows(V *r) { (void)r; }
#endif

// The columns of VM_WIDTH rows, those beyond the last being the last again.
VM_INLINE void load_columns(size_t n, const double *x, size_t rows, V *columns, size_t step) {
  for (size_t j = 0; j < n; j += VM_WIDTH) {
    V block[VM_WIDTH];
    size_t rest = n - j;
    for (size_t i = 0; i < VM_WIDTH; i++) {
      const double *row = x + (i < rows ? i : rows - 1) * n + j;
      block[i] = rest >= VM_WIDTH ? load(row) : load_first(row, rest, 0);
    }
    exchange_rows(block);
    for (size_t i = 0; i < VM_WIDTH && i < rest; i++) columns[(j + i) * step] = block[i];
  }
}

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
      load_columns(n, x + (done + g * VM_WIDTH) * n, VM_WIDTH, z + g, WHITENED_GROUPS);
    whiten_group(WHITENED_GROUPS, n, packed, z, lengths);
    for (int g = 0; g < WHITENED_GROUPS; g++) store(out + done + g * VM_WIDTH, lengths[g]);
  }
  for (; done < rows; done += VM_WIDTH) {
    size_t rest = rows - done;
    load_columns(n, x + done * n, rest < VM_WIDTH ? rest : VM_WIDTH, z, 1);
    whiten_group(1, n, packed, z, lengths);
    if (rest >= VM_WIDTH) store(out + done, lengths[0]);
    else store_first(out + done, rest, lengths[0]);
  }
}
