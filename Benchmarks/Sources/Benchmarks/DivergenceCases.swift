import Distributions

/// Divergences in bulk, in pairs, and by quadrature.
let divergenceCases: [Case] = [
  Case("KL of 10⁶ pairs of normals", elements: 1_000_000) {
    let count = 1_000_000
    let p = normals(count, from: 1)
    let q = normals(count, from: 3)
    return { if let divergence = try? klDivergence(of: p, from: q) { evaluate(divergence) } }
  },
  Case("KL of 10⁴ rows of 1,000 probabilities", elements: 10_000_000) {
    let p = Categorical(probabilities: rows(10_000, of: 1_000, from: 1))
    let q = Categorical(probabilities: rows(10_000, of: 1_000, from: 2))
    return { if let divergence = try? klDivergence(of: p, from: q) { evaluate(divergence) } }
  },
  Case("KL of all pairs of 2,000 normals", elements: 4_000_000) {
    let means = sequence(2_000, from: 1)
    let deviations = sequence(2_000, from: 2)
    let list = zip(means, deviations).map { Normal(mean: $0, standardDeviation: 0.5 + $1) }
    return { if let matrix = try? pairwiseKLDivergence(of: list, from: list) { evaluate(matrix) } }
  },
  Case("cross-entropy of a normal under a Cauchy by quadrature, to 1e-10", elements: 1) {
    let p = Normal(mean: 0.3, standardDeviation: 1.2)
    let q = Cauchy(location: 0, scale: 1)
    return { keep(try? crossEntropyEstimate(of: p, under: q, tolerance: 1e-10)) }
  },
]

private func normals(_ count: Int, from start: UInt64) -> Normal<Tensor<Double>> {
  Normal(
    mean: Tensor(sequence(count, from: start).map { 2 * $0 - 1 }),
    standardDeviation: Tensor(sequence(count, from: start + 1).map { 0.5 + $0 }))
}

/// Rows of numbers that add up to 1.
private func rows(_ count: Int, of length: Int, from start: UInt64) -> Tensor<Double> {
  let weights = Tensor<Double>(
    shape: [count, length], scalars: sequence(count * length, from: start))
  return (weights / weights.sum(alongAxes: [1], keepRank: true)).materialized()
}
