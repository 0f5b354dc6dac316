import Distributions
import Foundation
import Testing

/// Draws of batches of truncated laws, by the quantiles of the base.
@Suite struct TruncatedBatchTests {
  private func uniforms(_ shape: [Int]) -> Tensor<Double> {
    var generator = Philox4x32(seed: 7)
    return Tensor<Double>(standardUniform: shape, using: &generator)
  }

  /// The quantiles of the laws one by one at the same uniform numbers.
  @Test func drawsAreQuantiles() throws {
    let means = Tensor<Double>([-30, -5, -1, 0, 0.5, 3, 8, 40])
    let deviations = Tensor<Double>([1, 1, 0.5, 2, 1, 1, 2, 3])
    let base = Normal(mean: means, standardDeviation: deviations)
    let laws: [Truncated<Normal<Tensor<Double>>>] = [
      Truncated(base, lowerBound: -1, upperBound: 2), Truncated(base, lowerBound: 1),
      Truncated(base, upperBound: Tensor([1, 2, 3, 4, 5, 6, 7, 8])), Truncated(base),
    ]
    for law in laws {
      var generator = Philox4x32(seed: 7)
      let draws = law.sample(shape: [300], using: &generator).scalars
      let expected = law.quantile(uniforms([300, 8])).scalars
      for (draw, quantile) in zip(draws, expected) {
        #expect(abs(draw - quantile) <= 1e-9 * max(1, abs(quantile)), "\(draw), not \(quantile)")
      }
    }
  }

  @Test func drawsOfOtherFamilies() throws {
    let law = Truncated(
      Gamma(shape: Tensor<Double>([0.5, 2, 30]), rate: Tensor<Double>([1, 0.5, 10])),
      lowerBound: 0.5,
      upperBound: 4)
    var generator = Philox4x32(seed: 7)
    let draws = law.sample(shape: [200], using: &generator).scalars
    let expected = law.quantile(uniforms([200, 3])).scalars
    for (draw, quantile) in zip(draws, expected) { #expect(abs(draw / quantile - 1) < 1e-9) }
  }

  /// Where the law is narrow beside the mass beyond it, the draws still lie anywhere in it.
  @Test func drawsOfNarrowLaws() throws {
    let law = Truncated(
      Normal(mean: Tensor<Double>([0, 1]), standardDeviation: Tensor<Double>([1, 1])),
      lowerBound: 0,
      upperBound: 1e-12)
    var generator = Philox4x32(seed: 7)
    let draws = law.sample(shape: [500], using: &generator).scalars
    #expect(draws.allSatisfy { $0 >= 0 && $0 <= 1e-12 } && Set(draws).count > 990)
  }

  @Test func drawsOfFloats() throws {
    let law = Truncated(
      Normal(mean: Tensor<Float>([0, 3]), standardDeviation: Tensor<Float>([1, 2])), lowerBound: 1,
      upperBound: 2)
    var generator = Philox4x32(seed: 7)
    let draws = law.sample(shape: [4000], using: &generator)
    #expect(draws.scalars.allSatisfy { $0 >= 1 && $0 <= 2 })
    for (mean, expected) in zip(draws.mean(alongAxes: 0).scalars, law.mean.scalars) {
      #expect(abs(mean - expected) < 0.02)
    }
  }

  @Test func lawsThatAreNoneGiveNaN() {
    let law = Truncated(
      Normal(mean: Tensor<Double>([0, .nan, 0]), standardDeviation: Tensor<Double>([1, 1, -1])),
      lowerBound: 0)
    var generator = Philox4x32(seed: 7)
    let draws = law.sample(shape: [3], using: &generator).scalars
    for i in 0..<9 { #expect(draws[i].isNaN == (i % 3 > 0)) }
  }

  /// Draws move with the parameters as the quantiles do.
  @Test func drawsAreReparameterised() throws {
    func total(_ mean: Tensor<Double>) -> Tensor<Double> {
      var generator = Philox4x32(seed: 7)
      let law = Truncated(
        Normal(mean: mean, standardDeviation: Tensor<Double>([1, 2])), lowerBound: -1, upperBound: 2
      )
      return law.sample(shape: [50], using: &generator).sum()
    }
    let mean = Tensor<Double>([0.3, 1])
    let slope = try gradient(of: total(mean), at: mean).scalars
    for i in 0..<2 {
      let step = Tensor<Double>((0..<2).map { $0 == i ? 1e-5 : 0 })
      let expected = (total(mean + step).scalar - total(mean - step).scalar) / 2e-5
      #expect(abs(slope[i] / expected - 1) < 1e-6)
    }
  }
}
