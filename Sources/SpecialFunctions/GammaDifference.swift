import CVectorMath

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// B_2k / (2k (2k - 1)), k = 1, 2, ...: the coefficients of 1/x^(2k - 1) in Stirling's series.
let stirlingCoefficients: [Double] = [
  0.08333333333333333, -0.002777777777777778, 0.0007936507936507937, -0.0005952380952380953,
  0.0008417508417508417, -0.0019175269175269176, 0.00641025641025641, -0.029550653594771242,
]

/// The smallest argument at which the eight terms above are exact to 1e-17.
private let stirlingBorder = 12.0

/// Δ(a + x) - Δ(a) for Δ the remainder of Stirling's formula, a and a + x both at least 12.
///
/// Each power's difference is divided by (v - u) = -x/(a (a + x)), u = 1/a, v = 1/(a + x), so that a
/// tiny x loses no digits (after `algdiv` of DiDonato and Morris, ACM TOMS 708).
private func correctionDifference(_ a: Double, _ x: Double) -> Double {
  let u = 1 / a
  let v = 1 / (a + x)
  var power = 1.0
  var quotient = 1.0
  var sum = 0.0
  for coefficient in stirlingCoefficients {
    sum += coefficient * quotient
    for _ in 0..<2 {
      power *= u
      quotient = v * quotient + power
    }
  }
  return -x * u * v * sum
}

/// log Γ(a + x) - log Γ(a) - x log a for a and a + x at least 12.
private func largeDifference(_ a: Double, _ x: Double) -> Double {
  let t = x / a
  return (x - 0.5) * log1p(t) - a * logOnePlusRemainder(t) + correctionDifference(a, x)
}

/// The product of 1 + x/(a + j), j = 0 ..< steps, minus 1.
private func risingRatioMinusOne(_ a: Double, _ x: Double, steps: Int) -> Double {
  var p = 0.0
  for j in 0..<steps {
    let t = x / (a + Double(j))
    p += (1 + p) * t
  }
  return p
}

/// log Γ(a + x) - log Γ(a) = x log a + what this returns, for a > 0 and x >= 0.
///
/// Apart, because callers often join x log a with another logarithm.
func logGammaDifferenceBeyondLog(_ a: Double, _ x: Double) -> Double {
  if a >= stirlingBorder { return largeDifference(a, x) }
  let steps = Int((stirlingBorder - a).rounded(.up))
  let b = a + Double(steps)
  // Γ(a + x)/Γ(a) = Γ(b + x)/Γ(b) divided by the ratios of the steps between.
  return x * log(b / a) + largeDifference(b, x)
    - log1p(risingRatioMinusOne(a, x, steps: steps))
}

/// log Γ(a + x) - log Γ(a), for a > 0 and a + x > 0.
///
/// Relative error about 1e-15 however small x is beside a (absolute where the value itself passes
/// through 0); Γ is never evaluated on its own. Stirling's formula with every difference taken before
/// the rounding, shifted there by the recurrence. NaN outside the domain.
public func logGammaDifference(_ a: Double, _ x: Double) -> Double {
  guard a > 0, a + x > 0, x < .infinity, a < .infinity else {
    if a > 0, a < .infinity, x == .infinity { return .infinity }
    return a > 0 && a + x == 0 && a < .infinity ? .infinity : .nan
  }
  if x < 0 { return -logGammaDifference(a + x, -x) }
  if x > 1e3 * a, x > 100 { return logGamma(a + x) - logGamma(a) }
  if a >= stirlingBorder { return x * log(a) + largeDifference(a, x) }
  let steps = Int((stirlingBorder - a).rounded(.up))
  let b = a + Double(steps)
  return x * log(b) + largeDifference(b, x) - log1p(risingRatioMinusOne(a, x, steps: steps))
}

/// log B(a, b) = log Γ(a) + log Γ(b) - log Γ(a + b), for a, b > 0.
///
/// Relative error about 1e-15, absolute near the curve where B is 1. For both large, Stirling's
/// formula with the leading terms cancelled on paper; otherwise ``logGammaDifference(_:_:)``.
public func logBeta(_ a: Double, _ b: Double) -> Double {
  let small = min(a, b)
  let large = max(a, b)
  guard small >= 0, large < .infinity else {
    return a.isNaN || b.isNaN || small < 0 ? .nan : (small == 0 ? .nan : -.infinity)
  }
  if small == 0 { return .infinity }
  if small < stirlingBorder {
    if small < 1 {
      // log Γ(small) = log Γ(1 + small) - log(small).
      let difference = logGammaDifference(large, small)
      return (logGammaOnePlus(small) - difference) - log(small)
    }
    return logGamma(small) - logGammaDifference(large, small)
  }
  let t = small / large
  let correction =
    logGammaCorrection(small) + logGammaCorrection(large) - logGammaCorrection(small + large)
  return (0.9189385332046728 - 0.5 * log(large)) + correction
    - (small - 0.5) * log1p(1 / t) - large * log1p(t)
}
