import CVectorMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The regularised incomplete gamma functions, both tails: P(a, x) below and Q(a, x) above.
///
/// ```
/// P(a, x) = 1/Γ(a) ∫_0^x t^(a-1) e^(-t) dt,   Q = 1 - P
/// ```
///
/// - Parameters:
///   - shape: a, positive.
///   - x: The point, not negative.
/// - Returns: The logarithms of both tails; relative error of either tail about 1e-15 times
///   max(1, |its logarithm|). NaN for arguments outside the domain.
///
/// Methods: power series (DLMF 8.7.1) where x and a are small, the series with positive terms
/// (8.7.1, second form) left of the mean, Legendre's continued fraction (8.9.2) right of it, and for
/// a large a quadrature of the integrand scaled by its value at x.
public func regularizedGamma(_ shape: Double, _ x: Double) -> TailProbabilities {
  guard shape > 0, x >= 0, shape < .infinity else { return .undefined }
  if x == 0 { return .allAbove }
  if x == .infinity { return .allBelow }
  let tail = GammaPoint(x: x, law: GammaLaw(shape)).nearTail
  return tail.isLower
    ? TailProbabilities(logLower: tail.log) : TailProbabilities(logUpper: tail.log)
}

/// The logarithm of one of the tails of ``regularizedGamma(_:_:)``.
public func logRegularizedGamma(_ shape: Double, _ x: Double, lower: Bool) -> Double {
  guard shape > 0, x >= 0, shape < .infinity else { return .nan }
  if x == 0 || x == .infinity { return (x == 0) == lower ? -.infinity : 0 }
  return GammaPoint(x: x, law: GammaLaw(shape)).nearTail.log(lower: lower)
}

/// log(x^a e^(-x) / Γ(a)): a gamma law's density times x, with all digits of the distance from the
/// mean.
public func logGammaPrefactor(_ shape: Double, _ x: Double) -> Double {
  guard shape > 0, x >= 0, shape < .infinity else { return .nan }
  if x == 0 || x == .infinity { return -.infinity }
  return GammaPoint(x: x, law: GammaLaw(shape)).logPrefactor
}

/// What all points of a gamma law of rate 1 have in common.
struct GammaLaw {
  /// The shape.
  let a: Double
  /// log(sqrt(a) exp(-Δ(a))/sqrt(2π)).
  let logRootFactor: Double

  init(_ shape: Double) {
    a = shape
    logRootFactor = logRootGammaFactor(shape) - 0.9189385332046728
  }
}

struct GammaPoint {
  let x: Double
  let law: GammaLaw

  var a: Double { law.a }

  /// The tail for which there is a formula.
  var nearTail: LogTail {
    if a <= 1 { return x <= 1.5 ? powerSeries(self) : continuedFraction(self) }
    return x <= a ? lowerTail(self) : upperTail(self)
  }

  /// -a (u - log(1 + u)) with u = x/a - 1, plus what does not depend on x (Stirling's formula).
  var logPrefactor: Double {
    let ratio = x / a
    let deviance: Double
    if ratio > 0.5, ratio < 1e10 {
      deviance = logOnePlusRemainder((x - a) / a)
    } else if ratio > 1e-300, ratio < 1e300 {
      deviance = (ratio - 1) - log(ratio)
    } else {
      deviance = (ratio - 1) - (log(x) - log(a))
    }
    return law.logRootFactor - a * deviance
  }
}

/// log P by x^a/Γ(1 + a) (1 + a sum (-x)^n / (n! (a + n))): its digits vanish with a as it does.
private func powerSeries(_ p: GammaPoint) -> LogTail {
  var term = 1.0
  var sum = 0.0
  var n = 1.0
  while n < 200 {
    term *= -p.x / n
    let t = term / (p.a + n)
    sum += t
    if abs(t) <= 1e-17 * abs(sum) { break }
    n += 1
  }
  let series = p.a * sum
  return LogTail(
    lower: p.a * log(p.x) - logGammaOnePlus(p.a) + log1p(series),
    slope: p.a * exp(-p.x) / (1 + series))
}

/// log P for a > 1 and x <= a.
private func lowerTail(_ p: GammaPoint) -> LogTail {
  let ratio = p.x / (p.a + 1)
  if min(40 / (1 - ratio), sqrt(80 * p.a)) < 300 {
    var term = 1.0
    var sum = 1.0
    var n = p.a + 1
    repeat {
      term *= p.x / n
      sum += term
      n += 1
    } while term > 1e-17 * sum
    return LogTail(lower: p.logPrefactor + log(sum / p.a), slope: p.a / sum)
  }
  let slope = p.a - p.x
  let integral = tailIntegral(
    width: 1 / max(slope, sqrt(p.a)), limit: 1,
    exponent: { s in slope * s + p.a * logOnePlusRemainder(-s) },
    weight: { s in 1 / (1 - s) })
  return LogTail(lower: p.logPrefactor + log(integral), slope: 1 / integral)
}

/// log Q for x > a > 1.
private func upperTail(_ p: GammaPoint) -> LogTail {
  let slope = p.x - p.a
  if p.a < 2e4 || slope > 0.2 * p.a { return continuedFraction(p) }
  let integral = tailIntegral(
    width: 1 / max(slope, sqrt(p.a)), limit: .infinity,
    exponent: { s in slope * s + p.a * logOnePlusRemainder(s) },
    weight: { s in 1 / (1 + s) })
  return LogTail(upper: p.logPrefactor + log(integral), slope: -1 / integral)
}

/// log Q by Γ(a, x) = x^a e^(-x) / (x + 1 - a - 1 (1 - a) / (x + 3 - a - ...)) (DLMF 8.9.2), evaluated
/// by Steed's algorithm.
private func continuedFraction(_ p: GammaPoint) -> LogTail {
  var b = p.x - p.a + 1
  var d = 1 / b
  var h = d
  var delta = d
  var n = 1.0
  while n < 100_000 {
    let an = n * (p.a - n)
    b += 2
    d = 1 / (b + an * d)
    delta *= b * d - 1
    h += delta
    if abs(delta) <= 1e-17 * h { break }
    n += 1
  }
  return LogTail(upper: p.logPrefactor + log(h), slope: -1 / h)
}
