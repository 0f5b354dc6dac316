import Tensors

/// Scores pushed above 1 for real rows and below −1 for generated ones, and no further.
///
/// ```
/// critic:     E max(1 − D(y), 0) + E max(1 + D(G), 0) + γ/2 (E ‖∇D(y)‖² + E ‖∇D(G)‖²)
/// generator:  −E D(G)
/// ```
///
/// The distance reported is E D(y) − E D(G).
///
/// Source: J. H. Lim, J. C. Ye, "Geometric GAN", 2017, arXiv:1705.02894.
public struct Hinge: Objective {
  public let penalty: ZeroCentredPenalty

  /// - Parameter penalty: γ; 0 for the objective as published.
  public init(penalty: Double = 0) { self.penalty = ZeroCentredPenalty(weight: penalty) }

  public var name: String { "hinge" }

  public func criticTerms<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> CriticTerms<Scalar> {
    let (scores, cost) = try penalty(round)
    let signs = 2 * round.isReal - 1
    let misses = maximum(1 - signs * scores, 0).sum() / Tensor(Double(round.count))
    return CriticTerms(loss: misses + cost, distance: round.gap(of: scores), penalty: cost)
  }

  public func generatorLoss<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> Tensor<Scalar> {
    -round.critic(round.generated).mean()
  }
}
