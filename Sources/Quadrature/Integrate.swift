/// Integrates a function over consecutive pieces, adaptively.
///
/// ```
/// ∫ f(x) dx,  x from breakpoints.first to breakpoints.last
/// ```
///
/// The breakpoints say where the integrand lives: its ends, its kinks and jumps, and enough points
/// around each peak that no piece is much wider than what it holds. A peak between the 21 nodes of
/// a piece is invisible to every quadrature rule; no error estimate can warn of it.
///
/// The function is never evaluated at a breakpoint. It may be infinite there, as x^a with a > −1 is
/// at 0; put such a point at 0 by integrating over the offset from it, because next to 0 there are
/// enough numbers for bisection. (From about a = −0.95, and where a density has such an end, use
/// ``integrateTail(_:from:to:firstPiece:reference:relativeTolerance:absoluteTolerance:maximumEvaluations:)``
/// over the logarithm of the offset.)
///
/// The first and the last breakpoint may be infinite: such a piece is integrated over u in (0, 1]
/// with x = a ± s (1 − u)/u, where a is its finite end and s the length of the neighbouring piece
/// (1 if there is none).
///
/// The method is Gauss and Kronrod's 21-point rule of GSL on each piece, then the halving of the
/// piece with the largest error until the sum of the errors is at most
/// max(`absoluteTolerance`, `relativeTolerance` · |integral|). What rounding costs, about
/// 5e-14 ∫|f|, is part of the error but never a reason to fail.
///
/// - Parameters:
///   - function: the integrand, called once at each node, in no order to rely on.
///   - breakpoints: at least two, not decreasing; equal ones enclose nothing.
///   - relativeTolerance: the error allowed, relative to the whole integral.
///   - absoluteTolerance: the error allowed in absolute terms; 0 unless told.
///   - maximumEvaluations: how often the integrand may be called.
/// - Throws: what `function` throws; ``QuadratureError``: `.nonFiniteIntegrand`,
///   `.toleranceNotReached` where noise of the integrand or the lack of numbers between the nodes
///   stands against it, `.tooManyEvaluations`, `.invalidArgument`.
public func integrate(
  _ function: (Double) throws -> Double, over breakpoints: [Double],
  relativeTolerance: Double = 1e-10, absoluteTolerance: Double = 0,
  maximumEvaluations: Int = 200_000
) throws -> IntegrationResult {
  let integration = try adaptiveIntegration(
    function, over: breakpoints, relativeTolerance: relativeTolerance,
    absoluteTolerance: absoluteTolerance, maximumEvaluations: maximumEvaluations)
  return IntegrationResult(
    value: integration.value, error: integration.error, magnitude: integration.magnitude,
    evaluations: integration.evaluations)
}

/// Integrates two functions that share their nodes: see
/// ``integrate(_:over:relativeTolerance:absoluteTolerance:maximumEvaluations:)-(_,[Double],Double,_,_)``.
///
/// - Parameters:
///   - relativeTolerance: the error allowed of each component, relative to its integral; a
///     component of tolerance `+infinity` is integrated along with the others.
///   - absoluteTolerance: the error allowed of each component in absolute terms.
public func integrate(
  _ function: (Double) throws -> SIMD2<Double>, over breakpoints: [Double],
  relativeTolerance: SIMD2<Double>, absoluteTolerance: SIMD2<Double> = .zero,
  maximumEvaluations: Int = 200_000
) throws -> VectorIntegrationResult<SIMD2<Double>> {
  let integration = try adaptiveIntegration(
    function, over: breakpoints, relativeTolerance: relativeTolerance,
    absoluteTolerance: absoluteTolerance, maximumEvaluations: maximumEvaluations)
  return VectorIntegrationResult(
    values: integration.value, errors: integration.error, magnitudes: integration.magnitude,
    evaluations: integration.evaluations)
}

/// Integrates up to four functions that share their nodes (unused components are 0): see the
/// integration of two.
public func integrate(
  _ function: (Double) throws -> SIMD4<Double>, over breakpoints: [Double],
  relativeTolerance: SIMD4<Double>, absoluteTolerance: SIMD4<Double> = .zero,
  maximumEvaluations: Int = 200_000
) throws -> VectorIntegrationResult<SIMD4<Double>> {
  let integration = try adaptiveIntegration(
    function, over: breakpoints, relativeTolerance: relativeTolerance,
    absoluteTolerance: absoluteTolerance, maximumEvaluations: maximumEvaluations)
  return VectorIntegrationResult(
    values: integration.value, errors: integration.error, magnitudes: integration.magnitude,
    evaluations: integration.evaluations)
}

