import SpecialFunctions

/// Zipf's law of exponent s as numbers.
struct ZipfNumbers {
  let s: Double
  /// log ζ(s).
  let logTotal: Double

  init(_ s: Double) {
    self.s = s
    logTotal = SpecialFunctions.logZeta(s)
  }

  // MARK: - Tails

  /// log P(X > k), k ≥ 1: Hurwitz's zeta function at k + 1.
  func logUpper(_ k: Double) -> Double {
    let whole = logSum(above: k)
    return whole > -0.7 && isHeavy ? SpecialFunctions.logOneMinusExp(logLower(k)) : whole
  }

  private func logSum(above k: Double) -> Double {
    // Far out the sum is the integral.
    if k > 1e30 { return -(s - 1) * Double.log(k) - Double.log(s - 1) - logTotal }
    return Double.log(scaledHurwitzZeta(s, k + 1)) - s * Double.log(k + 1) - logTotal
  }

  /// Whether less than half the mass is at 1, so that a lower tail may be the smaller one.
  private var isHeavy: Bool { logTotal > 0.69 }

  /// log P(X ≤ k), k ≥ 1.
  func logLower(_ k: Double) -> Double {
    let upper = logSum(above: k)
    if upper <= -0.7 || !isHeavy { return SpecialFunctions.logOneMinusExp(upper) }
    return Double.log(partialSum(k)) - logTotal
  }

  /// Σ j^(−s), j = 1 to k. More than 16 are summed by Euler and Maclaurin's formula, which holds from
  /// there on for the s below 2 that have half their mass above 1.
  private func partialSum(_ k: Double) -> Double {
    var sum = 0.0
    var j = min(k, 16)
    let border = j
    while j >= 1 {
      sum += Double.exp(-s * Double.log(j))
      j -= 1
    }
    if k <= 16 { return sum }
    // From 17 on: the integral from 16 and the corrections at both ends.
    let (low, high) = (Double.log(border), Double.log(k))
    let rate = s - 1
    let integral = Double.exp(-rate * low) * -Double.expMinusOne(-rate * (high - low)) / rate
    let first = Double.exp(-s * low) * (powerSumCorrection(s, border) - 1)
    let last = Double.exp(-s * high) * (powerSumCorrection(s, k) - 1)
    return sum + (integral + (first - last))
  }

  // MARK: - Quantiles

  func quantile(_ level: QuantileLevel) -> Double {
    if let end = level.end { return end == 0 ? 1 : end == 1 ? .infinity : .nan }
    // The upper tail is about k^(1 − s)/((s − 1) ζ(s)).
    let logUpper = level.isLower ? SpecialFunctions.logOneMinusExp(level.log) : level.log
    let logGuess = -(logUpper + Double.log(s - 1) + logTotal) / (s - 1)
    let guess = logGuess > 0 ? Double.exp(min(logGuess, 800)) : 1
    if guess == .infinity, logGuess > 720 { return .infinity }
    return smallestCount(
      level, from: 1, through: .infinity, mean: min(guess, .greatestFiniteMagnitude), deviation: 0,
      skewness: 0,
      tails: { k in
        k < 1
          ? TailProbabilities(logLower: -.infinity, logUpper: 0)
          : TailProbabilities(logLower: logLower(k), logUpper: self.logUpper(k))
      })
  }

  // MARK: - Statistics

  /// The moments about 1; those that do not exist are infinite.
  private func moment(_ n: Int) -> Double { zetaMoment(order: n, s) }

  var mean: Double { 1 + moment(1) }
  var variance: Double {
    let (m, m2) = (moment(1), moment(2))
    return m2.isFinite ? m2 - m * m : .infinity
  }
  var skewness: Double {
    let (m, m2, m3) = (moment(1), moment(2), moment(3))
    guard m3.isFinite else { return .infinity }
    let spread = m2 - m * m
    return (m3 - m * (3 * m2 - 2 * m * m)) / spread / spread.squareRoot()
  }
  var excessKurtosis: Double {
    let (m, m2, m3, m4) = (moment(1), moment(2), moment(3), moment(4))
    guard m4.isFinite else { return .infinity }
    let spread = m2 - m * m
    return (m4 - m * (4 * m3 - m * (6 * m2 - 3 * m * m))) / spread / spread - 3
  }

  // MARK: - Divergence

  /// KL of this law from that of exponent t: log ζ(t) − log ζ(s) + (t − s) E log K.
  ///
  /// Where ζ(t)/ζ(s) = 1 + x is near 1, by E(e^(−hY) − 1 + hY) − (x − log(1 + x)), Y = log K and h =
  /// t − s: a sum of positive terms less the smaller remainder.
  func divergence(from t: Double) -> Double {
    let h = t - s
    let meanLog = zetaLogMoment(order: 1, s)
    let total = 1 + zetaMinusOne(s)
    let remainder = remainderSum(h) / total
    let x = remainder - h * meanLog
    if abs(x) <= 0.5 { return max(0, remainder - SpecialFunctions.logOnePlusRemainder(x)) }
    return SpecialFunctions.logZeta(t) - logTotal + h * meanLog
  }

  /// Σ k^(−s) (e^(−h log k) − 1 + h log k).
  ///
  /// With a = s − 1, b = t − 1 and r(x) = e^x − 1 − x, the integral from M on is
  /// M^(−a) (h²/(a² b) + h² log M/(a b) + r(−h log M)/b).
  private func remainderSum(_ h: Double) -> Double {
    let logM = Double.log(63.5)
    let (a, b) = (s - 1, s - 1 + h)
    let ratio = h / a
    let bracket: Double =
      ratio * ratio / b + ratio * (h * logM) / b + SpecialFunctions.expRemainder(-h * logM) / b
    return smoothPowerSum(s, tailIntegral: Double.exp(-a * logM) * bracket) { _, logK in
      SpecialFunctions.expRemainder(-h * logK)
    }
  }
}

/// One draw of Zipf's law, as a whole number; NaN for an invalid exponent, infinite beyond the range of
/// numbers.
///
/// By rejection from ⌊U^(−1/(s − 1))⌋. L. Devroye, *Non-Uniform Random Variate Generation*, 1986, ch.
/// X.6.1, its condition rearranged so that large exponents do not overflow.
@inlinable func drawZipf(
  exponent s: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  guard s > 1, s < .infinity else { return .nan }
  let rate = s - 1
  let bound = -expMinusOne(-rate * 0.69314718055994530942)
  while true {
    let u = OpenUnitInterval.double(using: &generator)
    let v = OpenUnitInterval.double(using: &generator)
    let x = exp(-log(u) / rate).rounded(.down)
    if x == .infinity { return x }
    if v * (x * -expMinusOne(-rate * log(onePlus: 1 / x))) <= bound { return x }
  }
}
