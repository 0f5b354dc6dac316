import Distributions
import RandomGenerators
import Testing

/// Data that cannot be fitted are answered by an error that says why and where.
@Suite struct FittingErrorTests {
  @Test func nothingToFit() {
    #expect(throws: FittingError.noData) { try Normal.fit(to: []) }
    #expect(throws: FittingError.noData) { try Normal.fit(to: [1, 2], weights: [0, 0]) }
    #expect(throws: FittingError.noData) { try Poisson.fit(to: [Int]()) }
  }

  @Test func wrongValues() {
    #expect(throws: FittingError.notANumber(index: 2)) { try Normal.fit(to: [1, 2, .nan, 4]) }
    #expect(throws: FittingError.infinite(value: -.infinity, index: 1)) {
      try Normal.fit(to: [1, -.infinity, 3])
    }
    #expect(
      throws: FittingError.outsideSupport(
        family: "Gamma", value: -0.5, index: 3, requirement: "positive")
    ) { try Gamma.fit(to: [1, 2, 3, -0.5]) }
    #expect(
      throws: FittingError.outsideSupport(
        family: "Poisson", value: 1.5, index: 1, requirement: "a whole number, not negative")
    ) { try Poisson.fit(to: [1.0, 1.5]) }
    #expect(
      throws: FittingError.outsideSupport(
        family: "Beta", value: 1, index: 2, requirement: "above 0 and below 1")
    ) { try Beta.fit(to: [0.25, 0.5, 1]) }
    #expect(throws: FittingError.self) { try VonMises.fit(to: [0, 1, 7]) }
    #expect(throws: FittingError.self) { try Bernoulli.fit(to: [0.0, 1, 2]) }
  }

  @Test func anIndexIsThatOfTheData() {
    // The value of weight 0 does not count, but keeps its place.
    #expect(
      throws: FittingError.outsideSupport(
        family: "Gamma", value: -3, index: 2, requirement: "positive")
    ) { try Gamma.fit(to: [1, -2, -3, 4], weights: [1, 0, 1, 1]) }
    #expect(throws: Never.self) { try Gamma.fit(to: [1, -2, 3, 4], weights: [1, 0, 1, 1]) }
  }

  @Test func wrongWeights() {
    #expect(throws: FittingError.weightCount(weights: 1, observations: 2)) {
      try Normal.fit(to: [1, 2], weights: [1])
    }
    #expect(throws: FittingError.invalidWeight(weight: -1, index: 1)) {
      try Normal.fit(to: [1, 2], weights: [1, -1])
    }
    #expect(throws: FittingError.self) { try Normal.fit(to: [1, 2], weights: [1, .nan]) }
    #expect(throws: FittingError.self) { try Normal.fit(to: [1, 2], weights: [1, .infinity]) }
  }

  /// Every family answers one point and equal points by a fit or a sentence, never by NaN.
  @Test(arguments: [
    [0.5], [0.5, 0.5, 0.5], [0], [1, 1], [3, 3, 3], [-2.5, -2.5], [1e100, 1e100],
  ])
  func degenerate(data: [Double]) throws {
    let ranking = FittableFamilies.all.ranking(of: try Observations(data))
    for fit in ranking.fits {
      #expect(fit.logLikelihood.isFinite, "\(fit)")
      #expect(fit.parameters.allSatisfy { $0.value.isFinite }, "\(fit)")
    }
    for failure in ranking.failures {
      #expect(!failure.error.description.isEmpty)
      if case .notConverged(let family, let reason) = failure.error {
        Issue.record("\(family): \(reason)")
      }
    }
    #expect(ranking.fits.count + ranking.failures.count == FittableFamilies.all.names.count)
    let equal = FittingError.tooFewValues(family: "Normal", distinct: 1, needed: 2)
    #expect(throws: equal) { try Normal.fit(to: data) }
    #expect(equal.description.contains("all observations are equal"))
  }

  @Test func likelihoodsWithoutMaximum() {
    // Lighter tails than the normal law's.
    let flat = (0..<100).map { Double($0) }
    #expect(throws: FittingError.self) { try StudentT.fit(to: flat) }
    #expect(throws: FittingError.self) { try GeneralizedNormal.fit(to: flat) }
    // All on one side of the mode, with no tail on the other.
    do {
      _ = try SkewNormal.fit(to: [0.0, 0.1, 0.25, 0.5, 0.8, 1.3, 2.1])
      Issue.record("a skew normal law of infinite shape")
    } catch {
      #expect(error.description.contains("shape goes to infinity"))
    }
    // A variance below the mean, and above it.
    #expect(throws: FittingError.self) { try NegativeBinomial.fit(to: [3, 3, 4, 4, 3]) }
    #expect(throws: FittingError.self) { try Binomial.fit(to: [0, 0, 9, 1, 20]) }
    do {
      _ = try NegativeBinomial.fit(to: [3, 3, 4, 4, 3])
    } catch {
      #expect(error.description.contains("Poisson"))
    }
  }

  /// Where the likelihood falls from the end of a domain on, the fit is at the end and says so.
  @Test func fitsAtTheEndOfADomain() throws {
    var generator = Philox4x32(seed: 5)
    let spread = Exponential(rate: 1).sample(shape: [500], using: &generator).scalars
    let rice = try Rice.fit(to: spread)
    #expect(rice.distribution.noncentrality == 0)
    #expect(rice.parameters[0].standardError.isNaN)
    #expect(rice.parameters[0].remark != nil)
    let rayleigh = try Rayleigh.fit(to: spread)
    #expect(rice.distribution.scale == rayleigh.distribution.scale)
    // Narrower than any noncentral chi-squared law of this mean.
    let narrow = [9.0, 10, 11, 10.5, 9.5]
    let fit = try NoncentralChiSquared.fit(to: narrow)
    #expect(fit.distribution.noncentrality == 0)
    #expect(fit.parameters[1].remark != nil)
  }

  /// The beta and beta-prime fits of narrow data are those of the normal law in the limit.
  @Test func narrowSharesAndOdds() throws {
    let steps = [-2.0, -1, -0.5, 0, 0.25, 0.75, 2.5]
    for (centre, width) in [(1e8, 1.0), (1e-6, 1e-14), (1e12, 1e4)] {
      let data = steps.map { centre + width * $0 }
      let prime = try BetaPrime.fit(to: data).distribution
      let normal = try Normal.fit(to: data).distribution
      #expect(abs(prime.mean / normal.mean - 1) < 1e-12)
      #expect(abs(prime.standardDeviation / normal.standardDeviation - 1) < 1e-4)
    }
    // Small numbers have the gamma law's fit.
    let small = [1.5, 2.25, 0.75, 3.5, 2, 1.25, 0.5].map { 1e-200 * $0 }
    let gamma = try Gamma.fit(to: small).distribution
    let odds = try BetaPrime.fit(to: small).distribution
    #expect(abs(odds.alpha / gamma.shape - 1) < 1e-9)
    #expect(abs(odds.beta / gamma.rate - 1) < 1e-9)
    let shares = steps.map { 0.25 + 1e-9 * $0 }
    let beta = try Beta.fit(to: shares).distribution
    let normal = try Normal.fit(to: shares).distribution
    #expect(abs(beta.mean / normal.mean - 1) < 1e-12)
    #expect(abs(beta.standardDeviation / normal.standardDeviation - 1) < 1e-6)
  }

  @Test func extremeButFine() throws {
    for scale in [1e-100, 1e-12, 1e12, 1e100] {
      let data = [1.5, 2.25, 0.75, 3.5, 2, 1.25, 0.5].map { $0 * scale }
      let small = try Gamma.fit(to: [1.5, 2.25, 0.75, 3.5, 2, 1.25, 0.5])
      let fit = try Gamma.fit(to: data)
      #expect(abs(fit.distribution.shape - small.distribution.shape) < 1e-9)
      let weibull = try Weibull.fit(to: data)
      #expect(weibull.distribution.scale.isFinite)
      let normal = try Normal.fit(to: data)
      #expect(abs(normal.distribution.mean / scale - 11.75 / 7) < 1e-9)
    }
  }
}
