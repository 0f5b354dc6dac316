import Tensors

/// The relativistic pairing objective: the critic says which of a real and a generated row is the
/// real one.
///
/// ```
/// critic:     E softplus(D(G) − D(y)) + γ/2 (E ‖∇D(y)‖² + E ‖∇D(G)‖²)
/// generator:  E softplus(D(y) − D(G))
/// ```
///
/// over pairs of a real row y and a generated one, softplus x = log(1 + eˣ). Since each real row is
/// set against generated ones, a mode that the generator leaves out costs it; with both zero-centred
/// penalties the game converges. The distance reported is E D(y) − E D(G).
///
/// Source: Y. Huang, A. Gokaslan, V. Kuleshov, J. Tompkin, "The GAN is dead; long live the GAN! A
/// modern GAN baseline", 2024, arXiv:2501.05441; pairing: A. Jolicoeur-Martineau, 2018,
/// arXiv:1807.00734.
public struct Relativistic: Objective {
  public let penalty: ZeroCentredPenalty

  /// - Parameter penalty: γ.
  public init(penalty: Double = 0.05) { self.penalty = ZeroCentredPenalty(weight: penalty) }

  public var name: String { "relativistic" }

  public func criticTerms<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> CriticTerms<Scalar> {
    let (scores, cost) = try penalty(round)
    let n = round.count
    let lead = scores.sliced(n..<(2 * n)) - scores.sliced(0..<n)
    return CriticTerms(
      loss: softplus(lead).mean() + cost, distance: round.gap(of: scores), penalty: cost)
  }

  public func generatorLoss<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> Tensor<Scalar> {
    softplus(round.critic(round.real) - round.critic(round.generated)).mean()
  }
}
