#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// MARK: - Student's t law, the incomplete beta function's most travelled customer

/// Both tails of Student's t law at t.
///
/// P(T > t) = I_x(ν/2, 1/2)/2 with x = ν/(ν + t²) for t >= 0 (DLMF 8.17), the other side by symmetry.
/// x and 1 - x are formed apart, and where x leaves the range of double the incomplete beta function
/// is its leading term x^(ν/2)/(ν/2 B(ν/2, 1/2)), so the logarithms hold for any finite t and
/// degrees of freedom from 1e-300 to 1e300; infinitely many give the normal law.
///
/// - Parameters:
///   - t: Any number; infinite gives the whole or nothing.
///   - degreesOfFreedom: ν > 0; NaN otherwise.
public func studentTTails(_ t: Double, degreesOfFreedom nu: Double) -> TailProbabilities {
  guard nu > 0, !t.isNaN else { return .undefined }
  if t == .infinity { return .allBelow }
  if t == -.infinity { return .allAbove }
  if nu == .infinity {
    return TailProbabilities(logLower: normalLogCDF(t), logUpper: normalLogCDF(-t))
  }
  let beyond = studentTOuterTail(abs(t), nu)
  let upper = beyond - 0.6931471805599453
  let tails = TailProbabilities(logUpper: upper)
  return t < 0 ? tails.swapped : tails
}

/// log P(|T| > t), t >= 0.
private func studentTOuterTail(_ t: Double, _ nu: Double) -> Double {
  let w = t / nu.squareRoot()
  if w > 1e100 {
    return -nu * (log(t) - 0.5 * log(nu)) - logLeadingCoefficient(nu)
  }
  if nu > 1e17, w < 1e-9 {
    // The normal law: the logarithms differ by t^4/(4ν), a part t^2/(2ν) of themselves.
    return normalLogCDF(-t) + 0.6931471805599453
  }
  if w < 1e-100 {
    // The mass within t is 2 t times the density at 0.
    let half = 0.5 * nu
    let mass = 2 * t * exp(logGammaDifference(half, 0.5) - 0.5 * log(nu * Double.pi))
    return log1p(-mass)
  }
  let square = w * w
  return logRegularizedBeta(
    1 / (1 + square), oneMinus: square / (1 + square), 0.5 * nu, 0.5, lower: true)
}

/// log(ν/2 B(ν/2, 1/2)) = log Γ(1 + ν/2) + log Γ(1/2) - log Γ(ν/2 + 1/2).
private func logLeadingCoefficient(_ nu: Double) -> Double {
  let half = 0.5 * nu
  return half > 1
    ? log(half) + logBeta(half, 0.5)
    : logGammaOnePlus(half) - logGammaDifference(0.5, half)
}

/// The t at which the lower tail of Student's law has the logarithm `logLower` (<= 0).
public func studentTQuantile(logLower: Double, degreesOfFreedom nu: Double) -> Double {
  -studentTQuantile(logUpper: logLower, degreesOfFreedom: nu)
}

/// The t at which the upper tail of Student's law has the logarithm `logUpper` (<= 0).
///
/// In the middle half from the mass 1 - 2p between -t and t, so that t keeps its digits near 0; in the
/// tails from the mass beyond, also where t² overflows. Relative error a few 1e-15 times the
/// condition of the problem. NaN outside the domain.
public func studentTQuantile(logUpper: Double, degreesOfFreedom nu: Double) -> Double {
  guard nu > 0, logUpper <= 0 else { return .nan }
  if logUpper == -.infinity { return .infinity }
  if nu == .infinity { return -normalQuantile(logProbability: logUpper) }
  let logHalf = -0.6931471805599453
  if logUpper > logHalf {
    return -studentTQuantile(logUpper: logOneMinusExp(logUpper), degreesOfFreedom: nu)
  }
  let half = 0.5 * nu
  let outer = min(0, logUpper - logHalf)
  if outer > logHalf {
    // The second part of log 2 matters where the tail is nearly 1/2.
    let inner = -expm1(outer - 2.3190468138462996e-17)
    if inner <= 0 { return 0 }
    let point = studentTBeta(half, .upper(log: log(inner)), outer: exp(outer))
    return (nu * (point.oneMinusX / point.x)).squareRoot()
  }
  let logX = (outer + logLeadingCoefficient(nu)) / half
  if logX < -200 { return exp(0.5 * (log(nu) - logX)) }
  let point = studentTBeta(half, .lower(log: outer), outer: exp(outer))
  return nu.squareRoot() * (point.oneMinusX / point.x).squareRoot()
}

/// The t with P(T <= t) = p.
public func studentTQuantile(_ p: Double, degreesOfFreedom nu: Double) -> Double {
  guard nu > 0, p >= 0, p <= 1 else { return .nan }
  let smaller = min(p, 1 - p)
  let sign: Double = p < 0.5 ? -1 : 1
  if p == 0.5 { return 0 }
  if nu == .infinity { return normalQuantile(p) }
  if smaller > 0.25 {
    let half = 0.5 * nu
    let inner = abs(2 * p - 1)
    let point = studentTBeta(half, .upper(log: log(inner)), outer: 1 - inner)
    return sign * (nu * (point.oneMinusX / point.x)).squareRoot()
  }
  return sign * studentTQuantile(logUpper: log(smaller), degreesOfFreedom: nu)
}

/// The quantile of the beta law of ν/(ν + t²), with the guess of t²/ν by G. W. Hill, "Algorithm 396:
/// Student's t-quantiles" (1970), from the mass `outer` beyond ±t, where ν is 2 at least.
private func studentTBeta(
  _ half: Double, _ tail: Tail, outer: Double
) -> (x: Double, oneMinusX: Double) {
  let nu = 2 * half
  guard nu >= 2, outer > 0 else { return betaQuantile(half, 0.5, tail) }
  let a = 1 / (nu - 0.5)
  let b = 48 / (a * a)
  var c = ((20700 * a / b - 98) * a - 16) * a + 96.36
  let d = ((94.5 / (b + c) - 3) / b + 1) * (a * Double.pi / 2).squareRoot() * nu
  var y = pow(d * outer, 2 / nu)
  if y > 0.05 + a {
    let x = normalQuantile(0.5 * outer)
    y = x * x
    if nu < 5 { c += 0.3 * (nu - 4.5) * (x + 0.6) }
    c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
    y = expm1(a * y * y)
  } else {
    let rest = 1 / (((nu + 6) / (nu * y) - 0.089 * d - 0.822) * (nu + 2) * 3) + 0.5 / (nu + 4)
    y = (rest * y - 1) * (nu + 1) / (nu + 2) + 1 / y
  }
  let isGuess = y > 0 && y < 1e100
  return betaQuantile(half, 0.5, tail, odds: isGuess ? 1 / y : nil)
}
