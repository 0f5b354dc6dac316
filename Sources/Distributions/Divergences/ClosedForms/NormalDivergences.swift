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

extension Normal: CrossEntropyFormula {
  static func crossEntropy(of p: Normal, under q: Normal) -> (value: Value, size: Value)? {
    normalCrossEntropy(
      means: (p.mean, q.mean), standardDeviations: (p.standardDeviation, q.standardDeviation))
  }
}

/// log σq + log(2π)/2 + (σp²/σq² + d²)/2 of batches,  d = (μp − μq)/σq, and the size of its terms; NaN unless the
/// means are finite and the deviations positive and finite. nil of all pairs of two lists, of which the
/// divergences take less.
func normalCrossEntropy<Value: RealValue>(
  means: (p: Value, q: Value), standardDeviations: (p: Value, q: Value)
) -> (value: Value, size: Value)? {
  let (own, other) = (standardDeviations.p, standardDeviations.q)
  let value = fused(
    .normalCrossEntropy, means.p, means.q, own, other,
    // Those of the divergence, but that 1/σp, which the entropy adds, takes −1/σp away.
    slopes: { mean, otherMean, own, other in
      let slopes: [Value?] = normalSlopes(mean, otherMean, own, other)
      return [slopes[0], slopes[1], own / other / other, slopes[3]]
    },
    meaning: { mean, otherMean, own, other in
      let halfDistance: Value = 0.5 * mean - 0.5 * otherMean
      let (distance, ratio): (Value, Value) = (2 * (halfDistance / other), own / other)
      let squares: Value = (0.5 * distance) * distance + (0.5 * ratio) * ratio
      let value: Value = log(other) + 0.9189385332046727 + squares
      return nanUnless(isFinite(halfDistance) .& isPositive(own) .& isPositive(other), value)
    })
  func count(_ x: Value, _ y: Value) -> Int {
    broadcastShape(x.tensor.shape, y.tensor.shape)?.reduce(1, *) ?? 0
  }
  guard value.tensor.shape.reduce(1, *) <= max(count(means.p, own), count(means.q, other)) else {
    return nil
  }
  // The squares are the value without its logarithm.
  return (value, abs(value) + 2 * abs(log(other)) + 1)
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
