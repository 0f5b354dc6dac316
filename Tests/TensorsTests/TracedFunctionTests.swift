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

  /// A state that is given up moves in its own memory; one that somebody holds stays as it is.
  @Test(arguments: [false, true])
  func stateMovesInItsOwnMemory(readsAgain: Bool) throws {
    let start = [
      uniform([40_000], -1...1), uniform([40_000], -1...1, seed: 2),
      uniform([40_000], 0...1, seed: 3),
    ].map { $0.materialized() }
    func step(_ list: [Tensor<Double>]) -> [Tensor<Double>] {
      let slope = list[0] * list[0] - 0.3
      let first = 0.5 * list[1] + 0.5 * slope
      let second = square(slope) + 0.9 * (list[2] - square(slope))
      let moved = list[0] - 0.1 * first / (sqrt(second) + 1e-8)
      return [moved, first, second] + (readsAgain ? [(list[0] * list[1]).sum()] : [])
    }
    func addresses(_ list: [Tensor<Double>]) -> Set<UnsafePointer<Double>?> {
      Set(list.map { tensor in tensor.withUnsafeScalars { $0.baseAddress } })
    }
    let traced = TracedFunction(like: start) { step($0) }
    let before = start.map(\.scalars)
    let held = traced(start)
    #expect(start.map(\.scalars) == before)
    #expect(held.map(\.scalars) == step(start).map(\.scalars))
    var state = before.map { Tensor($0) }
    var plain = start
    for _ in 0..<5 {
      let places = addresses(state)
      let arguments = state
      state = []
      let results = traced(consume arguments)
      plain = Tensor.materialized(step(plain))
      #expect(results.map(\.scalars) == plain.map(\.scalars))
      state = Array(results[..<3])
      plain = Array(plain[..<3])
      if !readsAgain { #expect(addresses(state) == places) }
    }
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
