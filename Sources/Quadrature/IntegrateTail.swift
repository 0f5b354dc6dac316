/// Integrates from a point to an infinite end, by pieces that double in length, and bounds the rest.
///
/// ```
/// ∫ f(x) dx,  x from start to ±infinity;  pieces of length h, 2h, 4h, ...
/// ```
///
/// After each piece the rest is bounded from the last contributions: with M_k = ∫|f| over piece k
/// and q the ratio M_k / M_(k−1), the rest is at most M_k q / (1 − q) if the ratios do not grow. They
/// are constant for a power x^-c (q = 2^(1−c)) and fall to 0 for an exponential, so the bound is
/// exact for the one and generous for the other; where the last ratios grow, they are continued as
/// those of x^-1 (log x)^-c. The march ends where the bound is below a quarter of the tolerance, and the
/// bound is part of the error. Where the contributions fall slowly, the sequence of the sums is
/// extrapolated by Wynn's ε-algorithm, and the error is then an estimate.
///
/// **For tails and singular ends integrate over the logarithm of the offset**: with
/// x = a + e^s, f(x) dx = f(a + e^s) e^s ds. A tail x^-c becomes e^(-(c−1)s), and an end (x − a)^b
/// with b > −1 becomes e^((b+1)s) for s to −∞: a few pieces, whatever the exponent, where bisection
/// of x takes hundreds. Give log f where you can, so that nothing under- or overflows before the
/// product is taken.
///
/// - Parameters:
///   - function: the integrand; its bulk should be before `start` or within the first pieces, since a
///     piece on which it vanishes ends the march.
///   - end: `+infinity` or `-infinity`; or the last point up to which the function can be
///     evaluated, where the rest is bounded by the exponential through its last two units of
///     `firstPiece`.
///   - firstPiece: the length h of the first piece: the scale on which the function changes.
///   - reference: an integral that is known already; the relative tolerance is understood against
///     the sum of it and this one.
/// - Throws: what `function` throws; ``QuadratureError``: `.divergent` if the contributions do not
///   fall, over 64 doublings or to the end; the errors of
///   ``integrate(_:over:relativeTolerance:absoluteTolerance:maximumEvaluations:)``.
public func integrateTail(
  _ function: (Double) throws -> Double, from start: Double, to end: Double = .infinity,
  firstPiece: Double = 1, reference: Double = 0, relativeTolerance: Double = 1e-10,
  absoluteTolerance: Double = 0, maximumEvaluations: Int = 200_000
) throws -> IntegrationResult {
  let march = try tailMarch(
    function, from: start, to: end, firstPiece: firstPiece, reference: reference,
    relativeTolerance: relativeTolerance, absoluteTolerance: absoluteTolerance,
    maximumEvaluations: maximumEvaluations)
  let result = march.result
  let tolerance = march.tolerance(relativeTolerance, absoluteTolerance)
  guard result.error <= max(tolerance, march.roundingFloor) else {
    if result.evaluations >= maximumEvaluations {
      throw QuadratureError.tooManyEvaluations(
        value: result.value, error: result.error, tolerance: tolerance,
        evaluations: result.evaluations)
    }
    throw QuadratureError.toleranceNotReached(
      value: result.value, error: result.error, tolerance: tolerance)
  }
  return result
}

/// Marches along a tail as far as it goes: the error says whether the tolerance was reached.
func tailMarch(
  _ function: (Double) throws -> Double, from start: Double, to end: Double, firstPiece: Double,
  reference: Double, relativeTolerance: Double, absoluteTolerance: Double,
  maximumEvaluations: Int
) throws -> TailMarch {
  guard start.isFinite, !end.isNaN, firstPiece > 0, firstPiece.isFinite, !reference.isNaN else {
    throw QuadratureError.invalidArgument(
      "a tail needs a finite start, an end and a first piece of positive length")
  }
  var march = TailMarch(
    position: start, length: firstPiece, upwards: end > start, end: end,
    reference: abs(reference))
  while true {
    let goesOn = try march.step(
      function, relativeTolerance: relativeTolerance, absoluteTolerance: absoluteTolerance,
      maximumEvaluations: maximumEvaluations)
    if !goesOn { break }
  }
  if end.isFinite, march.rest == nil {
    try march.boundRestAtEnd(function, unit: min(firstPiece, abs(end - start) / 2))
  }
  return march
}

/// The state of a march along a tail.
struct TailMarch {
  var position: Double
  var length: Double
  let upwards: Bool
  let end: Double
  let reference: Double

  var sum = CompensatedSum()
  var error = 0.0
  var magnitude = 0.0
  var evaluations = 0

  /// ∫|f| of the last piece, its ratio to the one before, and that one's.
  var contribution = 0.0
  var ratio = Double.infinity
  var formerRatio = Double.infinity

