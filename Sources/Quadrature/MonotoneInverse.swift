/// The point at which a monotone function takes a value: a quantile, where the function is a
/// logarithm of a cumulative probability.
///
/// From a guess the function is bracketed by steps that double, inside the range, and then solved
/// for by ``root(of:between:and:relativeTolerance:absoluteTolerance:)``. Give the function and the
/// target as logarithms: then the solution is as exact in a tail of 1e-300 as in the middle, and
/// infinite values are welcome.
///
/// - Parameters:
///   - function: increasing or decreasing over the range; −∞ and +∞ are values like others.
///   - target: the value to be taken.
///   - range: where to search; its ends may be infinite, and then are not evaluated.
///   - guess: where to begin; it is moved into the range.
///   - scale: the first step; 1 unless told.
/// - Returns: the point, within a few units in the last place of it; the end of the range if the
///   function does not reach the target inside it.
/// - Throws: what `function` throws; ``QuadratureError``: `.nonFiniteIntegrand` if a value is not a
///   number, `.invalidArgument` if target or range are.
public func monotoneInverse(
  of function: (Double) throws -> Double, at target: Double,
  in range: ClosedRange<Double> = -.infinity ... .infinity, guess: Double, scale: Double = 1
) throws -> Double {
  guard !target.isNaN, !guess.isNaN, scale > 0, scale.isFinite else {
    throw QuadratureError.invalidArgument(
      "an inverse needs a target and a guess that are numbers, and a positive scale")
  }
  func difference(_ x: Double) throws -> Double {
    let value = try function(x)
    guard !value.isNaN else {
      throw QuadratureError.nonFiniteIntegrand(at: x)
    }
    // Not the difference of equal infinities, which is not a number.
    return value == target ? 0 : value - target
  }
  let largest = Double.greatestFiniteMagnitude
  let lowest = max(range.lowerBound, -largest)
  let highest = min(range.upperBound, largest)
  let start = min(max(guess, lowest), highest)
  let atStart = try difference(start)
  if atStart == 0 { return start }

  // One step each way shows which way the function rises; then it is the one way only.
  var upper = start
  var lower = start
  var atUpper = atStart
  var atLower = atStart
  var step = scale
  var goesUp = true
  var goesDown = true
  while goesUp || goesDown {
    if goesUp {
      let former = upper
      upper = min(highest, start + step)
      atUpper = try difference(upper)
      if (atUpper <= 0) != (atStart <= 0) || atUpper == 0 {
        return try root(of: difference, between: former, and: upper)
      }
    }
    if goesDown {
      let former = lower
      lower = max(lowest, start - step)
      atLower = try difference(lower)
      if (atLower <= 0) != (atStart <= 0) || atLower == 0 {
        return try root(of: difference, between: lower, and: former)
      }
    }
    if goesUp, goesDown, atUpper != atLower {
      // Towards the target is where the difference becomes smaller in size.
      let rises = atUpper > atLower
      goesUp = rises == (atStart < 0)
      goesDown = !goesUp
    }
    if goesUp, upper == highest { goesUp = false }
    if goesDown, lower == lowest { goesDown = false }
    step *= 2
  }
  let nearestIsUpper = abs(atUpper) < abs(atLower) || (lower == start && upper != start)
  return nearestIsUpper
    ? (upper == highest ? range.upperBound : upper)
    : (lower == lowest ? range.lowerBound : lower)
}
