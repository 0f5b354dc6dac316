import Distributions

extension Catalogue {
  /// Differences, mixtures and sums of counts, draws without replacement, and powers.
  static let countsMore: [CatalogueEntry] = [
    CatalogueEntry(
      [
        [1, 1], [3, 0.5], [0.2, 7], [0, 0], [4, 0], [0, 2.5], [1e-10, 1e-3], [30, 20], [1000, 10],
        [1e6, 1e6], [1e12, 2e12], [1e6, 1e-6],
      ],
      invalid: [[-1, 1], [1, -1], [.infinity, 1], [1, .nan]],
      { Skellam(firstRate: $0[0], secondRate: $0[1]) },
      { Skellam(firstRate: $0[0], secondRate: $0[1]) },
      { Skellam(firstRate: $0[0], secondRate: $0[1]) }),
    CatalogueEntry(
      [
        [10, 2, 3], [0, 1, 1], [1, 0.5, 0.5], [5, 1, 1], [20, 0.1, 0.2], [100, 0.5, 30],
        [50, 1e-6, 1e-3], [12, 1e8, 3e8], [2000, 40, 10], [30_000, 0.5, 0.7], [1e8, 3, 0.5],
        [1e8, 1e6, 3e6],
      ], constants: [0],
      invalid: [
        [-1, 1, 1], [2.5, 1, 1], [3, 0, 1], [3, 1, -1], [3, .infinity, 1], [3, 1, .nan],
      ],
      { BetaBinomial(trials: $0[0], alpha: $0[1], beta: $0[2]) },
      { BetaBinomial(trials: $0[0], alpha: $0[1], beta: $0[2]) },
      { BetaBinomial(trials: $0[0], alpha: $0[1], beta: $0[2]) }),
    CatalogueEntry(
      [
        [20, 7, 5], [0, 0, 0], [1, 1, 1], [2, 1, 1], [3, 2, 2], [10, 0, 4], [10, 10, 4],
        [10, 4, 10],
        [10, 4, 0], [50, 30, 40], [1000, 500, 500], [1e5, 100, 2e4], [1e6, 4e5, 3e5],
        [1e12, 3e11, 2e11], [1e12, 7, 5e11],
      ], constants: [0, 1, 2],
      invalid: [
        [-1, 0, 0], [10, 11, 2], [10, 2, 11], [10.5, 2, 2], [10, 2.5, 2], [10, 2, .nan],
      ],
      { Hypergeometric(populationSize: $0[0], successes: $0[1], draws: $0[2]) },
      { Hypergeometric(populationSize: $0[0], successes: $0[1], draws: $0[2]) },
      { Hypergeometric(populationSize: $0[0], successes: $0[1], draws: $0[2]) }),
    CatalogueEntry(
      [[2], [1.2], [1.5], [2.5], [3.7], [5.5], [8], [12], [40], [200]],
      invalid: [[1], [0.5], [-1], [.infinity], [.nan]],
      { Zipf(exponent: $0[0]) }, { Zipf(exponent: $0[0]) }, { Zipf(exponent: $0[0]) }),
    CatalogueEntry(
      [[0, 1], [3, 0.2], [-7, 5], [0, 0.03], [100, 40], [-1e6, 1e3], [0, 1e9]], constants: [0],
      invalid: [[0, 0], [0, -1], [0.5, 1], [0, .infinity], [.infinity, 1], [.nan, 1]],
      { DiscreteLaplace(location: $0[0], scale: $0[1]) },
      { DiscreteLaplace(location: $0[0], scale: $0[1]) },
      { DiscreteLaplace(location: $0[0], scale: $0[1]) }),
    CatalogueEntry(
      [[0], [1e-12], [0.01], [0.3], [0.5], [0.9], [0.97], [0.999], [1 - 1e-9]],
      invalid: [[1], [1.5], [-0.1], [.nan]],
      { Logarithmic(probability: $0[0]) }, { Logarithmic(probability: $0[0]) },
      { Logarithmic(probability: $0[0]) }),
    CatalogueEntry(
      [[1], [0.4], [1.5], [2.5], [3.5], [4.5], [8], [30], [1e6]],
      invalid: [[0], [-1], [.infinity], [.nan]],
      { YuleSimon(shape: $0[0]) }, { YuleSimon(shape: $0[0]) }, { YuleSimon(shape: $0[0]) }),
    CatalogueEntry(
      [
        [0.3], [0, 1], [0.2, 0.5, 0.9], [1, 0.4, 0, 0.4, 1], [1e-10, 1e-3, 1e-5, 1e-8],
        [0.5, 0.5, 0.5, 0.5, 0.5, 0.5], (1...60).map { Double($0) / 61 },
        (1...300).map { 0.3 / Double($0) },
      ],
      invalid: [[-0.1, 0.5], [0.5, 1.5], [.nan, 0.2]],
      { PoissonBinomial(probabilities: $0) }, { PoissonBinomial(probabilities: $0) },
      { PoissonBinomial(probabilities: Tensor(stacking: $0, alongAxis: -1)) }),
  ]
}
