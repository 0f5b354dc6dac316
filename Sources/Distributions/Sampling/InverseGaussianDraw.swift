/// One draw of an inverse Gaussian distribution; NaN for invalid parameters.
///
/// With Y the square of a normal variable, λ(x − μ)²/(μ²x) = Y has the roots μ/r and μr, r = 1 + w +
/// √(w(2 + w)), w = μY/(2λ); the smaller is taken with probability r/(1 + r).
@inlinable func drawInverseGaussian(
  mean: Double, shape: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  guard mean > 0, shape > 0, mean < .infinity, shape < .infinity else { return .nan }
  let normal = Double.standardNormal(shape: [], using: &generator)
  let w = 0.5 * (mean / shape) * normal * normal
  let r = 1 + w + (w * (2 + w)).squareRoot()
  let isSmaller = OpenUnitInterval.double(using: &generator) * (1 + r) < r
  return isSmaller ? mean / r : mean * r
}
