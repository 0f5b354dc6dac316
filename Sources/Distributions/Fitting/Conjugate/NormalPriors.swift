import SpecialFunctions
import Tensors

/// A normal law of the mean of a normal law whose standard deviation is known.
///
/// ```
/// x | μ ~ Normal(μ, σ),   μ ~ Normal(m, τ)
/// ```
///
/// Source: A. Gelman and others, *Bayesian Data Analysis*, 3rd ed., 2013, § 2.5.
public struct NormalMeanPrior: ConjugatePrior, Hashable {
  /// The law of the mean.
  public let distribution: Normal<Double>
  /// σ, the standard deviation of the observations.
  public let standardDeviation: Double

  /// - Parameters:
  ///   - distribution: The law of the mean.
  ///   - standardDeviation: σ, positive and finite.
  public init(_ distribution: Normal<Double>, standardDeviation: Double) {
    self.distribution = distribution
    self.standardDeviation = standardDeviation
  }

  /// The precisions add: 1/τ² + n/σ²; the mean is the mean of m and x̄ weighted by them.
  public func posterior(given evidence: MomentStatistics) -> NormalMeanPrior {
    guard evidence.totalWeight > 0 else { return self }
    let share = share(of: evidence)
    let mean = distribution.mean + share * (evidence.mean - distribution.mean)
    let deviation = distribution.standardDeviation * (1 - share).squareRoot()
    // 1 − share cancels where the prior is vague; the other form does not.
    let precise = standardDeviation / evidence.totalWeight.squareRoot() * share.squareRoot()
    return NormalMeanPrior(
      Normal(mean: mean, standardDeviation: share < 0.5 ? deviation : precise),
      standardDeviation: standardDeviation)
  }

  /// nτ²/(nτ² + σ²): how far the mean goes from m to x̄.
  private func share(of evidence: MomentStatistics) -> Double {
    let ratio = square(standardDeviation / distribution.standardDeviation)
    return evidence.totalWeight / (evidence.totalWeight + ratio)
  }

  /// −n/2 log 2πσ² − Σ(x − x̄)²/(2σ²) − ½ log(1 + nτ²/σ²) − n(x̄ − m)²/(2(nτ² + σ²)).
  public func logMarginalLikelihood(of evidence: MomentStatistics) -> Double {
    let n = evidence.totalWeight
    guard n > 0 else { return 0 }
    let spread = square(distribution.standardDeviation / standardDeviation)
    let scatter = 0.5 * n * evidence.variance / square(standardDeviation)
    let offset = square((evidence.mean - distribution.mean) / standardDeviation)
    let constant = n * (0.91893853320467274178 + log(standardDeviation))
    return -constant - scatter - 0.5 * log(onePlus: n * spread)
      - 0.5 * n * offset / (1 + n * spread)
  }

  /// Normal(m, √(σ² + τ²)).
  public var predictive: Normal<Double> {
    let total = square(standardDeviation) + square(distribution.standardDeviation)
    return Normal(mean: distribution.mean, standardDeviation: total.squareRoot())
  }
}

/// A law of the mean and the variance of a normal law.
///
/// ```
/// x | μ, σ² ~ Normal(μ, σ),   μ | σ² ~ Normal(m, σ/√k),   σ² ~ InverseGamma(a, b)
/// ```
///
/// Source: A. Gelman and others, *Bayesian Data Analysis*, 3rd ed., 2013, § 3.3.
public struct NormalInverseGamma: ConjugatePrior, Hashable {
  /// m, where the mean is expected.
  public let mean: Double
  /// k, how many observations that expectation is worth.
  public let meanWeight: Double
  /// a, of the variance.
  public let shape: Double
  /// b, of the variance.
  public let scale: Double

  /// - Parameters:
  ///   - mean: m, finite.
  ///   - meanWeight: k, positive and finite.
  ///   - shape: a, positive and finite.
  ///   - scale: b, positive and finite.
  public init(mean: Double, meanWeight: Double, shape: Double, scale: Double) {
    self.mean = mean
    self.meanWeight = meanWeight
    self.shape = shape
    self.scale = scale
  }

  /// The law of the mean, the variance integrated out: a Student t law.
  public var marginalOfMean: StudentT<Double> {
    StudentT(
      degreesOfFreedom: 2 * shape, location: mean,
      scale: (scale / (shape * meanWeight)).squareRoot())
  }

  /// The law of the variance.
  public var marginalOfVariance: InverseGamma<Double> { InverseGamma(shape: shape, scale: scale) }

  /// The log-density of a mean and a variance.
  public func logProbability(ofMean mean: Double, variance: Double) -> Double {
    let deviation = (variance / meanWeight).squareRoot()
    return marginalOfVariance.logProbability(of: variance)
      + Normal(mean: self.mean, standardDeviation: deviation).logProbability(of: mean)
  }

  /// A mean and a variance drawn together.
  public func sample(
    using generator: inout some RandomNumberGenerator
  ) -> (mean: Double, variance: Double) {
    let variance = marginalOfVariance.sample(using: &generator)
    let law = Normal(mean: mean, standardDeviation: (variance / meanWeight).squareRoot())
    return (law.sample(using: &generator), variance)
  }

  /// k + n, the mean of m and x̄ weighted by k and n, a + n/2, and
  /// b + ½ Σ(x − x̄)² + ½ k n/(k + n) (x̄ − m)².
  public func posterior(given evidence: MomentStatistics) -> NormalInverseGamma {
    let n = evidence.totalWeight
    guard n > 0 else { return self }
    let weight = meanWeight + n
    let offset = evidence.mean - mean
    let squares = 0.5 * n * evidence.variance + 0.5 * meanWeight * (n / weight) * square(offset)
    return NormalInverseGamma(
      mean: mean + n / weight * offset, meanWeight: weight, shape: shape + 0.5 * n,
      scale: scale + squares)
  }

  /// log Γ(a′) − log Γ(a) + a log b − a′ log b′ + ½ log(k/k′) − n/2 log 2π, the posterior's primed.
  public func logMarginalLikelihood(of evidence: MomentStatistics) -> Double {
    let n = evidence.totalWeight
    guard n > 0 else { return 0 }
    let posterior = posterior(given: evidence)
    let scales: Double =
      -shape * log(posterior.scale / scale) - 0.5 * n * log(posterior.scale)
    return logGammaDifference(shape, 0.5 * n) + scales
      - 0.5 * log(posterior.meanWeight / meanWeight) - n * 0.91893853320467274178
  }

  /// The law of the next observation, a Student t law.
  public var predictive: StudentT<Double> {
    StudentT(
      degreesOfFreedom: 2 * shape, location: mean,
      scale: (scale / shape * (1 + 1 / meanWeight)).squareRoot())
  }
}
