import Distributions
import Foundation
import RandomGenerators
import Tensors

/// A GAN that learns the rows of a table, given the columns of a condition or none.
///
/// ```swift
/// var gan = try TableGAN(Table.iris(), conditions: ["species"])
/// try gan.train()
/// print(try gan.sample(count: 150, seed: 1).csv)
/// ```
///
/// Columns of numbers are standardised, columns of labels one number a level, and both come back in
/// their own units (``TableEncoding``).
public struct TableGAN: Sendable {
  /// The rows to learn.
  public let table: Table
  public let encoding: TableEncoding
  public let networks: NetworkSettings
  /// The game, its networks and its history.
  public var trainer: Trainer<Float>

  /// A GAN before its first step.
  ///
  /// - Parameters:
  ///   - table: The rows to learn.
  ///   - conditions: The columns that are given instead of made.
  ///   - objective: A small penalty lets the critic follow narrow columns: on iris, standard
  ///     deviations come out within 15% at a weight of 0.1, within 60% at one of 10.
  ///   - noise: What rows are made of.
  /// - Throws: ``CSVError`` for a condition that is no column; ``SettingsError``;
  ///   `ParameterError` where the noise's parameters are invalid.
  public init(
    _ table: Table, conditions: [String] = [], objective: any Objective = Wasserstein(penalty: 0.1),
    noise: any Distribution = Normal<Double>(mean: 0, standardDeviation: 1),
    networks: NetworkSettings = NetworkSettings(),
    settings: TrainingSettings = .tables()
  ) throws {
    try networks.validate()
    self.table = table
    self.networks = networks
    encoding = try TableEncoding(table, conditions: conditions)
    var random = Philox4x32(seed: settings.seed)
    let source = try Noise(noise, width: networks.noiseWidth)
    let (features, given) = (encoding.featureWidth, encoding.conditionWidth)
    let generator = networks.generator(
      inputs: source.width + given, outputs: features, using: &random)
    let critic = networks.critic(inputs: features + given, using: &random)
    trainer = try Trainer(
      generator: generator, critic: critic, noise: source, rows: encoding.features(of: table),
      conditions: encoding.conditions(of: table), objective: objective, settings: settings,
      random: random)
  }

  /// Trains to the last step; see ``Trainer/train(progress:)``.
  public mutating func train(
    progress: (borrowing Trainer<Float>, StepLosses) throws -> TrainingDecision = { _, _ in
      .proceed
    }
  ) throws {
    try trainer.train(progress: progress)
  }

  /// Rows made by the averaged generator, in the table's columns and units.
  ///
  /// The conditions are those of the real rows, in their order and in equal shares: of 1,500 rows
  /// from a table of 150, each real row's condition is that of ten.
  public func sample(count: Int, seed: UInt64) -> Table {
    generation(count: count, seed: seed).table
  }

  /// The rows of ``sample(count:seed:)`` with what the averaged generator made of what.
  public func generation(count: Int, seed: UInt64) -> Generation {
    // Another stream than training's of the same seed.
    var random = Philox4x32(seed: seed, stream: 0x73_616d_706c_65)
    return generation(count: count, using: &random)
  }

  /// Likewise, from a generator of random numbers.
  public func sample(count: Int, using generator: inout some RandomNumberGenerator) -> Table {
    generation(count: count, using: &generator).table
  }

  private func generation(
    count: Int, using generator: inout some RandomNumberGenerator
  ) -> Generation {
    let count = max(count, 0)
    // ⌊i · rows / count⌋, by steps, so that no product overflows.
    let (whole, rest) = table.rowCount.quotientAndRemainder(dividingBy: max(count, 1))
    var (row, part) = (0, 0)
    var indices: [Int] = []
    for _ in 0..<count {
      indices.append(row)
      row += whole
      part += rest
      if part >= count { (row, part) = (row + 1, part - count) }
    }
    let given = table.rows(indices)
    let inputs = trainer.inputs(
      count: count, conditions: encoding.conditions(of: given), using: &generator)
    let outputs = trainer.sampler(inputs).materialized()
    return Generation(
      inputs: inputs, outputs: outputs,
      table: encoding.table(features: outputs, conditions: given))
  }
}

/// Generated rows, and the numbers on either side of the generator.
public struct Generation: Sendable {
  /// Noise and condition of each row `[count, noise + condition]`.
  public let inputs: Tensor<Float>
  /// What the generator made of them `[count, features]`, before columns get their units back.
  public let outputs: Tensor<Float>
  public let table: Table
}
