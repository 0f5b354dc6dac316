import Losses
import Tensors

/// The objective of the first GAN, the generator's in its non-saturating form.
///
/// ```
/// critic:     −E log σ(D(y)) − E log(1 − σ(D(G)))
/// generator:  −E log σ(D(G))
/// ```
///
/// The critic's scores are logits: σ(D) is the probability that a row is real. The distance reported
/// is the value of the minimax game, E log σ(D(y)) + E log(1 − σ(D(G))): −2 log 2 where the critic
/// cannot tell the two apart, 0 where it always can.
///
/// Source: I. Goodfellow et al., "Generative adversarial nets", 2014, arXiv:1406.2661.
public struct Classic: Objective {
  public let penalty: ZeroCentredPenalty

  /// - Parameter penalty: γ, the weight of penalties on the slopes at real and generated rows; 0 for
  ///   the objective as published.
  public init(penalty: Double = 0) { self.penalty = ZeroCentredPenalty(weight: penalty) }

  public var name: String { "classic" }

  public func criticTerms<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> CriticTerms<Scalar> {
    let (scores, cost) = try penalty(round)
    let costs = sigmoidCrossEntropy(logits: scores, labels: round.isReal)
    let value = costs.sum() / Tensor(Double(round.count))
    return CriticTerms(loss: value + cost, distance: -value, penalty: cost)
  }

  public func generatorLoss<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> Tensor<Scalar> {
    sigmoidCrossEntropy(logits: round.critic(round.generated), labels: 1, reduction: .mean)
  }
}
