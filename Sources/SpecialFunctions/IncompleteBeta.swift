import CVectorMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The regularised incomplete beta function, both tails: I_x(a, b) and 1 - I_x(a, b).
///
/// ```
/// I_x(a, b) = 1/B(a, b) ∫_0^x t^(a-1) (1-t)^(b-1) dt
/// ```
///
/// - Parameters:
///   - x: The point, in [0, 1].
///   - y: 1 - x, given apart so that a point near 1 keeps its distance from 1. Of the two the
///     smaller one counts.
///   - a: Positive.
///   - b: Positive.
/// - Returns: The logarithms of both tails; relative error of either tail about 1e-15 times
///   max(1, |its logarithm|). NaN for parameters outside the domain.
///
/// Methods (after DiDonato and Morris, "Algorithm 708", ACM TOMS 18 (1992), with all prefactors in
/// logarithms): power series (DLMF 8.17.7) for a small parameter, the hypergeometric series with
/// positive terms (8.17.8), their continued fraction, and for two large parameters quadrature of the
/// integrand scaled by its value at x.
public func regularizedBeta(
  _ x: Double, oneMinus y: Double, _ a: Double, _ b: Double
) -> TailProbabilities {
  guard a > 0, b > 0, x >= 0, y >= 0, a < .infinity, b < .infinity else { return .undefined }
  if x == 0 { return .allAbove }
  if y == 0 { return .allBelow }
  return betaTails(BetaPoint(x: x, oneMinus: y, a: a, b: b))
}

/// The logarithm of one of the tails of ``regularizedBeta(_:oneMinus:_:_:)``.
public func logRegularizedBeta(
  _ x: Double, oneMinus y: Double, _ a: Double, _ b: Double, lower: Bool
) -> Double {
  guard a > 0, b > 0, x >= 0, y >= 0, a < .infinity, b < .infinity else { return .nan }
  if x == 0 || y == 0 { return (x == 0) == lower ? -.infinity : 0 }
  return BetaPoint(x: x, oneMinus: y, a: a, b: b).nearTail.log(lower: lower)
}

/// The regularised incomplete beta function I_x(a, b), and 1 - I_x(a, b), with 1 - x computed.
public func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> TailProbabilities {
  regularizedBeta(x, oneMinus: 1 - x, a, b)
}

/// Both tails at the odds w = x/(1 - x), which a beta prime law is of.
///
/// - Parameters:
///   - w: Not negative.
///   - difference: b w - a, whose digits near the mean w itself may have lost.
///   - a: Positive.
///   - b: Positive.
public func regularizedBeta(
  odds w: Double, difference: Double, _ a: Double, _ b: Double
) -> TailProbabilities {
  guard a > 0, b > 0, w >= 0, a < .infinity, b < .infinity else { return .undefined }
  if w == 0 { return .allAbove }
  if w == .infinity { return .allBelow }
  let x = w / (1 + w)
  let y = 1 / (1 + w)
  let distance = abs(difference) < .infinity ? -difference * y : a * y - b * x
  return betaTails(BetaPoint(x: x, y: y, a: a, b: b, distance: distance))
}

/// x^a y^b / B(a, b): the density of a beta law times x y. In logarithm, with all digits of the
/// distance from the mean.
public func logBetaPrefactor(
  _ x: Double, oneMinus y: Double, _ a: Double, _ b: Double
) -> Double {
  guard a > 0, b > 0, x >= 0, y >= 0, a < .infinity, b < .infinity else { return .nan }
  if x == 0 || y == 0 { return -.infinity }
  return BetaPoint(x: x, oneMinus: y, a: a, b: b).logPrefactor
}

/// A point of a beta law, with its signed distance from the mean.
struct BetaPoint {
  let x: Double
  let y: Double
  let a: Double
  let b: Double
  /// a y - b x, from the smaller of x and y without cancellation.
  let distance: Double

  /// Of x and y the smaller one counts.
  init(x: Double, oneMinus y: Double, a: Double, b: Double) {
    self.init(x: x <= y ? x : 1 - y, y: x <= y ? 1 - x : y, a: a, b: b)
  }

  private init(x: Double, y: Double, a: Double, b: Double) {
    self.x = x
    self.y = y
    self.a = a
    self.b = b
    distance =
      x <= y
      ? differenceFromProducts(a, a, b, x)
      : -differenceFromProducts(b, b, a, y)
  }

