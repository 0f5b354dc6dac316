import Tensors

/// KL of every pair of two lists of categorical laws: P·(−log Q)ᵀ + Σ p log p by one matrix product, in which
/// the sum is a term more.
///
/// A difference of two sums keeps what is left of their digits: a pair whose divergence is below a
/// 512th of the first, or below 2⁻¹², is done again by the sum of remainders, which keeps them all. A class
/// without mass in q is taken out of the product; whether p has mass there is asked of bits.
struct PairwiseCategorical {
  private let ps: [CategoricalLaw]
  private let qs: [CategoricalLaw]
  private let isOneList: Bool
  private let classes: Int

  /// - Parameter isOneList: Whether the second laws are the first ones.
  init(of ps: [CategoricalLaw], from qs: [CategoricalLaw], isOneList: Bool) {
    (self.ps, self.qs, self.isOneList) = (ps, qs, isOneList)
    classes = max(Self.classes(ps), isOneList ? 0 : Self.classes(qs))
  }

  /// The matrix of two lists.
  static func matrix(of ps: [Categorical<Double>], from qs: [Categorical<Double>]) -> Tensor<Double>
  {
    let isOneList = areSameList(ps, qs)
    let own = held(ps)
    let other = isOneList ? own : held(qs)
    return withExtendedLifetime((own, other)) {
      let first = own.map(\.law)
      let pairs = PairwiseCategorical(
        of: first, from: isOneList ? first : other.map(\.law), isOneList: isOneList)
      return Tensor(shape: [ps.count, qs.count]) { out in
        if let base = out.baseAddress { pairs.write(to: base) }
      }
    }
  }

  /// Laws, with what keeps their numbers where they are.
  private static func held(_ laws: [Categorical<Double>]) -> [(
    law: CategoricalLaw, numbers: HeldScalars<Double>
  )] {
    laws.map {
      let numbers = $0.parameter.tensor.held()
      return (CategoricalLaw($0.parameter.isLogits, numbers.numbers), numbers)
    }
  }

  private static func classes(_ laws: [CategoricalLaw]) -> Int {
    laws.reduce(0) { max($0, $1.numbers.count) }
  }

  /// Writes the matrix, row by row.
  func write(to out: UnsafeMutablePointer<Double>) {
    guard !ps.isEmpty, !qs.isEmpty else { return }
    let own = CategoricalRows(ps, classes, as: isOneList ? .bothFactors : .firstFactor)
    let other = isOneList ? own : CategoricalRows(qs, classes, as: .secondFactor)
    let (rows, columns, terms) = (ps.count, qs.count, classes + 1)
    let absent = other.rowsWithAbsentClasses.map { (column: $0, classes: other.absent(row: $0)) }
    own.masses.withUnsafeScalars { masses in
      guard let masses = masses.baseAddress, let logs = other.logs else { return }
      let pieces = Self.pieces(of: rows, longest: max(terms, columns))
      Parallel.forEach(pieces.count) { piece in
        let range = pieces[piece]
        logs.write(
          productsOf: masses + range.lowerBound * terms, rows: range.count,
          into: out + range.lowerBound * columns)
        for row in range {
          let divergences = UnsafeMutableBufferPointer(start: out + row * columns, count: columns)
          finish(row, divergences, own, other, absent)
        }
      }
    }
  }

  /// Rows of the product that are computed at once, with what comes of them in cache: whole tiles of 8 rows
  /// but for the last. They depend on the sizes alone, as the way a product is computed depends on its rows.
  private static func pieces(of rows: Int, longest: Int) -> [Range<Int>] {
    let tiles = (rows + 7) / 8
    let most = max(4, min(32, 16_384 / longest))
    let count = max(1, (tiles + most - 1) / most, min(4, tiles / 7))
    return (0..<count).map { piece in
      tiles * piece / count * 8..<min(rows, tiles * (piece + 1) / count * 8)
    }
  }

