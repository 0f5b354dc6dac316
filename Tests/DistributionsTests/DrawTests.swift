import Distributions
import Testing

/// Draws as expressions of the parameters.
@Suite struct DrawTests {
  @Test func gradientsOfNormalDrawsFlowToTheParameters() throws {
    let mean = Tensor<Double>([1, -2])
    let deviation = Tensor<Double>([0.5, 3])
    var generator = Philox4x32(seed: 7)
    let draws = Normal(mean: mean, standardDeviation: deviation)
      .sample(shape: [1000], using: &generator)
    #expect(draws.shape == [1000, 2])
    let gradients = try gradient(of: draws, at: [mean, deviation])
    #expect(gradients[0].scalars == [1000, 1000])
    // Σ z, which is (Σ x − n μ)/σ.
    let expected = ((draws - mean) / deviation).sum(alongAxes: [0]).scalars
    for (found, expected) in zip(gradients[1].scalars, expected) {
      #expect(abs(found - expected) < 1e-9)
    }
  }

  @Test func gradientsOfUniformDrawsFlowToTheBounds() throws {
    let lower = Tensor<Double>(2)
    let upper = Tensor<Double>(5)
    var generator = Philox4x32(seed: 8)
    let draws = Uniform(lowerBound: lower, upperBound: upper).sample(
      shape: [100], using: &generator)
    let gradients = try gradient(of: draws, at: [lower, upper])
    let share = ((draws - 2) / 3).sum().scalar
    #expect(abs(gradients[1].scalar - share) < 1e-10)
    #expect(abs(gradients[0].scalar - (100 - share)) < 1e-10)
  }

  @Test func gradientsOfCauchyDrawsFlowToTheParameters() throws {
    let location = Tensor<Double>(2)
    let scale = Tensor<Double>(0.5)
    var generator = Philox4x32(seed: 9)
    let draws = Cauchy(location: location, scale: scale).sample(shape: [100], using: &generator)
    let gradients = try gradient(of: draws, at: [location, scale])
    let expected = ((draws - 2) / 0.5).sum().scalar
    #expect(gradients[0].scalar == 100)
    #expect(abs(gradients[1].scalar - expected) < 1e-9 * abs(expected))
  }

  @Test func drawsOfFloatStayInsideAnOpenInterval() {
    var generator = Philox4x32(seed: 10)
    let narrow = Uniform<Float>(lowerBound: 1, upperBound: 1 + 4 * Float.ulpOfOne)
    let draws = narrow.sample(shape: [10_000], using: &generator).scalars
    #expect(draws.allSatisfy { $0 > 1 && $0 < narrow.upperBound })
    let unit = Uniform<Float>(lowerBound: 0, upperBound: 1)
    let many = unit.sample(shape: [1_000_000], using: &generator).scalars
    #expect(many.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func batchesDrawOneOfEach() {
    var generator = Philox4x32(seed: 11)
    let p = Categorical(probabilities: Tensor<Float>([[1, 0, 0], [0, 0, 1]]))
    #expect(p.sample(using: &generator).scalars == [0, 2])
    #expect(p.sample(shape: [3], using: &generator).scalars == [0, 2, 0, 2, 0, 2])
    let coins = Bernoulli(probability: Tensor<Double>([0, 1, 1]))
    #expect(coins.sample(using: &generator).scalars == [false, true, true])
  }
}
