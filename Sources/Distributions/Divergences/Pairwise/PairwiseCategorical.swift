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
    let own = CategoricalRows(ps, classes)
    let other = isOneList ? own : CategoricalRows(qs, classes)
    let (rows, columns, terms) = (ps.count, qs.count, classes + 1)
    let absent = other.rowsWithAbsentClasses.map { (column: $0, classes: other.absent(row: $0)) }
    guard columns > 0 else { return }
    own.masses.withUnsafeScalars { masses in
      other.logs.withUnsafeScalars { logs in
        guard let masses = masses.baseAddress, let logs = logs.baseAddress else { return }
        let second = ProductRows(logs, count: columns, terms: terms)
        let pieces = Self.pieces(of: rows, longest: max(terms, columns))
        Parallel.forEach(pieces) { piece in
          let range = rows * piece / pieces..<rows * (piece + 1) / pieces
          let first = out + range.lowerBound * columns
          second.write(
            productsOf: masses + range.lowerBound * terms, rows: range.count, into: first)
          for row in range {
            let divergences = UnsafeMutableBufferPointer(start: out + row * columns, count: columns)
            finish(row, divergences, own, other, absent)
          }
        }
      }
    }
  }

  /// Rows of the product that are computed at once, with what comes of them in cache; they depend on the
  /// sizes alone, as the way a product is computed depends on its rows.
  private static func pieces(of rows: Int, longest: Int) -> Int {
    let most = max(28, min(252, 131_072 / longest))
    return max(1, (rows + most - 1) / most, min(4, rows / 56))
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

  /// Whether another law's numbers, as many and of the same kind, lie behind this one's.
  func isFollowed(by other: CategoricalLaw) -> Bool {
    guard other.isLogits == isLogits, other.numbers.count == numbers.count,
      let first = numbers.baseAddress, let second = other.numbers.baseAddress
    else { return false }
    return second == first + numbers.count
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

/// Categorical laws as rows of numbers, one more than there are classes.
private struct CategoricalRows {
  /// The masses, normalised, and Σ p log p.
  let masses: Tensor<Double>
  /// The logarithms of the masses, their signs turned, 0 where there is no mass, and 1.
  let logs: Tensor<Double>
  /// Σ p log p of each row, NaN of what is no law.
  let sums: [Double]
  /// The rows that have classes without mass.
  let rowsWithAbsentClasses: [Int]
  private let laws: [CategoricalLaw]
  private let classes: Int

  init(_ laws: [CategoricalLaw], _ classes: Int) {
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
    _ laws: [CategoricalLaw], _ classes: Int,
    _ masses: UnsafeMutableBufferPointer<Double>, _ logs: UnsafeMutableBufferPointer<Double>
  ) -> ([Double], [Int]) {
    guard let masses = masses.baseAddress, let logs = logs.baseAddress else { return ([], []) }
    let length = classes + 1
    var holes: [Int] = []
    let sums = [Double](unsafeUninitializedCapacity: laws.count) { sums, count in
      holes = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: laws.count) { flags in
        if let sums = sums.baseAddress, let flags = flags.baseAddress {
          concurrentRows(laws.count, atOnce: max(1, 8_192 / length)) { rows in
            var first = rows.lowerBound
            while first < rows.upperBound {
              let (p, log) = (masses + first * length, logs + first * length)
              first = withLaws(laws[first..<rows.upperBound]) { law, count in
                write(law, count, classes, p, log, sums + first, flags + first)
              }
            }
          }
        }
        return flags.indices.filter { flags[$0] != 0 }
      }
      count = laws.count
    }
    return (sums, holes)
  }

  /// Calls `body` with the first of some laws, and how many they are whose numbers lie one after the other; those
  /// of short ones that lie apart are copied. Returns the place of the next.
  private static func withLaws(
    _ laws: ArraySlice<CategoricalLaw>, _ body: (CategoricalLaw, Int) -> Void
  ) -> Int {
    let (start, law) = (laws.startIndex, laws[laws.startIndex])
    let given = law.numbers.count
    var next = start + 1
    while next < laws.endIndex, laws[next - 1].isFollowed(by: laws[next]) { next += 1 }
    if next > start + 1 || given > 64 || given == 0 {
      body(law, next - start)
      return next
    }
    while next < min(laws.endIndex, start + 64), laws[next].isLogits == law.isLogits,
      laws[next].numbers.count == given
    {
      next += 1
    }
    let count = next - start
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count * given) { copy in
      for index in 0..<count {
        let numbers = laws[start + index].numbers
        _ = copy[(index * given)..<((index + 1) * given)].initialize(fromContentsOf: numbers)
      }
      body(
        CategoricalLaw(law.isLogits, UnsafeBufferPointer(start: copy.baseAddress, count: given)),
        count)
    }
    return next
  }

  /// Writes the rows of laws whose numbers lie one after the other, from `law` on.
  private static func write(
    _ law: CategoricalLaw, _ count: Int, _ classes: Int,
    _ masses: UnsafeMutablePointer<Double>, _ logs: UnsafeMutablePointer<Double>,
    _ sums: UnsafeMutablePointer<Double>, _ absent: UnsafeMutablePointer<UInt8>
  ) {
    let (given, length) = (law.numbers.count, classes + 1)
    if let numbers = law.numbers.baseAddress, given > 0 {
      writeMassTables(
        of: numbers, areLogits: law.isLogits, count: count, classes: given, stride: length,
        masses: masses, logs: logs, sums: sums, absent: absent)
    }
    for row in 0..<count {
      let (p, log) = (masses + row * length, logs + row * length)
      if given < classes {
        // No classes, no law.
        if given == 0 { sums[row] = .nan }
        (p + given).update(repeating: given == 0 ? .nan : 0, count: classes - given)
        (log + given).update(repeating: given == 0 ? .nan : 0, count: classes - given)
        absent[row] = given == 0 ? 0 : 1
      }
      p[classes] = sums[row]
      log[classes] = 1
    }
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
