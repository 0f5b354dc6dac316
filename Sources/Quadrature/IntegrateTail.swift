/// Integrates from a point to an infinite end, by pieces that double in length, and bounds the rest.
///
/// ```
/// ∫ f(x) dx,  x from start to ±infinity;  pieces of length h, 2h, 4h, ...
/// ```
///
/// After each piece the rest is bounded from the last contributions: with M_k = ∫|f| over piece k
/// and q the ratio M_k / M_(k−1), the rest is at most M_k q / (1 − q) if the ratios do not grow. They
/// are constant for a power x^-c (q = 2^(1−c)) and fall to 0 for an exponential, so the bound is
/// exact for the one and generous for the other; where the last ratios grow, they are continued as
/// those of x^-1 (log x)^-c. The march ends where the bound is below a quarter of the tolerance, and the
/// bound is part of the error. Where the contributions fall slowly, the sequence of the sums is
/// extrapolated by Wynn's ε-algorithm, and the error is then an estimate.
///
/// **For tails and singular ends integrate over the logarithm of the offset**: with
/// x = a + e^s, f(x) dx = f(a + e^s) e^s ds. A tail x^-c becomes e^(-(c−1)s), and an end (x − a)^b
/// with b > −1 becomes e^((b+1)s) for s to −∞: a few pieces, whatever the exponent, where bisection
/// of x takes hundreds. Give log f where you can, so that nothing under- or overflows before the
/// product is taken.
///
/// - Parameters:
///   - function: the integrand; its bulk should be before `start` or within the first pieces, since a
///     piece on which it vanishes ends the march.
///   - end: `+infinity` or `-infinity`; or the last point up to which the function can be
///     evaluated, where the rest is bounded by the exponential through its last two units of
///     `firstPiece`.
///   - firstPiece: the length h of the first piece: the scale on which the function changes.
///   - reference: an integral that is known already; the relative tolerance is understood against
///     the sum of it and this one.
/// - Throws: what `function` throws; ``QuadratureError``: `.divergent` if the contributions do not
///   fall, over 64 doublings or to the end; the errors of
///   ``integrate(_:over:relativeTolerance:absoluteTolerance:maximumEvaluations:)``.
public func integrateTail(
  _ function: (Double) throws -> Double, from start: Double, to end: Double = .infinity,
  firstPiece: Double = 1, reference: Double = 0, relativeTolerance: Double = 1e-10,
  absoluteTolerance: Double = 0, maximumEvaluations: Int = 200_000
) throws -> IntegrationResult {
  let march = try tailMarch(
    function, from: start, to: end, firstPiece: firstPiece, reference: reference,
    relativeTolerance: relativeTolerance, absoluteTolerance: absoluteTolerance,
    maximumEvaluations: maximumEvaluations)
  try march.check(maximumEvaluations)
  return march.results[0]
}

/// Integrates two functions that share their nodes along a tail: see
/// ``integrateTail(_:from:to:firstPiece:reference:relativeTolerance:absoluteTolerance:maximumEvaluations:)``
/// of one. A component of tolerance `+infinity` is integrated along with the others.
public func integrateTail(
  _ function: (Double) throws -> SIMD2<Double>, from start: Double, to end: Double = .infinity,
  firstPiece: Double = 1, reference: SIMD2<Double> = .zero, relativeTolerance: SIMD2<Double>,
  absoluteTolerance: SIMD2<Double> = .zero, maximumEvaluations: Int = 200_000
) throws -> VectorIntegrationResult<SIMD2<Double>> {
  let march = try tailMarch(
    function, from: start, to: end, firstPiece: firstPiece, reference: reference,
    relativeTolerance: relativeTolerance, absoluteTolerance: absoluteTolerance,
    maximumEvaluations: maximumEvaluations)
  try march.check(maximumEvaluations)
  return VectorIntegrationResult(
    values: march.collect(\.value), errors: march.collect(\.error),
    magnitudes: march.collect(\.magnitude), evaluations: march.evaluations)
}

/// Integrates up to four functions that share their nodes along a tail: see the integration of two.
public func integrateTail(
  _ function: (Double) throws -> SIMD4<Double>, from start: Double, to end: Double = .infinity,
  firstPiece: Double = 1, reference: SIMD4<Double> = .zero, relativeTolerance: SIMD4<Double>,
  absoluteTolerance: SIMD4<Double> = .zero, maximumEvaluations: Int = 200_000
) throws -> VectorIntegrationResult<SIMD4<Double>> {
  let march = try tailMarch(
    function, from: start, to: end, firstPiece: firstPiece, reference: reference,
    relativeTolerance: relativeTolerance, absoluteTolerance: absoluteTolerance,
    maximumEvaluations: maximumEvaluations)
  try march.check(maximumEvaluations)
  return VectorIntegrationResult(
    values: march.collect(\.value), errors: march.collect(\.error),
    magnitudes: march.collect(\.magnitude), evaluations: march.evaluations)
}
