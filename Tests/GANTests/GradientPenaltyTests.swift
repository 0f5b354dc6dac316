import GAN
import Testing

@Suite struct GradientPenaltyTests {
  /// The penalty's gradient by every parameter of a two-layer critic, a second derivative, against
  /// central differences.
  @Test(arguments: [Activation.softplus, .tanh, .sigmoid, .leakyReLU(slope: 0.2)])
  func parameterGradientsEqualDifferences(activation: Activation) throws {
    var random = Philox4x32(seed: 11)
    let critic = Sequential<Double>(
      inputs: 3, hidden: [7, 5], outputs: 1, activation: activation, using: &random)
    let rows = Tensor<Double>(standardNormal: [6, 3], using: &random).materialized()
    let objective = Wasserstein()
    func penalty(_ critic: Sequential<Double>) throws -> Tensor<Double> {
      try objective.gradientPenalty(of: { critic($0).reshaped(to: [6]) }, at: rows)
    }
    let parameters = critic.parameters
    let gradients = try gradient(of: penalty(critic), at: parameters)
    for (index, parameter) in parameters.enumerated() {
      let size = gradients[index].scalars.reduce(0) { max($0, abs($1)) }
      for element in 0..<parameter.scalarCount {
        // Richardson's extrapolation of central differences: error of order h⁴ and ε/h.
        func difference(_ h: Double) throws -> Double {
          func value(_ shift: Double) throws -> Double {
            var moved = parameters
            var scalars = parameter.scalars
            scalars[element] += shift
            moved[index] = Tensor(shape: parameter.shape, scalars: scalars)
            return try penalty(critic.with(parameters: moved)).scalar
          }
          return (try value(h) - value(-h)) / (2 * h)
        }
        let wanted = try (4 * difference(5e-4) - difference(1e-3)) / 3
        let found = gradients[index].scalars[element]
        #expect(
          abs(found - wanted) <= 1e-6 * max(abs(wanted), 1e-3 * size) + 1e-12,
          "parameter \(index), element \(element): \(found), differences \(wanted)")
      }
    }
  }

  @Test func penaltyOfALinearCriticIsKnown() throws {
    // D(y) = w·y has slope w everywhere: the penalty is (‖w‖ − 1)².
    let critic = Dense<Double>(weight: Tensor([[3.0, 4]]), bias: Tensor([0.0]))
    let rows = Tensor([[1.0, 2], [0, 0], [-1, 5]])
    let score = { (rows: Tensor<Double>) in critic(rows).reshaped(to: [3]) }
    let two = try Wasserstein().gradientPenalty(of: score, at: rows)
    #expect(abs(two.scalar - 16) < 1e-13)
    // By w: 2 (‖w‖ − 1) w/‖w‖.
    let slope = try gradient(of: two, at: critic.weight).scalars
    #expect(abs(slope[0] - 4.8) < 1e-13 && abs(slope[1] - 6.4) < 1e-13)

    let short = Dense<Double>(weight: Tensor([[0.3, 0.4]]), bias: Tensor([0.0]))
    let shortScore = { (rows: Tensor<Double>) in short(rows).reshaped(to: [3]) }
    let both = try Wasserstein(sides: .both).gradientPenalty(of: shortScore, at: rows)
    let above = try Wasserstein(sides: .above).gradientPenalty(of: shortScore, at: rows)
    #expect(abs(both.scalar - 0.25) < 1e-14)
    #expect(above.scalar == 0)
  }

  @Test func flatCriticsHaveAFiniteGradient() throws {
    // Slope 0 everywhere: the norm is not differentiable there; 0 stands for its derivative.
    let critic = Dense<Double>(weight: Tensor([[0.0, 0]]), bias: Tensor([1.0]))
    let rows = Tensor([[1.0, 2], [0, 0]])
    let penalty = try Wasserstein().gradientPenalty(
      of: { critic($0).reshaped(to: [2]) }, at: rows)
    #expect(penalty.scalar == 1)
    #expect(try gradient(of: penalty, at: critic.weight).scalars == [0, 0])
  }
}
