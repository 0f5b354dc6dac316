import Tensors

/// KL of every pair of two lists of categorical laws: Σ p log p − P·(log Q)ᵀ by one matrix product, in which
/// the sum is a term more.
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
    classes = max(Self.classes(self.ps), isOneList ? 0 : Self.classes(self.qs))
  }

  private static func classes(_ laws: [CategoricalParameter<Double>]) -> Int {
    laws.reduce(0) { max($0, $1.tensor.scalarCount) }
  }

  func matrix() -> Tensor<Double> {
    let own = CategoricalRows(ps, classes)
    let other = isOneList ? own : CategoricalRows(qs, classes)
    let (rows, columns, terms) = (ps.count, qs.count, classes + 1)
    let absent = other.rowsWithAbsentClasses.map { (column: $0, classes: other.absent(row: $0)) }
    return Tensor(shape: [rows, columns]) { (buffer: UnsafeMutableBufferPointer<Double>) in
      guard let out = buffer.baseAddress, columns > 0 else { return }
      own.masses.withUnsafeScalars { masses in
        other.logs.withUnsafeScalars { logs in
          guard let masses = masses.baseAddress, let logs = logs.baseAddress else { return }
          concurrentRows(rows, atOnce: Self.rowsAtOnce(of: rows, terms: terms)) { range in
            let first = out + range.lowerBound * columns
            writeRowProducts(
              masses + range.lowerBound * terms, rows: range.count, logs, rows: columns,
              terms: terms, into: first)
            withUnsafeTemporaryAllocation(of: Double.self, capacity: columns) { products in
              for row in range {
                let divergences = out + row * columns
                _ = products.update(
                  fromContentsOf: UnsafeMutableBufferPointer(start: divergences, count: columns))
                finish(row, UnsafeBufferPointer(products), divergences, own, other, absent)
              }
            }
          }
        }
      }
    }
  }

  /// Some rows of a product, a multiple of fourteen as its tiles are, that stay in cache with what comes of
  /// them.
  private static func rowsAtOnce(of rows: Int, terms: Int) -> Int {
    let threads = max(1, min(ThreadCount.current, rows / 14))
    let share = ((rows + threads - 1) / threads + 13) / 14 * 14
    return min(share, 126, max(14, 65_536 / terms / 14 * 14))
  }

  /// Turns a row of the product, which is −KL, into divergences.
  private func finish(
    _ row: Int, _ products: UnsafeBufferPointer<Double>, _ out: UnsafeMutablePointer<Double>,
    _ own: CategoricalRows, _ other: CategoricalRows, _ absent: [(column: Int, classes: [UInt64])]
  ) {
    let sum = own.sums[row]
    // What was taken from the sum is no larger than the sum and the divergence together.
    writeDifferences(0, size: abs(sum) / 512, products, into: out) { column in
      // A law from itself, as in the matrix of a list with itself.
      isOneList && row == column && abs(sum) < .infinity ? 0 : careful(row, column)
    }
    guard !absent.isEmpty, sum == sum else { return }
    let present = own.absent(row: row)
    for (column, missing) in absent
    where out[column] == out[column] && zip(present, missing).contains(where: { ~$0 & $1 != 0 }) {
      out[column] = .infinity
    }
  }

  /// The divergence of one law from another, with all its digits.
  private func careful(_ row: Int, _ column: Int) -> Double {
    if case .probabilities(let p) = ps[row], case .probabilities(let q) = qs[column],
      p.scalarCount == q.scalarCount
    {
      return p.withUnsafeScalars { p in q.withUnsafeScalars { q in weightDivergence(p, q) } }
    }
    return CategoricalMasses(ps[row]).divergence(from: CategoricalMasses(qs[column]))
  }
}

/// Categorical laws as rows of numbers, one more than there are classes.
private struct CategoricalRows {
  /// The masses, normalised, and −Σ p log p.
  let masses: Tensor<Double>
  /// The logarithms of the masses, 0 where there is none, and 1.
  let logs: Tensor<Double>
  /// Σ p log p of each row, NaN of what is no law.
  let sums: [Double]
  /// The rows that have classes without mass.
  let rowsWithAbsentClasses: [Int]
  private let laws: [CategoricalParameter<Double>]
  private let classes: Int

  init(_ laws: [CategoricalParameter<Double>], _ classes: Int) {
    self.laws = laws
    self.classes = classes
    let length = classes + 1
    var (sums, holes) = ([Double](), [Int]())
    var logs = Tensor<Double>(0)
    masses = Tensor(shape: [laws.count, length]) { masses in
      logs = Tensor(shape: [laws.count, length]) { logs in
        (sums, holes) = Self.write(laws, classes, masses, logs)
      }
    }
    self.logs = logs
    self.sums = sums
    rowsWithAbsentClasses = holes
  }

  /// Writes both matrices; returns the sums and the rows that have classes without mass.
  private static func write(
    _ laws: [CategoricalParameter<Double>], _ classes: Int,
    _ masses: UnsafeMutableBufferPointer<Double>, _ logs: UnsafeMutableBufferPointer<Double>
  ) -> ([Double], [Int]) {
    guard let masses = masses.baseAddress, let logs = logs.baseAddress else { return ([], []) }
    let length = classes + 1
    var holes: [Int] = []
    let sums = [Double](unsafeUninitializedCapacity: laws.count) { sums, count in
      holes = withUnsafeTemporaryAllocation(of: Bool.self, capacity: laws.count) { flags in
        concurrentRows(laws.count, atOnce: max(1, 8_192 / length)) { rows in
          for row in rows {
            let (p, log) = (masses + row * length, logs + row * length)
            let facts = laws[row].writeMasses(classes, p, log)
            sums.initializeElement(at: row, to: facts.negativeEntropy)
            flags.initializeElement(at: row, to: facts.hasAbsent)
            p[classes] = -facts.negativeEntropy
            log[classes] = 1
          }
        }
        return flags.indices.filter { flags[$0] }
      }
      count = laws.count
    }
    return (sums, holes)
  }

  /// One bit for each class without mass.
  func absent(row: Int) -> [UInt64] {
    var bits = [UInt64](repeating: 0, count: (classes + 63) / 64)
    laws[row].tensor.withUnsafeScalars { given in
      let none = laws[row].isLogits ? -Double.infinity : 0
      for index in 0..<classes where index >= given.count || given[index] == none {
        bits[index / 64] |= 1 << UInt64(index % 64)
      }
    }
    return bits
  }
}

extension CategoricalParameter<Double> {
  fileprivate var isLogits: Bool { if case .logits = self { true } else { false } }

  /// Writes a row of masses and one of their logarithms.
  fileprivate func writeMasses(
    _ classes: Int, _ masses: UnsafeMutablePointer<Double>, _ logs: UnsafeMutablePointer<Double>
  ) -> (negativeEntropy: Double, hasAbsent: Bool) {
    switch self {
    case .probabilities(let weights):
      weights.withUnsafeScalars {
        Tensors.writeMasses(ofWeights: $0, classes: classes, masses: masses, logs: logs)
      }
    case .logits(let logits):
      logits.withUnsafeScalars {
        Tensors.writeMasses(ofLogits: $0, classes: classes, masses: masses, logs: logs)
      }
    }
  }
}
