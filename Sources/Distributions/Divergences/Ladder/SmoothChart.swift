import SpecialFunctions

/// A map of the whole line onto a support, under which the densities of smooth laws become bells
/// that fall at least like e^-|t|, and most of them like e^-e^|t|.
///
/// ```
/// y = y₀ + w sinh t
/// ```
///
/// where y is the offset from an anchor on the line, the logarithm of the distance from the end of a
/// half-line, and the logarithm of the ratio of the distances from both ends of an interval; w is of
/// the size of p's spread in y. On the line a law with a tail like a power is taken over
/// y = y₀ + w sinh(sinh t).
struct SmoothChart {
  /// What y is.
  private enum Kind {
    case line(anchor: Double, isHeavy: Bool)
    case ray(end: Double, sign: Double)
    case interval(lower: Double, upper: Double, logLength: Double)
  }

  private let kind: Kind
  private let centre: Double
  private let width: Double
  private let logWidth: Double
  /// exp(centre), where y is a logarithm.
  private let scale: Double
  /// How far out t may go.
  let limit: Double

  /// A spread in logarithms below which the ends of a support are too far away to matter.
  private static var narrow: Double { 0.03 }
  /// The largest |y| where that is a logarithm.
  private static var largestLog: Double { 600 }

  /// The chart for a law: from two quantiles.
  init?(for p: any ContinuousDistribution<Double>) {
    let support = p.support
    let lower = p.anchoredQuantile(0.1)
    let upper = p.anchoredSurvivalQuantile(0.1)
    guard lower.anchor.isFinite, upper.anchor.isFinite else { return nil }
    let (a, b) = (support.lowerBound, support.upperBound)
    var ends: (Double, Double)?
    var kind = Kind.line(anchor: lower.anchor, isHeavy: false)
    switch (a.isFinite, b.isFinite) {
    case (true, true):
      let length = b - a
      guard length > 0, length.isFinite else { return nil }
      ends = (Self.logRatio(lower, a, b), Self.logRatio(upper, a, b))
      kind = .interval(lower: a, upper: b, logLength: log(length))
    case (true, false):
      ends = (lower.distance(from: a).logMagnitude, upper.distance(from: a).logMagnitude)
      kind = .ray(end: a, sign: 1)
    case (false, true):
      ends = (upper.distance(from: b).logMagnitude, lower.distance(from: b).logMagnitude)
      kind = .ray(end: b, sign: -1)
    case (false, false): break
    }
    // The tenth and the nine tenths of a normal law are 1.28 deviations from its middle.
    if let (first, last) = ends, last - first > 2.56 * Self.narrow {
      self.kind = kind
      centre = 0.5 * (first + last)
      width = (last - first) / 2.56
      scale = exp(centre)
      guard width.isFinite, abs(centre) < 300 else { return nil }
      let reach = (Self.largestLog - abs(centre)) / width
      // asinh
      limit = log(reach + (reach * reach + 1).squareRoot())
    } else {
      let start = lower.offset
      let end = (upper.anchor - lower.anchor) + upper.offset
      centre = 0.5 * start + 0.5 * end
      width = (end - start) / 2.56
      guard width > 0, width.isFinite, centre.isFinite else { return nil }
      let isHeavy = ends == nil && SupportEnd.allCases.contains { Self.isHeavy(p, towards: $0) }
      self.kind = .line(anchor: lower.anchor, isHeavy: isHeavy)
      scale = 1
      // sinh t, or sinh(sinh t), must stay a number that the scale leaves one.
      limit = isHeavy ? 6.8 : 300
    }
    logWidth = log(width)
  }

  /// log((x − a)/(b − x)).
  private static func logRatio(_ x: AnchoredPoint<Double>, _ a: Double, _ b: Double) -> Double {
    x.distance(from: a).logMagnitude - x.distance(from: b).logMagnitude
  }

  /// Whether a density falls like a power, or hardly faster.
  private static func isHeavy(
    _ p: any ContinuousDistribution<Double>, towards end: SupportEnd
  ) -> Bool {
    switch p.tail(towards: end)?.terms.first?.growth {
    case .log?, .logSquared?: true
    default: false
    }
  }

  /// The point of the support at t, the log of the derivative, and what rounding of y does to the
  /// log-density in a law's bulk, where that changes by a few units over w.
  @inline(__always)
  func point(at t: Double) -> (point: AnchoredPoint<Double>, logFactor: Double, rounding: Double) {
    let sine = HyperbolicSine(t)
    switch kind {
    case .line(let anchor, false):
      let offset = centre + width * sine.value
      return (
        AnchoredPoint(anchor: anchor, offset: offset), logWidth + sine.logDerivative,
        Self.unit * (abs(centre) / width + abs(sine.value))
      )
    case .line(let anchor, true):
      let outer = HyperbolicSine(exactly: sine.value)
      let offset = centre + width * outer.value
      return (
        AnchoredPoint(anchor: anchor, offset: offset),
        logWidth + sine.logDerivative + outer.logDerivative,
        Self.unit * (abs(centre) / width + 1 + abs(sine.value))
      )
    case .ray(let end, let sign):
      let change = width * sine.value
      let point = AnchoredPoint(
        anchor: end, offset: sign * (scale * exp(change)), logMagnitude: centre + change)
      return (
        point, centre + change + logWidth + sine.logDerivative,
        Self.unit * ((1 + abs(centre)) / width + abs(sine.value))
      )
    case .interval(let lower, let upper, let logLength):
      let y = centre + width * sine.value
      let small = exp(-abs(y))
      let rest = log(onePlus: small)
      let logMagnitude = logLength - abs(y) - rest
      let distance = (upper - lower) * (small / (1 + small))
      let point =
        y < 0
        ? AnchoredPoint(anchor: lower, offset: distance, logMagnitude: logMagnitude)
        : AnchoredPoint(anchor: upper, offset: -distance, logMagnitude: logMagnitude)
      return (
        point, logMagnitude - rest + logWidth + sine.logDerivative,
        Self.unit * ((1 + abs(centre)) / width + abs(sine.value))
      )
    }
  }

  private static var unit: Double { 8 * 0x1p-52 }
}

/// sinh t and log cosh t, from a table at multiples of 1/32.
struct HyperbolicSine {
  let value: Double
  let logDerivative: Double

  private static let table: [HyperbolicSine] = (0...256).map {
    HyperbolicSine(exactly: Double($0) / 32)
  }

  @inline(__always)
  init(_ t: Double) {
    let place = 32 * abs(t)
    guard place <= 256 else {
      self.init(exactly: t)
      return
    }
    let entry = Self.table[Int(place)]
    self.init(value: t < 0 ? -entry.value : entry.value, logDerivative: entry.logDerivative)
  }

  private init(value: Double, logDerivative: Double) {
    self.value = value
    self.logDerivative = logDerivative
  }

  init(exactly t: Double) {
    let size = abs(t)
    let change = expMinusOne(size)
    // (e^t − e^-t)/2
    let sine = size > 40 ? 0.5 * exp(size) : 0.5 * (change + change / (change + 1))
    value = t < 0 ? -sine : sine
    logDerivative = size - 0.6931471805599453 + log(onePlus: exp(-2 * size))
  }
}
