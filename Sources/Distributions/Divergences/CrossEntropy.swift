/// The cross-entropy of p under q, H(p, q) = −E_p log q, in nats.
///
/// The same way as the divergence; where closed forms of the entropy and of the divergence exist it
/// is their sum, H(p) + KL(p‖q), a differentiable expression (of batches of normal and log-normal laws one
/// formula).
///
/// - Parameters: as of ``klDivergence(of:from:using:method:allowing:tolerance:)-(P,_,_,_,_,_)``.
/// - Throws: ``DivergenceError``.
@inlinable public func crossEntropy<P: Distribution, Q: Distribution>(
  of p: P, under q: Q, using registry: KLRegistry<P.Value> = .standard,
  method: DivergenceMethod? = nil, allowing monteCarlo: MonteCarlo? = nil,
  tolerance: Double = 1e-10
) throws(DivergenceError) -> P.Value where P.Value == Q.Value {
  try crossEntropyEstimate(
    of: p, under: q, using: registry, method: method, allowing: monteCarlo, tolerance: tolerance
  ).value
}

/// H(p, q) with a bound on its error and the method that found it.
///
/// - Parameters: as of ``klDivergence(of:from:using:method:allowing:tolerance:)-(P,_,_,_,_,_)``.
/// - Throws: ``DivergenceError``.
@inlinable public func crossEntropyEstimate<P: Distribution, Q: Distribution>(
  of p: P, under q: Q, using registry: KLRegistry<P.Value> = .standard,
  method: DivergenceMethod? = nil, allowing monteCarlo: MonteCarlo? = nil,
  tolerance: Double = 1e-10
) throws(DivergenceError) -> Estimate<P.Value> where P.Value == Q.Value {
  if P.Value.self != P.Value.Scalar.self, method == nil || method == .closedForm,
    let estimate = ownCrossEntropy(p, q, registry)
  {
    return estimate
  }
  if method == nil || method == .closedForm, let answer = registry.typedAnswer(p, q),
    let estimate = sumOfClosedForms(p.entropy, answer.estimate),
    method == .closedForm || isSharp(estimate)
  {
    return estimate
  }
  return try crossEntropyByLadder(
    of: p, under: q, using: registry, method: method, allowing: monteCarlo, tolerance: tolerance)
}

/// The cross-entropy of distributions whose types are not known.
public func crossEntropy<Value: RealValue>(
  of p: any Distribution<Value>, under q: any Distribution<Value>,
  using registry: KLRegistry<Value> = .standard, method: DivergenceMethod? = nil,
  allowing monteCarlo: MonteCarlo? = nil, tolerance: Double = 1e-10
) throws(DivergenceError) -> Value {
  try crossEntropyEstimate(
    of: p, under: q, using: registry, method: method, allowing: monteCarlo, tolerance: tolerance
  ).value
}

/// The estimate for distributions whose types are not known.
public func crossEntropyEstimate<Value: RealValue>(
  of p: any Distribution<Value>, under q: any Distribution<Value>,
  using registry: KLRegistry<Value> = .standard, method: DivergenceMethod? = nil,
  allowing monteCarlo: MonteCarlo? = nil, tolerance: Double = 1e-10
) throws(DivergenceError) -> Estimate<Value> {
  if Value.self != Value.Scalar.self, method == nil || method == .closedForm,
    let estimate = ownCrossEntropy(p, q, registry)
  {
    return estimate
  }
  if method == nil || method == .closedForm, let answer = registry.answer(p, q),
    let estimate = sumOfClosedForms(p.entropy, answer.estimate),
    method == .closedForm || isSharp(estimate)
  {
    return estimate
  }
  return try crossEntropyByLadder(
    of: p, under: q, using: registry, method: method, allowing: monteCarlo, tolerance: tolerance)
}

