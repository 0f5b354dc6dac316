#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The derivative of order `order` ≥ 2 of ``logGammaCorrection(_:)`` at x > 0; the first two have functions of their
/// own, ``digammaCorrection(_:)`` and ``trigammaCorrection(_:)``.
///
/// With c(x) = log Γ(x) − (x − ½) log x + x − ½ log 2π,
///
/// ```
/// c⁽ⁿ⁾(x) = (−1)ⁿ Σₖ B₂ₖ/(2k (2k − 1)) · (2k − 1)(2k) … (2k − 2 + n) / x^(2k − 1 + n)
/// ```
///
/// The asymptotic series (the termwise derivative of Stirling's, DLMF 5.11.1) serves from 8 on,
/// where a difference would cancel. Below 8 the polygamma functions are taken directly, with a relative error of
/// some 1e-13 at most. NaN for x ≤ 0.
public func logGammaCorrectionDerivative(order: Int, _ x: Double) -> Double {
  guard x > 0, order >= 2 else { return .nan }
  if x.isInfinite { return 0 }
  let n = Double(order)
  let sign: Double = order % 2 == 0 ? 1 : -1
  if x >= 8 {
    // Γ(2k − 1 + n)/Γ(2k − 1) grows with k by (2k − 1 + n)(2k + n)/((2k − 1)(2k)) a term.
    var rising = 1.0
    for i in 0..<order { rising *= Double(1 + i) }
    let inverse = 1 / x
    let step = inverse * inverse
    var power = pow(inverse, n + 1)
    var total = 0.0
    for (index, coefficient) in stirlingSeries.enumerated() {
      total += coefficient * rising * power
      let k = 2 * Double(index + 1)
      rising *= (k - 1 + n) * (k + n) / ((k - 1) * k)
      power *= step
    }
    return sign * total
  }
  // (log x)⁽ⁿ⁻¹⁾ = (−1)ⁿ (n − 2)!/xⁿ⁻¹ and (1/(2x))⁽ⁿ⁻¹⁾ = (−1)ⁿ⁻¹ (n − 1)!/(2xⁿ).
  let factorial = tgamma(n - 1)
  return polygamma(order: order - 1, x)
    - sign * factorial * pow(x, 1 - n) - sign * (n - 1) * factorial * 0.5 * pow(x, -n)
}

/// B₂ₖ/(2k (2k − 1)) for k = 1, 2, …
private let stirlingSeries: [Double] = [
  1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360_360, 1.0 / 156,
  -3617.0 / 122_400, 43_867.0 / 244_188, -174_611.0 / 125_400, 77_683.0 / 5_796,
]
