import Foundation
import Quadrature
import Testing

private struct Refusal: Error {}

@Suite("Minima and derivatives")
struct MinimizationTests {
  @Test("of one variable: inside, at the ends, the deepest of several")
  func oneVariable() throws {
    let inside = try minimum(of: { ($0 - 0.3) * ($0 - 0.3) + 1 }, between: -10, and: 10)
    #expect(abs(inside.point - 0.3) < 1e-7)
    #expect(inside.value == 1)
    let left = try minimum(of: { exp($0) }, between: -1, and: 1)
    #expect(left.point == -1)
    let right = try minimum(of: { -$0 }, between: 0, and: 1e-20)
    #expect(right.point == 1e-20)
    let deep = try minimum(of: { cos(3 * $0) + 0.1 * $0 }, between: -2, and: 2)
    // 3 sin(3x) = 0.1 near −π/3 and near π/3, and the former valley is the deeper one.
    #expect(abs(deep.point - (-Double.pi - asin(0.1 / 3)) / 3) < 1e-6)
    let flat = try minimum(of: { _ in 2 }, between: 0, and: 1)
    #expect(flat.value == 2)
    let holes = try minimum(of: { $0 < 1 ? .nan : $0 - log($0) }, between: -5, and: 6)
    #expect(abs(holes.point - 1) < 1e-3)
    #expect(throws: QuadratureError.self) {
      try minimum(of: { _ in .nan }, between: 0, and: 1)
    }
    #expect(throws: Refusal.self) {
      try minimum(of: { _ in throw Refusal() }, between: 0, and: 1)
    }
    #expect(throws: QuadratureError.self) { try minimum(of: { $0 }, between: 1, and: 1) }
  }

  /// Rosenbrock's valley; its minimum is 0 at (1, 1).
  static func valley(_ x: [Double]) -> Double {
    let a = 1 - x[0]
    let b = x[1] - x[0] * x[0]
    return a * a + 100 * b * b
  }

  static func valleySlope(_ x: [Double]) -> [Double] {
    let b = x[1] - x[0] * x[0]
    return [-2 * (1 - x[0]) - 400 * x[0] * b, 200 * b]
  }

  @Test("of several variables")
  func severalVariables() throws {
    let simplex = try minimize(Self.valley, from: [-1.2, 1], steps: [0.5, 0.5])
    #expect(simplex.converged)
    #expect(abs(simplex.point[0] - 1) < 1e-5 && abs(simplex.point[1] - 1) < 1e-5)
    let newton = try minimize(Self.valley, gradient: Self.valleySlope, from: [-1.2, 1])
    #expect(abs(newton.point[0] - 1) < 1e-6 && abs(newton.point[1] - 1) < 1e-6)
    #expect(newton.iterations < 100)

    // Undefined on half of the plane.
    let half = try minimize(
      { x in x[0] <= 0 ? .nan : x[0] - log(x[0]) + x[1] * x[1] }, from: [3, 3], steps: [2, 2])
    #expect(abs(half.point[0] - 1) < 1e-4 && abs(half.point[1]) < 1e-4)
  }

  @Test("what the function throws is thrown")
  func throwing() {
    #expect(throws: Refusal.self) {
      try minimize({ _ in throw Refusal() }, from: [1], steps: [1])
    }
    #expect(throws: Refusal.self) {
      try minimize({ $0[0] * $0[0] }, gradient: { _ in throw Refusal() }, from: [1])
    }
    #expect(throws: QuadratureError.self) { try minimize({ _ in 1 }, from: [], steps: []) }
    #expect(throws: QuadratureError.self) { try minimize({ _ in 1 }, from: [1], steps: []) }
  }

  @Test("derivatives come with errors that hold", arguments: [-2.0, 0.1, 1, 3])
  func derivatives(point: Double) {
    let functions: [(Double) -> (Double, Double, Double)] = [
      { (exp($0), exp($0), exp($0)) }, { (sin($0), cos($0), -sin($0)) },
      {
        (
          1 / (1 + $0 * $0), -2 * $0 / pow(1 + $0 * $0, 2),
          (6 * $0 * $0 - 2) / pow(1 + $0 * $0, 3)
        )
      },
      { ($0 * $0 * $0, 3 * $0 * $0, 6 * $0) },
    ]
    for function in functions {
      let (_, slope, curvature) = function(point)
      let first = derivative(of: { function($0).0 }, at: point, step: 0.1)
      #expect(abs(first.value - slope) <= first.error)
      #expect(first.error < 1e-9)
      let second = secondDerivative(of: { function($0).0 }, at: point, step: 0.2)
      #expect(abs(second.value - curvature) <= second.error)
      #expect(second.error < 1e-6)
    }
  }
}
