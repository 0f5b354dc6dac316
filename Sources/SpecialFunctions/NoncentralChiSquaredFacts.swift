#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the density of the noncentral chi-squared law is highest: the root of ν + E J = x/2, with
/// E J = (z/2) I_(ν+1)(z)/I_ν(z), z = sqrt(λx), ν = k/2 - 1; 0 where the density is highest there.
public func noncentralChiSquaredMode(
  degreesOfFreedom k: Double, noncentrality: Double
) -> Double {
  guard k > 0, noncentrality >= 0, k < .infinity, noncentrality < .infinity else { return .nan }
  if k < 2 || (k == 2 && noncentrality <= 2) { return 0 }
  if noncentrality == 0 { return k - 2 }
  let order = 0.5 * k - 1
  var low = 0.0
  var high = k + noncentrality
  var x = max((k - 2) + noncentrality - 1, 0.5 * (k - 2) + 0.1)
  for _ in 0..<200 {
    let z = noncentrality.squareRoot() * x.squareRoot()
    let ratio = besselRatio(order: order, z)
    let value = (order - 0.5 * x) + 0.5 * z * ratio
    if value > 0 { low = x } else { high = x }
    // d E J/dz = z (1 - r²)/2 - ν r
    let slope = 0.5 * z / x * (0.5 * z * (1 - ratio * ratio) - order * ratio) - 0.5
    var next = x - value / slope
    if abs(next - x) <= 0x1p-53 * x { return next }
    if !(next > low && next < high) { next = 0.5 * (low + high) }
    x = next
  }
  return x
}

/// The derivative of the noncentral chi-squared law's log-density by its degrees of freedom:
/// ½ E (log(x/2) - ψ(k/2 + J)), J weighted as the terms of the density's Poisson mixture at x are.
///
/// The terms are summed outward from the largest; where they form a wide bell, every s-th stands for
/// its s neighbours, which is exact to rounding for s half of the bell's width (the trapezoidal rule).
public func noncentralChiSquaredSlope(
  _ x: Double, degreesOfFreedom k: Double, noncentrality: Double
) -> Double {
  guard k > 0, noncentrality >= 0, k < .infinity, noncentrality < .infinity, x > 0, x < .infinity
  else { return .nan }
  let (a, y, m) = (0.5 * k, 0.5 * x, 0.5 * noncentrality)
  let logY = log(y)
  if m == 0 { return 0.5 * (logY - digamma(a)) }
  // The root of (j + 1)(a + j) = m y.
  let product = m * y
  let root = (((a - 1) * (a - 1)) + 4 * product).squareRoot()
  let top = max(0, (2 * (product - a) / (root + a + 1)).rounded(.down))
  let spread = ((top + 1) * (a + top) / (a + 2 * top + 1)).squareRoot()
  let stride = spread > 8 ? (0.5 * spread).rounded(.down) : 1
  var sum = 0.0
  var mass = 0.0
  func add(_ j: Double, _ weight: Double) {
    mass += weight
    sum += weight * (logY - digamma(a + j))
  }
  func logTerm(_ j: Double) -> Double {
    // (m y)^j/(j! Γ(a + j)), but for what does not depend on j.
    let front = j == 0 ? -m : logGammaPrefactor(j, m) - log(j)
    return front + logGammaPrefactor(a + j, y)
  }
  add(top, 1)
  for direction in [1.0, -1.0] {
    var j = top
    var weight = 1.0
    let peak = stride > 1 ? logTerm(top) : 0
    for _ in 0..<100_000 {
      let next = j + direction * stride
      if next < 0 { break }
      if stride > 1 {
        weight = exp(logTerm(next) - peak)
      } else if direction > 0 {
        weight *= product / (next * (a + j))
      } else {
        weight *= j * (a + next) / product
      }
      j = next
      add(j, weight)
      if weight < 1e-18 * mass { break }
    }
  }
  return 0.5 * sum / mass
}
