import Distributions
import Testing

/// Derivatives of log-probabilities where a formula would meet 0 · ∞ or lose all digits.
@Suite struct GradientsAtEdgesTests {
  typealias Vector = Tensor<Double>

  private func slope(at x: Double, of value: (Vector) -> Vector) throws -> Double {
    let variable = Vector(x)
    return try gradient(of: value(variable), at: variable).scalar
  }

  /// log P(0) = −λ, also at λ = 0.
  @Test func poissonOfRateZero() throws {
    let slope = try slope(at: 0) { Poisson(rate: $0).logMass(at: 0) }
    #expect(slope == -1)
  }

  /// log P(n) = n log p, also at p = 1.
  @Test func certainBinomial() throws {
    let slope = try slope(at: 1) { Binomial(trials: 10, probability: $0).logMass(at: 10) }
    #expect(abs(slope - 10) <= 1e-14)
  }

  /// log p(0) = log β where α = 1.
  @Test func betaAtItsEnd() throws {
    let slope = try slope(at: 8) { Beta(alpha: 1, beta: $0).logProbability(of: 0) }
    #expect(abs(slope - 0.125) <= 1e-15)
  }

  /// φ(z)/Φ(z) at −40, by mpmath.
  @Test func normalTail() throws {
    let slope = try slope(at: -40) {
      Normal(mean: Vector(0), standardDeviation: 1).logCDF($0)
    }
    #expect(abs(slope - 40.0249688472073) <= 1e-12)
  }
}
