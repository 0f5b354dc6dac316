import Quadrature

/// KL(p‖q), cross-entropy and entropy of continuous distributions on the line: supports, tails,
/// then quadrature over offsets, where p's mass is.
///
/// What it promises, in this order: infinite is decided, not computed; the error covers the truth,
/// rounding of the densities included; the tolerance is relative; few evaluations.
///
/// Near equality −p·r with r = log q − log p has no digits left, so that over the part A of the line
/// where |r| is small
///
/// ```
/// ∫_A −p r = ∫_A p (eʳ − 1 − r) + p(A) − q(A),   p(A) − q(A) = q(outside A) − p(outside A)
/// ```
///
/// is integrated, whose first part is never negative and whose second is known from the tails.
struct ContinuousLadder {
  let pair: LogDensityPair
  let tolerance: Double

  init(
    _ p: any ContinuousDistribution<Double>, _ q: any ContinuousDistribution<Double>,
    tolerance: Double
  ) {
    pair = LogDensityPair(p: p, q: q)
    self.tolerance = tolerance
  }

  /// Whether p gives mass to a set that q gives none.
  var isInfiniteBySupport: Bool {
    // On one circle the density of the second goes on.
    if pair.isOnOneCircle { return false }
    let p = pair.supports.p
    let q = pair.supports.q
    return p.lowerBound < q.lowerBound || p.upperBound > q.upperBound
  }

  /// Whether the tails make p·log q infinite; nil if a tail is not known.
  var isInfiniteByTails: Bool? {
    let sides = SupportEnd.allCases.map { TailIntegral.diverges(pair, towards: $0) }
    if sides.contains(true) { return true }
    return sides.contains(nil) ? nil : false
  }

  /// KL(p‖q).
  func divergence() throws -> LadderAnswer {
    if isInfiniteBySupport { return .infinite }
    let isInfinite = isInfiniteByTails
    if isInfinite == true { return .infinite }
    if isInfinite == false, let answer = smooth?.divergence() { return answer.notNegative }
    let answer = try infinityCaught {
      let integral = DivergenceIntegral(pair, tolerance: tolerance)
      // On the circle q has no mass outside p's interval, whatever its cumulative function on the
      // line says: the remainder form needs nothing added back.
      if pair.isOnOneCircle {
        let plain = try integral.plain()
        if plain.error <= tolerance * abs(plain.value) { return plain.notNegative }
        let near = try integral.total(lower: true, upper: true) { _ in .remainder }
        return (near.error < plain.error ? near : plain).notNegative
      }
      let near = integral.isNearEquality
      let first = near ? try integral.nearlyEqual() : try integral.plain()
      // The form that suits the numbers better is found out by its error; what the plain form loses
      // to rounding is never less than some 1e-15.
      let enough = max(tolerance * abs(first.value), near ? 1e-14 : 0)
      if first.error <= enough { return first.notNegative }
      guard let second = near ? try? integral.plain() : try? integral.nearlyEqual() else {
        return first.notNegative
      }
      return (second.error < first.error ? second : first).notNegative
    }
    return try withRoundedEnds(answer)
  }

  /// −∫ p log q.
  func crossEntropy() throws -> LadderAnswer {
    if isInfiniteBySupport { return .infinite }
    let isInfinite = isInfiniteByTails
    if isInfinite == true { return .infinite }
    if isInfinite == false, let answer = smooth?.crossEntropy() { return answer }
    let answer = try infinityCaught {
      try DivergenceIntegral(pair, tolerance: tolerance).total { _ in .crossEntropy }
    }
    return try withRoundedEnds(answer)
  }

  /// The quick way, where it may be tried.
  private var smooth: SmoothIntegral? {
    hasNarrowSupport ? nil : SmoothIntegral(pair, tolerance: tolerance)
  }

  /// Whether p's support is narrow beside its distance from 0, so that rounding of its ends counts.
  private var hasNarrowSupport: Bool {
    let support = pair.supports.p
    let size = max(abs(support.lowerBound), abs(support.upperBound))
    return size < .infinity && support.upperBound - support.lowerBound < 1e-4 * size
  }

  /// With what rounding of the ends of p's support does: those of an image that is narrow beside its
  /// distance from 0 may be off by a part of its width, which the mass between them shows.
  private func withRoundedEnds(_ answer: LadderAnswer) throws -> LadderAnswer {
    guard answer.value.isFinite, hasNarrowSupport else { return answer }
    let mass = try DivergenceIntegral(pair, tolerance: tolerance).total { _ in
      .other { point in SIMD2(point.mass, 0) }
    }
    let defect = abs(mass.value - 1)
    guard defect > 1e-11 else { return answer }
    var answer = answer
    answer.error += 2 * defect * (1 + abs(answer.value))
    return answer
  }

