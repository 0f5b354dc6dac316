import Foundation
import Quadrature
import Testing

@Suite("integrateDoubleExponential")
struct DoubleExponentialTests {
  @Test("beta integrals, singular at both ends", arguments: [-0.9, -0.5, -0.1, 0, 0.3, 2, 7.5])
  func beta(exponent: Double) throws {
    for other in [-0.8, -0.5, 0, 1.5] {
      for tolerance in [1e-4, 1e-9, 1e-12] {
        let result = try integrateDoubleExponential(
          { pow($0, exponent) * pow($1, other) }, length: 1, relativeTolerance: tolerance)
        let logExact = lgamma(exponent + 1) + lgamma(other + 1) - lgamma(exponent + other + 2)
        let exact = exp(logExact)
        // The reference is exact to a few units in the last place.
        #expect(abs(result.value - exact) <= result.error + 4e-15 * exact)
        #expect(result.error <= tolerance * result.value)
        #expect(result.evaluations < 1000)
      }
    }
  }

  @Test("logarithms and smooth functions")
  func others() throws {
    let logarithm = try integrateDoubleExponential({ log($0) * log($1) }, length: 1)
    expectCovered(
      logarithm, exact: 2 - Double.pi * Double.pi / 6, relativeTolerance: 1e-12)
    let root = try integrateDoubleExponential({ lower, _ in lower.squareRoot() }, length: 4)
    expectCovered(root, exact: 16.0 / 3, relativeTolerance: 1e-12)
    let smooth = try integrateDoubleExponential({ lower, _ in exp(lower) }, length: 1)
    expectCovered(smooth, exact: exp(1.0) - 1, relativeTolerance: 1e-12)
    let empty = try integrateDoubleExponential({ _, _ in 1 }, length: 0)
    #expect(empty.value == 0 && empty.error == 0)
  }

  @Test("what it cannot integrate is not claimed")
  func limits() {
    for exponent in [-0.999, -1, -1.5] {
      do {
        _ = try integrateDoubleExponential({ lower, _ in pow(lower, exponent) }, length: 1)
        Issue.record("the numbers end before the integral does")
      } catch QuadratureError.toleranceNotReached(let value, let error, _) {
        #expect(exponent <= -1 || abs(value - 1 / (1 + exponent)) <= error)
      } catch QuadratureError.nonFiniteIntegrand {
        #expect(exponent < -1)
      } catch {
        Issue.record("unexpected: \(error)")
      }
    }
    #expect(throws: QuadratureError.self) {
      try integrateDoubleExponential({ _, _ in .nan }, length: 1)
    }
    #expect(throws: QuadratureError.self) {
      try integrateDoubleExponential({ _, _ in 1 }, length: .infinity)
    }
  }
}
