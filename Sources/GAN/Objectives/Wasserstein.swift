import Tensors

/// The Wasserstein objective with a gradient penalty.
///
/// ```
/// critic:     E D(G) − E D(y) + λ E (‖∇_ŷ D(ŷ)‖₂ − 1)²,    ŷ = ε y + (1 − ε) G
/// generator:  −E D(G)
/// ```
///
/// with ε one uniform draw a row. The distance reported is E D(y) − E D(G), which at the critic's
/// best is the Wasserstein-1 distance of real from generated rows. The gradient of the penalty by
/// the critic's parameters is a second derivative of the critic, taken exactly.
///
/// For rows of a single number take the one-sided penalty: the slope of a critic on the line cannot
/// turn from 1 to −1 but through 0, which the two-sided one forbids, and the generator runs away.
///
/// Sources: M. Arjovsky, S. Chintala, L. Bottou, "Wasserstein GAN", 2017, arXiv:1701.07875;
/// I. Gulrajani et al., "Improved training of Wasserstein GANs", 2017, arXiv:1704.00028; the
/// one-sided penalty: H. Petzka, A. Fischer, D. Lukovnikov, 2018, arXiv:1709.08894.
public struct Wasserstein: Objective {
  public enum Sides: String, Sendable, Hashable, Codable, CaseIterable {
    /// (‖∇D‖ − 1)²: the norm is drawn to 1.
    case both
    /// max(‖∇D‖ − 1, 0)²: only norms above 1 cost.
    case above
  }

  /// λ, the weight of the penalty.
  public let penalty: Double
  public let sides: Sides

  public init(penalty: Double = 10, sides: Sides = .both) {
    self.penalty = penalty
    self.sides = sides
  }

  public var name: String { "wasserstein" }

  public func criticTerms<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> CriticTerms<Scalar> {
    let signs = 2 * round.isReal - 1
    let distance = (signs * round.scores).sum() / Tensor(Double(round.count))
    let weight = Tensor(penalty) * round.penaltyFactor
    let cost = weight * (try self.cost(ofSlopes: slopesBetween(round)))
    return CriticTerms(loss: cost - distance, distance: distance, penalty: cost)
  }

  public func generatorLoss<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> Tensor<Scalar> {
    -round.critic(round.generated).mean()
  }

  /// E (‖∇_ŷ D(ŷ)‖₂ − 1)² over rows ŷ (or its one-sided form), as an expression.
  public func gradientPenalty<Scalar: FloatingPointTensorScalar>(
    of critic: (Tensor<Scalar>) -> Tensor<Scalar>, at rows: Tensor<Scalar>
  ) throws -> Tensor<Scalar> {
    // A row's score depends on no other row, so the gradient of the sum holds each row's own.
    try cost(ofSlopes: gradient(of: critic(rows), at: rows))
  }

  /// The critic's gradients by the rows between real and generated ones.
  ///
  /// Where the critic begins with an affine map, as with a dense layer, the map of a point between two
  /// rows is as far between the maps of the rows, which the scores need anyway: a matrix product less.
  private func slopesBetween<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> Tensor<Scalar> {
    let (count, mixing) = (round.count, round.mixing)
    func between(_ real: Tensor<Scalar>, _ generated: Tensor<Scalar>) -> Tensor<Scalar> {
      Tensor.fused(.blend, real, generated, mixing) { real, generated, mixing in
        generated + mixing * (real - generated)
      }
    }
    let rows = between(round.real, round.generated)
    guard let critic = round.affineCritic else {
      return try gradient(of: round.critic(rows), at: rows)
    }
    let both = critic.start(Tensor(concatenating: [round.real, round.generated], alongAxis: 0))
    let hidden = between(both.sliced(0..<count), both.sliced(count..<(2 * count)))
    let upstream = try gradient(of: critic.rest(hidden), at: hidden)
    return try gradient(of: (upstream * critic.start(rows)).sum(), at: rows)
  }

  private func cost<Scalar: FloatingPointTensorScalar>(
    ofSlopes slopes: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    let excess = euclideanNorm(ofRows: slopes) - 1
    switch sides {
    case .both: return square(excess).mean()
    case .above: return square(maximum(excess, 0)).mean()
    }
  }
}

/// ‖x‖₂ of each row, with derivative 0 where a row is 0.
///
/// √ has no slope at 0. Its input is made 1 there: masking the output instead would leave
/// 0 · infinity in the gradient.
func euclideanNorm<Scalar: FloatingPointTensorScalar>(
  ofRows x: Tensor<Scalar>
) -> Tensor<Scalar> {
  let squares = square(x).sum(alongAxes: [-1])
  let isZero = squares .== 0
  return Tensor.select(isZero, 0, sqrt(Tensor.select(isZero, 1, squares)))
}
