import Quadrature
import SpecialFunctions

/// A map of the whole line onto a support, under which the densities of smooth laws become bells
/// that fall like e^-e^|t| or little slower.
///
/// ```
/// y = y₀ + w g(t)
/// ```
///
/// where y is the offset from an anchor on the line, the logarithm of the distance from the end of a
/// half-line, and the logarithm of the ratio of the distances from both ends of an interval; w is of
/// the size of p's spread in y, and g stretches each side on which p does not fall like e^-e^|y| of
/// itself: sinh t where that is both, t − e^-t or t + e^t where it is one, t where it is none. On the
/// line a law with a tail like a power is taken over sinh(sinh t).
struct SmoothChart {
  /// What y is.
  private enum Kind {
    case line(anchor: Double)
    case heavyLine(anchor: Double)
    case ray(end: Double, sign: Double)
    case interval(lower: Double, upper: Double, logLength: Double)
  }

  private let kind: Kind
  private let centre: Double
  private let width: Double
  private let logWidth: Double
  /// exp(centre), where y is a logarithm.
  private let scale: Double
  private let stretch: Stretch
  /// What rounding of the centre may have moved g by, in units.
  private let centreRounding: Double
  /// How far out t may go.
  let limits: ClosedRange<Double>

  /// A spread in logarithms below which the ends of a support are too far away to matter.
  private static var narrow: Double { 0.03 }
  /// The largest |y| where that is a logarithm.
  private static var largestLog: Double { 600 }

  /// The chart for a law: from two quantiles.
  init?(for p: any ContinuousDistribution<Double>) {
    let support = p.support
    let tails = (
      lower: p.tail(towards: .lower)?.terms.first?.growth,
      upper: p.tail(towards: .upper)?.terms.first?.growth
    )
    let lower = p.anchoredQuantile(0.1)
    let upper = p.anchoredSurvivalQuantile(0.1)
    guard lower.anchor.isFinite, upper.anchor.isFinite else { return nil }
    let (a, b) = (support.lowerBound, support.upperBound)
    var ends: (Double, Double)?
    var kind = Kind.line(anchor: lower.anchor)
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
      // Of a ray downwards y falls as x rises.
      let turns = !a.isFinite
      stretch = Stretch(
        lower: Self.needsStretch(turns ? tails.upper : tails.lower, onLine: false),
        upper: Self.needsStretch(turns ? tails.lower : tails.upper, onLine: false))
      let reach = (Self.largestLog - abs(centre)) / width
      limits = -stretch.limit(reach, isUpper: false)...stretch.limit(reach, isUpper: true)
    } else {
      let start = lower.offset
      let end = (upper.anchor - lower.anchor) + upper.offset
      centre = 0.5 * start + 0.5 * end
      width = (end - start) / 2.56
      guard width > 0, width.isFinite, centre.isFinite else { return nil }
      scale = 1
      // sinh t, or sinh(sinh t), must stay a number that the scale leaves one.
      if ends == nil, Self.isHeavy(tails.lower) || Self.isHeavy(tails.upper) {
        self.kind = .heavyLine(anchor: lower.anchor)
        stretch = .both
        limits = -6.8...6.8
      } else {
        self.kind = .line(anchor: lower.anchor)
        stretch =
          ends == nil
          ? Stretch(
            lower: Self.needsStretch(tails.lower, onLine: true),
            upper: Self.needsStretch(tails.upper, onLine: true)) : .both
        limits = -300...300
      }
    }
    logWidth = log(width)
    switch self.kind {
    case .line, .heavyLine: centreRounding = abs(centre) / width
    case .ray, .interval: centreRounding = (1 + abs(centre)) / width
    }
  }

  /// log((x − a)/(b − x)).
  private static func logRatio(_ x: AnchoredPoint<Double>, _ a: Double, _ b: Double) -> Double {
    x.distance(from: a).logMagnitude - x.distance(from: b).logMagnitude
  }

  /// Whether a density with such a tail does not fall like e^-e^|y| of itself.
  private static func needsStretch(_ growth: TailBehaviour.Growth?, onLine: Bool) -> Bool {
    switch growth {
    case .exponential?: false
    case .power?, .powerLog?: onLine
    case .logSquared?, .log?, nil: true
    }
  }

  /// Whether it falls like a power, or hardly faster.
  private static func isHeavy(_ growth: TailBehaviour.Growth?) -> Bool {
    switch growth {
    case .log?, .logSquared?: true
    default: false
    }
  }

  /// The point of the support at t, the log of the derivative, and by how much rounding may have
  /// moved t.
  func point(at t: Double) -> (point: AnchoredPoint<Double>, logFactor: Double, rounding: Double) {
    point(at: stretch.value(t))
  }

  /// The same at a multiple of the finest step.
  @inline(__always)
  func point(
    atMultiple multiple: Int
  ) -> (point: AnchoredPoint<Double>, logFactor: Double, rounding: Double) {
    point(at: stretch.value(atMultiple: multiple))
  }

  @inline(__always)
  private func point(
    at sine: StretchedValue
  ) -> (point: AnchoredPoint<Double>, logFactor: Double, rounding: Double) {
    switch kind {
    case .line(let anchor):
      let offset = centre + width * sine.value
      return (
        AnchoredPoint(anchor: anchor, offset: offset), logWidth + sine.logDerivative,
        Self.unit * (centreRounding + abs(sine.value)) * sine.inverseSlope
      )
    case .heavyLine(let anchor):
      let outer = StretchedValue(hyperbolicSine: sine.value)
      let offset = centre + width * outer.value
      return (
        AnchoredPoint(anchor: anchor, offset: offset),
        logWidth + sine.logDerivative + outer.logDerivative,
        Self.unit * (centreRounding + abs(outer.value))
          * (sine.inverseSlope * outer.inverseSlope)
      )
    case .ray(let end, let sign):
      let change = width * sine.value
      let point = AnchoredPoint(
        anchor: end, offset: sign * (scale * exp(change)), logMagnitude: centre + change)
      return (
        point, centre + change + logWidth + sine.logDerivative,
        Self.unit * (centreRounding + abs(sine.value)) * sine.inverseSlope
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
        Self.unit * (centreRounding + abs(sine.value)) * sine.inverseSlope
      )
    }
  }

  /// A few roundings.
  private static var unit: Double { 4 * 0x1p-52 }

  /// About how fast x changes with t around a point.
  func speed(near x: Double) -> Double {
    switch kind {
    case .line(let anchor): return width + abs(x - anchor - centre)
    case .heavyLine(let anchor):
      let distance = abs(x - anchor - centre)
      return (width + distance) * (1 + log(1 + distance / width))
    case .ray(let end, _):
      let distance = abs(x - end)
      return distance * (width + abs(log(distance) - centre))
    case .interval(let lower, let upper, _):
      let (a, b) = (x - lower, upper - x)
      return min(a, b) * (width + abs(log(a / b) - centre))
    }
  }
}

