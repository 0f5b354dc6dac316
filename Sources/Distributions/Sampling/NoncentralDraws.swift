/// The log-odds of one draw of a noncentral beta distribution; NaN for invalid parameters: of two gamma
/// variables, the shape of the first raised by a Poisson count.
@inlinable func drawNoncentralBetaLogOdds(
  alpha: Double, beta: Double, noncentrality: Double,
  using generator: inout some RandomNumberGenerator
) -> Double {
  guard noncentrality >= 0, noncentrality < .infinity else { return .nan }
  let count = drawPoisson(rate: 0.5 * noncentrality, using: &generator)
  let first = logGammaDraw(shape: alpha + count, using: &generator)
  return first - logGammaDraw(shape: beta, using: &generator)
}

/// One draw of a noncentral t distribution; NaN for invalid parameters.
@inlinable func drawNoncentralT(
  degreesOfFreedom: Double, noncentrality: Double,
  using generator: inout some RandomNumberGenerator
) -> Double {
  guard noncentrality.magnitude < .infinity else { return .nan }
  let normal = Double.standardNormal(shape: [], using: &generator)
  let half = 0.5 * degreesOfFreedom
  let logSquare = logGammaDraw(shape: half, using: &generator) - log(half)
  return (normal + noncentrality) * exp(-0.5 * logSquare)
}
