#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Both tails of the noncentral chi-squared law.
///
/// ```
/// P(X <= x) = sum over j >= 0 of Poisson(j; λ/2) P(k/2 + j, x/2)
/// ```
///
/// The smaller tail is the integral of the density outward from x over the logarithm of the point, by
/// Gauss and Legendre's rule on panels that follow the density's own scale; the points' distances from
/// the mean keep their digits, so that parameters of 1e12 lose none. Relative error of either tail
/// about 1e-15 times max(1, |its logarithm|).
///
/// - Parameters:
///   - x: The point, not negative.
///   - degreesOfFreedom: k > 0.
///   - noncentrality: λ >= 0, the sum of the squared means.
public func noncentralChiSquaredTails(
  _ x: Double, degreesOfFreedom k: Double, noncentrality: Double
) -> TailProbabilities {
  guard k > 0, noncentrality >= 0, x >= 0, k < .infinity, noncentrality < .infinity else {
    return .undefined
  }
  if noncentrality == 0 { return regularizedGamma(0.5 * k, 0.5 * x) }
  if x == 0 { return .allAbove }
  if x == .infinity { return .allBelow }
  return NoncentralChiSquaredLaw(k, noncentrality).tails(x)
}

/// The log-density of the noncentral chi-squared law at x >= 0.
///
/// Where w = sqrt((k/2 - 1)² + λx) is at least 30, by Debye's expansion of the Bessel function,
/// rearranged into two deviances that are never negative (see ``NoncentralChiSquaredLaw``); else by its
/// power series. Absolute error about 1e-15 times max(1, |value|, 10).
public func noncentralChiSquaredLogDensity(
  _ x: Double, degreesOfFreedom k: Double, noncentrality: Double
) -> Double {
  guard k > 0, noncentrality >= 0, k < .infinity, noncentrality < .infinity, !x.isNaN else {
    return .nan
  }
  if x < 0 || x == .infinity { return -.infinity }
  if x == 0 {
    if k == 2 { return -0.6931471805599453 - 0.5 * noncentrality }
    return k < 2 ? .infinity : -.infinity
  }
  let law = NoncentralChiSquaredLaw(k, noncentrality)
  return law.logDensity(x, excess: law.excess(x))
}

/// The x at which the lower tail of the noncentral chi-squared law is `lower`.
public func noncentralChiSquaredQuantile(
  lower: Double, degreesOfFreedom k: Double, noncentrality: Double
) -> Double {
  guard lower >= 0, lower <= 1 else { return .nan }
  return noncentralChiSquaredQuantile(tail(lower: lower), k, noncentrality)
}

/// The x at which the upper tail of the noncentral chi-squared law is `upper`.
public func noncentralChiSquaredQuantile(
  upper: Double, degreesOfFreedom k: Double, noncentrality: Double
) -> Double {
  guard upper >= 0, upper <= 1 else { return .nan }
  return noncentralChiSquaredQuantile(tail(upper: upper), k, noncentrality)
}

private func noncentralChiSquaredQuantile(
  _ tail: Tail, _ k: Double, _ noncentrality: Double
) -> Double {
  guard k > 0, noncentrality >= 0, k < .infinity, noncentrality < .infinity else { return .nan }
  switch tail {
  case .lower(let log): if log == -.infinity { return 0 }
  case .upper(let log): if log == -.infinity { return .infinity }
  }
  let law = NoncentralChiSquaredLaw(k, noncentrality)
  let start = law.start(tail)
  if start < 1e-290 { return start }
  let inverse = LogTailInverse(
    isPositive: true,
    tails: { noncentralChiSquaredTails($0, degreesOfFreedom: k, noncentrality: noncentrality) },
    logDensity: { law.logDensity($0, excess: law.excess($0)) })
  return inverse.point(tail, from: start)
}

/// Both tails of the length of a normal vector of 2μ unit components whose mean has length a, at b:
/// `upper` is Marcum's Q_μ(a, b). Rice's law of unit scale is μ = 1.
public func marcumQ(order: Double, _ a: Double, _ b: Double) -> TailProbabilities {
  order == 1
    ? riceTails(b, noncentrality: a, scale: 1)
    : noncentralChiSquaredTails(b * b, degreesOfFreedom: 2 * order, noncentrality: a * a)
}

