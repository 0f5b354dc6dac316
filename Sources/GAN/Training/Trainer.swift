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

  /// The generator as trained last.
  public internal(set) var generator: any Module<Scalar>
  public internal(set) var critic: any Module<Scalar>
  /// The moving average of the generator's parameters.
  var average: [Tensor<Scalar>]
  var generatorMoments: Adam.Moments<Scalar>
  var criticMoments: Adam.Moments<Scalar>
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
    self.generator = generator
    self.critic = critic
    average = generator.parameters
    generatorMoments = Adam.Moments(for: generator.parameters)
    criticMoments = Adam.Moments(for: critic.parameters)
    self.random = random ?? Philox4x32(seed: settings.seed)
    history = History(interval: settings.historyInterval)
  }

  /// The generator that samples are made with: with averaged parameters, where there is an average.
  public var sampler: any Module<Scalar> {
    settings.averaging > 0 ? generator.with(parameters: average) : generator
  }

  /// Rows made under the given conditions (as many as there are), by the averaged generator.
  public func sample(
    count: Int, conditions: Tensor<Scalar>? = nil,
    using generator: inout some RandomNumberGenerator
  ) -> Tensor<Scalar> {
    let draws: Tensor<Scalar> = noise.draw(count, using: &generator)
    return sampler(joined(draws, conditions)).materialized()
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
  public mutating func advance() throws -> StepLosses {
    let factor = rateFactor
    var losses = StepLosses(critic: 0, distance: 0, penalty: 0, generator: 0)
    let share = 1 / Double(settings.criticSteps)
    for _ in 0..<settings.criticSteps {
      let terms = try updateCritic(rateFactor: factor)
      losses.critic += share * terms.critic
      losses.distance += share * terms.distance
      losses.penalty += share * terms.penalty
    }
    losses.generator = try updateGenerator(rateFactor: factor)
    step += 1
    history.add(losses, step: step, isLast: step == settings.steps)
    return losses
  }

  /// What the learning rates are multiplied by at this step.
  private var rateFactor: Double {
    let start = settings.decayStart * Double(settings.steps)
    guard Double(step) >= start, start < Double(settings.steps) else { return 1 }
    let fraction = (Double(step) - start) / (Double(settings.steps) - start)
    return 0.5 * (1 + Foundation.cos(Double.pi * fraction))
  }

  private mutating func updateCritic(rateFactor: Double) throws -> StepLosses {
    let batch = nextBatch()
    let parameters = critic.parameters
    let terms = try objective.criticTerms(batch.round(critic, generator(batch.input)))
    let gradients = try gradient(of: terms.loss, at: parameters)
    let (moved, moments) = settings.criticOptimizer.step(
      parameters, gradients: gradients, moments: criticMoments, rateFactor: rateFactor)
    let results = Tensor.materialized(
      moved + moments.first + moments.second + [terms.loss, terms.distance, terms.penalty])
    let n = parameters.count
    let numbers = results[(3 * n)...].map { Double($0.scalar) }
    try check(numbers[0], "critic loss")
    try check(numbers[1], "distance")
    try check(numbers[2], "penalty")
    critic = critic.with(parameters: Array(results[..<n]))
    criticMoments = Adam.Moments(
      step: moments.step, first: Array(results[n..<(2 * n)]),
      second: Array(results[(2 * n)..<(3 * n)]))
    return StepLosses(
      critic: numbers[0], distance: numbers[1], penalty: numbers[2], generator: 0)
  }

  private mutating func updateGenerator(rateFactor: Double) throws -> Double {
    let batch = nextBatch()
    let parameters = generator.parameters
    let loss = try objective.generatorLoss(batch.round(critic, generator(batch.input)))
    let gradients = try gradient(of: loss, at: parameters)
    let (moved, moments) = settings.generatorOptimizer.step(
      parameters, gradients: gradients, moments: generatorMoments, rateFactor: rateFactor)
    var wanted = moved + moments.first + moments.second + [loss]
    if settings.averaging > 0 {
      let t = Double(step)
      let weight = Tensor(Scalar(Swift.min(settings.averaging, (1 + t) / (10 + t))))
      wanted += zip(average, moved).map { old, new in new + weight * (old - new) }
    }
    let results = Tensor.materialized(wanted)
    let n = parameters.count
    let value = Double(results[3 * n].scalar)
    try check(value, "generator loss")
    generator = generator.with(parameters: Array(results[..<n]))
    generatorMoments = Adam.Moments(
      step: moments.step, first: Array(results[n..<(2 * n)]),
      second: Array(results[(2 * n)..<(3 * n)]))
    average = settings.averaging > 0 ? Array(results[(3 * n + 1)...]) : generator.parameters
    return value
  }

  private func check(_ value: Double, _ quantity: String) throws(TrainingError) {
    guard value.isFinite else {
      throw TrainingError(step: step + 1, quantity: quantity, value: value)
    }
  }

  // MARK: - Batches

  private struct Batch {
    let real: Tensor<Scalar>
    let condition: Tensor<Scalar>?
    /// Noise and condition.
    let input: Tensor<Scalar>
    let mixing: Tensor<Scalar>

    func round(_ critic: any Module<Scalar>, _ generated: Tensor<Scalar>) -> Round<Scalar> {
      let condition = condition
      return Round(real: real, generated: generated, mixing: mixing) { rows in
        let count = rows.shape[0]
        return critic(joined(rows, condition.map { repeated($0, count: count) }))
          .reshaped(to: [count])
      }
    }
  }

  /// Rows drawn with replacement, noise, and ε.
  private mutating func nextBatch() -> Batch {
    let count = UInt64(rows.shape[0])
    let indices = Tensor<Int64>(
      (0..<settings.batch).map { _ in Int64(random.next().multipliedFullWidth(by: count).high) })
    let condition = conditions?.gathering(atIndices: indices)
    let draws: Tensor<Scalar> = noise.draw(settings.batch, using: &random)
    let mixing = Tensor<Scalar>(standardUniform: [settings.batch, 1], using: &random)
    return Batch(
      real: rows.gathering(atIndices: indices), condition: condition,
      input: joined(draws, condition), mixing: mixing)
  }
}

/// The columns of `rows`, then those of `condition`.
private func joined<Scalar: FloatingPointTensorScalar>(
  _ rows: Tensor<Scalar>, _ condition: Tensor<Scalar>?
) -> Tensor<Scalar> {
  guard let condition else { return rows }
  return Tensor(concatenating: [rows, condition], alongAxis: 1)
}

/// The rows again and again, `count` in all.
private func repeated<Scalar: FloatingPointTensorScalar>(
  _ rows: Tensor<Scalar>, count: Int
) -> Tensor<Scalar> {
  let (n, width) = (rows.shape[0], rows.shape[1])
  if count == n { return rows }
  precondition(count % n == 0, "critic: \(count) rows for \(n) conditions")
  return rows.broadcast(to: [count / n, n, width]).reshaped(to: [count, width])
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
    The \(quantity) became \(value) in step \(step). A lower learning rate or a larger penalty may \
    help.
    """
  }
}
