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
    limits: ClosedRange<Double> = -600...600
  ) -> AnalyticIntegral? {
    AnalyticIntegral.integrate(relativeTolerance: tolerance, limits: limits) { places, values in
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

  @Test func bells() throws {
    let root = Double.pi.squareRoot()
    try expect(integral { exp(-$0 * $0) }, root)
    // Away from the middle, narrower and wider.
    try expect(integral { exp(-4 * ($0 - 3) * ($0 - 3)) }, root / 2)
    try expect(integral { exp(-($0 + 7.3) * ($0 + 7.3) / 9) }, 3 * root)
    try expect(integral { 1 / cosh($0) }, Double.pi)
    // Γ(s) over the logarithm.
    try expect(integral { exp(2.5 * $0 - exp($0)) }, tgamma(2.5))
    // A change of sign: ∫ (1 − t²) e^(−t²).
    try expect(integral { (1 - $0 * $0) * exp(-$0 * $0) }, root / 2)
  }

  /// Few evaluations: the digits come at once.
  @Test func evaluationsOfABell() throws {
    let found = try #require(integral { exp(-sinh($0) * sinh($0) / 2) * cosh($0) })
    #expect(found.evaluations < 100)
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
    for place in stride(from: -1.0, through: 1.0, by: 0.037) {
      for power in [1.0, 1.5, 2.5, 3.0] {
        // ∫ |t − a|ᵏ e^(−t²) by a fine sum.
        let weak = (-3_000...3_000).reduce(0.0) { sum, index in
          let t = Double(index) * 2e-3
          return sum + exp(-t * t) * pow(abs(t - place), power) * 2e-3
        }
        for size in [1e-4, 1e-6, 1e-8, 1e-10] {
          let found = integral { t in exp(-t * t) * (1 + size * pow(abs(t - place), power)) }
          guard let found else { continue }
          let exact = Double.pi.squareRoot() + size * weak
          #expect(abs(found.value - exact) <= found.error + found.rounding + 1e-5 * size)
        }
      }
    }
  }
}
