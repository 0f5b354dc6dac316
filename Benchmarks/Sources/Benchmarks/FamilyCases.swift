import Distributions
import Tensors

private let count = 1_000_000

private func numbers(_ start: UInt64, _ low: Double, _ high: Double, _ n: Int = count)
  -> Tensor<Double>
{
  Tensor(sequence(n, from: start).map { low + (high - low) * $0 })
}

private func divergences<P: Distribution, Q: Distribution>(
  _ name: String, elements: Int = count, _ p: @escaping @Sendable () -> P,
  _ q: @escaping @Sendable () -> Q
) -> Case where P.Value == Tensor<Double>, Q.Value == Tensor<Double> {
  Case(name, elements: elements) {
    let (p, q) = (p(), q())
    return { if let divergence = try? klDivergence(of: p, from: q) { evaluate(divergence) } }
  }
}

private func pairs<P: Distribution<Double>>(
  _ name: String, _ law: @escaping @Sendable (Double, Double) -> P
) -> Case {
  Case(name, elements: count) {
    let list = zip(sequence(1_000, from: 1), sequence(1_000, from: 2)).map { law($0, $1) }
    return { if let matrix = try? pairwiseKLDivergence(of: list, from: list) { evaluate(matrix) } }
  }
}

let familyCases: [Case] = [
  divergences(
    "KL of 10⁶ pairs of von Mises",
    { VonMises(mean: numbers(1, -3, 3), concentration: numbers(2, 0.5, 8)) },
    { VonMises(mean: numbers(3, -3, 3), concentration: numbers(4, 0.5, 8)) }),
  divergences(
    "KL of 10⁶ pairs of Gumbels",
    { Gumbel(location: numbers(1, -1, 1), scale: numbers(2, 0.5, 1.5)) },
    { Gumbel(location: numbers(3, -1, 1), scale: numbers(4, 0.5, 1.5)) }),
  divergences(
    "KL of 10⁶ pairs of Weibulls",
    { Weibull(shape: numbers(1, 0.5, 3), scale: numbers(2, 0.5, 1.5)) },
    { Weibull(shape: numbers(3, 0.5, 3), scale: numbers(4, 0.5, 1.5)) }),
  divergences(
    "KL of 10⁶ pairs of Uniforms",
    { Uniform(lowerBound: numbers(1, -1, 0), upperBound: numbers(2, 0.5, 1)) },
    { Uniform(lowerBound: numbers(3, -2, -1), upperBound: numbers(4, 1, 3)) }),
  divergences(
    "KL of 10⁶ pairs of Paretos",
    { Pareto(scale: numbers(1, 2, 3), shape: numbers(2, 0.5, 4.5)) },
    { Pareto(scale: numbers(3, 1, 2), shape: numbers(4, 0.5, 4.5)) }),
  divergences(
    "KL of 10⁶ pairs of Poissons",
    { Poisson(rate: numbers(1, 0.5, 8)) }, { Poisson(rate: numbers(2, 0.5, 8)) }),
  divergences(
    "KL of 10⁶ pairs of exponentials",
    { Exponential(rate: numbers(1, 0.5, 8)) }, { Exponential(rate: numbers(2, 0.5, 8)) }),
  divergences(
    "KL of 10⁶ pairs of Bernoullis",
    { Bernoulli(probability: numbers(1, 0.01, 0.99)) },
    { Bernoulli(probability: numbers(2, 0.01, 0.99)) }),
  divergences(
    "KL of 10⁶ pairs of geometrics",
    { Geometric(probability: numbers(1, 0.01, 0.99)) },
    { Geometric(probability: numbers(2, 0.01, 0.99)) }),
  divergences(
    "KL of 10⁶ pairs of binomials",
    { Binomial(trials: Tensor(10.0), probability: numbers(1, 0.01, 0.99)) },
    { Binomial(trials: Tensor(10.0), probability: numbers(2, 0.01, 0.99)) }),
  divergences(
    "KL of 10⁶ pairs of inverse gammas",
    { InverseGamma(shape: numbers(1, 0.5, 4.5), scale: numbers(2, 0.5, 1.5)) },
    { InverseGamma(shape: numbers(3, 0.5, 4.5), scale: numbers(4, 0.5, 1.5)) }),
  divergences(
    "KL of 10⁶ pairs of log-normals",
    { LogNormal(logMean: numbers(1, -1, 1), logStandardDeviation: numbers(2, 0.5, 1.5)) },
    { LogNormal(logMean: numbers(3, -1, 1), logStandardDeviation: numbers(4, 0.5, 1.5)) }),
  divergences(
    "KL of 10⁵ pairs of Dirichlets of 10",
    { Dirichlet(concentration: numbers(1, 0.5, 4.5).reshaped(to: [100_000, 10]).materialized()) },
    { Dirichlet(concentration: numbers(2, 0.5, 4.5).reshaped(to: [100_000, 10]).materialized()) }),
  divergences(
    "KL of 10⁴ rows of 1,000 logits", elements: 10_000_000,
    {
      Categorical(
        logits: numbers(1, -4, 4, 10_000_000).reshaped(to: [10_000, 1_000]).materialized())
    },
    {
      Categorical(
        logits: numbers(2, -4, 4, 10_000_000).reshaped(to: [10_000, 1_000]).materialized())
    }),
  divergences(
    "KL of 10⁵ rows of 10 logits",
    { Categorical(logits: numbers(1, -4, 4).reshaped(to: [100_000, 10]).materialized()) },
    { Categorical(logits: numbers(2, -4, 4).reshaped(to: [100_000, 10]).materialized()) }),
  divergences(
    "KL of 10⁵ rows of 10 probabilities",
    { Categorical(probabilities: numbers(1, 0.1, 4).reshaped(to: [100_000, 10]).materialized()) },
    { Categorical(probabilities: numbers(2, 0.1, 4).reshaped(to: [100_000, 10]).materialized()) }),
  divergences(
    "KL of 10⁴ pairs of multivariate normals of 10", elements: 10_000,
    {
      MultivariateNormal(
        mean: numbers(1, -1, 1, 100_000).reshaped(to: [10_000, 10]).materialized(),
        scaleFactor: factors(2).materialized())
    },
    {
      MultivariateNormal(
        mean: numbers(3, -1, 1, 100_000).reshaped(to: [10_000, 10]).materialized(),
        scaleFactor: factors(4).materialized())
    }),
  pairs("KL of all pairs of 1,000 gammas") { Gamma(shape: 0.5 + 4 * $0, rate: 0.5 + $1) },
  pairs("KL of all pairs of 1,000 inverse gammas") {
    InverseGamma(shape: 0.5 + 4 * $0, scale: 0.5 + $1)
  },
  pairs("KL of all pairs of 1,000 exponentials") { x, _ in Exponential(rate: 0.5 + 4 * x) },
  pairs("KL of all pairs of 1,000 Poissons") { x, _ in Poisson(rate: 0.5 + 4 * x) },
  pairs("KL of all pairs of 1,000 Bernoullis") { x, _ in Bernoulli(probability: 0.01 + 0.98 * x) },
  pairs("KL of all pairs of 1,000 binomials") { x, _ in
    Binomial(trials: 10, probability: 0.01 + 0.98 * x)
  },
  pairs("KL of all pairs of 1,000 geometrics") { x, _ in Geometric(probability: 0.01 + 0.98 * x) },
  Case("KL of all pairs of 1,000 Dirichlets of 10", elements: count) {
    let list = (0..<1_000).map { i in
      Dirichlet(concentration: sequence(10, from: UInt64(i + 1)).map { 0.5 + 4 * $0 })
    }
    return { if let matrix = try? pairwiseKLDivergence(of: list, from: list) { evaluate(matrix) } }
  },
  Case("Dirichlet log-density, 10⁵ points of 10, one law", elements: count) {
    let x = numbers(1, 0.1, 1).reshaped(to: [100_000, 10])
    let points = (x / x.sum(alongAxes: [-1], keepRank: true)).materialized()
    let law = Dirichlet(concentration: numbers(2, 0.5, 4.5, 10))
    return { evaluate(law.logProbability(of: points)) }
  },
  Case("categorical log-mass, 10⁶ points, one law of 10", elements: count) {
    let x = Tensor<Int64>(sequence(count, from: 1).map { Int64(10 * $0) })
    let law = Categorical(logits: numbers(2, -1, 1, 10))
    return { evaluate(law.logProbability(of: x)) }
  },
  Case("multivariate normal log-density, 10⁵ vectors of 3 doubles", elements: 300_000) {
    gaussian(100_000, 3)
  },
  Case("multivariate normal log-density, 10⁵ vectors of 32 doubles", elements: 3_200_000) {
    gaussian(100_000, 32)
  },
  Case("multivariate normal log-density, 10⁴ vectors of 100 doubles", elements: count) {
    gaussian(10_000, 100)
  },
]

@Sendable private func gaussian(_ rows: Int, _ n: Int) -> () -> Void {
  let x = numbers(1, -2, 2, rows * n).reshaped(to: [rows, n]).materialized()
  let mean = numbers(2, 0, 1, n)
  let factor = Tensor<Double>(
    shape: [n, n],
    scalars: (0..<n * n).map { $0 / n == $0 % n ? 1 : $0 / n > $0 % n ? 0.1 : 0 })
  return { evaluate(MultivariateNormal(mean: mean, scaleFactor: factor).logProbability(of: x)) }
}

private func factors(_ start: UInt64) -> Tensor<Double> {
  let full = numbers(start, -0.3, 0.3, 1_000_000).reshaped(to: [10_000, 10, 10])
  let one = Tensor<Double>(
    shape: [10, 10], scalars: (0..<100).map { $0 / 10 == $0 % 10 ? 1 : 0 })
  return full.lowerTriangle() + one
}
