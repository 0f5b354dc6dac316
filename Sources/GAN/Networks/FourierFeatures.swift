import Tensors

/// Each row followed by sines and cosines of its numbers.
///
/// ```
/// x ↦ [x, sin ω₁x, cos ω₁x, sin ω₂x, cos ω₂x, ...]
/// ```
///
/// A perceptron learns what varies slowly long before what varies quickly; a critic that sees
/// frequencies up to the inverse width of the narrowest mode finds it at once.
///
/// Source: M. Tancik et al., "Fourier features let networks learn high frequency functions in low
/// dimensional domains", 2020, arXiv:2006.10739.
public struct FourierFeatures<Scalar: FloatingPointTensorScalar>: Module {
  /// ω, in radians per unit of the input.
  public let frequencies: [Double]

  public init(frequencies: [Double]) { self.frequencies = frequencies }

  public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
    let waves = frequencies.flatMap { frequency -> [Tensor<Scalar>] in
      let angle = Tensor<Scalar>(frequency) * input
      return [sin(angle), cos(angle)]
    }
    return Tensor(concatenating: [input] + waves, alongAxis: -1)
  }

  public mutating func forEachParameter(
    _ body: (_ name: String, _ parameter: inout Tensor<Scalar>) -> Void
  ) {}
}
