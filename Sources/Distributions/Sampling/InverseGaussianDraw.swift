import Tensors

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
  let r = 1 + w + w.squareRoot() * (2 + w).squareRoot()
  let isSmaller = OpenUnitInterval.double(using: &generator) * (1 + r) < r
  return isSmaller ? mean / r : mean * r
}

/// The same of tensors of normal and uniform numbers.
func inverseGaussianDraws(
  mean: Tensor<Double>, shape: Tensor<Double>, normal: Tensor<Double>, uniform: Tensor<Double>
) -> Tensor<Double> {
  let isValid = isPositive(mean) .& isPositive(shape)
  let w: Tensor<Double> = (0.5 * (mean / shape)) * square(normal)
  let r: Tensor<Double> = 1 + w + sqrt(w) * sqrt(2 + w)
  let isSmaller = uniform * (1 + r) .< r
  return nanUnless(isValid, Tensor.select(isSmaller, mean / r, mean * r))
}
