/// Wynn's ε-algorithm: the limit of a sequence that nears it like a sum of geometric sequences.
///
/// The partial sums of Σ k^-s at k = 16, 32, 64, ... do so, with the ratios 2^(1−s), 2^-s, 2^(−1−s),
/// ..., and no exponent needs to be known; logarithms in the terms are double ratios, which it takes
/// too.
///
/// Source: P. Wynn, "On a device for computing the e_m(S_n) transformation", Mathematical Tables and
/// Other Aids to Computation 10 (1956), 91–96.
enum EpsilonAlgorithm {
  /// The limit, and ten times what the last and the first element of the sequence change of it.
  ///
  /// Nil for fewer than five elements, and where a sequence that moves steadily in one direction
  /// would have to turn back: that is the antilimit of a sequence that grows geometrically. Nil, too,
  /// where the ratios of the steps near 1 like 1 − c/k with c below 100: such a sequence is not a sum
  /// of geometric ones, and the algorithm would err by far more than it shows.
  static func limit(of elements: ArraySlice<Double>) -> (value: Double, error: Double)? {
    let sequence = Array(elements)
    guard sequence.count >= 5 else { return nil }
    let value = corner(sequence)
    let last = sequence[sequence.count - 1]
    let step = last - sequence[sequence.count - 2]
    let formerStep = sequence[sequence.count - 2] - sequence[sequence.count - 3]
    let firstStep = sequence[sequence.count - 3] - sequence[sequence.count - 4]
    if formerStep != 0, firstStep != 0 {
      let inverse = TailBound.slowness(
        ratio: step / formerStep, formerRatio: formerStep / firstStep)
      if inverse > 0.01 { return nil }
    }
    if step * formerStep > 0, (value - last) * step < 0 { return nil }
    let withoutLast = corner(Array(sequence.dropLast()))
    let withoutFirst = corner(Array(sequence.dropFirst()))
    let error = 10 * max(abs(value - withoutLast), abs(value - withoutFirst))
    return error.isFinite ? (value, error) : nil
  }

  /// The last entry of the highest even column that can be formed.
  private static func corner(_ sequence: [Double]) -> Double {
    var before = [Double](repeating: 0, count: sequence.count + 1)
    var column = sequence
    var best = sequence[sequence.count - 1]
    var order = 0
    while column.count > 1 {
      var next: [Double] = []
      next.reserveCapacity(column.count - 1)
      for index in 0..<(column.count - 1) {
        let difference = column[index + 1] - column[index]
        // Equal neighbours: this is the limit as far as it can be told.
        if difference == 0 { return order % 2 == 0 ? column[index] : best }
        next.append(before[index + 1] + 1 / difference)
      }
      before = column
      column = next
      order += 1
      if order % 2 == 0 {
        best = column[column.count - 1]
      }
    }
    return best
  }
}

extension SeriesSide {
  /// Finishes a long side whose terms are known at the integers only: extrapolates from the partial
  /// sums at 16, 32, 64, ... terms, and sums on while that is not exact enough, up to a
  /// thousand times the number of terms that there are already or four million.
  mutating func accelerate(
    _ term: (Int) throws -> Double, into total: inout SeriesTotal
  ) throws {
    let most = max(count, min(1000 * count, 4_000_000))
    var best: (value: Double, error: Double)?
    while true {
      // A sum that ends is not the limit of its beginning.
      if isEndless, let found = EpsilonAlgorithm.limit(of: partials.suffix(24)) {
        best = found
        if found.error <= max(total.tolerance / 4, 0x1p-50 * abs(found.value)) { break }
      }
      guard count < most else { break }
      try advance(term, into: &total, limit: min(blockEnd, most), atOnce: .max)
      if isFinished {
        total.error += rest
        return
      }
    }
    if isEndless, hasNotSettled {
      throw QuadratureError.divergent(upTo: Double(next), partial: total.sum.value)
    }
    guard let best else {
      throw QuadratureError.tooManyEvaluations(
        value: total.sum.value, error: .infinity, tolerance: total.tolerance,
        evaluations: total.evaluations)
    }
    let rest = best.value - own.value
    total.sum.add(rest)
    total.magnitude += abs(rest)
    total.error += best.error
  }

  /// Whether the blocks fall neither as they are nor in absolute terms.
  private var hasNotSettled: Bool {
    guard blockRatio >= 1 - 1e-5 else { return false }
    guard let steps = lastSteps else { return true }
    return steps.last >= (1 - 1e-5) * steps.former
  }
}