/// E(-log f(X)) of the noncentral chi-squared law, by quadrature outward from the mean.
public func noncentralChiSquaredEntropy(
  degreesOfFreedom k: Double, noncentrality: Double
) -> Double {
  guard k > 0, noncentrality >= 0, k < .infinity, noncentrality < .infinity else { return .nan }
  let law = NoncentralChiSquaredLaw(k, noncentrality)
  return law.entropy(from: max(k + noncentrality, 1e-300))
}

private func naturalLog(_ x: Double) -> Double { log(x) }

/// The density of the noncentral chi-squared law and what is made of it.
///
/// With ν = k/2 - 1, w = sqrt(ν² + λx), s = (ν + w)/2, y = x/2, m = λ/2 and ρ = y/s, the exponents of
///
/// ```
/// f(x) = e^(-(x+λ)/2) (x/λ)^(ν/2) I_ν(sqrt(λx))/2
/// ```
///
/// and of Debye's expansion of I_ν add up to -s (ρ - 1 - log ρ) - m (1 - ρ + ρ log ρ), because
/// (w - ν)/2 = mρ. Neither part is negative, and ρ - 1 = x (x - 2ν - λ)/((x - ν + w)(ν + w)) has the
/// digits of the distance from the mean.
struct NoncentralChiSquaredLaw {
  let k: Double
  let noncentrality: Double
  /// k/2.
  let shape: Double
  let order: Double

  init(_ k: Double, _ noncentrality: Double) {
    self.k = k
    self.noncentrality = noncentrality
    shape = 0.5 * k
    order = shape - 1
  }

  /// x - 2ν - λ, rounded once.
  func excess(_ x: Double) -> Double {
    let first = x - noncentrality
    let back = x - first
    let firstError = (x - (first + back)) + (back - noncentrality)
    let kappa = k - 2
    let second = first - kappa
    let other = first - second
    let secondError = (first - (second + other)) + (other - kappa)
    return second + (firstError + secondError)
  }

  func logDensity(_ x: Double, excess: Double) -> Double {
    let root = noncentrality.squareRoot() * x.squareRoot()
    let w = hypot(order, root)
    return w < debyeBorder
      ? logWeightBySeries(x, root) - naturalLog(x) : logDensityByExpansion(x, excess, root, w)
  }

  /// log(x f(x)), which for small x is not the sum of two large numbers.
  func logWeight(_ x: Double, excess: Double) -> Double {
    let root = noncentrality.squareRoot() * x.squareRoot()
    let w = hypot(order, root)
    return w < debyeBorder
      ? logWeightBySeries(x, root) : logDensityByExpansion(x, excess, root, w) + naturalLog(x)
  }

  private func logWeightBySeries(_ x: Double, _ root: Double) -> Double {
    let series = besselPowerSeriesMinusOne(shape: shape, quarterSquare: 0.25 * root * root)
    return logGammaPrefactor(shape, 0.5 * x) - 0.5 * noncentrality + log1p(series)
  }

  private func logDensityByExpansion(
    _ x: Double, _ excess: Double, _ root: Double, _ w: Double
  ) -> Double {
    let sum = order + w
    // (w - ν)/2, which is mρ.
    let count = 0.5 * (order < 0 ? w - order : root * (root / sum))
    let s = 0.5 * sum
    let ratio = 0.5 * x / s
    let epsilon = (x / (x - order + w)) * (excess / sum)
    let deviances: Double
    if abs(epsilon) < 0.5 {
      deviances = s * logOnePlusRemainder(epsilon) + count * logOnePlusRemainder(-epsilon / ratio)
    } else {
      let logRatio = log(ratio)
      deviances = s * ((ratio - 1) - logRatio) + ((0.5 * noncentrality - count) + count * logRatio)
    }
    let peak = 1.6120857137646181 + 0.5 * log(w)
    return log(debyeSum(order: order, w)) - deviances - peak
  }

  // MARK: - Integrals over the logarithm of the point

