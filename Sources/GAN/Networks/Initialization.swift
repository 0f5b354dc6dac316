import RandomGenerators
import Tensors

/// How the weights of a layer start.
public enum Initialization: Sendable, Hashable, Codable {
  /// Normal of standard deviation gain/√inputs (He et al. 2015).
  case heNormal
  /// Uniform of the same standard deviation.
  case heUniform
  /// Normal of standard deviation √(2/(inputs + outputs)) (Glorot, Bengio 2010).
  case glorotNormal
  /// Uniform of the same standard deviation.
  case glorotUniform
  /// Zeros.
  case zeros

  /// Weights `[outputs, inputs]` for a layer that `activation` follows.
  public func weights<Scalar: FloatingPointTensorScalar>(
    inputs: Int, outputs: Int, activation: Activation = .identity,
    using generator: inout some RandomNumberGenerator
  ) -> Tensor<Scalar> {
    let shape = [outputs, inputs]
    let he = activation.gain / Double(max(inputs, 1)).squareRoot()
    let glorot = (2 / Double(max(inputs + outputs, 1))).squareRoot()
    switch self {
    case .heNormal: return normal(shape, he, &generator)
    case .heUniform: return uniform(shape, he, &generator)
    case .glorotNormal: return normal(shape, glorot, &generator)
    case .glorotUniform: return uniform(shape, glorot, &generator)
    case .zeros: return Tensor(zeros: shape)
    }
  }

  private func normal<Scalar: FloatingPointTensorScalar>(
    _ shape: [Int], _ deviation: Double, _ generator: inout some RandomNumberGenerator
  ) -> Tensor<Scalar> {
    let draws = Tensor<Scalar>(standardNormal: shape, using: &generator)
    return (Tensor(deviation) * draws).materialized()
  }

  /// A uniform law on ±b has standard deviation b/√3.
  private func uniform<Scalar: FloatingPointTensorScalar>(
    _ shape: [Int], _ deviation: Double, _ generator: inout some RandomNumberGenerator
  ) -> Tensor<Scalar> {
    let bound = deviation * 3.0.squareRoot()
    let draws = Tensor<Scalar>(standardUniform: shape, using: &generator)
    return (Tensor(bound) * (2 * draws - 1)).materialized()
  }
}
