import Foundation
import RandomGenerators
import Tensors

/// Plays the game: updates of the critic and the generator over batches of rows.
///
/// A value: a copy is a state to go back to. All randomness comes from the seed, and a step is a
/// function of the state alone, so that training stopped and resumed gives the bits of training left
/// alone, on any number of threads.
public struct Trainer<Scalar: FloatingPointTensorScalar>: Sendable {
  public let settings: TrainingSettings
  public let objective: any Objective
  public let noise: Noise
  /// The real rows `[count, features]`.
  public let rows: Tensor<Scalar>
  /// A condition for each row `[count, width]`, or nil.
  public let conditions: Tensor<Scalar>?

  /// The networks with what their optimisers carry.
  var generatorLearner: Learner<Scalar>
  var criticLearner: Learner<Scalar>
  /// The moving average of the generator's parameters.
  var average: Tensor<Scalar>
  /// The updates, once they are traced.
  private var updates: Updates<Scalar>?
  /// Steps done.
  public internal(set) var step = 0
  var random: Philox4x32
  public internal(set) var history: History

  /// A game before its first step.
  ///
  /// - Parameters:
  ///   - generator: From noise and condition `[n, noise + condition]` to rows `[n, features]`.
  ///   - critic: From rows and condition `[n, features + condition]` to scores `[n, 1]`.
  ///   - random: The generator of random numbers, after the networks took theirs.
  /// - Throws: ``SettingsError``; where there are no rows, or shapes do not fit, too.
  public init(
    generator: any Module<Scalar>, critic: any Module<Scalar>, noise: Noise, rows: Tensor<Scalar>,
    conditions: Tensor<Scalar>? = nil, objective: any Objective, settings: TrainingSettings,
    random: Philox4x32? = nil
  ) throws {
    try settings.validate()
    guard rows.rank == 2, rows.shape[0] > 0, rows.shape[1] > 0 else {
      throw SettingsError(
        setting: "rows", value: "of shape \(rows.shape)", requirement: "rows and columns")
    }
    if let conditions, conditions.rank != 2 || conditions.shape[0] != rows.shape[0] {
      throw SettingsError(
        setting: "conditions", value: "of shape \(conditions.shape)",
        requirement: "\(rows.shape[0]) rows")
    }
    self.settings = settings
    self.objective = objective
    self.noise = noise
    self.rows = rows.materialized()
    self.conditions = conditions?.materialized()
    generatorLearner = Learner(generator)
    criticLearner = Learner(critic)
    average = generatorLearner.parameters
    self.random = random ?? Philox4x32(seed: settings.seed)
    history = History(interval: settings.historyInterval)
  }

  /// The generator as trained last.
  public var generator: any Module<Scalar> { generatorLearner.current }

  /// The critic as trained last.
  public var critic: any Module<Scalar> { criticLearner.current }

  /// The generator that samples are made with: with averaged parameters, where there is an average.
  public var sampler: any Module<Scalar> {
    generatorLearner.network(with: generatorLearner.pieces(of: average))
  }

  /// Rows made under the given conditions (as many as there are), by the averaged generator.
  public func sample(
    count: Int, conditions: Tensor<Scalar>? = nil,
    using generator: inout some RandomNumberGenerator
  ) -> Tensor<Scalar> {
    sampler(inputs(count: count, conditions: conditions, using: &generator)).materialized()
  }

  /// What ``sample(count:conditions:using:)`` makes rows of: noise, then condition.
  public func inputs(
    count: Int, conditions: Tensor<Scalar>? = nil,
    using generator: inout some RandomNumberGenerator
  ) -> Tensor<Scalar> {
    let draws: Tensor<Scalar> = noise.draw(count, using: &generator)
    return joined(draws, conditions).materialized()
  }

  // MARK: - Training

