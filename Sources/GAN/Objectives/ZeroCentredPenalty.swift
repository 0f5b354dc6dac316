import Tensors

/// The penalty on the critic's slopes at real and at generated rows, drawn to 0.
///
/// ```
/// γ/2 · (E ‖∇D(y)‖² + E ‖∇D(G)‖²)
/// ```
///
/// With it the game of critic and generator converges where it otherwise circles.
///
/// Source: L. Mescheder, A. Geiger, S. Nowozin, "Which training methods for GANs do actually
/// converge?", 2018, arXiv:1801.04406 (R₁ and R₂).
public struct ZeroCentredPenalty: Sendable, Hashable {
  /// γ; 0 for no penalty.
  public let weight: Double

  public init(weight: Double) { self.weight = weight }

  /// The scores of the real rows and then the generated ones, and the penalty: one pass of the
  /// critic serves both.
  func callAsFunction<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> (scores: Tensor<Scalar>, penalty: Tensor<Scalar>) {
    let rows = Tensor(concatenating: [round.real, round.generated], alongAxis: 0)
    let scores = round.critic(rows)
    guard weight > 0 else { return (scores, 0) }
    // A row's score depends on no other row, so the gradient of the sum holds each row's own.
    let slopes = try gradient(of: scores, at: rows)
    let factor = Tensor<Scalar>(weight / (2 * Double(round.count))) * round.penaltyFactor
    return (scores, factor * square(slopes).sum())
  }
}

extension Round {
  /// E D(y) − E D(G) of the scores of real and then generated rows.
  func gap(of scores: Tensor<Scalar>) -> Tensor<Scalar> {
    let n = count
    return (scores.sliced(0..<n) - scores.sliced(n..<(2 * n))).mean()
  }
}
