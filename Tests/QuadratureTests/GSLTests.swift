import Foundation
import GSL
import Testing

private struct Refusal: Error {}

@Suite("GSL behind its wall")
struct GSLTests {
  @Test("a status becomes an error that names itself, and nothing aborts")
  func status() throws {
    let workspace = try IntegrationWorkspace(limit: 5)
    do {
      _ = try withCallback({ 1 / $0 }) { callback in
        try callback.qags(from: 0, to: 1, workspace: workspace)
      }
      Issue.record("1/x has no integral from 0")
    } catch let error as GSLError {
      #expect(error.operation == "qags")
      #expect(error.code != 0)
      #expect(error.name.hasPrefix("GSL_E"))
      #expect(error.description.contains(error.name))
      #expect(!error.text.isEmpty)
    }
    #expect(throws: GSLError.self) { _ = try IntegrationWorkspace(limit: 0) }
    #expect(throws: GSLError.self) { _ = try ClenshawCurtisWorkspace(intervals: 1) }
    #expect(throws: GSLError.self) { _ = try GaussLegendre(count: 0) }
    #expect(throws: GSLError.self) { try GaussLegendre(count: 3).point(3) }
    #expect(throws: GSLError.self) { try levinLimit(of: []) }
    #expect(throws: GSLError.self) {
      try withCallback({ $0 + 2 }) { try $0.brentRoot(from: 0, to: 1) }
    }
    #expect(throws: GSLError.self) {
      try withCallback({ $0 }) { try $0.brentMinimum(from: 0, to: 1, guess: 0.5) }
    }
    #expect(GSLError(code: 18, operation: "x").name == "GSL_EROUND")
    #expect(GSLError(code: 999, operation: "x").name == "GSL status 999")
  }

  @Test("the first error that a closure throws comes out, and it is not called again")
  func throwing() throws {
    let workspace = try IntegrationWorkspace()
    var calls = 0
    #expect(throws: Refusal.self) {
      try withCallback({ _ in
        calls += 1
        if calls > 10 { throw Refusal() }
        return 1
      }) { try $0.qag(from: 0, to: 1, workspace: workspace) }
    }
    #expect(calls == 11)
    #expect(throws: Refusal.self) {
      try withCallback({ _ in throw Refusal() }) { try $0.brentRoot(from: 0, to: 1) }
    }
  }

  @Test("the integrators integrate")
  func integrators() throws {
    let workspace = try IntegrationWorkspace()
    let curtis = try ClenshawCurtisWorkspace()
    let gauss = try GaussLegendre(count: 10)
    try withCallback({ exp($0) }) { callback in
      let exact = exp(1.0) - 1
      let qag = try callback.qag(from: 0, to: 1, workspace: workspace)
      #expect(abs(qag.value - exact) < 1e-14)
      let qags = try callback.qags(from: 0, to: 1, workspace: workspace)
      #expect(abs(qags.value - exact) < 1e-14)
      let qagp = try callback.qagp(points: [0, 0.5, 1], workspace: workspace)
      #expect(abs(qagp.value - exact) < 1e-14)
      let cquad = try callback.cquad(from: 0, to: 1, workspace: curtis)
      #expect(abs(cquad.value - exact) < 1e-12)
      let fixed = try gauss.integral(&callback, from: 0, to: 1)
      #expect(abs(fixed - exact) < 1e-14)
      let (evaluations, hasFailed) = (callback.evaluations, callback.hasFailed)
      #expect(evaluations > 100)
      #expect(!hasFailed)
    }
    let tail = try withCallback({ exp(-$0) }) { try $0.qagiu(from: 0, workspace: workspace) }
    #expect(abs(tail.value - 1) < 1e-10)
  }

  @Test(
    "rules applied to values agree with rules applied to functions", arguments: KronrodRule.allCases
  )
  func rules(rule: KronrodRule) throws {
    let nodes = try rule.nodes()
    #expect(nodes.count == rule.count)
    #expect(Set(nodes).count == rule.count)
    let weights = rule.weights()
    #expect(abs(weights.reduce(0, +) - 2) < 1e-14)
    let values = nodes.map { exp(0.5 + 0.5 * $0) }
    let known = values.withUnsafeBufferPointer { rule.estimate(of: $0, from: 0, to: 1) }
    let called = try withCallback({ exp($0) }) { $0.kronrod(rule, from: 0, to: 1) }
    #expect(abs(known.value - called.value) < 1e-15)
    #expect(abs(known.value - (exp(1.0) - 1)) < 1e-14)
    #expect(abs(known.magnitude - known.value) < 1e-15)
  }

  @Test("Levin's transform sums what falls slowly")
  func levin() throws {
    let squares = try levinLimit(of: (1...20).map { 1 / Double($0 * $0) })
    #expect(abs(squares.value - Double.pi * Double.pi / 6) < 1e-10)
    let alternating = try levinLimit(of: (1...20).map { ($0 % 2 == 1 ? 1 : -1) / Double($0) })
    #expect(abs(alternating.value - log(2)) < 1e-14)
  }

  @Test("minima are found")
  func minima() throws {
    let parabola = try withCallback({ ($0 - 2) * ($0 - 2) }) {
      try $0.brentMinimum(from: 0, to: 5, guess: 1, relativeTolerance: 1e-7)
    }
    #expect(abs(parabola.point - 2) < 1e-7)
    #expect(parabola.converged)
    let root = try withCallback({ $0 * $0 * $0 - 8 }) { try $0.brentRoot(from: 0, to: 5) }
    #expect(abs(root.point - 2) < 1e-15)
  }
}
