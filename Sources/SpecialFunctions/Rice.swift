#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Both tails of Rice's law: the length of a pair of normal variables of standard deviation `scale`
/// whose means are `noncentrality` from the origin.
///
/// ```
/// f(t) = t exp(-(t - θ)²/2) (I_0(θt) e^(-θt)),   t = x/σ, θ = ν/σ
/// ```
///
/// The smaller tail is integrated outward from x by Gauss and Legendre's rule on panels as wide as the
/// density's scale, from the exact distance x - ν. Relative error of either tail about 1e-15 times
/// max(1, |its logarithm|).
public func riceTails(
  _ x: Double, noncentrality: Double, scale: Double
) -> TailProbabilities {
  guard noncentrality >= 0, noncentrality < .infinity, scale > 0, scale < .infinity, x >= 0 else {
    return .undefined
  }
  if x == 0 { return .allAbove }
  if x == .infinity { return .allBelow }
  let law = RiceLaw(noncentrality: noncentrality, scale: scale)
  let t = x / scale
  let d = (x - noncentrality) / scale
  let lowerFirst = d < 0.5 / (1 + law.theta)
  let first = law.logTail(t, distance: d, upward: !lowerFirst)
  if first < -0.7 {
    let tails = TailProbabilities(logLower: first)
    return lowerFirst ? tails : tails.swapped
  }
  let second = law.logTail(t, distance: d, upward: lowerFirst)
  return lowerFirst
    ? TailProbabilities(logLower: first, logUpper: second)
    : TailProbabilities(logLower: second, logUpper: first)
}

/// The distance from `noncentrality`, in units of `scale`, of the point at which the lower tail of
/// Rice's law is `lower`, with the point in the same units.
public func riceQuantile(
  lower: Double, noncentrality: Double, scale: Double
) -> (point: Double, distance: Double) {
  guard lower >= 0, lower <= 1 else { return (.nan, .nan) }
  return riceQuantile(tail(lower: lower), noncentrality, scale)
}

/// The same from the upper tail.
public func riceQuantile(
  upper: Double, noncentrality: Double, scale: Double
) -> (point: Double, distance: Double) {
  guard upper >= 0, upper <= 1 else { return (.nan, .nan) }
  return riceQuantile(tail(upper: upper), noncentrality, scale)
}

private func riceQuantile(
  _ tail: Tail, _ noncentrality: Double, _ scale: Double
) -> (point: Double, distance: Double) {
  guard noncentrality >= 0, noncentrality < .infinity, scale > 0, scale < .infinity else {
    return (.nan, .nan)
  }
  let law = RiceLaw(noncentrality: noncentrality, scale: scale)
  let theta = law.theta
  let z: Double
  switch tail {
  case .lower(let log):
    if log == -.infinity { return (0, -theta) }
    z = normalQuantile(logProbability: log)
    // Near 0 the lower tail is t²/2 e^(-θ²/2).
    let logT = 0.5 * (log + 0.6931471805599453) + 0.25 * theta * theta
    if logT < -20 - Double.leastNonzeroMagnitude, logT + naturalLog(1 + theta) < -20 {
      return (exp(logT), exp(logT) - theta)
    }
  case .upper(let log):
    if log == -.infinity { return (.infinity, .infinity) }
    z = -normalQuantile(logProbability: log)
  }
  if theta > 40 {
    // Far from 0 the distance is the variable, with its own digits.
    let inverse = LogTailInverse(
      isPositive: false,
      tails: { d in
        if d <= -theta { return .allAbove }
        let first = law.logTail(theta + d, distance: d, upward: d >= 0)
        let tails = TailProbabilities(logLower: first)
        return d >= 0 ? tails.swapped : tails
      }, logDensity: { law.logDensity(theta + $0, distance: $0) })
    let d = inverse.point(tail, from: max(z + 0.5 / theta, -0.999 * theta))
    return (theta + d, d)
  }
  let inverse = LogTailInverse(
    isPositive: true, tails: { riceTails($0, noncentrality: theta, scale: 1) },
    logDensity: { law.logDensity($0, distance: $0 - theta) })
  let start: Double
  if case .upper = tail { start = max(theta + z, 1) } else { start = max(theta + z, 0.1) }
  let t = inverse.point(tail, from: start)
  return (t, t - theta)
}

