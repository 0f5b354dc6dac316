import Distributions
import Testing

/// Laws of vectors: draws give parameters back, and wrong rows are named.
@Suite struct MultivariateFitTests {
  @Test func normal() throws {
    let p = MultivariateNormal(mean: [1, -2], covariance: [[2, 0.6], [0.6, 0.5]])
    var generator = Philox4x32(seed: 1)
    let draws = p.sample(shape: [5000], using: &generator)
    let fit = try MultivariateNormal.fit(to: draws)
    let truth: [String: Double] = [
      "mean[0]": 1, "mean[1]": -2, "covariance[0][0]": 2, "covariance[1][0]": 0.6,
      "covariance[1][1]": 0.5,
    ]
    #expect(fit.parameterCount == 5)
    for parameter in fit.parameters {
      let expected = try #require(truth[parameter.label])
      #expect(abs(parameter.value - expected) <= 4 * parameter.standardError, "\(parameter)")
    }
    let batch = MultivariateNormal(
      mean: fit.distribution.mean, covariance: fit.distribution.covariance)
    let direct = batch.logProbability(of: draws).sum().scalar
    #expect(abs(fit.logLikelihood - direct) < 1e-9 * abs(direct))
    // One statistic of halves is that of the whole.
    var halves = [VectorStatistics(), VectorStatistics()]
    for row in 0..<5000 {
      try halves[row / 2500].add(draws.sliced(row..<row + 1).flattened())
    }
    let merged = try MultivariateNormal<Double>.fit(to: halves[0].merging(halves[1]))
    #expect(abs(merged.logLikelihood - fit.logLikelihood) < 1e-9 * abs(direct))
  }

  @Test func dirichlet() throws {
    let p = Dirichlet(concentration: [0.6, 2, 5])
    var generator = Philox4x32(seed: 2)
    let draws = p.sample(shape: [5000], using: &generator)
    let fit = try Dirichlet.fit(to: draws)
    for (parameter, truth) in zip(fit.parameters, [0.6, 2, 5]) {
      #expect(abs(parameter.value - truth) <= 4 * parameter.standardError, "\(parameter)")
    }
    let batch = Dirichlet(concentration: fit.distribution.concentration)
    let direct = batch.logProbability(of: draws).sum().scalar
    #expect(abs(fit.logLikelihood - direct) < 1e-9 * abs(direct))
    // Weights count as repetitions.
    let few = draws.sliced(0..<40)
    let twice = Tensor(concatenating: [few, few.sliced(0..<20)])
    let weights = (0..<40).map { $0 < 20 ? 2.0 : 1.0 }
    let repeated = try Dirichlet.fit(to: twice)
    let weighted = try Dirichlet.fit(to: few, weights: weights)
    for (one, other) in zip(weighted.parameters, repeated.parameters) {
      #expect(abs(one.value - other.value) < 1e-9 * other.value)
      #expect(abs(one.standardError - other.standardError) < 1e-9 * other.standardError)
    }
  }

  @Test func multinomial() throws {
    let p = Multinomial(trials: 20, probabilities: [0.2, 0.3, 0.5])
    var generator = Philox4x32(seed: 3)
    let draws = p.sample(shape: [2000], using: &generator)
    let fit = try Multinomial.fit(to: draws)
    #expect(fit.parameterCount == 2)
    for (parameter, truth) in zip(fit.parameters, [0.2, 0.3, 0.5]) {
      #expect(abs(parameter.value - truth) <= 4 * parameter.standardError)
    }
  }

  @Test func wrongRowsAreNamed() {
    let plane = Tensor<Double>([[1, 2], [2, 4], [3, 6], [5, 10]])
    #expect(throws: FittingError.self) { try MultivariateNormal.fit(to: plane) }
    let shares = Tensor<Double>([[0.5, 0.5], [0.2, 0.7]])
    #expect(
      throws: FittingError.malformed(
        family: "Dirichlet", index: 1, problem: "must be of positive shares that sum to 1")
    ) { try Dirichlet.fit(to: shares) }
    let numbers = Tensor<Double>([[1, 2], [.nan, 1]])
    #expect(
      throws: FittingError.malformed(
        family: "MultivariateNormal", index: 1, problem: "has a number that is not finite")
    ) { try MultivariateNormal.fit(to: numbers) }
    #expect(throws: FittingError.self) { try Multinomial.fit(to: Tensor([[1, 2], [2, 2]])) }
    #expect(throws: FittingError.self) {
      try MultivariateNormal.fit(to: Tensor<Double>([1, 2, 3]))
    }
  }
}