/// Integrates as far as it goes: the error says whether the tolerance was reached.
func integrateWithoutFailing(
  _ function: (Double) throws -> Double, over breakpoints: [Double], relativeTolerance: Double,
  absoluteTolerance: Double, maximumEvaluations: Int
) throws -> IntegrationResult {
  let integration = try bestIntegration(
    function, over: breakpoints, relativeTolerance: relativeTolerance,
    absoluteTolerance: absoluteTolerance, maximumEvaluations: maximumEvaluations)
  return IntegrationResult(
    value: integration.value, error: integration.error, magnitude: integration.magnitude,
    evaluations: integration.evaluations)
}

/// The integration behind all of these: it has reached the tolerance, or the floor of rounding.
@inline(__always)
private func adaptiveIntegration<Value: IntegrandValue>(
  _ function: (Double) throws -> Value, over breakpoints: [Double], relativeTolerance: Value,
  absoluteTolerance: Value, maximumEvaluations: Int
) throws -> AdaptiveIntegration<Value> {
  let integration = try bestIntegration(
    function, over: breakpoints, relativeTolerance: relativeTolerance,
    absoluteTolerance: absoluteTolerance, maximumEvaluations: maximumEvaluations)
  for component in 0..<Value.componentCount {
    let error = integration.error[component: component]
    let tolerance = integration.tolerance(component)
    guard error <= max(tolerance, integration.roundingFloor(component)) else {
      let value = integration.value[component: component]
      if integration.evaluations + 2 * KronrodPoints.count > maximumEvaluations {
        throw QuadratureError.tooManyEvaluations(
          value: value, error: error, tolerance: tolerance, evaluations: integration.evaluations)
      }
      throw QuadratureError.toleranceNotReached(value: value, error: error, tolerance: tolerance)
    }
  }
  return integration
}

/// The integration as far as it goes.
@inline(__always)
func bestIntegration<Value: IntegrandValue>(
  _ function: (Double) throws -> Value, over breakpoints: [Double], relativeTolerance: Value,
  absoluteTolerance: Value, maximumEvaluations: Int
) throws -> AdaptiveIntegration<Value> {
  for component in 0..<Value.componentCount {
    guard
      relativeTolerance[component: component] >= 0, absoluteTolerance[component: component] >= 0
    else {
      throw QuadratureError.invalidArgument("a tolerance must be a number that is not negative")
    }
  }
  var integration = AdaptiveIntegration(
    relativeTolerance: relativeTolerance, absoluteTolerance: absoluteTolerance)
  let pieces: [IntegrationPiece<Value>] = try integrationPieces(over: breakpoints)
  try integration.run(function, over: pieces, maximumEvaluations: maximumEvaluations)
  return integration
}

/// The pieces between breakpoints.
private func integrationPieces<Value: IntegrandValue>(
  over breakpoints: [Double]
) throws -> [IntegrationPiece<Value>] {
  guard breakpoints.count >= 2 else {
    throw QuadratureError.invalidArgument("an integral needs at least two breakpoints")
  }
  var pieces: [IntegrationPiece<Value>] = []
  pieces.reserveCapacity(breakpoints.count)
  for index in 1..<breakpoints.count {
    let lower = breakpoints[index - 1]
    let upper = breakpoints[index]
    guard lower <= upper else {
      throw QuadratureError.invalidArgument(
        "the breakpoints must be numbers that do not decrease: \(lower) stands before \(upper)")
    }
    if lower == upper { continue }
    switch (lower.isFinite, upper.isFinite) {
    case (true, true):
      if (upper - lower).isFinite {
        pieces.append(IntegrationPiece(lower: lower, upper: upper, map: .identity))
      } else {
        pieces.append(IntegrationPiece(lower: lower, upper: 0, map: .identity))
        pieces.append(IntegrationPiece(lower: 0, upper: upper, map: .identity))
      }
    case (true, false):
      let scale = index >= 2 ? neighbour(breakpoints[index - 2], lower) : 1
      let map = PieceMap.infinite(anchor: lower, scale: scale)
      pieces.append(IntegrationPiece(lower: 0, upper: 1, map: map))
    case (false, true):
      let scale = index + 1 < breakpoints.count ? neighbour(upper, breakpoints[index + 1]) : 1
      let map = PieceMap.infinite(anchor: upper, scale: -scale)
      pieces.append(IntegrationPiece(lower: 0, upper: 1, map: map))
    case (false, false):
      for scale in [-1.0, 1.0] {
        let map = PieceMap.infinite(anchor: 0, scale: scale)
        pieces.append(IntegrationPiece(lower: 0, upper: 1, map: map))
      }
    }
  }
  return pieces
}

/// The length of a finite piece that is not empty, else 1.
private func neighbour(_ lower: Double, _ upper: Double) -> Double {
  let length = upper - lower
  return length > 0 && length.isFinite ? length : 1
}