/// Which sides of the line g(t) stretches.
enum Stretch {
  case none, lower, upper, both

  init(lower: Bool, upper: Bool) {
    self = lower ? (upper ? .both : .lower) : upper ? .upper : .none
  }

  /// g(t) and log g′(t).
  func value(_ t: Double) -> StretchedValue {
    guard let table = table(isUpper: t >= 0) else { return StretchedValue(slopeOne: t) }
    return table.function(abs(t)).turned(t < 0)
  }

  /// The same at a multiple of the finest step.
  @inline(__always)
  func value(atMultiple multiple: Int) -> StretchedValue {
    let index = abs(multiple)
    guard let table = table(isUpper: multiple >= 0), index < table.entries.count else {
      return value(Double(multiple) * AnalyticIntegral.finest)
    }
    return table.entries[index].turned(multiple < 0)
  }

  /// Of one side; nil where g(t) is t.
  @inline(__always)
  private func table(isUpper: Bool) -> StretchedValue.Table? {
    switch self {
    case .none: nil
    case .both: StretchedValue.both
    case .upper: isUpper ? StretchedValue.steep : StretchedValue.flat
    case .lower: isUpper ? StretchedValue.flat : StretchedValue.steep
    }
  }

  /// A |t| on one side up to which |g(t)| is below a bound.
  func limit(_ bound: Double, isUpper: Bool) -> Double {
    let isStretched = self == .both || self == (isUpper ? .upper : .lower)
    let limit = isStretched ? log(onePlus: bound) : bound - 1
    return min(max(limit, 0), 600)
  }
}

/// g(t) and log g′(t), from tables at multiples of the smallest step of the rule.
struct StretchedValue: Sendable {
  let value: Double
  let logDerivative: Double
  /// 1/g′(t).
  let inverseSlope: Double

  /// sinh t of |t|.
  static let both = Table { StretchedValue(hyperbolicSine: $0) }
  /// t + e^t − 1 on its steep side.
  static let steep = Table {
    StretchedValue(value: $0 + expMinusOne($0), logDerivative: $0 + log(onePlus: exp(-$0)))
  }
  /// t − e^-t + 1 on its flat side.
  static let flat = Table {
    StretchedValue(value: $0 - expMinusOne(-$0), logDerivative: log(onePlus: exp(-$0)))
  }

  struct Table: Sendable {
    let entries: [StretchedValue]
    let function: @Sendable (Double) -> StretchedValue

    init(_ function: @escaping @Sendable (Double) -> StretchedValue) {
      self.function = function
      entries = (0...720).map { function(Double($0) * AnalyticIntegral.finest) }
    }
  }

  @inline(__always)
  func turned(_ turns: Bool) -> StretchedValue {
    turns
      ? StretchedValue(
        value: -value, logDerivative: logDerivative, inverseSlope: inverseSlope) : self
  }

  private init(value: Double, logDerivative: Double, inverseSlope: Double) {
    self.value = value
    self.logDerivative = logDerivative
    self.inverseSlope = inverseSlope
  }

  /// t itself.
  init(slopeOne t: Double) {
    self.init(value: t, logDerivative: 0, inverseSlope: 1)
  }

  init(value: Double, logDerivative: Double) {
    self.init(value: value, logDerivative: logDerivative, inverseSlope: exp(-logDerivative))
  }

  /// sinh t and log cosh t.
  init(hyperbolicSine t: Double) {
    let size = abs(t)
    let change = expMinusOne(size)
    // (e^t − e^-t)/2
    let sine = size > 40 ? 0.5 * exp(size) : 0.5 * (change + change / (change + 1))
    self.init(
      value: t < 0 ? -sine : sine,
      logDerivative: size - 0.6931471805599453 + log(onePlus: exp(-2 * size)))
  }
}
