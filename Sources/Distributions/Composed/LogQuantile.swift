import Quadrature
import SpecialFunctions

/// Quantiles of logarithms of probabilities, as far out as the logs of the tails reach.
enum LogQuantile {
  /// From here on a probability has all its digits as a number.
  private static let least = -690.0

  /// The smallest x with log P(X ≤ x) ≥ l.
  static func lower(_ p: any UnivariateDistribution<Double>, log l: Double) -> Double {
    guard l <= 0 else { return .nan }
    if l == 0 { return p.support.upperBound }
    if l > -0.6931471805599453 { return p.survivalQuantile(-expMinusOne(l)) }
    if l >= least || l == -.infinity { return p.quantile(exp(l)) }
    return deep(p, l, from: p.quantile(exp(least)), towards: .lower)
  }

  /// The smallest x with log P(X > x) ≤ l.
  static func upper(_ p: any UnivariateDistribution<Double>, log l: Double) -> Double {
    guard l <= 0 else { return .nan }
    if l == 0 { return p.support.lowerBound }
    if l > -0.6931471805599453 { return p.quantile(-expMinusOne(l)) }
    if l >= least || l == -.infinity { return p.survivalQuantile(exp(l)) }
    return deep(p, l, from: p.survivalQuantile(exp(least)), towards: .upper)
  }

  private static func deep(
    _ p: any UnivariateDistribution<Double>, _ l: Double, from start: Double,
    towards end: SupportEnd
  ) -> Double {
    guard start.isFinite else { return start }
    let support = p.support
    let function: (Double) -> Double = end == .lower ? { p.logCDF($0) } : { p.logSurvival($0) }
    if p is any DiscreteDistribution<Double> {
      return end == .lower
        ? smallestWhole(from: support.lowerBound, to: start) { function($0) >= l }
        : smallestWhole(from: start, to: support.upperBound) { function($0) <= l }
    }
    let lower = end == .lower ? support.lowerBound : start
    let upper = end == .lower ? start : support.upperBound
    let step = max(abs(start) * 0x1p-6, 0x1p-1000)
    let found = try? monotoneInverse(
      of: function, at: l, in: lower...upper, guess: start, scale: step)
    return found ?? .nan
  }

  /// The smallest whole number of a range at which a condition holds that goes on holding; one end
  /// of the range may be infinite.
  static func smallestWhole(
    from lower: Double, to upper: Double, where condition: (Double) -> Bool
  ) -> Double {
    var low = lower
    var high = upper
    if !low.isFinite {
      var step = 1.0
      low = high - step
      while low.isFinite, condition(low) {
        step *= 2
        low = high - step
      }
    }
    if !high.isFinite {
      var step = 1.0
      high = low + step
      while high.isFinite, !condition(high) {
        step *= 2
        high = low + step
      }
    }
    guard low.isFinite, high.isFinite else { return condition(low) ? low : high }
    if condition(low) { return low }
    // The condition does not hold at low and does at high.
    while true {
      let middle = (low + 0.5 * (high - low)).rounded(.down)
      if middle <= low || middle >= high { return high }
      if condition(middle) { high = middle } else { low = middle }
    }
  }
}
