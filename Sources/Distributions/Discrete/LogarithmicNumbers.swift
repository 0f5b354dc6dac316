import Quadrature
import SpecialFunctions

/// The logarithmic law of a probability 0 < p < 1 as numbers.
struct LogarithmicNumbers {
  let p: Double
  /// L = −log(1 − p).
  let total: Double

  init(_ p: Double) {
    self.p = p
    total = -Double.log(onePlus: -p)
  }

  /// log(L/p) = log(1 + p/2 + p²/3 + ...), with relative accuracy.
  static func logNormalizer(_ p: Double) -> Double {
    if p < 0.25 { return Double.log(onePlus: series(p) { _ in 1 }) }
    return Double.log(-Double.log(onePlus: -p) / p)
  }

  /// Σ weight(k − 1) p^(k−1)/k, k from 2 on, of not too large a p and weights that grow like a power.
  private static func series(_ p: Double, _ weight: (Double) -> Double) -> Double {
    var sum = 0.0
    var power = 1.0
    var j = 0.0
    while j < 4000 {
      j += 1
      power *= p
      let term = power / (j + 1) * weight(j)
      sum += term
      if term <= 1e-18 * sum, j > 8 { break }
    }
    return sum
  }

  // MARK: - Statistics

  /// E (K − 1)ⁿ, n = 1 to 4.
  private func excess(_ n: Int) -> Double {
    Self.series(p) { j in (1..<n).reduce(j) { power, _ in power * j } }
      / (1 + Self.series(p) { _ in 1 })
  }

  /// E Kⁿ − (E K)ⁿ..., the central moments of order 2 to 4: below ½ from sums about 1, where there is
  /// hardly anything else, above from the moments in closed form.
  var centralMoments: (Double, Double, Double) {
    if p < 0.5 {
      let (m, m2, m3, m4) = (excess(1), excess(2), excess(3), excess(4))
      return (
        m2 - m * m, m3 - m * (3 * m2 - 2 * m * m), m4 - m * (4 * m3 - m * (6 * m2 - 3 * m * m))
      )
    }
    let q = 1 - p
    let m = p / (total * q)
    let (m2, m3, m4) = (m / q, m * (1 + p) / (q * q), m * (1 + 4 * p + p * p) / (q * q * q))
    return (
      m2 - m * m, m3 - m * (3 * m2 - 2 * m * m), m4 - m * (4 * m3 - m * (6 * m2 - 3 * m * m))
    )
  }

  /// E (K − 1)/p, with its limit ½ at 0.
  static func meanExcessRatio(_ p: Double) -> Double {
    if p < 0.5 {
      let sum = series(p) { $0 }
      return p > 0 ? sum / (1 + series(p) { _ in 1 }) / p : 0.5
    }
    return (p / ((1 - p) * -Double.log(onePlus: -p)) - 1) / p
  }

  // MARK: - Tails

  /// Both tails at a whole number from 1 on.
  func tails(_ k: Double) -> TailProbabilities {
    pairOfTails(
      isUpperSmall: true, lower: { Double.log(partialSum(k) / total) },
      upper: { min(0, logUpperSum(k) - Double.log(total)) })
  }

  /// −log p.
  private var rate: Double { -Double.log(p) }
  /// Where masses change little from one to the next, sums of them are integrals with corrections.
  private static let border = 64.0

  /// log Σ p^j/j, j from k + 1 on.
  private func logUpperSum(_ k: Double) -> Double {
    let rate = rate
    var sum = 0.0
    // In units of p^(k+1).
    var j = 0.0
    var power = 1.0
    while rate > 0.05 || k + 1 + j < Self.border {
      let term = power / (k + 1 + j)
      sum += term
      if term < 1e-18 * sum { return Double.log(sum) - rate * (k + 1) }
      power *= p
      j += 1
    }
    let first = k + 1 + j
    let rest = scaledExponentialIntegral(rate * (first - 0.5)) * Double.exp(-rate * (j - 0.5))
    return Double.log(sum + rest + correction(first, from: k + 1)) - rate * (k + 1)
  }

  /// Σ p^j/j, j = 1 to k.
  private func partialSum(_ k: Double) -> Double {
    var sum = CompensatedSum()
    var power = 1.0
    for j in 1...Int(min(k, rate > 0.05 ? 2000 : Self.border - 1)) {
      power *= p
      sum.add(power / Double(j))
    }
    if k < Self.border || rate > 0.05 { return sum.value }
    let border = Self.border
    let (a, b) = (rate * (border - 0.5), rate * (k + 0.5))
    let integral =
      scaledExponentialIntegral(a) * Double.exp(-a) - scaledExponentialIntegral(b) * Double.exp(-b)
    sum.add(integral)
    sum.add(correction(border, from: 0))
    sum.add(-correction(k + 1, from: 0))
    return sum.value
  }

