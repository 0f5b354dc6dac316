import Tensors
import Testing

@Suite struct TracedFunctionTests {
  @Test func replaysWhatWasTraced() throws {
    let target = uniform([20, 3], -1...1, seed: 4)
    let inputs = uniform([20, 5], -1...1, seed: 5)
    func step(_ weights: Tensor<Double>, _ rate: Tensor<Double>) throws -> [Tensor<Double>] {
      let loss = square(tanh(inputs.matmul(weights)) - target).mean()
      return [weights - rate * (try gradient(of: loss, at: weights)), loss]
    }
    var weights = uniform([5, 3], -1...1, seed: 6)
    var plain = weights
    let traced = try TracedFunction(like: [weights, Tensor(0.1)]) { try step($0[0], $0[1]) }
    var losses: [Double] = []
    for i in 0..<20 {
      let rate = Tensor<Double>(0.5 / Double(1 + i))
      let results = traced([weights, rate])
      weights = results[0]
      losses.append(results[1].scalar)
      plain = try step(plain, rate)[0].materialized()
    }
    #expect(weights.scalars == plain.scalars)
    #expect(losses[19] < losses[0])
  }

  @Test func argumentsAndConstantsMayBeResults() {
    let traced = TracedFunction<Float>(like: [Tensor([1, 2])]) {
      [$0[0], 3, $0[0].reshaped(to: [2, 1])]
    }
    let results = traced([Tensor([5, 6])])
    #expect(results[0].scalars == [5, 6])
    #expect(results[1].scalar == 3)
    #expect(results[2].shape == [2, 1])
    #expect(results[2].scalars == [5, 6])
  }

  @Test func equalExpressionsAreComputedOnce() throws {
    let x = uniform([64, 64], 0.5...2)
    let twice = TracedFunction(like: [x]) {
      [exp($0[0]).sum(alongAxes: 1) * exp($0[0]).sum(alongAxes: 1)]
    }
    #expect(twice.passes == 2)
    #expect(
      relativeDifference(twice([x])[0].scalars, square(exp(x).sum(alongAxes: 1)).scalars) < 1e-15)
  }
}