/// E (t - θ)^n for n = 1 to 4 and E(-log f) of Rice's law of unit scale, by quadrature.
public func riceMoments(
  noncentrality theta: Double
) -> (first: Double, second: Double, third: Double, fourth: Double, entropy: Double) {
  guard theta >= 0, theta < .infinity else { return (.nan, .nan, .nan, .nan, .nan) }
  let law = RiceLaw(noncentrality: theta, scale: 1)
  return (
    law.expectation { d, _ in d }, law.expectation { d, _ in d * d },
    law.expectation { d, _ in d * d * d }, law.expectation { d, _ in d * d * d * d },
    law.expectation { _, log in -log }
  )
}

private func naturalLog(_ x: Double) -> Double { log(x) }

/// Rice's law in units of its scale.
private struct RiceLaw {
  let theta: Double

  init(noncentrality: Double, scale: Double) { theta = noncentrality / scale }

  func logDensity(_ t: Double, distance d: Double) -> Double {
    log(t) - 0.5 * d * d + logScaledBesselI0(theta * t)
  }

  /// The length of a panel that begins at a distance from θ.
  private func width(_ d: Double) -> Double { min(2.5, 6 / max(abs(d), 1e-3)) }

  func logTail(_ t: Double, distance d: Double, upward: Bool) -> Double {
    let sign: Double = upward ? 1 : -1
    let level = logScaledBesselI0(theta * t)
    let integral = outwardIntegral(
      limit: upward ? .infinity : t, width: { width(d + sign * $0) },
      { s in
        let point = t + sign * s
        // ((d ± s)² - d²)/2
        let exponent = sign * s * d + 0.5 * s * s
        return exp(logScaledBesselI0(theta * point) - level - exponent) * (point / t)
      })
    let log = logDensity(t, distance: d) + naturalLog(integral)
    return log > 0 ? 0 : log
  }

  func expectation(_ weight: (Double, Double) -> Double) -> Double {
    var total = 0.0
    for sign in [1.0, -1.0] {
      for part in [1.0, -1.0] {
        // The positive and the negative part, for each is integrated with its own end.
        total +=
          part
          * outwardIntegral(
            limit: sign > 0 ? .infinity : theta,
            width: { s in
              // The logarithm's singularity at t = 0 is approached by steps in proportion.
              min(width(s), max(0.7 * (theta + sign * s), 1e-10))
            },
            { s in
              let d = sign * s
              guard theta + d > 0 else { return 0 }
              let log = logDensity(theta + d, distance: d)
              return exp(log) * max(0, part * weight(d, log))
            })
      }
    }
    return total
  }
}

/// Where the density of Rice's law of unit scale is highest: the root of t (t - θ) + θt (1 - A(θt)) = 1,
/// A = I_1/I_0.
public func riceMode(noncentrality theta: Double) -> Double {
  guard theta >= 0, theta < .infinity else { return .nan }
  if theta > 1e9 { return theta }
  var low = 0.0
  var high = theta + 1
  var t = theta < 1 ? 1 : theta + 0.5 / theta
  for _ in 0..<200 {
    let complement = besselRatioComplement(theta * t)
    let value = t * (t - theta) + theta * t * complement - 1
    if value < 0 { low = t } else { high = t }
    let slope =
      2 * t - theta + theta * complement
      - theta * theta * t * besselRatioDerivative(theta * t)
    var next = t - value / slope
    if abs(next - t) <= 0x1p-53 * t { return next }
    if !(next > low && next <= high) { next = 0.5 * (low + high) }
    t = next
  }
  return t
}
