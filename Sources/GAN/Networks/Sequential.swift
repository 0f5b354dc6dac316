import RandomGenerators
import Tensors

/// Modules one after another.
public struct Sequential<Scalar: FloatingPointTensorScalar>: Module {
  public var layers: [any Module<Scalar>]

  public init(_ layers: [any Module<Scalar>]) { self.layers = layers }

  public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
    layers.reduce(input) { $1($0) }
  }

  public var affineStart: AffineStart<Scalar>? {
    guard let first = layers.first?.affineStart else { return nil }
    let others = Sequential(Array(layers.dropFirst()))
    return AffineStart(start: first.start) { others(first.rest($0)) }
  }

  public mutating func forEachParameter(
    _ body: (_ name: String, _ parameter: inout Tensor<Scalar>) -> Void
  ) {
    for index in layers.indices {
      layers[index].forEachParameter { body("layers.\(index)." + $0, &$1) }
    }
  }

  /// A perceptron: dense layers of the given widths, each followed by `activation` (and before it,
  /// where asked for, by layer normalisation), then a plain dense layer.
  ///
  /// - Parameters:
  ///   - initialization: How the hidden weights start. The last layer's start by Glorot's rule.
  ///   - inputGain: What the first layer's weights are multiplied by at the start. Above 1 the
  ///     function is steeper from the first step, as one that jumps between narrow modes must be.
  ///   - frequencies: Where there are any, the input is followed by its ``FourierFeatures``.
  ///   - isResidual: Whether hidden layers between equal widths add their input to their output.
  public init(
    inputs: Int, hidden: [Int], outputs: Int, activation: Activation = .leakyReLU(slope: 0.2),
    initialization: Initialization = .heNormal, normalization: Normalization = .none,
    inputGain: Double = 1, frequencies: [Double] = [], isResidual: Bool = false,
    using generator: inout some RandomNumberGenerator
  ) {
    var layers: [any Module<Scalar>] = []
    var width = inputs
    var gain = Tensor<Scalar>(inputGain)
    if !frequencies.isEmpty {
      layers.append(FourierFeatures<Scalar>(frequencies: frequencies))
      width *= 1 + 2 * frequencies.count
    }
    for next in hidden {
      let start: Tensor<Scalar> = initialization.weights(
        inputs: width, outputs: next, activation: activation, using: &generator)
      let weight = (gain * start).materialized()
      gain = 1
      let bias = Tensor<Scalar>(shape: [next], scalars: [Scalar](repeating: 0, count: next))
      var block: any Module<Scalar>
      switch normalization {
      case .none: block = Dense(weight: weight, bias: bias, activation: activation)
      case .layer:
        block = Sequential([
          Dense(weight: weight, bias: bias), LayerNormalization<Scalar>(features: next),
          ActivationLayer<Scalar>(activation),
        ])
      }
      if isResidual && width == next { block = Residual(block) }
      layers.append(block)
      width = next
    }
    layers.append(
      Dense<Scalar>(
        inputs: width, outputs: outputs, initialization: .glorotNormal, using: &generator))
    self.init(layers)
  }
}

/// What normalises the numbers between the layers of a perceptron.
public enum Normalization: String, Sendable, Hashable, Codable, CaseIterable {
  case none
  /// ``LayerNormalization`` before each activation.
  case layer
}

/// A module's output added to its input: x + f(x).
public struct Residual<Scalar: FloatingPointTensorScalar>: Module {
  public var inner: any Module<Scalar>

  public init(_ inner: any Module<Scalar>) { self.inner = inner }

  public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input + inner(input) }

  public mutating func forEachParameter(
    _ body: (_ name: String, _ parameter: inout Tensor<Scalar>) -> Void
  ) {
    inner.forEachParameter { body("inner." + $0, &$1) }
  }
}

/// An activation as a module of its own.
public struct ActivationLayer<Scalar: FloatingPointTensorScalar>: Module {
  public let activation: Activation

  public init(_ activation: Activation) { self.activation = activation }

  public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { activation(input) }

  public mutating func forEachParameter(
    _ body: (_ name: String, _ parameter: inout Tensor<Scalar>) -> Void
  ) {}
}
