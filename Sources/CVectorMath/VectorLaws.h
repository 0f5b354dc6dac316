// Divergences and densities of laws of vectors, a vector of them at a time, one lane each.

// KL of multivariate normal laws from others, of means m and factors L, n and n^2 numbers each, a vector of
// pairs at a time: with K = L'^-1 (L - L'), which is lower triangular,
//
//   sum of (K_ii^2/2 + K_ii - log(1 + K_ii)) + sum of K_ij^2/2 + |L'^-1 (m - m')|^2/2.
//
// `work` has room for 16 n (n + 1) + 8 numbers.
static void normal_pairs(size_t n, const double *means, const double *factors, const double *other_means,
                         const double *other_factors, size_t count, double *work, double *out) {
  V *own = (V *)(((uintptr_t)work + sizeof(V) - 1) & ~(uintptr_t)(sizeof(V) - 1));
  V *other = own + n * n, *mean = other + n * n, *other_mean = mean + n;
  for (size_t done = 0; done < count; done += VM_WIDTH) {
    size_t rest = count - done, rows = rest < VM_WIDTH ? rest : VM_WIDTH;
    load_columns_f64(factors + done * n * n, rows, n * n, 1, own);
    load_columns_f64(other_factors + done * n * n, rows, n * n, 1, other);
    load_columns_f64(means + done * n, rows, n, 1, mean);
    load_columns_f64(other_means + done * n, rows, n, 1, other_mean);
    V squares = (V)0.0, remainders = (V)0.0;
    for (size_t i = 0; i < n; i++) {
      const V *row = other + i * n;
      V inverse = 1.0 / row[i], distance = mean[i] - other_mean[i];
      for (size_t k = 0; k < i; k++) distance = mad(-row[k], mean[k], distance);
      mean[i] = distance * inverse;
      squares = mad(mean[i], mean[i], squares);
      V pivot = own[i * n + i];
      V remainder = special_ratio_remainder(pivot, row[i]);
      M valid = is_positive(pivot) & is_positive(row[i]);
      remainders += valid ? remainder : (V)NAN;
      for (size_t j = 0; j <= i; j++) {
        V change = own[i * n + j] - row[j];
        for (size_t k = j; k < i; k++) change = mad(-row[k], own[k * n + j], change);
        change = change * inverse;
        own[i * n + j] = change;
        squares = mad(change, change, squares);
      }
    }
    V value = mad((V)0.5, squares, remainders);
    if (rest >= VM_WIDTH) store(out + done, value);
    else store_first(out + done, rest, value);
  }
}

// The log-density of one Dirichlet law of concentration a at many x, rows of n numbers: with A the sum of
// a and s(a) = (log a - log 2 pi)/2 - c(a), c the correction of Stirling's formula,
//
//   sum of (s(a_i) - D(a_i, A x_i) - log x_i) - s(A) + A (sum of x_i - 1),   D(a, y) = a log(a/y) - a + y;
//
// a share of 0 counts by a_i - 1. -infinity off the simplex, by more than 1e-6. `work` has room for 8 n + 8
// numbers.
static void dirichlet_rows(size_t n, const double *alpha, const double *x, size_t rows, double *work,
                           double *out) {
  V *z = (V *)(((uintptr_t)work + sizeof(V) - 1) & ~(uintptr_t)(sizeof(V) - 1));
  double total = 0, constant = 0;
  for (size_t i = 0; i < n; i++) total += alpha[i];
  for (size_t i = 0; i <= n; i++) {
    double s[VM_WIDTH];
    V a = (V)(i < n ? alpha[i] : total);
    store(s, 0.5 * (core_log(a) - VM_LOG_2PI) - special_log_gamma_correction(a));
    constant += i < n ? s[0] : -s[0];
  }
  for (size_t done = 0; done < rows; done += VM_WIDTH) {
    size_t rest = rows - done;
    load_columns_f64(x + done * n, rest < VM_WIDTH ? rest : VM_WIDTH, n, 1, z);
    V sum = (V)0.0, high = (V)-1.0, low = (V)0.0, least = (V)INFINITY;
    for (size_t i = 0; i < n; i++) {
      // Parts of which a sum of some millions is exact, and what is left.
      V share = z[i], part = (share + 0x1.8p22) - 0x1.8p22;
      high += part, low += share - part;
      least = share < least ? share : least;
      V a = (V)alpha[i], mean = total * share;
      M plain = is_ordinary(a) & is_ordinary(mean) & is_ordinary(share);
      V p = plain ? share : (V)1.0, e = plain ? mean : a, d = plain ? mad((V)total, share, -a) : (V)0.0;
      V term = -ordinary_mass_divergence(plain ? a : (V)1.0, plain ? e : (V)1.0, d) - core_log(p);
      if (any(plain == 0)) {
        M near = (mean >= 0.5 * a) & (mean <= 2.0 * a);
        V close = -a * special_log_one_plus_remainder(near ? (mean - a) / a : (V)0.0)
            - core_log(near ? share : (V)1.0);
        V power = special_x_log_y(a - 1.0, near ? (V)1.0 : share);
        V apart = (power + a * core_log((V)total / a)) - (mean - a);
        term = plain ? term : (near ? close : apart);
      }
      sum += term;
    }
    V excess = high + low;
    M inside = (least >= 0.0) & (absolute(excess) <= 1e-6);
    V value = mad((V)total, excess, sum) + constant;
    V outside = (excess == excess ? (V)-INFINITY : (V)NAN) + 0.0 * total;
    value = inside ? value : outside;
    if (rest >= VM_WIDTH) store(out + done, value);
    else store_first(out + done, rest, value);
  }
}
