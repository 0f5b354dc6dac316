import Foundation
import Quadrature
import Testing

struct IntegralCase: Sendable, CustomStringConvertible {
  let description: String
  let breakpoints: [Double]
  let exact: Double
  let function: @Sendable (Double) -> Double

  init(
    _ description: String, _ breakpoints: [Double], _ exact: Double,
    _ function: @escaping @Sendable (Double) -> Double
  ) {
    self.description = description
    self.breakpoints = breakpoints
    self.exact = exact
    self.function = function
  }
}

@Suite("integrate")
struct IntegrateTests {
  static let pi = Double.pi
  static let infinity = Double.infinity

  static let smooth: [IntegralCase] = [
    IntegralCase("constant", [0, 3], 6) { _ in 2 },
    IntegralCase("polynomial", [-1, 2], 255.0 / 8) { $0 * $0 * $0 * $0 * $0 * $0 * $0 },
    IntegralCase("exp", [0, 1], exp(1.0) - 1) { exp($0) },
    IntegralCase("exp far", [0, 10, 40, 200], 1) { exp(-$0) },
    IntegralCase("sine", [0, pi], 2) { sin($0) },
    IntegralCase("Runge", [-1, 1], 2 * atan(5.0) / 5) { 1 / (1 + 25 * $0 * $0) },
    IntegralCase("narrow Runge", [-1, 0, 1], 2 * atan(1e4) * 1e-4) {
      1 / (1 + 1e8 * $0 * $0) as Double
    },
    IntegralCase("normal", [-10, -4, -2, 0, 2, 4, 10], erf(10 / 2.0.squareRoot())) {
      normalDensity($0)
    },
    IntegralCase("narrow normal", [49, 49.8, 50, 50.2, 51], erf(10 / 2.0.squareRoot())) {
      normalDensity($0, mean: 50, deviation: 0.1)
    },
    IntegralCase("Cauchy", [-1000, -10, -1, 0, 1, 10, 1000], 2 * atan(1000.0) / pi) {
      1 / (pi * (1 + $0 * $0))
    },
    IntegralCase("tiny", [0, 1], 1e-12 / 3) { 1e-12 * $0 * $0 },
    IntegralCase("tiny beside a large flat part", [0, 1, 2], 1e-12 * (1 - cos(1.0))) {
      $0 < 1 ? 1e-12 * sin($0) : 0
    },
    IntegralCase("huge", [0, 1], 1e300 / 3) { 1e300 * $0 * $0 },
    IntegralCase("subnormal scale", [0, 1], 1e-300 / 3) { 1e-300 * $0 * $0 },
    IntegralCase("oscillating", [0, 1], (1 - cos(100.0)) / 100) { sin(100 * $0) },
    IntegralCase("fast oscillation", [0, 1], (1 - cos(2000.0)) / 2000) { sin(2000 * $0) },
    IntegralCase("chirp", [0, 1, 2, 3], reference("integral sin(x^2), 0 to 3")) { sin($0 * $0) },
    IntegralCase("odd", [-1, 2], 0.5 * (exp(4.0) - exp(1.0))) { $0 * exp($0 * $0) },
  ]

  static let rough: [IntegralCase] = [
    IntegralCase("kink at a breakpoint", [-1, 0, 2], 2.5) { abs($0) },
    IntegralCase("kink inside", [0, 1], 0.29) { abs($0 - 0.3) },
    IntegralCase("jump at a breakpoint", [0, 0.3, 1], 0.7) { $0 > 0.3 ? 1 : 0 },
    IntegralCase("root", [0, 1], 2.0 / 3) { $0.squareRoot() },
    IntegralCase("inverse root", [0, 1], 2) { 1 / $0.squareRoot() },
    IntegralCase("power -0.9", [0, 1], 10) { pow($0, -0.9) },
    IntegralCase("power -0.95", [0, 1], 20) { pow($0, -0.95) },
    IntegralCase("power 0.1", [0, 1], 1 / 1.1) { pow($0, 0.1) },
    IntegralCase("power 2.5", [0, 1], 1 / 3.5) { pow($0, 2.5) },
    IntegralCase("logarithm", [0, 1], -1) { log($0) },
    IntegralCase("squared logarithm", [0, 1], 2) { log($0) * log($0) },
    IntegralCase("logarithm over root", [0, 1], -4) { log($0) / $0.squareRoot() },
    IntegralCase("both ends", [-1, 0], -1) { log(-$0) },
    IntegralCase("semicircle", [-1, 1], pi / 2) { max(0, 1 - $0 * $0).squareRoot() },
    IntegralCase("wiggle towards 0", [0, 1], reference("integral sin(1/x), 0 to 1")) {
      sin(1 / $0)
    },
  ]

