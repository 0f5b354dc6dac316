import Tensors

/// KL of every pair of two lists of categorical laws: Σ p log p − P·(log Q)ᵀ by one matrix product.
///
/// A difference of two sums keeps what is left of their digits: a pair whose divergence is below a
/// thousandth of them is done again by the sum of remainders, which keeps them all. A class without mass
/// in q is taken out of the product; whether p has mass there is asked of bits.
struct PairwiseCategorical {
  private let ps: [CategoricalParameter<Double>]
  private let qs: [CategoricalParameter<Double>]
  private let isOneList: Bool
  private let classes: Int

  init(of ps: [Categorical<Double>], from qs: [Categorical<Double>]) {
    isOneList = areSameList(ps, qs)
    self.ps = ps.map(\.parameter)
    self.qs = isOneList ? self.ps : qs.map(\.parameter)
    classes = max(Self.classes(self.ps), Self.classes(self.qs))
  }

  private static func classes(_ laws: [CategoricalParameter<Double>]) -> Int {
    laws.map { $0.tensor.scalarCount }.max() ?? 0
  }

  func matrix() -> Tensor<Double> {
    let own = CategoricalRows(ps, classes)
    let other = isOneList ? own : CategoricalRows(qs, classes)
    let products = own.masses.matmul(other.logs.matrixTransposed())
    let (rows, columns) = (ps.count, qs.count)
    let ownSums = own.sums.scalars
    let holes = other.rowsWithAbsentClasses
    let absent = holes.map { (column: $0, classes: other.absent(row: $0)) }
    return products.withUnsafeScalars { products in
      matrixByRows(rows, columns) { row, out in
        let sum = ownSums[row]
        writeDifferences(
          sum, size: abs(sum) / 1024,
          UnsafeBufferPointer(rebasing: products[row * columns..<(row + 1) * columns]), into: out
        ) { column in
          // A law from itself, as in the matrix of a list with itself.
          isOneList && row == column && abs(sum) < .infinity
            ? 0 : careful(row, column, own, other)
        }
        guard !absent.isEmpty, sum == sum else { return }
        let present = own.absent(row: row)
        for (column, missing) in absent
        where out[column] == out[column] && zip(present, missing).contains(where: { ~$0 & $1 != 0 })
        {
          out[column] = .infinity
        }
      }
    }
  }

  private func careful(
    _ row: Int, _ column: Int, _ own: CategoricalRows, _ other: CategoricalRows
  ) -> Double {
    if let value = own.weightDivergence(row: row, from: other, row: column) { return value }
    return CategoricalMasses(ps[row]).divergence(from: CategoricalMasses(qs[column]))
  }
}

/// Categorical laws as rows of numbers.
private struct CategoricalRows {
  /// The masses, normalised, and their logarithms: 0 where there is none, NaN of what is no law.
  let masses: Tensor<Double>
  let logs: Tensor<Double>
  /// Σ p log p of each row.
  let sums: Tensor<Double>
  /// The weights, if all were given as such.
  private let weights: Tensor<Double>?
  private let isAbsent: Tensor<Bool>
  /// 1 of a row that has a class without mass, else 0.
  private let holes: Tensor<Double>
  private let classes: Int

  init(_ laws: [CategoricalParameter<Double>], _ classes: Int) {
    self.classes = classes
    let areWeights = laws.allSatisfy { if case .probabilities = $0 { true } else { false } }
    if areWeights {
      let weights = stacked(
        laws.map(\.tensor), rowLength: classes, shape: [classes], filledWith: 0)
      let sum = weights.sum(alongAxes: [1], keepRank: true)
      isAbsent = weights .== 0
      masses = weights / sum
      logs = Tensor.select(isAbsent, 0 / sum, log(weights) - log(sum))
      self.weights = weights
    } else {
      let tensors = laws.map { law -> Tensor<Double> in
        switch law {
        case .logits(let logits): logits
        case .probabilities(let weights): log(weights)
        }
      }
      let logits = stacked(
        tensors, rowLength: classes, shape: [classes], filledWith: -.infinity)
      let margins = logits - logits.max(alongAxes: [1], keepRank: true)
      let total = exp(margins).sum(alongAxes: [1], keepRank: true)
      isAbsent = logits .== -Tensor<Double>.infinity
      masses = exp(margins) / total
      logs = Tensor.select(isAbsent, 0 * total, margins - log(total))
      weights = nil
    }
    sums = (masses * logs).sum(alongAxes: [1])
    holes = Tensor<Double>(isAbsent).max(alongAxes: [1])
    evaluate(masses, logs, sums, holes)
  }

  /// The rows that have classes without mass.
  var rowsWithAbsentClasses: [Int] {
    let holes = holes.scalars
    return holes.indices.filter { holes[$0] > 0 }
  }

  /// One bit for each class without mass.
  func absent(row: Int) -> [UInt64] {
    isAbsent.withUnsafeScalars { flags in
      var bits = [UInt64](repeating: 0, count: (classes + 63) / 64)
      for index in 0..<classes where flags[row * classes + index] {
        bits[index / 64] |= 1 << UInt64(index % 64)
      }
      return bits
    }
  }

  /// The divergence of one row of weights from another, with all its digits; nil where they are logits.
  func weightDivergence(row: Int, from other: CategoricalRows, row column: Int) -> Double? {
    guard let weights, let others = other.weights else { return nil }
    return weights.withUnsafeScalars { p in
      others.withUnsafeScalars { q in
        Tensors.weightDivergence(
          UnsafeBufferPointer(rebasing: p[row * classes..<(row + 1) * classes]),
          UnsafeBufferPointer(rebasing: q[column * classes..<(column + 1) * classes]))
      }
    }
  }
}
