#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a distribution says of its tails agrees with its density there, and with which moments it
/// says exist.
func checkTailLaws(
  _ p: some UnivariateDistribution<Double>, _ tolerances: LawTolerances,
  logDensity: (Double) -> Double
) -> LawReport {
  var report = LawReport(p)
  for end in SupportEnd.allCases {
    guard let tail = p.tail(towards: end) else { continue }
    let bound = end == .lower ? p.support.lowerBound : p.support.upperBound
    let points = [1e-12, 1e-40, 1e-120, 1e-290].map {
      end == .lower ? p.quantile($0) : p.survivalQuantile($0)
    }.filter { $0.isFinite && $0 != bound }
    guard let near = points.first, let far = points.last, near != far else { continue }
    func growth(_ x: Double) -> Double {
      let t = bound.isFinite ? 1 / abs(x - bound) : abs(x)
      return tail.terms.reduce(0) { $0 + $1.coefficient * value($1.growth, t) }
    }
    let predicted = growth(far) - growth(near)
    let found = logDensity(near) - logDensity(far)
    guard predicted.isFinite, found.isFinite else { continue }
    report.expect(
      "the density falls as its tail behaviour says", at: "from \(near) to \(far)", found,
      equals: predicted, within: 3 + 1e-9 * abs(predicted))
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

private func value(_ growth: TailBehaviour.Growth, _ t: Double) -> Double {
  switch growth {
  case .exponential(let rate): exp(rate * t)
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
