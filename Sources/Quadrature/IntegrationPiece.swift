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

  /// What may hide between an end of the piece and the node next to it.
  var hiddenAtLower = Value.zero
  var hiddenAtUpper = Value.zero

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
}