  /// A point where q has no mass makes the answer infinite; so does an integral that diverges
  /// though nothing is known of the tails.
  private func infinityCaught(_ body: () throws -> LadderAnswer) throws -> LadderAnswer {
    do {
      return try body()
    } catch LadderOutcome.infinite {
      return .infinite
    } catch QuadratureError.divergent where isInfiniteByTails == nil {
      return .infinite
    }
  }
}

/// The integral over p's support by the cells of a grid and the two tails beyond it.
struct DivergenceIntegral {
  let pair: LogDensityPair
  let tolerance: Double
  let grid: IntegrationGrid
  /// log q − log p at the points of the grid.
  private let ratios: [Double]
  private let lowerTail: TailIntegral?
  private let upperTail: TailIntegral?

  /// What rounding of two log-densities alone makes of a remainder.
  static var leastDifference: Double { 1e-31 }

  /// Over p's support; for both, over the smallest interval that holds both supports.
  init(_ pair: LogDensityPair, tolerance: Double, forBoth: Bool = false) {
    self.pair = pair
    self.tolerance = tolerance
    grid = IntegrationGrid(p: pair.p, q: pair.q, forBoth: forBoth)
    let support =
      forBoth ? IntegrationGrid.hull(pair.supports.p, pair.supports.q) : pair.supports.p
    ratios = grid.points.map { point in
      let logs = pair.logDensities(at: point)
      return logs.q - logs.p
    }
    let points = grid.points
    let centre = points.isEmpty ? 0 : points[points.count / 2].value
    lowerTail = points.first.flatMap {
      TailIntegral(pair, beyond: $0, towards: .lower, centre: centre, of: support)
    }
    upperTail = points.last.flatMap {
      TailIntegral(pair, beyond: $0, towards: .upper, centre: centre, of: support)
    }
  }

  /// Where |log q − log p| is small: the cells around the middle up to the first point with more.
  private var nearCells: Range<Int> {
    let isSmall = ratios.map { abs($0) <= 2 }
    let middle = ratios.count / 2
    // At a kink the ratio may be anything; a neighbour will do to start from.
    guard
      let seed = [middle, middle + 1, middle - 1].first(where: {
        isSmall.indices.contains($0) && isSmall[$0]
      })
    else { return 0..<0 }
    var first = seed
    var last = seed
    while first > 0, isSmall[first - 1] { first -= 1 }
    while last + 1 < isSmall.count, isSmall[last + 1] { last += 1 }
    return first..<last
  }

  /// Whether the two are so close that the remainder form should be tried first.
  var isNearEquality: Bool {
    let cells = nearCells
    guard !cells.isEmpty else { return false }
    let lower = grid.points[cells.lowerBound].value
    let upper = grid.points[cells.upperBound].value
    let outside = pair.p.cdf(lower) + pair.p.survival(upper)
    return outside < 0.1
  }

  /// ∫ −p r everywhere.
  func plain() throws -> LadderAnswer {
    try total { _ in .plain }
  }

  /// The remainder form where |r| is small, the plain one elsewhere.
  func nearlyEqual() throws -> LadderAnswer {
    let cells = nearCells
    guard !cells.isEmpty else { return try plain() }
    // A tail that the grid could not reach into, because its points are too near the end for
    // numbers, is part of A.
    let takesLower = cells.lowerBound == 0 && mass(below: 0) > 1e-250
    let takesUpper =
      cells.upperBound == grid.cells.count && mass(above: grid.points.count - 1) > 1e-250
    var answer = try total(lower: takesLower, upper: takesUpper) {
      cells.contains($0) ? .remainder : .plain
    }
    let masses = outsideMasses(cells, takesLower: takesLower, takesUpper: takesUpper)
    answer.value += masses.value
    answer.error += masses.error
    return answer
  }

  private func mass(below index: Int) -> Double { pair.p.cdf(grid.points[index].value) }
  private func mass(above index: Int) -> Double { pair.p.survival(grid.points[index].value) }

  /// q(outside A) − p(outside A).
  private func outsideMasses(
    _ cells: Range<Int>, takesLower: Bool, takesUpper: Bool
  ) -> (value: Double, error: Double) {
    var value = 0.0
    var error = 0.0
    func add(_ mass: Double, _ sign: Double) {
      guard mass > 0 else { return }
      value += sign * mass
      error += 16 * 0x1p-52 * mass * (1 + abs(log(mass)))
    }
    let lower = takesLower ? pair.supports.p.lowerBound : grid.points[cells.lowerBound].value
    let upper = takesUpper ? pair.supports.p.upperBound : grid.points[cells.upperBound].value
    add(pair.q.cdf(lower), 1)
    add(pair.q.survival(upper), 1)
    if !takesLower { add(pair.p.cdf(lower), -1) }
    if !takesUpper { add(pair.p.survival(upper), -1) }
    // The points themselves are rounded.
    for (index, isTaken) in [(cells.lowerBound, takesLower), (cells.upperBound, takesUpper)]
    where !isTaken {
      let point = grid.points[index]
      let logs = pair.logDensities(at: point)
      let change = abs(expMinusOne(logs.q - logs.p))
      // Near a singular end the density may leave the range of numbers where this product does not.
      guard change > 0, point.value != 0 else { continue }
      error += 0x1p-52 * exp(logs.p + log(abs(point.value))) * change
    }
    return (value, error)
  }