/// The entropy of p, −E_p log p, with a bound on its error and the method that found it: the
/// family's closed form, else quadrature or a certified sum.
///
/// - Parameters: as of ``klDivergence(of:from:using:method:allowing:tolerance:)-(P,_,_,_,_,_)``.
/// - Throws: ``DivergenceError``.
public func entropyEstimate<Value: RealValue>(
  of p: any Distribution<Value>, method: DivergenceMethod? = nil,
  allowing monteCarlo: MonteCarlo? = nil, tolerance: Double = 1e-10
) throws(DivergenceError) -> Estimate<Value> {
  if method == nil || method == .closedForm {
    let zero = Estimate<Value>(value: 0, error: 0, method: .closedForm)
    if let estimate = sumOfClosedForms(p.entropy, zero) { return estimate }
  }
  return try DivergenceRequest(
    quantity: .entropy, registry: KLRegistry<Value>.standard, method: method,
    monteCarlo: monteCarlo, tolerance: tolerance
  ).estimate(p, p)
}

/// A family with a formula of the cross-entropy of two of its batches that takes less than the entropy and the
/// divergence.
protocol CrossEntropyFormula<Value>: Distribution {
  /// The cross-entropy, and the size of what it is a sum of; nil where entropy and divergence take less.
  static func crossEntropy(of p: Self, under q: Self) -> (value: Value, size: Value)?
}

/// The family's own formula, of two batches of one family whose closed form is the package's. (Of single laws the
/// entropy and the divergence are added.)
@usableFromInline func ownCrossEntropy<Value: RealValue>(
  _ p: any Distribution<Value>, _ q: any Distribution<Value>, _ registry: KLRegistry<Value>
) -> Estimate<Value>? {
  (p as? any CrossEntropyFormula<Value>).flatMap { estimatedCrossEntropy($0, q, registry) }
}

private func estimatedCrossEntropy<Family: CrossEntropyFormula>(
  _ p: Family, _ q: any Distribution<Family.Value>, _ registry: KLRegistry<Family.Value>
) -> Estimate<Family.Value>? {
  typealias Value = Family.Value
  guard let q = q as? Family, registry.hasStandardRule(Family.self, Family.self),
    let (value, size) = Family.crossEntropy(of: p, under: q)
  else { return nil }
  let unit = Value(KLClosedForm<Value>.roundingUnits * Double(Value.Scalar.ulpOfOne))
  return Estimate(
    value: value, error: select(value .== Value.infinity, 0, unit * size), method: .closedForm)
}

/// By what comes below the closed forms.
@usableFromInline func crossEntropyByLadder<Value: RealValue>(
  of p: any Distribution<Value>, under q: any Distribution<Value>,
  using registry: KLRegistry<Value>, method: DivergenceMethod?, allowing monteCarlo: MonteCarlo?,
  tolerance: Double
) throws(DivergenceError) -> Estimate<Value> {
  try DivergenceRequest(
    quantity: .crossEntropy, registry: registry, method: method, monteCarlo: monteCarlo,
    tolerance: tolerance
  ).estimate(p, q)
}

/// H(p) + KL(p‖q), or nil where the family has no closed form of its entropy, or a divergence
/// is finite where the entropy is not a number.
@inlinable func sumOfClosedForms<Value: RealValue>(
  _ entropy: Value, _ divergence: Estimate<Value>
) -> Estimate<Value>? {
  let unit = Value(KLClosedForm<Value>.roundingUnits * Double(Value.Scalar.ulpOfOne))
  // An entropy near 0 is a difference of numbers of the size of 1.
  let error: Value = unit * maximum(abs(entropy), 1) + divergence.error
  let infinite: Value.Mask = divergence.value .== Value.infinity
  let sum: Value = entropy + divergence.value
  let value: Value
  if isNumberEverywhere(sum) {
    value = sum
  } else {
    value = select(infinite, Value.infinity, sum)
    let isKnown = (entropy .== entropy) .| (.!(divergence.value .< Value.infinity))
    guard isTrueEverywhere(isKnown, computing: value) else { return nil }
  }
  return Estimate(
    value: value, error: select(infinite, 0, error), method: .closedForm)
}

/// Whether the ladder could hardly know better: a batch, or a number whose parts have not cancelled.
@inlinable func isSharp<Value: RealValue>(_ estimate: Estimate<Value>) -> Bool {
  guard let value = estimate.value as? Double, let error = estimate.error as? Double else {
    return true
  }
  return !(error > 1e-11 * abs(value))
}
