import Foundation
import Quadrature
import Testing

private let exponents: [Double] = [1.01, 1.1, 1.5, 2, 3, 6, 20]

@Suite("sum")
struct SumTests {
  @Test("geometric series", arguments: [0.0, 0.1, 0.5, 0.9, 0.999, -0.5, -0.99], [1e-4, 1e-12])
  func geometric(ratio: Double, tolerance: Double) throws {
    let result = try sum(
      { pow(ratio, Double($0)) }, from: 0, relativeTolerance: tolerance)
    expectCovered(
      result, exact: 1 / (1 - ratio), relativeTolerance: tolerance, "ratio \(ratio)")
  }

  @Test("powers by Euler and Maclaurin", arguments: exponents, [1e-4, 1e-8, 1e-12])
  func powers(exponent: Double, tolerance: Double) throws {
    let result = try sum(
      { pow(Double($0), -exponent) }, from: 1, continuation: { pow($0, -exponent) },
      relativeTolerance: tolerance)
    expectCovered(
      result, exact: reference("zeta(\(exponent))"), relativeTolerance: tolerance,
      "zeta(\(exponent))")
  }

  @Test("powers by extrapolation", arguments: exponents.dropFirst(), [1e-4, 1e-8, 1e-11])
  func extrapolated(exponent: Double, tolerance: Double) throws {
    let result = try sum(
      { pow(Double($0), -exponent) }, from: 1, relativeTolerance: tolerance)
    expectCovered(
      result, exact: reference("zeta(\(exponent))"), relativeTolerance: tolerance,
      "zeta(\(exponent))")
  }

  @Test("a power with a logarithm")
  func logarithm() throws {
    let exact = reference("-zeta'(2)")
    let smooth = try sum(
      { log(Double($0)) / Double($0 * $0) }, from: 1, continuation: { log($0) / ($0 * $0) })
    expectCovered(smooth, exact: exact, relativeTolerance: 1e-12)
    let blind = try sum({ log(Double($0)) / (Double($0) * Double($0)) }, from: 1)
    expectCovered(blind, exact: exact, relativeTolerance: 1e-12)
  }

  @Test("a bell is summed from its top, both ways", arguments: [0.3, 5, 1e3, 1e6, 1e12])
  func bell(width: Double) throws {
    // For widths of 1 and more Σ exp(−k²/2w²) = w √(2π), but for exp(−2π²w²).
    let result = try sum(
      { exp(-Double($0) * Double($0) / (2 * width * width)) }, from: .min, startingAt: 0,
      continuation: { exp(-$0 * $0 / (2 * width * width)) })
    let exact =
      width < 1
      ? 1 + 2 * (exp(-0.5 / 0.09) + exp(-2 / 0.09) + exp(-4.5 / 0.09))
      : width * (2 * Double.pi).squareRoot()
    expectCovered(result, exact: exact, relativeTolerance: 1e-12)
    #expect(result.evaluations < 30_000)
  }

  @Test("a bounded range is summed to its end, long or short")
  func bounded() throws {
    let short = try sum({ Double($0) }, from: 1, through: 100)
    #expect(short.value == 5050)
    #expect(short.evaluations == 100)
    let one = try sum({ _ in 7 }, from: 3, through: 3)
    #expect(one.value == 7)
    let long = try sum(
      { Double($0) }, from: 1, through: 1_000_000_000, continuation: { $0 })
    #expect(abs(long.value - 500_000_000_500_000_000) <= long.error)
    #expect(long.error <= 1e-12 * long.value)
    #expect(long.evaluations < 10_000)
    let harmonic = try sum(
      { 1 / Double($0) }, from: 1, through: 1_000_000_000_000, continuation: { 1 / $0 })
    expectCovered(harmonic, exact: reference("harmonic(1e12)"), relativeTolerance: 1e-12)
    let middle = try sum(
      { 1 / Double($0) }, from: 1, through: 1_000_000, startingAt: 500_000,
      continuation: { 1 / $0 })
    expectCovered(middle, exact: reference("harmonic(1e6)"), relativeTolerance: 1e-12)
    let blind = try sum({ 1 / Double($0) }, from: 1, through: 1_000_000)
    expectCovered(blind, exact: reference("harmonic(1e6)"), relativeTolerance: 1e-12)
  }

  @Test("alternating and interrupted series")
  func signs() throws {
    let alternating = try sum({ ($0 % 2 == 1 ? 1 : -1) / Double($0) }, from: 1)
    expectCovered(alternating, exact: log(2), relativeTolerance: 1e-12)
    let even = try sum({ $0 % 2 == 0 ? pow(0.5, Double($0)) : 0 }, from: 0)
    expectCovered(even, exact: 4.0 / 3, relativeTolerance: 1e-12)
    let late = try sum({ $0 < 500 ? 0 : pow(0.5, Double($0 - 500)) }, from: 0)
    expectCovered(late, exact: 2, relativeTolerance: 1e-12)
    let nothing = try sum({ _ in 0 }, from: 0)
    #expect(nothing.value == 0 && nothing.error == 0)
  }

  @Test("series without a sum are recognised")
  func divergent() {
    let series: [@Sendable (Double) -> Double] = [
      { _ in 1 }, { 1 / $0 }, { 1 / $0.squareRoot() }, { $0 },
    ]
    for term in series {
      for continuation in [nil, term] {
        do {
          _ = try sum({ term(Double($0)) }, from: 1, continuation: continuation)
          Issue.record("it diverges")
        } catch QuadratureError.divergent {
        } catch {
          Issue.record("unexpected: \(error)")
        }
      }
    }
  }

  @Test("a series that converges too slowly is not claimed")
  func slow() {
    let exact = reference("sum 1/(k log(k)^2)")
    let term: @Sendable (Double) -> Double = { 1 / ($0 * log($0) * log($0)) }
    for continuation in [nil, term] {
      do {
        _ = try sum(
          { term(Double($0)) }, from: 2, continuation: continuation, relativeTolerance: 1e-6)
        Issue.record("this takes more terms than there are")
      } catch QuadratureError.toleranceNotReached(let value, let error, _) {
        #expect(abs(value - exact) <= error)
      } catch QuadratureError.tooManyEvaluations(let value, let error, _, _) {
        #expect(abs(value - exact) <= error)
      } catch {
        Issue.record("unexpected: \(error)")
      }
    }
  }

  @Test("errors and requests that make no sense")
  func refusals() {
    #expect(throws: QuadratureError.nonFiniteIntegrand(at: 3)) {
      try sum({ $0 == 3 ? .nan : 1 / Double($0 * $0 + 1) }, from: 0)
    }
    #expect(throws: QuadratureError.self) { try sum({ _ in 1 }, from: 2, through: 1) }
    #expect(throws: QuadratureError.self) {
      try sum({ 1 / Double($0 * $0) }, from: 1, continuation: { 2 / ($0 * $0) })
    }
    #expect(throws: QuadratureError.self) {
      try sum({ _ in 0 }, from: 0, relativeTolerance: .nan)
    }
  }

  @Test("compensated sums keep what plain ones lose")
  func compensated() {
    var sum = CompensatedSum()
    for term in [1, 1e100, 1, -1e100] {
      sum.add(term)
    }
    #expect(sum.value == 2)
    sum.add(.infinity)
    #expect(sum.value == .infinity)
  }
}
