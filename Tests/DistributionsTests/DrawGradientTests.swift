import Distributions
import Testing

/// Gradients through draws, and gradients of log-densities at the ends of supports.
@Suite struct DrawGradientTests {
  /// A draw moves so that its probability stays: dx/da = −(∂F/∂a)/p, F by differences.
  private func implicit(
    _ a: Double, _ x: Double, _ make: (Double) -> any ContinuousDistribution<Double>
  ) -> Double {
    let step = 1e-4 * min(a, a.squareRoot())
    // The smaller tail, whose differences have the digits.
    let isLower = make(a).cdf(x) < 0.5
    func tail(_ a: Double) -> Double { isLower ? make(a).cdf(x) : -make(a).survival(x) }
    return (tail(a - step) - tail(a + step)) / (2 * step) / make(a).density(at: x)
  }

  @Test(arguments: [0.1, 0.5, 1, 2.5, 30, 1000])
  func gammaDrawsMoveWithTheShape(shape a: Double) throws {
    let shape = Tensor(a)
    var generator = Philox4x32(seed: 7)
    for _ in 0..<20 {
      let p = Gamma<Tensor<Double>>(shape: shape, rate: 2)
      let draw: Tensor<Double> = p.sample(using: &generator)
      let slope = try gradient(of: draw, at: [shape])[0].scalar
      let x = draw.scalar
      let expected = implicit(a, x) { Gamma(shape: $0, rate: 2) }
      #expect(abs(slope - expected) <= 1e-5 * abs(expected), "Gamma(\(a), 2) at \(x)")
    }
  }

  /// A draw that is too small for a number does not move.
  @Test func vanishedGammaDrawsHaveNoSlope() throws {
    let shape = Tensor<Float>(repeating: 0.02, shape: [1000])
    var generator = Philox4x32(seed: 7)
    let draws: Tensor<Float> = Gamma<Tensor<Float>>(shape: shape, rate: 1)
      .sample(using: &generator)
    let slopes = try gradient(of: draws, at: [shape])[0].scalars
    let zeros = draws.scalars.indices.filter { draws.scalars[$0] == 0 }
    #expect(zeros.count > 50 && zeros.allSatisfy { slopes[$0] == 0 })
    #expect(slopes.allSatisfy { $0 >= 0 && $0 < .infinity })
  }

  @Test(arguments: [0.3, 1, 4])
  func gammaDrawsMoveWithTheRate(rate b: Double) throws {
    let rate = Tensor(b)
    var generator = Philox4x32(seed: 8)
    let p = Gamma<Tensor<Double>>(shape: 2.5, rate: rate)
    let draw: Tensor<Double> = p.sample(using: &generator)
    let slope = try gradient(of: draw, at: [rate])[0].scalar
    #expect(abs(slope + draw.scalar / b) <= 1e-14 * abs(slope))
  }

  /// log p of Beta(1, β) at 0 is log β.
  @Test func betaAtTheEdgeHasAGradient() throws {
    let beta: Tensor<Double> = 8
    let p = Beta<Tensor<Double>>(alpha: 1, beta: beta)
    let log = p.logProbability(of: 0)
    let slope = try gradient(of: log, at: [beta])[0].scalar
    #expect(abs(slope - 0.125) <= 1e-15)
  }
}
