@_exported import Distributions

/// A law that a distribution breaks: where, what it should have given and what it gave.
public struct LawViolation: Sendable, Hashable, CustomStringConvertible {
  /// The law in a few words: "density is the derivative of the cdf".
  public let law: String
  /// The distribution, as a literal.
  public let distribution: String
  /// Where it was broken: "x = 3.0".
  public let point: String
  /// What the law demands.
  public let expected: String
  /// What was found.
  public let found: String

  public init(law: String, distribution: String, point: String, expected: String, found: String) {
    self.law = law
    self.distribution = distribution
    self.point = point
    self.expected = expected
    self.found = found
  }

  public var description: String {
    "\(distribution): \(law): at \(point) expected \(expected), found \(found)"
  }
}

/// Collects the violations of one distribution.
struct LawReport {
  let distribution: String
  private(set) var violations: [LawViolation] = []

  init(_ distribution: any Distribution) { self.distribution = distribution.description }

  mutating func fail(_ law: String, at point: String, expected: String, found: String) {
    violations.append(
      LawViolation(
        law: law, distribution: distribution, point: point, expected: expected, found: found))
  }

  /// Two numbers within an absolute tolerance; NaN is equal to NaN alone.
  mutating func expect(
    _ law: String, at point: @autoclosure () -> String, _ found: Double, equals expected: Double,
    within tolerance: Double
  ) {
    if found == expected || (found.isNaN && expected.isNaN) { return }
    if abs(found - expected) <= tolerance { return }
    fail(law, at: point(), expected: "\(expected) ± \(tolerance)", found: "\(found)")
  }

  mutating func expect(
    _ law: String, at point: @autoclosure () -> String, _ holds: Bool, expected: String,
    found: @autoclosure () -> String
  ) {
    if !holds { fail(law, at: point(), expected: expected, found: found()) }
  }

  mutating func merge(_ other: LawReport) { violations += other.violations }
}
