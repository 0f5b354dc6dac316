import Tensors

/// KL of every pair of two lists of normal laws.
///
/// ```
/// KL = (δ² + d²)/2 + δ − (log σp − log σq),   δ = σp/σq − 1,  d = (μp − μq)/σq
/// ```
///
/// with one logarithm for each law and none for a pair. Where the sum has lost more than three of its
/// digits, as near equality, the pair is done again by the closed form, which loses none.
struct PairwiseNormal {
  private let columns: NormalColumns
  private let count: Int

  init(from qs: [Normal<Double>]) {
    columns = NormalColumns(
      means: qs.map(\.mean), standardDeviations: qs.map(\.standardDeviation))
    count = qs.count
  }

  func matrix(of ps: [Normal<Double>]) -> Tensor<Double> {
    matrixByRows(ps.count, count) { row, out in
      let p = ps[row]
      columns.divergences(mean: p.mean, standardDeviation: p.standardDeviation, into: out)
    }
  }
}