  /// Does those of a row of the product again that have lost digits, and writes what is infinite.
  private func finish(
    _ row: Int, _ divergences: UnsafeMutableBufferPointer<Double>,
    _ own: CategoricalRows, _ other: CategoricalRows, _ absent: [(column: Int, classes: [UInt64])]
  ) {
    let sum = own.sums[row]
    // What was added to the sum is no larger than the sum and the divergence together; a logarithm of a
    // mass near 1 has an error that is small beside 1 and not beside itself.
    replaceNumbers(notAbove: max(abs(sum) / 512, 0x1p-12), divergences) { column in
      // A law from itself, as in the matrix of a list with itself.
      isOneList && row == column && abs(sum) < .infinity ? 0 : careful(row, column)
    }
    guard !absent.isEmpty, sum == sum else { return }
    let present = own.absent(row: row)
    for (column, missing) in absent
    where divergences[column] == divergences[column]
      && zip(present, missing).contains(where: { ~$0 & $1 != 0 })
    {
      divergences[column] = .infinity
    }
  }

  /// The divergence of one law from another, with all its digits.
  private func careful(_ row: Int, _ column: Int) -> Double {
    let (p, q) = (ps[row], qs[column])
    if !p.isLogits, !q.isLogits, p.numbers.count == q.numbers.count {
      return weightDivergence(p.numbers, q.numbers)
    }
    return CategoricalMasses(p.parameter).divergence(from: CategoricalMasses(q.parameter))
  }
}

/// The numbers that one categorical law is given by, where they lie.
struct CategoricalLaw {
  let isLogits: Bool
  let numbers: UnsafeBufferPointer<Double>

  init(_ isLogits: Bool, _ numbers: UnsafeBufferPointer<Double>) {
    (self.isLogits, self.numbers) = (isLogits, numbers)
  }

  var parameter: CategoricalParameter<Double> {
    let tensor = Tensor(Array(numbers))
    return isLogits ? .logits(tensor) : .probabilities(tensor)
  }
}

extension MatrixRows {
  /// Its rows as categorical laws.
  func laws(areLogits: Bool) -> [CategoricalLaw] {
    (0..<count).map {
      CategoricalLaw(areLogits, UnsafeBufferPointer(start: numbers + $0 * length, count: length))
    }
  }

  /// The matrix whose columns they are.
  func columns() -> Tensor<Double> {
    Tensor(shape: [count, length]) { out in
      out.baseAddress?.update(from: numbers, count: count * length)
    }.transposed()
  }
}

/// Categorical laws as rows of a factor of the product, one number more than there are classes.
private struct CategoricalRows {
  enum Use { case firstFactor, secondFactor, bothFactors }

  /// The masses, normalised, and Σ p log p; none of a second factor.
  let masses: Tensor<Double>
  /// The logarithms of the masses, their signs turned, 0 where there is no mass, and 1; nil of a first factor.
  let logs: ProductRows?
  /// Σ p log p of each row, NaN of what is no law.
  let sums: [Double]
  /// The rows that have classes without mass.
  let rowsWithAbsentClasses: [Int]
  private let laws: [CategoricalLaw]
  private let classes: Int

