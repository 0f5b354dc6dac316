#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// e^x E₁(x) = ∫_0^∞ e^(-t)/(x + t) dt, for x > 0: between 1/(x + 1) and 1/x.
///
/// The power series of E₁ (DLMF 6.6.2) up to 1, Legendre's continued fraction (6.9.1) beyond.
/// Relative error below 1e-15; `+infinity` at 0, NaN below.
public func scaledExponentialIntegral(_ x: Double) -> Double {
  guard x > 0 else { return x == 0 ? .infinity : .nan }
  if x <= 1 {
    var term = 1.0
    var sum = 0.0
    var n = 1.0
    while n < 100 {
      term *= -x / n
      sum += term / n
      if abs(term) < 1e-18 * x { break }
      n += 1
    }
    return exp(x) * (-0.57721566490153286061 - log(x) - sum)
  }
  var b = x + 1
  var d = 1 / b
  var h = d
  var delta = d
  var n = 1.0
  while n < 1000 {
    b += 2
    d = 1 / (b - n * n * d)
    delta *= b * d - 1
    h += delta
    if abs(delta) <= 1e-17 * h { break }
    n += 1
  }
  return h
}
