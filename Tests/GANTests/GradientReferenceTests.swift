import Foundation
import GAN
import Testing

/// Losses, penalties and gradients in `Float` against PyTorch's autograd in `Double`, from the same
/// weights and batches: `Tests/References/gan_gradients.py` wrote them.
@Suite struct GradientReferenceTests {
  private struct Document: Decodable { let cases: [Case] }

  private struct Network: Decodable {
    let activation: String
    let parameters: [Double]
    let shapes: [[Int]]
  }

  private struct Case: Decodable {
    let objective: String
    let penaltyWeight: Double
    let generator: Network
    let critic: Network
    let real: [Double]
    let noise: [Double]
    let condition: [Double]
    let mixing: [Double]
    let batch: Int
    let features: Int
    let noiseWidth: Int
    let conditionWidth: Int
    let criticLoss: Double
    let penalty: Double
    let generatorLoss: Double
    let criticGradient: [Double]
    let penaltyGradient: [Double]
    let generatorGradient: [Double]

    func matrix(_ scalars: [Double], _ columns: Int) -> Tensor<Float> {
      Tensor(shape: [batch, columns], scalars: scalars.map { Float($0) })
    }

    var game: any Objective {
      switch objective {
      case "wasserstein": Wasserstein(penalty: penaltyWeight)
      case "wasserstein one-sided": Wasserstein(penalty: penaltyWeight, sides: .above)
      case "classic": Classic(penalty: penaltyWeight)
      case "least-squares": LeastSquares(penalty: penaltyWeight)
      case "hinge": Hinge(penalty: penaltyWeight)
      default: Relativistic(penalty: penaltyWeight)
      }
    }
  }

  /// What was found, under the references' names.
  private struct Found: Codable {
    let criticLoss: Double
    let penalty: Double
    let generatorLoss: Double
    let criticGradient: [Double]
    let penaltyGradient: [Double]
    let generatorGradient: [Double]
  }

  private func sequential(_ network: Network) throws -> Sequential<Float> {
    let activation: Activation =
      switch network.activation {
      case "tanh": .tanh
      case "softplus": .softplus
      default: .leakyReLU(slope: 0.2)
      }
    var rest = network.parameters[...]
    let tensors = network.shapes.map { shape -> Tensor<Float> in
      let count = shape.reduce(1, *)
      defer { rest = rest.dropFirst(count) }
      return Tensor(shape: shape, scalars: rest.prefix(count).map { Float($0) })
    }
    let last = network.shapes.count - 2
    return Sequential(
      stride(from: 0, through: last, by: 2).map { index in
        Dense<Float>(
          weight: tensors[index], bias: tensors[index + 1],
          activation: index == last ? .identity : activation)
      })
  }

  /// - Parameter isSplit: Whether the objective may know the critic's affine start.
  private func find(_ reference: Case, isSplit: Bool) throws -> Found {
    let generator = try sequential(reference.generator)
    let critic = try sequential(reference.critic)
    let condition = reference.matrix(reference.condition, reference.conditionWidth)
    let noise = reference.matrix(reference.noise, reference.noiseWidth)
    let batch = reference.batch
    @Sendable func given(_ rows: Tensor<Float>) -> Tensor<Float> {
      let times = rows.shape[0] / batch
      let given = Tensor(concatenating: [Tensor<Float>](repeating: condition, count: times))
      return Tensor(concatenating: [rows, given], alongAxis: 1)
    }
    let parts = critic.affineStart.map { parts in
      AffineStart<Float> {
        parts.start(given($0))
      } rest: { hidden in
        parts.rest(hidden).reshaped(to: [hidden.shape[0]])
      }
    }
    #expect(parts != nil)
    let round = Round<Float>(
      real: reference.matrix(reference.real, reference.features),
      generated: generator(Tensor(concatenating: [noise, condition], alongAxis: 1)),
      mixing: reference.matrix(reference.mixing, 1), affineCritic: isSplit ? parts : nil
    ) { rows in critic(given(rows)).reshaped(to: [rows.shape[0]]) }
    let terms = try reference.game.criticTerms(round)
    let loss = try reference.game.generatorLoss(round)
    func numbers(_ gradients: [Tensor<Float>]) -> [Double] {
      gradients.flatMap { $0.scalars.map { Double($0) } }
    }
    return Found(
      criticLoss: Double(terms.loss.scalar), penalty: Double(terms.penalty.scalar),
      generatorLoss: Double(loss.scalar),
      criticGradient: numbers(try gradient(of: terms.loss, at: critic.parameters)),
      penaltyGradient: numbers(try gradient(of: terms.penalty, at: critic.parameters)),
      generatorGradient: numbers(try gradient(of: loss, at: generator.parameters)))
  }

  @Test(arguments: [false, true])
  func lossesAndGradientsEqualPyTorchs(isSplit: Bool) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "References/gan_gradients.json")
    let references = try JSONDecoder().decode(Document.self, from: Data(contentsOf: file)).cases
    #expect(references.count == 12)
    var list: [Found] = []
    for reference in references {
      let found = try find(reference, isSplit: isSplit)
      list.append(found)
      func check(_ name: String, _ own: [Double], _ wanted: [Double]) {
        #expect(own.count == wanted.count)
        // Relative to the largest element: single elements may be sums that cancel.
        let size = wanted.reduce(0) { max($0, abs($1)) }
        let worst = zip(own, wanted).reduce(0) { max($0, abs($1.0 - $1.1)) }
        #expect(worst <= 1e-5 * size, "\(reference.objective), \(name): \(worst / size)")
      }
      check("critic loss", [found.criticLoss], [reference.criticLoss])
      check("penalty", [found.penalty], [reference.penalty])
      check("generator loss", [found.generatorLoss], [reference.generatorLoss])
      check("critic gradient", found.criticGradient, reference.criticGradient)
      check("penalty gradient", found.penaltyGradient, reference.penaltyGradient)
      check("generator gradient", found.generatorGradient, reference.generatorGradient)
    }
    if let output = ProcessInfo.processInfo.environment["GAN_GRADIENTS"] {
      try JSONEncoder().encode(list).write(to: URL(filePath: output))
    }
  }
}
