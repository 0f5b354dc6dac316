import Tensors

/// What the two networks of a GAN play for.
///
/// An objective sees the critic as a function of rows, with the condition already in it, and says
/// what the critic and the generator are to make small. It is the same for every network and every
/// kind of data; a new one is one file. Its methods are called once, to trace the expressions that
/// training then replays: they may use nothing that changes from step to step but the round.
public protocol Objective: Sendable {
  /// What the command line and reports call it.
  var name: String { get }

  /// What the critic's step makes small, with what a reader of the history wants to know.
  func criticTerms<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> CriticTerms<Scalar>

  /// What the generator's step makes small: a number.
  func generatorLoss<Scalar: FloatingPointTensorScalar>(
    _ round: Round<Scalar>
  ) throws -> Tensor<Scalar>
}

/// One batch of the game: n real rows and n generated ones under the same conditions.
public struct Round<Scalar: FloatingPointTensorScalar>: Sendable {
  /// The critic's scores of rows `[m, features]`, as many as there are rows. Where m is a multiple
  /// of n, the conditions of the batch repeat.
  public let critic: @Sendable (Tensor<Scalar>) -> Tensor<Scalar>
  /// The same in two parts where the first is affine in the rows, as a dense layer is: the second
  /// gives scores.
  public let affineCritic: AffineStart<Scalar>?
  /// The real rows.
  public let real: Tensor<Scalar>
  /// The generated rows.
  public let generated: Tensor<Scalar>
  /// ε: uniform draws `[n, 1]`, one a row, for points between real and generated rows.
  public let mixing: Tensor<Scalar>
  /// What an objective multiplies the weight of its penalty by, as training goes on: a number.
  public let penaltyFactor: Tensor<Scalar>

  public init(
    real: Tensor<Scalar>, generated: Tensor<Scalar>, mixing: Tensor<Scalar>,
    penaltyFactor: Tensor<Scalar> = 1, affineCritic: AffineStart<Scalar>? = nil,
    critic: @escaping @Sendable (Tensor<Scalar>) -> Tensor<Scalar>
  ) {
    self.critic = critic
    self.affineCritic = affineCritic
    self.real = real
    self.generated = generated
    self.mixing = mixing
    self.penaltyFactor = penaltyFactor
  }

  /// n.
  public var count: Int { real.shape[0] }

  /// The scores `[2n]` of the real rows and then the generated ones, in one pass of the critic.
  public var scores: Tensor<Scalar> {
    critic(Tensor(concatenating: [real, generated], alongAxis: 0))
  }

  /// For each of ``scores``, whether its row is real: 1 or 0.
  public var isReal: Tensor<Scalar> {
    Tensor(
      [Scalar](repeating: 1, count: count) + [Scalar](repeating: 0, count: count))
  }
}

/// What became of a critic's batch: three numbers.
public struct CriticTerms<Scalar: FloatingPointTensorScalar>: Sendable {
  /// What the critic's step makes small, penalties included.
  public let loss: Tensor<Scalar>
  /// How far apart the critic finds real and generated rows: the Wasserstein estimate, or the value
  /// of the minimax game.
  public let distance: Tensor<Scalar>
  /// The penalty within the loss, its weight included; 0 without one.
  public let penalty: Tensor<Scalar>

  public init(loss: Tensor<Scalar>, distance: Tensor<Scalar>, penalty: Tensor<Scalar>) {
    self.loss = loss
    self.distance = distance
    self.penalty = penalty
  }
}
