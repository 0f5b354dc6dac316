import CLoops
import Distributions

private let count = 1_000

/// A formula called from another module, once a number, against the loop that a C programmer would
/// write.
let scalarCases: [Case] = [
  Case("scalar normal log-density, one distribution", elements: count) {
    let x = sequence(count, from: 1)
    let p = Normal(mean: 0.3, standardDeviation: 1.2)
    return {
      var sum: Double = 0
      for x in x { sum += p.logProbability(of: x) }
      keep(sum)
    }
  },
  Case("scalar normal log-density, one distribution", peer: "C", elements: count) {
    let x = sequence(count, from: 1)
    return { keep(loop_normal_log_density(x, count, 0.3, 1.2)) }
  },
  Case("scalar normal log-density, own parameters", elements: count) {
    let x = sequence(count, from: 1)
    let means = sequence(count, from: 2)
    let deviations = sequence(count, from: 3)
    return {
      var sum: Double = 0
      for i in 0..<count {
        let p = Normal(mean: means[i], standardDeviation: deviations[i])
        sum += p.logProbability(of: x[i])
      }
      keep(sum)
    }
  },
  Case("scalar normal log-density, own parameters", peer: "C", elements: count) {
    let x = sequence(count, from: 1)
    let means = sequence(count, from: 2)
    let deviations = sequence(count, from: 3)
    return { keep(loop_normal_log_densities(x, means, deviations, count)) }
  },
]
