/// One draw of a noncentral chi-squared distribution; NaN for invalid parameters.
///
/// A chi-squared draw whose degrees of freedom are raised by twice a Poisson count.
@inlinable func drawNoncentralChiSquared(
  degreesOfFreedom: Double, noncentrality: Double,
  using generator: inout some RandomNumberGenerator
) -> Double {
  guard noncentrality >= 0, noncentrality < .infinity else { return .nan }
  let count = drawPoisson(rate: 0.5 * noncentrality, using: &generator)
  return 2 * exp(logGammaDraw(shape: 0.5 * degreesOfFreedom + count, using: &generator))
}
