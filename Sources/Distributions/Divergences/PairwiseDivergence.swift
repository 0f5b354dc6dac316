import Tensors

/// KL(p‖q) of every p of a list from every q of another: a matrix of shape [ps.count, qs.count].
///
/// Lists of one family with a closed form are computed by it, on all threads; the others go down
/// the ladder pair by pair.
///
/// - Parameters: as of ``klDivergence(of:from:using:method:allowing:tolerance:)-(P,_,_,_,_,_)``.
/// - Throws: ``DivergenceError``, of the first pair without an answer.
public func pairwiseKLDivergence<P: Distribution<Double>, Q: Distribution<Double>>(
  of ps: [P], from qs: [Q], using registry: KLRegistry<Double> = .standard,
  method: DivergenceMethod? = nil, allowing monteCarlo: MonteCarlo? = nil,
  tolerance: Double = 1e-10
) throws(DivergenceError) -> Tensor<Double> {
  let shape = [ps.count, qs.count]
  if method == nil || method == .closedForm, !qs.isEmpty {
    if let ps = ps as? [Categorical<Double>], let qs = qs as? [Categorical<Double>],
      registry.contains(Categorical<Double>.self, Categorical<Double>.self)
    {
      let columns = qs.map { CategoricalMasses($0.parameter) }
      let rows = concurrentMap(ps) { p in
        let p = CategoricalMasses(p.parameter)
        return columns.map { p.divergence(from: $0) }
      }
      return Tensor(shape: shape, scalars: rows.flatMap { $0 })
    }
    let rows = concurrentMap(ps) { p in
      qs.map { q in registry.answer(p, q)?.value }
    }
    let values = rows.flatMap { $0.compactMap { $0 } }
    if values.count == ps.count * qs.count { return Tensor(shape: shape, scalars: values) }
  }
  return try pairwiseKLDivergence(
    of: ps.map { $0 as any Distribution<Double> }, from: qs.map { $0 as any Distribution<Double> },
    using: registry, method: method, allowing: monteCarlo, tolerance: tolerance)
}

/// KL(p‖q) of every pair of two lists of any families: a matrix of shape [ps.count, qs.count].
///
/// - Parameters: as of ``klDivergence(of:from:using:method:allowing:tolerance:)-(P,_,_,_,_,_)``.
/// - Throws: ``DivergenceError``, of the first pair without an answer.
public func pairwiseKLDivergence(
  of ps: [any Distribution<Double>], from qs: [any Distribution<Double>],
  using registry: KLRegistry<Double> = .standard, method: DivergenceMethod? = nil,
  allowing monteCarlo: MonteCarlo? = nil, tolerance: Double = 1e-10
) throws(DivergenceError) -> Tensor<Double> {
  let pairs = ps.flatMap { p in qs.map { q in (p, q) } }
  let values = try concurrentMap(pairs) { (pair) throws(DivergenceError) in
    try klDivergence(
      of: pair.0, from: pair.1, using: registry, method: method, allowing: monteCarlo,
      tolerance: tolerance)
  }
  return Tensor(shape: [ps.count, qs.count], scalars: values)
}
