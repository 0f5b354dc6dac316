import CVectorMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Both tails of the inverse Gaussian law of mean μ and shape λ.
///
/// ```
/// P(X <= x) = Φ(a) + e^(2λ/μ) Φ(-b),   a, b = sqrt(λ/x) (x/μ ∓ 1)
/// ```
///
/// With b² = a² + 4λ/μ the second term is φ(a) times Mills' ratio at b, so that the lower tail is
/// φ(a) (M(-a) + M(b)) for a < 0, and the upper φ(a) (M(a) - M(b)), an integral of positive terms:
/// φ(a) ∫ exp(-a u - u²/2) (1 - e^(-(b - a) u)) du. Relative error of either tail about 1e-15 times
/// max(1, |its logarithm|).
public func inverseGaussianTails(
  _ x: Double, mean: Double, shape: Double
) -> TailProbabilities {
  guard mean > 0, shape > 0, mean < .infinity, shape < .infinity, x >= 0 else {
    return .undefined
  }
  if x == 0 { return .allAbove }
  if x == .infinity { return .allBelow }
  let point = InverseGaussianPoint(x, mean, shape)
  if point.a <= -0.7 { return TailProbabilities(logLower: point.logLower) }
  let upper = point.logUpper
  if upper < -0.7 { return TailProbabilities(logUpper: upper) }
  return TailProbabilities(logLower: min(0, point.logLower), logUpper: min(0, upper))
}

private struct InverseGaussianPoint {
  let a: Double
  /// b - a = 2 sqrt(λ/x).
  let gap: Double
  /// log φ(a).
  let logPhi: Double

  init(_ x: Double, _ mean: Double, _ shape: Double) {
    let ratio = shape / x
    let root =
      ratio < .infinity && ratio > 1e-290
      ? ratio.squareRoot()
      : shape.squareRoot() / x.squareRoot()
    let distance = (x - mean) / mean
    a = root * distance
    gap = 2 * root
    logPhi = -0.5 * (shape / mean) * distance * ((x - mean) / x) - 0.9189385332046728
  }

  /// log P(X <= x), a sum of positive terms.
  var logLower: Double {
    let second = mills(a + gap)
    if a < 0 { return logPhi + log(mills(-a) + second) }
    return log(normalCDF(a) + exp(logPhi) * second)
  }

  /// log P(X > x) for a > -0.7.
  var logUpper: Double {
    let width = 1 / max(a, 1)
    if gap * width > 1.5 {
      // Less than half is taken away.
      let taken = mills(a + gap)
      return a > 0 ? logPhi + log(mills(a) - taken) : log(normalCDF(-a) - exp(logPhi) * taken)
    }
    let integral = tailIntegral(
      width: width, limit: .infinity, exponent: { u in a * u + 0.5 * u * u },
      weight: { u in -expm1(-gap * u) })
    return logPhi + log(integral)
  }

  /// Φ(-t)/φ(t).
  private func mills(_ t: Double) -> Double {
    1.2533141373155003 * vm_erfcx(t * 0.7071067811865476)
  }
}

/// The x at which the lower tail of the inverse Gaussian law is `lower`.
public func inverseGaussianQuantile(lower: Double, mean: Double, shape: Double) -> Double {
  guard lower >= 0, lower <= 1 else { return .nan }
  return inverseGaussianQuantile(tail(lower: lower), mean, shape)
}

/// The x at which the upper tail of the inverse Gaussian law is `upper`.
public func inverseGaussianQuantile(upper: Double, mean: Double, shape: Double) -> Double {
  guard upper >= 0, upper <= 1 else { return .nan }
  return inverseGaussianQuantile(tail(upper: upper), mean, shape)
}

private func inverseGaussianQuantile(_ tail: Tail, _ mean: Double, _ shape: Double) -> Double {
  guard mean > 0, shape > 0, mean < .infinity, shape < .infinity else { return .nan }
  let z: Double
  switch tail {
  case .lower(let log):
    if log == -.infinity { return 0 }
    z = normalQuantile(logProbability: log)
  case .upper(let log):
    if log == -.infinity { return .infinity }
    z = -normalQuantile(logProbability: log)
  }
  // The root of a = z.
  let w = 0.5 * z * (mean / shape).squareRoot()
  let root = w + (w * w + 1).squareRoot()
  let start = w > 0 ? mean * root * root : mean / square((w * w + 1).squareRoot() - w)
  let inverse = LogTailInverse(
    isPositive: true, tails: { inverseGaussianTails($0, mean: mean, shape: shape) },
    logDensity: { x in
      let distance = (x - mean) / mean
      let exponent = -0.5 * (shape / mean) * distance * ((x - mean) / x)
      return exponent + 0.5 * (log(shape) - log(x)) - log(x) - 0.9189385332046728
    })
  return inverse.point(tail, from: max(1e-300, min(1e300, start)))
}

private func square(_ x: Double) -> Double { x * x }
