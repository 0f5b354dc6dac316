import Distributions
import Testing

/// The divergences and cross-entropies that everybody tries first.
@Suite struct FirstDivergencesTests {
  /// log 2 + (1 + 1)/8 − 1/2.
  @Test func normals() throws {
    let p = Normal(mean: 0, standardDeviation: 1)
    let q = Normal(mean: 1, standardDeviation: 2)
    let estimate = try klEstimate(of: p, from: q)
    #expect(abs(estimate.value - 0.4431471805599453) <= 2e-16)
    #expect(estimate.error >= abs(estimate.value - 0.4431471805599453))
    #expect(estimate.method == .closedForm)
    let integrated = try klEstimate(of: p, from: q, using: .empty)
    #expect(abs(integrated.value - 0.4431471805599453) <= integrated.error)
    #expect(integrated.error <= 1e-10)
    #expect(integrated.method == .quadrature)
  }

  @Test func batchOfCategoricals() throws {
    let p = Categorical(
      probabilities: Tensor<Double>([[0.25, 0.1, 0.65], [0.8, 0.15, 0.05]]))
    let q = Categorical(
      probabilities: Tensor<Double>([[0.7, 0.2, 0.1], [0.15, 0.8, 0.05]]))
    let values = try klDivergence(of: p, from: q).scalars
    #expect(abs(values[0] - 0.88995184263475) <= 1e-14)
    #expect(abs(values[1] - 1.08808468182159) <= 1e-14)
  }

  @Test func categoricalsWithZeros() throws {
    let p = Categorical(probabilities: [0.8, 0.2, 0])
    let q = Categorical(probabilities: [0.15, 0.8, 0.05])
    #expect(abs(try klDivergence(of: p, from: q) - 1.06192227463336) <= 1e-14)
    let r = Categorical(probabilities: [0.8, 0.15, 0.05])
    let s = Categorical(probabilities: [0.2, 0.8, 0])
    let infinite = try klEstimate(of: r, from: s)
    #expect(infinite.value == .infinity)
    #expect(infinite.error == 0)
  }

  @Test func crossEntropies() throws {
    let normal = Normal(mean: 0, standardDeviation: 1)
    let cauchy = Cauchy(location: 0, scale: 1)
    let first = try crossEntropyEstimate(of: normal, under: cauchy)
    #expect(abs(first.value - 1.678183065693535) <= 1e-10)
    #expect(abs(first.value - 1.678183065693535) <= first.error + 1e-15)
    #expect(first.method == .quadrature)

    let narrow = Normal(mean: 1e6, standardDeviation: 1e-3)
    let other = Normal(mean: 1_000_001, standardDeviation: 0.002)
    let second = try crossEntropyEstimate(of: narrow, under: other, method: .quadrature)
    #expect(abs(second.value - 124_994.8293304347773) <= 1e-10 * second.value)
    #expect(abs(second.value - 124_994.8293304347773) <= second.error)
    #expect(second.method == .quadrature)

    #expect(try crossEntropy(of: cauchy, under: normal) == .infinity)
  }

  @Test func tailsDecide() throws {
    let normal = Normal(mean: 0, standardDeviation: 1)
    let heavy = StudentT(degreesOfFreedom: 2, location: 0, scale: 1)
    #expect(try klDivergence(of: Cauchy(location: 0, scale: 1), from: normal) == .infinity)
    #expect(try klDivergence(of: heavy, from: normal) == .infinity)
    let finite = StudentT(degreesOfFreedom: 2.1, location: 0, scale: 1)
    let estimate = try klEstimate(of: finite, from: normal)
    // mpmath at 50 digits.
    #expect(abs(estimate.value - 9.485547129571793) <= 1e-9)
    #expect(abs(estimate.value - 9.485547129571793) <= estimate.error + 1e-14)
  }
}
