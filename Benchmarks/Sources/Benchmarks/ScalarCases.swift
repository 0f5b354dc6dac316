import CLoops
import Distributions

private let count = 1_000

let scalarCases: [Case] = [
  Case("scalar normal log-density, one distribution", peer: "C", elements: count) {
    let x = sequence(count, from: 1)
    return { keep(loop_normal_log_density(x, count, 0.3, 1.2)) }
  },
  Case("scalar normal log-density, own parameters", peer: "C", elements: count) {
    let x = sequence(count, from: 1)
    let means = sequence(count, from: 2)
    let deviations = sequence(count, from: 3)
    return { keep(loop_normal_log_densities(x, means, deviations, count)) }
  },
]
