import RandomGenerators
import Tensors

/// Draws of gamma, beta and binomial variables that other families are made of.
@usableFromInline enum GammaDraw {
  /// The logarithm of a draw from Gamma(shape, 1), which does not underflow for tiny shapes:
  /// log G(shape + 1) + log(U)/shape.
  ///
  /// Sources: G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM
  /// Trans. Math. Softw. 26 (2000) 363-372; the boost by a uniform number: J. H. Ahrens, U. Dieter,
  /// Computing 12 (1974) 223-246.
  @inlinable static func log(
    shape: Double, using generator: inout some RandomNumberGenerator
  ) -> Double {
    guard shape > 0, shape < .infinity else { return .nan }
    if shape < 1 {
      let boost = Tensors.log(OpenUnitInterval.double(using: &generator)) / shape
      return log(shape: shape + 1, using: &generator) + boost
    }
    let d = shape - 1.0 / 3
    return Tensors.log(d) + 3 * Tensors.log(onePlus: step(d, using: &generator))
  }

  /// A draw from Gamma(shape, 1).
  @inlinable static func value(
    shape: Double, using generator: inout some RandomNumberGenerator
  ) -> Double {
    guard shape >= 1, shape < .infinity else { return exp(log(shape: shape, using: &generator)) }
    let d = shape - 1.0 / 3
    let root = 1 + step(d, using: &generator)
    return d * (root * root * root)
  }

  /// c x > −1, x normal, of which d (1 + c x)³ is a gamma draw of shape d + 1/3, at least 1;
  /// c = 1/√(9 d).
  @inlinable static func step(
    _ d: Double, using generator: inout some RandomNumberGenerator
  ) -> Double {
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = Double.standardNormal(shape: [], using: &generator)
      let u = OpenUnitInterval.double(using: &generator)
      let step = c * x
      guard step > -1 else { continue }
      // Below this parabola nobody is refused: most draws take no logarithm.
      let square = x * x
      if u < 1 - 0.0331 * (square * square) { return step }
      // v = (1 + c x)³; log u < x²/2 + d (1 − v + log v)
      let excess = step * (3 + step * (3 + step))
      let logCube = 3 * Tensors.log(onePlus: step)
      if Tensors.log(u) < 0.5 * square + d * (logCube - excess) { return step }
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

/// One gamma variable of each shape; those of small shapes may be 0 (in double precision below 1/16).
/// Gradients flow to the shapes by implicit differentiation.
func gammaDraws<Scalar: FloatingPointTensorScalar>(
  _ shapes: Tensor<Scalar>, shape: [Int], using generator: inout some RandomNumberGenerator
) -> Tensor<Scalar> {
  Tensor(gammaOf: shapes, shape: shape, using: &generator)
}

/// log G for one gamma variable G of each shape; gradients flow to the shapes by implicit
/// differentiation.
func logGammaDraws<Scalar: FloatingPointTensorScalar>(
  _ shapes: Tensor<Scalar>, shape: [Int]? = nil,
  using generator: inout some RandomNumberGenerator
) -> Tensor<Scalar> {
  Tensor(logGammaOf: shapes, shape: shape ?? shapes.shape, using: &generator)
}
