#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Both tails of the noncentral t law at t: that of (Z + δ)/sqrt(χ²/ν).
///
/// ```
/// P(T > t) = ∫_0^∞ Φ(δ - t w/sqrt(ν)) g(w) dw
/// ```
///
/// with g the chi density of ν degrees of freedom. The integrand has one summit over log w, from which
/// it is integrated outward by Gauss and Legendre's rule; for the lower tail t and δ change their
/// signs. Nothing is subtracted, so both tails hold to any depth. Relative error of either tail about
/// 1e-14 times max(1, |its logarithm|/30).
public func noncentralTTails(
  _ t: Double, degreesOfFreedom nu: Double, noncentrality delta: Double
) -> TailProbabilities {
  guard nu > 0, nu < .infinity, delta.magnitude < .infinity, !t.isNaN else { return .undefined }
  if delta == 0 { return studentTTails(t, degreesOfFreedom: nu) }
  if t == .infinity { return .allBelow }
  if t == -.infinity { return .allAbove }
  if t.magnitude > farT {
    // The thin tail is the power t^(-ν) from there on.
    let border = noncentralTTails(
      t > 0 ? farT : -farT, degreesOfFreedom: nu, noncentrality: delta)
    let fall = nu * log(t.magnitude / farT)
    return t > 0
      ? TailProbabilities(logUpper: border.logUpper - fall)
      : TailProbabilities(logLower: border.logLower - fall)
  }
  let upperFirst = t > delta
  let first = NoncentralTMixture(upperFirst ? t : -t, nu, upperFirst ? delta : -delta, .tail)
    .logValue
  if first < -0.7 {
    let tails = TailProbabilities(logUpper: min(first, 0))
    return upperFirst ? tails : tails.swapped
  }
  let second = NoncentralTMixture(upperFirst ? -t : t, nu, upperFirst ? -delta : delta, .tail)
    .logValue
  return upperFirst
    ? TailProbabilities(logLower: min(second, 0), logUpper: min(first, 0))
    : TailProbabilities(logLower: min(first, 0), logUpper: min(second, 0))
}

/// Beyond it the law is a power of t, and t² would leave the range of numbers.
private let farT = 1e100

/// The log-density of the noncentral t law.
public func noncentralTLogDensity(
  _ t: Double, degreesOfFreedom nu: Double, noncentrality delta: Double
) -> Double {
  guard nu > 0, nu < .infinity, delta.magnitude < .infinity, !t.isNaN else { return .nan }
  if t.magnitude == .infinity { return -.infinity }
  if t.magnitude > farT {
    let border = NoncentralTMixture(t > 0 ? farT : -farT, nu, delta, .density).logValue
    return border - (nu + 1) * log(t.magnitude / farT)
  }
  return NoncentralTMixture(t, nu, delta, .density).logValue
}

/// Expectations of w, w², log w, w (cw - δ) and cw - δ, c = t/sqrt(ν), over the mixture that the
/// density of the noncentral t law at t is: what its derivatives are made of.
public func noncentralTMixtureMeans(
  _ t: Double, degreesOfFreedom nu: Double, noncentrality delta: Double
) -> (first: Double, second: Double, log: Double, slope: Double, excess: Double) {
  guard nu > 0, nu < .infinity, delta.magnitude < .infinity, t.magnitude < .infinity else {
    return (.nan, .nan, .nan, .nan, .nan)
  }
  let mixture = NoncentralTMixture(t, nu, delta, .density)
  let c = mixture.c
  let mass = mixture.integral { _ in 1 }
  return (
    mixture.integral { $0 } / mass, mixture.integral { $0 * $0 } / mass,
    mixture.integral { log($0) } / mass, mixture.integral { $0 * (c * $0 - delta) } / mass,
    mixture.integral { c * $0 - delta } / mass
  )
}

/// The t with P(T <= t) = `lower`.
public func noncentralTQuantile(
  lower: Double, degreesOfFreedom nu: Double, noncentrality delta: Double
) -> Double {
  guard lower >= 0, lower <= 1 else { return .nan }
  return noncentralTQuantile(tail(lower: lower), nu, delta)
}

