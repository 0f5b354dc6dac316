import Distributions

extension Catalogue {
  /// Relatives of the beta, extreme value and normal laws.
  static let continuousMore: [CatalogueEntry] = [
    CatalogueEntry(
      [
        [1, 1], [2, 3], [0.5, 0.5], [1, 8], [8, 2.5], [0.3, 4.5], [30, 0.7], [100, 250],
        [2.5, 1e4], [1e8, 3e8],
      ],
      invalid: [
        [0, 1], [-1, 1], [.infinity, 1], [1, 0], [1, -1], [1, .nan], [1, .infinity],
      ],
      { BetaPrime(alpha: $0[0], beta: $0[1]) }, { BetaPrime(alpha: $0[0], beta: $0[1]) },
      { BetaPrime(alpha: $0[0], beta: $0[1]) }),
    CatalogueEntry(
      [
        [1, 1], [2, 4], [5, 10], [1, 9], [3.5, 5], [60, 1.5], [200, 500], [1e8, 1e8], [4, 1e10],
      ],
      invalid: [
        [0, 1], [-1, 1], [.infinity, 1], [1, 0], [1, -1], [1, .nan], [1, .infinity],
      ],
      { FisherF(numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1]) },
      { FisherF(numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1]) },
      { FisherF(numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1]) }),
    CatalogueEntry(
      [[0, 1], [-3, 7.5], [1e6, 1e6 + 1e-3], [-1e150, 1e150]], constants: [0, 1],
      invalid: [[1, 1], [2, 1], [0, .infinity], [-.infinity, 1], [.nan, 1]],
      { Arcsine(lowerBound: $0[0], upperBound: $0[1]) },
      { Arcsine(lowerBound: $0[0], upperBound: $0[1]) },
      { Arcsine(lowerBound: $0[0], upperBound: $0[1]) }),
    CatalogueEntry(
      [
        [0, 1, 0], [1, 2, 0.2], [2, 1, 0.5], [4, 1, 0.25], [0, 1, 1.5], [-1, 0.5, -0.3],
        [0, 1, -1], [0, 3, -1.5], [3, 2, 1e-9], [5, 1e-3, 0.1], [0, 1, -1e-5],
      ],
      invalid: [[0, 0, 1], [0, -1, 1], [.nan, 1, 1], [0, 1, .infinity], [0, .infinity, 0]],
      { GeneralizedExtremeValue(location: $0[0], scale: $0[1], shape: $0[2]) },
      { GeneralizedExtremeValue(location: $0[0], scale: $0[1], shape: $0[2]) },
      { GeneralizedExtremeValue(location: $0[0], scale: $0[1], shape: $0[2]) }),
    CatalogueEntry(
      [[0, 1], [1.5, 0.25], [-3, 2], [-20, 5], [0, 30], [0.5, 1e-6]],
      invalid: [[0, 0], [0, -1], [0, .infinity], [.infinity, 1], [.nan, 1]],
      { LogitNormal(logitMean: $0[0], logitStandardDeviation: $0[1]) },
      { LogitNormal(logitMean: $0[0], logitStandardDeviation: $0[1]) },
      { LogitNormal(logitMean: $0[0], logitStandardDeviation: $0[1]) }),
    CatalogueEntry(
      [[0.5], [0.1], [0.75], [0.5 + 1e-9], [0.49], [1e-12], [0.999]],
      invalid: [[0], [1], [-0.1], [1.5], [.nan]],
      { ContinuousBernoulli(probability: $0[0]) }, { ContinuousBernoulli(probability: $0[0]) },
      { ContinuousBernoulli(probability: $0[0]) }),
    CatalogueEntry(
      [[0], [1e-20], [-3], [3], [50], [-1e6], [2000]], invalid: [[.infinity], [.nan]],
      { ContinuousBernoulli(logit: $0[0]) }, { ContinuousBernoulli(logit: $0[0]) },
      { ContinuousBernoulli(logit: $0[0]) }),
  ]
}
