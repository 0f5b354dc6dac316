import Distributions
import RandomGenerators
import Testing

/// Draws, batches and gradients of multivariate families.
@Suite struct MultivariateTests {
  static let families: [String] = [
    "MultivariateNormal(mean: [1, -2], covariance: [[4, 1], [1, 3]])",
    "MultivariateNormal(mean: [1, -2], scaleFactor: [[2, 0], [-0.75, 1.5]])",
    "MultivariateNormal(mean: [1, -2], standardDeviations: [0.1, 2])",
    "LowRankMultivariateNormal(mean: [1, -2], factor: [[1], [-2]], diagonal: [0.5, 1])",
    "MultivariateStudentT(degreesOfFreedom: 9, location: [0, 1], scaleFactor: [[1, 0], [2, 3]])",
    "Dirichlet(concentration: [0.5, 1.5, 3])",
    "Dirichlet(concentration: [0.01, 0.02, 0.03])",
    "Multinomial(trials: 10, probabilities: [0.2, 0.3, 0.5])",
    "Multinomial(trials: 1000, probabilities: [0.001, 0.299, 0.7])",
    "DirichletMultinomial(trials: 10, concentration: [0.5, 1.5, 3])",
    "DirichletMultinomial(trials: 1000, concentration: [20, 400, 0.5])",
    "OneHotCategorical([0.2, 0.3, 0.5])",
    "Wishart(degreesOfFreedom: 7.5, scaleFactor: [[1, 0], [0.5, 2]])",
    "Product([Normal(0, 1), Uniform(2, 3)])",
  ]

