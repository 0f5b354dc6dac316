import RandomGenerators
import Tensors

/// A dense layer: every output a weighted sum of every input, and a function of that.
///
/// ```
/// activation(x Wᵀ + b)
/// ```
///
/// The weight has shape `[outputs, inputs]`, as PyTorch's `Linear` has it.
public struct Dense<Scalar: FloatingPointTensorScalar>: Module {
  public var weight: Tensor<Scalar>
  public var bias: Tensor<Scalar>
  public let activation: Activation

  /// A layer of given weights `[outputs, inputs]` and biases `[outputs]`.
  public init(weight: Tensor<Scalar>, bias: Tensor<Scalar>, activation: Activation = .identity) {
    precondition(
      weight.rank == 2 && bias.shape == [weight.shape[0]],
      "Dense: weight of shape \(weight.shape), bias of shape \(bias.shape)")
    self.weight = weight
    self.bias = bias
    self.activation = activation
  }

  /// A layer with random weights and biases 0.
  public init(
    inputs: Int, outputs: Int, activation: Activation = .identity,
    initialization: Initialization = .heNormal, using generator: inout some RandomNumberGenerator
  ) {
    self.init(
      weight: initialization.weights(
        inputs: inputs, outputs: outputs, activation: activation, using: &generator),
      bias: Tensor(shape: [outputs], scalars: [Scalar](repeating: 0, count: outputs)),
      activation: activation)
  }

  public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
    activation(input.matmul(weight.transposed()) + bias)
  }

  public var affineStart: AffineStart<Scalar>? {
    let layer = self
    return AffineStart { input in
      input.matmul(layer.weight.transposed()) + layer.bias
    } rest: {
      layer.activation($0)
    }
  }

  public mutating func forEachParameter(
    _ body: (_ name: String, _ parameter: inout Tensor<Scalar>) -> Void
  ) {
    body("weight", &weight)
    body("bias", &bias)
  }
}
