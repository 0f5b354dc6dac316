/// What a march along a tail knows of one integrand.
struct TailComponent {
  let relativeTolerance: Double
  let absoluteTolerance: Double
  let reference: Double

  var sum = CompensatedSum()
  var error = 0.0
  var magnitude = 0.0

  /// ∫|f| of the last piece, its ratio to the one before, and that one's.
  private var contribution = 0.0
  private var ratio = Double.infinity
  private var formerRatio = Double.infinity

  /// How many doublings in a row the contributions have not fallen.
  private(set) var unfallen = 0

  /// The sums after the pieces since the contributions fall.
  private var partials: [Double] = []

  /// The best limit that was extrapolated from them.
  private var extrapolation: (value: Double, error: Double)?

  /// How many pieces there have been.
  private var pieces = 0

  /// The bound on what lies beyond the pieces so far.
  var rest = Double.infinity

  init(relativeTolerance: Double, absoluteTolerance: Double, reference: Double) {
    self.relativeTolerance = relativeTolerance
    self.absoluteTolerance = absoluteTolerance
    self.reference = abs(reference)
  }

  var tolerance: Double {
    if relativeTolerance == .infinity { return .infinity }
    return max(absoluteTolerance, relativeTolerance * (reference + abs(sum.value)))
  }

  var roundingFloor: Double {
    4 * IntegrationPiece<Double>.roundingShare * (magnitude + reference)
  }

  private var isExtrapolated: Bool {
    (extrapolation?.error ?? .infinity) < error + rest
  }

  var value: Double {
    isExtrapolated ? extrapolation?.value ?? sum.value : sum.value
  }

  var bound: Double {
    isExtrapolated ? extrapolation?.error ?? (error + rest) : error + rest
  }

  /// Whether what is left is small enough.
  var isDone: Bool {
    if relativeTolerance == .infinity || absoluteTolerance == .infinity { return true }
    let limit = (extrapolation?.error ?? .infinity) <= tolerance / 2
    return rest <= tolerance / 4 || rest == 0 || limit
  }

  /// Adds what one piece contributes.
  mutating func add(value: Double, error pieceError: Double, magnitude pieceMagnitude: Double) {
    sum.add(value)
    error += pieceError
    magnitude += pieceMagnitude
    pieces += 1
    formerRatio = ratio
    ratio = contribution > 0 ? pieceMagnitude / contribution : .infinity
    contribution = pieceMagnitude
    unfallen = ratio >= 1 - 1e-9 && ratio.isFinite ? unfallen + 1 : 0
    if contribution == 0 {
      // Nothing at all so far: the march goes on for a while.
      rest = magnitude > 0 || pieces > 24 ? 0 : .infinity
    } else {
      // A single ratio does not tell whether they grow.
      rest =
        TailBound.rest(after: contribution, ratio: ratio, formerRatio: formerRatio)
        * (formerRatio.isFinite ? 1 : 1000)
    }
    if ratio >= 1 { partials.removeAll(keepingCapacity: true) }
    partials.append(sum.value)
    // Slow contributions are extrapolated, once there are enough of them.
    if ratio > 0.5, rest > tolerance / 4, partials.count >= 12,
      let limit = EpsilonAlgorithm.limit(of: partials.suffix(24))
    {
      let uncertainty = limit.error + 100 * error
      if uncertainty < (extrapolation?.error ?? .infinity) {
        extrapolation = (limit.value, uncertainty)
      }
    }
  }

  /// Bounds the rest by twice the exponential through two values, the last and the one `unit` before.
  ///
  /// - Returns: false if the values do not fall.
  mutating func boundRest(last: Double, before: Double, unit: Double) -> Bool {
    guard last != 0 else {
      rest = 0
      return true
    }
    let fall = abs(before) / abs(last)
    guard fall > 1 else { return false }
    rest = 2 * abs(last) * unit / naturalLogarithm(fall)
    return true
  }
}
