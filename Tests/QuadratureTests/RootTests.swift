import Foundation
import Quadrature
import Testing

@Suite("Roots and inverses")
struct RootTests {
  @Test("simple, steep, flat and far roots")
  func roots() throws {
    let two = try root(of: { $0 * $0 - 2 }, between: 0, and: 2)
    #expect(abs(two - 2.0.squareRoot()) <= 2.3e-16)
    let back = try root(of: { $0 * $0 - 2 }, between: 2, and: 0)
    #expect(abs(back - 2.0.squareRoot()) <= 2.3e-16)
    let cosine = try root(of: { cos($0) - $0 }, between: 0, and: 1)
    #expect(abs(cosine - reference("root cos(x) - x")) <= 2.3e-16)
    let flat = try root(of: { pow($0 - 1, 9) }, between: 0, and: 3)
    #expect(abs(flat - 1) < 1e-10)
    let tiny = try root(of: { log($0) + 600 }, between: 1e-300, and: 1e300)
    #expect(abs(tiny / exp(-600) - 1) < 1e-13)
    let sign = try root(of: { $0 < 1e-200 ? -1 : 1 }, between: -1, and: 1)
    #expect(abs(sign - 1e-200) < 1e-210)
    let infinite = try root(of: { $0 < 3 ? -.infinity : .infinity }, between: 0, and: 10)
    #expect(abs(infinite - 3) < 1e-15)
    #expect(try root(of: { $0 }, between: 0, and: 1) == 0)
    #expect(try root(of: { $0 - 1 }, between: 0, and: 1) == 1)
  }

  @Test("few evaluations")
  func economy() throws {
    for function in [
      { exp($0) - 2 }, { $0 * $0 * $0 - 5 }, { atan($0) - 1 }, { pow($0, 20) - 1e-3 },
    ] as [@Sendable (Double) -> Double] {
      var calls = 0
      let found = try root(
        of: { x in
          calls += 1
          return function(x)
        }, between: 0, and: 10)
      #expect(abs(function(found)) < 1e-13)
      #expect(calls < 30)
    }
  }

  @Test("what has no root is refused")
  func refusals() {
    #expect(throws: QuadratureError.notBracketed(lower: 0, upper: 1, atLower: 1, atUpper: 2)) {
      try root(of: { $0 + 1 }, between: 0, and: 1)
    }
    #expect(throws: QuadratureError.nonFiniteIntegrand(at: 0.5)) {
      try root(of: { $0 == 0.5 ? .nan : $0 - 0.4 }, between: 0, and: 1)
    }
    #expect(throws: QuadratureError.self) { try root(of: { $0 }, between: -1, and: .infinity) }
  }

  @Test("quantiles of the logistic distribution, in both tails", arguments: [-700, -30, -1, -1e-3])
  func quantiles(logProbability: Double) throws {
    // log of 1 / (1 + e^-x) = −log(1 + e^-x).
    let logCDF: (Double) -> Double = { $0 < -30 ? $0 - exp($0) : -log1p(exp(-$0)) }
    let exact = logProbability - log(-expm1(logProbability))
    for guess in [0.0, 100, -1e6] {
      let found = try monotoneInverse(of: logCDF, at: logProbability, guess: guess)
      #expect(abs(found - exact) <= 1e-13 * max(1, abs(exact)))
      let falling = try monotoneInverse(
        of: { logCDF(-$0) }, at: logProbability, guess: guess, scale: 1e-3)
      #expect(abs(falling + exact) <= 1e-13 * max(1, abs(exact)))
    }
  }

  @Test("inverses on a half line and on an interval")
  func ranges() throws {
    let logCDF: (Double) -> Double = { log(-expm1(-$0)) }
    for exact in [1e-300, 1e-20, 1e-3, 1, 30] {
      let found = try monotoneInverse(
        of: logCDF, at: logCDF(exact), in: 0 ... .infinity, guess: 1)
      // Beyond 1 the logarithm of the cdf is flat; at 1e-300 it is −691, and known to 1e-13.
      #expect(abs(found / exact - 1) < (exact < 2 ? 3e-13 : 1e-1))
    }
    let square = try monotoneInverse(of: { $0 * $0 }, at: 0.25, in: 0...1, guess: 0.9)
    #expect(abs(square - 0.5) < 1e-15)
    #expect(try monotoneInverse(of: { $0 }, at: 2, in: 0...1, guess: 0.5) == 1)
    #expect(try monotoneInverse(of: { $0 }, at: -2, in: 0...1, guess: 0.5) == 0)
    #expect(try monotoneInverse(of: { -$0 }, at: 2, in: 0...1, guess: 0.5) == 0)
    #expect(try monotoneInverse(of: { atan($0) }, at: 2, guess: 0.5) == .infinity)
    #expect(throws: QuadratureError.self) {
      try monotoneInverse(of: { $0 }, at: .nan, guess: 0)
    }
  }
}
