import Distributions

extension Catalogue {
  /// Families on a half-line or an interval.
  static let halfLine: [CatalogueEntry] = [
    CatalogueEntry(
      [[1, 1], [2, 3], [0.5, 1], [1.5, 2], [30, 0.1], [0.15, 1e3], [4.5, 1e-100]],
      invalid: [[0, 1], [-1, 1], [1, 0], [1, .infinity], [.nan, 1]],
      { Weibull(shape: $0[0], scale: $0[1]) }, { Weibull(shape: $0[0], scale: $0[1]) },
      { Weibull(shape: $0[0], scale: $0[1]) }),
    CatalogueEntry(
      [[1, 1], [2.5, 3], [0.5, 1], [3.5, 2], [30, 0.1], [6, 1e50]],
      invalid: [[0, 1], [-1, 1], [1, 0], [1, .infinity], [.nan, 1]],
      { Frechet(shape: $0[0], scale: $0[1]) }, { Frechet(shape: $0[0], scale: $0[1]) },
      { Frechet(shape: $0[0], scale: $0[1]) }),
    CatalogueEntry(
      [[1], [2.5], [1e-6], [1e100]], invalid: [[0], [-1], [.infinity], [.nan]],
      { Rayleigh(scale: $0[0]) }, { Rayleigh(scale: $0[0]) }, { Rayleigh(scale: $0[0]) }),
    CatalogueEntry(
      [[1, 1], [2, 1.5], [0.5, 3.5], [3, 10], [1, 0.3], [1e-50, 5], [2, 1e6]], constants: [0],
      invalid: [[0, 1], [-1, 1], [1, 0], [1, .infinity], [.nan, 1]],
      { Pareto(scale: $0[0], shape: $0[1]) }, { Pareto(scale: $0[0], shape: $0[1]) },
      { Pareto(scale: $0[0], shape: $0[1]) }),
    CatalogueEntry(
      [[1, 1], [2, 2.5], [0.5, 0.5], [3, 4.5], [1, 20], [1e50, 6]],
      invalid: [[0, 1], [-1, 1], [1, 0], [1, .infinity], [.nan, 1]],
      { LogLogistic(scale: $0[0], shape: $0[1]) }, { LogLogistic(scale: $0[0], shape: $0[1]) },
      { LogLogistic(scale: $0[0], shape: $0[1]) }),
  ]
}
