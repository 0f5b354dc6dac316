/// One draw of a von Mises distribution; NaN for invalid parameters.
///
/// Best and Fisher's rejection from the wrapped Cauchy. With b the width of that, ρ and r as they have
/// them, r − 1 is computed without cancellation, so that large concentrations keep their spread.
@inlinable func drawVonMises(
  mean: Double, concentration: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  let pi: Double = 3.1415926535897932385
  guard concentration >= 0, concentration < .infinity, mean.magnitude < .infinity else {
    return .nan
  }
  // Beyond 2⁵⁰⁰ the square of κ would overflow; the law is normal there, of variance 1/κ.
  let k = min(concentration, 0x1p500)
  let spread = (k / max(concentration, 0x1p500)).squareRoot()
  if k < 1e-8 {
    return mean + pi * (2 * OpenUnitInterval.double(using: &generator) - 1)
  }
  // τ = 1 + √(1 + 4κ²), ρ = (τ − √(2τ))/(2κ), r = (1 + ρ²)/(2ρ).
  let tau = 1 + (1 + 4 * k * k).squareRoot()
  let tauBeyondTwo = 4 * k * k / tau
  let rho = tau * tauBeyondTwo / ((tau + (2 * tau).squareRoot()) * 2 * k)
  // (1 − ρ)²/(2ρ): 1 − ρ = (√(2τ) − (τ − 2κ))/(2κ), τ − 2κ = 1 + 1/(√(1 + 4κ²) + 2κ).
  let excess = 1 + 1 / ((1 + 4 * k * k).squareRoot() + 2 * k)
  let gap = ((2 * tau).squareRoot() - excess) / (2 * k)
  let s = gap * gap / (2 * rho)
  while true {
    let z = cos(pi * OpenUnitInterval.double(using: &generator))
    // 1 − f, f = (1 + r z)/(r + z), r = 1 + s.
    let versine = s * (1 - z) / (1 + s + z)
    let c = k * (s + versine)
    let v = OpenUnitInterval.double(using: &generator)
    guard c * (2 - c) > v || log(c / v) + 1 - c >= 0 else { continue }
    let reduced = 2 * asin(min(1, (0.5 * versine).squareRoot()))
    let angle = concentration > 0x1p500 ? spread * reduced : reduced
    return OpenUnitInterval.double(using: &generator) < 0.5 ? mean - angle : mean + angle
  }
}
