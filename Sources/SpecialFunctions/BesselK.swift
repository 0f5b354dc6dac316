#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// MARK: - Modified Bessel functions of the second kind, of orders 0 and 1

/// log(K_1(x) e^x) for x > 0; `+infinity` at 0, NaN below.
///
/// Relative error of K_1 about 1e-15: K_0 by its power series up to 1 (DLMF 10.31.2) and K_1 by the
/// Wronskian; the trapezoidal rule on ∫ exp(-x (cosh t - 1)) cosh(nt) dt (10.32.9) up to 25, which
/// converges exponentially and has only positive terms; the asymptotic series beyond (10.40.2).
public func logScaledBesselK1(_ x: Double) -> Double {
  guard x > 0 else { return x == 0 ? .infinity : .nan }
  if x < 1e-150 { return -log(x) }
  return log(scaledBesselK(x).one)
}

/// K_0(x)/K_1(x), from 0 at 0 to 1 at infinity.
public func besselKRatio(_ x: Double) -> Double {
  guard x > 0 else { return x == 0 ? 0 : .nan }
  if x < 1e-150 { return x * (-log(0.5 * x) - 0.57721566490153286061) }
  if x == .infinity { return 1 }
  let values = scaledBesselK(x)
  return values.zero / values.one
}

/// K_0(x) e^x and K_1(x) e^x.
private func scaledBesselK(_ x: Double) -> (zero: Double, one: Double) {
  if x <= 1 { return smallBesselK(x) }
  if x < 25 {
    // The terms at t = 0 count half.
    var zero = 0.5
    var one = 0.5
    for (rise, cosine) in trapezoidalNodes {
      let term = exp(-x * rise)
      zero += term
      one += term * cosine
      if x * rise > 46 { break }
    }
    return (trapezoidalStep * zero, trapezoidalStep * one)
  }
  let front = (1.5707963267948966192 / x).squareRoot()
  func series(_ m: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    for k in 1...30 {
      let odd = Double(2 * k - 1)
      term *= (m - odd * odd) / (8 * Double(k) * x)
      sum += term
      if abs(term) < 1e-17 { break }
    }
    return sum
  }
  return (front * series(0), front * series(4))
}

private let trapezoidalStep = 0.125

/// cosh t - 1 and cosh t at the multiples of the step.
private let trapezoidalNodes: [(Double, Double)] = (1...40).map { k in
  let half = sinh(0.5 * trapezoidalStep * Double(k))
  return (2 * half * half, 1 + 2 * half * half)
}

/// K_0 = -(log(x/2) + γ) I_0 + Σ (x²/4)^k/k!² (1 + ½ + ... + 1/k), and K_1 = (1/x - I_1 K_0)/I_0.
private func smallBesselK(_ x: Double) -> (zero: Double, one: Double) {
  let y = 0.25 * x * x
  var term = 1.0
  var harmonic = 0.0
  var first = 1.0
  var firstOrder = 1.0
  var rest = 0.0
  for k in 1...20 {
    let n = Double(k)
    term *= y / (n * n)
    harmonic += 1 / n
    first += term
    firstOrder += term / (n + 1)
    rest += term * harmonic
    if term < 1e-18 { break }
  }
  let zero = rest - (log(0.5 * x) + 0.57721566490153286061) * first
  let one = (1 / x - 0.5 * x * firstOrder * zero) / first
  let scale = exp(x)
  return (scale * zero, scale * one)
}
