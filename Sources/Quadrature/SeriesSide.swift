/// One side of a series: the terms from a start outwards, and the bound on those to come.
struct SeriesSide {
  /// The next index, the way to go and the last index.
  var next: Int
  let step: Int
  let end: Int

  /// How many terms have been summed.
  var count = 0

  /// Whether nothing is left, or what is left is bounded by `rest`.
  var isFinished = false
  var rest = 0.0

  /// The last term and Raabe's ratio at it, and how many times in a row that has not fallen.
  private var last = 0.0
  private var raabe = -Double.infinity
  private var steady = 0

  /// How many zeros have come in a row.
  private var zeros = 0

  /// The sums |a| of the present block and the one before; the ratio of the last two.
  private var block = 0.0
  private var formerBlock = 0.0
  private(set) var blockRatio = Double.infinity
  private(set) var blockEnd = 16

  /// The sum of this side, and what it was at the ends of the blocks.
  private(set) var own = CompensatedSum()
  private(set) var partials: [Double] = []

  init(next: Int, step: Int, end: Int) {
    self.next = next
    self.step = step
    self.end = end
  }

  func isDone(_ limit: Int) -> Bool {
    isFinished || count >= limit
  }

  /// Whether the side has no last term.
  var isEndless: Bool {
    end == .max || end == .min
  }

  /// Whether the side has more terms than were summed, and no bound on them yet.
  var isLong: Bool {
    !isFinished
  }

  /// How much the last two blocks changed the sum.
  var lastSteps: (former: Double, last: Double)? {
    guard partials.count >= 3 else { return nil }
    let last = partials.count - 1
    return (
      abs(partials[last - 1] - partials[last - 2]), abs(partials[last] - partials[last - 1])
    )
  }

  /// Leaves out the next term; false, and the side is finished, if it was the last.
  @discardableResult
  mutating func skip() -> Bool {
    if next == end {
      isFinished = true
      return false
    }
    next += step
    return true
  }

  /// Sums a few terms, up to that many in all.
  mutating func advance(
    _ term: (Int) throws -> Double, into total: inout SeriesTotal, limit: Int, atOnce: Int = 16
  ) throws {
    var some = 0
    while !isDone(limit), some < atOnce {
      some += 1
      let value = try term(next)
      total.evaluations += 1
      guard value.isFinite else {
        throw QuadratureError.nonFiniteIntegrand(at: Double(next))
      }
      total.add(value)
      own.add(value)
      skip()
      if isFinished {
        rest = 0
      } else {
        try learn(abs(value), &total, term)
      }
    }
  }

  /// Updates ratios and looks whether the rest is small enough.
  private mutating func learn(
    _ size: Double, _ total: inout SeriesTotal, _ term: (Int) throws -> Double
  ) throws {
    count += 1
    zeros = size == 0 ? zeros + 1 : 0
    // Early terms tell little of late ones: a loose tolerance does not end a side earlier.
    let allowed =
      min(total.tolerance, max(1e-5 * abs(total.sum.value), total.absoluteTolerance)) / 8
    if last > 0, size < last {
      let here = Double(count - 1) * (1 - size / last)
      // Terms are rounded: their ratio trembles by a few units in the last place.
      steady = here >= raabe - (1e-9 * abs(raabe) + 1e-14 * Double(count)) ? steady + 1 : 0
      raabe = here
    } else {
      steady = 0
      raabe = -.infinity
    }
    last = size
    if steady >= 4, raabe > 1 {
      let bound = size == 0 ? 0 : size * Double(count) / (raabe - 1)
      if bound <= allowed, try falls(from: size, &total, term) {
        rest = bound
        isFinished = true
        return
      }
    }
    block += size
    if zeros >= 10_000 || (zeros >= 64 && formerBlock + block > 0 && block == 0) {
      rest = 0
      isFinished = true
    }
    if count == blockEnd {
      try finishBlock(allowed, &total, term)
    }
  }

  /// Whether the terms 1, 2, 4, 8, … places on are as small as the bound says; terms about to change
  /// their sign look as if they fell fast. If not, the bound is not believed until as many more terms
  /// have been summed.
  private mutating func falls(
    from size: Double, _ total: inout SeriesTotal, _ term: (Int) throws -> Double
  ) throws -> Bool {
    let room = abs(Double(end) - Double(next))
    var distance = 1
    while distance <= max(2 * count, 16) {
      if room < Double(distance) { break }
      let (index, overflows) = next.addingReportingOverflow(step * (distance - 1))
      if overflows { break }
      total.evaluations += 1
      let growth = Double(count + distance) / Double(count)
      let expected = size * exponential(-raabe * naturalLogarithm(growth)) * (1 + 1e-6)
      let value = abs(try term(index))
      if !(value <= expected) {
        steady = -distance
        return false
      }
      distance *= 2
    }
    return true
  }

  /// Whether a term from the middle of each of the next six blocks is as small as the ratio of the
  /// last two lets expect, within a factor of 2.
  private func blocksFall(
    by ratio: Double, _ total: inout SeriesTotal, _ term: (Int) throws -> Double
  ) throws -> Bool {
    let room = abs(Double(end) - Double(next))
    var length = count
    var expected = 2 * block * ratio
    for _ in 0..<6 {
      // The block of that length begins where as many terms have been summed.
      let distance = (length - count) + length / 2
      let (index, overflows) = next.addingReportingOverflow(step * distance)
      if overflows || room < Double(distance) { break }
      total.evaluations += 1
      guard abs(try term(index)) * Double(length) <= expected else { return false }
      length *= 2
      expected *= ratio
    }
    return true
  }

  /// Bounds the rest by the ratio of the last two blocks, of which each is twice as long as the one
  /// before.
  private mutating func finishBlock(
    _ allowed: Double, _ total: inout SeriesTotal, _ term: (Int) throws -> Double
  ) throws {
    let ratio = formerBlock > 0 ? block / formerBlock : .infinity
    // Terms that are about to change their sign make a small ratio: the larger of two is taken.
    let bound = TailBound.rest(
      after: block, ratio: max(ratio, min(blockRatio, 1)), formerRatio: blockRatio)
    if count >= 64, formerBlock + block > 0, bound <= allowed / 2,
      try blocksFall(by: ratio, &total, term)
    {
      rest = bound
      isFinished = true
    }
    blockRatio = ratio
    partials.append(own.value)
    // Only the sums from where blocks fall tell the limit.
    if let steps = lastSteps, steps.last >= steps.former {
      partials = [own.value]
    }
    formerBlock = block
    block = 0
    blockEnd *= 2
  }
}
