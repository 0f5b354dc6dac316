/// Two densities on the line, and what the ladder needs to know of them.
struct LogDensityPair {
  let p: any ContinuousDistribution<Double>
  let q: any ContinuousDistribution<Double>
  /// Where they have mass.
  let supports: (p: Support<Double>, q: Support<Double>)
  private let densityP: PreparedDensity
  private let densityQ: PreparedDensity

  init(p: any ContinuousDistribution<Double>, q: any ContinuousDistribution<Double>) {
    self.p = p
    self.q = q
    supports = (p.support, q.support)
    densityP = PreparedDensity(p)
    densityQ = PreparedDensity(q)
  }

  /// How many units in the last place a log-density is trusted to, relative to its size or 1.
  static var logUnits: Double { 4 }

  /// What rounding may have done to a log-density of this size.
  @inline(__always)
  static func rounding(_ logDensity: Double) -> Double {
    logUnits * 0x1p-52 * (1 + abs(logDensity))
  }

  /// log p and log q at a point.
  @inline(__always)
  func logDensities(at point: AnchoredPoint<Double>) -> (p: Double, q: Double) {
    (densityP.single(point), densityQ.single(point))
  }

  /// log p and log q at the first `count` points, into the beginning of arrays that are long enough.
  func logDensities(
    at points: [AnchoredPoint<Double>], count: Int, p logsP: inout [Double],
    q logsQ: inout [Double]
  ) {
    let points = points.span.extracting(first: count)
    var spanP = logsP.mutableSpan
    var spanQ = logsQ.mutableSpan
    densityP.batch(points, &spanP)
    densityQ.batch(points, &spanQ)
  }

  /// Whether both are laws of angles on one circle.
  var isOnOneCircle: Bool { Self.areOnOneCircle(p, q) }

  static func areOnOneCircle(
    _ p: any ContinuousDistribution<Double>, _ q: any ContinuousDistribution<Double>
  ) -> Bool {
    guard let first = p.period, let second = q.period else { return false }
    return abs(first - second) <= 4 * first.ulp
  }

  /// log(−log q) at a point inside q's support where log q is −∞ as a number only, from the terms of
  /// its tail, which leave out no more than a constant; nil where these do not leave the range of
  /// numbers, so that q is 0 there.
  func logOfOverflow(
    at point: AnchoredPoint<Double>
  ) -> (log: Double, relativeError: Double)? {
    let support = supports.q
    let lower = point.distance(from: support.lowerBound)
    let upper = point.distance(from: support.upperBound)
    guard lower.value > 0 || support.lowerBound == -.infinity,
      upper.value < 0 || support.upperBound == .infinity
    else { return nil }
    let end: SupportEnd = point.value > q.median ? .upper : .lower
    let bound = end == .upper ? support.upperBound : support.lowerBound
    let distance = end == .upper ? upper : lower
    let logT =
      bound.isFinite
      ? -distance.logMagnitude : point.distance(from: 0).logMagnitude
    guard let tail = q.tail(towards: end), let leading = tail.terms.first else { return nil }
    // A coefficient that was moved into the range of numbers says nothing of the size: there a power
    // goes on from the last point where it is a number.
    if leading.coefficient <= .leastNormalMagnitude
      || leading.coefficient >= .greatestFiniteMagnitude,
      case .power(let exponent) = leading.growth
    {
      let anchor = bound.isFinite ? bound : 0
      let sign: Double = (end == .upper) == bound.isInfinite ? 1 : -1
      for step in 1...60 {
        let nearer = logT - Double(step) * 24 / exponent
        let logMagnitude = bound.isFinite ? -nearer : nearer
        let log = q.logDensity(
          at: AnchoredPoint(
            anchor: anchor, offset: sign * exp(logMagnitude), logMagnitude: logMagnitude))
        guard log > -.infinity else { continue }
        guard log < -1e200 else { return nil }
        let size = Double.log(-log) + Double(step) * 24
        return (size, 0x1p-48 * size)
      }
      return nil
    }
    guard let size = tail.logOfLeadingTerm(logT: logT), size > 690 else { return nil }
    var rest = 0.0
    for term in tail.terms.dropFirst() {
      let absolute = TailBehaviour.Term(abs(term.coefficient), term.growth)
      let part = TailBehaviour([absolute]).logOfLeadingTerm(logT: logT) ?? -.infinity
      rest += exp(part - size) * (term.coefficient < 0 ? -1 : 1)
    }
    guard rest > -1 else { return nil }
    return (size + log(onePlus: rest), 0x1p-50)
  }
}