  /// The sum over cells, each with its form, and both tails.
  func total(
    lower: Bool = false, upper: Bool = false, _ form: (Int) -> DivergenceIntegrand
  ) throws -> LadderAnswer {
    let cells = grid.cells
    guard !cells.isEmpty else {
      throw QuadratureError.invalidArgument("no quantile of \(pair.p) could be found")
    }
    let forms = cells.indices.map(form)
    let roundings = cells.map { 8 * $0.nodeRounding(count: cells.count) }
    func function(_ node: Double) throws -> SIMD2<Double> {
      let (index, share) = grid.cell(at: node)
      let (point, logFactor) = cells[index].point(share)
      let logs = pair.logDensities(at: point)
      if logs.q == -.infinity, logs.p > -.infinity, let size = pair.logOfOverflow(at: point) {
        let value = exp(logs.p + logFactor + size.log)
        guard value < .infinity else { throw LadderOutcome.beyondRange }
        let rounding = 0x1p-50 * (abs(logs.p) + abs(logFactor) + size.log)
        if forms[index].isOfLogQ {
          return SIMD2(value, value * min(1, size.relativeError + rounding))
        }
      }
      let values = try forms[index](
        IntegrandPoint(logP: logs.p, logQ: logs.q, logFactor: logFactor))
      return SIMD2(values[0], values[1] + abs(values[0]) * roundings[index])
    }
    func integral(
      _ tolerance: Double, absolute: Double = Self.leastDifference
    ) throws -> VectorIntegrationResult<SIMD2<Double>> {
      // Densities have no digits to tell less of a difference.
      try integrateAsFarAsPossible(
        function, over: (0...cells.count).map { Double($0) },
        relativeTolerance: SIMD2(tolerance, .infinity),
        absoluteTolerance: SIMD2(repeating: absolute),
        maximumEvaluations: 60_000)
    }
    // First roughly: no tolerance below what rounding leaves of the digits can be reached.
    let internalTolerance = min(tolerance, 1e-10) / 4
    var bulk = try integral(1e-5)
    let rounding = 0.2 * bulk.values[1]
    let noise = rounding < .infinity ? max(rounding, Self.leastDifference) : Self.leastDifference
    if bulk.errors[0] > max(internalTolerance * abs(bulk.values[0]), noise) {
      bulk = try integral(internalTolerance, absolute: noise)
    }
    var value = bulk.values[0]
    var error = bulk.errors[0] + bulk.values[1]
    for (tail, takes, index) in [(lowerTail, lower, 0), (upperTail, upper, cells.count - 1)] {
      guard let tail else { continue }
      let plainForm = forms[index].withoutRemainder
      let result = try tail.integral(
        takes ? .remainder : plainForm, reference: value, tolerance: internalTolerance)
      value += result.value
      error += result.error
    }
    // What is left out below the quantiles of 1e-300 is below the normal numbers in effect.
    return LadderAnswer(
      value: value, error: error + Double.leastNormalMagnitude,
      method: .quadrature)
  }
}

extension DivergenceIntegrand {
  /// Whether the integrand is p times log q, up to what is smaller where that is large.
  var isOfLogQ: Bool {
    if case .other = self { false } else { true }
  }

  /// The form beyond the part of the line where remainders are taken.
  var withoutRemainder: DivergenceIntegrand {
    switch self {
    case .crossEntropy: .crossEntropy
    case .plain, .remainder: .plain
    case .other: self
    }
  }
}

/// A number from a rung below the closed forms.
struct LadderAnswer: Sendable {
  var value: Double
  var error: Double
  let method: EstimateMethod

  /// Decided from supports and tails.
  static var infinite: LadderAnswer {
    LadderAnswer(value: .infinity, error: 0, method: .closedForm)
  }

  /// Not a number, where a parameter is none.
  static var undefined: LadderAnswer {
    LadderAnswer(value: .nan, error: .nan, method: .closedForm)
  }

  /// A divergence that rounding made negative is 0.
  var notNegative: LadderAnswer {
    value < 0 ? LadderAnswer(value: 0, error: error - value, method: method) : self
  }
}
