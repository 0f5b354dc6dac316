import Distributions
import Testing

/// Divergences of counts against 120-digit values: `Tests/References/counts_pairs.json`.
@Suite struct CountPairTests {
  /// Closed forms, near equality and far from it, to the error that they state and to 1e-10.
  @Test func closedFormsKeepTheirDigits() throws {
    let cases = try PairReferenceTests.cases("counts_pairs")
    #expect(cases.count >= 30)
    for entry in cases {
      let p = try distribution(parsing: entry.p)
      let q = try distribution(parsing: entry.q)
      let estimate = try klEstimate(of: p, from: q, method: .closedForm)
      let expected = try #require(Double(entry.expect))
      let difference = abs(estimate.value - expected)
      #expect(
        difference <= estimate.error + expected.ulp,
        "\(entry): \(estimate), exactly \(entry.expect)")
      #expect(
        difference <= 1e-10 * expected, "\(entry): \(estimate), exactly \(entry.expect)")
    }
  }

  /// Gradients of Zipf's and of logarithmic divergences, against the derivatives of the definition:
  /// E log K under p less that under q, and means of K.
  @Test func divergencesOfBatchesHaveGradients() throws {
    let s = Tensor<Double>([2, 3.5])
    let t = Tensor<Double>([2.5, 2])
    let value = try klDivergence(of: Zipf(exponent: s), from: Zipf(exponent: t))
    let gradients = try gradient(of: value, at: [s, t])
    let step = 1e-6
    func number(_ s: Double, _ t: Double) throws -> Double {
      try klDivergence(of: Zipf(exponent: s), from: Zipf(exponent: t))
    }
    for index in 0..<2 {
      let (a, b) = (s.scalars[index], t.scalars[index])
      let byFirst = try (number(a + step, b) - number(a - step, b)) / (2 * step)
      let bySecond = try (number(a, b + step) - number(a, b - step)) / (2 * step)
      #expect(abs(gradients[0].scalars[index] - byFirst) < 1e-8)
      #expect(abs(gradients[1].scalars[index] - bySecond) < 1e-8)
    }
  }

  /// Draws beyond the range of whole numbers are its end, and no trap.
  @Test func hugeCountsDoNotOverflow() {
    var generator = Philox4x32(seed: 5)
    let zipf = Zipf(exponent: 1.001).sample(count: 1_000, using: &generator)
    #expect(zipf.allSatisfy { $0 >= 1 } && zipf.contains(.max))
    let yule = YuleSimon(shape: 1e-3).sample(shape: [1_000], using: &generator).scalars
    #expect(yule.allSatisfy { $0 >= 1 } && yule.contains(.max))
    let spread = DiscreteLaplace(location: 0, scale: 1e30).sample(count: 100, using: &generator)
    #expect(spread.contains(.max) && spread.contains(.min))
    let difference = Skellam(firstRate: 1e18, secondRate: 1e17).sample(using: &generator)
    #expect(abs(Double(difference) / 9e17 - 1) < 1e-6)
    let urn = BetaBinomial(trials: 1e15, alpha: 1e-3, beta: 1e-3)
    let counts = urn.sample(count: 200, using: &generator)
    #expect(counts.allSatisfy { $0 >= 0 && $0 <= 1_000_000_000_000_000 })
  }

  /// What is not known is an error and never a wrong gradient.
  @Test func unknownDerivativesThrow() {
    let alpha = Tensor<Double>(2)
    let trials = Tensor<Double>(10)
    let law = BetaBinomial(trials: trials, alpha: alpha, beta: Tensor(3))
    #expect(throws: (any Error).self) { try gradient(of: law.logCDF(Tensor(4)), at: [alpha]) }
    let p = Tensor<Double>([0.2, 0.6])
    let sum = PoissonBinomial(probabilities: p)
    #expect(throws: (any Error).self) { try gradient(of: sum.logSurvival(Tensor(1)), at: [p]) }
  }
}
