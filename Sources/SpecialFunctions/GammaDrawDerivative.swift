#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the logarithm y of a draw moves with the shape a where its probability F stays: −(∂F/∂a)/f,
///
/// ```
/// ∫ (ψ(a) − y + s) exp(−(a − x) s − x (e^−s − 1 + s)) ds   for x = e^y ≤ a
/// ∫ (y − ψ(a) + s) exp(−(x − a) s − x (e^s − 1 − s)) ds    for x > a
/// ```
///
/// over s from 0 to infinity, by the trapezoidal rule in t with s = w exp(t − e^−t).
///
/// Sources: M. Figurnov, S. Mohamed, A. Mnih, "Implicit reparameterization gradients", 2018;
/// M. Mori, "Discovery of the double exponential transformation", 2005.
public func logGammaDrawDerivative(_ y: Double, shape a: Double) -> Double {
  guard a > 0, a < .infinity else { return .nan }
  let x = exp(y)
  let isLower = x <= a
  let slope = abs(a - x)
  let distance = isLower ? digamma(a) - y : y - digamma(a)
  let width = 1 / max(slope, x.squareRoot())
  let step = 1.0 / 16
  var sum = 0.0
  for index in -80...80 {
    let t = Double(index) * step
    let inner = exp(-t)
    let s = width * exp(t - inner)
    let weight = exp(-slope * s - x * expRemainder(isLower ? -s : s))
    if weight > 0 { sum += (distance + s) * weight * s * (1 + inner) }
  }
  return step * sum
}
