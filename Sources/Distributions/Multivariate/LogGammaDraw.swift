import RandomGenerators
import Tensors

/// Draws of gamma, beta and binomial variables that other families are made of.
enum GammaDraw {
  /// The logarithm of a draw from Gamma(shape, 1), which does not underflow for tiny shapes:
  /// log G(shape + 1) + log(U)/shape.
  ///
  /// Sources: G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM
  /// Trans. Math. Softw. 26 (2000) 363-372; the boost by a uniform number: J. H. Ahrens, U. Dieter,
  /// Computing 12 (1974) 223-246.
  static func log(shape: Double, using generator: inout some RandomNumberGenerator) -> Double {
    guard shape > 0, shape < .infinity else { return .nan }
    if shape < 1 {
      let boost = Tensors.log(OpenUnitInterval.double(using: &generator)) / shape
      return log(shape: shape + 1, using: &generator) + boost
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = Double.standardNormal(shape: [], using: &generator)
      let u = OpenUnitInterval.double(using: &generator)
      let step = c * x
      guard step > -1 else { continue }
      let logCube = 3 * Tensors.log(onePlus: step)
      // v = (1 + c x)³; log u < x²/2 + d (1 − v + log v)
      let excess = step * (3 + step * (3 + step))
      if Tensors.log(u) < 0.5 * x * x + d * (logCube - excess) {
        return Tensors.log(d) + logCube
      }
    }
  }

  /// Draws of binomial counts by the median of uniform numbers, which is a beta variable: exact, in
  /// a number of steps that grows like the logarithm of the trials.
  ///
  /// Source: L. Devroye, *Non-Uniform Random Variate Generation*, 1986, ch. X.4.4.
  static func binomial(
    trials: Double, probability: Double, using generator: inout some RandomNumberGenerator
  ) -> Double {
    var n = trials
    var p = min(max(probability, 0), 1)
    var count = 0.0
    while n > 32 {
      if p == 0 { return count }
      if p == 1 { return count + n }
      let i = ((n + 1) / 2).rounded(.down)
      let a = log(shape: i, using: &generator)
      let b = log(shape: n + 1 - i, using: &generator)
      let median = sigmoid(a - b)
      if median <= p {
        count += i
        n -= i
        p = min(1, (p - median) / sigmoid(b - a))
      } else {
        n = i - 1
        p = min(1, p / median)
      }
    }
    var left = n
    while left >= 1 {
      if OpenUnitInterval.double(using: &generator) < p { count += 1 }
      left -= 1
    }
    return count
  }
}

/// log G for one gamma variable G of each shape; gradients flow to the shapes by implicit
/// differentiation.
func logGammaDraws<Scalar: FloatingPointTensorScalar>(
  _ shapes: Tensor<Scalar>, using generator: inout some RandomNumberGenerator
) -> Tensor<Scalar> {
  let parameters = shapes.scalars
  let draws = parameters.map {
    Scalar(GammaDraw.log(shape: Double($0), using: &generator))
  }
  return Tensor<Scalar>.elementwise(
    "a gamma draw by its shape", Tensor(shape: shapes.shape, scalars: draws), shapes,
    { draw, _ in draw },
    derivatives: (
      { _, _ in 1 },
      { draw, shape in
        Tensor.elementwise(
          "the derivative of a gamma draw", draw, shape,
          { GammaDraw.logDerivative($0, shape: $1) }, derivatives: (nil, nil))
      }
    ))
}

extension GammaDraw {
  /// How the logarithm y of a draw moves with the shape a where its probability F stays: −(∂F/∂a)/f,
  ///
  /// ```
  /// ∫ (ψ(a) − y + s) exp(−(a − x) s − x (e^−s − 1 + s)) ds   for x = e^y ≤ a
  /// ∫ (y − ψ(a) + s) exp(−(x − a) s − x (e^s − 1 − s)) ds    for x > a
  /// ```
  ///
  /// over s from 0 to infinity, by the trapezoidal rule in t with s = w exp(t − e^−t).
  ///
  /// Sources: M. Figurnov, S. Mohamed, A. Mnih, "Implicit reparameterization gradients", 2018;
  /// M. Mori, "Discovery of the double exponential transformation", 2005.
  static func logDerivative(_ y: Double, shape a: Double) -> Double {
    guard a > 0, a < .infinity else { return .nan }
    let x = exp(y)
    let isLower = x <= a
    let slope = abs(a - x)
    let distance = isLower ? digamma(a) - y : y - digamma(a)
    let width = 1 / max(slope, x.squareRoot())
    let step = 1.0 / 16
    var sum = 0.0
    for index in -80...80 {
      let t = Double(index) * step
      let inner = exp(-t)
      let s = width * exp(t - inner)
      let weight = exp(-slope * s - x * expRemainder(isLower ? -s : s))
      if weight > 0 { sum += (distance + s) * weight * s * (1 + inner) }
    }
    return step * sum
  }
}
