import Foundation
import Quadrature
import Testing

@Suite("integrateTail")
struct IntegrateTailTests {
  @Test("exponentials", arguments: [1e-6, 1e-3, 0.1, 1, 10], [1e-4, 1e-10])
  func exponential(rate: Double, tolerance: Double) throws {
    let up = try integrateTail(
      { exp(-rate * $0) }, from: 0, relativeTolerance: tolerance)
    expectCovered(up, exact: 1 / rate, relativeTolerance: tolerance)
    let down = try integrateTail(
      { exp(rate * $0) }, from: 2, to: -.infinity, relativeTolerance: tolerance)
    expectCovered(down, exact: exp(2 * rate) / rate, relativeTolerance: tolerance)
  }

  @Test("powers", arguments: [1.001, 1.01, 1.1, 1.5, 2, 3, 8], [1e-3, 1e-6, 1e-9])
  func power(exponent: Double, tolerance: Double) throws {
    let result = try integrateTail(
      { pow($0, -exponent) }, from: 1, relativeTolerance: tolerance)
    // The exponent less 1 is rounded.
    expectCovered(
      result, exact: 1 / (exponent - 1), relativeTolerance: tolerance, "power \(exponent)")
  }

  @Test("singular ends over the logarithm of the offset", arguments: [-0.999, -0.99, -0.5, 0, 3])
  func singularEnd(exponent: Double) throws {
    // x^b for x from 0 to 1, with x = e^s.
    let result = try integrateTail(
      { exp((exponent + 1) * $0) }, from: 0, to: -.infinity, relativeTolerance: 1e-11)
    expectCovered(result, exact: 1 / (exponent + 1), relativeTolerance: 1e-11)
    #expect(result.evaluations < 1000)
  }

  @Test("other falls")
  func others() throws {
    let normal = try integrateTail({ exp(-$0 * $0) }, from: 0)
    expectCovered(normal, exact: Double.pi.squareRoot() / 2, relativeTolerance: 1e-10)
    let gamma = try integrateTail({ exp(-$0) * $0 * $0 * $0 * $0 }, from: 0)
    expectCovered(gamma, exact: 24, relativeTolerance: 1e-10)
    let stretched = try integrateTail({ exp(-$0.squareRoot()) }, from: 0)
    expectCovered(stretched, exact: 2, relativeTolerance: 1e-10)
    let logarithmic = try integrateTail({ log($0) / ($0 * $0) }, from: 1)
    expectCovered(logarithmic, exact: 1, relativeTolerance: 1e-10)
    let nothing = try integrateTail({ _ in 0 }, from: 0)
    #expect(nothing.value == 0 && nothing.error == 0)
  }

  @Test("divergent integrals are recognised")
  func divergent() {
    for function in [{ _ in 1 }, { 1 / $0 }, { 1 / $0.squareRoot() }, { $0 }]
      as [@Sendable (Double) -> Double]
    {
      do {
        _ = try integrateTail(function, from: 1)
        Issue.record("it diverges")
      } catch QuadratureError.divergent(let place, _) {
        #expect(place > 1)
      } catch {
        Issue.record("unexpected: \(error)")
      }
    }
  }

  @Test("between convergence and divergence no number is claimed", arguments: [1.0, 1.5, 2, 3])
  func logarithms(exponent: Double) {
    // 1 / (x (log x)^c): 1 / ((c − 1) (log 2)^(c−1)) for c > 1, infinite for c ≤ 1.
    do {
      _ = try integrateTail(
        { 1 / ($0 * pow(log($0), exponent)) }, from: 2, relativeTolerance: 1e-8)
      Issue.record("this takes more numbers than there are")
    } catch QuadratureError.toleranceNotReached(let value, let error, _) {
      let exact =
        exponent > 1 ? 1 / ((exponent - 1) * pow(log(2), exponent - 1)) : Double.infinity
      #expect(abs(value - exact) <= error)
    } catch QuadratureError.divergent {
      #expect(exponent <= 1)
    } catch {
      Issue.record("unexpected: \(error)")
    }
  }

  @Test("the last point that can be evaluated bounds what is beyond it")
  func lastPoint() throws {
    let result = try integrateTail({ exp(-0.1 * $0) }, from: 0, to: 700)
    expectCovered(result, exact: 10, relativeTolerance: 1e-10)
    do {
      _ = try integrateTail({ exp(-0.01 * $0) }, from: 0, to: 700)
      Issue.record("a thousandth of it is beyond 700")
    } catch QuadratureError.toleranceNotReached(let value, let error, _) {
      #expect(abs(value - 100) <= error)
      #expect(error < 0.2)
    }
    #expect(throws: QuadratureError.self) {
      try integrateTail({ exp(0.01 * $0) }, from: 0, to: 700)
    }
  }

  @Test("the tolerance is understood against what is known already")
  func reference() throws {
    let alone = try integrateTail({ exp(-$0) * cos($0) }, from: 10)
    let beside = try integrateTail({ exp(-$0) * cos($0) }, from: 10, reference: 1)
    #expect(beside.evaluations < alone.evaluations)
    #expect(beside.error <= 1e-10)
    let exact = exp(-10.0) * (cos(10.0) - sin(10.0)) / 2
    #expect(abs(beside.value - exact) <= beside.error)
    #expect(abs(alone.value - exact) <= alone.error)
  }

  @Test("several integrands share their nodes, each to its own tolerance")
  func vector() throws {
    var calls = 0
    let pair = try integrateTail(
      { x in
        calls += 1
        return SIMD2(exp(-x), 1e-20 * pow(1 + x, -1.5))
      }, from: 0, relativeTolerance: SIMD2(1e-10, 1e-8))
    #expect(pair.evaluations == calls)
    #expect(abs(pair.values[0] - 1) <= pair.errors[0])
    #expect(abs(pair.values[1] - 2e-20) <= pair.errors[1])
    #expect(pair.errors[0] <= 1e-10 && pair.errors[1] <= 2e-28)

    let idle = try integrateTail(
      { x in SIMD4(exp(-x), 1 / (1 + x), 0, exp(-2 * x)) }, from: 0,
      relativeTolerance: SIMD4(1e-10, .infinity, 1e-10, 1e-10))
    #expect(abs(idle.values[3] - 0.5) <= idle.errors[3])
    #expect(abs(idle.values[0] - 1) <= idle.errors[0])
    #expect(idle.values[2] == 0)
    #expect(throws: QuadratureError.self) {
      try integrateTail(
        { x in SIMD2(exp(-x), 1 / (1 + x)) }, from: 0, relativeTolerance: SIMD2(1e-10, 1e-10))
    }
  }

  @Test("requests that make no sense are refused")
  func arguments() {
    #expect(throws: QuadratureError.self) { try integrateTail({ $0 }, from: .infinity) }
    #expect(throws: QuadratureError.self) { try integrateTail({ $0 }, from: 0, to: .nan) }
    #expect(throws: QuadratureError.self) { try integrateTail({ $0 }, from: 0, firstPiece: 0) }
    #expect(throws: QuadratureError.nonFiniteIntegrand(at: 0.5)) {
      try integrateTail({ _ in .nan }, from: 0)
    }
  }
}
