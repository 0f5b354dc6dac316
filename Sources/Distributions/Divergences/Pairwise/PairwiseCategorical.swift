import Tensors

/// KL of every pair of two lists of categorical laws: Σ p log p − P·(log Q)ᵀ by one matrix product.
///
/// A difference of two sums keeps what is left of their digits: a pair whose divergence is below a
/// thousandth of them is done again by the sum of remainders of ``CategoricalMasses``. A class without
/// mass in q is taken out of the product; whether p has mass there is asked of bits.
struct PairwiseCategorical {
  private let qs: [CategoricalMasses]
  private let classes: Int

  /// How much smaller than its terms a divergence may be.
  private static let share = 0x1p-10

  init(from qs: [CategoricalMasses]) {
    self.qs = qs
    classes = qs.map(\.classCount).max() ?? 0
  }

  func matrix(of ps: [CategoricalMasses]) -> Tensor<Double> {
    let classes = max(classes, ps.map(\.classCount).max() ?? 0)
    let (rows, columns) = (ps.count, qs.count)
    let masses = matrixByRows(rows, classes) { row, out in ps[row].writeMasses(to: out, classes) }
    let logs = matrixByRows(columns, classes) { row, out in qs[row].writeLogs(to: out, classes) }
    let products = masses.matmul(logs.matrixTransposed())
    let words = (classes + 63) / 64
    let present = ps.map { $0.bits(words, ofMass: true) }
    let absent = qs.map { q in q.hasEveryClass(classes) ? nil : q.bits(words, ofMass: false) }
    let ownSums = ps.map(\.sumOfLogs)
    return products.withUnsafeScalars { products in
      matrixByRows(rows, columns) { row, out in
        let p = ps[row]
        let own = ownSums[row]
        let mine = present[row]
        for column in 0..<columns {
          let q = qs[column]
          guard p.isValid, q.isValid else {
            out[column] = .nan
            continue
          }
          if let holes = absent[column], zip(mine, holes).contains(where: { $0 & $1 != 0 }) {
            out[column] = .infinity
            continue
          }
          let product = products[row * columns + column]
          let value = own - product
          let isSharp = value > Self.share * (abs(own) + abs(product)) && value < .infinity
          out[column] = isSharp ? value : p.divergence(from: q)
        }
      }
    }
  }
}

extension CategoricalMasses {
  /// Σ p log p.
  var sumOfLogs: Double {
    var sum = 0.0
    for index in 0..<classCount where hasMass(index) { sum += masses[index] * logs[index] }
    return sum
  }

  /// The masses, with classes of none at the end.
  func writeMasses(to out: UnsafeMutablePointer<Double>, _ classes: Int) {
    for index in 0..<classes { out[index] = index < classCount ? masses[index] : 0 }
  }

  /// The logarithms of the masses, 0 where there is none.
  func writeLogs(to out: UnsafeMutablePointer<Double>, _ classes: Int) {
    for index in 0..<classes { out[index] = hasMass(index) ? logs[index] : 0 }
  }

  func hasEveryClass(_ classes: Int) -> Bool {
    classCount == classes && (0..<classes).allSatisfy { hasMass($0) }
  }

  /// One bit for each class with mass, or without.
  func bits(_ words: Int, ofMass: Bool) -> [UInt64] {
    var result = [UInt64](repeating: 0, count: words)
    for index in 0..<(64 * words) where hasMass(index) == ofMass {
      result[index / 64] |= 1 << UInt64(index % 64)
    }
    return result
  }
}
