/// Where two densities live: pieces of the line between points at which p's mass divides, q's
/// changes, and either has a kink.
///
/// Every point is an offset from an anchor, and every piece is integrated over the offset from
/// one anchor, or over its logarithm where it spans more than a factor of 8.
struct IntegrationGrid {
  /// One piece, mapped to the unit interval.
  struct Cell {
    let anchor: Double
    /// The ends: offsets, or logarithms of their size.
    let lower: Double
    let upper: Double
    /// 0 where the ends are offsets, else the sign of the offsets whose logarithms they are.
    let sign: Double
    /// log of the cell's length in its own variable.
    let logLength: Double

    init(anchor: Double, lower: Double, upper: Double, sign: Double) {
      self.anchor = anchor
      self.lower = lower
      self.upper = upper
      self.sign = sign
      logLength = log(abs(upper - lower))
    }

    /// The point at a share of the way, and the log of the derivative.
    @inline(__always)
    func point(_ share: Double) -> (AnchoredPoint<Double>, logFactor: Double) {
      let position =
        share < 0.5
        ? lower + share * (upper - lower) : upper - (1 - share) * (upper - lower)
      if sign == 0 {
        return (AnchoredPoint(anchor: anchor, offset: position), logLength)
      }
      let point = AnchoredPoint(
        anchor: anchor, offset: sign * exp(position), logMagnitude: position)
      return (point, logLength + position)
    }

    /// How far rounding may move a node, in shares of the cell.
    func nodeRounding(count: Int) -> Double {
      let size = max(abs(lower), abs(upper)) / abs(upper - lower)
      return 0x1p-52 * (size + Double(count))
    }
  }

  /// The points in order.
  let points: [AnchoredPoint<Double>]
  /// The cells between them.
  let cells: [Cell]

  /// The levels whose quantiles divide p's mass, in each tail.
  static let levels: [Double] = [
    1e-300, 1e-150, 1e-80, 1e-40, 1e-20, 1e-12, 1e-8, 1e-5, 1e-3, 0.02, 0.1, 0.3,
  ]
  /// The levels whose quantiles say where q changes.
  static let otherLevels: [Double] = [1e-12, 1e-6, 1e-3, 0.05, 0.3]

  /// Pieces that p's mass needs, with points where q changes among them; or, for both, pieces that
  /// either's mass needs.
  init(
    p: any ContinuousDistribution<Double>, q: any ContinuousDistribution<Double>,
    forBoth: Bool = false
  ) {
    var own = Self.quantiles(of: p, at: Self.levels)
    if forBoth {
      own += Self.quantiles(of: q, at: Self.levels)
    }
    let anchors = Set(own.map(\.anchor))
    let support = forBoth ? Self.hull(p.support, q.support) : p.support
    own += anchors.map { AnchoredPoint(anchor: $0, offset: 0) }
    own = Self.ordered(own.filter { Self.isInside($0, support) })

    var others = forBoth ? [] : Self.quantiles(of: q, at: Self.otherLevels)
    if LogDensityPair.areOnOneCircle(p, q), let period = p.period {
      others = others.map { point in
        // By whole turns to within p's interval.
        let turns = ((0.5 * (support.lowerBound + support.upperBound) - point.value) / period)
          .rounded()
        return AnchoredPoint(anchor: point.anchor + turns * period, offset: point.offset)
      }
    }
    var kinks = (p.breakpoints + q.breakpoints).map { AnchoredPoint(anchor: $0, offset: 0.0) }
    for bounds in [p.support, q.support] {
      kinks += [bounds.lowerBound, bounds.upperBound].map { AnchoredPoint(anchor: $0, offset: 0) }
    }
    if let first = own.first, let last = own.last {
      let isBetween = { (point: AnchoredPoint<Double>) in
        Self.isUsable(point) && Self.position(point, from: first) > 0
          && Self.position(point, from: last) < 0
      }
      others = others.filter(isBetween)
      // p's own kinks count in its tails too.
      kinks = kinks.filter { isBetween($0) || p.breakpoints.contains($0.anchor) }
    }
    kinks = Self.ordered(kinks.filter { Self.isInside($0, support) })
    points = Self.graded(Self.ordered(own + others + kinks), around: kinks)
    cells = zip(points, points.dropFirst()).map { Self.cell(from: $0, to: $1) }
  }

