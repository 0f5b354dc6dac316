import ArgumentParser
import Foundation
import GAN

/// All that decides the bits of a run.
struct RunPlan: Codable, Equatable {
  var data: String
  var conditions: [String]
  var objective: String
  var penalty: Double
  /// nil: on both sides, but above alone for rows of a single number.
  var penaltySides: Wasserstein.Sides?
  var noise: String
  var networks: NetworkSettings
  var training: TrainingSettings
  var samples: Int

  /// What the flags say, the rest from the checkpoint that is resumed, or else from what suits the
  /// data.
  ///
  /// - Throws: Where a flag contradicts the checkpoint, or cannot be read.
  init(
    _ data: DataOptions, _ training: TrainingOptions, _ output: OutputOptions, saved: RunPlan?
  ) throws {
    self = saved ?? RunPlan(suiting: data.data ?? "iris", objective: training.objective)
    if let value = data.data { self.data = value }
    if !data.condition.isEmpty { conditions = data.condition }
    if let value = training.objective { objective = value }
    if let value = training.penalty { penalty = value }
    if let value = training.penaltySides {
      guard let sides = Wasserstein.Sides(rawValue: value) else {
        throw ValidationError("--penalty-sides must be both or above.")
      }
      penaltySides = sides
    }
    if let value = training.noise { noise = value }
    if let value = training.noiseWidth { networks.noiseWidth = value }
    if let value = training.hidden {
      let widths = try Self.widths(value)
      networks.generatorHidden = widths
      networks.criticHidden = widths
    }
    if let value = training.activation {
      networks.generatorActivation = try Self.activation(value)
      networks.criticActivation = networks.generatorActivation
    }
    if let value = training.generatorActivation {
      networks.generatorActivation = try Self.activation(value)
    }
    if let value = training.steps {
      self.training.steps = value
      self.training.historyInterval = max(1, value / 500)
    }
    if let value = training.batch { self.training.batch = value }
    if let value = training.criticSteps { self.training.criticSteps = value }
    if let value = training.learningRate {
      self.training.generatorOptimizer.learningRate = value
      self.training.criticOptimizer.learningRate = value
    }
    if let value = training.criticLearningRate {
      self.training.criticOptimizer.learningRate = value
    }
    if let value = training.beta1 {
      self.training.generatorOptimizer.beta1 = value
      self.training.criticOptimizer.beta1 = value
    }
    if let value = training.beta2 {
      self.training.generatorOptimizer.beta2 = value
      self.training.criticOptimizer.beta2 = value
    }
    if let value = training.decayStart { self.training.decayStart = value }
    if let value = training.rateEnd { self.training.rateEnd = value }
    if let value = training.penaltyEnd { self.training.penaltyEnd = value }
    if let value = training.generatorInputGain { networks.generatorInputGain = value }
    if let value = training.criticInputGain { networks.criticInputGain = value }
    if let value = training.criticFrequencies {
      networks.criticFrequencies = try Self.numbers(value)
    }
    if let value = training.averaging { self.training.averaging = value }
    if let value = training.seed { self.training.seed = value }
    if let value = output.samples { samples = value }
    if let saved, saved != self {
      throw ValidationError(
        "The flags contradict the checkpoint. Give --resume and --output alone to go on as before, "
          + "or leave --resume out to start again.")
    }
    guard samples >= 1, samples <= 10_000_000 else {
      throw ValidationError("--samples must be in 1...10000000.")
    }
    guard penalty >= 0, penalty.isFinite else {
      throw ValidationError("--penalty must be 0 or more.")
    }
    try networks.validate()
    try self.training.validate()
    _ = try makeObjective(features: 1)
  }

  /// What suits the data that comes with the package; a table of your own is trained as iris is.
  ///
  /// - Parameter wanted: The objective, where it is not the data's own.
  init(suiting data: String, objective wanted: String?) {
    self.data = data
    conditions = []
    objective = "wasserstein"
    penalty = 0.1
    noise = "Normal(mean: 0.0, standardDeviation: 1.0)"
    networks = NetworkSettings()
    training = .tables()
    samples = 1_500
    switch data {
    case "iris": conditions = ["species"]
    case "digits": suitDigits(wanted)
    case "ring", "grid", "swiss-roll": suitToys(wanted)
    default: break
    }
  }

