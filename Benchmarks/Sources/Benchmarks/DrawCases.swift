import CLoops
import Distributions
import Tensors

private let count = 1_000_000

/// Draws in bulk, and one at a time.
let drawCases: [Case] = [
  bulk("gamma(0.5) draws, 10⁶ doubles") { Gamma(shape: 0.5, rate: 1) },
  bulk("gamma(2.5) draws, 10⁶ doubles") { Gamma(shape: 2.5, rate: 1) },
  bulk("beta(0.5, 0.5) draws, 10⁶ doubles") { Beta(alpha: 0.5, beta: 0.5) },
  bulk("Poisson(3) draws, 10⁶") { Poisson(rate: 3) },
  bulk("categorical draws of 10 classes, 10⁶") { Categorical(probabilities: weights(10)) },
  bulk("categorical draws of 1,000 classes, 10⁶") { Categorical(probabilities: weights(1_000)) },
  Case("Dirichlet draws of 10, 10⁵ (10⁶ doubles)", elements: count) {
    let p = Dirichlet(concentration: sequence(10, from: 1).map { 0.5 + $0 })
    return {
      var generator = Philox4x32(seed: 1)
      evaluate(p.sample(shape: [100_000], using: &generator))
    }
  },
  Case("scalar normal draw", elements: 1_000) {
    let p = Normal(mean: 0.3, standardDeviation: 1.2)
    return {
      var generator = Philox4x32(seed: 1)
      var sum: Double = 0
      for _ in 0..<1_000 { sum += p.sample(using: &generator) }
      keep(sum)
    }
  },
  Case("scalar normal draw", peer: "C", elements: 1_000) {
    { keep(loop_normal_draws(1_000, 1, 0.3, 1.2)) }
  },
  Case("scalar categorical draw of 10 classes", elements: 1_000) {
    let p = Categorical(probabilities: weights(10))
    return {
      var generator = Philox4x32(seed: 1)
      var sum = 0
      for _ in 0..<1_000 { sum += p.sample(using: &generator) }
      keep(sum)
    }
  },
]

private func bulk<P: Distribution>(
  _ name: String, _ make: @escaping @Sendable () -> P
) -> Case {
  Case(name, elements: count) {
    let p = make()
    return {
      var generator = Philox4x32(seed: 1)
      evaluate(p.sample(shape: [count], using: &generator))
    }
  }
}

/// Probabilities of different sizes.
private func weights(_ count: Int) -> [Double] {
  let weights = sequence(count, from: 1).map { 0.1 + $0 }
  let total = weights.reduce(0, +)
  return weights.map { $0 / total }
}
