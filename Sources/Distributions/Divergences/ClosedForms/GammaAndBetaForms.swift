// The divergences of gamma and beta laws as functions of their parameters, for every family that is
// an image of one.

/// KL of gamma distributions of shapes a, b and rates α, β.
///
/// ```
/// log Γ(b) − log Γ(a) + (a − b) ψ(a) + b log(α/β) + a (β − α)/α
///   = b log(b/m) − b + m + excess(a, b − a),   m = a β/α
/// ```
///
/// m is the mean of βX under the first: the leading parts of log Γ are joined with the rates on
/// paper, since they cancel where the means agree.
func gammaDivergence<Value: RealValue>(
  _ a: Value, _ b: Value, rates: (Value, Value), where isValid: Value.Mask
) -> KLClosedForm<Value> {
  let (first, second): (Value, Value) = (a * ((rates.1 - rates.0) / rates.0), b - a)
  let value: Value
  if Value.self == Value.Scalar.self {
    value = nanUnless(isValid, gammaDivergence(a, b, rates.0, rates.1))
  } else {
    // The kernel knows what is invalid.
    value = fused(.gammaDivergence, a, b, rates.0, rates.1) { a, b, own, other in
      let first: Value.Mask = isPositive(a) .& isPositive(own)
      let second: Value.Mask = isPositive(b) .& isPositive(other)
      return nanUnless(first .& second, gammaDivergence(a, b, own, other))
    }
  }
  let size: Value = roundingSize(of: first - second, abs(first) + abs(second), at: b)
  return KLClosedForm(
    value: value, magnitude: Value(4) * value + size, mayCancel: false)
}

private func gammaDivergence<Value: RealValue>(
  _ a: Value, _ b: Value, _ own: Value, _ other: Value
) -> Value {
  let difference: Value = a * ((other - own) / own) - (b - a)
  let mean: Value = a * (other / own)
  let value: Value = concentrationDivergence(a, b, mean: mean, difference: difference)
  // Where the mean is too small for a number, its logarithm.
  let isLost: Value.Mask = mean .< Value(0x1p-1000)
  let logs: Value = (log(b) - log(a)) + (log(own) - log(other))
  return select(isLost, (b * logs - b) + (mean + logGammaExcess(a, b - a, to: b)), value)
}

/// What a mass's share m of a divergence, (m − b)²/(2b) near b, owes to numbers of the given size
/// whose difference is m − b.
private func roundingSize<Value: RealValue>(
  of difference: Value, _ size: Value, at b: Value
) -> Value {
  Value(1.0 / 16) * (minimum(abs(difference) / b, 1) * size)
}

/// KL of beta distributions with parameters p and q, s and t their sums.
///
/// ```
/// log B(q) − log B(p) + Σ (pᵢ − qᵢ) ψ(pᵢ) − (s − t) ψ(s)
///   = Σ [qᵢ log(qᵢ/mᵢ) − qᵢ + mᵢ + excess(pᵢ, qᵢ − pᵢ)] − excess(s, t − s),   mᵢ = pᵢ t/s
/// ```
func betaDivergence<Value: RealValue>(
  _ p: (Value, Value), _ q: (Value, Value), where isValid: Value.Mask
) -> KLClosedForm<Value> {
  let plain = plainBetaDivergence(p, q, where: isValid)
  let pairs: Value? = pairDivergence(
    .beta, [p.0, p.1], [q.0, q.1], single: { (x: [Double]) -> Double in betaDivergence(x) },
    meaning: { (x: [Value]) -> Value in betaDivergence(x) })
  guard let pairs else { return plain }
  return KLClosedForm(value: pairs, magnitude: plain.magnitude, mayCancel: false)
}

/// Of both parameters of the first law and of the second.
private func betaDivergence<Value: RealValue>(_ x: [Value]) -> Value {
  let own: Value.Mask = isPositive(x[0]) .& isPositive(x[1])
  let other: Value.Mask = isPositive(x[2]) .& isPositive(x[3])
  return plainBetaDivergence((x[0], x[1]), (x[2], x[3]), where: own .& other).value
}

private func plainBetaDivergence<Value: RealValue>(
  _ p: (Value, Value), _ q: (Value, Value), where isValid: Value.Mask
) -> KLClosedForm<Value> {
  let total: Value = p.0 + p.1
  let sum: Value = q.0 + q.1
  let change: (Value, Value) = (q.0 - p.0, q.1 - p.1)
  let share: (Value, Value) = (p.0 / total, p.1 / total)
  // m₀ − q₀ = (p₀ h₁ − h₀ p₁)/s = q₁ − m₁
  let cross: (Value, Value) = (share.0 * change.1, change.0 * share.1)
  let difference: Value = cross.0 - cross.1
  let masses: Value =
    concentrationMass(p.0, q.0, mean: share.0 * sum, difference: difference)
    + concentrationMass(p.1, q.1, mean: share.1 * sum, difference: -difference)
  // The larger concentration and the sum of both have nearly the same excess.
  let isFirst: Value.Mask = p.0 .>= p.1
  let large: Value = select(isFirst, p.0, p.1)
  let small: Value = select(isFirst, p.1, p.0)
  let rise: Value = select(isFirst, change.0, change.1)
  let step: Value = select(isFirst, change.1, change.0)
  let (end, other): (Value, Value) = (select(isFirst, q.0, q.1), select(isFirst, q.1, q.0))
  let excess: Value = logGammaExcess(small, step, to: other)
  let isNear: Value.Mask = (end .>= 0.25 * large) .& (end .<= 4 * large)
  // Where neither is much the smaller, or the larger changes by a factor, the plain difference does.
  let isExact: Value.Mask = isNear .& (small .< 1e-3 * large)
  let near: Value = logGammaExcessDifference(
    select(isExact, large, 1), select(isExact, rise, 0), others: select(isExact, small, 0),
    change: select(isExact, step, 0))
  let whole: Value = logGammaExcess(total, rise + step, to: sum)
  let far: Value = logGammaExcess(large, rise, to: end) - whole
  let rest: Value = select(isExact, near, far)
  let parts: Value = abs(cross.0) + abs(cross.1)
  let size: Value =
    roundingSize(of: difference, parts, at: q.0) + roundingSize(of: difference, parts, at: q.1)
  let lost: Value = select(isExact, 0, Value(4) * (whole + abs(rest)))
  return KLClosedForm(
    value: nanUnless(isValid, maximum((masses + excess) + rest, 0)),
    magnitude: Value(4) * (masses + excess + abs(rest)) + size + lost, mayCancel: false)
}
