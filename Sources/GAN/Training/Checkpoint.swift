import Foundation
import RandomGenerators
import Tensors

// What it takes to go on as if training had never stopped.

extension Trainer {
  /// The whole state: parameters, their average, Adam's moments, step, random generator, history.
  public func checkpoint() throws -> Safetensors {
    var file = Safetensors()
    for (name, tensor) in namedState { file.set(name, to: tensor) }
    let state = CheckpointState(
      step: step, random: random, history: history, settings: settings,
      objective: objective.name, noise: "\(noise.distribution)", noiseWidth: noise.width,
      generatorUpdates: generatorLearner.updates, criticUpdates: criticLearner.updates)
    file.metadata["training"] = try stableJSON(state)
    return file
  }

  /// Goes to the state of a checkpoint of the same networks, settings, objective and noise.
  ///
  /// - Throws: ``CheckpointError`` that says what differs; ``SafetensorsError`` where a tensor is
  ///   missing.
  public mutating func restore(from file: Safetensors) throws {
    guard let text = file.metadata["training"] else {
      throw CheckpointError(problem: "The file holds no state of training.")
    }
    let state: CheckpointState
    do {
      state = try JSONDecoder().decode(CheckpointState.self, from: Data(text.utf8))
    } catch {
      throw CheckpointError(problem: "The state of training in the file cannot be read.")
    }
    func require<Value: Equatable>(_ what: String, _ saved: Value, _ own: Value) throws {
      guard saved == own else {
        throw CheckpointError(problem: "The \(what) was \(saved), but is now \(own).")
      }
    }
    try require("objective", state.objective, objective.name)
    try require("noise", state.noise, "\(noise.distribution)")
    try require("noise's width", state.noiseWidth, noise.width)
    guard state.settings == settings else {
      throw CheckpointError(problem: "The settings of training were others.")
    }
    guard state.step >= 0, state.step <= settings.steps else {
      throw CheckpointError(problem: "Step \(state.step) of \(settings.steps) does not exist.")
    }
    var restored: [Tensor<Scalar>] = []
    for (name, own) in namedState {
      let tensor = try file.tensor(name, of: Scalar.self)
      guard tensor.shape == own.shape else {
        throw CheckpointError(
          problem: "\(name) has shape \(tensor.shape), but the network needs \(own.shape).")
      }
      restored.append(tensor)
    }
    // In the order of `namedState`.
    var rest = restored[...]
    func take(_ count: Int) -> [Tensor<Scalar>] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    func take(_ count: Int) -> Tensor<Scalar> {
      defer { rest = rest.dropFirst(count) }
      return Learner.joined(Array(rest.prefix(count))).materialized()
    }
    let (g, c) = (generatorLearner.layout.count, criticLearner.layout.count)
    generatorLearner.parameters = take(g)
    average = take(g)
    generatorLearner.first = take(g)
    generatorLearner.second = take(g)
    generatorLearner.updates = state.generatorUpdates
    criticLearner.parameters = take(c)
    criticLearner.first = take(c)
    criticLearner.second = take(c)
    criticLearner.updates = state.criticUpdates
    step = state.step
    random = state.random
    history = state.history
  }

  private var namedState: [(name: String, tensor: Tensor<Scalar>)] {
    func named(
      _ prefix: String, _ learner: Learner<Scalar>, _ vector: Tensor<Scalar>
    ) -> [(name: String, tensor: Tensor<Scalar>)] {
      zip(learner.layout, learner.pieces(of: vector)).map { (name: prefix + $0.name, tensor: $1) }
    }
    let (g, c) = (generatorLearner, criticLearner)
    return named("generator.", g, g.parameters) + named("average.", g, average)
      + named("generatorFirstMoment.", g, g.first) + named("generatorSecondMoment.", g, g.second)
      + named("critic.", c, c.parameters) + named("criticFirstMoment.", c, c.first)
      + named("criticSecondMoment.", c, c.second)
  }
}

extension Module {
  /// The parameters under their names, as PyTorch's `load_state_dict` takes them.
  public func safetensors(metadata: [String: String] = [:]) -> Safetensors {
    var file = Safetensors(metadata: metadata)
    for parameter in namedParameters { file.set(parameter.name, to: parameter.value) }
    return file
  }

  /// The same function with the parameters of a file.
  public func with(_ file: Safetensors) throws -> Self {
    var named: [String: Tensor<Scalar>] = [:]
    for name in file.names { named[name] = try file.tensor(name) }
    return try with(namedParameters: named)
  }
}

/// A checkpoint that does not belong to the training it was given to.
public struct CheckpointError: Error, Equatable, CustomStringConvertible {
  public let problem: String
  public init(problem: String) { self.problem = problem }
  public var description: String { problem }
}

private struct CheckpointState: Codable {
  let step: Int
  let random: Philox4x32
  let history: History
  let settings: TrainingSettings
  let objective: String
  let noise: String
  let noiseWidth: Int
  let generatorUpdates: Int
  let criticUpdates: Int
}

/// JSON with the keys in order, so that equal values give equal bytes.
func stableJSON(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
