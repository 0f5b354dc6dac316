import Distributions
import Testing

/// Derivatives of the cumulative functions of counts by their parameters, against those of the
/// polynomials that they are at k = 1.
@Suite struct CountGradientTests {
  typealias Vector = Tensor<Double>

  /// The derivatives of both tails' logarithms at x = 1, of a law with a parameter.
  private func slopes<Law: DiscreteDistribution>(
    _ parameter: Double, _ law: (Vector) -> Law
  ) throws -> (lower: Double, upper: Double) where Law.Value == Vector {
    let variable = Vector(parameter)
    let lower = try gradient(of: law(variable).logCDF(Vector(1)), at: variable)
    let upper = try gradient(of: law(variable).logSurvival(Vector(1)), at: variable)
    return (lower.scalar, upper.scalar)
  }

  /// Checks that the logarithms of F and of 1 − F have these derivatives.
  private func check(_ slopes: (lower: Double, upper: Double), _ cdf: Double, _ slope: Double) {
    #expect(abs(slopes.lower - slope / cdf) <= 1e-12 * abs(slope / cdf))
    #expect(abs(slopes.upper + slope / (1 - cdf)) <= 1e-12 * abs(slope / (1 - cdf)))
  }

  @Test func negativeBinomial() throws {
    for p in [0.2, 0.3, 0.7] {
      // P(X ≤ 1) = p² (3 − 2p) of two successes.
      let slopes = try slopes(p) { NegativeBinomial(successes: 2, probability: $0) }
      check(slopes, p * p * (3 - 2 * p), 6 * p * (1 - p))
    }
  }

  @Test func binomial() throws {
    for p in [0.2, 0.3, 0.7] {
      // P(X ≤ 1) = (1 − p)² (1 + 2p) of three trials.
      let slopes = try slopes(p) { Binomial(trials: 3, probability: $0) }
      check(slopes, (1 - p) * (1 - p) * (1 + 2 * p), -6 * p * (1 - p))
    }
  }

  @Test func geometric() throws {
    for p in [0.2, 0.3, 0.7] {
      let slopes = try slopes(p) { Geometric(probability: $0) }
      check(slopes, p * (2 - p), 2 * (1 - p))
    }
  }
}
