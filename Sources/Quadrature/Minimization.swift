public import GSL

/// Where a function of one variable is smallest.
public struct Minimum: Sendable, Hashable {
  /// Where it is.
  public let point: Double

  /// The function there.
  public let value: Double
}

/// The smallest value of a function on an interval, by Brent's method of GSL.
///
/// A grid of the interval finds where to look, so that a function of a few valleys is minimised in
/// the deepest that the grid sees; a minimum at an end is found too. Values that are not numbers
/// count as `+infinity`.
///
/// - Parameters:
///   - gridPoints: how many points of the interval are tried first, at least 3.
///   - relativeTolerance: how exactly the point is wanted. Where a minimum is round, its values tell
///     it to about 3e-8.
/// - Throws: what `function` throws; ``QuadratureError``: `.invalidArgument` for an empty or
///   infinite interval, `.nonFiniteIntegrand` if the function is infinite at every point,
///   `.gsl`.
public func minimum(
  of function: (Double) throws -> Double, between lower: Double, and upper: Double,
  gridPoints: Int = 17, relativeTolerance: Double = 1e-7
) throws -> Minimum {
  guard lower < upper, (upper - lower).isFinite, gridPoints >= 3 else {
    throw QuadratureError.invalidArgument(
      "a minimum is searched on a finite interval, from at least 3 points")
  }
  func value(_ x: Double) throws -> Double {
    let y = try function(x)
    return y.isNaN ? .infinity : y
  }
  var (left, right) = (lower, upper)
  for _ in 0..<60 {
    let count = gridPoints
    let grid = (0..<count).map { index in
      index == count - 1 ? right : left + (right - left) * (Double(index) / Double(count - 1))
    }
    let values = try grid.map(value)
    guard let best = values.indices.min(by: { values[$0] < values[$1] }), values[best] < .infinity
    else {
      throw QuadratureError.nonFiniteIntegrand(at: left)
    }
    let found = Minimum(point: grid[best], value: values[best])
    if right - left <= relativeTolerance * max(abs(left), abs(right)) { return found }
    if best > 0, best < count - 1, values[best - 1].isFinite, values[best + 1].isFinite {
      let isValley = values[best - 1] > values[best] && values[best + 1] > values[best]
      guard isValley else { return found }
      return try valley(
        value, from: grid[best - 1], to: grid[best + 1], guess: found,
        relativeTolerance: relativeTolerance)
    }
    left = grid[max(best - 1, 0)]
    right = grid[min(best + 1, count - 1)]
  }
  let point = try value(left) < value(right) ? left : right
  return Minimum(point: point, value: try value(point))
}

private func valley(
  _ function: (Double) throws -> Double, from lower: Double, to upper: Double, guess: Minimum,
  relativeTolerance: Double
) throws -> Minimum {
  do {
    let found = try withCallback(function) { callback in
      try callback.brentMinimum(
        from: lower, to: upper, guess: guess.point, relativeTolerance: relativeTolerance)
    }
    return Minimum(point: found.point, value: try function(found.point))
  } catch let error as GSLError {
    throw QuadratureError.gsl(error)
  }
}

/// The minimum of a function of several variables, without derivatives: see
/// `simplexMinimum(of:from:steps:tolerance:maximumIterations:)` in `GSL`.
///
/// The simplex is started anew from where it ended until that no longer helps, since a single run may
/// end in a collapsed simplex.
///
/// - Throws: what `function` throws; ``QuadratureError``: `.gsl`.
public func minimize(
  _ function: ([Double]) throws -> Double, from start: [Double], steps: [Double],
  tolerance: Double = 1e-8, maximumIterations: Int = 10_000
) throws -> MultivariateMinimum {
  do {
    var best = try simplexMinimum(
      of: function, from: start, steps: steps, tolerance: tolerance,
      maximumIterations: maximumIterations)
    for _ in 0..<4 {
      let next = try simplexMinimum(
        of: function, from: best.point, steps: steps.map { $0 / 8 }, tolerance: tolerance,
        maximumIterations: maximumIterations)
      let gain = best.value - next.value
      if next.value < best.value { best = next }
      if !(gain > 1e-12 * abs(best.value)) { break }
    }
    return best
  } catch let error as GSLError {
    throw QuadratureError.gsl(error)
  }
}

/// The minimum of a smooth function of several variables with its gradient: see
/// `quasiNewtonMinimum(of:gradient:from:step:tolerance:maximumIterations:)` in `GSL`.
///
/// - Throws: what the closures throw; ``QuadratureError``: `.gsl`.
public func minimize(
  _ function: ([Double]) throws -> Double, gradient: ([Double]) throws -> [Double],
  from start: [Double], step: Double = 0.1, tolerance: Double = 1e-8,
  maximumIterations: Int = 1000
) throws -> MultivariateMinimum {
  do {
    return try quasiNewtonMinimum(
      of: function, gradient: gradient, from: start, step: step, tolerance: tolerance,
      maximumIterations: maximumIterations)
  } catch let error as GSLError {
    throw QuadratureError.gsl(error)
  }
}
