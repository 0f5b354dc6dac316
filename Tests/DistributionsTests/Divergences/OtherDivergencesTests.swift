import Distributions
import Testing

/// The divergences other than the Kullback–Leibler one.
@Suite struct OtherDivergencesTests {
  let normal = Normal(mean: 0, standardDeviation: 1)
  let cauchy = Cauchy(location: 0, scale: 1)

  static let all: [Divergence] = [
    .jeffreys, .jensenShannon, .renyi(order: 0.5), .renyi(order: 2), .alpha(order: 0.3),
    .hellinger, .bhattacharyya, .totalVariation, .chiSquared, .wasserstein(order: 1),
    .wasserstein(order: 2), .energy, .maximumMeanDiscrepancy(bandwidth: 0.8),
  ]

  /// mpmath 1.3, quad over x = sinh u at 30 digits.
  static let normalAndCauchy: [(Divergence, Double)] = [
    (.totalVariation, 0.251164554288851079), (.jensenShannon, 0.0831700898279604975),
    (.hellinger, 0.329334551925605494), (.bhattacharyya, 0.114806373293407922),
    (.chiSquared, 0.329340388179137020), (.renyi(order: 0.5), 0.229612746586815844),
    (.renyi(order: 3), 0.297711870757672664), (.energy, 0.249393513675429008),
    (.maximumMeanDiscrepancy(bandwidth: 0.8), 0.0380175637850870547),
  ]

  @Test(arguments: normalAndCauchy)
  func normalFromCauchy(_ divergence: Divergence, _ expected: Double) throws {
    let estimate = try divergenceEstimate(divergence, of: normal, from: cauchy)
    #expect(abs(estimate.value - expected) <= 1e-9 * expected, "\(estimate)")
    #expect(abs(estimate.value - expected) <= estimate.error, "\(estimate)")
    #expect(estimate.method == .quadrature)
  }

  @Test func infinities() throws {
    #expect(try divergence(.chiSquared, of: cauchy, from: normal) == .infinity)
    #expect(try divergence(.renyi(order: 2), of: cauchy, from: normal) == .infinity)
    #expect(try divergence(.jeffreys, of: normal, from: cauchy) == .infinity)
    #expect(try divergence(.wasserstein(order: 1), of: normal, from: cauchy) == .infinity)
    let unit = Uniform(lowerBound: 0, upperBound: 1)
    #expect(try divergence(.chiSquared, of: normal, from: unit) == .infinity)
    #expect(try divergence(.renyi(order: 0.5), of: normal, from: unit).isFinite)
  }

  @Test(arguments: all)
  func closedFormsEqualTheLadder(_ divergence: Divergence) throws {
    for q in [
      Normal(mean: 1, standardDeviation: 2), Normal(mean: 1e-4, standardDeviation: 1),
      Normal(mean: -3, standardDeviation: 0.9),
    ] {
      let closed = try divergenceEstimate(divergence, of: normal, from: q)
      let ladder = try divergenceEstimate(divergence, of: normal, from: q, using: .empty)
      #expect(
        abs(closed.value - ladder.value) <= closed.error + ladder.error,
        "\(divergence) from \(q): \(closed), \(ladder)")
      #expect(abs(closed.value - ladder.value) <= 1e-8 * closed.value)
    }
  }

  @Test(arguments: all)
  func areZeroForEqualArguments(_ divergence: Divergence) throws {
    let student = StudentT(degreesOfFreedom: 5, location: 1, scale: 2)
    #expect(try divergenceEstimate(divergence, of: student, from: student).value <= 1e-12)
    let coin = Bernoulli(probability: 0.3)
    #expect(try divergenceEstimate(divergence, of: coin, from: coin).value == 0)
  }

  /// P(|Z| < |Δ|/(2σ)).
  @Test func totalVariationOfShiftedNormals() throws {
    let shifted = Normal(mean: 1, standardDeviation: 1)
    let value = try divergence(.totalVariation, of: normal, from: shifted)
    #expect(abs(value - 0.38292492254802624) <= 1e-12)
  }

  /// A shift moves all mass by as much, be there a mean or not.
  @Test func wassersteinOfShifts() throws {
    let shifted = Cauchy(location: 1, scale: 1)
    #expect(abs(try divergence(.wasserstein(order: 1), of: cauchy, from: shifted) - 1) <= 1e-10)
  }

  /// mpmath 1.3: the characteristic function of the gamma law, 64 nodes for the beta one, whose ends are
  /// infinite.
  @Test func discrepancyOfSingularEnds() throws {
    let estimate = try divergenceEstimate(
      .maximumMeanDiscrepancy(bandwidth: 0.8), of: Gamma(shape: 2.5, rate: 1),
      from: Beta(alpha: 0.5, beta: 0.5))
    #expect(abs(estimate.value - 0.62472846664860023) <= min(estimate.error, 1e-11))
  }

  /// mpmath 1.3, the double sum over 300 counts.
  @Test func discrepancyOfCounts() throws {
    let estimate = try divergenceEstimate(
      .maximumMeanDiscrepancy(bandwidth: 0.75), of: Poisson(rate: 3),
      from: Geometric(probability: 0.3))
    #expect(abs(estimate.value - 0.129158497555788269) <= min(estimate.error, 1e-14))
    #expect(estimate.method == .summation)
  }

  @Test func coins() throws {
    let p = Bernoulli(probability: 0.3)
    let q = Bernoulli(probability: 0.4)
    #expect(abs(try divergence(.totalVariation, of: p, from: q) - 0.1) <= 1e-15)
    #expect(abs(try divergence(.wasserstein(order: 1), of: p, from: q) - 0.1) <= 1e-15)
    #expect(
      abs(try divergence(.wasserstein(order: 2), of: p, from: q) - 0.1.squareRoot()) <= 1e-14)
    #expect(abs(try divergence(.chiSquared, of: p, from: q) - 0.01 / 0.24) <= 1e-15)
    #expect(abs(try divergence(.energy, of: p, from: q) - 0.02) <= 1e-15)
  }

  @Test func namesAreRead() {
    for name in Divergence.names { #expect(Divergence(name: name) != nil) }
    #expect(Divergence(name: "renyi", order: 3) == .renyi(order: 3))
    #expect(Divergence(name: "nonsense") == nil)
  }

  @Test func refusesOrdersOutsideTheDomain() {
    #expect(throws: DivergenceError.self) {
      try divergence(.renyi(order: -1), of: normal, from: cauchy)
    }
    #expect(throws: DivergenceError.self) {
      try divergence(.wasserstein(order: 0.5), of: normal, from: cauchy)
    }
  }
}