  static let endless: [IntegralCase] = [
    IntegralCase("normal", [-infinity, -2, 0, 2, infinity], 1) { normalDensity($0) },
    IntegralCase("normal, no help", [-infinity, infinity], 1) { normalDensity($0) },
    IntegralCase("Cauchy", [-infinity, -1, 1, infinity], 1) { 1 / (pi * (1 + $0 * $0)) },
    IntegralCase("exponential", [0, infinity], 1) { exp(-$0) },
    IntegralCase("downwards", [-infinity, 0], 1) { exp($0) },
    IntegralCase("power 1.5", [1, infinity], 2) { pow($0, -1.5) },
    IntegralCase("scale from the neighbour", [0, 1e-6, infinity], 1e-6) { exp(-1e6 * $0) },
    IntegralCase("large scale", [0, 1e6, infinity], 1e6) { exp(-1e-6 * $0) },
  ]

  static let tolerances = [1e-2, 1e-4, 1e-7, 1e-10, 1e-12]

  @Test("smooth functions", arguments: smooth, tolerances)
  func integratesSmooth(example: IntegralCase, tolerance: Double) throws {
    let result = try integrate(
      example.function, over: example.breakpoints, relativeTolerance: tolerance)
    expectCovered(
      result, exact: example.exact, relativeTolerance: tolerance, example.description)
  }

  @Test("kinks, jumps and singular ends", arguments: rough, tolerances.dropLast())
  func integratesRough(example: IntegralCase, tolerance: Double) throws {
    // sin(1/x) wiggles for ever: no more than a few digits.
    if example.description.hasPrefix("wiggle"), tolerance < 1e-4 { return }
    let result = try integrate(
      example.function, over: example.breakpoints, relativeTolerance: tolerance)
    expectCovered(
      result, exact: example.exact, relativeTolerance: tolerance, example.description)
  }

  @Test("infinite ends", arguments: endless, tolerances)
  func integratesEndless(example: IntegralCase, tolerance: Double) throws {
    let result = try integrate(
      example.function, over: example.breakpoints, relativeTolerance: tolerance)
    expectCovered(
      result, exact: example.exact, relativeTolerance: tolerance, example.description)
  }

  @Test("kinks, jumps and roots anywhere: the error covers what no breakpoint tells")
  func anywhere() throws {
    // What lies between an end and the first node, at 0.0022, cannot be known.
    for place in spreadPoints(300) where place > 0.0022 && place < 0.9978 {
      for tolerance in [1e-3, 1e-6, 1e-9] {
        let kink = try integrate(
          { abs($0 - place) }, over: [0, 1], relativeTolerance: tolerance)
        expectCovered(
          kink, exact: (place * place + (1 - place) * (1 - place)) / 2,
          relativeTolerance: tolerance, "kink at \(place)")
        let jump = try integrate(
          { $0 > place ? 1 + $0 : 0 }, over: [0, 1], relativeTolerance: tolerance)
        expectCovered(
          jump, exact: (1 - place) * (1 + (1 + place) / 2), relativeTolerance: tolerance,
          "jump at \(place)")
        let root = try integrate(
          { abs($0 - place).squareRoot() }, over: [0, 1], relativeTolerance: tolerance)
        expectCovered(
          root, exact: 2.0 / 3 * (pow(place, 1.5) + pow(1 - place, 1.5)),
          relativeTolerance: tolerance, "root at \(place)")
      }
    }
  }

  @Test("the error covers peaks of any width at any place")
  func peaks() throws {
    for (index, place) in spreadPoints(200).enumerated() {
      let width = pow(10, -1 - 3 * Double(index % 50) / 50)
      for tolerance in [1e-4, 1e-10] {
        // One breakpoint within two widths of the peak, as a quantile would be.
        let hint = place + 2 * width * (Double(index % 7) / 3 - 1)
        let result = try integrate(
          { 1 / (1 + ($0 - place) * ($0 - place) / (width * width)) }, over: [-2, hint, 3],
          relativeTolerance: tolerance)
        let exact = width * (atan((3 - place) / width) + atan((place + 2) / width))
        expectCovered(
          result, exact: exact, relativeTolerance: tolerance, "width \(width) at \(place)")
      }
    }
  }

  @Test("a singular end of any exponent", arguments: (0..<38).map { -0.94 + 0.13 * Double($0) })
  func powers(exponent: Double) throws {
    for tolerance in [1e-1, 1e-3, 1e-6, 1e-9] {
      let result = try integrate(
        { pow($0, exponent) }, over: [0, 1], relativeTolerance: tolerance)
      expectCovered(
        result, exact: 1 / (1 + exponent), relativeTolerance: tolerance, "power \(exponent)")
    }
  }
}
