import Tensors

/// KL(p‖q) of every p of a list from every q of another: a matrix of shape [ps.count, qs.count].
///
/// Lists of one family are one computation: categorical and multivariate normal laws a matrix product,
/// Dirichlet ones a difference of tangents, others a broadcast expression of their closed form, which for
/// the commonest families asks for logarithms of each law and not of each pair. Pairs that would lose digits
/// are done again. What has no closed form goes down the ladder pair by pair, in parallel.
///
/// - Parameters: as of ``klDivergence(of:from:using:method:allowing:tolerance:)-(P,_,_,_,_,_)``.
/// - Throws: ``DivergenceError``, of the first pair without an answer.
public func pairwiseKLDivergence<P: Distribution<Double>, Q: Distribution<Double>>(
  of ps: [P], from qs: [Q], using registry: KLRegistry<Double> = .standard,
  method: DivergenceMethod? = nil, allowing monteCarlo: MonteCarlo? = nil,
  tolerance: Double = 1e-10
) throws(DivergenceError) -> Tensor<Double> {
  if method == nil || method == .closedForm, registry.hasStandardRule(P.self, Q.self),
    let matrix = fusedDivergences(ps, qs)
  {
    return matrix
  }
  return try pairwiseKLDivergence(
    of: ps.map { $0 as any Distribution<Double> }, from: qs.map { $0 as any Distribution<Double> },
    using: registry, method: method, allowing: monteCarlo, tolerance: tolerance)
}

/// The matrix of two lists of one family; nil where there is no such computation.
private func fusedDivergences<P, Q>(_ ps: [P], _ qs: [Q]) -> Tensor<Double>? {
  guard !ps.isEmpty, !qs.isEmpty else { return nil }
  // As values of unknown type the lists are cast as a whole, not law by law.
  let (first, second): (Any, Any) = (ps, qs)
  if let ps = first as? [Categorical<Double>], let qs = second as? [Categorical<Double>] {
    return PairwiseCategorical.matrix(of: ps, from: qs)
  }
  if let ps = first as? [MultivariateNormal<Double>],
    let qs = second as? [MultivariateNormal<Double>]
  {
    return PairwiseMultivariateNormal(of: ps, from: qs)?.matrix()
  }
  if let ps = first as? [Dirichlet<Double>], let qs = second as? [Dirichlet<Double>],
    let matrix = PairwiseExponential(of: ps, from: qs)?.matrix()
  {
    return matrix
  }
  if let ps = first as? [Bernoulli<Double>], let qs = second as? [Bernoulli<Double>],
    let matrix = probabilityDivergences(ps, qs)
  {
    return matrix
  }
  guard P.self == Q.self, let family = P.self as? any Batchable.Type else { return nil }
  return family.divergences(first, second)
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
  if let p = ps.first, let q = qs.first, method == nil || method == .closedForm,
    let matrix = matrixOfOneFamily(ps, like: p, qs, like: q, registry)
  {
    return matrix
  }
  let pairs = ps.flatMap { p in qs.map { q in (p, q) } }
  let values = try concurrentMap(pairs) { (pair) throws(DivergenceError) in
    try klDivergence(
      of: pair.0, from: pair.1, using: registry, method: method, allowing: monteCarlo,
      tolerance: tolerance)
  }
  return Tensor(shape: [ps.count, qs.count], scalars: values)
}

/// The matrix of lists whose elements are all of one type each.
private func matrixOfOneFamily<P: Distribution<Double>, Q: Distribution<Double>>(
  _ ps: [any Distribution<Double>], like p: P, _ qs: [any Distribution<Double>], like q: Q,
  _ registry: KLRegistry<Double>
) -> Tensor<Double>? {
  guard registry.hasStandardRule(P.self, Q.self), let ps = ps as? [P], let qs = qs as? [Q] else {
    return nil
  }
  return fusedDivergences(ps, qs)
}
