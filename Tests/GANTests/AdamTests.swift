import Foundation
import GAN
import Testing

@Suite struct AdamTests {
  /// Three steps of the published algorithm, number by number.
  @Test func stepsAreThoseOfThePaper() {
    let adam = Adam(learningRate: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 1e-8)
    var parameters = [Tensor([1.0, -2]), Tensor(0.5)]
    var moments = Adam.Moments(for: parameters)
    let gradients = [[[0.3, -4.0], [0.0]], [[-0.1, 0.5], [2.0]], [[7.0, 0.01], [1e-3]]]
    var theta = [[1.0, -2], [0.5]]
    var m = [[0.0, 0], [0]]
    var v = [[0.0, 0], [0]]
    for (index, gradient) in gradients.enumerated() {
      let t = Double(index + 1)
      for (i, row) in gradient.enumerated() {
        for (j, g) in row.enumerated() {
          m[i][j] = 0.5 * m[i][j] + 0.5 * g
          v[i][j] = 0.9 * v[i][j] + 0.1 * g * g
          let first = m[i][j] / (1 - pow(0.5, t))
          let second = v[i][j] / (1 - pow(0.9, t))
          theta[i][j] -= 0.1 * first / (second.squareRoot() + 1e-8)
        }
      }
      (parameters, moments) = adam.step(
        parameters, gradients: [Tensor(gradient[0]), Tensor(gradient[1][0])], moments: moments)
      #expect(moments.step == index + 1)
      for (found, wanted) in zip(parameters.flatMap(\.scalars), theta.flatMap { $0 }) {
        #expect(abs(found - wanted) < 1e-14)
      }
    }
  }

  @Test func rateFactorScalesTheStep() {
    let adam = Adam(learningRate: 0.1)
    let start = [Tensor([1.0])]
    let (full, _) = adam.step(start, gradients: [Tensor([2.0])], moments: .init(for: start))
    let (half, _) = adam.step(
      start, gradients: [Tensor([2.0])], moments: .init(for: start), rateFactor: 0.5)
    #expect(abs((1 - full[0].scalar) - 2 * (1 - half[0].scalar)) < 1e-15)
  }
}
