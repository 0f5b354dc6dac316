import Tensors

/// Scores drawn to 1 for real rows and to 0 for generated ones.
///
/// ```
/// critic:     ½ E (D(y) − 1)² + ½ E D(G)² + γ/2 (E ‖∇D(y)‖² + E ‖∇D(G)‖²)
/// generator:  ½ E (D(G) − 1)²
/// ```
///
/// Rows that the critic tells apart still have a slope to follow, where a sigmoid is flat. The
/// distance reported is E D(y) − E D(G).
///
/// Source: X. Mao et al., "Least squares generative adversarial networks", 2017, arXiv:1611.04076.
public struct LeastSquares: Objective {
  public let penalty: ZeroCentredPenalty

  /// - Parameter penalty: γ; 0 for the objective as published.
  public init(penalty: Double = 0) { self.penalty = ZeroCentredPenalty(weight: penalty) }

  public var name: String { "least-squares" }

  public func criticTerms<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> CriticTerms<Scalar> {
    let (scores, cost) = try penalty(round)
    let misses = square(scores - round.isReal).sum() / Tensor(2 * Double(round.count))
    return CriticTerms(loss: misses + cost, distance: round.gap(of: scores), penalty: cost)
  }

  public func generatorLoss<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> Tensor<Scalar> {
    0.5 * square(round.critic(round.generated) - 1).mean()
  }
}
