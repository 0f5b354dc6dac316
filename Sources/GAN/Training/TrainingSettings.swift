/// How a GAN is trained; the same settings and data give the same bits on any number of threads.
public struct TrainingSettings: Sendable, Hashable, Codable {
  /// Steps of the generator.
  public var steps: Int
  /// Rows a batch.
  public var batch: Int
  /// Updates of the critic before each of the generator.
  public var criticSteps: Int
  /// The generator's optimiser.
  public var generatorOptimizer: Adam
  /// The critic's.
  public var criticOptimizer: Adam
  /// The share of the steps after which both learning rates fall, by half a cosine, to the share
  /// ``rateEnd`` of them; 1 keeps them.
  public var decayStart: Double
  /// What is left of the learning rates at the end.
  public var rateEnd: Double
  /// What is left of the weight of the penalty at the end: along the same curve, by equal ratios.
  /// A small penalty late lets the critic see narrow modes.
  public var penaltyEnd: Double
  /// The weight of the past in the moving average of the generator's parameters, which samples are
  /// made with; 0 for no average. At first it is lower, (1 + t)/(10 + t), so that the start is
  /// forgotten.
  public var averaging: Double
  /// Where all randomness comes from.
  public var seed: UInt64
  /// Steps that an entry of the history stands for.
  public var historyInterval: Int

  public init(
    steps: Int = 2_000, batch: Int = 100, criticSteps: Int = 5,
    generatorOptimizer: Adam = Adam(), criticOptimizer: Adam = Adam(), decayStart: Double = 0.5,
    rateEnd: Double = 0, penaltyEnd: Double = 1, averaging: Double = 0.99, seed: UInt64 = 0,
    historyInterval: Int? = nil
  ) {
    self.steps = steps
    self.batch = batch
    self.criticSteps = criticSteps
    self.generatorOptimizer = generatorOptimizer
    self.criticOptimizer = criticOptimizer
    self.decayStart = decayStart
    self.rateEnd = rateEnd
    self.penaltyEnd = penaltyEnd
    self.averaging = averaging
    self.seed = seed
    self.historyInterval = historyInterval ?? max(1, steps / 500)
  }

  /// What serves tables of a few columns well, with `Wasserstein(penalty: 0.1)`: both networks learn
  /// at 1e-3, which falls after three tenths of the steps, and samples come from a long average.
  public static func tables(steps: Int = 4_000, seed: UInt64 = 0) -> TrainingSettings {
    TrainingSettings(
      steps: steps, generatorOptimizer: Adam(learningRate: 1e-3),
      criticOptimizer: Adam(learningRate: 1e-3), decayStart: 0.3, averaging: 0.999, seed: seed)
  }

  /// Throws what is out of bounds.
  public func validate() throws(SettingsError) {
    func require(
      _ condition: Bool, _ name: String, _ value: Any, _ bound: String
    ) throws(SettingsError) {
      guard condition else {
        throw SettingsError(setting: name, value: "\(value)", requirement: bound)
      }
    }
    try require(steps >= 0, "steps", steps, "0 or more")
    try require(batch >= 1, "batch", batch, "1 or more")
    try require(criticSteps >= 1, "criticSteps", criticSteps, "1 or more")
    try require(historyInterval >= 1, "historyInterval", historyInterval, "1 or more")
    try require(decayStart >= 0 && decayStart <= 1, "decayStart", decayStart, "in 0...1")
    try require(rateEnd >= 0 && rateEnd <= 1, "rateEnd", rateEnd, "in 0...1")
    try require(penaltyEnd > 0 && penaltyEnd <= 1, "penaltyEnd", penaltyEnd, "above 0, at most 1")
    try require(averaging >= 0 && averaging < 1, "averaging", averaging, "in 0..<1")
    for adam in [generatorOptimizer, criticOptimizer] {
      let rate = adam.learningRate
      try require(rate > 0 && rate.isFinite, "learningRate", rate, "positive and finite")
      try require(adam.beta1 >= 0 && adam.beta1 < 1, "beta1", adam.beta1, "in 0..<1")
      try require(adam.beta2 >= 0 && adam.beta2 < 1, "beta2", adam.beta2, "in 0..<1")
      try require(adam.epsilon >= 0, "epsilon", adam.epsilon, "0 or more")
    }
  }
}

/// A setting out of its bounds.
public struct SettingsError: Error, Equatable, CustomStringConvertible {
  public let setting: String
  public let value: String
  public let requirement: String

  public init(setting: String, value: String, requirement: String) {
    self.setting = setting
    self.value = value
    self.requirement = requirement
  }

  public var description: String { "\(setting) is \(value), but must be \(requirement)." }
}
