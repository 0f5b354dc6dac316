/// Two integrals that share their nodes, as exact as they become: the errors say whether that is enough.
///
/// For sums of several integrals, of which one that stays above its tolerance is still a part.
///
/// - Throws: what `function` throws; ``QuadratureError``, but not that a tolerance was not reached.
package func integrateAsFarAsPossible(
  _ function: (Double) throws -> SIMD2<Double>, over breakpoints: [Double],
  relativeTolerance: SIMD2<Double>, absoluteTolerance: SIMD2<Double> = .zero,
  maximumEvaluations: Int = 200_000
) throws -> VectorIntegrationResult<SIMD2<Double>> {
  let integration = try bestIntegration(
    function, over: breakpoints, relativeTolerance: relativeTolerance,
    absoluteTolerance: absoluteTolerance, maximumEvaluations: maximumEvaluations)
  return VectorIntegrationResult(
    values: integration.value, errors: integration.error, magnitudes: integration.magnitude,
    evaluations: integration.evaluations)
}

/// The integral along a tail, as exact as it becomes: see
/// ``integrateTail(_:from:to:firstPiece:reference:relativeTolerance:absoluteTolerance:maximumEvaluations:)``.
///
/// - Throws: what `function` throws; ``QuadratureError``, but not that a tolerance was not reached.
package func integrateTailAsFarAsPossible(
  _ function: (Double) throws -> Double, from start: Double, to end: Double, firstPiece: Double,
  reference: Double, relativeTolerance: Double, absoluteTolerance: Double = 0,
  maximumEvaluations: Int = 200_000
) throws -> IntegrationResult {
  try tailMarch(
    function, from: start, to: end, firstPiece: firstPiece, reference: reference,
    relativeTolerance: relativeTolerance, absoluteTolerance: absoluteTolerance,
    maximumEvaluations: maximumEvaluations
  ).results[0]
}
