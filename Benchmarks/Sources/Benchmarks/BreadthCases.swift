import Distributions
import Losses
import Tensors

private let count = 1_000_000

private func numbers(_ start: UInt64, _ low: Double, _ high: Double, _ n: Int = count)
  -> Tensor<Double>
{
  Tensor(sequence(n, from: start).map { low + (high - low) * $0 })
}

private func rows(_ n: Int, of length: Int, from start: UInt64, _ low: Double, _ high: Double)
  -> Tensor<Double>
{
  Tensor(
    shape: [n, length],
    scalars: sequence(n * length, from: start).map { low + (high - low) * $0 })
}

/// Other families, shapes and sizes of the kinds that the other lists have.
let breadthCases: [Case] = [
  Case("Laplace log-density, 10⁶ doubles, own parameters", elements: count) {
    let (x, location, scale) = (numbers(1, -3, 3), numbers(2, -1, 1), numbers(3, 0.5, 1.5))
    return { evaluate(Laplace(location: location, scale: scale).logProbability(of: x)) }
  },
  Case("von Mises log-density, 10⁶ doubles, own parameters", elements: count) {
    let (x, mean, concentration) = (numbers(1, -3, 3), numbers(2, -1, 1), numbers(3, 0.5, 8))
    return { evaluate(VonMises(mean: mean, concentration: concentration).logProbability(of: x)) }
  },
  Case("binomial log-mass, 10⁶ counts, own parameters", elements: count) {
    let x = Tensor<Int64>(sequence(count, from: 1).map { Int64(10 * $0) })
    let trials = Tensor<Double>(sequence(count, from: 2).map { (10 + 20 * $0).rounded(.down) })
    let probability = numbers(3, 0.05, 0.95)
    return {
      evaluate(Binomial(trials: trials, probability: probability).logProbability(of: x))
    }
  },
  Case("normal log-density, 10⁶ doubles, one distribution", elements: count) {
    let x = numbers(1, -3, 3)
    let p = Normal(mean: Tensor<Double>(0.3), standardDeviation: Tensor<Double>(1.2))
    return { evaluate(p.logProbability(of: x)) }
  },
  Case("gamma log-density, 10⁶ doubles, one distribution", elements: count) {
    let x = numbers(1, 0.05, 5.05)
    let p = Gamma(shape: Tensor<Double>(2.5), rate: Tensor<Double>(1.2))
    return { evaluate(p.logProbability(of: x)) }
  },
  Case(
    "generalized extreme value log-density, 10⁶ doubles, own parameters", elements: count
  ) {
    let (x, location) = (numbers(1, 0.05, 5.05), numbers(2, -1, 0))
    let (scale, shape) = (numbers(3, 0.5, 1.5), numbers(4, 0.05, 0.5))
    return {
      let p = GeneralizedExtremeValue(location: location, scale: scale, shape: shape)
      evaluate(p.logProbability(of: x))
    }
  },
  Case("binomial draws, 10⁶, own parameters", elements: count) {
    let trials = Tensor<Double>(sequence(count, from: 2).map { (10 + 20 * $0).rounded(.down) })
    let p = Binomial(trials: trials, probability: numbers(3, 0.05, 0.95))
    return {
      var generator = Philox4x32(seed: 1)
      evaluate(p.sample(shape: [], using: &generator))
    }
  },
  Case("multivariate normal log-density, 10⁵ vectors of 10 doubles", elements: count) {
    let x = rows(100_000, of: 10, from: 1, -2, 2)
    let mean = numbers(2, 0, 1, 10)
    let factor = Tensor<Double>(
      shape: [10, 10],
      scalars: (0..<100).map { $0 / 10 == $0 % 10 ? 1 : $0 / 10 > $0 % 10 ? 0.1 : 0 })
    return { evaluate(MultivariateNormal(mean: mean, scaleFactor: factor).logProbability(of: x)) }
  },
  Case("KL of 10⁶ pairs of Laplaces", elements: count) {
    let p = Laplace(location: numbers(1, -1, 1), scale: numbers(2, 0.5, 1.5))
    let q = Laplace(location: numbers(3, -1, 1), scale: numbers(4, 0.5, 1.5))
    return { if let divergence = try? klDivergence(of: p, from: q) { evaluate(divergence) } }
  },
  Case("KL of 10⁶ pairs of betas", elements: count) {
    let p = Beta(alpha: numbers(1, 0.5, 4.5), beta: numbers(2, 0.5, 4.5))
    let q = Beta(alpha: numbers(3, 0.5, 4.5), beta: numbers(4, 0.5, 4.5))
    return { if let divergence = try? klDivergence(of: p, from: q) { evaluate(divergence) } }
  },
  Case("KL of all pairs of 1,000 betas", elements: count) {
    let list = zip(sequence(1_000, from: 1), sequence(1_000, from: 2)).map {
      Beta(alpha: 0.5 + 4 * $0, beta: 0.5 + 4 * $1)
    }
    return { if let matrix = try? pairwiseKLDivergence(of: list, from: list) { evaluate(matrix) } }
  },
  Case("truncated normal draws, 10⁶ doubles", elements: count) {
    let p = Truncated(Normal(mean: 0, standardDeviation: 1), lowerBound: -1, upperBound: 2)
    return {
      var generator = Philox4x32(seed: 1)
      evaluate(p.sample(shape: [count], using: &generator))
    }
  },
  Case("softmax cross-entropy and its gradient, [65536, 10] floats", elements: 655_360) {
    let logits = Tensor<Float>(
      shape: [65_536, 10], scalars: sequence(655_360, from: 1).map { Float(8 * $0 - 4) })
    let indices = Tensor<Int64>((0..<65_536).map { Int64($0 * 7 % 10) })
    let labels = Tensor<Float>(oneHot: indices, depth: 10).materialized()
    return {
      let y = softmaxCrossEntropy(logits: logits, labels: labels, reduction: .mean)
      guard let slope = try? gradient(of: y, at: logits) else { return }
      evaluate(y, slope)
    }
  },
]
