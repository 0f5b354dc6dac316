import SpecialFunctions

extension Normal {
  /// Closed forms whose first argument is a normal distribution.
  static var klRules: [KLRule<Value>] {
    [
      KLRule { (p: Normal<Value>, q: Normal<Value>) in
        normalDivergence(
          means: (p.mean, q.mean), standardDeviations: (p.standardDeviation, q.standardDeviation))
      }
    ] + [.gumbel(Normal<Value>.self), .laplace(Normal<Value>.self)]
  }
}

/// (δ² + d²)/2 + δ − log(1 + δ),  δ = σp/σq − 1,  d = (μp − μq)/σq; NaN unless the means are finite
/// and the deviations positive and finite.
func normalDivergence<Value: RealValue>(
  means: (p: Value, q: Value), standardDeviations: (p: Value, q: Value)
) -> Value {
  let (own, other) = (standardDeviations.p, standardDeviations.q)
  let plain = ofNumbers(means.p, means.q, own, other) {
    SpecialFunctions.normalDivergence($0, $1, $2, $3)
  }
  if let plain { return plain }
  if Value.self == Value.Scalar.self { return normalDivergence(means.p, means.q, own, other) }
  return fused(
    .normalDivergence, means.p, means.q, own, other, slopes: { normalSlopes($0, $1, $2, $3) },
    meaning: { normalDivergence($0, $1, $2, $3) })
}

/// By the means d/σq and −d/σq; by σp (σp²/σq² − 1)/σp, by σq −(σp²/σq² − 1 + d²)/σq.
private func normalSlopes<Value: RealValue>(
  _ mean: Value, _ otherMean: Value, _ own: Value, _ other: Value
) -> [Value?] {
  let inverse: Value = 1 / other
  let distance: Value = 2 * ((0.5 * mean - 0.5 * otherMean) * inverse)
  let spread: Value = (own - other) * inverse
  // Of spread 1 + spread/2 loses no digit.
  let excess: Value = spread * (spread + 2)
  let slope: Value = distance * inverse
  return [slope, -slope, excess / own, -((excess + square(distance)) * inverse)]
}

private func normalDivergence<Value: RealValue>(
  _ mean: Value, _ otherMean: Value, _ own: Value, _ other: Value
) -> Value {
  // Half of each, so that the distance of two means does not overflow.
  let halfDistance: Value = 0.5 * mean - 0.5 * otherMean
  let spread: Value = (own - other) / other
  let distance: Value = halfDistance / (0.5 * other)
  let remainder: Value = ratioRemainder(own, other)
  let value: Value = 0.5 * (square(spread) + square(distance)) + remainder
  return nanUnless(isFinite(halfDistance) .& isPositive(own) .& isPositive(other), value)
}
