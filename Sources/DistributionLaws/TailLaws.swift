#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a distribution says of its tails agrees with its density there, and with which moments it
/// says exist.
func checkTailLaws(
  _ p: some UnivariateDistribution<Double>, _ tolerances: LawTolerances,
  logDensity: (AnchoredPoint<Double>) -> Double
) -> LawReport {
  var report = LawReport(p)
  for end in SupportEnd.allCases {
    guard let tail = p.tail(towards: end) else { continue }
    // A coefficient beyond the range of numbers says which term leads, not how large it is.
    let isInRange = tail.terms.allSatisfy {
      abs($0.coefficient) > .leastNormalMagnitude
        && abs($0.coefficient) < .greatestFiniteMagnitude
    }
    guard isInRange else { continue }
    let bound = end == .lower ? p.support.lowerBound : p.support.upperBound
    let spread = abs(p.survivalQuantile(0.25) - p.quantile(0.25))
    func growth(_ t: Double) -> Double {
      tail.terms.reduce(0) { $0 + $1.coefficient * value($1.growth, t) }
    }
    guard spread > 0,
      let points = farPoints(p, end, bound, spread, { growth($0).isFinite }, logDensity)
    else { continue }
    let predicted = growth(points.far.t) - growth(points.near.t)
    report.expect(
      "the density falls as its tail behaviour says",
      at: "\(end) end, t from \(points.near.t) to \(points.far.t)",
      points.near.log - points.far.log, equals: predicted, within: 3 + 1e-9 * abs(predicted))
  }
  for (order, moment) in [
    (1, p.mean), (2, p.variance), (3, p.skewness), (4, p.excessKurtosis),
  ] {
    let exists = SupportEnd.allCases.map { hasMoment(p, order, $0) }
    guard !exists.contains(nil) else { continue }
    let isFinite = !exists.contains(false)
    report.expect(
      "the tails and the moment of order \(order) agree on its existence", at: "\(moment)",
      moment.isFinite == isFinite || (isFinite && p.variance == 0),
      expected: isFinite ? "finite" : "infinite or NaN", found: "\(moment)")
  }
  return report
}

/// The farthest two of the points t = 10^a scales, or distances of 10^−a of one, at which the
/// log-density is a number.
private func farPoints(
  _ p: some UnivariateDistribution<Double>, _ end: SupportEnd, _ bound: Double, _ spread: Double,
  _ isInRange: (Double) -> Bool, _ logDensity: (AnchoredPoint<Double>) -> Double
) -> (near: (t: Double, log: Double), far: (t: Double, log: Double))? {
  func point(_ exponent: Double) -> (t: Double, log: Double) {
    let isUpper = end == .upper
    if bound.isFinite {
      let distance = spread * pow(10, -exponent)
      let offset = isUpper ? -distance : distance
      return (1 / distance, logDensity(AnchoredPoint(anchor: bound, offset: offset)))
    }
    let t = (abs(p.median) + spread) * pow(10, exponent)
    return (t, logDensity(AnchoredPoint(anchor: 0, offset: isUpper ? t : -t)))
  }
  for exponent in stride(from: 40.0, through: 1, by: -0.5) {
    let (near, far) = (point(exponent - 0.5), point(exponent))
    if near.log.isFinite, far.log.isFinite, isInRange(far.t) { return (near, far) }
  }
  return nil
}

private func value(_ growth: TailBehaviour.Growth, _ t: Double) -> Double {
  switch growth {
  case .exponential(let rate): exp(rate * t)
  case .powerLog(let exponent): pow(t, exponent) * log(t)
  case .power(let exponent): pow(t, exponent)
  case .logSquared: log(t) * log(t)
  case .log: log(t)
  }
}

/// Whether the absolute moment of an order converges at an end; nil where that is not known.
private func hasMoment(
  _ p: some UnivariateDistribution<Double>, _ order: Int, _ end: SupportEnd
) -> Bool? {
  let bound = end == .lower ? p.support.lowerBound : p.support.upperBound
  if bound.isFinite { return true }
  guard let first = p.tail(towards: end)?.terms.first else { return nil }
  guard case .log = first.growth else { return true }
  return first.coefficient > Double(order) + 1
}
