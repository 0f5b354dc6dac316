import Distributions
import Testing

/// Posteriors against integrals by mpmath, and against the chain rule.
@Suite struct ConjugatePriorTests {
  private let references = FittingReferences.shared.marginals

  @Test func marginalLikelihoodsAreIntegrals() throws {
    let (outcomes, counts, numbers) = (references.outcomes, references.counts, references.numbers)
    let beta = Beta(alpha: 1.5, beta: 2.5).logMarginalLikelihood(
      of: OutcomeStatistics(successes: outcomes[0], failures: outcomes[1]))
    try expect(beta, references.beta)
    try expect(
      try Gamma(shape: 2.5, rate: 0.75).logMarginalLikelihood(of: counts), references.gamma)
    let mean = NormalMeanPrior(Normal(mean: 0.5, standardDeviation: 2), standardDeviation: 1.5)
    try expect(try mean.logMarginalLikelihood(of: numbers), references.mean)
    let both = NormalInverseGamma(mean: 0.2, meanWeight: 0.8, shape: 2.5, scale: 1.75)
    try expect(try both.logMarginalLikelihood(of: numbers), references.meanAndVariance)
    try expect(
      Dirichlet(concentration: [1, 2, 0.5]).logMarginalLikelihood(
        of: ClassStatistics(weights: [4, 1, 2])), references.dirichlet)
  }

  private func expect(_ value: Double, _ text: String) throws {
    let truth = try #require(Double(text))
    #expect(abs(value - truth) <= 1e-12 * abs(truth), "\(value), exactly \(text)")
  }

  /// A sample is as likely as its first observation, times the next given the first, and so on.
  @Test func chainRule() throws {
    func check<Prior: ConjugatePrior>(
      _ prior: Prior, _ sample: [Prior.Evidence.Observation],
      _ logProbability: (Prior.Predictive, Prior.Evidence.Observation) -> Double
    ) throws {
      var current = prior
      var sum = 0.0
      for x in sample {
        sum += logProbability(current.predictive, x)
        current = try current.posterior(given: [x])
      }
      let whole = try prior.logMarginalLikelihood(of: sample)
      #expect(abs(sum - whole) <= 1e-12 * abs(whole), "\(sum) \(whole)")
      #expect(prior.logMarginalLikelihood(of: Prior.Evidence()) == 0)
    }
    try check(Beta(alpha: 0.5, beta: 2), [true, false, false, true, true]) {
      $0.logProbability(of: $1)
    }
    try check(Gamma(shape: 0.5, rate: 2), [0, 5, 1, 1, 9]) { $0.logProbability(of: $1) }
    try check(Dirichlet(concentration: [0.5, 2, 1]), [0, 1, 1, 2, 0]) {
      $0.logProbability(of: $1)
    }
    let numbers = [0.25, -3, 1.5, 8, 0.125]
    let mean = NormalMeanPrior(Normal(mean: 1, standardDeviation: 3), standardDeviation: 0.5)
    try check(mean, numbers) { $0.logProbability(of: $1) }
    let both = NormalInverseGamma(mean: 1, meanWeight: 0.5, shape: 3, scale: 2)
    try check(both, numbers) { $0.logProbability(of: $1) }
  }

  /// Posterior over prior is likelihood over marginal likelihood, at any parameter.
  @Test func bayesRule() throws {
    let counts = [3, 0, 4]
    let prior = Gamma(shape: 2.5, rate: 0.75)
    let posterior = try prior.posterior(given: counts)
    #expect(posterior == Gamma(shape: 9.5, rate: 3.75))
    for rate in [0.5, 2, 9] {
      let likelihood = counts.reduce(0) { $0 + Poisson(rate: rate).logProbability(of: $1) }
      let ratio = posterior.logProbability(of: rate) - prior.logProbability(of: rate)
      let marginal = try prior.logMarginalLikelihood(of: counts)
      #expect(abs(ratio - (likelihood - marginal)) < 1e-12)
    }
    let numbers = [0.25, -3, 1.5]
    let law = NormalInverseGamma(mean: 1, meanWeight: 0.5, shape: 3, scale: 2)
    let after = try law.posterior(given: numbers)
    for (mean, variance) in [(0.0, 1.0), (-2, 0.5), (3, 7)] {
      let normal = Normal(mean: mean, standardDeviation: variance.squareRoot())
      let likelihood = numbers.reduce(0) { $0 + normal.logProbability(of: $1) }
      let ratio =
        after.logProbability(ofMean: mean, variance: variance)
        - law.logProbability(ofMean: mean, variance: variance)
      let marginal = try law.logMarginalLikelihood(of: numbers)
      #expect(abs(ratio - (likelihood - marginal)) < 1e-12)
    }
    #expect(
      Beta(alpha: 1, beta: 1).posterior(given: OutcomeStatistics(successes: 3, failures: 2))
        == Beta(alpha: 4, beta: 3))
  }

  /// The marginal of the mean is that of the pairs drawn.
  @Test func marginalOfMean() throws {
    let law = NormalInverseGamma(mean: 1, meanWeight: 0.5, shape: 3, scale: 2)
    var generator = Philox4x32(seed: 6)
    let means = (0..<4000).map { _ in law.sample(using: &generator).mean }
    let variances = (0..<4000).map { _ in law.sample(using: &generator).variance }
    #expect(try law.marginalOfMean.kolmogorovSmirnov(of: means).pValue > 1e-3)
    #expect(try law.marginalOfVariance.kolmogorovSmirnov(of: variances).pValue > 1e-3)
  }

  @Test func aVaguePriorGivesTheFit() throws {
    let numbers = [2.5, 3.5, 1.25, 4]
    let vague = NormalMeanPrior(Normal(mean: 0, standardDeviation: 1e9), standardDeviation: 2)
    let posterior = try vague.posterior(given: numbers).distribution
    #expect(abs(posterior.mean - 11.25 / 4) < 1e-12)
    #expect(abs(posterior.standardDeviation - 1) < 1e-12)
  }
}