extension TailBehaviour {
  /// The logarithm of the leading term at t; nil where that does not grow.
  func logOfLeadingTerm(logT x: Double) -> Double? {
    guard let term = terms.first, term.coefficient > 0 else { return nil }
    switch term.growth {
    case .exponential(let rate): return log(term.coefficient) + rate * exp(x)
    case .powerLog(let exponent): return log(term.coefficient) + exponent * x + log(abs(x))
    case .power(let exponent): return log(term.coefficient) + exponent * x
    case .logSquared: return log(term.coefficient) + 2 * log(abs(x))
    case .log: return log(term.coefficient) + log(abs(x))
    }
  }
}

/// The log-densities of two distributions at a node of an integral.
struct IntegrandPoint {
  /// log p and log q.
  let logP: Double
  let logQ: Double
  /// The log of what p and q are to be multiplied by: the derivative of the map of nodes to points.
  let logFactor: Double
  /// p times that factor.
  let mass: Double

  init(logP: Double, logQ: Double, logFactor: Double) {
    self.logP = logP
    self.logQ = logQ
    self.logFactor = logFactor
    let log = logP + logFactor
    // The C function takes its time over what underflows.
    mass = log < -746 ? 0 : exp(log)
  }

  /// q times the factor.
  var otherMass: Double { exp(logQ + logFactor) }

  /// log q − log p.
  var logRatio: Double { logQ - logP }

  /// What rounding may have done to the mass, relatively.
  var massRounding: Double {
    LogDensityPair.rounding(logP) + 2 * 0x1p-52 * abs(logFactor)
  }
}

/// An integral of some function of two densities, in a form that is added up over parts of the line.
enum DivergenceIntegrand {
  /// −p log q.
  case crossEntropy
  /// −p (log q − log p).
  case plain
  /// p (eʳ − 1 − r) with r = log q − log p: the plain form and q − p, together never negative.
  case remainder
  /// Any other function of both densities.
  case other((IntegrandPoint) -> SIMD2<Double>)

  var isCrossEntropy: Bool {
    if case .crossEntropy = self { true } else { false }
  }

  /// The integrand, and a bound on what the rounding of the logs does to it.
  func callAsFunction(_ point: IntegrandPoint) throws -> SIMD2<Double> {
    let mass = point.mass
    switch self {
    case .crossEntropy:
      guard mass > 0 else { return .zero }
      guard point.logQ > -.infinity else { throw LadderOutcome.infinite }
      let rounding =
        mass * (point.massRounding * abs(point.logQ) + LogDensityPair.rounding(point.logQ))
      return SIMD2(-mass * point.logQ, rounding)
    case .plain:
      guard mass > 0 else { return .zero }
      guard point.logQ > -.infinity else { throw LadderOutcome.infinite }
      let ratio = point.logRatio
      let logs = LogDensityPair.rounding(point.logP) + LogDensityPair.rounding(point.logQ)
      return SIMD2(-mass * ratio, mass * (point.massRounding * abs(ratio) + logs))
    case .remainder:
      guard mass > 0 else { return SIMD2(point.otherMass, 0) }
      guard point.logQ > -.infinity else { throw LadderOutcome.infinite }
      let ratio = point.logRatio
      let value =
        ratio > 1
        ? point.otherMass - mass * (1 + ratio) : mass * expRemainder(ratio)
      let slope = ratio > 1 ? point.otherMass + mass : mass * abs(expMinusOne(ratio))
      let logs = LogDensityPair.rounding(point.logP) + LogDensityPair.rounding(point.logQ)
      // At equality, where the slope is 0, rounding is of the second order.
      return SIMD2(value, value * point.massRounding + (slope + 0.5 * mass * logs) * logs)
    case .other(let function):
      return function(point)
    }
  }
}

/// How a rung ends other than with a value.
enum LadderOutcome: Error, CustomStringConvertible {
  /// The divergence is infinite: q has no mass at a point where p has.
  case infinite
  /// The divergence has a value, which no number is as large as.
  case beyondRange

  var description: String {
    switch self {
    case .infinite: "the divergence is infinite"
    case .beyondRange: "the value is finite, but above the largest number"
    }
  }
}
