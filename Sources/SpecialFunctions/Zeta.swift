#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// Riemann's and Hurwitz's zeta functions at real s > 1, what laws of power are made of: sums of the
// first terms, and Euler and Maclaurin's formula for the rest.

/// B_2i/(2i)!, i = 1, 2, ...
private let eulerMaclaurinCoefficients: [Double] = [
  1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1_209_600, 1.0 / 47_900_160,
  -691.0 / 1_307_674_368_000, 1.0 / 74_724_249_600, -3617.0 / 10_670_622_842_880_000,
  43867.0 / 5_109_094_217_170_944_000, -174611.0 / 802_857_662_698_291_200_000,
]

/// ½ + Σ B_2i/(2i)! s (s + 1) ... (s + 2i − 2) x^(1 − 2i): x^s times what Euler and Maclaurin's
/// formula adds to the integral of t^(−s) from x on to make it the sum from x on.
///
/// Exact to rounding for x at least 16 and 2s.
public func powerSumCorrection(_ s: Double, _ x: Double) -> Double {
  let y = 1 / (x * x)
  var factor = s / x
  var sum = 0.5
  for (index, coefficient) in eulerMaclaurinCoefficients.enumerated() {
    sum += coefficient * factor
    let i = Double(2 * index + 1)
    factor *= (s + i) * (s + i + 1) * y
  }
  return sum
}

/// Σ (q/(q + j))^s over j ≥ 0: q^s ζ(s, q), for s > 1 and q ≥ 1.
///
/// Relative error about 1e-15 for any s and q. NaN outside the domain. DLMF 25.11.
public func scaledHurwitzZeta(_ s: Double, _ q: Double) -> Double {
  guard s > 1, q >= 1 else { return .nan }
  if q == .infinity { return .infinity }
  if s == .infinity { return 1 }
  let border = max(16, 2 * s)
  var sum = 0.0
  var j = 0.0
  while q + j < border {
    let term = exp(-s * log1p(j / q))
    sum += term
    // What is left is less than this term times (q + j)/(s − 1).
    if term * (1 + (q + j) / (s - 1)) < 1e-17 * sum { return sum }
    j += 1
  }
  let x = q + j
  let scale = j == 0 ? 1 : exp(-s * log1p(j / q))
  return sum + scale * (x / (s - 1) + powerSumCorrection(s, x))
}

/// ζ(s) − 1 for s > 1, with relative accuracy where it is tiny. NaN for s ≤ 1.
public func zetaMinusOne(_ s: Double) -> Double {
  scaledHurwitzZeta(s, 2) * exp2(-s)
}

/// log ζ(s) for s > 1, with relative accuracy where it is tiny. NaN for s ≤ 1.
public func logZeta(_ s: Double) -> Double { log1p(zetaMinusOne(s)) }

/// Σ_{k ≥ 2} weight(k) k^(−s) of a weight that is smooth on the scale of k, given the integral of the
/// same from 63.5 on.
///
/// The first terms one by one; the rest by the integral and central differences at its end (Gauss's
/// form of Euler and Maclaurin's formula).
public func smoothPowerSum(
  _ s: Double, tailIntegral: Double, _ weight: (_ k: Double, _ logK: Double) -> Double
) -> Double {
  func term(_ k: Double) -> Double {
    let logK = log(k)
    return weight(k, logK) * exp(-s * logK)
  }
  var sum = 0.0
  for k in stride(from: 63.0, through: 2, by: -1) { sum += term(k) }
  var differences = (60..<68).map { term(Double($0)) }
  let coefficients: [Double] = [
    1.0 / 24, -17.0 / 5760, 367.0 / 967_680, -27_859.0 / 464_486_400,
  ]
  var correction = 0.0
  for order in 1..<8 {
    for index in 0..<(8 - order) {
      differences[index] = differences[index + 1] - differences[index]
    }
    if order % 2 == 1 { correction += coefficients[order / 2] * differences[(8 - order) / 2] }
  }
  return sum + (tailIntegral + correction)
}

/// Σ (log k)^n k^(−s)/ζ(s), the moment of order n of log K for Zipf's law of exponent s; for n = 1
/// it is −ζ′(s)/ζ(s).
public func zetaLogMoment(order n: Int, _ s: Double) -> Double {
  guard s > 1 else { return .nan }
  if n <= 0 { return 1 }
  let a = 63.5
  let (logA, rate) = (log(a), s - 1)
  // ∫ (log x)^n x^(−s) = a^(1−s) Σ n!/(n − j)! (log a)^(n−j)/(s − 1)^(j+1)
  var coefficient = 1 / rate
  var integral = 0.0
  for j in 0...n {
    integral += coefficient * pow(logA, Double(n - j))
    coefficient *= Double(n - j) / rate
  }
  let sum = smoothPowerSum(s, tailIntegral: exp(-rate * logA) * integral) { _, logK in
    pow(logK, Double(n))
  }
  return sum / (1 + zetaMinusOne(s))
}

/// Σ (k − 1)^n k^(−s)/ζ(s), the moment of order n about 1 of Zipf's law of exponent s; infinite for
/// s ≤ n + 1.
public func zetaMoment(order n: Int, _ s: Double) -> Double {
  guard s > 1 else { return .nan }
  if n <= 0 { return 1 }
  guard s > Double(n + 1) else { return .infinity }
  let a = 63.5
  let logA = log(a)
  // (x − 1)^n = Σ binom(n, j) (−1)^(n−j) x^j
  var binomial = 1.0
  var integral = 0.0
  for j in 0...n {
    let power = exp((Double(j + 1) - s) * logA) / (s - Double(j + 1))
    integral += (n - j) % 2 == 0 ? binomial * power : -binomial * power
    binomial *= Double(n - j) / Double(j + 1)
  }
  let sum = smoothPowerSum(s, tailIntegral: integral) { k, _ in pow(k - 1, Double(n)) }
  return sum / (1 + zetaMinusOne(s))
}
