import Tensors

/// A function of each number between two layers, differentiable twice (almost) everywhere.
public enum Activation: Sendable, Hashable, Codable {
  /// x.
  case identity
  /// max(x, 0), with slope 0 at 0.
  case relu
  /// x where positive, else slope · x.
  case leakyReLU(slope: Double)
  /// tanh x.
  case tanh
  /// log(1 + eˣ): a ReLU with a continuous slope, and so the smoothest under a gradient penalty.
  case softplus
  /// 1/(1 + e⁻ˣ).
  case sigmoid

  /// The function.
  public func callAsFunction<Scalar: FloatingPointTensorScalar>(
    _ x: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    switch self {
    case .identity: x
    case .relu: x.gated(by: x, slope: 0)
    case .leakyReLU(let slope): x.gated(by: x, slope: slope)
    case .tanh: Tensors.tanh(x)
    case .softplus: Tensors.softplus(x)
    case .sigmoid: Tensors.sigmoid(x)
    }
  }

  /// What it makes of the spread of its input; He's start divides by it.
  ///
  /// For ReLUs √(2/(1 + slope²)), which keeps the second moment of layers of any depth (He et al.
  /// 2015, "Delving deep into rectifiers"); 5/3 for tanh; 1 for the rest.
  public var gain: Double {
    switch self {
    case .relu: 2.0.squareRoot()
    case .leakyReLU(let slope): (2 / (1 + slope * slope)).squareRoot()
    case .softplus: 2.0.squareRoot()
    case .tanh: 5.0 / 3
    case .identity, .sigmoid: 1
    }
  }
}