  /// How many doublings in a row the contributions have not fallen.
  var unfallen = 0

  /// The sums after the pieces since the contributions fall.
  var partials: [Double] = []

  /// The best limit that was extrapolated from them.
  var extrapolation: (value: Double, error: Double)?

  /// The bound on the rest, once the march has ended.
  var rest: Double?

  init(position: Double, length: Double, upwards: Bool, end: Double, reference: Double) {
    self.position = position
    self.length = length
    self.upwards = upwards
    self.end = end
    self.reference = reference
  }

  var result: IntegrationResult {
    let bound = error + (rest ?? .infinity)
    let isBetter = (extrapolation?.error ?? .infinity) < bound
    return IntegrationResult(
      value: isBetter ? extrapolation?.value ?? sum.value : sum.value,
      error: isBetter ? extrapolation?.error ?? bound : bound, magnitude: magnitude,
      evaluations: evaluations)
  }

  var roundingFloor: Double {
    4 * IntegrationPiece<Double>.roundingShare * (magnitude + reference)
  }

  func tolerance(_ relative: Double, _ absolute: Double) -> Double {
    max(absolute, relative * abs(reference + abs(sum.value)))
  }

  /// Integrates one piece; answers whether another is needed.
  mutating func step(
    _ function: (Double) throws -> Double, relativeTolerance: Double, absoluteTolerance: Double,
    maximumEvaluations: Int
  ) throws -> Bool {
    var next = upwards ? position + length : position - length
    if upwards ? next > end : next < end { next = end }
    // Further out the integrand may be too small for a Double and seem to end.
    guard abs(next) < 1e280, next != position, evaluations < maximumEvaluations else {
      rest = restBound
      return false
    }
    // Each piece may use an eighth of the tolerance that the sum so far sets; a first piece, or one
    // that outgrows the sum, is held to its own size.
    let allowed = tolerance(relativeTolerance, absoluteTolerance) / 8
    let share = relativeTolerance / 8
    let piece = try integrateWithoutFailing(
      function, over: upwards ? [position, next] : [next, position],
      relativeTolerance: share, absoluteTolerance: allowed,
      maximumEvaluations: maximumEvaluations - evaluations)
    sum.add(piece.value)
    error += piece.error
    magnitude += piece.magnitude
    evaluations += piece.evaluations
    formerRatio = ratio
    ratio = contribution > 0 ? piece.magnitude / contribution : .infinity
    contribution = piece.magnitude
    position = next
    length *= 2

    guard sum.value.isFinite else {
      throw QuadratureError.divergent(upTo: position, partial: sum.value)
    }
    unfallen = ratio >= 1 - 1e-9 && ratio.isFinite ? unfallen + 1 : 0
    if unfallen >= 64 {
      throw QuadratureError.divergent(upTo: position, partial: sum.value)
    }
    let bound = restBound
    if bound <= tolerance(relativeTolerance, absoluteTolerance) / 4 || bound == 0 {
      rest = bound
      return false
    }
    if ratio >= 1 { partials.removeAll(keepingCapacity: true) }
    partials.append(sum.value)
    // Slow contributions are extrapolated, once there are enough of them.
    if ratio > 0.5, partials.count >= 12,
      let limit = EpsilonAlgorithm.limit(of: partials.suffix(24))
    {
      let uncertainty = limit.error + 100 * error
      if uncertainty < (extrapolation?.error ?? .infinity) {
        extrapolation = (limit.value, uncertainty)
      }
      if uncertainty <= tolerance(relativeTolerance, absoluteTolerance) / 2 {
        rest = bound
        return false
      }
    }
    return next != end
  }

  /// The bound on what lies beyond the pieces so far.
  private var restBound: Double {
    if contribution == 0, magnitude > 0 || unseenPieces > 24 { return 0 }
    return TailBound.rest(after: contribution, ratio: ratio, formerRatio: formerRatio)
  }

  /// How many pieces there have been, when all of them were 0.
  private var unseenPieces: Int {
    evaluations / KronrodPoints.count
  }

  /// Bounds the rest beyond the last point at which the function can be evaluated, by twice the
  /// exponential through its values there and a unit before.
  mutating func boundRestAtEnd(
    _ function: (Double) throws -> Double, unit: Double
  ) throws {
    let last = abs(try function(end))
    let before = abs(try function(upwards ? end - unit : end + unit))
    evaluations += 2
    guard last.isFinite, before.isFinite else {
      throw QuadratureError.nonFiniteIntegrand(at: end)
    }
    if last == 0 {
      rest = 0
    } else {
      let fall = before / last
      guard fall > 1 else {
        throw QuadratureError.divergent(upTo: end, partial: sum.value)
      }
      rest = 2 * last * unit / naturalLogarithm(fall)
    }
  }
}
