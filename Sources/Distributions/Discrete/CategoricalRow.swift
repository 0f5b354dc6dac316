import Tensors

/// The probabilities of one categorical distribution, summed from both ends.
struct CategoricalRow: Sendable {
  /// P(X ≤ i), summed from below.
  private let lower: [Double]
  /// P(X > i), summed from above, so that small tails keep their digits.
  private let upper: [Double]
  private let first: Int
  private let last: Int
  private let isValid: Bool

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

  /// A draw from a uniform number; −1 of invalid probabilities.
  func draw(_ u: Double) -> Int64 { isValid ? Int64(index(lower: u)) : -1 }

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