  /// Trains from the present step to the last.
  ///
  /// - Parameter progress: Called after each step; training stops there unless it gives `.proceed`.
  ///   It also stops when the task that runs it is cancelled.
  /// - Throws: ``TrainingError`` at a loss that is not finite, what the objective throws, and what
  ///   `progress` throws.
  public mutating func train(
    progress: (borrowing Trainer, StepLosses) throws -> TrainingDecision = { _, _ in .proceed }
  ) throws {
    while step < settings.steps && !Task.isCancelled {
      let losses = try advance()
      if try progress(self, losses) == .stop { break }
    }
  }

  /// One step: the critic's updates, then the generator's.
  @discardableResult
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public mutating func advance() throws -> StepLosses {
    var losses = StepLosses(critic: 0, distance: 0, penalty: 0, generator: 0)
    let share = 1 / Double(settings.criticSteps)
    let curve = Schedule(step: step, of: settings.steps, start: settings.decayStart)
    for _ in 0..<settings.criticSteps {
      let inputs = nextInputs(curve, settings.criticOptimizer, after: criticLearner.updates)
      let terms = try tracedUpdates(inputs)
        .moveCritic(&criticLearner, against: generatorLearner, inputs)
      try check(terms.loss, "critic loss")
      try check(terms.distance, "distance")
      try check(terms.penalty, "penalty")
      losses.critic += share * terms.loss
      losses.distance += share * terms.distance
      losses.penalty += share * terms.penalty
    }
    let inputs = nextInputs(curve, settings.generatorOptimizer, after: generatorLearner.updates)
    losses.generator = try tracedUpdates(inputs).moveGenerator(
      &generatorLearner, average: &average, against: criticLearner, inputs)
    try check(losses.generator, "generator loss")
    step += 1
    history.add(losses, step: step, isLast: step == settings.steps)
    return losses
  }

  private mutating func tracedUpdates(_ example: Updates<Scalar>.Inputs) throws -> Updates<Scalar> {
    if let updates { return updates }
    let traced = try Updates(
      generator: generatorLearner, critic: criticLearner, objective: objective,
      settings: settings, average: average, example: example)
    updates = traced
    return traced
  }

  private func check(_ value: Double, _ quantity: String) throws(TrainingError) {
    guard value.isFinite else {
      throw TrainingError(step: step + 1, quantity: quantity, value: value)
    }
  }

  // MARK: - Batches

  /// Rows drawn with replacement, noise, ε, and where the schedule stands.
  private mutating func nextInputs(
    _ curve: Schedule, _ adam: Adam, after updates: Int
  ) -> Updates<Scalar>.Inputs {
    let count = UInt64(rows.shape[0])
    let indices = (0..<settings.batch).map { _ in
      Int(random.next().multipliedFullWidth(by: count).high)
    }
    let t = Double(step)
    return Updates.Inputs(
      real: Self.chosen(indices, of: rows),
      condition: conditions.map { Self.chosen(indices, of: $0) },
      noise: noise.draw(settings.batch, using: &random),
      mixing: Tensor(standardUniform: [settings.batch, 1], using: &random),
      adam: adam.factors(
        step: updates + 1, rateFactor: curve.linear(to: settings.rateEnd)),
      penalty: curve.geometric(to: settings.penaltyEnd),
      averaging: Swift.min(settings.averaging, (1 + t) / (10 + t)))
  }

  private static func chosen(_ indices: [Int], of rows: Tensor<Scalar>) -> Tensor<Scalar> {
    let width = rows.shape[1]
    return rows.withUnsafeScalars { source in
      Tensor(shape: [indices.count, width]) { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        for (place, index) in indices.enumerated() {
          (to + place * width).update(from: from + index * width, count: width)
        }
      }
    }
  }
}

/// Whether training goes on.
public enum TrainingDecision: Sendable {
  case proceed, stop
}

/// Training that came to a number that is not finite.
public struct TrainingError: Error, Equatable, CustomStringConvertible {
  /// The step in which it was met, counted from 1.
  public let step: Int
  /// What was not finite: "critic loss".
  public let quantity: String
  public let value: Double

  public var description: String {
    """
    The \(quantity) became \(value.isNaN ? "NaN" : "\(value)") in step \(step). A lower learning rate or a larger penalty may \
    help.
    """
  }
}
