import Distributions
import Tensors

private let count = 1_000_000

private func numbers(_ start: UInt64, _ low: Double, _ high: Double, _ n: Int = count)
  -> Tensor<Double>
{
  Tensor(sequence(n, from: start).map { low + (high - low) * $0 })
}

/// KL of two batches.
private func divergences<P: Distribution, Q: Distribution>(
  _ name: String, elements: Int = count, _ p: @escaping @Sendable () -> P,
  _ q: @escaping @Sendable () -> Q
) -> Case where P.Value == Tensor<Double>, Q.Value == Tensor<Double> {
  Case(name, elements: elements) {
    let (p, q) = (p(), q())
    return { if let divergence = try? klDivergence(of: p, from: q) { evaluate(divergence) } }
  }
}

/// Families whose divergences and densities have kernels of their own.
let familyCases: [Case] = [
  divergences(
    "KL of 10⁶ pairs of von Mises",
    { VonMises(mean: numbers(1, -3, 3), concentration: numbers(2, 0.5, 8)) },
    { VonMises(mean: numbers(3, -3, 3), concentration: numbers(4, 0.5, 8)) }),
  divergences(
    "KL of 10⁶ pairs of Paretos",
    { Pareto(scale: numbers(1, 2, 3), shape: numbers(2, 0.5, 4.5)) },
    { Pareto(scale: numbers(3, 1, 2), shape: numbers(4, 0.5, 4.5)) }),
  divergences(
    "KL of 10⁴ rows of 1,000 logits", elements: 10_000_000,
    { Categorical(logits: logits(from: 1)) }, { Categorical(logits: logits(from: 2)) }),
  divergences(
    "KL of 10⁴ pairs of multivariate normals of 10", elements: 10_000,
    { normals(from: 1) }, { normals(from: 3) }),
  Case("Dirichlet log-density, 10⁵ points of 10, one law", elements: count) {
    let x = numbers(1, 0.1, 1).reshaped(to: [100_000, 10])
    let points = (x / x.sum(alongAxes: [-1], keepRank: true)).materialized()
    let law = Dirichlet(concentration: numbers(2, 0.5, 4.5, 10))
    return { evaluate(law.logProbability(of: points)) }
  },
]

private func logits(from start: UInt64) -> Tensor<Double> {
  numbers(start, -4, 4, 10_000_000).reshaped(to: [10_000, 1_000]).materialized()
}

private func normals(from start: UInt64) -> MultivariateNormal<Tensor<Double>> {
  let below = numbers(start + 1, -0.3, 0.3).reshaped(to: [10_000, 10, 10]).lowerTriangle()
  let one = Tensor<Double>(shape: [10, 10], scalars: (0..<100).map { $0 % 11 == 0 ? 1 : 0 })
  return MultivariateNormal(
    mean: numbers(start, -1, 1, 100_000).reshaped(to: [10_000, 10]).materialized(),
    scaleFactor: (below + one).materialized())
}
