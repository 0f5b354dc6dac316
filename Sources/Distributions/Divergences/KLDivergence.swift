/// The Kullback–Leibler divergence of p from q, KL(p‖q) = E_p log(p/q), in nats.
///
/// ```swift
/// try klDivergence(of: Normal(mean: 0, standardDeviation: 1), from: Cauchy(location: 0, scale: 1))
/// ```
///
/// Batches are broadcast against each other. With a closed form the result is a differentiable
/// expression of the parameters; below it is computed element by element, and a gradient through it
/// throws. See ``klEstimate(of:from:using:method:allowing:tolerance:)`` for how it is found.
///
/// - Parameters:
///   - p: the distribution that the mean is taken under.
///   - q: the distribution that it is compared with, over the same space.
///   - registry: the closed forms; `.empty` leaves them out.
///   - method: the only rung of the ladder to use; all of them unless told.
///   - monteCarlo: the leave to draw, `.monteCarlo(using: generator)`, where nothing else answers.
///   - tolerance: the relative error allowed below the closed forms.
/// - Returns: a number that is not negative; `+infinity` where it is infinite, NaN where a parameter
///   is invalid.
/// - Throws: ``DivergenceError``.
@inlinable public func klDivergence<P: Distribution, Q: Distribution>(
  of p: P, from q: Q, using registry: KLRegistry<P.Value> = .standard,
  method: DivergenceMethod? = nil, allowing monteCarlo: MonteCarlo? = nil,
  tolerance: Double = 1e-10
) throws(DivergenceError) -> P.Value where P.Value == Q.Value {
  if method == nil || method == .closedForm, let answer = registry.typedAnswer(p, q),
    method == .closedForm || answer.isSharp
  {
    return answer.value
  }
  return try klEstimate(
    of: p, from: q, using: registry, method: method, allowing: monteCarlo, tolerance: tolerance
  ).value
}

/// The divergence of distributions whose types are not known.
///
/// See ``klDivergence(of:from:using:method:allowing:tolerance:)-(P,_,_,_,_,_)``.
public func klDivergence<Value: RealValue>(
  of p: any Distribution<Value>, from q: any Distribution<Value>,
  using registry: KLRegistry<Value> = .standard, method: DivergenceMethod? = nil,
  allowing monteCarlo: MonteCarlo? = nil, tolerance: Double = 1e-10
) throws(DivergenceError) -> Value {
  try klEstimate(
    of: p, from: q, using: registry, method: method, allowing: monteCarlo, tolerance: tolerance
  ).value
}

/// KL(p‖q) with a bound on its error and the method that found it.
///
/// The first rung that answers:
///
/// 1. a closed form of the registry, with its rounding bound;
/// 2. supports and tails: where q gives no mass to a set that p does, and where the integral of
///    p·log q has no finite value by the leading terms of both tails, `+infinity` with error 0;
/// 3. quadrature, of continuous distributions on the line;
/// 4. summation, of distributions on whole numbers;
/// 5. the mean over draws, where `monteCarlo` allows it.
///
/// - Parameters: as of ``klDivergence(of:from:using:method:allowing:tolerance:)-(P,_,_,_,_,_)``.
/// - Throws: ``DivergenceError``.
public func klEstimate<P: Distribution, Q: Distribution>(
  of p: P, from q: Q, using registry: KLRegistry<P.Value> = .standard,
  method: DivergenceMethod? = nil, allowing monteCarlo: MonteCarlo? = nil,
  tolerance: Double = 1e-10
) throws(DivergenceError) -> Estimate<P.Value> where P.Value == Q.Value {
  if method == nil || method == .closedForm, let answer = registry.typedAnswer(p, q),
    method == .closedForm || answer.isSharp
  {
    return answer.estimate
  }
  return try DivergenceRequest(
    quantity: .divergence, registry: registry, method: method, monteCarlo: monteCarlo,
    tolerance: tolerance
  ).estimate(p, q)
}

/// The estimate for distributions whose types are not known.
public func klEstimate<Value: RealValue>(
  of p: any Distribution<Value>, from q: any Distribution<Value>,
  using registry: KLRegistry<Value> = .standard, method: DivergenceMethod? = nil,
  allowing monteCarlo: MonteCarlo? = nil, tolerance: Double = 1e-10
) throws(DivergenceError) -> Estimate<Value> {
  if method == nil || method == .closedForm, let answer = registry.answer(p, q),
    method == .closedForm || answer.isSharp
  {
    return answer.estimate
  }
  return try DivergenceRequest(
    quantity: .divergence, registry: registry, method: method, monteCarlo: monteCarlo,
    tolerance: tolerance
  ).estimate(p, q)
}