  init(x: Double, y: Double, a: Double, b: Double, distance: Double) {
    self.x = x
    self.y = y
    self.a = a
    self.b = b
    self.distance = distance
  }

  private init(mirroring p: BetaPoint) {
    x = p.y
    y = p.x
    a = p.b
    b = p.a
    distance = -p.distance
  }

  var mirrored: BetaPoint { BetaPoint(mirroring: self) }

  /// log(x^a y^b / B(a, b)).
  ///
  /// Stirling's formula turns it into -a (u - log(1 + u)) - b (v - log(1 + v)), u and v the relative
  /// distances of x and y from the mean, plus terms that do not depend on x: all of the first are of
  /// one sign.
  var logPrefactor: Double {
    let sum = a + b
    let first = a * meanDeviance(ratio: ratioToMean(x, a, sum), relative: -distance / a)
    let second = b * meanDeviance(ratio: ratioToMean(y, b, sum), relative: distance / b)
    let constants = logRootGammaFactor(a) + logRootGammaFactor(b) - logRootGammaFactor(sum)
    return (constants - 0.9189385332046728) - (first + second)
  }
}

/// p - (q + r) s exactly enough that its leading digits may cancel.
private func differenceFromProducts(_ p: Double, _ q: Double, _ r: Double, _ s: Double) -> Double {
  let qs = q * s
  let qsLow = (-qs).addingProduct(q, s)
  let rs = r * s
  let rsLow = (-rs).addingProduct(r, s)
  // p - qs is between 0 and p; the two-sums keep what rounding takes.
  let d = p - qs
  let back = d + qs
  let dLow = (p - back) + ((back - d) - qs)
  let e = d - rs
  let eBack = e + rs
  let eLow = (d - eBack) + ((eBack - e) - rs)
  return e + ((dLow + eLow) - (qsLow + rsLow))
}

/// x sum / a, in the order that neither overflows nor underflows on the way.
private func ratioToMean(_ x: Double, _ a: Double, _ sum: Double) -> Double {
  let inverseMean = sum / a
  return inverseMean < .infinity ? x * inverseMean : x * sum / a
}

/// u - log(1 + u) for 1 + u = ratio, where u is small from `relative` = ratio - 1 with its digits.
private func meanDeviance(ratio: Double, relative: Double) -> Double {
  ratio > 0.5 ? logOnePlusRemainder(relative) : (ratio - 1) - log(ratio)
}

/// log(sqrt(a) exp(-Δ(a))) for Δ the remainder of Stirling's formula; below 1 in the form that does
/// not cancel, log a + a log a - a - log Γ(1 + a) + log(2π)/2.
func logRootGammaFactor(_ a: Double) -> Double {
  if a >= 1 { return 0.5 * log(a) - logGammaCorrection(a) }
  return log(a) + (a * log(a) - a - logGammaOnePlus(a) + 0.9189385332046728)
}

private func betaTails(_ p: BetaPoint) -> TailProbabilities {
  let tail = p.nearTail
  return tail.isLower
    ? TailProbabilities(logLower: tail.log) : TailProbabilities(logUpper: tail.log)
}

extension BetaPoint {
  /// The tail for which there is a formula, by the odds x/y.
  var nearTail: LogTail {
    if a <= 1 && b <= 1 { return x <= 0.5 ? powerSeries(self) : powerSeries(mirrored).mirrored }
    if b <= 1 { return mirrored.nearTail.mirrored }
    if a <= 1 {
      // The mean is left of 1/2, and b x below 1.5 keeps the series' alternating terms small.
      if x <= 0.5 && b * x <= 1.5 { return powerSeries(self) }
      let mirror = mirrored
      return (y <= 0.5 ? powerSeries(mirror) : continuedFraction(mirror)).mirrored
    }
    return distance < 0 ? leftTail(mirrored).mirrored : leftTail(self)
  }
}

/// log I_x(a, b) for a, b > 1 and x at or left of the mean.
private func leftTail(_ p: BetaPoint) -> LogTail {
  let ratio = p.x * (p.a + p.b) / (p.a + 1)
  // Where the terms of the positive series fall below 2^-53: by their first ratio far from the mean,
  // by the decrease of the ratios (a Gaussian) near it.
  let spread = p.a * (p.a + p.b) / p.b
  let terms = min(40 / max(1 - ratio, 1e-300), sqrt(80 * spread))
  if terms < 300 {
    let sum = positiveSeries(p)
    return LogTail(lower: p.logPrefactor + log(sum / p.a), slope: p.a / sum)
  }
  if min(p.a, p.b) < 2e4 || p.distance > 0.2 * min(p.a, p.b) { return continuedFraction(p) }
  return quadrature(p)
}

