import Tensors

/// Each row brought to mean 0 and variance 1, then scaled and shifted feature by feature.
///
/// ```
/// gain · (x − mean) / √(variance + ε) + shift
/// ```
///
/// The variance is that of the row, divided by the number of features. Unlike batch normalisation
/// it leaves the rows independent of each other, as the gradient penalty needs.
///
/// Source: J. L. Ba, J. R. Kiros, G. E. Hinton, "Layer normalization", 2016, arXiv:1607.06450.
public struct LayerNormalization<Scalar: FloatingPointTensorScalar>: Module {
  public var gain: Tensor<Scalar>
  public var shift: Tensor<Scalar>
  /// ε, which keeps rows of equal numbers finite.
  public let epsilon: Double

  public init(features: Int, epsilon: Double = 1e-5) {
    gain = Tensor(shape: [features], scalars: [Scalar](repeating: 1, count: features))
    shift = Tensor(shape: [features], scalars: [Scalar](repeating: 0, count: features))
    self.epsilon = epsilon
  }

  public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
    let centred = input - input.mean(alongAxes: [-1], keepRank: true)
    let variance = square(centred).mean(alongAxes: [-1], keepRank: true)
    return gain * (centred / sqrt(variance + Tensor(epsilon))) + shift
  }

  public mutating func forEachParameter(
    _ body: (_ name: String, _ parameter: inout Tensor<Scalar>) -> Void
  ) {
    body("weight", &gain)
    body("bias", &shift)
  }
}
