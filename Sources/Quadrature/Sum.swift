/// Sums a series over the integers of a range, with a bound on what was left out.
///
/// ```
/// Σ a(k),  k from first to last
/// ```
///
/// The sum starts at `start`, which should be where the terms are large, and goes outwards: upwards
/// to `last`, downwards to `first`, compensated. A side ends early where the rest of it is bounded:
/// with n terms done on that side and c_n = n (1 − |a_(n+1)/a_n|), Raabe's ratio, the rest is at most
///
/// ```
/// |a_n| n / (c_n − 1)
/// ```
///
/// if c_n > 1 does not fall from there on. So it is for log-concave terms (c_n grows like n at
/// least), geometric ones, powers and powers with logarithms of positive exponent; that c_n has not
/// fallen over the last terms is checked. Where single terms tell nothing, because some are 0 in
/// between, blocks that double in length do: the rest is then bounded by their last ratio. 10,000
/// terms of 0 in a row end a side.
///
/// Terms that fall like a power need more terms than anybody has. After `directTerms` terms on a
/// side, the rest of it is summed by Euler and Maclaurin's formula where `continuation` gives the
/// terms between the integers, to the same tolerance. Otherwise it is extrapolated from the partial
/// sums at 16, 32, 64, ... terms by Wynn's ε-algorithm, and summed on where that does not do; then
/// the error is an estimate, not a bound.
///
/// The error knows nothing of rounding inside the terms. For a Poisson mass of rate 10⁶ taken from
/// log k! it is 10⁻⁹.
///
/// - Parameters:
///   - term: the terms.
///   - first: the first index.
///   - last: the last index, or nil if there is none.
///   - start: where to begin; `first` unless told. It is moved into the range.
///   - continuation: the smooth function of which the terms are the values at the integers.
///   - directTerms: how many terms a side is given before it is treated as long.
///   - relativeTolerance: the error allowed, relative to the sum.
///   - absoluteTolerance: the error allowed in absolute terms.
/// - Throws: what `term` throws; ``QuadratureError``: `.nonFiniteIntegrand` for a term that is
///   infinite or not a number, `.divergent` if the terms do not fall fast enough to have a sum,
///   `.toleranceNotReached`, `.tooManyEvaluations`, `.invalidArgument` for an empty range or a
///   continuation that does not continue the terms.
public func sum(
  _ term: (Int) throws -> Double, from first: Int, through last: Int? = nil,
  startingAt start: Int? = nil, continuation: ((Double) throws -> Double)? = nil,
  directTerms: Int = 4096, relativeTolerance: Double = 1e-12, absoluteTolerance: Double = 0
) throws -> IntegrationResult {
  let last = last ?? .max
  guard first <= last else {
    throw QuadratureError.invalidArgument("the range from \(first) through \(last) is empty")
  }
  guard relativeTolerance >= 0, absoluteTolerance >= 0, directTerms > 0 else {
    throw QuadratureError.invalidArgument("tolerances and the number of terms must be positive")
  }
  let start = min(max(start ?? first, first), last)
  var total = SeriesTotal(
    relativeTolerance: relativeTolerance, absoluteTolerance: absoluteTolerance)

  // The sides take turns, so that the tolerance is soon measured against most of the sum.
  var upper = SeriesSide(next: start, step: 1, end: last)
  var lower = SeriesSide(next: start, step: -1, end: first)
  _ = lower.skip()
  while !upper.isDone(directTerms) || !lower.isDone(directTerms) {
    try upper.advance(term, into: &total, limit: directTerms)
    try lower.advance(term, into: &total, limit: directTerms)
  }
  for var side in [upper, lower] {
    if side.isLong {
      try side.finish(term, continuation: continuation, into: &total)
    } else {
      total.error += side.rest
    }
  }

  let result = total.result
  guard result.error <= max(total.tolerance, total.roundingFloor) else {
    throw QuadratureError.toleranceNotReached(
      value: result.value, error: result.error, tolerance: total.tolerance)
  }
  return result
}

/// What has been summed on all sides.
struct SeriesTotal {
  let relativeTolerance: Double
  let absoluteTolerance: Double

  var sum = CompensatedSum()
  var magnitude = 0.0
  var error = 0.0
  var evaluations = 0

  init(relativeTolerance: Double, absoluteTolerance: Double) {
    self.relativeTolerance = relativeTolerance
    self.absoluteTolerance = absoluteTolerance
  }

  var tolerance: Double {
    max(absoluteTolerance, relativeTolerance * abs(sum.value))
  }

  /// Each term may be wrong in its last place or two, and the sum is rounded.
  var rounding: Double {
    2 * 0x1p-52 * magnitude
  }

  var roundingFloor: Double {
    4 * rounding
  }

  var result: IntegrationResult {
    IntegrationResult(
      value: sum.value, error: error + rounding, magnitude: magnitude, evaluations: evaluations)
  }

  mutating func add(_ value: Double) {
    sum.add(value)
    magnitude += abs(value)
  }
}
