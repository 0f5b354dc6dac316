import Quadrature
import Tensors

/// Divergences other than the Kullback–Leibler one, on the line and on whole numbers.
struct SymmetricLadder {
  let divergence: Divergence
  let usesClosedForms: Bool
  let method: DivergenceMethod?
  let tolerance: Double

  func estimate(
    _ p: any Distribution<Double>, _ q: any Distribution<Double>
  ) throws(DivergenceError) -> Estimate<Double> {
    if usesClosedForms, method == nil || method == .closedForm,
      let p = p as? Normal<Double>, let q = q as? Normal<Double>,
      let answer = NormalDivergences(p, q).estimate(divergence)
    {
      return answer
    }
    var tried = ["closed form: there is none for \(p) and \(q)"]
    do {
      if method == nil || method == .quadrature,
        let p = lawOverNumbers(p),
        let q = lawOverNumbers(q)
      {
        return try checked(continuous(p, q), tried)
      }
      if method == nil || method == .summation, let p = p as? any DiscreteDistribution<Double>,
        let q = q as? any DiscreteDistribution<Double>
      {
        return try checked(discrete(p, q), tried)
      }
    } catch let error as DivergenceError {
      throw error
    } catch {
      tried.append("\(error)")
    }
    throw .noMethod(quantity: "\(divergence)", tried: tried)
  }

  private func checked(
    _ answer: LadderAnswer, _ tried: [String]
  ) throws(DivergenceError) -> Estimate<Double> {
    guard
      answer.error <= max(tolerance, 1e-9) * max(abs(answer.value), 1e-4)
        || answer.value.isInfinite
    else {
      throw .toleranceNotReached(
        value: answer.value, error: answer.error, tolerance: tolerance, tried: tried)
    }
    return Estimate(value: answer.value, error: answer.error, method: answer.method)
  }

  /// The function of an integral with its error.
  private func finish(
    _ form: SymmetricForm, _ answer: LadderAnswer
  ) -> LadderAnswer {
    let (value, slope) = form.result(max(0, answer.value))
    guard value.isFinite else { return .infinite }
    // Next to 0 a root has no slope: it is at most the root of the bound.
    let linear = abs(slope) * answer.error
    let error = divergence == .hellinger ? min(linear, answer.error.squareRoot()) : linear
    return LadderAnswer(
      value: value, error: error + 4 * 0x1p-52 * value, method: answer.method)
  }

  // MARK: - The line

  private func continuous(
    _ p: any ContinuousDistribution<Double>, _ q: any ContinuousDistribution<Double>
  ) throws -> LadderAnswer {
    let pair = LogDensityPair(p: p, q: q)
    if case .maximumMeanDiscrepancy(let bandwidth) = divergence {
      return try DiscrepancyLadder(bandwidth: bandwidth).answer(p, q)
    }
    guard let form = SymmetricForm(divergence) else {
      return try TransportLadder(divergence: divergence, tolerance: tolerance).answer(p, q)
    }
    if !pair.isOnOneCircle,
      isInfinite(
        p.support, q.support,
        { end, isFinite in
          (
            p.tail(towards: end) ?? (isFinite ? .bounded : nil),
            q.tail(towards: end) ?? (isFinite ? .bounded : nil)
          )
        })
    {
      return .infinite
    }
    do {
      let integral = DivergenceIntegral(
        pair, tolerance: tolerance, forBoth: !pair.isOnOneCircle)
      return finish(form, try integral.total { _ in .other(form.integrand) })
    } catch QuadratureError.divergent {
      return .infinite
    }
  }

  /// Whether mass of one where the other has none, or the tails, make ∫ p^α q^(1−α) infinite.
  private func isInfinite(
    _ p: Support<Double>, _ q: Support<Double>,
    _ tails: (SupportEnd, Bool) -> (TailBehaviour?, TailBehaviour?)
  ) -> Bool {
    guard let order = SymmetricForm.order(of: divergence) else { return false }
    if order > 1, p.lowerBound < q.lowerBound || p.upperBound > q.upperBound { return true }
    if order < 0, q.lowerBound < p.lowerBound || q.upperBound > p.upperBound { return true }
    guard order > 1 || order < 0 else { return false }
    for end in SupportEnd.allCases {
      let bound = end == .lower ? p.lowerBound : p.upperBound
      let other = end == .lower ? q.lowerBound : q.upperBound
      guard bound == other, let (a, b) = Optional(tails(end, bound.isFinite)), let a, let b else {
        continue
      }
      if a.terms.isEmpty && b.terms.isEmpty { continue }
      let terms =
        a.terms.map { TailBehaviour.Term(order * $0.coefficient, $0.growth) }
        + b.terms.map { TailBehaviour.Term((1 - order) * $0.coefficient, $0.growth) }
      let sum = TailBehaviour(TailConvergence.merging(terms))
      // |log q| of a constant: the integral of exp(−sum) itself.
      if !TailConvergence.converges(sum, against: .bounded, atFiniteEnd: bound.isFinite) {
        return true
      }
    }
    return false
  }

  // MARK: - Whole numbers

  private func discrete(
    _ p: any DiscreteDistribution<Double>, _ q: any DiscreteDistribution<Double>
  ) throws -> LadderAnswer {
    if case .maximumMeanDiscrepancy(let bandwidth) = divergence {
      return try DiscrepancyLadder(bandwidth: bandwidth).answer(p, q)
    }
    guard let form = SymmetricForm(divergence) else {
      return try TransportLadder(divergence: divergence, tolerance: tolerance).answer(p, q)
    }
    if isInfinite(
      p.support, q.support,
      { end, isFinite in
        isFinite ? (nil, nil) : (p.tail(towards: end), q.tail(towards: end))
      })
    {
      return .infinite
    }
    return finish(form, try DiscreteLadder(p, q, tolerance: tolerance).sumOverBoth(form.integrand))
  }
}
