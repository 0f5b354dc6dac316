import Distributions

extension Catalogue {
  /// Families on a half-line or an interval.
  static let halfLine: [CatalogueEntry] = [
    CatalogueEntry(
      [
        [1, 1], [2, 3], [0.5, 1], [1.5, 2], [30, 0.1], [0.4, 1e3], [4.5, 1e-100], [0.15, 1e3],
      ],
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
    CatalogueEntry(
      [[0, 1], [0.5, 0], [-2, 1e-3], [-1, 50], [1, 1e6], [0, 5], [3, 50]],
      invalid: [[0, -1], [0, .infinity], [.infinity, 1], [.nan, 1]],
      { VonMises(mean: $0[0], concentration: $0[1]) },
      { VonMises(mean: $0[0], concentration: $0[1]) },
      { VonMises(mean: $0[0], concentration: $0[1]) }),
    CatalogueEntry(
      [
        [0, 1, 0], [1, 2, 0.2], [0, 1, 1.5], [0, 1, -1], [0, 1, 1e-9],
        [5, 1e-3, 0.3], [-3, 0.5, -0.5], [0, 4, -2],
      ], constants: [0],
      invalid: [[0, 0, 1], [0, -1, 1], [.nan, 1, 1], [0, 1, .infinity]],
      { GeneralizedPareto(location: $0[0], scale: $0[1], shape: $0[2]) },
      { GeneralizedPareto(location: $0[0], scale: $0[1], shape: $0[2]) },
      { GeneralizedPareto(location: $0[0], scale: $0[1], shape: $0[2]) }),
    CatalogueEntry(
      [[0, 1], [-2, 3], [1e3, 0.01], [0, 1e100]],
      invalid: [[0, 0], [0, -1], [.infinity, 1], [0, .nan]],
      { Levy(location: $0[0], scale: $0[1]) }, { Levy(location: $0[0], scale: $0[1]) },
      { Levy(location: $0[0], scale: $0[1]) }),
    CatalogueEntry(
      [[1, 2], [0.1, 1000], [3, 3.001], [1e-20, 1e20], [1e-100, 1e100]], constants: [0, 1],
      invalid: [[0, 1], [2, 1], [1, 1], [1, .infinity], [.nan, 1]],
      { LogUniform(lowerBound: $0[0], upperBound: $0[1]) },
      { LogUniform(lowerBound: $0[0], upperBound: $0[1]) },
      { LogUniform(lowerBound: $0[0], upperBound: $0[1]) }),
    CatalogueEntry(
      [
        [0, 0.35, 1], [0, 0.3, 1], [-2, 1, 5], [0, 0, 1], [0, 2, 2], [1e3, 1e3 + 0.25, 1e3 + 1],
      ],
      constants: [0, 1, 2],
      invalid: [[1, 1, 1], [0, 2, 1], [0, -1, 1], [0, .nan, 1], [0, 1, .infinity]],
      { Triangular(lowerBound: $0[0], mode: $0[1], upperBound: $0[2]) },
      { Triangular(lowerBound: $0[0], mode: $0[1], upperBound: $0[2]) },
      { Triangular(lowerBound: $0[0], mode: $0[1], upperBound: $0[2]) }),
    CatalogueEntry(
      [[1, 1], [2, 3], [0.5, 0.5], [5, 0.8], [1, 4], [0.3, 20], [40, 2]],
      invalid: [[0, 1], [-1, 1], [1, 0], [1, .infinity], [.nan, 1]],
      { Kumaraswamy(alpha: $0[0], beta: $0[1]) }, { Kumaraswamy(alpha: $0[0], beta: $0[1]) },
      { Kumaraswamy(alpha: $0[0], beta: $0[1]) }),
    CatalogueEntry(
      [[1], [2], [0.5], [0.1], [5.5], [30], [1000], [1e10]],
      invalid: [[0], [-1], [.infinity], [.nan]],
      { ChiSquared(degreesOfFreedom: $0[0]) }, { ChiSquared(degreesOfFreedom: $0[0]) },
      { ChiSquared(degreesOfFreedom: $0[0]) }),
    CatalogueEntry(
      [[1, 1], [0.5, 2], [2.5, 3], [6, 0.1], [100, 1e3]],
      invalid: [[0, 1], [-1, 1], [1, 0], [1, .infinity], [.nan, 1]],
      { InverseGamma(shape: $0[0], scale: $0[1]) }, { InverseGamma(shape: $0[0], scale: $0[1]) },
      { InverseGamma(shape: $0[0], scale: $0[1]) }),
    CatalogueEntry(
      [[1], [2], [0.3], [5.5], [30], [1000]], invalid: [[0], [-1], [.infinity], [.nan]],
      { Chi(degreesOfFreedom: $0[0]) }, { Chi(degreesOfFreedom: $0[0]) },
      { Chi(degreesOfFreedom: $0[0]) }),
  ]
}
