extension Normal {
  /// Closed forms whose first argument is a normal distribution.
  static var klRules: [KLRule<Value>] {
    [
      KLRule { (p: Normal<Value>, q: Normal<Value>) in
        normalDivergence(
          means: (p.mean, q.mean), standardDeviations: (p.standardDeviation, q.standardDeviation),
          where: p.isValid .& q.isValid)
      }
    ] + [.gumbel(Normal<Value>.self), .laplace(Normal<Value>.self)]
  }
}

/// (δ² + d²)/2 + δ − log(1 + δ),  δ = σp/σq − 1,  d = (μp − μq)/σq; NaN unless the mask is true.
func normalDivergence<Value: RealValue>(
  means: (p: Value, q: Value), standardDeviations: (p: Value, q: Value), where isValid: Value.Mask
) -> Value {
  let deviation = standardDeviations.q
  let spread: Value = (standardDeviations.p - deviation) / deviation
  // Half of each, so that the distance of two means does not overflow.
  let distance: Value = (0.5 * means.p - 0.5 * means.q) / (0.5 * deviation)
  let remainder: Value = ratioRemainder(standardDeviations.p, deviation)
  let value: Value = 0.5 * (square(spread) + square(distance)) + remainder
  return nanUnless(isValid, value)
}
