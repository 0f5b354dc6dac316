import SpecialFunctions

extension VonMises {
  /// Closed forms whose first argument is a von Mises distribution.
  static var klRules: [KLRule<Value>] {
    [
      // log I₀(κq) − log I₀(κp) − (κq − κp) A(κp) + κq A(κp) (1 − cos(μp − μq)),  A = I₁/I₀:
      // the first three are what log I₀ rises above its tangent.
      KLRule { (p: VonMises<Value>, q: VonMises<Value>) in
        if Value.self == Value.Scalar.self { return plainDivergence(p, q) }
        return fused(.vonMisesDivergence, p.mean, q.mean, p.concentration, q.concentration) {
          plainDivergence(
            VonMises(mean: $0, concentration: $2), VonMises(mean: $1, concentration: $3))
        }
      }
    ]
  }

  private static func plainDivergence(_ p: VonMises, _ q: VonMises) -> Value {
    let half: Value = sineOfHalf(p.mean, minus: q.mean)
    let turn: Value = 2 * square(half) * besselRatio(p.concentration)
    let value: Value =
      logBesselRemainder(p.concentration, q.concentration) + q.concentration * turn
    return nanUnless(p.isValid .& q.isValid, value)
  }
}

/// sin((a − b)/2) of angles that may be many turns apart, with what rounding takes from a − b.
private func sineOfHalf<Value: RealValue>(_ a: Value, minus b: Value) -> Value {
  let difference: Value = a - b
  let other: Value = a - difference
  let lost: Value = (a - (difference + other)) + (other - b)
  let half: Value = 0.5 * difference
  return sin(half) + cos(half) * (0.5 * lost)
}

/// log I₀(b) − log I₀(a) − (b − a) A(a), A = I₁/I₀.
func logBesselRemainder<Value: RealValue>(_ a: Value, _ b: Value) -> Value {
  Value.elementwise(
    "remainder of log I₀", a, b, { logBesselRemainder($0, $1) },
    derivatives: (
      { a, b in (a - b) * besselRatioDerivative(a) }, { a, b in besselRatio(b) - besselRatio(a) }
    ))
}

/// Of near numbers (b − a)² ∫₀¹ (1 − s) A′(a + s (b − a)) ds by a Gauss-Legendre rule, whose error
/// is far below rounding up to a ratio of 3; of others the definition, with e^−κ taken out of I₀
/// where that is large.
private func logBesselRemainder(_ a: Double, _ b: Double) -> Double {
  guard a >= 0, b >= 0, a < .infinity, b < .infinity else { return .nan }
  let h = b - a
  let low = min(a, b)
  let high = max(a, b)
  if high <= 3 * low || high <= 1 {
    var sum = 0.0
    for (node, weight) in legendreRule {
      sum += weight * (1 - node) * SpecialFunctions.besselRatioDerivative(a + node * h)
    }
    return h * (h * sum)
  }
  let complement = SpecialFunctions.besselRatioComplement(a)
  if low < 1 && high < 8 {
    // I₀ of the smaller is near 1: its logarithm is small and has its digits. Of larger numbers the
    // logarithms themselves would cancel.
    return (logBesselI0(b) - logBesselI0(a)) - h * SpecialFunctions.besselRatio(a)
  }
  return
    (SpecialFunctions.logScaledBesselI0(b) - SpecialFunctions.logScaledBesselI0(a))
    + h * complement
}
