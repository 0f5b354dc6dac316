import Quadrature

/// The part of an integral beyond the outermost point of a grid, towards one end of p's support,
/// over s = log |offset|: from the offset's size there to infinity, or to −infinity at a finite end.
struct TailIntegral {
  let pair: LogDensityPair
  let end: SupportEnd
  /// The location, or the finite end itself.
  let anchor: Double
  let sign: Double
  /// log |offset| where the tail begins, and the way to go from there.
  let start: Double
  let isTowardsInfinity: Bool
  private let tailP: TailBehaviour?
  private let tailQ: TailBehaviour?
  /// Beyond this s the logs are continued by their leading terms, which are then exact to rounding.
  private let border: Double
  private let atBorder: (p: Double, q: Double)

  /// nil where nothing lies beyond the point.
  init?(
    _ pair: LogDensityPair, beyond point: AnchoredPoint<Double>, towards end: SupportEnd,
    centre: Double, of support: Support<Double>
  ) {
    let bound = end == .lower ? support.lowerBound : support.upperBound
    self.pair = pair
    self.end = end
    isTowardsInfinity = bound.isInfinite
    let outward: Double = end == .upper ? 1 : -1
    if bound.isInfinite {
      // The tail is counted from the location, or from the middle where that lies beyond.
      let isOutward = point.offset * outward > 0
      anchor = isOutward ? point.anchor : centre
      sign = outward
    } else {
      anchor = bound
      sign = -outward
    }
    let distance = point.distance(from: anchor)
    guard distance.logMagnitude.isFinite else { return nil }
    start = distance.logMagnitude
    tailP = (pair.p.tail(towards: end) ?? (bound.isInfinite ? nil : .bounded)).flatMap {
      $0.isSlow(atFiniteEnd: bound.isFinite) ? nil : $0
    }
    let other = end == .lower ? pair.supports.q.lowerBound : pair.supports.q.upperBound
    // Inside q's support q is bounded at p's finite end.
    let ownTail = pair.q.tail(towards: end)
    let inner: TailBehaviour? =
      bound.isFinite && other != bound ? .bounded : ownTail ?? (bound.isInfinite ? nil : .bounded)
    tailQ = inner.flatMap { $0.isSlow(atFiniteEnd: bound.isFinite) ? nil : $0 }
    let step: Double = isTowardsInfinity ? 1 : -1
    border = abs(start) < 500 ? step * 640 : start + step * 100
    atBorder = pair.logDensities(
      at: AnchoredPoint(anchor: anchor, offset: sign * exp(border), logMagnitude: border))
  }

  /// log t: t is the distance from the location, or one over the distance to a finite end.
  private func logT(_ s: Double) -> Double { isTowardsInfinity ? s : -s }

  /// −(T(t) − T(t at the border)), the change of a log-density from the border on.
  private func continuation(_ tail: TailBehaviour, to s: Double) -> Double {
    let x = logT(s)
    let x0 = logT(border)
    var sum = 0.0
    for term in tail.terms {
      let change: Double
      switch term.growth {
      case .exponential(let rate): change = exp(rate * exp(x)) - exp(rate * exp(x0))
      case .powerLog(let exponent):
        change = exp(exponent * x0) * (x * expMinusOne(exponent * (x - x0)) + (x - x0))
      case .power(let exponent): change = exp(exponent * x0) * expMinusOne(exponent * (x - x0))
      case .logSquared: change = (x - x0) * (x + x0)
      case .log: change = x - x0
      }
      // An infinite change of the leading term decides.
      if !change.isFinite { return -term.coefficient * .infinity }
      sum -= term.coefficient * change
    }
    return sum
  }

  /// The logs of the densities at s.
  private func logDensities(_ s: Double) -> (p: Double, q: Double) {
    let isBeyond = isTowardsInfinity ? s > border : s < border
    if isBeyond, let tailP, let tailQ, atBorder.p.isFinite {
      let p = atBorder.p + continuation(tailP, to: s)
      let q = atBorder.q.isFinite ? atBorder.q + continuation(tailQ, to: s) : -.infinity
      return (p, q)
    }
    return pair.logDensities(
      at: AnchoredPoint(anchor: anchor, offset: sign * exp(s), logMagnitude: s))
  }