/// log I_x(a, b) by x^a/(a B) (1 + a sum (1-b)_n x^n / (n! (a+n))) (DLMF 8.17.7), for x <= 1/2 and
/// b <= 1 or b x <= 1.5. Each of the logarithms vanishes with a, so the result does so with its
/// digits, and the other tail is -expm1 of it.
private func powerSeries(_ p: BetaPoint) -> LogTail {
  var term = 1.0
  var sum = 0.0
  var n = 1.0
  while n < 2000 {
    term *= (n - p.b) / n * p.x
    let t = term / (p.a + n)
    sum += t
    if abs(t) <= 1e-17 * abs(sum) || term == 0 { break }
    n += 1
  }
  let series = log1p(p.a * sum)
  // Of the two x is exact here.
  let slope = p.a * exp(p.b * log1p(-p.x) - series)
  if p.a <= 1 {
    // -log(a B(a, b)) = log Γ(a + b) - log Γ(b) - log Γ(1 + a).
    let difference = logGammaDifferenceBeyondLog(p.b, p.a)
    return LogTail(
      lower: p.a * log(p.x * p.b) + (difference - logGammaOnePlus(p.a)) + series, slope: slope)
  }
  // b <= 1 here; by the recurrence in the other parameter.
  let difference = logGammaDifference(p.a, p.b) - logGammaOnePlus(p.b)
  return LogTail(
    lower: p.a * log(p.x) + (log(p.b / p.a) + difference) + series, slope: slope)
}

/// a/(x^a y^b / B) I_x(a, b) = sum (a+b)_n / (a+1)_n x^n (DLMF 8.17.8): positive terms.
private func positiveSeries(_ p: BetaPoint) -> Double {
  var term = 1.0
  var sum = 1.0
  var n = 0.0
  let s = p.a + p.b
  while n < 100_000 {
    term *= (s + n) / (p.a + 1 + n) * p.x
    sum += term
    if term <= 1e-17 * sum { break }
    n += 1
  }
  return sum
}

/// log I_x(a, b) by the continued fraction of DiDonato and Morris (their `BFRAC`), x at or left of the
/// mean.
private func continuedFraction(_ p: BetaPoint) -> LogTail {
  let c = 1 + p.distance
  let c0 = p.b / p.a
  let c1 = 1 + 1 / p.a
  let yPlusOne = p.y + 1
  var n = 0.0
  var q = 1.0
  var s = p.a + 1
  var an = 0.0
  var bn = 1.0
  var anNext = 1.0
  var bnNext = c / c1
  var r = c1 / c
  while n < 100_000 {
    n += 1
    let t = n / p.a
    let w = n * (p.b - n) * p.x
    let e = p.a / s
    let alpha = (q * (q + c0) * e * e) * (w * p.x)
    let f = (t + 1) / (c1 + t + t)
    let beta = n + w / s + f * (c + n * yPlusOne)
    q = 1 + t
    s += 2
    let nextA = alpha * an + beta * anNext
    an = anNext
    anNext = nextA
    let nextB = alpha * bn + beta * bnNext
    bn = bnNext
    bnNext = nextB
    let previous = r
    r = anNext / bnNext
    if abs(r - previous) <= 2.3e-16 * r { break }
    an /= bnNext
    bn /= bnNext
    anNext = r
    bnNext = 1
  }
  return LogTail(lower: p.logPrefactor + log(r), slope: 1 / r)
}

/// log I_x(a, b) for large a and b, x at or left of the mean: with t = x (1 - s),
/// I = (x^a y^b / B) ∫_0^1 exp(-distance s / y - a r(-s) - b r(s x / y)) ds / ((1 - s)(y + x s)),
/// r(u) = u - log(1 + u) >= 0.
private func quadrature(_ p: BetaPoint) -> LogTail {
  let slope = p.distance / p.y
  let ratio = p.x / p.y
  let width = 1 / max(slope, sqrt(p.a + p.b * ratio * ratio))
  let integral = tailIntegral(
    width: width, limit: 1,
    exponent: { s in
      slope * s + p.a * logOnePlusRemainder(-s) + p.b * logOnePlusRemainder(s * ratio)
    },
    weight: { s in 1 / ((1 - s) * (p.y + p.x * s)) })
  return LogTail(lower: p.logPrefactor + log(integral), slope: 1 / integral)
}