  init(_ laws: [CategoricalLaw], _ classes: Int, as use: Use) {
    self.laws = laws
    self.classes = classes
    let (rows, length) = (laws.count, classes + 1)
    var masses = Tensor<Double>(0)
    var logs: ProductRows?
    var holes: [Int] = []
    sums = [Double](unsafeUninitializedCapacity: rows) { sums, count in
      holes = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rows) { flags in
        guard let sums = sums.baseAddress, let absent = flags.baseAddress else { return [] }
        let tables = MassTables(laws: laws, classes: classes, sums: sums, absent: absent)
        switch use {
        case .firstFactor:
          masses = Tensor(shape: [rows, length]) { masses in
            let masses = masses.baseAddress
            concurrentRows(rows, atOnce: max(1, 8_192 / length)) { range in
              tables.write(range, masses.map { $0 + range.lowerBound * length }, nil)
            }
          }
        case .secondFactor:
          logs = ProductRows(count: rows, terms: length) { tables.write($0, nil, $1) }
        case .bothFactors:
          masses = Tensor(shape: [rows, length]) { masses in
            let masses = masses.baseAddress
            logs = ProductRows(count: rows, terms: length) { range, logs in
              tables.write(range, masses.map { $0 + range.lowerBound * length }, logs)
            }
          }
        }
        return flags.indices.filter { flags[$0] != 0 }
      }
      count = rows
    }
    (self.masses, self.logs, rowsWithAbsentClasses) = (masses, logs, holes)
  }

  /// One bit for each class without mass.
  func absent(row: Int) -> [UInt64] {
    var bits = [UInt64](repeating: 0, count: (classes + 63) / 64)
    let given = laws[row].numbers
    let none = laws[row].isLogits ? -Double.infinity : 0
    for index in 0..<classes where index >= given.count || given[index] == none {
      bits[index / 64] |= 1 << UInt64(index % 64)
    }
    return bits
  }
}

/// What writes the rows of some categorical laws, and where it writes their sums and whether they have classes
/// without mass.
private struct MassTables {
  let laws: [CategoricalLaw]
  let classes: Int
  let sums: UnsafeMutablePointer<Double>
  let absent: UnsafeMutablePointer<UInt8>

  /// Writes the masses and the logarithms of a range of laws; nil for what is not asked for.
  func write(
    _ range: Range<Int>, _ masses: UnsafeMutablePointer<Double>?,
    _ logs: UnsafeMutablePointer<Double>?
  ) {
    let length = classes + 1
    guard let masses, let logs else {
      return withUnsafeTemporaryAllocation(of: Double.self, capacity: range.count * length) {
        guard let scratch = $0.baseAddress else { return }
        write(range, masses ?? scratch, logs ?? scratch)
      }
    }
    var first = range.lowerBound
    while first < range.upperBound {
      let (law, start) = (laws[first], first - range.lowerBound)
      var next = first + 1
      while next < range.upperBound, laws[next].isLogits == law.isLogits,
        laws[next].numbers.count == law.numbers.count
      {
        next += 1
      }
      writeEqualOnes(first..<next, masses + start * length, logs + start * length)
      first = next
    }
  }

  /// Writes those of laws of one kind with as many classes each.
  private func writeEqualOnes(
    _ range: Range<Int>, _ masses: UnsafeMutablePointer<Double>,
    _ logs: UnsafeMutablePointer<Double>
  ) {
    let (sums, absent) = (sums + range.lowerBound, absent + range.lowerBound)
    let (given, length) = (laws[range.lowerBound].numbers.count, classes + 1)
    if given > 0 {
      withUnsafeTemporaryAllocation(of: UnsafePointer<Double>?.self, capacity: range.count) {
        let (_, end) = $0.initialize(from: laws[range].lazy.map { $0.numbers.baseAddress })
        writeMassTables(
          of: UnsafeBufferPointer(rebasing: $0[..<end]),
          areLogits: laws[range.lowerBound].isLogits, classes: given, stride: length,
          masses: masses, logs: logs, sums: sums, absent: absent)
      }
    }
    for row in 0..<range.count {
      let (p, log) = (masses + row * length, logs + row * length)
      if given == 0 { sums[row] = .nan }
      if given == 0 || given < classes {
        // No classes, no law.
        (p + given).update(repeating: given == 0 ? .nan : 0, count: classes - given)
        (log + given).update(repeating: given == 0 ? .nan : 0, count: classes - given)
        absent[row] = given == 0 ? 0 : 1
      }
      p[classes] = sums[row]
      log[classes] = 1
    }
  }
}
