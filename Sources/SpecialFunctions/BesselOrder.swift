#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// MARK: - Modified Bessel functions of any order above -1

/// log(I_ν(x) e^(-x)) for ν > -1 and x >= 0.
///
/// The power series, of positive terms, where w = sqrt(ν² + x²) is below 30 (DLMF 10.25.2), Debye's
/// expansion beyond (10.41.3). Absolute error about 1e-15 times max(1, ν, x); `-infinity` at x = 0 for
/// ν > 0, 0 for ν = 0, `+infinity` below.
public func logScaledBesselI(order: Double, _ x: Double) -> Double {
  guard order > -1, order < .infinity, x >= 0, x < .infinity else { return .nan }
  if x == 0 { return order == 0 ? 0 : (order > 0 ? -.infinity : .infinity) }
  let w = hypot(order, x)
  if w < debyeBorder {
    let series = besselPowerSeriesMinusOne(shape: order + 1, quarterSquare: 0.25 * x * x)
    return order * log(0.5 * x) - logGammaOnePlus(order) + log1p(series) - x
  }
  // w - x without cancellation.
  let exponent = order * (order / (w + x)) + order * log(x / (order + w))
  return exponent - 0.5 * log(w) - 0.9189385332046728 + log(debyeSum(order: order, w))
}

/// I_(ν+1)(x)/I_ν(x) for ν > -1 and x >= 0: between 0 and 1, and rising.
///
/// Gauss's continued fraction, evaluated by Steed's algorithm, below w = sqrt((ν + 1)² + x²) = 30; the
/// quotient of Debye's expansions beyond. Relative error below 1e-14.
public func besselRatio(order: Double, _ x: Double) -> Double {
  guard order > -1, order < .infinity, x >= 0 else { return .nan }
  if x == .infinity { return 1 }
  let next = order + 1
  let w = hypot(next, x)
  if next < 0.5 {
    // By the recurrence (DLMF 10.29.1), whose terms are positive.
    return x == 0 ? 0 : 1 / (2 * next / x + besselRatio(order: next, x))
  }
  if w < debyeBorder {
    // x/(2(ν+1) + x²/(2(ν+2) + ...))
    let q = x * x
    var b = 2 * next
    var d = 1 / b
    var h = d
    var delta = d
    var n = 1.0
    while n < 500 {
      b += 2
      d = 1 / (b + q * d)
      delta *= b * d - 1
      h += delta
      if abs(delta) <= 1e-17 * h { break }
      n += 1
    }
    return x * h
  }
  // With v = sqrt(ν² + x²): the quotient of the exponential parts is
  // exp(w - v - (ν+1) log((ν+1+w)/x) + ν log((ν+v)/x)), all of order 1.
  let v = hypot(order, x)
  let step = (2 * order + 1) / (w + v)
  // log((ν + 1 + w)/(ν + v)), the change of ν + sqrt(ν² + x²).
  let change = log1p((1 + step) / (order + v))
  let exponent = step - order * change - log((next + w) / x)
  return exp(exponent) * (v / w).squareRoot() * debyeSum(order: next, w)
    / debyeSum(order: order, v)
}

// MARK: - Their parts

/// From w = sqrt(ν² + x²) = 30 on Debye's expansion with 17 terms is exact to rounding (tried against
/// 50 digits over all ratios ν/x, and for orders down to -1).
let debyeBorder = 30.0

/// sum over k of u_k(ν/w)/ν^k, w = sqrt(ν² + x²): what Debye's expansion of I_ν(x) has beside
/// exp(w + ν log(x/(ν + w)))/sqrt(2πw). As u_k(p) is p^k times a polynomial in p², the sum is one in
/// 1/w, and holds for ν = 0.
func debyeSum(order: Double, _ w: Double) -> Double {
  let p = order / w
  let square = p * p
  let y = 1 / w
  var sum = 0.0
  for polynomial in debyePolynomials.reversed() {
    var value = 0.0
    for coefficient in polynomial.reversed() { value = value * square + coefficient }
    sum = sum * y + value
  }
  return sum
}

/// Γ(a) sum over k >= 1 of q^k/(k! Γ(a + k)): the power series of I_(a-1) at 2 sqrt(q), but for its
/// first term.
func besselPowerSeriesMinusOne(shape a: Double, quarterSquare q: Double) -> Double {
  var term = 1.0
  var sum = 0.0
  var k = 1.0
  while k < 1000 {
    term *= q / (k * ((k - 1) + a))
    sum += term
    if term <= 1e-17 * sum { break }
    k += 1
  }
  return sum
}

/// The coefficients of u_k(p)/p^k in powers of p², by u_(k+1)(p) = p²(1 - p²) u_k'(p)/2 +
/// ∫_0^p (1 - 5t²) u_k(t) dt/8 (DLMF 10.41.9).
private let debyePolynomials: [[Double]] = {
  var polynomials: [[Double]] = [[1]]
  for k in 0..<16 {
    let last = polynomials[k]
    var next = [Double](repeating: 0, count: k + 2)
    for (index, coefficient) in last.enumerated() {
      let power = Double(k + 2 * index)
      next[index] += coefficient * (0.5 * power + 0.125 / (power + 1))
      next[index + 1] -= coefficient * (0.5 * power + 0.625 / (power + 3))
    }
    polynomials.append(next)
  }
  return polynomials
}()
