import SpecialFunctions

/// The second to fourth moments of Yʰ for an exponential draw Y, which those of extreme-value laws
/// are, h of either sign.
///
/// With ℓ(n) = log Γ(1 + nh), s = exp(ℓ(2) − 2ℓ(1)) − 1 and the third and fourth differences of ℓ,
///
/// ```
/// D = ℓ(3) − 3ℓ(2) + 3ℓ(1),   F = ℓ(4) − 4ℓ(3) + 6ℓ(2) − 4ℓ(1)
/// skewness = (s² (3 + s) + (1 + s)³ (e^D − 1))/s^(3/2)
/// excess kurtosis = 16s + 15s² + 6s³ + s⁴
///   + (4δE³ (E³ − 1) + E⁶ (6δ² + 4δ³ + δ⁴ + φ (1 + δ)⁴))/s²,   E = 1 + s, δ = e^D − 1, φ = e^F − 1
/// ```
///
/// in which what cancels for small h has cancelled on paper.
struct GammaPowerMoments<Value: RealValue> {
  let power: Value

  /// s, the variance in units of the squared mean.
  var variance: Value { expMinusOne(logGammaPowerRatio(2, power)) }

  var skewness: Value {
    let s: Value = variance
    let change: Value = expMinusOne(difference(3))
    let cube: Value = square(1 + s) * (1 + s)
    return (square(s) * (3 + s) + cube * change) / s / sqrt(s)
  }

  var excessKurtosis: Value {
    let s: Value = variance
    let d: Value = expMinusOne(difference(3))
    let f: Value = expMinusOne(difference(4))
    let e: Value = 1 + s
    let cube: Value = square(e) * e
    let rise: Value = s * (3 + s * (3 + s))
    let shift: Value = square(d) * (6 + d * (4 + d)) + f * square(square(1 + d))
    let own: Value = s * (16 + s * (15 + s * (6 + s)))
    return own + (4 * d * cube * rise + square(cube) * shift) / s / s
  }

  private func difference(_ order: Int) -> Value {
    Value.elementwise(
      "differences of log Γ", power, { logGammaDifference(ofOrder: order, $0) }, derivative: nil)
  }
}

/// The difference of order 3 or 4 of log Γ(1 + nh) over n = 0, 1, ... : Σ (−1)ᵏ ζ(k) hᵏ Δ(k)/k with
/// the differences Δ of nᵏ, for small h.
private func logGammaDifference(ofOrder order: Int, _ h: Double) -> Double {
  let binomials: [Double] = order == 3 ? [3, -3, 1] : [-4, 6, -4, 1]
  if h.magnitude >= 0.08 {
    var sum = 0.0
    for (index, weight) in binomials.enumerated() {
      sum += weight * SpecialFunctions.logGammaOnePlus(Double(index + 1) * h)
    }
    return sum
  }
  var sum = 0.0
  for k in stride(from: 34, through: order, by: -1) {
    var difference = 0.0
    for (index, weight) in binomials.enumerated() {
      difference += weight * Double.pow(Double(index + 1), Double(k))
    }
    sum = -h * sum + zeta(k) * difference / Double(k)
  }
  var power = 1.0
  for _ in 0..<order { power *= -h }
  return power * sum
}

/// ζ(k) for k ≥ 3, by Euler and Maclaurin's formula from 40 on.
private func zeta(_ k: Int) -> Double {
  let power = Double(k)
  let border = 40.0
  var sum = 0.0
  for n in stride(from: border - 1, through: 1, by: -1) { sum += Double.pow(n, -power) }
  let first = power / border
  let third = first * (power + 1) * (power + 2) / (border * border)
  let fifth = third * (power + 3) * (power + 4) / (border * border)
  let rest: Double =
    border / (power - 1) + 0.5 + first / 12 - third / 720 + fifth / 30_240
  return sum + Double.pow(border, -power) * rest
}
