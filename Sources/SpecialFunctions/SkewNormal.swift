import CVectorMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Both tails of the standard skew normal law, whose density is 2 φ(x) Φ(α x).
///
/// ```
/// P(X <= x) = Φ(x) - 2 T(x, α)
/// ```
///
/// with Owen's T (Azzalini, "A class of distributions which includes the normal ones", 1985), but that
/// difference loses the thin tail. For α > 0 the parts used are all positive: for x >= 0 the upper tail
/// is Φ(-x) + 2 T(x, α) and the lower erf(x/√2) Φ(αx) + 2 T(αx, 1/α); for x < 0 the upper is
/// Φ(-x) + 2 T(x, α) and the lower the integral of the density scaled by its value at x. α < 0 is the
/// mirror image. Relative error of either tail about 1e-15 times max(1, |its logarithm|).
///
/// - Parameters:
///   - x: Any number.
///   - shape: α; infinite gives the half-normal law.
public func skewNormalTails(_ x: Double, shape alpha: Double) -> TailProbabilities {
  if x.isNaN || alpha.isNaN { return .undefined }
  if alpha < 0 { return skewNormalTails(-x, shape: -alpha).swapped }
  if x == .infinity { return .allBelow }
  if x == -.infinity { return .allAbove }
  let doubled = 2 * owenT(x, alpha)
  if x < 0 {
    let lower = alpha == .infinity ? -Double.infinity : logThinTail(-x, alpha)
    return TailProbabilities(
      logLower: lower, logUpper: lower < -1 ? log1p(-exp(lower)) : log(normalCDF(-x) + doubled))
  }
  let upper = normalCDF(-x) + doubled
  let lower =
    alpha <= 1
    ? normalCDF(x) - doubled
    : platformErrorFunction(x) * normalCDF(alpha * x) + 2 * owenT(alpha * x, 1 / alpha)
  // Where the upper tail underflows it is 2 φ(x) times its width, twice the normal law's.
  let logUpper: Double
  if lower < 0.5 {
    logUpper = log1p(-lower)
  } else {
    logUpper = upper > 1e-290 ? log(upper) : normalLogCDF(-x) + logOfDoubling(x, alpha)
  }
  return TailProbabilities(
    logLower: upper < 0.5 ? log1p(-upper) : log(lower), logUpper: logUpper)
}

/// erf(x/√2) = Φ(x) - Φ(-x).
private func platformErrorFunction(_ x: Double) -> Double { erf(x * 0.7071067811865476) }

/// log(P(X > x) / Φ(-x)) far out, x > 36: Φ(αt) hardly changes over the tail's width 1/x when α x is
/// large, and is integrated otherwise.
private func logOfDoubling(_ x: Double, _ alpha: Double) -> Double {
  if alpha * x > 9 { return 0.6931471805599453 }
  let integral = tailIntegral(
    width: 1 / x, limit: .infinity,
    exponent: { s in s * x + 0.5 * s * s },
    weight: { s in 2 * normalCDF(alpha * (x + s)) })
  // Against the same integral for the normal law, erfcx(x/√2) sqrt(π/2).
  return log(integral / (1.2533141373155003 * vm_erfcx(x * 0.7071067811865476)))
}

/// log P(X <= -z) for z > 0 and α >= 0: with Φ(-u) = erfcx(u/√2) e^(-u²/2)/2 the quadratic parts are
/// subtracted exactly.
private func logThinTail(_ z: Double, _ alpha: Double) -> Double {
  let root = 0.7071067811865476
  let u = alpha * z
  let scaled = vm_erfcx(u * root)
  if scaled == 0 { return -.infinity }
  // In units of 1/α where α is large, so that its square does not overflow.
  let unit = max(1, alpha)
  let a = alpha / unit
  let curvature = (1 / unit) / unit + a * a
  let slope = z / unit + u * a
  let integral = tailIntegral(
    width: 1 / max(slope, curvature.squareRoot()), limit: .infinity,
    exponent: { s in s * slope + 0.5 * curvature * s * s },
    weight: { s in vm_erfcx((u + a * s) * root) / scaled })
  // 2 φ(z) Φ(-u) = erfcx(u/√2) e^(-(z² + u²)/2) / sqrt(2π).
  let front = log(scaled) - 0.9189385332046728 - 0.5 * (z * z + u * u)
  return front == -.infinity ? front : front + log(integral / unit)
}

/// The x at which the lower tail of the standard skew normal law is `lower`.
public func skewNormalQuantile(lower: Double, shape: Double) -> Double {
  guard lower >= 0, lower <= 1 else { return .nan }
  return skewNormalQuantile(tail(lower: lower), shape)
}

/// The x at which the upper tail of the standard skew normal law is `upper`.
public func skewNormalQuantile(upper: Double, shape: Double) -> Double {
  guard upper >= 0, upper <= 1 else { return .nan }
  return skewNormalQuantile(tail(upper: upper), shape)
}

/// For α > 0 the upper tail is between the normal one and its double, and far below 0 the lower one
/// falls like a normal one of variance 1/(1 + α²): from there Newton's method on its logarithm, which
/// is concave.
private func skewNormalQuantile(_ tail: Tail, _ alpha: Double) -> Double {
  guard alpha.magnitude < .infinity else { return .nan }
  let start: Double
  switch tail {
  case .lower(let log):
    if log == -.infinity { return -.infinity }
    if alpha < 0 { return -skewNormalQuantile(.upper(log: log), -alpha) }
    let thin = normalQuantile(logProbability: log) / hypot(1, alpha)
    start = alpha > 0.5 && log > -1.4 / alpha ? 0.2 : thin
  case .upper(let log):
    if log == -.infinity { return .infinity }
    if alpha < 0 { return -skewNormalQuantile(.lower(log: log), -alpha) }
    start = -normalQuantile(logProbability: log - 0.6931471805599453)
  }
  let inverse = LogTailInverse(
    isPositive: false, tails: { skewNormalTails($0, shape: alpha) },
    logDensity: { x in
      0.6931471805599453 - 0.5 * x * x - 0.9189385332046728 + normalLogCDF(alpha * x)
    })
  return inverse.point(tail, from: start)
}
