import SpecialFunctions

// Facts of the standard skew normal law that have no closed form.

/// The z with z = α φ(αz)/Φ(αz), which is where 2 φ(z) Φ(αz) is highest.
///
/// For α > 0 the right side falls from α √(2/π) to 0, so the root is between 0 and 1 (at its largest
/// 0.54 or so): Newton's method inside the interval that encloses it.
func skewNormalMode(shape alpha: Double) -> Double {
  guard alpha.magnitude < .infinity else { return .nan }
  if alpha < 0 { return -skewNormalMode(shape: -alpha) }
  if alpha < 1e-100 { return 0.79788456080286535588 * alpha }
  var low = 0.0
  var high = min(1, 0.79788456080286535588 * alpha)
  var z = high / (1 + alpha)
  for _ in 0..<100 {
    // φ/Φ at αz is √(2/π)/erfcx(−αz/√2), in logarithms where αz is large.
    let t = alpha * z
    let ratio = Double.exp(-0.5 * t * t - 0.91893853320467274178 - normalLogCDF(t))
    let value = alpha * ratio - z
    if value > 0 { low = z } else { high = z }
    let slope = -alpha * alpha * ratio * (t + ratio) - 1
    let next = z - value / slope
    if (next - z).magnitude <= 0x1p-53 * z { return next }
    z = next > low && next < high ? next : 0.5 * (low + high)
  }
  return z
}

/// E log 2Φ(αZ), by which the entropy is less than that of the normal law of the same scale: the
/// integral over z > 0 of 2 φ(z) times ½ ((1 + e) log(1 + e) + (1 − e) log(1 − e)), e = erf(αz/√2).
func skewNormalNegentropy(shape: Double) -> Double {
  let alpha = shape.magnitude
  guard alpha < .infinity else { return .nan }
  // 2 φ(z) over the normal scale, the other factor over that of 1/α; beyond it is log 2, whose part
  // is taken out where α is large.
  let isSteep = alpha > 2
  let unit = isSteep ? 1 / alpha : 1
  let step = 0.5 * unit
  var sum = 0.0
  for panel in 0..<20 {
    for (node, weight) in legendreRule {
      let z = (Double(panel) + node) * step
      let below = SpecialFunctions.normalCDF(-alpha * z)
      let excess = 1 - 2 * below
      let gain =
        0.5 * ((1 + excess) * Double.log(onePlus: excess))
        + (below > 0 ? below * Double.log(2 * below) : 0)
      let term = isSteep ? gain - 0.69314718055994530942 : gain
      sum += weight * step * term * Double.exp(-0.5 * z * z)
    }
  }
  return 0.79788456080286535588 * sum + (isSteep ? 0.69314718055994530942 : 0)
}
