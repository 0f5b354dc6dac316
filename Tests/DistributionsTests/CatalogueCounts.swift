import Distributions

extension Catalogue {
  /// Families of counts.
  static let counts: [CatalogueEntry] = [
    CatalogueEntry(
      [[0], [1e-10], [0.3], [1], [3.5], [20], [1000], [1e12]],
      invalid: [[-1], [.infinity], [.nan]],
      { Poisson(rate: $0[0]) }, { Poisson(rate: $0[0]) }, { Poisson(rate: $0[0]) }),
    CatalogueEntry(
      [[1], [0.5], [0.3], [0.01], [1e-6], [0.999]], invalid: [[0], [-0.1], [1.5], [.nan]],
      { Geometric(probability: $0[0]) }, { Geometric(probability: $0[0]) },
      { Geometric(probability: $0[0]) }),
    CatalogueEntry(
      [
        [10, 0.3], [10, 1], [10, 0], [1, 0.5], [0, 0.5], [7, 1e-8], [100, 0.97], [2000, 0.25],
        [1e12, 0.3],
      ], constants: [0],
      invalid: [[-1, 0.5], [2.5, 0.5], [10, -0.1], [10, 1.5], [10, .nan], [.infinity, 0.5]],
      { Binomial(trials: $0[0], probability: $0[1]) },
      { Binomial(trials: $0[0], probability: $0[1]) },
      { Binomial(trials: $0[0], probability: $0[1]) }),
    CatalogueEntry(
      [
        [3, 0.4], [0.5, 0.1], [1, 0.7], [2.5, 1], [20, 0.9], [1000, 0.75], [1e10, 0.3],
        [0.01, 0.5],
      ],
      invalid: [[0, 0.5], [-1, 0.5], [2, 0], [2, 1.5], [.infinity, 0.5], [2, .nan]],
      { NegativeBinomial(successes: $0[0], probability: $0[1]) },
      { NegativeBinomial(successes: $0[0], probability: $0[1]) },
      { NegativeBinomial(successes: $0[0], probability: $0[1]) }),
    CatalogueEntry(
      [[0, 9], [-3, 3], [5, 5], [1, 6], [-1000, 10_000], [0, 1e12]], constants: [0, 1],
      invalid: [[2, 1], [0.5, 3], [0, 2.5], [.nan, 1], [0, .infinity]],
      { DiscreteUniform(lowerBound: $0[0], upperBound: $0[1]) },
      { DiscreteUniform(lowerBound: $0[0], upperBound: $0[1]) },
      { DiscreteUniform(lowerBound: $0[0], upperBound: $0[1]) }),
  ]
}
