import Distributions

extension Catalogue {
  /// The gamma and beta families, and those of location and scale.
  static let classical: [CatalogueEntry] = [
    CatalogueEntry(
      [[1], [2], [0.3], [1e-6], [1e12]], invalid: [[0], [-1], [.infinity], [.nan]],
      { Exponential(rate: $0[0]) }, { Exponential(rate: $0[0]) }, { Exponential(rate: $0[0]) }),
    CatalogueEntry(
      [
        [1, 1], [2.5, 2], [0.5, 0.3], [0.05, 1], [7, 1e-3], [40, 3], [1000, 1], [1e8, 2],
        [1e10, 0.7],
      ],
      invalid: [
        [0, 1], [-1, 1], [.infinity, 1], [1, 0], [1, -1], [1, .nan], [1, .infinity],
      ],
      { Gamma(shape: $0[0], rate: $0[1]) }, { Gamma(shape: $0[0], rate: $0[1]) },
      { Gamma(shape: $0[0], rate: $0[1]) }),
    CatalogueEntry(
      [
        [1, 1], [2, 3], [0.5, 0.5], [1, 8], [8, 1], [0.3, 4], [30, 0.7], [100, 250], [2.5, 1e4],
        [1e8, 1e8], [1e8, 3e8], [1e10, 3e10],
      ],
      invalid: [
        [0, 1], [-1, 1], [.infinity, 1], [1, 0], [1, -1], [1, .nan], [1, .infinity],
      ],
      { Beta(alpha: $0[0], beta: $0[1]) }, { Beta(alpha: $0[0], beta: $0[1]) },
      { Beta(alpha: $0[0], beta: $0[1]) }),
    CatalogueEntry(
      [[0, 1], [1.5, 0.25], [-3, 2], [50, 0.01]],
      invalid: [[0, 0], [0, -1], [0, .infinity], [.infinity, 1], [.nan, 1]],
      { LogNormal(logMean: $0[0], logStandardDeviation: $0[1]) },
      { LogNormal(logMean: $0[0], logStandardDeviation: $0[1]) },
      { LogNormal(logMean: $0[0], logStandardDeviation: $0[1]) }),
    CatalogueEntry(
      [[0, 1], [-2.5, 3], [1e6, 1e-3], [0, 1e150]],
      invalid: [[0, 0], [0, -1], [0, .infinity], [.infinity, 1], [.nan, 1]],
      { Laplace(location: $0[0], scale: $0[1]) }, { Laplace(location: $0[0], scale: $0[1]) },
      { Laplace(location: $0[0], scale: $0[1]) }),
    CatalogueEntry(
      [[0, 1], [-2.5, 1], [-2.5, 3], [1e6, 1e-3], [0, 1e150]],
      invalid: [[0, 0], [0, -1], [0, .infinity], [.infinity, 1], [.nan, 1]],
      { Logistic(location: $0[0], scale: $0[1]) }, { Logistic(location: $0[0], scale: $0[1]) },
      { Logistic(location: $0[0], scale: $0[1]) }),
    CatalogueEntry(
      [[0, 1], [-2.5, 3], [100, 1], [0, 1e150]],
      invalid: [[0, 0], [0, -1], [0, .infinity], [.infinity, 1], [.nan, 1]],
      { Gumbel(location: $0[0], scale: $0[1]) }, { Gumbel(location: $0[0], scale: $0[1]) },
      { Gumbel(location: $0[0], scale: $0[1]) }),
    CatalogueEntry(
      [[1], [0.3], [1e-6], [1e12]], invalid: [[0], [-1], [.infinity], [.nan]],
      { HalfNormal(scale: $0[0]) }, { HalfNormal(scale: $0[0]) }, { HalfNormal(scale: $0[0]) }),
    CatalogueEntry(
      [[1], [0.3], [1e-6], [1e12]], invalid: [[0], [-1], [.infinity], [.nan]],
      { HalfCauchy(scale: $0[0]) }, { HalfCauchy(scale: $0[0]) }, { HalfCauchy(scale: $0[0]) }),
  ]
}
