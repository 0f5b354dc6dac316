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

  /// The integral, the bound on its error as far as the nodes tell, ∫|f|, and the part that the rule
  /// does not resolve.
  var value = Value.zero
  var error = Value.zero
  var magnitude = Value.zero
  var unresolved = Value.zero

  var lowerEnd = PieceEnd<Value>()
  var upperEnd = PieceEnd<Value>()

  init(lower: Double, upper: Double, map: PieceMap) {
    self.lower = lower
    self.upper = upper
    self.map = map
  }

  /// GSL's floor of a rule's error: what rounding alone may cost.
  static var roundingShare: Double { 50 * 0x1p-52 }

  /// The bound on the error: of what the nodes tell, and of what may hide beside the ends.
  @inline(__always)
  func bound(_ component: Int) -> Double {
    error[component: component]
      + (lowerEnd.hidden[component: component] + upperEnd.hidden[component: component])
  }

  /// The length between an end and the node next to it.
  var gap: Double {
    0.5 * (upper - lower) * (1 - KronrodPoints.outermost)
  }

  /// What the integrand at the finite end of an infinite piece is multiplied by.
  var weight: Double {
    switch map {
    case .identity: 1
    case .infinite(_, let scale): abs(scale)
    }
  }
}

/// An end of a piece.
struct PieceEnd<Value: IntegrandValue> {
  /// What the nodes let expect of the integrand there.
  var expected = Value.zero

  /// What may hide between the end and the node next to it.
  var hidden = Value.zero

  /// Whether a look at the points beside the end has confirmed what is expected there.
  var isSettled = false

  /// The piece on the other side, and whether it is its upper end that lies here.
  var neighbour: Int?
  var isUpperEndOfNeighbour = false
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
      let (point, value) = try integrand(function, at: centre + half * points.nodes[index])
      for component in 0..<components {
        let number = value[component: component]
        guard number.isFinite else {
          throw QuadratureError.nonFiniteIntegrand(at: point)
        }
        values[component * KronrodPoints.count + index] = number
      }
    }
    for component in 0..<components {
      let start = values + component * KronrodPoints.count
      let rule = KronrodRule.points21.estimate(
        of: UnsafeBufferPointer(start: start, count: KronrodPoints.count), from: lower, to: upper)
      let missing = points.unresolved(start) * half
      let ends = points.ends(start)
      var error = max(missing, Self.roundingShare * rule.magnitude)
      if rule.deviation > 0, missing > 0 {
        let ratio = min(1, 200 * missing / rule.deviation)
        error = max(error, rule.deviation * (ratio * ratio.squareRoot()))
      }
      value[component: component] = rule.value
      magnitude[component: component] = rule.magnitude
      unresolved[component: component] = missing
      self.error[component: component] = error
      lowerEnd.expected[component: component] = ends[0]
      upperEnd.expected[component: component] = ends[1]
    }
  }

  /// The integrand over the variable of the piece, and the point of the original variable.
  @inline(__always)
  func integrand(
    _ function: (Double) throws -> Value, at node: Double
  ) throws -> (point: Double, value: Value) {
    switch map {
    case .identity:
      return (node, try function(node))
    case .infinite(let anchor, let scale):
      let point = anchor + scale * ((1 - node) / node)
      let factor = abs(scale) / node / node
      var value = try function(point)
      for component in 0..<Value.componentCount {
        let number = value[component: component]
        // 0 stays 0 far out, where the factor overflows.
        value[component: component] = number == 0 ? 0 : number * factor
      }
      return (point, value)
    }
  }

  /// The two halves, not evaluated; none if the nodes of the halves would not be distinct numbers,
  /// and distinct from the ends.
  func halves() -> (IntegrationPiece, IntegrationPiece)? {
    let middle = 0.5 * (lower + upper)
    guard upper - lower > 2048 * max(abs(lower), abs(upper)).ulp else { return nil }
    var left = IntegrationPiece(lower: lower, upper: middle, map: map)
    var right = IntegrationPiece(lower: middle, upper: upper, map: map)
    left.lowerEnd.isSettled = lowerEnd.isSettled
    right.upperEnd.isSettled = upperEnd.isSettled
    return (left, right)
  }
}
