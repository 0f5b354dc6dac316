import GSL

/// How the variable of a piece, which is always finite, stands for the variable of the integrand.
enum PieceMap {
  /// x = u.
  case identity

  /// x = anchor + scale (1 − u)/u, for u in (0, 1]: from the anchor to infinity, upwards or (scale
  /// below 0) downwards. Bisection towards infinity is bisection towards u = 0, where there are
  /// enough numbers.
  case infinite(anchor: Double, scale: Double)
}

/// An interval and what the rule says of it.
struct IntegrationPiece<Value: IntegrandValue> {
  let lower: Double
  let upper: Double
  let map: PieceMap

  /// The integral, the bound on its error, ∫|f|, and the part that the rule does not resolve.
  var value = Value.zero
  var error = Value.zero
  var magnitude = Value.zero
  var unresolved = Value.zero

  /// The error in units of the tolerance; 0 if bisection cannot better it.
  var priority = 0.0

  init(lower: Double, upper: Double, map: PieceMap) {
    self.lower = lower
    self.upper = upper
    self.map = map
  }

  /// GSL's floor of a rule's error: what rounding alone may cost.
  static var roundingShare: Double { 50 * 0x1p-52 }
}

extension IntegrationPiece {
  /// Evaluates the integrand at the 21 nodes and estimates value and error.
  ///
  /// The error is the largest of three: GSL's (200 δ/d)^(3/2) d, with δ what the null rules find
  /// unresolved and d = ∫|f − mean f|; δ itself, since GSL's formula goes below it for small δ; and
  /// the rounding floor.
  @inline(__always)
  mutating func evaluate(
    _ function: (Double) throws -> Value, points: KronrodPoints,
    buffer: UnsafeMutableBufferPointer<Double>
  ) throws {
    guard let values = buffer.baseAddress else { return }
    let centre = 0.5 * (lower + upper)
    let half = 0.5 * (upper - lower)
    let components = Value.componentCount
    for index in 0..<KronrodPoints.count {
      let node = centre + half * points.nodes[index]
      let point: Double
      let factor: Double
      switch map {
      case .identity:
        point = node
        factor = 1
      case .infinite(let anchor, let scale):
        point = anchor + scale * ((1 - node) / node)
        factor = abs(scale) / node / node
      }
      let value = try function(point)
      for component in 0..<components {
        let number = value[component: component]
        // 0 stays 0 far out, where the factor overflows.
        let product = number == 0 ? 0 : number * factor
        guard product.isFinite else {
          throw QuadratureError.nonFiniteIntegrand(at: point)
        }
        values[component * KronrodPoints.count + index] = product
      }
    }
    for component in 0..<components {
      let start = values + component * KronrodPoints.count
      let rule = KronrodRule.points21.estimate(
        of: UnsafeBufferPointer(start: start, count: KronrodPoints.count), from: lower, to: upper)
      let missing = points.unresolved(start) * half
      var error = max(missing, Self.roundingShare * rule.magnitude)
      if rule.deviation > 0, missing > 0 {
        let ratio = min(1, 200 * missing / rule.deviation)
        error = max(error, rule.deviation * (ratio * ratio.squareRoot()))
      }
      value[component: component] = rule.value
      magnitude[component: component] = rule.magnitude
      unresolved[component: component] = missing
      self.error[component: component] = error
    }
  }

  /// The two halves, not evaluated; none if there is no number between the ends.
  func halves() -> (IntegrationPiece, IntegrationPiece)? {
    let middle = 0.5 * (lower + upper)
    guard lower < middle, middle < upper else { return nil }
    return (
      IntegrationPiece(lower: lower, upper: middle, map: map),
      IntegrationPiece(lower: middle, upper: upper, map: map)
    )
  }

  /// Corrects the errors of two halves by what their sum says of the whole.
  ///
  /// Where the unresolved part falls by a ratio r from a piece to its half, and not much faster, as
  /// it does at the end x = 0 of x^a (r = 2^-(1+a)), the halves' sum differs from the whole by 1 − r
  /// of the whole's error; the half's is r of it. Where it differs by more than the whole's
  /// estimate, that was too small, and the halves' are made larger by as much (at most tenfold).
  ///
  /// Noise shows by halves that are both unresolved, in a sum that hardly moves: it is in every part
  /// of a piece, while a singularity is in one.
  ///
  /// - Returns: whether this looks like noise.
  func learn(left: inout IntegrationPiece, right: inout IntegrationPiece) -> Bool {
    var isNoise = true
    for component in 0..<Value.componentCount {
      let whole = error[component: component]
      let sum = left.value[component: component] + right.value[component: component]
      let difference = abs(value[component: component] - sum)
      let floor = Self.roundingShare * magnitude[component: component]
      let surprise = whole > 0 ? min(10, max(1, difference / whole)) : 1
      left.error[component: component] *= surprise
      right.error[component: component] *= surprise
      let before = unresolved[component: component]
      if whole > 2 * floor {
        let least = min(
          left.unresolved[component: component], right.unresolved[component: component])
        let small = whole < 1e-6 * magnitude[component: component]
        isNoise = isNoise && small && least > 0.15 * before && difference < 0.5 * whole
      }
      guard difference > floor, before > 0 else { continue }
      left.raise(component, before: before, difference: difference, whole: whole)
      right.raise(component, before: before, difference: difference, whole: whole)
    }
    return isNoise
  }

  private mutating func raise(
    _ component: Int, before: Double, difference: Double, whole: Double
  ) {
    let ratio = min(unresolved[component: component] / before, 0.9999)
    guard ratio > 0.05 else { return }
    let rest = min(difference * ratio / (1 - ratio), whole)
    error[component: component] = max(error[component: component], rest)
  }
}