  /// The length of a panel over log x that begins at x: the steps of a tail's slope and of a summit's
  /// curvature, and where the density is already a power of x, that of the power.
  private func width(_ x: Double, upward: Bool) -> Double {
    let y = 0.5 * x
    let q = 0.5 * noncentrality * y
    let root = hypot(shape, 2 * q.squareRoot())
    let count = 2 * q / (shape + root)
    let active = max(y, count)
    if active < 1e-17 {
      return upward ? min(6 / shape, 1 - log(active * 1e17)) : 6 / shape
    }
    let slope = abs(shape + count - y)
    let curvature = abs(y - q / root)
    return min(3, min(6 / slope, 3 / curvature.squareRoot()))
  }

  /// ∫ term(t, log(t f(t))) d log t from x outward.
  private func integral(
    from x: Double, upward: Bool, _ term: (Double, Double) -> Double
  ) -> Double {
    let start = excess(x)
    let sign: Double = upward ? 1 : -1
    let limit = upward ? 709.7 - log(x) : max(0, log(x) + 707.0101241711442)
    return outwardIntegral(
      limit: limit, width: { width(x * exp(sign * $0), upward: upward) },
      { tau in
        let step = x * expm1(sign * tau)
        let point = tau < 0.5 ? x + step : x * exp(sign * tau)
        return term(point, logWeight(point, excess: start + step))
      })
  }

  func logTail(_ x: Double, upward: Bool) -> Double {
    let first = logWeight(x, excess: excess(x))
    var sum = integral(from: x, upward: upward) { exp($1 - first) }
    if !upward {
      // Below the range of numbers the density is a power of x.
      let least = min(x, 0x1p-1020)
      sum += exp(logWeight(least, excess: excess(least)) - first) / shape
    }
    let log = first + naturalLog(sum)
    return log > 0 ? 0 : log
  }

  func tails(_ x: Double) -> TailProbabilities {
    let lowerFirst = x < k + noncentrality
    let first = logTail(x, upward: !lowerFirst)
    if first < -0.7 {
      let tails = TailProbabilities(logLower: first)
      return lowerFirst ? tails : tails.swapped
    }
    let second = logTail(x, upward: lowerFirst)
    return lowerFirst
      ? TailProbabilities(logLower: first, logUpper: second)
      : TailProbabilities(logLower: second, logUpper: first)
  }

  func entropy(from x: Double) -> Double {
    let term: (Double, Double) -> Double = { t, log in -exp(log) * (log - naturalLog(t)) }
    let above = integral(from: x, upward: true, term)
    let below = integral(from: x, upward: false, term)
    let least = min(x, 0x1p-1020)
    let last = logWeight(least, excess: excess(least))
    let rest = exp(last) / shape * (order / shape - (last - naturalLog(least)))
    return above + below + rest
  }

  // MARK: - Quantiles

  /// A first guess: Sankaran's power of a normal variable in the middle, the leading terms of the tails
  /// outside.
  func start(_ tail: Tail) -> Double {
    let mean = k + noncentrality
    let z: Double
    switch tail {
    case .lower(let log):
      // P <= (x/2)^(k/2) e^(-λ/2)/Γ(1 + k/2) times a factor that is 1 for small x.
      let least = exp((log + 0.5 * noncentrality + logGammaOnePlus(shape)) / shape) * 2
      if least * (1 + noncentrality / k) < 1e-17 { return least }
      z = normalQuantile(logProbability: log)
    case .upper(let log): z = -normalQuantile(logProbability: log)
    }
    let spread = k + 2 * noncentrality
    let h = 1 - (2.0 / 3) * (mean / spread) * ((k + 3 * noncentrality) / spread)
    let p = spread / mean / mean
    let m = (h - 1) * (1 - 3 * h)
    let base =
      1 + h * p * (h - 1 - 0.5 * (2 - h) * m * p) + z * h * (2 * p).squareRoot() * (1 + 0.5 * m * p)
    if base > 0.05, abs(z) < 6 { return mean * pow(base, 1 / h) }
    if z > 0 {
      let root = noncentrality.squareRoot() + z
      return max(root * root, mean)
    }
    return 0.5 * mean * exp(max(z, -30))
  }
}
