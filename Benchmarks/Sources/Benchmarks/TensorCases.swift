import Distributions
import Tensors

/// Numbers of a fixed sequence in (0, 1): the same in every run.
func sequence(_ count: Int, from start: UInt64) -> [Double] {
  var state = start
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Double(state >> 12) + 0.5) * 0x1p-52
  }
}

let tensorCases: [Case] = [
  Case("normal log-density, 10⁶ doubles, own parameters", elements: 1_000_000) {
    let count = 1_000_000
    let x = Tensor<Double>(sequence(count, from: 1).map { 6 * $0 - 3 })
    let mean = Tensor<Double>(sequence(count, from: 2).map { 2 * $0 - 1 })
    let deviation = Tensor<Double>(sequence(count, from: 3).map { 0.5 + $0 })
    return { evaluate(Normal(mean: mean, standardDeviation: deviation).logProbability(of: x)) }
  },
  Case("normal log-density, 10⁶ floats, own parameters", elements: 1_000_000) {
    let count = 1_000_000
    let x = Tensor<Float>(sequence(count, from: 1).map { Float(6 * $0 - 3) })
    let mean = Tensor<Float>(sequence(count, from: 2).map { Float(2 * $0 - 1) })
    let deviation = Tensor<Float>(sequence(count, from: 3).map { Float(0.5 + $0) })
    return { evaluate(Normal(mean: mean, standardDeviation: deviation).logProbability(of: x)) }
  },
  Case("ten operations on 10 doubles, built and evaluated", elements: 1) {
    let x = Tensor<Double>(sequence(10, from: 1))
    let y = Tensor<Double>(sequence(10, from: 2))
    return {
      let a = (x - y) / (x + y)
      let b = exp(-square(a))
      let c = log(onePlus: b) * x
      evaluate(c + y)
    }
  },
  Case("gradient of the mean normal log-density, 10⁶ doubles", elements: 1_000_000) {
    let count = 1_000_000
    let x = Tensor<Double>(sequence(count, from: 1).map { 6 * $0 - 3 })
    let mean = Tensor<Double>(sequence(count, from: 2).map { 2 * $0 - 1 })
    let deviation = Tensor<Double>(sequence(count, from: 3).map { 0.5 + $0 })
    return {
      let p = Normal(mean: mean, standardDeviation: deviation)
      let y = p.logProbability(of: x).mean()
      // A formula of operations that all have derivatives.
      guard let gradients = try? gradient(of: y, at: [mean, deviation]) else { return }
      keep(Tensor.materialized(gradients + [y]))
    }
  },
  Case("normal draws, 10⁶ doubles", elements: 1_000_000) {
    {
      var generator = Philox4x32(seed: 1)
      evaluate(Tensor<Double>(standardNormal: [1_000_000], using: &generator))
    }
  },
  Case("matrix product 256 × 512 × 512, floats", elements: 256 * 512 * 512 * 2) {
    let a = Tensor<Float>(shape: [256, 512], scalars: sequence(256 * 512, from: 1).map(Float.init))
    let b = Tensor<Float>(shape: [512, 512], scalars: sequence(512 * 512, from: 2).map(Float.init))
    return { evaluate(a.matmul(b)) }
  },
]
