/// A root of a function that changes its sign between two points.
///
/// Chandrupatla's method: inverse quadratic interpolation where it can be trusted, bisection where
/// not, so that it never takes many more steps than bisection and mostly a dozen. The values may be
/// infinite, as log-probabilities are; only their signs are then used. After a few bisections the
/// middle is taken between the representations of the ends, where these are far apart in magnitude:
/// the interval from 1e-300 to 1e300 takes some 64 of them, not 2,000.
///
/// Source: T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a
/// nonlinear function without using derivatives", Advances in Engineering Software 28 (1997),
/// 145–149.
///
/// - Parameters:
///   - lower: one end; finite.
///   - upper: the other end; finite.
///   - relativeTolerance: the search ends when the root is known to this, relative to itself; a few
///     units in the last place unless told.
///   - absoluteTolerance: or to this.
/// - Throws: what `function` throws; ``QuadratureError``: `.notBracketed` if the signs at the ends
///   are equal, `.nonFiniteIntegrand` if a value is not a number.
public func root(
  of function: (Double) throws -> Double, between lower: Double, and upper: Double,
  relativeTolerance: Double = 0x1p-52, absoluteTolerance: Double = 0
) throws -> Double {
  func value(_ x: Double) throws -> Double {
    let y = try function(x)
    guard !y.isNaN else {
      throw QuadratureError.nonFiniteIntegrand(at: x)
    }
    return y
  }
  guard lower.isFinite, upper.isFinite else {
    throw QuadratureError.invalidArgument("a root is searched between finite points")
  }
  let atLower = try value(lower)
  if atLower == 0 { return lower }
  let atUpper = try value(upper)
  if atUpper == 0 { return upper }
  guard (atLower < 0) != (atUpper < 0) else {
    throw QuadratureError.notBracketed(
      lower: lower, upper: upper, atLower: atLower, atUpper: atUpper)
  }

  // The root lies between `near`, the last point, and `far`; `former` is the point before.
  var (near, atNear) = (upper, atUpper)
  var (far, atFar) = (lower, atLower)
  var next = 0.5 * lower + 0.5 * upper
  var bisections = 1
  for _ in 0..<400 {
    let atNext = try value(next)
    if atNext == 0 { return next }
    let former: Double
    let atFormer: Double
    if (atNext < 0) == (atNear < 0) {
      (former, atFormer) = (near, atNear)
    } else {
      (former, atFormer) = (far, atFar)
      (far, atFar) = (near, atNear)
    }
    (near, atNear) = (next, atNext)

    let best = abs(atFar) < abs(atNear) ? far : near
    let length = abs(far - near)
    let allowed = max(absoluteTolerance, relativeTolerance * abs(best))
    let centre = bisections < 4 ? 0.5 * near + 0.5 * far : middle(near, far)
    if length <= 2 * allowed || centre == near || centre == far { return best }

    if let step = interpolation(near, atNear, far, atFar, former, atFormer) {
      let least = allowed / length
      next = near + min(max(step, least), 1 - least) * (far - near)
      if next == near || next == far { next = centre }
    } else {
      next = centre
      bisections += 1
    }
  }
  return abs(atFar) < abs(atNear) ? far : near
}

/// Where inverse quadratic interpolation puts the root, as a fraction of the way from `near` to
/// `far`; nil where the three points do not lie on a curve that it follows.
private func interpolation(
  _ near: Double, _ atNear: Double, _ far: Double, _ atFar: Double, _ former: Double,
  _ atFormer: Double
) -> Double? {
  let place = (near - far) / (former - far)
  let height = (atNear - atFar) / (atFormer - atFar)
  guard height * height < place, (1 - height) * (1 - height) < 1 - place else { return nil }
  let first = atNear / (atFar - atNear) * (atFormer / (atFar - atFormer))
  let second =
    (former - near) / (far - near) * (atNear / (atFormer - atNear))
    * (atFar / (atFormer - atFar))
  let step = first + second
  return step.isFinite && step > 0 && step < 1 ? step : nil
}

/// The middle of two numbers; where they differ by more than a factor of 16, or in sign, the middle
/// of their places among all numbers.
func middle(_ a: Double, _ b: Double) -> Double {
  let (small, large) = abs(a) < abs(b) ? (a, b) : (b, a)
  if small.sign == large.sign, abs(large) <= 16 * abs(small) {
    return a + 0.5 * (b - a)
  }
  if abs(large) < Double.leastNormalMagnitude * 0x1p60 {
    return 0.5 * a + 0.5 * b
  }
  let (first, second) = (place(of: a), place(of: b))
  return number(at: first + (second - first) / 2)
}

/// The place of a number among all numbers, 0 for 0: neighbours have neighbouring places. It is
/// halved, so that differences do not overflow.
private func place(of x: Double) -> Int64 {
  let magnitude = Int64(x.magnitude.bitPattern >> 1)
  return x.sign == .minus ? -magnitude : magnitude
}

private func number(at place: Int64) -> Double {
  let magnitude = Double(bitPattern: UInt64(place.magnitude) << 1)
  return place < 0 ? -magnitude : magnitude
}