  /// Narrow modes need a generator that jumps between them: units that saturate, weights that are
  /// large from the start, depth; and a critic that sees what is narrow: waves beside the numbers,
  /// and late a small penalty. The relativistic objective leaves no mode out.
  private mutating func suitToys(_ wanted: String?) {
    objective = wanted ?? "relativistic"
    penalty = 0.05
    networks.noiseWidth = 2
    networks.generatorHidden = [128, 128, 128, 128]
    networks.criticHidden = [128, 128, 128]
    networks.generatorActivation = .tanh
    networks.generatorInputGain = 4
    networks.criticFrequencies = [2, 8]
    let adam = Adam(learningRate: 1e-3, beta1: 0, beta2: 0.99)
    training = TrainingSettings(
      steps: 20_000, batch: 256, criticSteps: 1,
      generatorOptimizer: adam, criticOptimizer: adam, decayStart: 0.3, penaltyEnd: 0.1,
      averaging: 0.999)
    samples = 25_000
    if objective == "wasserstein" { suitWasserstein() }
  }

  /// A Wasserstein critic must keep up with the generator: five of its updates a step, and so about
  /// a third of the steps in the same time.
  private mutating func suitWasserstein() {
    penalty = 0.1
    training.criticSteps = 5
    training.steps = training.steps * 3 / 10
    training.historyInterval = max(1, training.steps / 500)
    for optimizer in [\TrainingSettings.generatorOptimizer, \.criticOptimizer] {
      training[keyPath: optimizer].beta1 = 0.5
      training[keyPath: optimizer].beta2 = 0.9
    }
  }

  private mutating func suitDigits(_ wanted: String?) {
    conditions = ["digit"]
    objective = wanted ?? "relativistic"
    penalty = 1
    networks.noiseWidth = 32
    networks.generatorHidden = [256, 256]
    networks.criticHidden = [256, 256]
    let adam = Adam(learningRate: 5e-4, beta1: 0, beta2: 0.99)
    training = TrainingSettings(
      steps: 12_000, batch: 128, criticSteps: 1, generatorOptimizer: adam, criticOptimizer: adam,
      decayStart: 0.3, averaging: 0.999)
    if objective == "wasserstein" { suitWasserstein() }
  }

  /// The rows to learn.
  func table() throws -> Table {
    switch data {
    case "iris": return try Table.iris()
    case "digits": return try Table.digits()
    default: break
    }
    if let toy = Toy(rawValue: data) {
      // A stream of its own, so that the rows do not depend on the networks.
      var random = Philox4x32(seed: training.seed, stream: 0x746f_79)
      return toy.table(count: 100_000, using: &random)
    }
    return try Table(contentsOf: data)
  }

  /// - Parameter features: How many numbers a row that is made has.
  func makeObjective(features: Int) throws -> any Objective {
    switch objective {
    case "wasserstein":
      return Wasserstein(penalty: penalty, sides: penaltySides ?? (features == 1 ? .above : .both))
    case "classic": return Classic(penalty: penalty)
    case "least-squares": return LeastSquares(penalty: penalty)
    case "hinge": return Hinge(penalty: penalty)
    case "relativistic": return Relativistic(penalty: penalty)
    default:
      throw ValidationError(
        "There is no objective \"\(objective)\"; there are wasserstein, classic, least-squares, "
          + "hinge and relativistic.")
    }
  }

  private static func widths(_ text: String) throws -> [Int] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let width = Int(part.trimmingCharacters(in: .whitespaces)) else {
        throw ValidationError("--hidden takes widths with commas between, as 64,64.")
      }
      return width
    }
  }

  private static func numbers(_ text: String) throws -> [Double] {
    try text.split(separator: ",").map { part in
      guard let number = Double(part.trimmingCharacters(in: .whitespaces)) else {
        throw ValidationError("--critic-frequencies takes numbers with commas between, as 2,8,32.")
      }
      return number
    }
  }

  private static func activation(_ name: String) throws -> Activation {
    switch name {
    case "relu": return .relu
    case "leaky-relu": return .leakyReLU(slope: 0.2)
    case "tanh": return .tanh
    case "softplus": return .softplus
    case "sigmoid": return .sigmoid
    default:
      throw ValidationError(
        "There is no activation \"\(name)\"; there are relu, leaky-relu, tanh, softplus, sigmoid.")
    }
  }
}
