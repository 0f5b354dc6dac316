import Distributions
import Tensors

private let count = 1_000_000

/// Log-densities whose cost is that of special functions, each element with parameters of its own.
let densityCases: [Case] = [
  Case("gamma log-density, 10⁶ doubles, own parameters", elements: count) {
    let x = Tensor<Double>(sequence(count, from: 1).map { 0.05 + 5 * $0 })
    let shape = Tensor<Double>(sequence(count, from: 2).map { 0.5 + 4 * $0 })
    let rate = Tensor<Double>(sequence(count, from: 3).map { 0.5 + $0 })
    return { evaluate(Gamma(shape: shape, rate: rate).logProbability(of: x)) }
  },
  Case("beta log-density, 10⁶ doubles, own parameters", elements: count) {
    let x = Tensor<Double>(sequence(count, from: 1).map { 0.01 + 0.98 * $0 })
    let alpha = Tensor<Double>(sequence(count, from: 2).map { 0.5 + 4 * $0 })
    let beta = Tensor<Double>(sequence(count, from: 3).map { 0.5 + 4 * $0 })
    return { evaluate(Beta(alpha: alpha, beta: beta).logProbability(of: x)) }
  },
  Case("Student t log-density, 10⁶ doubles, own parameters", elements: count) {
    let x = Tensor<Double>(sequence(count, from: 1).map { 6 * $0 - 3 })
    let degrees = Tensor<Double>(sequence(count, from: 2).map { 1 + 9 * $0 })
    let location = Tensor<Double>(sequence(count, from: 3).map { 2 * $0 - 1 })
    let scale = Tensor<Double>(sequence(count, from: 4).map { 0.5 + $0 })
    return {
      let p = StudentT(degreesOfFreedom: degrees, location: location, scale: scale)
      evaluate(p.logProbability(of: x))
    }
  },
]
