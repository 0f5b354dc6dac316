import Quadrature
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The trapezoidal rule over the whole line: what it gives is covered by its error, and what it does
/// not suit it refuses.
@Suite("AnalyticIntegral") struct AnalyticIntegralTests {
  /// With the rounding of some units in the last place of each value.
  private func integral(
    _ function: (Double) -> Double, tolerance: Double = 1e-10,
    limits: ClosedRange<Double> = -600...600, keepsFalling: Bool = false
  ) -> AnalyticIntegral? {
    AnalyticIntegral.integrate(
      relativeTolerance: tolerance, limits: limits, keepsFalling: keepsFalling
    ) { places, values in
      for index in 0..<places.count {
        let value = function(places[index])
        values.append(
          SIMD4(value, 4 * value.magnitude * 0x1p-52, 0x1p-52 * places[index].magnitude, 0))
      }
    }
  }

  private func expect(
    _ integral: AnalyticIntegral?, _ exact: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try #require(integral, sourceLocation: sourceLocation)
    #expect(
      abs(found.value - exact) <= found.error + found.rounding + exact.ulp,
      "\(found), exactly \(exact)", sourceLocation: sourceLocation)
    #expect(
      found.error <= 1e-10 * abs(exact) + 0.25 * found.rounding, sourceLocation: sourceLocation)
  }

  @Test(arguments: [false, true]) func bells(_ keepsFalling: Bool) throws {
    func bell(_ exact: Double, _ function: (Double) -> Double) throws {
      try expect(integral(function, keepsFalling: keepsFalling), exact)
    }
    let root = Double.pi.squareRoot()
    try bell(root) { exp(-$0 * $0) }
    // Away from the middle, narrower and wider.
    try bell(root / 2) { exp(-4 * ($0 - 3) * ($0 - 3)) }
    try bell(3 * root) { exp(-($0 + 7.3) * ($0 + 7.3) / 9) }
    try bell(Double.pi) { 1 / cosh($0) }
    // Γ(s) over the logarithm.
    try bell(tgamma(2.5)) { exp(2.5 * $0 - exp($0)) }
    // A change of sign: ∫ (1 − t²) e^(−t²).
    try bell(root / 2) { (1 - $0 * $0) * exp(-$0 * $0) }
  }

  /// Few evaluations: the digits come at once.
  @Test func evaluationsOfABell() throws {
    func bell(_ t: Double) -> Double { exp(-sinh(t) * sinh(t) / 2) * cosh(t) }
    #expect(try #require(integral { bell($0) }).evaluations < 160)
    #expect(try #require(integral({ bell($0) }, keepsFalling: true)).evaluations < 100)
  }

  /// Two hills, with next to nothing between them.
  @Test func hillsFarApart() throws {
    let root = Double.pi.squareRoot()
    try expect(
      integral { exp(-$0 * $0) + 1e-3 * exp(-($0 - 9) * ($0 - 9)) }, root * (1 + 1e-3))
  }

  /// Nothing is claimed of what the rule does not suit.
  @Test func refusals() {
    // A kink, a jump, a narrow peak on a point, a tail that the limits cut.
    #expect(integral { exp(-abs($0 - 0.1)) } == nil)
    #expect(integral { abs($0) < 1 ? 1 : 0 } == nil)
    #expect(integral { exp(-$0 * $0) + exp(-1e6 * ($0 - 0.2) * ($0 - 0.2)) } == nil)
    #expect(integral({ 1 / (1 + $0 * $0) }, limits: -5...5) == nil)
    #expect(integral { _ in 0 } == nil)
    #expect(integral { $0 == 0 ? .nan : exp(-$0 * $0) } == nil)
  }

  /// A weak singularity beside a smooth bell is part of the error, or the rule refuses.
  @Test func weakSingularities() {
    var answers = 0
    for rate in [0.0, 1.0, 2.0, 2.4] {
      // e^(−t²), or a bell whose transform falls slower.
      func bell(_ t: Double) -> Double { rate == 0 ? exp(-t * t) : 1 / cosh(rate * t) }
      let whole = rate == 0 ? Double.pi.squareRoot() : Double.pi / rate
      for place in stride(from: -1.0, through: 1.0, by: 0.075) {
        for power in [1.0, 1.5, 2.5, 3.0] {
          // ∫ |t − a|ᵏ times the bell by a fine sum.
          let weak = (-20_000...20_000).reduce(0.0) { sum, index in
            let t = Double(index) * 2e-3
            return sum + bell(t) * pow(abs(t - place), power) * 2e-3
          }
          for size in [1e-4, 3e-5, 2e-6, 1e-8, 1e-10] {
            guard
              let found = integral({ bell($0) * (1 + size * pow(abs($0 - place), power)) })
            else { continue }
            answers += 1
            let exact = whole + size * weak
            #expect(
              abs(found.value - exact) <= found.error + found.rounding + 4e-6 * size + 1e-15)
          }
        }
      }
    }
    #expect(answers > 500)
  }
}