  /// The quantiles of the given levels in both tails, and the median.
  private static func quantiles(
    of distribution: any ContinuousDistribution<Double>, at levels: [Double]
  ) -> [AnchoredPoint<Double>] {
    let lower = levels.map { distribution.anchoredQuantile($0) }
    let upper = levels.map { distribution.anchoredSurvivalQuantile($0) }
    return lower + upper + [distribution.anchoredQuantile(0.5)]
  }

  /// The smallest interval that holds both supports.
  static func hull(_ x: Support<Double>, _ y: Support<Double>) -> Support<Double> {
    Support(
      lowerBound: min(x.lowerBound, y.lowerBound), upperBound: max(x.upperBound, y.upperBound))
  }

  /// The cell and the share of it that belong to a node of the integral over [0, cells.count].
  @inline(__always)
  func cell(at node: Double) -> (index: Int, share: Double) {
    let index = min(max(Int(node), 0), cells.count - 1)
    return (index, node - Double(index))
  }
}

// MARK: - Points

extension IntegrationGrid {
  /// A point with a place, and with digits of the logarithm of its distance: a density there is that of
  /// the logarithm, less the logarithm itself.
  static func isUsable(_ point: AnchoredPoint<Double>) -> Bool {
    point.anchor.isFinite && point.offset.isFinite && point.logMagnitude < .infinity
      && (point.logMagnitude > -1e11 || point.logMagnitude == -.infinity)
  }

  static func isInside(
    _ point: AnchoredPoint<Double>, _ support: Support<Double>
  ) -> Bool {
    guard isUsable(point) else { return false }
    // A tiny distance from an end is still a distance where its logarithm says so.
    let lower = point.distance(from: support.lowerBound)
    let upper = point.distance(from: support.upperBound)
    let isAtAnchor = point.offset == 0 && point.logMagnitude > -.infinity
    return (lower.value > 0 || isAtAnchor && point.anchor == support.lowerBound)
      && (upper.value < 0 || isAtAnchor && point.anchor == support.upperBound)
  }

  /// The signed distance from another point, with digits where the anchors are the same.
  static func position(
    _ x: AnchoredPoint<Double>, from y: AnchoredPoint<Double>
  ) -> Double {
    if x.anchor == y.anchor {
      if x.offset != y.offset { return x.offset - y.offset }
      // Both too small for numbers: the sides decide, then the logarithms.
      let (own, other) = (side(x), side(y))
      if own != other { return own > other ? 1 : -1 }
      if x.offset == 0, x.logMagnitude != y.logMagnitude {
        return x.logMagnitude > y.logMagnitude ? own : -own
      }
      return 0
    }
    let distance = (x.anchor - y.anchor) + (x.offset - y.offset)
    if distance.isFinite { return distance }
    return 2 * ((0.5 * x.anchor - 0.5 * y.anchor) + (0.5 * x.offset - 0.5 * y.offset))
  }

  /// On which side of its anchor a point lies that is too near for numbers; 0 for the anchor itself,
  /// whatever the sign of its 0.
  private static func side(_ x: AnchoredPoint<Double>) -> Double {
    if x.offset == 0, x.logMagnitude == -.infinity { return 0 }
    return x.offset.sign == .minus ? -1 : 1
  }

