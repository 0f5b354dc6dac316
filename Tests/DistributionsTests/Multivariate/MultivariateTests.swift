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
    "InverseWishart(degreesOfFreedom: 40.5, scaleFactor: [[1, 0], [0.5, 2]])",
    "MatrixNormal([[1, -2], [0, 3]], [[2, 0], [-0.75, 1.5]], [[1, 0], [0.5, 3]])",
    "LKJCholesky(dimension: 4, concentration: 1.5)",
    "LKJCholesky(dimension: 3, concentration: 0.25)",
    "RelaxedOneHotCategorical(temperature: 0.7, probabilities: [0.2, 0.3, 0.5])",
    "RelaxedOneHotCategorical(temperature: 3, logits: [0.5, -2, 0, 1])",
    "VonMisesFisher(meanDirection: [0.6, 0.8], concentration: 2)",
    "VonMisesFisher(meanDirection: [0.36, 0.48, 0.8], concentration: 50)",
    "VonMisesFisher(meanDirection: [0.5, -0.5, 0.5, -0.5, 0], concentration: 0)",
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
      #expect(abs(draws.mean[index] - mean[index]) <= 6 * error + 1e-12, "\(text) \(index)")
      // An element that never varies has no variance.
      let difference = abs(draws.variance[index] - variance)
      #expect(difference <= 0.3 * variance + 1e-30, "\(text) \(index)")
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

  @Test func drawsLieInTheirSpace() throws {
    var generator = Philox4x32(seed: 12)
    let factors = LKJCholesky(dimension: 4, concentration: 0.1)
      .sample(shape: [500], using: &generator)
    let points = VonMisesFisher(meanDirection: [0.6, 0.0, 0.8], concentration: 1e12)
      .sample(shape: [500], using: &generator)
    for index in 0..<500 {
      let factor = factors[index]
      let p = LKJCholesky(dimension: 4, concentration: 0.1).logProbability(of: factor)
      #expect(p.isFinite || p == .infinity)
      let product = factor.matmul(factor.matrixTransposed()).diagonalPart().scalars
      #expect(product.allSatisfy { abs($0 - 1) < 1e-14 })
      let point = points[index].scalars
      #expect(abs(point.reduce(0) { $0 + $1 * $1 } - 1) < 1e-14)
    }
    // Towards a temperature of 0 shares are corners, and no share is lost as NaN.
    let cold = RelaxedOneHotCategorical(temperature: 1e-3, probabilities: [0.2, 0.8])
    let shares = cold.sample(shape: [2_000], using: &generator).scalars
    #expect(shares.allSatisfy { $0 >= 0 && $0 <= 1 })
    let first = stride(from: 0, to: shares.count, by: 2).map { shares[$0] }.reduce(0, +)
    #expect(abs(first - 400) < 6 * 18)
  }

  /// The distance from the mean direction against its law: on the sphere in three dimensions
  /// μᵀx has a density proportional to e^(κμᵀx).
  @Test func directionsFollowTheirLaw() throws {
    var generator = Philox4x32(seed: 13)
    let kappa = 3.0
    let points = VonMisesFisher(meanDirection: [0.0, 0, 1], concentration: kappa)
      .sample(shape: [20_000], using: &generator).scalars
    let heights = stride(from: 2, to: points.count, by: 3).map { points[$0] }.sorted()
    var largest = 0.0
    for (index, height) in heights.enumerated() {
      let cdf = expMinusOne(kappa * (height + 1)) / expMinusOne(2 * kappa)
      largest = max(
        largest, abs(cdf - Double(index) / 20_000), abs(cdf - Double(index + 1) / 20_000))
    }
    // 1.95/√n is passed by one sample in a thousand.
    #expect(largest < 1.95 / 20_000.0.squareRoot())
  }

  /// Relaxed laws of two classes are those of one share.
  @Test func relaxedClassesAgreeWithTheRelaxedCoin() {
    for (temperature, logit) in [(0.5, 0.25), (1.0, -1.5), (3.0, 2.0)] {
      let coin = RelaxedBernoulli(temperature: temperature, logit: logit)
      let classes = RelaxedOneHotCategorical(temperature: temperature, logits: [logit, 0])
      for x in [0.0, 1e-9, 0.25, 0.5, 0.875] {
        let found = classes.logProbability(of: Tensor([x, 1 - x]))
        let expected = coin.logProbability(of: x)
        #expect(found == expected || abs(found - expected) < 1e-12 * max(1, abs(expected)))
      }
      #expect(abs(classes.mean.scalars[0] - coin.mean) < 1e-9)
      #expect(abs(classes.covariance.scalars[0] - coin.variance) < 1e-9)
      if temperature > 1 { #expect(abs(classes.mode.scalars[0] - coin.mode) < 1e-9) }
    }
  }

  @Test func modesAreTheHighestPoints() throws {
    let p = RelaxedOneHotCategorical(temperature: 4, probabilities: [0.1, 0.2, 0.7])
    let mode = p.mode
    let height = p.logProbability(of: mode)
    for (i, j) in [(0, 1), (1, 2), (2, 0)] {
      for step in [-1e-3, 1e-3] {
        var x = mode.scalars
        x[i] += step
        x[j] -= step
        #expect(p.logProbability(of: Tensor(x)) < height)
      }
    }
    let inverse = InverseWishart(degreesOfFreedom: 6, scaleFactor: [[1, 0], [0.5, 2]])
    let top = inverse.logProbability(of: inverse.mode)
    for change in [[[1e-3, 0], [0, 0]], [[0, 1e-3], [1e-3, 0]], [[0.0, 0], [0, -1e-3]]] {
      #expect(inverse.logProbability(of: inverse.mode + Tensor(change)) < top)
    }
  }

  @Test func gradientsOfTheNewDensities() throws {
    let x = Tensor<Double>([0.36, 0.48, 0.8])
    let mu = Tensor<Double>([0.0, 0.6, 0.8])
    // μᵀx − A(κ), A = coth κ − 1/κ in three dimensions.
    let kappa = Tensor<Double>(2.5)
    let slope = try gradient(at: kappa) {
      VonMisesFisher<Tensor<Double>>(meanDirection: mu, concentration: $0).logProbability(of: x)
    }
    #expect(abs(slope.scalar - (0.928 - (1 / tanh(2.5) - 0.4))) < 1e-14)
    let factor = Tensor<Double>([[1, 0], [0.6, 0.8]])
    // By η: 2 log L₂₂ + ψ(η + ½) − ψ(η) of a row of one element.
    let byEta = try gradient(at: Tensor<Double>(1.5)) {
      LKJCholesky<Tensor<Double>>(dimension: 2, concentration: $0).logProbability(of: factor)
    }
    let expected = 2 * log(0.8) + digamma(2.0) - digamma(1.5)
    #expect(abs(byEta.scalar - expected) < 1e-14)
    let draws = try gradient(at: Tensor<Double>(0.5)) { temperature in
      var generator = Philox4x32(seed: 2)
      return RelaxedOneHotCategorical<Tensor<Double>>(
        temperature: temperature, probabilities: Tensor([0.2, 0.3, 0.5])
      ).sample(shape: [], using: &generator)[0]
    }
    #expect(draws.scalar.isFinite && draws.scalar != 0)
  }

  @Test func invalidNewParametersGiveNaN() {
    let identity = Tensor<Double>([[1, 0], [0, 1]])
    #expect(
      InverseWishart(degreesOfFreedom: 0.5, scaleFactor: [[1, 0], [0, 1]])
        .logProbability(of: identity).isNaN)
    #expect(LKJCholesky(dimension: 2, concentration: -1.0).logProbability(of: identity).isNaN)
    #expect(
      VonMisesFisher(meanDirection: [1.0, 0], concentration: -1)
        .logProbability(of: Tensor([1, 0])).isNaN)
    #expect(
      RelaxedOneHotCategorical(temperature: 0, probabilities: [0.5, 0.5])
        .logProbability(of: Tensor([0.5, 0.5])).isNaN)
    #expect(throws: ParameterError.self) {
      try VonMisesFisher(meanDirection: [1.0, 1], concentration: 1).validate()
    }
    #expect(throws: ParameterError.self) {
      try LKJCholesky(dimension: 0, concentration: 1.0).validate()
    }
    #expect(throws: ParameterError.self) {
      try MatrixNormal(
        mean: [[0, 0, 0]], rowScaleFactor: [[1]], columnScaleFactor: [[1, 0], [0, 1]]
      ).validate()
    }
  }

  @Test func pointsOutsideTheNewSpaces() {
    let lkj = LKJCholesky(dimension: 2, concentration: 2.0)
    #expect(lkj.logProbability(of: Tensor([[1, 0], [0.5, 0.5]])) == -.infinity)
    #expect(lkj.logProbability(of: Tensor([[1, 0.1], [0, 1]])) == -.infinity)
    let fisher = VonMisesFisher(meanDirection: [1.0, 0], concentration: 2)
    #expect(fisher.logProbability(of: Tensor([0.5, 0.5])) == -.infinity)
    #expect(fisher.logProbability(of: Tensor([Double.nan, 0])).isNaN)
    let inverse = InverseWishart(degreesOfFreedom: 3, scaleFactor: [[1, 0], [0, 1]])
    #expect(inverse.logProbability(of: Tensor([[1, 2], [2, 1]])) == -.infinity)
    let relaxed = RelaxedOneHotCategorical(temperature: 1, probabilities: [0.5, 0.5])
    #expect(relaxed.logProbability(of: Tensor([0.5, 0.6])) == -.infinity)
    // Spaces are not mixed.
    #expect(throws: DivergenceError.self) {
      try klDivergence(
        of: fisher, from: MultivariateNormal(mean: [0, 0], standardDeviations: [1, 1]))
    }
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