  /// The integrand over s.
  func value(_ integrand: DivergenceIntegrand, at s: Double) throws -> Double {
    guard abs(s) < Self.horizon else { return 0 }
    let (logP, logQ) = logDensities(s)
    // Nothing is left of p far out; a family may have no number to say so.
    if logP.isNaN && abs(s) > 300 { return 0 }
    let point = IntegrandPoint(logP: logP, logQ: logQ, logFactor: s)
    if case .other(let function) = integrand {
      let value = function(point)[0]
      return value.isNaN && abs(s) > 300 ? 0 : value
    }
    if point.mass == 0 {
      if case .remainder = integrand { return point.otherMass.isFinite ? point.otherMass : 0 }
      // p is too small for a number, but p log q need not be.
      guard logP > -.infinity else { return 0 }
    }
    if logQ == -.infinity || logQ.isNaN {
      guard logP + s > -1500 else { return 0 }
      guard let tailQ, let size = tailQ.logOfLeadingTerm(logT: logT(s)) else {
        if logP + s < -745 { return 0 }
        throw LadderOutcome.infinite
      }
      return exp(logP + s + size)
    }
    if point.mass == 0 || !logQ.isFinite {
      return exp(logP + s + log(abs(logQ))) * (logQ > 0 ? -1 : 1)
    }
    return try integrand(point)[0]
  }

  /// The integral over the tail.
  ///
  /// - Parameter reference: the integral so far, against which the tolerance is understood.
  func integral(
    _ integrand: DivergenceIntegrand, reference: Double, tolerance: Double
  ) throws -> IntegrationResult {
    let leftOut = leftOut
    guard leftOut <= 1e-3 * (1 + abs(reference)) else {
      throw QuadratureError.invalidArgument(
        "the density of \(pair.p) falls so slowly towards an end that what lies beyond numbers counts"
      )
    }
    var result = try integrateTailAsFarAsPossible(
      { try value(integrand, at: $0) }, from: start,
      to: isTowardsInfinity ? .infinity : -.infinity, firstPiece: 0.5, reference: reference,
      relativeTolerance: tolerance, absoluteTolerance: DivergenceIntegral.leastDifference,
      maximumEvaluations: 60_000)
    // The logs of the densities, and s itself, are rounded; the mass and log q or log p/q by as much.
    let logs = logDensities(start)
    let factor = integrand.isCrossEntropy ? logs.q : logs.q - logs.p
    var size = 1 + abs(logs.p) + abs(start) + (abs(logs.p) + abs(logs.q)) / abs(factor)
    if !(size < 1e12) { size = 1e12 }
    result.error += 0x1p-50 * size * result.magnitude + leftOut
    return result
  }

  /// Where logarithms of distances have no digits left for what remains of p beside them.
  private static let horizon = 1e11

  /// What may lie beyond s, of a law whose tail is a power of log |x| at worst: p times the logs of both
  /// densities there, times the length of the way.
  private func bound(beyond s: Double) -> Double {
    let logs = logDensities(s)
    let bound = exp(logs.p + s) * abs(s) * (abs(logs.p) + abs(logs.q))
    return bound.isNaN ? 0 : 100 * bound
  }

  /// What is left out beyond the horizon: nothing to speak of, or too much to give an answer.
  private var leftOut: Double { bound(beyond: isTowardsInfinity ? Self.horizon : -Self.horizon) }

  /// Whether both tails are known and the integral of p·|log q| to the end is infinite.
  ///
  /// nil where a tail is not known.
  static func diverges(_ pair: LogDensityPair, towards end: SupportEnd) -> Bool? {
    let isLower = end == .lower
    let bound = isLower ? pair.supports.p.lowerBound : pair.supports.p.upperBound
    let other = isLower ? pair.supports.q.lowerBound : pair.supports.q.upperBound
    if bound.isFinite {
      guard other == bound, let q = pair.q.tail(towards: end), !q.terms.isEmpty else {
        return false
      }
      let p = pair.p.tail(towards: end) ?? .bounded
      return !TailConvergence.converges(p, against: q, atFiniteEnd: true)
    }
    // At an infinite end no density is bounded away from 0: terms that underflowed are not known.
    guard let p = pair.p.tail(towards: end), let q = pair.q.tail(towards: end), !p.terms.isEmpty,
      !q.terms.isEmpty
    else { return nil }
    return !TailConvergence.converges(p, against: q, atFiniteEnd: false)
  }
}

extension TailBehaviour {
  /// Whether the density is 1/t times less than a power of t, of which the terms say nothing: nothing
  /// else makes such a density integrable.
  fileprivate func isSlow(atFiniteEnd: Bool) -> Bool {
    guard let leading = terms.first, case .log = leading.growth else { return false }
    return abs(leading.coefficient - (atFiniteEnd ? -1 : 1)) <= 1e-15
  }
}