  /// The offset from another anchor and the log of its size.
  static func offset(
    _ point: AnchoredPoint<Double>, from anchor: Double
  ) -> (value: Double, logMagnitude: Double) {
    // The offset itself, whose sign counts even where it is too small for a number.
    if point.anchor == anchor { return (point.offset, point.logMagnitude) }
    let distance = point.distance(from: anchor)
    if distance.value.isFinite { return distance }
    let half = (0.5 * point.anchor - 0.5 * anchor) + 0.5 * point.offset
    return (2 * half, log(abs(half)) + 0.6931471805599453)
  }

  /// In order along the line, without those that are equal to rounding.
  static func ordered(_ points: [AnchoredPoint<Double>]) -> [AnchoredPoint<Double>] {
    var result: [AnchoredPoint<Double>] = []
    for point in points.sorted(by: { position($0, from: $1) < 0 }) {
      if let last = result.last {
        // Between an anchor and what is too near to it for numbers lies nothing.
        if last.anchor == point.anchor, last.offset == 0, point.offset == 0,
          side(last) == 0 || side(point) == 0
        {
          result[result.count - 1] = side(last) == 0 ? last : point
          continue
        }
        let gap = position(point, from: last)
        let scale =
          point.anchor == last.anchor ? max(abs(point.offset), abs(last.offset)) : abs(point.value)
        if !(gap > 8 * 0x1p-52 * scale) { continue }
      }
      result.append(point)
    }
    return result
  }

  /// With further points where a wide piece borders on a narrow one, or on a kink whose own width
  /// is not known: pieces grow by a factor of 8 from one to the next.
  static func graded(
    _ points: [AnchoredPoint<Double>], around named: [AnchoredPoint<Double>]
  ) -> [AnchoredPoint<Double>] {
    guard points.count > 2 else { return points }
    // Between points too near their anchor for numbers there is no width to speak of: such a piece
    // is taken over the logarithm.
    let widths = zip(points, points.dropFirst()).map { x, y in
      x.anchor == y.anchor && x.offset == 0 && y.offset == 0 ? 0 : position(y, from: x)
    }
    var extra: [AnchoredPoint<Double>] = []
    for (index, width) in widths.enumerated() where width > 0 {
      for fromLeft in [true, false] {
        let near = points[fromLeft ? index : index + 1]
        let neighbour = fromLeft ? index - 1 : index + 1
        var step = widths.indices.contains(neighbour) ? widths[neighbour] : width
        let isNamed = named.contains { $0.anchor == near.anchor && near.offset == $0.offset }
        if isNamed { step = min(step, 1e-6 * width) }
        guard step > 0, step.isFinite else { continue }
        // Around its anchor a piece is taken over the logarithm, which needs no grading.
        let reach = near.offset == 0 ? width / 4 : min(width / 4, 2 * abs(near.offset))
        var distance = 8 * step
        while distance < reach {
          let offset = near.offset + (fromLeft ? distance : -distance)
          extra.append(AnchoredPoint(anchor: near.anchor, offset: offset))
          distance *= 8
        }
      }
    }
    return extra.isEmpty ? points : ordered(points + extra)
  }

  /// The piece between two points, from the anchor of the one whose offset is smaller.
  static func cell(from x: AnchoredPoint<Double>, to y: AnchoredPoint<Double>) -> Cell {
    let anchor = x.logMagnitude <= y.logMagnitude ? x.anchor : y.anchor
    let a = offset(x, from: anchor)
    let b = offset(y, from: anchor)
    let isPositive = a.value.sign == .plus && b.value.sign == .plus
    let isNegative = a.value.sign == .minus && b.value.sign == .minus
    let spread = abs(b.logMagnitude - a.logMagnitude)
    // Offsets near the end of the range of numbers have no digits; their logarithms do.
    let isTiny = min(a.logMagnitude, b.logMagnitude) < -690 && spread > 0
    if isPositive || isNegative, spread > 2.08 || isTiny, spread < .infinity {
      return Cell(
        anchor: anchor, lower: a.logMagnitude, upper: b.logMagnitude, sign: isPositive ? 1 : -1)
    }
    return Cell(anchor: anchor, lower: a.value, upper: b.value, sign: 0)
  }
}
