#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// MARK: - Modified Bessel functions of orders 0 and 1

/// From here on the asymptotic expansions in 1/x are exact to rounding.
private let asymptoticBorder = 30.0

/// log(I_0(x) e^(-|x|)). Relative error below 1e-15 or so: a power series of positive terms up to
/// 30 (DLMF 10.25.2), the asymptotic expansion beyond (10.40.1).
public func logScaledBesselI0(_ x: Double) -> Double {
  let z = abs(x)
  if z <= asymptoticBorder { return log1p(powerSeriesMinusOne(z, order: 0)) - z }
  return log(asymptoticSeries(z, order: 0)) - 0.5 * log(z) - 0.9189385332046728
}

/// log I_0(x); relative error below 1e-15 also for tiny x, where it is x²/4.
public func logBesselI0(_ x: Double) -> Double {
  let z = abs(x)
  if z <= asymptoticBorder { return log1p(powerSeriesMinusOne(z, order: 0)) }
  return z + logScaledBesselI0(z)
}

/// log(I_1(x) e^(-x)) for x >= 0; `-infinity` at 0, NaN below.
public func logScaledBesselI1(_ x: Double) -> Double {
  guard x >= 0 else { return .nan }
  if x <= asymptoticBorder {
    return log(0.5 * x) + log1p(powerSeriesMinusOne(x, order: 1)) - x
  }
  return log(asymptoticSeries(x, order: 1)) - 0.5 * log(x) - 0.9189385332046728
}

/// I_1(x)/I_0(x), odd, between -1 and 1: the mean resultant length of a von Mises law of
/// concentration x.
public func besselRatio(_ x: Double) -> Double {
  let z = abs(x)
  let r: Double
  if z <= asymptoticBorder {
    let numerator = 0.5 * z * (1 + powerSeriesMinusOne(z, order: 1))
    r = numerator / (1 + powerSeriesMinusOne(z, order: 0))
  } else {
    r = 1 - besselRatioComplement(z)
  }
  return x < 0 ? -r : r
}

/// 1 - I_1(x)/I_0(x) for x >= 0, with relative accuracy for large x, where it is about 1/(2x).
public func besselRatioComplement(_ x: Double) -> Double {
  guard x >= 0 else { return .nan }
  if x < 1 { return 1 - besselRatio(x) }
  if x <= asymptoticBorder {
    // The ratio's derivative D = 1 - A/x - A², whose series is positive, is a quadratic equation for
    // c = 1 - A: c² - (2 + 1/x) c + (D + 1/x) = 0.
    let y = 1 / x
    let d = besselRatioDerivative(x)
    return 2 * (d + y) / ((2 + y) + (4 + y * y - 4 * d).squareRoot())
  }
  let y = 1 / x
  var sum = 0.0
  for coefficient in ratioCoefficients.reversed() { sum = (sum + coefficient) * y }
  return sum
}

/// The derivative of I_1(x)/I_0(x), which is 1 - A/x - A² for A the ratio, without that formula's
/// cancellation.
///
/// Up to 30 by Neumann's products (DLMF 10.31.3): with c_j = (2j)!/j!⁴ (x/2)^(2j) it is
/// ½ sum c_j/(j+1)² / sum c_j. Beyond, the derivative of the ratio's expansion in 1/x.
public func besselRatioDerivative(_ x: Double) -> Double {
  let z = abs(x)
  if z.isNaN { return z }
  if z <= asymptoticBorder {
    let q = 0.25 * z * z
    var c = 1.0
    var whole = 1.0
    var weighted = 1.0
    var j = 0.0
    while j < 400 {
      j += 1
      c *= q * (2 * j) * (2 * j - 1) / (j * j * j * j)
      whole += c
      weighted += c / ((j + 1) * (j + 1))
      if c <= 1e-17 * weighted / (j * j) { break }
    }
    return 0.5 * weighted / whole
  }
  let y = 1 / z
  var sum = 0.0
  for (index, coefficient) in ratioCoefficients.enumerated().reversed() {
    sum = (sum + Double(index + 1) * coefficient) * y
  }
  return sum * y
}

/// I_order(x) order! (2/x)^order - 1 = sum over k >= 1 of (x/2)^(2k) order!/(k! (k + order)!).
private func powerSeriesMinusOne(_ x: Double, order: Int) -> Double {
  let q = 0.25 * x * x
  var term = 1.0
  var sum = 0.0
  var k = 1.0
  while k < 400 {
    term *= q / (k * (k + Double(order)))
    sum += term
    if term <= 1e-17 * sum { break }
    k += 1
  }
  return sum
}

/// sqrt(2πx) e^(-x) I_order(x) = sum (-1)^k a_k(order)/x^k (DLMF 10.40.1) for x >= 30.
private func asymptoticSeries(_ x: Double, order: Int) -> Double {
  let mu = 4.0 * Double(order * order)
  var term = 1.0
  var sum = 1.0
  var k = 1.0
  while k < 40 {
    let odd = 2 * k - 1
    term *= -(mu - odd * odd) / (8 * k * x)
    sum += term
    if abs(term) < 1e-17 { break }
    k += 1
  }
  return sum
}

/// 1 - I_1/I_0 = sum of these times x^(-k), k = 1, 2, ...: from the Riccati equation
/// A' = 1 - A/x - A² by comparing powers.
private let ratioCoefficients: [Double] = {
  var alpha: [Double] = [1, -0.5]
  for k in 2...28 {
    var s = Double(k - 2) * alpha[k - 1]
    for i in 1..<k { s -= alpha[i] * alpha[k - i] }
    alpha.append(0.5 * s)
  }
  return alpha.dropFirst().map { -$0 }
}()
