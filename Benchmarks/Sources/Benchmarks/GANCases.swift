import GAN
import Synchronization

/// A step of the conditional Wasserstein GAN with gradient penalty: five updates of the critic and
/// one of the generator, by Adam, on fresh batches.
let ganCases: [Case] = [
  step(batch: 100, noise: 8, features: 4, hidden: [64, 64]),
  step(batch: 256, noise: 16, features: 64, hidden: [256, 256]),
  step(batch: 256, noise: 128, features: 784, hidden: [512, 512, 512]),
]

private let classes = 10

private func step(batch: Int, noise: Int, features: Int, hidden: [Int]) -> Case {
  let widths = hidden.map(String.init).joined(separator: ", ")
  return Case(
    "WGAN-GP step, batch \(batch), \(noise) → \(features), hidden \(widths)", elements: 1
  ) {
    guard let game = try? game(batch: batch, noise: noise, features: features, hidden: hidden)
    else { return {} }
    return { game.step() }
  }
}

private func game(
  batch: Int, noise: Int, features: Int, hidden: [Int]
) throws -> Game {
  var random = Philox4x32(seed: 1)
  let rows = Tensor<Float>(standardNormal: [2_000, features], using: &random)
  let labels = Tensor<Int64>((0..<2_000).map { Int64($0 % classes) })
  let generator = Sequential<Float>(
    inputs: noise + classes, hidden: hidden, outputs: features, using: &random)
  let critic = Sequential<Float>(
    inputs: features + classes, hidden: hidden, outputs: 1, using: &random)
  return Game(
    try Trainer(
      generator: generator, critic: critic,
      noise: Noise(Normal(mean: 0.0, standardDeviation: 1.0), width: noise), rows: rows,
      conditions: Tensor<Float>(oneHot: labels, depth: classes), objective: Wasserstein(),
      settings: TrainingSettings(
        steps: 1_000_000, batch: batch, generatorOptimizer: Adam(), criticOptimizer: Adam(),
        decayStart: 1, averaging: 0),
      random: random))
}

/// A trainer that a closure can advance.
private final class Game: Sendable {
  private let trainer: Mutex<Trainer<Float>>

  init(_ trainer: Trainer<Float>) { self.trainer = Mutex(trainer) }

  func step() {
    trainer.withLock { trainer in
      do {
        try trainer.advance()
      } catch {
        print("\(error)")
      }
    }
  }
}