  /// What makes the integral of p^x/x from n − ½ on the sum from n on, by central differences (Gauss's
  /// form of Euler and Maclaurin's formula), in units of p^origin.
  private func correction(_ n: Double, from origin: Double) -> Double {
    let rate = rate
    var differences = (-4..<4).map { step -> Double in
      let x = n + Double(step)
      return Double.exp(-rate * (x - origin)) / x
    }
    let coefficients: [Double] = [
      1.0 / 24, -17.0 / 5760, 367.0 / 967_680, -27_859.0 / 464_486_400,
    ]
    var sum = 0.0
    for order in 1..<8 {
      for index in 0..<(8 - order) {
        differences[index] = differences[index + 1] - differences[index]
      }
      if order % 2 == 1 { sum += coefficients[order / 2] * differences[(8 - order) / 2] }
    }
    return sum
  }

  // MARK: - Divergence

  /// KL of this law from that of q, both above 0: log(N(q)/N(p)) − h E (K − 1) with N = L/p and h =
  /// log(q/p).
  ///
  /// Where N(q)/N(p) = 1 + x is near 1, as E r(h (K − 1)) − (x − log(1 + x)), r(y) = e^y − 1 − y: a sum
  /// of positive terms less the smaller remainder.
  func divergence(from q: Double, difference: Double) -> Double {
    let isNear = q >= 0.5 * p && q <= 2 * p
    let change = difference / p
    let h = isNear ? Double.log(onePlus: change) : Double.log(q) - Double.log(p)
    if isNear, max(p, q) <= 0.6 {
      let remainder =
        Self.series(max(p, q)) { j in
          // p^j r(h j) in units of max(p, q)^j.
          let scale = q > p ? Double.exp(-h * j) : 1
          return scale * SpecialFunctions.expRemainder(h * j)
        } / (total / p)
      let x = remainder + h * (Self.meanExcessRatio(p) * p)
      return max(0, remainder - SpecialFunctions.logOnePlusRemainder(x))
    }
    let ratio = difference / (1 - p)
    if isNear, abs(ratio) < 0.5 {
      // The same of K: E r(h K) = (r₁(−d) + p/(1 − p) r₁(e))/L, r₁(y) = y − log(1 + y).
      let remainder =
        (SpecialFunctions.logOnePlusRemainder(-ratio)
          + p / (1 - p) * SpecialFunctions.logOnePlusRemainder(change)) / total
      let x = -Double.log(onePlus: -ratio) / total
      return max(0, remainder - SpecialFunctions.logOnePlusRemainder(x))
    }
    return Self.logNormalizer(q) - Self.logNormalizer(p) - h * (Self.meanExcessRatio(p) * p)
  }
}

/// e^x E₁(x) for x > 0: the power series up to 1, the continued fraction beyond (DLMF 6.6.2, 6.9.1).
func scaledExponentialIntegral(_ x: Double) -> Double {
  if x <= 1 {
    var term = 1.0
    var sum = 0.0
    for n in 1..<40 {
      term *= -x / Double(n)
      sum += term / Double(n)
    }
    return Double.exp(x) * (-0.57721566490153286061 - Double.log(x) - sum)
  }
  // 1/(x + 1 − 1/(x + 3 − 4/(x + 5 − ...))), by Lentz's method.
  var b = x + 1
  var c = 1e300
  var d = 1 / b
  var value = d
  for n in 1..<400 {
    let a = -Double(n * n)
    b += 2
    d = 1 / (a * d + b)
    c = b + a / c
    let factor = c * d
    value *= factor
    if abs(factor - 1) < 1e-16 { break }
  }
  return value
}

/// One draw of a logarithmic law, as a whole number; NaN for an invalid probability.
///
/// Source: A. W. Kemp, "Efficient generation of logarithmically distributed pseudo-random variables",
/// Appl. Stat. 30 (1981) 249-253, algorithm LK, in logarithms where 1 − p is small.
@inlinable func drawLogarithmic(
  probability p: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  guard p >= 0, p < 1 else { return .nan }
  let v = OpenUnitInterval.double(using: &generator)
  if v >= p { return 1 }
  let u = OpenUnitInterval.double(using: &generator)
  // K is geometric with the probability q of a further step, 1 − q = (1 − p)^U.
  let logStep = logOneMinusExp(log(onePlus: -p) * u)
  return 1 + (log(v) / logStep).rounded(.down)
}
