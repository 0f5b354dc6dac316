import Tensors

/// The probabilities of one categorical distribution, summed from both ends.
@usableFromInline struct CategoricalRow: Sendable {
  /// P(X ≤ i), summed from below.
  @usableFromInline let lower: [Double]
  /// P(X > i), summed from above, so that small tails keep their digits.
  private let upper: [Double]
  @usableFromInline let first: Int
  @usableFromInline let last: Int
  @usableFromInline let isValid: Bool
  /// For each of twice as many equal parts of the unit interval as there are classes, or more, the first
  /// class whose P(X ≤ i) reaches the beginning of the part.
  @usableFromInline let guide: [Int32]

  init(_ probabilities: [Double]) {
    var sum = 0.0
    lower = probabilities.map { p in
      sum += p
      return sum
    }
    var tail = 0.0
    var tails = [Double](repeating: 0, count: probabilities.count)
    for index in probabilities.indices.reversed() {
      tails[index] = tail
      tail += probabilities[index]
    }
    upper = tails
    first = probabilities.firstIndex { $0 > 0 } ?? 0
    last = probabilities.lastIndex { $0 > 0 } ?? 0
    isValid = sum > 0 && sum < .infinity
    var parts = 16
    while parts < 2 * probabilities.count { parts *= 2 }
    var guide = [Int32](repeating: 0, count: isValid ? parts : 0)
    var index = 0
    for part in guide.indices {
      let start = Double(part) / Double(parts)
      while index < lower.count, lower[index] < start { index += 1 }
      guide[part] = Int32(index)
    }
    self.guide = guide
  }

  /// The smallest class with mass up to which there is at least u.
  func quantile(_ u: Double) -> Double {
    guard isValid, u >= 0, u <= 1 else { return .nan }
    // 1 − u is exact in the upper half.
    return u < 0.5 ? Double(index(lower: u)) : survivalQuantile(1 - u)
  }

  /// The smallest class above which there is at most u.
  func survivalQuantile(_ u: Double) -> Double {
    guard isValid, u >= 0, u <= 1 else { return .nan }
    if u > 0.5 { return Double(index(lower: 1 - u)) }
    return Double(max(first, partition { upper[$0] <= u }))
  }

  /// The table for drawing many; nil of invalid probabilities.
  var guideTable: GuideTable? {
    isValid ? GuideTable(cumulative: lower, survival: upper, last: last) : nil
  }

  /// A draw from a uniform number between 0 and 1; −1 of invalid probabilities.
  ///
  /// The class that ``index(lower:)`` finds, by one look-up and mostly no search (H.-C. Chen, Y. Asau,
  /// "On generating random variates from an empirical distribution", AIIE Transactions 6 (1974) 163-166).
  @inlinable func draw(_ u: Double) -> Int64 {
    guard isValid else { return -1 }
    // A power of two, so that the part of u is found without rounding.
    var index = Int(guide[Int(u * Double(guide.count))])
    while index < last, lower[index] < u { index += 1 }
    return Int64(min(last, max(first, index)))
  }

  private func index(lower u: Double) -> Int {
    min(last, max(first, partition { lower[$0] >= u }))
  }

  /// The first index from which on a condition holds.
  private func partition(_ condition: (Int) -> Bool) -> Int {
    var low = 0
    var high = lower.count
    while low < high {
      let middle = (low + high) / 2
      if condition(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// The sum of numbers with the rounding errors of its steps added at the end (Neumaier).
func compensatedSum(_ values: some Sequence<Double>) -> Double {
  var sum = 0.0
  var compensation = 0.0
  for value in values {
    let next = sum + value
    compensation += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }
  return compensation.isFinite ? sum + compensation : sum
}