  /// Means within six standard errors, and variances within a tenth: 4,000 draws, fixed seed.
  @Test(arguments: families)
  func drawsHaveTheMomentsThatAreStated(_ text: String) throws {
    let p = try #require(
      try distribution(parsing: text) as? any MultivariateDistribution<Double>)
    let count = 4_000
    let draws = moments(p, count)
    let mean = p.mean.scalars
    let covariance = p.covariance.scalars
    let size = mean.count
    for index in 0..<size {
      let variance = covariance[index * size + index]
      let error = (variance / Double(count)).squareRoot()
      #expect(abs(draws.mean[index] - mean[index]) < 6 * error, "\(text) \(index)")
      #expect(abs(draws.variance[index] / variance - 1) < 0.3, "\(text) \(index)")
    }
  }

  private func moments<P: MultivariateDistribution<Double>>(
    _ p: P, _ count: Int
  ) -> (mean: [Double], variance: [Double]) {
    var generator = Philox4x32(seed: 7)
    let draws = p.sample(shape: [count], using: &generator)
    let size = p.eventShape.reduce(1, *)
    let rows = p.lineOfDraws(draws, size)
    let mean = (0..<size).map { i in rows.map { $0[i] }.reduce(0, +) / Double(count) }
    let variance = (0..<size).map { i in
      rows.map { ($0[i] - mean[i]) * ($0[i] - mean[i]) }.reduce(0, +) / Double(count)
    }
    return (mean, variance)
  }

  /// The log-probability averages to minus the entropy: within six standard errors.
  @Test(arguments: families)
  func theEntropyIsTheMeanOfTheLogProbability(_ text: String) throws {
    let p = try #require(
      try distribution(parsing: text) as? any MultivariateDistribution<Double>)
    var generator = Philox4x32(seed: 8)
    let count = 500
    let draws = p.sample(count: count, using: &generator)
    let logs = draws.map { p.logProbability(of: $0) }
    let mean = logs.reduce(0, +) / Double(count)
    let variance = logs.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(count)
    let error = (variance / Double(count)).squareRoot()
    #expect(abs(mean + p.entropy) <= 6 * error + 1e-12, "\(text): \(-mean), \(p.entropy)")
  }

  @Test func batchesAgreeWithTheirElements() throws {
    let concentration = Tensor<Double>([[0.5, 1.5, 3], [1e8, 2e8, 3e8]])
    let batch = Dirichlet<Tensor<Double>>(concentration: concentration)
    let x = Tensor<Double>([[0.2, 0.3, 0.5], [0.1666, 0.3334, 0.5]])
    let together = batch.logProbability(of: x).scalars
    let entropies = batch.entropy.scalars
    for (index, element) in batch.elements().distributions.enumerated() {
      let single = try #require(element as? Dirichlet<Double>)
      #expect(single.logProbability(of: x[index]) == together[index])
      #expect(single.entropy == entropies[index])
    }
    #expect(batch.mode.shape == [2, 3])
    #expect(batch.covariance.shape == [2, 3, 3])
  }

  @Test func gradientsOfTheDirichletDensityAreItsDerivatives() throws {
    let alpha = Tensor<Double>([0.5, 1.5, 3])
    let x = Tensor<Double>([0.2, 0.3, 0.5])
    let gradient = try gradient(at: alpha) {
      Dirichlet<Tensor<Double>>(concentration: $0).logProbability(of: x)
    }
    // ψ(A) − ψ(αᵢ) + log xᵢ
    let total = digamma(5.0)
    for (index, a) in [0.5, 1.5, 3].enumerated() {
      let expected = total - digamma(a) + log(x.scalars[index])
      #expect(abs(gradient.scalars[index] - expected) < 1e-13)
    }
  }

  @Test func gradientsOfTheNormalDensityAreItsDerivatives() throws {
    let mean = Tensor<Double>([1, -2])
    let factor = Tensor<Double>([[2, 0], [-0.75, 1.5]])
    let x = Tensor<Double>([0.5, 0.25])
    let byMean = try gradient(at: mean) {
      MultivariateNormal<Tensor<Double>>(mean: $0, scaleFactor: factor).logProbability(of: x)
    }
    // Σ⁻¹(x − μ)
    let covariance = factor.matmul(factor.matrixTransposed())
    let back = covariance.matmul(byMean.expandingShape(at: -1)).squeezingShape(at: -1)
    for (found, expected) in zip(back.scalars, (x - mean).scalars) {
      #expect(abs(found - expected) < 1e-14)
    }
  }

  @Test func drawsOfTinyConcentrationsAreCorners() throws {
    var generator = Philox4x32(seed: 3)
    let p = Dirichlet(concentration: [1e-3, 1e-3])
    let draws = p.sample(shape: [20_000], using: &generator).scalars
    #expect(draws.allSatisfy { $0 >= 0 && $0 <= 1 })
    let firsts = stride(from: 0, to: draws.count, by: 2).map { draws[$0] }
    // 0.04% lie in (0.4, 0.6): 8 of 20,000, three standard deviations either side.
    let middle = firsts.filter { $0 > 0.4 && $0 < 0.6 }.count
    #expect(middle <= 18)
    let upper = firsts.filter { $0 > 0.5 }.count
    #expect(abs(upper - 10_000) < 400)
  }

  @Test func invalidParametersGiveNaN() {
    let x = Tensor<Double>([0.25, 0.75])
    #expect(Dirichlet(concentration: [-1.0, 2]).logProbability(of: x).isNaN)
    #expect(Dirichlet(concentration: [-1.0, 2]).entropy.isNaN)
    let normal = MultivariateNormal(mean: [0.0, 0], covariance: [[1, 2], [2, 1]])
    #expect(normal.logProbability(of: x).isNaN)
    #expect(normal.entropy.isNaN)
    #expect(
      Multinomial(trials: 2.5, probabilities: [0.5, 0.5]).logProbability(of: Tensor([1, 1])).isNaN)
    #expect(
      Wishart(degreesOfFreedom: 0.5, scaleFactor: [[1, 0], [0, 1]])
        .logProbability(of: Tensor([[1, 0], [0, 1]])).isNaN)
  }

  @Test func valuesOutsideHaveNoProbability() {
    let dirichlet = Dirichlet(concentration: [2.0, 3])
    #expect(dirichlet.logProbability(of: Tensor([0.5, 0.6])) == -.infinity)
    #expect(dirichlet.logProbability(of: Tensor([-0.5, 1.5])) == -.infinity)
    #expect(dirichlet.logProbability(of: Tensor([0, 1])) == -.infinity)
    #expect(dirichlet.logProbability(of: Tensor([Double.nan, 1])).isNaN)
    // α = 1 and below at a share of 0.
    let flat = Dirichlet(concentration: [1.0, 2]).logProbability(of: Tensor([0.0, 1]))
    #expect(abs(flat - 0.6931471805599453) < 1e-15)
    #expect(Dirichlet(concentration: [0.5, 2]).logProbability(of: Tensor([0.0, 1])) == .infinity)
    let multinomial = Multinomial(trials: 3, probabilities: [0.5, 0.5, 0])
    #expect(multinomial.logProbability(of: Tensor([1, 1, 1])) == -.infinity)
    #expect(multinomial.logProbability(of: Tensor([1, 1, 0])) == -.infinity)
    #expect(multinomial.logProbability(of: Tensor([1.5, 1.5, 0])) == -.infinity)
    let hot = OneHotCategorical(probabilities: [0.5, 0.5])
    #expect(hot.logProbability(of: Tensor([1, 1])) == -.infinity)
    let wishart = Wishart(degreesOfFreedom: 3, scaleFactor: [[1, 0], [0, 1]])
    #expect(wishart.logProbability(of: Tensor([[1, 2], [2, 1]])) == -.infinity)
  }
}

extension MultivariateDistribution where Value == Double {
  /// Draws as rows of numbers.
  fileprivate func lineOfDraws(_ draws: Tensor<Element>, _ size: Int) -> [[Double]] {
    guard let numbers = draws as? Tensor<Double> else { return [] }
    let scalars = numbers.scalars
    return stride(from: 0, to: scalars.count, by: size).map { Array(scalars[$0..<$0 + size]) }
  }
}
