import SpecialFunctions
import Tensors

/// A law of a parameter that data turn into another of the same kind: the posterior by Bayes' rule.
///
/// ```swift
/// let prior = Beta(alpha: 1, beta: 1)
/// let posterior = prior.posterior(given: OutcomeStatistics(successes: 42, failures: 958))
/// print(posterior.quantile(0.025), posterior.quantile(0.975))
/// ```
///
/// Source: A. Gelman, J. B. Carlin, H. S. Stern, D. B. Dunson, A. Vehtari, D. B. Rubin, *Bayesian Data
/// Analysis*, 3rd ed., 2013, ch. 2 and 3.
public protocol ConjugatePrior: Sendable {
  /// What is kept of a sample.
  associatedtype Evidence: SufficientStatistics
  /// The law of the next observation.
  associatedtype Predictive: Distribution<Double>

  /// The law of the parameter, given a sample.
  func posterior(given evidence: Evidence) -> Self
  /// The log of the density (or mass) of the sample, one observation after another, the parameter
  /// integrated out. Differences of it between models are log Bayes factors.
  func logMarginalLikelihood(of evidence: Evidence) -> Double
  /// The law of the next observation, the parameter integrated out.
  var predictive: Predictive { get }
}

extension ConjugatePrior {
  /// The law of the parameter, given a sample.
  ///
  /// - Throws: ``FittingError`` for an observation that is not possible.
  public func posterior(given sample: [Evidence.Observation]) throws(FittingError) -> Self {
    posterior(given: try Evidence(sample))
  }

  /// The log of the density (or mass) of a sample, the parameter integrated out.
  ///
  /// - Throws: ``FittingError`` for an observation that is not possible.
  public func logMarginalLikelihood(
    of sample: [Evidence.Observation]
  ) throws(FittingError) -> Double {
    logMarginalLikelihood(of: try Evidence(sample))
  }
}

/// Of the probability of a ``Bernoulli`` or ``Binomial`` law.
extension Beta: ConjugatePrior where Value == Double {
  /// Beta(α + successes, β + failures).
  public func posterior(given evidence: OutcomeStatistics) -> Self {
    Beta(alpha: alpha + evidence.successes, beta: beta + evidence.failures)
  }

  /// log B(α + s, β + f) − log B(α, β): of the outcomes in their order; of their number alone it is
  /// log C(s + f, s) more.
  public func logMarginalLikelihood(of evidence: OutcomeStatistics) -> Double {
    logGammaDifference(alpha, evidence.successes) + logGammaDifference(beta, evidence.failures)
      - logGammaDifference(alpha + beta, evidence.totalWeight)
  }

  /// Bernoulli(α/(α + β)).
  public var predictive: Bernoulli<Double> { Bernoulli(probability: alpha / (alpha + beta)) }
}

/// Of the rate of a ``Poisson`` law.
extension Gamma: ConjugatePrior where Value == Double {
  /// Gamma(a + Σk, β + n).
  public func posterior(given evidence: CountStatistics) -> Self {
    Gamma(shape: shape + evidence.sum, rate: rate + evidence.totalWeight)
  }

  /// log Γ(a + Σk) − log Γ(a) − a log(1 + n/β) − Σk log(β + n) − Σ log k!.
  public func logMarginalLikelihood(of evidence: CountStatistics) -> Double {
    let n = evidence.totalWeight
    let sum = evidence.sum
    let powers: Double = shape * log(onePlus: n / rate) + xLogY(sum, rate + n)
    return logGammaDifference(shape, sum) - powers - n * evidence.meanLogFactorial
  }

  /// NegativeBinomial(a, β/(β + 1)).
  public var predictive: NegativeBinomial<Double> {
    NegativeBinomial(successes: shape, probability: rate / (rate + 1))
  }
}

/// Of the probabilities of a ``Categorical`` law.
extension Dirichlet: ConjugatePrior where Value == Double {
  /// Dirichlet(αᵢ + nᵢ). Classes beyond those of the prior make it invalid, a concentration NaN.
  public func posterior(given evidence: ClassStatistics) -> Self {
    Dirichlet(concentration: joined(evidence).map { $0 + $1 })
  }

  /// Σ (log Γ(αᵢ + nᵢ) − log Γ(αᵢ)) − log Γ(A + n) + log Γ(A): of the classes in their order.
  public func logMarginalLikelihood(of evidence: ClassStatistics) -> Double {
    let pairs = joined(evidence)
    let total = pairs.reduce(0) { $0 + $1.0 }
    return pairs.reduce(-logGammaDifference(total, evidence.totalWeight)) {
      $0 + logGammaDifference($1.0, $1.1)
    }
  }

  /// Categorical(αᵢ/A).
  public var predictive: Categorical<Double> {
    let alpha = concentration.scalars
    let total = alpha.reduce(0, +)
    return Categorical(probabilities: alpha.map { $0 / total })
  }

  /// Each concentration with the weight of its class.
  private func joined(_ evidence: ClassStatistics) -> [(Double, Double)] {
    let alpha = concentration.scalars
    let count = max(alpha.count, evidence.weights.count)
    return (0..<count).map { i in
      (i < alpha.count ? alpha[i] : .nan, i < evidence.weights.count ? evidence.weights[i] : 0)
    }
  }
}
