import Tensors

/// The two updates of a step, traced once and replayed: graph, derivatives and memory plan depend on
/// nothing that changes from step to step.
struct Updates<Scalar: FloatingPointTensorScalar>: Sendable {
  /// What an update computes with, apart from the networks.
  struct Inputs: Sendable {
    let real: Tensor<Scalar>
    let condition: Tensor<Scalar>?
    let noise: Tensor<Scalar>
    let mixing: Tensor<Scalar>
    /// The step of Adam and what the penalty is multiplied by.
    var adam: Adam.Factors
    var penalty: Double
    /// The weight of the past in the moving average of the generator.
    var averaging: Double

    fileprivate var tensors: [Tensor<Scalar>] {
      let numbers = [adam.rate, adam.epsilon, adam.beta2, penalty, averaging]
      return [real, noise, mixing] + (condition.map { [$0] } ?? [])
        + [Tensor(numbers.map { Scalar($0) })]
    }
  }

  private let critic: TracedFunction<Scalar>
  private let generator: TracedFunction<Scalar>

  /// Traces both updates for batches of the shape of `example`.
  init(
    generator: Learner<Scalar>, critic: Learner<Scalar>, objective: any Objective,
    settings: TrainingSettings, average: Tensor<Scalar>, example: Inputs
  ) throws {
    let criticAdam = settings.criticOptimizer
    self.critic = try TracedFunction(
      like: [generator.parameters] + Self.state(of: critic) + example.tensors
    ) { arguments in
      let game = Game(arguments[4...], hasCondition: example.condition != nil)
      let pieces = critic.pieces(of: arguments[1])
      let network = critic.network(with: pieces)
      let terms = try objective.criticTerms(
        game.round(network, generator.network(with: generator.pieces(of: arguments[0]))))
      let slopes = Learner.joined(try gradient(of: terms.loss, at: pieces))
      let moved = criticAdam.step(
        arguments[1], gradient: slopes, first: arguments[2], second: arguments[3],
        game.adamFactors)
      return [
        moved.parameters, moved.first, moved.second,
        Learner.joined([terms.loss, terms.distance, terms.penalty]),
      ]
    }
    let generatorAdam = settings.generatorOptimizer
    let isAveraged = settings.averaging > 0
    self.generator = try TracedFunction(
      like: [critic.parameters] + Self.state(of: generator) + [average] + example.tensors
    ) { arguments in
      let game = Game(arguments[5...], hasCondition: example.condition != nil)
      let pieces = generator.pieces(of: arguments[1])
      let network = generator.network(with: pieces)
      let loss = try objective.generatorLoss(
        game.round(critic.network(with: critic.pieces(of: arguments[0])), network))
      let slopes = Learner.joined(try gradient(of: loss, at: pieces))
      let moved = generatorAdam.step(
        arguments[1], gradient: slopes, first: arguments[2], second: arguments[3],
        game.adamFactors)
      let average = moved.parameters + game.averaging * (arguments[4] - moved.parameters)
      return [moved.parameters, moved.first, moved.second, loss] + (isAveraged ? [average] : [])
    }
  }

  private static func state(of learner: Learner<Scalar>) -> [Tensor<Scalar>] {
    [learner.parameters, learner.first, learner.second]
  }

  /// Moves the critic; gives its loss, the distance and the penalty.
  func moveCritic(
    _ learner: inout Learner<Scalar>, against generator: Learner<Scalar>, _ inputs: Inputs
  ) -> (loss: Double, distance: Double, penalty: Double) {
    var arguments = [generator.parameters]
    arguments += learner.giveUpState()
    arguments += inputs.tensors
    let results = critic(consume arguments)
    learner.take(results)
    return results[3].withUnsafeScalars { numbers in
      (loss: Double(numbers[0]), distance: Double(numbers[1]), penalty: Double(numbers[2]))
    }
  }

  /// Moves the generator and its average; gives its loss.
  func moveGenerator(
    _ learner: inout Learner<Scalar>, average: inout Tensor<Scalar>,
    against critic: Learner<Scalar>, _ inputs: Inputs
  ) -> Double {
    var arguments = [critic.parameters]
    arguments += learner.giveUpState()
    arguments.append(average)
    arguments += inputs.tensors
    average = Tensor(0)
    let results = generator(consume arguments)
    learner.take(results)
    average = results.count > 4 ? results[4] : learner.parameters
    return results[3].withUnsafeScalars { Double($0[0]) }
  }

  /// The inputs as the traced functions see them.
  private struct Game {
    let real: Tensor<Scalar>
    let noise: Tensor<Scalar>
    let mixing: Tensor<Scalar>
    let condition: Tensor<Scalar>?
    private let numbers: Tensor<Scalar>

    init(_ tensors: ArraySlice<Tensor<Scalar>>, hasCondition: Bool) {
      let list = Array(tensors)
      (real, noise, mixing) = (list[0], list[1], list[2])
      condition = hasCondition ? list[3] : nil
      numbers = list[hasCondition ? 4 : 3]
    }

    private func number(_ index: Int) -> Tensor<Scalar> {
      numbers.sliced(index..<(index + 1)).reshaped(to: [])
    }

    var adamFactors: Adam.TensorFactors<Scalar> {
      Adam.TensorFactors(rate: number(0), epsilon: number(1), beta2: number(2))
    }
    var penalty: Tensor<Scalar> { number(3) }
    var averaging: Tensor<Scalar> { number(4) }

    func round(_ critic: any Module<Scalar>, _ generator: any Module<Scalar>) -> Round<Scalar> {
      let condition = condition
      @Sendable func whole(_ rows: Tensor<Scalar>) -> Tensor<Scalar> {
        joined(rows, condition.map { repeated($0, count: rows.shape[0]) })
      }
      let parts = critic.affineStart.map { parts in
        AffineStart<Scalar> {
          parts.start(whole($0))
        } rest: { hidden in
          parts.rest(hidden).reshaped(to: [hidden.shape[0]])
        }
      }
      return Round(
        real: real, generated: generator(joined(noise, condition)), mixing: mixing,
        penaltyFactor: penalty, affineCritic: parts
      ) { rows in
        critic(whole(rows)).reshaped(to: [rows.shape[0]])
      }
    }
  }
}

extension Learner {
  /// Parameters and Adam's two means, which an update may then write over.
  fileprivate mutating func giveUpState() -> [Tensor<Scalar>] {
    let state = [parameters, first, second]
    (parameters, first, second) = (Tensor(0), Tensor(0), Tensor(0))
    return state
  }

  /// The state after an update: parameters and Adam's two means.
  fileprivate mutating func take(_ results: [Tensor<Scalar>]) {
    (parameters, first, second) = (results[0], results[1], results[2])
    updates += 1
  }
}

/// The columns of `rows`, then those of `condition`.
func joined<Scalar: FloatingPointTensorScalar>(
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
