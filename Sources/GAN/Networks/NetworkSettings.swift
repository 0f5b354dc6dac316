import RandomGenerators
import Tensors

/// The shape of the two networks of a ``TableGAN``.
public struct NetworkSettings: Sendable, Hashable, Codable {
  /// The widths of the generator's hidden layers.
  public var generatorHidden: [Int]
  /// The widths of the critic's.
  public var criticHidden: [Int]
  /// How many numbers of noise a row is made of, where the noise is a distribution of numbers.
  public var noiseWidth: Int
  public var generatorActivation: Activation
  public var criticActivation: Activation
  public var initialization: Initialization
  public var normalization: Normalization
  /// What the weights of the generator's first layer are multiplied by at the start.
  public var generatorInputGain: Double
  /// Likewise of the critic's.
  public var criticInputGain: Double
  /// The angular frequencies of ``FourierFeatures`` that the critic sees beside each row; none at
  /// first.
  public var criticFrequencies: [Double]
  /// Whether layers between equal widths add their input to their output.
  public var isResidual: Bool

  public init(
    generatorHidden: [Int] = [64, 64], criticHidden: [Int] = [64, 64], noiseWidth: Int = 8,
    generatorActivation: Activation = .leakyReLU(slope: 0.2),
    criticActivation: Activation = .leakyReLU(slope: 0.2),
    initialization: Initialization = .heNormal,
    normalization: Normalization = .none, generatorInputGain: Double = 1,
    criticInputGain: Double = 1, criticFrequencies: [Double] = [], isResidual: Bool = false
  ) {
    self.generatorHidden = generatorHidden
    self.criticHidden = criticHidden
    self.noiseWidth = noiseWidth
    self.generatorActivation = generatorActivation
    self.criticActivation = criticActivation
    self.initialization = initialization
    self.normalization = normalization
    self.generatorInputGain = generatorInputGain
    self.criticInputGain = criticInputGain
    self.criticFrequencies = criticFrequencies
    self.isResidual = isResidual
  }

  /// Throws what is out of bounds.
  public func validate() throws(SettingsError) {
    for width in generatorHidden + criticHidden where width < 1 || width > 1 << 20 {
      throw SettingsError(
        setting: "hidden", value: "\(width)", requirement: "widths in 1...\(1 << 20)")
    }
    guard noiseWidth >= 1, noiseWidth <= 1 << 20 else {
      throw SettingsError(
        setting: "noiseWidth", value: "\(noiseWidth)", requirement: "in 1...\(1 << 20)")
    }
    for (name, gain) in [
      ("generatorInputGain", generatorInputGain), ("criticInputGain", criticInputGain),
    ] where !(gain > 0 && gain.isFinite) {
      throw SettingsError(setting: name, value: "\(gain)", requirement: "positive and finite")
    }
    for frequency in criticFrequencies where !frequency.isFinite {
      throw SettingsError(
        setting: "criticFrequencies", value: "\(frequency)", requirement: "finite")
    }
  }

  /// The generator, from `inputs` numbers to `outputs`.
  func generator(
    inputs: Int, outputs: Int, using random: inout Philox4x32
  ) -> Sequential<Float> {
    Sequential(
      inputs: inputs, hidden: generatorHidden, outputs: outputs,
      activation: generatorActivation,
      initialization: initialization, normalization: normalization,
      inputGain: generatorInputGain, isResidual: isResidual, using: &random)
  }

  /// The critic, from `inputs` numbers to a score.
  func critic(inputs: Int, using random: inout Philox4x32) -> Sequential<Float> {
    Sequential(
      inputs: inputs, hidden: criticHidden, outputs: 1, activation: criticActivation,
      initialization: initialization, normalization: normalization, inputGain: criticInputGain,
      frequencies: criticFrequencies, isResidual: isResidual, using: &random)
  }
}