/// The t with P(T > t) = `upper`.
public func noncentralTQuantile(
  upper: Double, degreesOfFreedom nu: Double, noncentrality delta: Double
) -> Double {
  guard upper >= 0, upper <= 1 else { return .nan }
  return noncentralTQuantile(tail(upper: upper), nu, delta)
}

/// P(T <= 0) is Φ(-δ) whatever ν is: on the side of 0 on which the point lies its size is found, over
/// its logarithm, where the tails of a small ν are straight lines.
private func noncentralTQuantile(_ tail: Tail, _ nu: Double, _ delta: Double) -> Double {
  guard nu > 0, nu < .infinity, delta.magnitude < .infinity else { return .nan }
  let atZero = TailProbabilities(logLower: normalLogCDF(-delta), logUpper: normalLogCDF(delta))
  let z: Double
  let isPositive: Bool
  switch tail {
  case .lower(let log):
    if log == -.infinity { return -.infinity }
    if delta == 0 { return studentTQuantile(logLower: log, degreesOfFreedom: nu) }
    if log == atZero.logLower { return 0 }
    isPositive = log > atZero.logLower
    z = normalQuantile(logProbability: log)
  case .upper(let log):
    if log == -.infinity { return .infinity }
    if delta == 0 { return studentTQuantile(logUpper: log, degreesOfFreedom: nu) }
    if log == atZero.logUpper { return 0 }
    isPositive = log < atZero.logUpper
    z = -normalQuantile(logProbability: log)
  }
  let sign: Double = isPositive ? 1 : -1
  let inverse = LogTailInverse(
    isPositive: true,
    tails: { size in
      let tails = noncentralTTails(sign * size, degreesOfFreedom: nu, noncentrality: delta)
      return isPositive ? tails : tails.swapped
    },
    logDensity: { noncentralTLogDensity(sign * $0, degreesOfFreedom: nu, noncentrality: delta) })
  let border = noncentralTTails(sign * farT, degreesOfFreedom: nu, noncentrality: delta)
  let logBorder = isPositive ? border.logUpper : border.logLower
  let isThin: Bool
  switch tail {
  case .lower: isThin = !isPositive
  case .upper: isThin = isPositive
  }
  if isThin, tail.log < logBorder {
    // There the tail is a power, whose point may be beyond the range of numbers.
    return sign * farT * exp((logBorder - tail.log) / nu)
  }
  let start = max(sign * (delta + z), 0.1)
  let mirrored: Tail
  switch tail {
  case .lower(let log): mirrored = isPositive ? tail : .upper(log: log)
  case .upper(let log): mirrored = isPositive ? tail : .lower(log: log)
  }
  return sign * inverse.point(mirrored, from: start)
}

/// Where the density of the noncentral t law is highest: the root of δ E w = c E w², between
/// δ sqrt(ν/(ν + 5/2)) and δ sqrt(ν/(ν + 1)).
public func noncentralTMode(degreesOfFreedom nu: Double, noncentrality delta: Double) -> Double {
  guard nu > 0, nu < .infinity, delta.magnitude < .infinity else { return .nan }
  if delta < 0 { return -noncentralTMode(degreesOfFreedom: nu, noncentrality: -delta) }
  if delta == 0 { return 0 }
  func slope(_ t: Double) -> Double {
    let means = noncentralTMixtureMeans(t, degreesOfFreedom: nu, noncentrality: delta)
    return delta * means.first - t / nu.squareRoot() * means.second
  }
  var low = 0.999 * delta * (nu / (nu + 2.5)).squareRoot()
  var high = 1.001 * delta * (nu / (nu + 1)).squareRoot()
  var (atLow, atHigh) = (slope(low), slope(high))
  // The secant inside the interval (Illinois's variant of the false position).
  for _ in 0..<100 {
    let t = low + (high - low) * atLow / (atLow - atHigh)
    if !(t > low && t < high) || high - low <= 0x1p-52 * high { return t.isNaN ? low : t }
    let value = slope(t)
    if value == 0 { return t }
    if value > 0 {
      (low, atLow) = (t, value)
      atHigh *= 0.5
    } else {
      (high, atHigh) = (t, value)
      atLow *= 0.5
    }
  }
  return 0.5 * (low + high)
}

