import Foundation
import Tensors

/// Adam: gradient descent with a step size for each number.
///
/// ```
/// m ← β₁ m + (1 − β₁) g
/// v ← β₂ v + (1 − β₂) g²
/// θ ← θ − α (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
/// ```
///
/// Source: D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2015,
/// arXiv:1412.6980; ε as PyTorch places it.
public struct Adam: Sendable, Hashable, Codable {
  /// α.
  public var learningRate: Double
  /// β₁, how long the mean of the gradients remembers.
  public var beta1: Double
  /// β₂, how long the mean of their squares remembers.
  public var beta2: Double
  /// ε, the least that a step divides by.
  public var epsilon: Double

  /// The defaults are those of the Wasserstein GAN with gradient penalty (Gulrajani et al. 2017),
  /// with β₁ = 0.5 as the design asks.
  public init(
    learningRate: Double = 1e-4, beta1: Double = 0.5, beta2: Double = 0.9, epsilon: Double = 1e-8
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// What of Adam changes from step to step, for the last line as
  /// θ − α √(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε √(1 − β₂ᵗ)).
  struct Factors: Sendable {
    /// α √(1 − β₂ᵗ)/(1 − β₁ᵗ), times what the schedule makes of the rate.
    let rate: Double
    /// ε √(1 − β₂ᵗ).
    let epsilon: Double
    /// β₂.
    let beta2: Double
  }

  /// The same as inputs of a traced step.
  struct TensorFactors<Scalar: FloatingPointTensorScalar> {
    let rate: Tensor<Scalar>
    let epsilon: Tensor<Scalar>
    let beta2: Tensor<Scalar>
  }

  /// - Parameters:
  ///   - step: t, counted from 1.
  ///   - rateFactor: What the learning rate is multiplied by in this step.
  func factors(step: Int, rateFactor: Double = 1) -> Factors {
    let t = Double(step)
    let spread = (1 - Foundation.pow(beta2, t)).squareRoot()
    return Factors(
      rate: learningRate * rateFactor * spread / (1 - Foundation.pow(beta1, t)),
      epsilon: epsilon * spread, beta2: beta2)
  }

  /// Parameters and means after one step, as expressions; of any shape, as long as it is one.
  func step<Scalar: FloatingPointTensorScalar>(
    _ parameters: Tensor<Scalar>, gradient: Tensor<Scalar>, first: Tensor<Scalar>,
    second: Tensor<Scalar>, _ factors: TensorFactors<Scalar>
  ) -> (parameters: Tensor<Scalar>, first: Tensor<Scalar>, second: Tensor<Scalar>) {
    let first = Tensor.fused(.blend, first, gradient, Tensor(beta1)) { mean, slope, share in
      slope + share * (mean - slope)
    }
    let second = Tensor.fused(.squareBlend, second, gradient, factors.beta2) { mean, slope, share in
      square(slope) + share * (mean - square(slope))
    }
    let step = Tensor.fused(.rootRatio, first, second, factors.epsilon) { mean, square, epsilon in
      mean / (sqrt(square) + epsilon)
    }
    return (parameters - factors.rate * step, first, second)
  }

  /// What Adam carries from step to step.
  public struct Moments<Scalar: FloatingPointTensorScalar>: Sendable {
    /// The steps taken.
    public var step: Int
    /// The running means of the gradients.
    public var first: [Tensor<Scalar>]
    /// The running means of their squares.
    public var second: [Tensor<Scalar>]

    public init(step: Int, first: [Tensor<Scalar>], second: [Tensor<Scalar>]) {
      self.step = step
      self.first = first
      self.second = second
    }

    /// Zeros, before the first step.
    public init(for parameters: [Tensor<Scalar>]) {
      let zeros = parameters.map {
        Tensor<Scalar>(shape: $0.shape, scalars: [Scalar](repeating: 0, count: $0.scalarCount))
      }
      self.init(step: 0, first: zeros, second: zeros)
    }
  }

  /// The parameters and moments after one step, as expressions.
  ///
  /// - Parameter rateFactor: What the learning rate is multiplied by in this step.
  public func step<Scalar: FloatingPointTensorScalar>(
    _ parameters: [Tensor<Scalar>], gradients: [Tensor<Scalar>], moments: Moments<Scalar>,
    rateFactor: Double = 1
  ) -> (parameters: [Tensor<Scalar>], moments: Moments<Scalar>) {
    let numbers = factors(step: moments.step + 1, rateFactor: rateFactor)
    // Leaves rather than constants: what changes from step to step is an input of the step.
    let factors = TensorFactors(
      rate: Tensor(Scalar(numbers.rate)), epsilon: Tensor(Scalar(numbers.epsilon)),
      beta2: Tensor(Scalar(numbers.beta2)))
    var next = Moments<Scalar>(step: moments.step + 1, first: [], second: [])
    var moved: [Tensor<Scalar>] = []
    for (i, gradient) in gradients.enumerated() {
      let result = step(
        parameters[i], gradient: gradient, first: moments.first[i], second: moments.second[i],
        factors)
      moved.append(result.parameters)
      next.first.append(result.first)
      next.second.append(result.second)
    }
    return (moved, next)
  }
}
