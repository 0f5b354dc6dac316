import Distributions

/// Divergences in bulk, in pairs, and by quadrature.
let divergenceCases: [Case] = [
  Case("KL of 10⁶ pairs of normals", elements: 1_000_000) {
    let count = 1_000_000
    let p = normals(count, from: 1)
    let q = normals(count, from: 3)
    return { if let divergence = try? klDivergence(of: p, from: q) { evaluate(divergence) } }
  },
  Case("KL of 10⁶ pairs of gammas", elements: 1_000_000) {
    let count = 1_000_000
    let p = gammas(count, from: 1)
    let q = gammas(count, from: 3)
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
  Case("KL of all pairs of 1,000 categoricals of 256 classes", elements: 1_000_000) {
    let weights = rows(1_000, of: 256, from: 1).scalars
    let list = (0..<1_000).map { row in
      Categorical<Double>(probabilities: Array(weights[row * 256..<(row + 1) * 256]))
    }
    return { if let matrix = try? pairwiseKLDivergence(of: list, from: list) { evaluate(matrix) } }
  },
  Case("KL of all pairs of 200 multivariate normals of 32 dimensions", elements: 40_000) {
    let list = multivariateNormals(200, of: 32)
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

private func gammas(_ count: Int, from start: UInt64) -> Gamma<Tensor<Double>> {
  Gamma(
    shape: Tensor(sequence(count, from: start).map { 0.5 + 4 * $0 }),
    rate: Tensor(sequence(count, from: start + 1).map { 0.5 + 2 * $0 }))
}

/// Means in [−1, 1] and lower triangles with diagonals from 0.5 to 1.5.
private func multivariateNormals(_ count: Int, of length: Int) -> [MultivariateNormal<Double>] {
  (0..<count).map { index in
    let start = UInt64(10 + 2 * index)
    let numbers = sequence(length * length, from: start + 1)
    let factor = (0..<length).map { row in
      (0..<length).map { column in
        let number = numbers[row * length + column]
        return row == column ? 0.5 + number : row > column ? 0.2 * (number - 0.5) : 0
      }
    }
    return MultivariateNormal(
      mean: sequence(length, from: start).map { 2 * $0 - 1 }, scaleFactor: factor)
  }
}

/// Rows of numbers that add up to 1.
private func rows(_ count: Int, of length: Int, from start: UInt64) -> Tensor<Double> {
  let weights = Tensor<Double>(
    shape: [count, length], scalars: sequence(count * length, from: start))
  return (weights / weights.sum(alongAxes: [1], keepRank: true)).materialized()
}