/// E(-log f(T)), by quadrature over the sizes of t on both sides of its mode.
public func noncentralTEntropy(degreesOfFreedom nu: Double, noncentrality delta: Double) -> Double {
  let mode = noncentralTMode(degreesOfFreedom: nu, noncentrality: delta)
  guard mode.isFinite else { return .nan }
  // Over s with t = mode + spread sinh s: the tails are exponentials in s.
  let spread = (1 + delta * delta / (2 * nu)).squareRoot()
  var total = 0.0
  for sign in [1.0, -1.0] {
    total += outwardIntegral(
      limit: 690, width: { $0 < 3 ? 0.5 : min(0.25 * $0, max(0.5, 4 / nu)) },
      { s in
        let t = mode + sign * spread * sinh(s)
        let log = noncentralTLogDensity(t, degreesOfFreedom: nu, noncentrality: delta)
        return log > -.infinity ? -exp(log + naturalLog(spread * cosh(s))) * log : 0
      })
  }
  return total
}

/// The mean and the central moments of the noncentral t law, whatever of them exists: T = Z S + δ S, S =
/// sqrt(ν/χ²), by the central moments of S, so that nothing large cancels as ν grows.
///
/// The fourth is the excess over 3 variance².
public func noncentralTMoments(
  degreesOfFreedom nu: Double, noncentrality delta: Double
) -> (mean: Double, variance: Double, third: Double, fourthExcess: Double) {
  guard nu > 0, nu < .infinity, delta.magnitude < .infinity else { return (.nan, .nan, .nan, .nan) }
  let a = 0.5 * nu
  guard nu > 1 else { return (.nan, .nan, .nan, .nan) }
  // log E Sⁿ, of Γ(c + n/2)/Γ(c) at c = ν/2 - n/2, and relative moments E Sⁿ/(E S)ⁿ - 1.
  func logMoment(_ n: Double) -> Double {
    let h = 0.5 * n
    return -h * log1p(-h / a) - logGammaDifferenceBeyondLog(a - h, h)
  }
  let first = logMoment(1)
  let s = exp(first)
  guard nu > 2 else { return (delta * s, .infinity, .nan, .nan) }
  let square = nu / (nu - 2)
  let r2 = expm1(logMoment(2) - 2 * first)
  let spread = s * s * r2
  let variance = square + delta * delta * spread
  guard nu > 3 else { return (delta * s, variance, .nan, .infinity) }
  let r3 = expm1(logMoment(3) - 3 * first)
  let third = s * s * s * (r3 - 3 * r2)
  let thirdT = delta * (delta * delta * third + 3 * (third + 2 * s * spread))
  guard nu > 4 else { return (delta * s, variance, thirdT, .infinity) }
  let r4 = expm1(logMoment(4) - 4 * first)
  let fourth = s * s * s * s * (r4 - 4 * r3 + 6 * r2)
  let own = 6 * square * square / (nu - 4)
  let mixed = 2 * s * third + fourth - spread * spread
  let squareDelta = delta * delta
  let excess = own + squareDelta * (6 * mixed + squareDelta * (fourth - 3 * spread * spread))
  return (delta * s, variance, thirdT, excess)
}

private func naturalLog(_ x: Double) -> Double { log(x) }

/// The integral over w, by which the law is made of normal laws: of the upper tail at t, or of the
/// density.
private struct NoncentralTMixture {
  enum Kind { case tail, density }

  let nu: Double
  let delta: Double
  let kind: Kind
  /// t/sqrt(ν).
  let c: Double
  /// The summit over log w, and w² - ν there (for the density w² - ν - 1).
  let summit: Double
  let beyond: Double
  /// c w - δ at the summit.
  let argument: Double

  init(_ t: Double, _ nu: Double, _ delta: Double, _ kind: Kind) {
    self.nu = nu
    self.delta = delta
    self.kind = kind
    c = t / nu.squareRoot()
    let c = c
    switch kind {
    case .density:
      summit = Self.crossing(c, delta, nu + 1)
      argument = c * summit - delta
      beyond = -c * summit * argument
    case .tail:
      // ν - w² = c w r(c w - δ), r the normal law's hazard: the two sides cross once.
      func excess(_ w: Double) -> (Double, Double) {
        let z = c * w - delta
        let hazard = Self.hazard(z)
        let slope = -c * c * Self.hazardSlope(z, hazard) - nu / w / w - 1
        return ((nu - w * w) / w - c * hazard, slope)
      }
      var low = 0.0
      var high = Double.infinity
      var w = c > 0 ? Self.crossing(c, delta, nu) : nu.squareRoot()
      for _ in 0..<200 {
        let (value, slope) = excess(w)
        if value > 0 { low = w } else { high = w }
        var next = w - value / slope
        let isClose = abs(next - w) <= 1e-10 * w
        if !isClose, !(next > low && next < high) {
          next = high == .infinity ? 2 * w : (low == 0 ? 0.5 * high : 0.5 * (low + high))
        }
        w = next
        if isClose { break }
      }
      summit = w
      argument = c * w - delta
      beyond = -c * w * Self.hazard(argument)
    }
  }

