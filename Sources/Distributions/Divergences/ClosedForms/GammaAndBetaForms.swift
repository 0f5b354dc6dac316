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
  _ a: Value, _ b: Value, rates: (Value, Value)
) -> Value {
  let change: Value = (rates.1 - rates.0) / rates.0
  let mean: Value = a * (rates.1 / rates.0)
  return concentrationDivergence(a, b, mean: mean, difference: a * change - (b - a))
}

/// KL of beta distributions with parameters p and q, s and t their sums.
///
/// ```
/// log B(q) − log B(p) + Σ (pᵢ − qᵢ) ψ(pᵢ) − (s − t) ψ(s)
///   = Σ [qᵢ log(qᵢ/mᵢ) − qᵢ + mᵢ + excess(pᵢ, qᵢ − pᵢ)] − excess(s, t − s),   mᵢ = pᵢ t/s
/// ```
func betaDivergence<Value: RealValue>(
  _ p: (Value, Value), _ q: (Value, Value)
) -> Value {
  let total: Value = p.0 + p.1
  let sum: Value = q.0 + q.1
  let change: (Value, Value) = (q.0 - p.0, q.1 - p.1)
  let share: (Value, Value) = (p.0 / total, p.1 / total)
  // m₀ − q₀ = (p₀ h₁ − h₀ p₁)/s = q₁ − m₁
  let difference: Value = share.0 * change.1 - change.0 * share.1
  let first: Value = concentrationDivergence(
    p.0, q.0, mean: share.0 * sum, difference: difference)
  let second: Value = concentrationDivergence(
    p.1, q.1, mean: share.1 * sum, difference: -difference)
  return (first + second) - logGammaExcess(total, change.0 + change.1, to: sum)
}
