import Foundation
import GSL
import Quadrature
import Testing

private struct Refusal: Error, Equatable {
  let point: Double
}

@Suite("integrate: behaviour")
struct IntegrateBehaviourTests {
  @Test("a smooth density takes few evaluations")
  func economy() throws {
    let result = try integrate(
      { normalDensity($0) * (log(Double.pi) + log1p($0 * $0)) },
      over: [-10, -6, -4, -2, 0, 2, 4, 6, 10], relativeTolerance: 1e-10)
    // The cross-entropy of a standard normal under a standard Cauchy distribution.
    #expect(abs(result.value - reference("H(Normal(0, 1), Cauchy(0, 1))")) < 1e-14)
    #expect(result.evaluations <= 400)
  }

  @Test("breakpoints find what GSL's qagi loses")
  func narrow() throws {
    // KL of Normal(50, 0.1) from Cauchy(0, 1): log(π (1 + x²)) integrated, minus the entropy.
    func integrand(_ x: Double) -> Double {
      let z = (x - 50) / 0.1
      let logRatio =
        -z * z / 2 - log(0.1) - log(2 * Double.pi) / 2 + log(Double.pi) + log1p(x * x)
      return normalDensity(x, mean: 50, deviation: 0.1) * logRatio
    }
    let workspace = try IntegrationWorkspace(limit: 1000)
    let lost = try withCallback(integrand) { callback in
      try callback.qagi(relativeTolerance: 1e-10, workspace: workspace)
    }
    #expect(abs(lost.value) < 1e-6)

    let points = [-9.0, -5, -2, 0, 2, 5, 9].map { 50 + 0.1 * $0 }
    let found = try integrate(
      integrand, over: [-.infinity] + points + [.infinity], relativeTolerance: 1e-10)
    expectCovered(
      found, exact: reference("KL(Normal(50, 0.1) || Cauchy(0, 1))"), relativeTolerance: 1e-10,
      "normal from Cauchy")
  }

