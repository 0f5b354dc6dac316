import Quadrature

/// What is asked for.
enum DivergenceQuantity: String, Sendable {
  case divergence = "the divergence"
  case crossEntropy = "the cross-entropy"
  case entropy = "the entropy"
}

/// The rungs below the registry, for one pair of distributions over `Double`.
struct DivergenceLadder: Sendable {
  let quantity: DivergenceQuantity
  let registry: KLRegistry<Double>
  let method: DivergenceMethod?
  let monteCarlo: MonteCarlo?
  let tolerance: Double

  /// Whether this rung may be used.
  private func allows(_ rung: DivergenceMethod) -> Bool { method == nil || method == rung }

  /// The first answer down the ladder.
  func answer(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>
  ) throws(DivergenceError) -> LadderAnswer {
    if let lineP = lawOverNumbers(p), let lineQ = lawOverNumbers(q) {
      return try answer(p, q, onTheLine: (lineP, lineQ))
    }
    return try answer(p, q, onTheLine: nil)
  }

  /// - Parameter laws: both as laws on the line, if they are: to find that out takes longer than to
  ///   answer for some.
  func answer(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>,
    onTheLine laws: (p: any ContinuousDistribution<Double>, q: any ContinuousDistribution<Double>)?
  ) throws(DivergenceError) -> LadderAnswer {
    guard areComparable(p, q) else {
      throw .differentSpaces(
        p: p.description, pSpace: p.space, q: q.description, qSpace: q.space)
    }
    guard isValid(p), isValid(q) else { return .undefined }
    // Simple laws on the line have no parts to be looked at.
    let isComposed = p is any ComposedDistribution || q is any ComposedDistribution
    if isComposed || laws == nil, let answer = try structural(p, q) { return answer }
    // One law from itself: nothing is to be integrated, and no rounding to be told from 0.
    if allows(.closedForm), !registry.isEmpty, quantity == .divergence,
      type(of: p) == type(of: q), p.description == q.description
    {
      return LadderAnswer(value: 0, error: 0, method: .closedForm)
    }
    var tried = Attempts()
    var known: LadderAnswer?
    if allows(.closedForm) {
      if let (answer, isSharp) = closedForm(p, q) {
        if isSharp || method == .closedForm { return answer }
        // The terms of the formula cancel: what is found below may be nearer.
        known = answer
      }
      tried.append { "closed form: there is none for \(p) and \(q)" }
    }
    if allows(.quadrature), let laws {
      let ladder = ContinuousLadder(laws.p, laws.q, tolerance: tolerance)
      if let answer = attempt(
        "quadrature", &tried,
        {
          quantity == .divergence ? try ladder.divergence() : try ladder.crossEntropy()
        })
      {
        return try better(answer, known, tried)
      }
    }
    if allows(.summation), laws == nil, let p = p as? any DiscreteDistribution<Double>,
      let q = q as? any DiscreteDistribution<Double>
    {
      let ladder = DiscreteLadder(p, q, tolerance: tolerance)
      if let answer = attempt(
        "summation", &tried,
        {
          quantity == .divergence ? try ladder.divergence() : try ladder.crossEntropy()
        })
      {
        return try better(answer, known, tried)
      }
    }
    if let known { return known }
    if allows(.monteCarlo), let monteCarlo {
      let ladder = MonteCarloLadder(monteCarlo: monteCarlo)
      return quantity == .divergence
        ? try ladder.divergence(p, q) : try ladder.crossEntropy(p, q)
    }
    if tried.isEmpty || method == .monteCarlo {
      let name = method?.rawValue ?? "every method"
      tried.append { "\(name): it does not apply to \(p) and \(q), or was not allowed" }
    }
    throw .noMethod(quantity: quantity.rawValue, tried: tried.story)
  }

  private func isValid(_ distribution: any Distribution<Double>) -> Bool {
    do {
      try distribution.validate()
      return true
    } catch {
      return false
    }
  }

