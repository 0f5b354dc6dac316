/// Integrates over a finite interval with singular ends, by the double-exponential substitution.
///
/// ```
/// ∫ f dx over an interval of length L,  x = L / (1 + exp(−π sinh t)) from its lower end,  t real
/// ```
///
/// and the trapezoidal rule over t, halved until it no longer changes. For a function that is
/// analytic inside the interval and grows like a power at its ends, a hundred or two evaluations
/// give all digits, whatever the powers above −0.95 or so; both ends may be singular, and no
/// exponent need be known. It is not for kinks or narrow peaks inside: see
/// ``integrate(_:over:relativeTolerance:absoluteTolerance:maximumEvaluations:)``.
///
/// The function is given the distances from both ends, each exact to a few units in its last place
/// down to 1e-300. Computing one from the other would lose the digits that count near an end.
///
/// The error is the last change of the sum, or half of the one before if that is more, the terms
/// left out at both ends, and rounding. For the functions that this is for, the digits double from
/// step to step, and the error is far too large; for others a single change may be small by accident.
///
/// Source: H. Takahasi, M. Mori, "Double exponential formulas for numerical integration",
/// Publications of the RIMS 9 (1974), 721–741.
///
/// - Parameters:
///   - function: the integrand, of the distances from the lower and from the upper end.
///   - length: the length of the interval, finite.
/// - Throws: what `function` throws; ``QuadratureError``: `.nonFiniteIntegrand` with the distance from
///   the nearer end, `.toleranceNotReached`, `.invalidArgument`.
public func integrateDoubleExponential(
  _ function: (_ fromLower: Double, _ fromUpper: Double) throws -> Double, length: Double,
  relativeTolerance: Double = 1e-12, absoluteTolerance: Double = 0
) throws -> IntegrationResult {
  guard length >= 0, length.isFinite, relativeTolerance >= 0, absoluteTolerance >= 0 else {
    throw QuadratureError.invalidArgument(
      "an interval needs a finite length, and tolerances must not be negative")
  }
  var rule = DoubleExponentialRule(length: length)
  try rule.begin(function)
  var change = Double.infinity
  var formerChange = Double.infinity
  var tolerance = 0.0
  for _ in 0..<DoubleExponentialRule.largestLevel {
    let former = rule.value
    try rule.refine(function)
    let latest = abs(rule.value - former)
    change = max(latest, 0.5 * formerChange)
    formerChange = latest
    tolerance = max(absoluteTolerance, relativeTolerance * abs(rule.value))
    if rule.level >= 3, change + rule.leftOut + rule.rounding <= tolerance { break }
  }
  let result = IntegrationResult(
    value: rule.value, error: change + rule.leftOut + rule.rounding, magnitude: rule.magnitude,
    evaluations: rule.evaluations)
  guard result.error <= max(tolerance, 4 * rule.rounding) else {
    throw QuadratureError.toleranceNotReached(
      value: result.value, error: result.error, tolerance: tolerance)
  }
  return result
}

/// The trapezoidal rule over t, and how far it goes to both sides.
private struct DoubleExponentialRule {
  static let largestLevel = 10

  /// Beyond this |t| the distance from an end is below the smallest normal number.
  static let largest = 6.11

  let length: Double
  private(set) var level = 0
  private(set) var evaluations = 0
  private var step = 0.5
  private var sum = CompensatedSum()
  private var absolute = 0.0

  /// How far the terms matter, and an estimate of what is beyond.
  private var upper = largest
  private var lower = -largest
  private(set) var leftOut = 0.0

  init(length: Double) {
    self.length = length
  }

  var value: Double { sum.value * step }
  var magnitude: Double { absolute * step }
  var rounding: Double { 32 * 0x1p-52 * magnitude }

  /// The term at t: integrand times dx/dt.
  private mutating func term(
    _ t: Double, _ function: (Double, Double) throws -> Double
  ) throws -> Double {
    let e = exponential(t)
    let size = Double.pi * 0.5 * (e - 1 / e)
    let (up, down) = (1 / (1 + exponential(-size)), 1 / (1 + exponential(size)))
    let (fromLower, fromUpper) = (length * up, length * down)
    guard fromLower > 0, fromUpper > 0 else { return 0 }
    evaluations += 1
    let value = try function(fromLower, fromUpper)
    guard value.isFinite else {
      throw QuadratureError.nonFiniteIntegrand(at: min(fromLower, fromUpper))
    }
    return value * (length * Double.pi * 0.5 * (e + 1 / e) * up * down)
  }

  private mutating func add(_ term: Double) {
    sum.add(term)
    absolute += abs(term)
  }

  /// The first sum, with the step 1/2, and the range over which terms matter.
  mutating func begin(_ function: (Double, Double) throws -> Double) throws {
    add(try term(0, function))
    for sign in [-1.0, 1.0] {
      var negligible = 0
      var last = 0.0
      var former = 0.0
      var t = 0.0
      while t + step <= Self.largest, negligible < 2 {
        t += step
        former = last
        let value = try term(sign * t, function)
        add(value)
        last = abs(value)
        negligible = t >= 2 && absolute > 0 && last <= 1e-18 * absolute ? negligible + 1 : 0
      }
      if sign > 0 { upper = t } else { lower = -t }
      if last > 0 {
        // The terms fall at least like an exponential from here on.
        let fall = former / last
        leftOut += fall > 1 ? last * step / naturalLogarithm(fall) : .infinity
      }
    }
  }

  /// Halves the step.
  mutating func refine(_ function: (Double, Double) throws -> Double) throws {
    level += 1
    var t = lower + 0.5 * step
    while t < upper {
      add(try term(t, function))
      t += step
    }
    step *= 0.5
  }
}
