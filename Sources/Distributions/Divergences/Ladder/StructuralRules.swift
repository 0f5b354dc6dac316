/// Divergences that follow from those of the parts of composed distributions.
///
/// A mixture of one component is that component. Products add. What the same bijection maps both
/// from is compared instead, if the bijection is one to one over both supports together: an even
/// power of two laws forgets signs, and its images are closer than they. Truncations of one base
/// differ by the logarithms of their masses. Atoms are summed over.
extension DivergenceLadder {
  /// The answer by the parts; nil where it does not follow from them.
  func structural(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>
  ) throws(DivergenceError) -> LadderAnswer? {
    if p is any ComposedDistribution || q is any ComposedDistribution {
      let (inner, other) = (unboxed(p), unboxed(q))
      if type(of: inner) != type(of: p) || type(of: other) != type(of: q) {
        return try answer(inner, other)
      }
    }
    if let answer = atomic(p, q) { return answer }
    let first = (p as? any ComposedDistribution)?.composition
    let second = (q as? any ComposedDistribution)?.composition
    if case .product(let ps)? = first, case .product(let qs)? = second, ps.count == qs.count {
      return try sum(ps, qs)
    }
    guard quantity == .divergence, !registry.isEmpty else { return nil }
    if allowsClosedForm, let answer = truncations(p, first, q, second) { return answer }
    if case .transformed(let base, let steps)? = first,
      case .transformed(let other, let otherSteps)? = second
    {
      return try cancelled(base, steps, other, otherSteps)
    }
    return nil
  }

  private var allowsClosedForm: Bool { method == nil || method == .closedForm }

  /// The sum over independent parts.
  private func sum(
    _ ps: [any Distribution<Double>], _ qs: [any Distribution<Double>]
  ) throws(DivergenceError) -> LadderAnswer {
    var value = 0.0
    var error = 0.0
    var method = EstimateMethod.closedForm
    for (p, q) in zip(ps, qs) {
      let part = try answer(p, q)
      value += part.value
      error += part.error
      if part.method.rank > method.rank { method = part.method }
    }
    return LadderAnswer(
      value: value, error: value.isInfinite ? 0 : error, method: method)
  }

  /// Of atoms: a sum over their points; `+infinity` from a law without atoms there, and of any other
  /// law from atoms alone.
  private func atomic(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>
  ) -> LadderAnswer? {
    guard quantity != .entropy, p is any UnivariateDistribution<Double>,
      q is any UnivariateDistribution<Double>
    else { return nil }
    guard case .atoms(let atoms)? = (p as? any ComposedDistribution)?.composition else {
      let isPartly = isAtomic(q) && p is any ContinuousDistribution<Double>
      return isPartly ? .infinite : nil
    }
    var terms: [Double] = []
    for atom in atoms {
      let logQ: Double
      switch q {
      case let q as any DiscreteDistribution<Double>: logQ = q.logMass(at: atom.point)
      case let q as any ContinuousDistribution<Double> where quantity == .crossEntropy:
        logQ = q.logDensity(at: AnchoredPoint(anchor: 0, offset: atom.point))
      default: return .infinite
      }
      if logQ == -.infinity { return .infinite }
      terms.append(
        exp(atom.logMass) * (quantity == .divergence ? atom.logMass - logQ : -logQ))
    }
    let value = compensatedSum(terms)
    let size = terms.reduce(0) { $0 + abs($1) }
    return LadderAnswer(value: value, error: 64 * 0x1p-52 * size, method: .closedForm)
  }

  /// Of truncations of one base, or of a base and its truncation: the difference of the logarithms
  /// of their masses.
  private func truncations(
    _ p: any Distribution<Double>, _ first: Composition?,
    _ q: any Distribution<Double>, _ second: Composition?
  ) -> LadderAnswer? {
    guard case .truncated(let base, let lower, let upper, let logMass)? = first else { return nil }
    var otherBase = q
    var otherLogMass = 0.0
    if case .truncated(let other, let otherLower, let otherUpper, let mass)? = second,
      !areEqual(unboxed(base), q)
    {
      guard areEqual(unboxed(base), unboxed(other)) else { return nil }
      if lower < otherLower || upper > otherUpper { return .infinite }
      otherBase = other
      otherLogMass = mass
    }
    guard areEqual(unboxed(base), unboxed(otherBase)) else { return nil }
    let size = abs(otherLogMass) + abs(logMass)
    return LadderAnswer(
      value: max(0, otherLogMass - logMass), error: 64 * 0x1p-52 * size, method: .closedForm)
  }

  /// The divergence of what equal last steps were applied to; nil if there are none.
  private func cancelled(
    _ p: any ContinuousDistribution<Double>, _ steps: [any Bijection],
    _ q: any ContinuousDistribution<Double>, _ otherSteps: [any Bijection]
  ) throws(DivergenceError) -> LadderAnswer? {
    guard let last = steps.last, let otherLast = otherSteps.last,
      last.description == otherLast.description
    else { return nil }
    let inner = Self.image(p, Array(steps.dropLast()))
    let other = Self.image(q, Array(otherSteps.dropLast()))
    let union = Support(
      lowerBound: min(inner.support.lowerBound, other.support.lowerBound),
      upperBound: max(inner.support.upperBound, other.support.upperBound))
    guard last.isInjective(over: union) else { return nil }
    return try answer(inner, other)
  }

  private static func image(
    _ base: any ContinuousDistribution<Double>, _ steps: [any Bijection]
  ) -> any ContinuousDistribution<Double> {
    steps.isEmpty
      ? base : Transformed<AnyContinuous<Double>>(AnyContinuous(base), by: Compose(steps))
  }
}
