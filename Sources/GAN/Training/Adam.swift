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
    let count = moments.step + 1
    let firstCorrection = 1 - Foundation.pow(beta1, Double(count))
    let secondCorrection = 1 - Foundation.pow(beta2, Double(count))
    // Leaves rather than constants: what changes from step to step is an input of the step.
    let rate = Tensor(Scalar(learningRate * rateFactor / firstCorrection))
    let scale = Tensor(Scalar(1 / secondCorrection.squareRoot()))
    let (b1, c1) = (Tensor<Scalar>(beta1), Tensor<Scalar>(1 - beta1))
    let (b2, c2) = (Tensor<Scalar>(beta2), Tensor<Scalar>(1 - beta2))
    var next = Moments<Scalar>(step: count, first: [], second: [])
    var moved: [Tensor<Scalar>] = []
    for (i, gradient) in gradients.enumerated() {
      let first = b1 * moments.first[i] + c1 * gradient
      let second = b2 * moments.second[i] + c2 * square(gradient)
      let denominator = sqrt(second) * scale + Tensor<Scalar>(epsilon)
      moved.append(parameters[i] - rate * first / denominator)
      next.first.append(first)
      next.second.append(second)
    }
    return (moved, next)
  }
}
