import DistributionLaws
import Distributions
import Testing

/// Every family, once: the parameters at which all laws are tried.
///
/// A family is added by one file that lists its entries and one line here.
enum Catalogue {
  /// The families of all entries.
  static let names: Set<String> = Set(
    entries.map { type(of: $0.number($0.parameters[0])).familyName })

  static let entries: [CatalogueEntry] =
    [
      CatalogueEntry(
        [[0, 1], [3.5, 0.25], [-1e6, 1e-3], [1e-300, 1e150]],
        invalid: [[0, 0], [0, -1], [0, .infinity], [.infinity, 1], [.nan, 1]],
        { Normal(mean: $0[0], standardDeviation: $0[1]) },
        { Normal(mean: $0[0], standardDeviation: $0[1]) },
        { Normal(mean: $0[0], standardDeviation: $0[1]) }),
      CatalogueEntry(
        [[0, 1], [-2.5, 3], [1e6, 1e-3], [0, 1e150]],
        invalid: [[0, 0], [0, -1], [0, .infinity], [.infinity, 1], [.nan, 1]],
        { Cauchy(location: $0[0], scale: $0[1]) },
        { Cauchy(location: $0[0], scale: $0[1]) },
        { Cauchy(location: $0[0], scale: $0[1]) }),
      CatalogueEntry(
        [[0, 1], [-3, 7.5], [1e6, 1e6 + 1e-3], [-1e150, 1e150]], constants: [0, 1],
        invalid: [[1, 1], [2, 1], [0, .infinity], [-.infinity, 1], [.nan, 1]],
        { Uniform(lowerBound: $0[0], upperBound: $0[1]) },
        { Uniform(lowerBound: $0[0], upperBound: $0[1]) },
        { Uniform(lowerBound: $0[0], upperBound: $0[1]) }),
      CatalogueEntry(
        [[1, 0, 1], [2.5, -1, 2], [30, 0, 1], [0.3, 3, 0.5], [4.5, 1e6, 1e-3], [1e12, 0, 1]],
        invalid: [[0, 0, 1], [-1, 0, 1], [.infinity, 0, 1], [1, 0, 0], [1, .nan, 1]],
        { StudentT(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2]) },
        { StudentT(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2]) },
        { StudentT(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2]) }),
      CatalogueEntry(
        [[0], [1e-12], [0.1], [0.5], [0.75], [1]], invalid: [[-0.1], [1.5], [.nan]],
        { Bernoulli(probability: $0[0]) }, { Bernoulli(probability: $0[0]) },
        { Bernoulli(probability: $0[0]) }),
      CatalogueEntry(
        [[-30], [-1], [0], [3], [40]], invalid: [[.nan]],
        { Bernoulli(logit: $0[0]) }, { Bernoulli(logit: $0[0]) }, { Bernoulli(logit: $0[0]) }),
      CatalogueEntry(
        [[1], [0.25, 0.1, 0.65], [0.8, 0.2, 0], [0, 0.5, 0.5], [1e-20, 1]],
        invalid: [[-0.5, 1.5], [.nan, 1], [0, 0]],
        { Categorical(probabilities: $0) }, { Categorical(probabilities: $0) },
        { Categorical(probabilities: Tensor(stacking: $0, alongAxis: -1)) }),
      CatalogueEntry(
        [[0], [1, 2, 3], [-700, -701, -690], [50, 0, 0, 1]],
        invalid: [[.nan, 0], [.infinity, 0], [-.infinity, -.infinity]],
        { Categorical(logits: $0) }, { Categorical(logits: $0) },
        { Categorical(logits: Tensor(stacking: $0, alongAxis: -1)) }),
    ] + counts + countsMore + classical + halfLine + continuousMore + noncentral
    + lifetimes
}

/// A family and the parameters at which its laws are tried.
struct CatalogueEntry: Sendable, CustomTestStringConvertible {
  /// Typical, extreme and boundary parameters.
  let parameters: [[Double]]
  /// Parameters without a gradient.
  let constants: Set<Int>
  /// Parameters outside the domain.
  let invalid: [[Double]]
  /// Laws that are known to fail, with the reason: law's text to reason.
  let knownIssues: [String: String]
  let number: @Sendable ([Double]) -> any UnivariateDistribution<Double>
  let float: @Sendable ([Float]) -> any UnivariateDistribution<Float>
  let batch: @Sendable ([Tensor<Double>]) -> any UnivariateDistribution<Tensor<Double>>

  init(
    _ parameters: [[Double]], constants: Set<Int> = [], invalid: [[Double]],
    knownIssues: [String: String] = [:],
    _ number: @escaping @Sendable ([Double]) -> any UnivariateDistribution<Double>,
    _ float: @escaping @Sendable ([Float]) -> any UnivariateDistribution<Float>,
    _ batch: @escaping @Sendable ([Tensor<Double>]) -> any UnivariateDistribution<Tensor<Double>>
  ) {
    self.parameters = parameters
    self.constants = constants
    self.invalid = invalid
    self.knownIssues = knownIssues
    self.number = number
    self.float = float
    self.batch = batch
  }

  var testDescription: String { parameters.first.map { number($0).description } ?? "" }
}
