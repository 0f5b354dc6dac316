// What Kullback–Leibler divergences are made of, in forms that keep their digits near equality.

/// p log(p/q) − p + q ≥ 0, what one outcome of masses p and q adds to a divergence: Σ of it over
/// all outcomes is KL(p‖q), without a negative term.
///
/// Near equality it is p·(x − log(1 + x)) with x = (q − p)/p. At p = 0 it is q, with derivative
/// −infinity by p; at q = 0 < p it is `+infinity`.
///
/// - Parameters:
///   - difference: q − p, exact where p and q are known better than to rounding.
///   - logRatio: log(p/q), used where the two are further apart than a factor of 2.
@inlinable func massDivergence<Value: RealValue>(
  _ p: Value, _ q: Value, difference: Value, logRatio: Value
) -> Value {
  let near: Value.Mask = (p .> 0) .& (q .>= 0.5 * p) .& (q .<= 2 * p)
  let relative: Value = select(near, difference, 0) / select(near, p, 1)
  let safeRatio: Value = select(near .| (p .== 0), 0, logRatio)
  return select(near, p * logOnePlusRemainder(relative), p * safeRatio + difference)
}

/// ``massDivergence(_:_:difference:logRatio:)`` of masses given as probabilities.
@inlinable func massDivergence<Value: RealValue>(
  _ p: Value, _ q: Value, difference: Value
) -> Value {
  Value.self == Value.Scalar.self
    ? plainMassDivergence(p, q, difference: difference)
    : fusedMassDivergence(p, q, difference: difference)
}

@usableFromInline func fusedMassDivergence<Value: RealValue>(
  _ p: Value, _ q: Value, difference: Value
) -> Value {
  fused(.massDivergenceBy, p, q, difference) { plainMassDivergence($0, $1, difference: $2) }
}

/// In single operations.
@inlinable func plainMassDivergence<Value: RealValue>(
  _ p: Value, _ q: Value, difference: Value
) -> Value {
  let empty: Value.Mask = p .== 0
  let near: Value.Mask = (p .> 0) .& (q .>= 0.5 * p) .& (q .<= 2 * p)
  let relative: Value = select(near, difference, 0) / select(near, p, 1)
  // p/q beyond the range of numbers is formed 2^300 times smaller.
  let divisor: Value = select(near .| empty, 1, q)
  let overflows: Value.Mask = (p / divisor .== Value.infinity) .& (divisor .> 0)
  let scaled: Value = select(overflows, Value(0x1p-300) * p, p) / divisor
  // Where it is 0, p log(p/q) is nothing beside q.
  let ratio: Value = select((scaled .== 0) .& (p .> 0), 1, scaled)
  let shift: Value = select(overflows, p * Value(207.94415416798358), 0)
  // x log y has the derivative log y by x, which is −infinity at p = 0.
  let far: Value = (xLogY(p, ratio) + shift) + difference
  return select(near, p * logOnePlusRemainder(relative), far)
}

/// q − p for p = σ(a), q = σ(b), and log(p/q), with the digits of b − a.
///
/// σ(b) − σ(a) = −σ(b) σ(−a) (e^(a−b) − 1), the larger of a and b first.
@inlinable func sigmoidDifference<Value: RealValue>(
  _ a: Value, _ b: Value
) -> (difference: Value, logRatio: Value) {
  // Equal infinities have difference 0, not NaN.
  let equalEnds: Value.Mask = (a .== b) .& (abs(a) .== Value.infinity)
  let safeA: Value = select(equalEnds, 0, a)
  let safeB: Value = select(equalEnds, 0, b)
  let step: Value = safeB - safeA
  let rises: Value.Mask = step .>= 0
  let high: Value = select(rises, safeB, safeA)
  let low: Value = select(rises, safeA, safeB)
  let size: Value = -expMinusOne(low - high) * (sigmoid(high) * sigmoid(-low))
  let logRatio: Value =
    (minimum(safeA, 0) - minimum(safeB, 0))
    - (log(onePlus: exp(-abs(safeA))) - log(onePlus: exp(-abs(safeB))))
  let zero: Value = 0 * size
  return (
    select(equalEnds, zero, select(rises, size, -size)), select(equalEnds, zero, logRatio)
  )
}
