import SpecialFunctions

// What the families of counts share: masses at whole numbers, steps between them, and the search
// for a quantile.

/// A log-mass given at whole numbers from `lower` through `upper`, as a function of any number:
/// −infinity between them and outside.
@inlinable func massAtWholeNumbers<Value: RealValue>(
  _ x: Value, from lower: Value, through upper: Value, where isValid: Value.Mask,
  _ formula: (Value) -> Value
) -> Value {
  let isWhole: Value.Mask = (floor(x) .== x) .& (abs(x) .< Value.infinity)
  let isInside: Value.Mask = isWhole .& (x .>= lower) .& (x .<= upper)
  let inside: Value = formula(select(isInside, x, lower))
  return nanUnless(isValid .& (x .== x), select(isInside, inside, -Value.infinity))
}

/// A function of the whole numbers from `lower` to below `upper`, constant between them.
@inlinable func stepsAtWholeNumbers<Value: RealValue>(
  _ x: Value, from lower: Value, through upper: Value, where isValid: Value.Mask,
  below: Value, above: Value, _ formula: (Value) -> Value
) -> Value {
  let isBelow: Value.Mask = x .< lower
  let isAbove: Value.Mask = x .>= upper
  let inside: Value = formula(select(isBelow .| isAbove, lower, floor(x)))
  let value: Value = select(isBelow, below, select(isAbove, above, inside))
  return nanUnless(isValid .& (x .== x), value)
}

/// A probability that a quantile is asked for, from either tail.
struct QuantileLevel {
  /// log u or log(1 − u), whichever tail is the smaller.
  let log: Double
  /// Whether that is the lower tail.
  let isLower: Bool
  /// The normal quantile of the level.
  let normal: Double
  /// 0 and 1 from below; NaN outside [0, 1].
  let end: Double?

  init(lower u: Double) {
    isLower = u <= 0.5
    log = u <= 0.5 ? .log(u) : .log(onePlus: -u)
    normal = normalQuantile(u)
    end = u > 0 && u < 1 ? nil : u == 0 ? 0 : u == 1 ? 1 : .nan
  }

  init(upper u: Double) {
    isLower = u > 0.5
    log = u <= 0.5 ? .log(u) : .log(onePlus: -u)
    normal = -normalQuantile(u)
    end = u > 0 && u < 1 ? nil : u == 0 ? 1 : u == 1 ? 0 : .nan
  }

  /// Whether the cdf with these tails has reached the level, to the rounding of the tails: a jump
  /// that ends at the level counts.
  func isReached(_ tails: TailProbabilities) -> Bool {
    let slack = 0x1p-50 * max(1, -log)
    return isLower ? tails.logLower >= log - slack : tails.logUpper <= log + slack
  }
}

/// The smallest whole number from `lower` through `upper` at which the cdf reaches a level.
///
/// From the Cornish-Fisher guess with the third moment, by steps that double until they enclose
/// the point, and bisection.
func smallestCount(
  _ level: QuantileLevel, from lower: Double, through upper: Double, mean: Double,
  deviation: Double, skewness: Double, tails: (Double) -> TailProbabilities
) -> Double {
  if let end = level.end { return end == 0 ? lower : end == 1 ? upper : .nan }
  guard lower <= upper, mean.isFinite || lower.isFinite || upper.isFinite else { return .nan }
  let z = level.normal
  let tilt = skewness.isFinite ? skewness * (z * z - 1) / 6 : 0
  var guess = (mean + deviation * (z + tilt)).rounded(.down)
  if !guess.isFinite { guess = mean.isFinite ? mean.rounded(.down) : lower }
  var high = min(max(guess, lower), upper)
  if !high.isFinite { high = lower.isFinite ? lower : 0 }
  var step = max(1, high.ulp)
  var low: Double
  let start = tails(high)
  guard !start.logLower.isNaN else { return .nan }
  if high >= upper || level.isReached(start) {
    low = high - step
    while low >= lower, level.isReached(tails(low)) {
      high = low
      step *= 2
      low = high - step
    }
    low = max(low, lower - 1)
  } else {
    low = high
    high += step
    while high < upper, !level.isReached(tails(high)) {
      low = high
      step *= 2
      high += step
    }
    high = min(high, upper)
    if high == .infinity { return high }
  }
  while true {
    let middle = (low + 0.5 * (high - low)).rounded(.down)
    guard middle > low, middle < high else { return high }
    if level.isReached(tails(middle)) { high = middle } else { low = middle }
  }
}