  /// The closed form: of the divergence by the registry, of the entropy by the family, of the
  /// cross-entropy by both, H(p, q) = H(p) + KL(p‖q).
  private func closedForm(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>
  ) -> (LadderAnswer, isSharp: Bool)? {
    switch quantity {
    case .divergence:
      return registry.answer(p, q).map { (LadderAnswer($0.estimate), $0.isSharp) }
    case .entropy:
      return closedEntropy(p).map { ($0, true) }
    case .crossEntropy:
      guard let divergence = registry.answer(p, q)?.estimate, !divergence.value.isNaN else {
        return nil
      }
      if divergence.value == .infinity { return (.infinite, true) }
      guard let entropy = closedEntropy(p) else { return nil }
      let sum = LadderAnswer(
        value: entropy.value + divergence.value, error: entropy.error + divergence.error,
        method: .closedForm)
      return (sum, sum.error <= 1e-11 * abs(sum.value))
    }
  }

  /// The answer of a rung, or that of the closed form if its error is smaller.
  private func better(
    _ answer: LadderAnswer, _ known: LadderAnswer?, _ tried: Attempts
  ) throws(DivergenceError) -> LadderAnswer {
    if let known, !(answer.error < known.error) || answer.value.isInfinite { return known }
    return try checked(answer, tried)
  }

  private func closedEntropy(_ p: any Distribution<Double>) -> LadderAnswer? {
    let entropy = p.entropy
    guard !entropy.isNaN, !registry.isEmpty || method == .closedForm else { return nil }
    // An entropy near 0 is a difference of numbers of the size of 1.
    let error = KLClosedForm<Double>.roundingUnits * 0x1p-52 * max(abs(entropy), 1)
    return LadderAnswer(
      value: entropy, error: entropy.isInfinite ? 0 : error, method: .closedForm)
  }

  /// The answer of a rung, or nil and a line in the story.
  private func attempt(
    _ name: String, _ tried: inout Attempts, _ body: () throws -> LadderAnswer
  ) -> LadderAnswer? {
    do {
      let answer = try body()
      if answer.value.isNaN || answer.error.isNaN {
        tried.append { "\(name): it gives NaN" }
        return nil
      }
      return answer
    } catch {
      tried.append { "\(name): \(error)" }
      return nil
    }
  }

  /// The answer if it is as exact as was asked for.
  ///
  /// Rounding is no reason to fail: near equality, and where a cross-entropy passes through 0, the
  /// numbers have no more digits, and the error says so.
  private func checked(
    _ answer: LadderAnswer, _ tried: Attempts
  ) throws(DivergenceError) -> LadderAnswer {
    let scale = max(abs(answer.value), quantity == .divergence ? 1e-6 : 1)
    guard answer.error <= max(tolerance, 1e-9) * scale || answer.value.isInfinite else {
      throw .toleranceNotReached(
        value: answer.value, error: answer.error, tolerance: tolerance, tried: tried.story)
    }
    return answer
  }
}

/// What was tried, told only if somebody has to hear it.
struct Attempts {
  private var lines: [() -> String] = []

  var isEmpty: Bool { lines.isEmpty }
  var story: [String] { lines.map { $0() } }

  mutating func append(_ line: @escaping () -> String) { lines.append(line) }
}

extension LadderAnswer {
  init(_ estimate: Estimate<Double>) {
    self.init(value: estimate.value, error: estimate.error, method: estimate.method)
  }
}

/// Whether two distributions are over values of one kind. Points of the line are comparable with
/// numbers of any kind.
func areComparable<Value: RealValue>(
  _ p: any Distribution<Value>, _ q: any Distribution<Value>
) -> Bool {
  if p.space == q.space { return true }
  let kinds: Set<Space> = [p.space, q.space]
  return kinds == [.realLine, .integers] && (isAtomic(p) || isAtomic(q))
}
