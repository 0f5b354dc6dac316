import Distributions
import Testing

/// Composed and multivariate distributions as text.
@Suite struct ComposedLiteralTests {
  static let texts: [String] =
    ComposedLawTests.continuous + ComposedLawTests.discrete + [
      "MultivariateNormal(mean: [1, -2], covariance: [[4, 1], [1, 3]])",
      "MultivariateNormal(mean: [1, -2], scaleFactor: [[2, 0], [-0.75, 1.5]])",
      "MultivariateNormal(mean: [1, -2], standardDeviations: [0.1, 2])",
      "LowRankMultivariateNormal(mean: [1, -2], factor: [[1], [-2]], diagonal: [0.5, 1])",
      "MultivariateStudentT(degreesOfFreedom: 3, location: [0, 1], scaleFactor: [[1, 0], [2, 3]])",
      "Dirichlet(concentration: [0.5, 1e-300, 3])",
      "Multinomial(trials: 10, probabilities: [0.2, 0.3, 0.5])",
      "OneHotCategorical([0.2, 0.3, 0.5])",
      "Wishart(degreesOfFreedom: 7.5, scaleFactor: [[1, 0], [0.5, 2]])",
      "InverseWishart(degreesOfFreedom: 7.5, scaleFactor: [[1, 0], [0.5, 2]])",
      "MatrixNormal(mean: [[1, 2]], rowScaleFactor: [[2]], columnScaleFactor: [[1, 0], [0.5, 2]])",
      "LKJCholesky(dimension: 3, concentration: 1.5)",
      "VonMisesFisher(meanDirection: [0.6, 0.8], concentration: 2)",
      "RelaxedOneHotCategorical(temperature: 0.5, probabilities: [0.2, 0.8])",
      "RelaxedOneHotCategorical(temperature: 0.5, logits: [1, 2])",
      "Product([Normal(0, 1), Transformed(StudentT(3), by: Exp())])",
      "Independent(Normal(mean: [0, 1, 2], standardDeviation: 2), eventAxes: 1)",
      "Truncated(Truncated(Normal(0, 1), lowerBound: -inf), upperBound: 3)",
    ]

  @Test(arguments: texts)
  func printsWhatParsesToItself(_ text: String) throws {
    let p = try distribution(parsing: text)
    let again = try distribution(parsing: p.description)
    #expect(again.description == p.description)
    #expect(isEqual(p, again), "\(p)")
  }

  private func isEqual(_ p: any Distribution<Double>, _ q: any Distribution<Double>) -> Bool {
    func compare<X: Equatable>(_ x: X, _ y: Any) -> Bool { (y as? X) == x }
    guard let p = p as? any Equatable else { return false }
    return compare(p, q)
  }

  @Test func readsListsOfParametersAsAProduct() throws {
    let p = try distribution(
      parsing: "Independent(Normal(mean: [0, 1], standardDeviation: 2), eventAxes: 1)")
    let batch = Independent(
      Normal<Tensor<Double>>(mean: Tensor([0, 1]), standardDeviation: 2), eventAxes: 1)
    let x = Tensor<Double>([0.5, -1])
    let product = try #require(p as? Product<Double>)
    #expect(abs(product.logProbability(of: x) - batch.logProbability(of: x).scalar) < 1e-15)
    #expect(batch.eventShape == [2])
    #expect(try distribution(parsing: batch.description).description == p.description)
  }

  @Test(arguments: [
    "Mixture([0.5, 0.5], [Normal(0, 1), Bernoulli(0.5)])",
    "Mixture([0.5, 0.6], [Normal(0, 1), Normal(1, 1)])",
    "Mixture([0.5], [Normal(0, 1), Normal(1, 1)])",
    "Mixture([-0.5, 1.5], [Normal(0, 1), Normal(1, 1)])",
    "Truncated(Uniform(0, 1), lowerBound: 2)",
    "Truncated(Normal(0, 1), lowerBound: 2, upperBound: 1)",
    "Truncated(Dirichlet([1, 1]), lowerBound: 0)",
    "Affine(Normal(0, 1), shift: 0, scale: 0)",
    "Affine(Bernoulli(0.5), shift: 0.5, scale: 1)",
    "Transformed(Normal(0, 1), by: Log())",
    "Transformed(Normal(0, 1), by: Power(exponent: 0.5))",
    "Transformed(Normal(0, 1), by: Power(exponent: 0))",
    "Transformed(Bernoulli(0.5), by: Exp())",
    "Transformed(Normal(0, 1), by: Expo())",
    "Empirical(values: [])",
    "PointMass(at: inf)",
    "MultivariateNormal(mean: [0, 0], covariance: [[1, 2], [2, 1]])",
    "MultivariateNormal(mean: [0, 0], covariance: [[1, 2], [3, 9]])",
    "MultivariateNormal(mean: [0, 0], scaleFactor: [[1, 2], [0, 1]])",
    "MultivariateNormal(mean: [0, 0], standardDeviations: [1])",
    "MultivariateNormal(mean: [], standardDeviations: [])",
    "Dirichlet([1, 0])", "Dirichlet([])", "Multinomial(2.5, [0.5, 0.5])",
    "Multinomial(2, [0.5, 0.6])", "OneHotCategorical([0.5, -0.5, 1])",
    "InverseWishart(1, [[1, 0], [0, 1]])", "LKJCholesky(0, 1)", "LKJCholesky(2.5, 1)",
    "VonMisesFisher([1], 1)", "VonMisesFisher([0.5, 0.5], 1)",
    "RelaxedOneHotCategorical(1, [0, 1])", "MatrixNormal([[1, 2]], [[1]], [[1]])",
    "Wishart(1, [[1, 0], [0, 1]])", "Product([])", "Product([Normal(0, 1), Bernoulli(0.5)])",
  ])
  func refuses(_ text: String) {
    #expect(throws: LiteralError.self) { try distribution(parsing: text) }
  }
}