  /// The positive root of (1 + c²) w² - c δ w = power, in units that do not overflow.
  private static func crossing(_ c: Double, _ delta: Double, _ power: Double) -> Double {
    let size = hypot(1, c)
    let p = c / size * delta
    let root = hypot(p, 2 * power.squareRoot())
    return (p > 0 ? 0.5 * (p + root) : 2 * power / (root - p)) / size
  }

  /// φ(z)/Φ(-z).
  private static func hazard(_ z: Double) -> Double {
    0.7978845608028654 / erfcx(z * 0.7071067811865476)
  }

  /// The derivative of the hazard, between 0 and 1: r (r - z), and 1 where that has no digits.
  private static func hazardSlope(_ z: Double, _ hazard: Double) -> Double {
    z > 1e3 ? 1 : hazard * (hazard - z)
  }

  /// The log of the normal factor at w = summit e^τ over that at the summit.
  private func logFactor(_ growth: Double) -> Double {
    let step = c * summit * growth
    switch kind {
    case .tail: return normalLogCDF(-(argument + step)) - normalLogCDF(-argument)
    case .density: return -step * (argument + 0.5 * step)
    }
  }

  /// ∫ weight(w) of the integrand over log w, over its value at the summit.
  func integral(_ weight: (Double) -> Double) -> Double {
    let power = kind == .density ? nu + 1 : nu
    let square = summit * summit
    var total = 0.0
    for sign in [1.0, -1.0] {
      total += outwardIntegral(
        limit: sign > 0 ? 40 : .infinity,
        width: { s in
          let w = summit * exp(sign * s)
          let z = c * w - delta
          let hazard = kind == .tail ? Self.hazard(z) : z
          let active = max(w * w, abs(c) * w * max(abs(hazard), abs(delta)))
          if sign < 0, active < 1e-17 { return 6 / power }
          let slope = abs(power - w * w - c * w * hazard)
          let bend = kind == .tail ? Self.hazardSlope(z, hazard) : 1
          let curvature = 2 * w * w + c * w * (c * w * bend + hazard)
          // Upward w grows with the panel, and the normal factor falls with its square.
          let cap = sign > 0 ? 0.5 : 2
          return min(cap, min(8 / slope, 3 / abs(curvature).squareRoot()))
        },
        { s in
          let tau = sign * s
          // power τ - (w² - summit²)/2; near the normal law its parts of first order are joined.
          let growth = expm1(2 * tau)
          let joined =
            abs(beyond) < 0.5 * power
            ? -0.5 * power * expRemainder(2 * tau) - 0.5 * beyond * growth
            : power * tau - 0.5 * square * growth
          return exp(joined + logFactor(expm1(tau))) * weight(summit * exp(tau))
        })
    }
    return total
  }

  /// The log of the tail or of the density.
  var logValue: Double {
    // w g(w) = 2 x^a e^(-x)/Γ(a), x = w²/2, a = ν/2.
    let a = 0.5 * nu
    let square = summit * summit
    let excess = kind == .density ? beyond + 1 : beyond
    let chi: Double
    if abs(excess) < 0.5 * nu {
      chi =
        logRootGammaFactor(a) - 0.9189385332046728 - a * logOnePlusRemainder(excess / nu)
    } else {
      chi = logGammaPrefactor(a, 0.5 * square)
    }
    let sum = chi + 0.6931471805599453 + log(integral { _ in 1 })
    switch kind {
    case .tail: return sum + normalLogCDF(-argument)
    case .density:
      let normal = -0.5 * argument * argument - 0.9189385332046728
      return sum + normal + log(summit / nu.squareRoot())
    }
  }
}