  @Test("what the integrand throws is thrown, and it is not called again")
  func throwing() {
    var calls = 0
    #expect(throws: Refusal(point: 3)) {
      try integrate(
        { _ in
          calls += 1
          if calls == 3 { throw Refusal(point: 3) }
          return 1
        }, over: [0, 1])
    }
    #expect(calls == 3)
  }

  @Test("a value that is not finite is an error that says where")
  func nonFinite() {
    for bad in [Double.nan, .infinity, -.infinity] {
      #expect(throws: QuadratureError.self) {
        try integrate({ $0 > 0.9 ? bad : 1 }, over: [0, 1])
      }
    }
    #expect(throws: QuadratureError.nonFiniteIntegrand(at: 0.5)) {
      try integrate({ $0 == 0.5 ? .nan : 1 }, over: [0, 1])
    }
  }

  @Test("noise stops the search early, with an honest error")
  func noise() {
    var state = UInt64(1)
    let noisy: (Double) -> Double = { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return 1 + 1e-8 * (Double(state >> 11) * 0x1p-53 - 0.5)
    }
    do {
      _ = try integrate(noisy, over: [0, 1], relativeTolerance: 1e-12)
      Issue.record("noise of 1e-8 cannot be integrated to 1e-12")
    } catch QuadratureError.toleranceNotReached(let value, let error, let tolerance) {
      #expect(abs(value - 1) <= error)
      #expect(error < 1e-7)
      #expect(tolerance < 2e-12)
    } catch {
      Issue.record("unexpected: \(error)")
    }
  }

  @Test("evaluations are counted and limited")
  func limit() {
    var calls = 0
    do {
      _ = try integrate(
        { x in
          calls += 1
          return pow(x, -0.99)
        }, over: [0, 1], relativeTolerance: 1e-12, maximumEvaluations: 1000)
      Issue.record("x^-0.99 takes more")
    } catch QuadratureError.tooManyEvaluations(let value, let error, _, let evaluations) {
      #expect(evaluations == calls)
      #expect(calls <= 1000)
      #expect(abs(value - 100) <= error)
    } catch {
      Issue.record("unexpected: \(error)")
    }
  }

  @Test("a divergent integral is never a number with a small error")
  func divergent() {
    for exponent in [-1.0, -1.2, -2] {
      #expect(throws: QuadratureError.self) {
        try integrate({ pow($0, exponent) }, over: [0, 1], relativeTolerance: 1e-3)
      }
    }
    #expect(throws: QuadratureError.self) {
      try integrate({ 1 / $0 }, over: [1, .infinity], relativeTolerance: 1e-3)
    }
  }

  @Test("cancellation is limited by rounding, not a failure")
  func cancellation() throws {
    let result = try integrate({ sin($0) }, over: [-1, 0, 1], relativeTolerance: 1e-10)
    #expect(abs(result.value) <= result.error)
    #expect(result.error < 1e-13)
    #expect(abs(result.magnitude - 2 * (1 - cos(1.0))) < 1e-12)
    let zero = try integrate({ _ in 0 }, over: [0, 1])
    #expect(zero.value == 0 && zero.error == 0)
  }

  @Test("requests that make no sense are refused")
  func arguments() throws {
    for points in [[], [1], [1, 0], [0, .nan], [.nan, 1], [.infinity, 0]] {
      #expect(throws: QuadratureError.self) {
        try integrate({ $0 }, over: points)
      }
    }
    #expect(throws: QuadratureError.self) {
      try integrate({ $0 }, over: [0, 1], relativeTolerance: .nan)
    }
    #expect(throws: QuadratureError.self) {
      try integrate({ $0 }, over: [0, 1], absoluteTolerance: -1)
    }
    #expect(try integrate({ $0 }, over: [1, 1]).value == 0)
    #expect(try integrate({ $0 }, over: [0, 0, 1, 1]).value == 0.5)
  }

  @Test("several integrands share their nodes, each to its own tolerance")
  func vector() throws {
    var calls = 0
    let pair = try integrate(
      { x in
        calls += 1
        return SIMD2(exp(-x), 1e-12 * x.squareRoot())
      }, over: [0, 1, 4], relativeTolerance: SIMD2(1e-10, 1e-9))
    #expect(pair.evaluations == calls)
    #expect(abs(pair.values[0] - (1 - exp(-4.0))) <= pair.errors[0])
    #expect(abs(pair.values[1] - 1e-12 * 16 / 3) <= pair.errors[1])
    #expect(pair.errors[0] <= 1e-10 * pair.values[0])
    #expect(pair.errors[1] <= 1e-9 * pair.values[1])

    let idle = try integrate(
      { x in SIMD4(exp(-x), x.squareRoot(), 0, 1) }, over: [0, 1],
      relativeTolerance: SIMD4(1e-10, .infinity, 1e-10, 1e-10))
    #expect(idle.evaluations == 21)
    #expect(abs(idle.values[1] - 2.0 / 3) <= idle.errors[1])
    #expect(idle.values[3] == 1)
    let odd = try integrate(
      { x in SIMD2(exp(-x * x), x) }, over: [-1, 0, 1], relativeTolerance: SIMD2(1e-6, .infinity))
    #expect(odd.values[1] == 0)
    #expect(odd.evaluations == 42)
    #expect(idle.values[2] == 0)
  }

  @Test("many threads integrate at the same time")
  func concurrency() async throws {
    let values = try await withThrowingTaskGroup(of: Double.self) { group in
      for index in 0..<200 {
        group.addTask {
          let scale = Double(index + 1)
          let result = try integrate({ exp(-$0 / scale) / scale }, over: [0, scale, .infinity])
          return abs(result.value - 1)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(values.count == 200)
    #expect(values.allSatisfy { $0 < 1e-10 })
  }
}
