/// Global adaptive integration: the piece with the largest error is halved until the sum of the
/// errors is below the tolerance.
///
/// What it promises, in this order: the error covers the truth; the tolerance is relative to the
/// whole, not to a piece, and nothing is accepted because it is small in absolute terms; few
/// evaluations.
struct AdaptiveIntegration<Value: IntegrandValue> {
  var pieces: [IntegrationPiece<Value>] = []
  var heap: [(priority: Double, piece: Int)] = []
  var evaluations = 0

  let relativeTolerance: Value
  let absoluteTolerance: Value

  /// After so many bisections the sums are taken anew and progress is judged.
  static var stretch: Int { 64 }

  var value = Value.zero
  var error = Value.zero
  var magnitude = Value.zero

  init(relativeTolerance: Value, absoluteTolerance: Value) {
    self.relativeTolerance = relativeTolerance
    self.absoluteTolerance = absoluteTolerance
  }

  /// Evaluates the pieces and bisects until the tolerance holds, nothing can be bettered, or the
  /// evaluations are used up.
  @inline(__always)
  mutating func run(
    _ function: (Double) throws -> Value, over start: [IntegrationPiece<Value>],
    maximumEvaluations: Int
  ) throws {
    let points = KronrodPoints.shared
    pieces.reserveCapacity(start.count + 16)
    try withUnsafeTemporaryAllocation(
      of: Double.self, capacity: KronrodPoints.count * Value.componentCount
    ) { buffer in
      for var piece in start {
        try piece.evaluate(function, points: points, buffer: buffer)
        evaluations += KronrodPoints.count
        pieces.append(piece)
      }
      link()
      total()
      if isDone { return }
      rank()
      var former = error
      var sinceTotal = 0
      var noisy = 0
      while let (priority, index) = popLargest() {
        guard evaluations + 2 * KronrodPoints.count <= maximumEvaluations else { break }
        // What is hidden beside an end depends on the neighbour, and may have become less.
        if self.priority(of: pieces[index]) < 0.5 * priority {
          push(index)
          continue
        }
        let settlesLower = try settle(index, atUpper: false, function)
        let settlesUpper = try settle(index, atUpper: true, function)
        if settlesLower || settlesUpper {
          if isDone { total() }
          if isDone { break }
          push(index)
          continue
        }
        let piece = pieces[index]
        guard var (left, right) = piece.halves() else { continue }
        try left.evaluate(function, points: points, buffer: buffer)
        try right.evaluate(function, points: points, buffer: buffer)
        evaluations += 2 * KronrodPoints.count
        noisy += piece.learn(left: &left, right: &right) ? 1 : 0
        update(removing: piece, adding: left, right)
        let (before, after) = replace(index, by: left, right)
        push(index)
        push(pieces.count - 1)
        if let before { push(before) }
        if let after { push(after) }
        // The running totals drift by rounding: what they say is confirmed by a sum from scratch.
        sinceTotal += 1
        if isDone || sinceTotal == Self.stretch {
          total()
          if isDone { break }
        }
        if sinceTotal == Self.stretch {
          if 2 * noisy > Self.stretch, !hasProgressed(since: former) { break }
          former = error
          sinceTotal = 0
          noisy = 0
        }
      }
      total()
    }
  }

  /// Sums of all pieces, compensated.
  mutating func total() {
    for component in 0..<Value.componentCount {
      var value = CompensatedSum()
      var error = 0.0
      var magnitude = 0.0
      for piece in pieces {
        value.add(piece.value[component: component])
        error += piece.bound(component)
        magnitude += piece.magnitude[component: component]
      }
      self.value[component: component] = value.value
      self.error[component: component] = error
      self.magnitude[component: component] = magnitude
    }
  }

  /// Whether every component is as exact as was asked for.
  var isDone: Bool {
    for component in 0..<Value.componentCount
    where !(error[component: component] <= tolerance(component)) {
      return false
    }
    return true
  }

  /// Whether the error of some component that is not exact enough fell by a tenth or more.
  private func hasProgressed(since former: Value) -> Bool {
    for component in 0..<Value.componentCount
    where error[component: component] > tolerance(component) {
      if error[component: component] < 0.9 * former[component: component] { return true }
    }
    return false
  }

  /// The error that component may have.
  @inline(__always)
  func tolerance(_ component: Int) -> Double {
    let relative = relativeTolerance[component: component]
    // Not the product with an integral of 0, which is not a number.
    if relative == .infinity { return .infinity }
    return max(
      absoluteTolerance[component: component], relative * abs(value[component: component]))
  }

  /// What rounding alone costs that component: no tolerance below it is a reason to fail.
  func roundingFloor(_ component: Int) -> Double {
    4 * IntegrationPiece<Value>.roundingShare * magnitude[component: component]
  }

  private mutating func update(
    removing piece: IntegrationPiece<Value>, adding left: IntegrationPiece<Value>,
    _ right: IntegrationPiece<Value>
  ) {
    for component in 0..<Value.componentCount {
      value[component: component] +=
        (left.value[component: component] - piece.value[component: component])
        + right.value[component: component]
      error[component: component] +=
        (left.bound(component) - piece.bound(component)) + right.bound(component)
    }
  }
}

// MARK: - The queue

extension AdaptiveIntegration {
  /// The error of a piece in units of the tolerance; 0 if bisection cannot better it.
  private func priority(of piece: IntegrationPiece<Value>) -> Double {
    var sum = 0.0
    for component in 0..<Value.componentCount {
      let error = piece.bound(component)
      let floor =
        IntegrationPiece<Value>.roundingShare * piece.magnitude[component: component]
      guard error > 2 * floor else { continue }
      let tolerance = tolerance(component)
      sum += tolerance > 0 ? min(error / tolerance, 1e300) : min(error, 1) * 1e300
    }
    return sum
  }

  private mutating func rank() {
    heap.reserveCapacity(pieces.count + 16)
    for index in pieces.indices {
      push(index)
    }
  }

  private mutating func push(_ piece: Int) {
    let priority = priority(of: pieces[piece])
    guard priority > 0 else { return }
    heap.append((priority, piece))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[parent].priority < heap[child].priority else { break }
      heap.swapAt(parent, child)
      child = parent
    }
  }

  private mutating func popLargest() -> (priority: Double, piece: Int)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1].priority > heap[child].priority {
        child += 1
      }
      guard heap[child].priority > heap[parent].priority else { break }
      heap.swapAt(parent, child)
      parent = child
    }
    return first
  }
}
