// Rows whose scalar products are divergences of multivariate normal laws, from the factors L of their
// covariances, row by row and lower triangular. A symmetric matrix is its lower triangle, row by row.

// sums[r][v] = sum over k of s[r * s_row + k * s_step] x[k * x_step + v], v in vectors: parts of two rows
// of a product.
VM_INLINE void add_rows(const int vectors, size_t terms, const double *s, size_t s_row, size_t s_step,
                        const double *x, size_t x_step, V sums[2][4]) {
  V first[4], second[4];
  for (int v = 0; v < vectors; v++) first[v] = second[v] = (V)0.0;
  for (size_t k = 0; k < terms; k++, s += s_step, x += x_step) {
    V a = (V)s[0], b = (V)s[s_row];
    for (int v = 0; v < vectors; v++) {
      V y = load(x + v * VM_WIDTH);
      first[v] = mad(a, y, first[v]);
      second[v] = mad(b, y, second[v]);
    }
  }
  for (int v = 0; v < vectors; v++) sums[0][v] = first[v], sums[1][v] = second[v];
}

// The first `columns` of two rows of a product; x and both rows are padded to whole vectors.
static void product_rows(size_t columns, size_t terms, const double *s, size_t s_row, size_t s_step,
                         const double *x, size_t x_step, double *first, double *second) {
  for (size_t j = 0; j < columns; j += 4 * VM_WIDTH) {
    size_t rest = (columns - j + VM_WIDTH - 1) / VM_WIDTH;
    int vectors = rest < 4 ? (int)rest : 4;
    V sums[2][4];
    switch (vectors) {
    case 1: add_rows(1, terms, s, s_row, s_step, x + j, x_step, sums); break;
    case 2: add_rows(2, terms, s, s_row, s_step, x + j, x_step, sums); break;
    case 3: add_rows(3, terms, s, s_row, s_step, x + j, x_step, sums); break;
    default: add_rows(4, terms, s, s_row, s_step, x + j, x_step, sums);
    }
    for (int v = 0; v < vectors; v++) {
      store(first + j + v * VM_WIDTH, sums[0][v]);
      store(second + j + v * VM_WIDTH, sums[1][v]);
    }
  }
}

static size_t padded(size_t n) { return (n + VM_WIDTH - 1) / VM_WIDTH * VM_WIDTH; }

static double length_of(const double *x, size_t count) {
  V sum = (V)0.0;
  size_t i = 0;
  for (; i + VM_WIDTH <= count; i += VM_WIDTH) sum = mad(load(x + i), load(x + i), sum);
  double total = 0;
  double lanes[VM_WIDTH];
  store(lanes, sum);
  for (int lane = 0; lane < VM_WIDTH; lane++) total += lanes[lane];
  for (; i < count; i++) total += x[i] * x[i];
  return sqrt(total);
}

static double log_determinant(size_t n, const double *factor) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += log(factor[i * n + i]);
  return 2 * sum;
}

// Of p: L L^T + m m^T and m. What is known of it: log det, the lengths of both parts.
static void normal_row_of_first(size_t n, const double *factor, const double *mean, double *work,
                                double *row, double *facts) {
  size_t width = padded(n);
  // L^T, the upper triangle alone.
  double *columns = work, *first = work + n * width, *second = first + width;
  memset(columns, 0, n * width * sizeof(double));
  for (size_t i = 0; i < n; i++) {
    for (size_t k = 0; k <= i; k++) columns[k * width + i] = factor[i * n + k];
  }
  double *out = row;
  for (size_t i = 0; i < n; i += 2) {
    size_t rows = i + 1 < n ? 2 : 1, last = i + rows;
    product_rows(last, last, columns + i, rows - 1, width, columns, width, first, second);
    for (size_t r = 0; r < rows; r++) {
      const double *sums = r ? second : first;
      for (size_t j = 0; j <= i + r; j++) *out++ = sums[j] + mean[i + r] * mean[j];
    }
  }
  memcpy(out, mean, n * sizeof(double));
  facts[0] = log_determinant(n, factor);
  facts[1] = length_of(row, (size_t)(out - row));
  facts[2] = length_of(mean, n);
}

// Of q, with A = (L L^T)^-1: A, what is beside the diagonal twice, and -2 A m. What is known of it:
// m^T A m + log det, the lengths of both parts.
static void normal_row_of_second(size_t n, const double *factor, const double *mean, double *work,
                                 double *row, double *facts) {
  size_t width = padded(n);
  double *inverse = work, *first = work + n * width, *second = first + width;
  memset(inverse, 0, n * width * sizeof(double));
  // Row i of L^-1 from those before it.
  for (size_t i = 0; i < n; i++) {
    double scale = 1 / factor[i * n + i], *own = inverse + i * width;
    product_rows(i, i, factor + i * n, 0, 1, inverse, width, first, second);
    for (size_t j = 0; j < i; j++) own[j] = -scale * first[j];
    own[i] = scale;
  }
  double *out = row;
  for (size_t i = 0; i < n; i += 2) {
    size_t rows = i + 1 < n ? 2 : 1, last = i + rows;
    const double *from = inverse + i * width;
    product_rows(last, n - i, from + i, rows - 1, width, from, width, first, second);
    for (size_t r = 0; r < rows; r++) {
      const double *sums = r ? second : first;
      for (size_t j = 0; j < i + r; j++) *out++ = 2 * sums[j];
      *out++ = sums[i + r];
    }
  }
  // L^-1 m, and A m as its product with L^-1.
  double squares = 0;
  for (size_t i = 0; i < n; i++) {
    double sum = 0;
    for (size_t j = 0; j <= i; j++) sum += inverse[i * width + j] * mean[j];
    squares += sum * sum;
    first[i] = -2 * sum;
  }
  product_rows(n, n, first, 0, 1, inverse, width, second, second);
  memcpy(out, second, n * sizeof(double));
  facts[0] = squares + log_determinant(n, factor);
  facts[1] = length_of(row, (size_t)(out - row));
  facts[2] = length_of(out, n);
}
