#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Laws of the mass: it adds up to the cumulative functions from both ends, quantiles are the
/// smallest points that they promise, and moments and entropy are sums. The sums are taken where
/// the middle 1 − 2·10⁻¹⁸ of the mass lies on at most 50,000 whole numbers.
func checkMassLaws(
  _ p: some DiscreteDistribution<Double>, _ tolerances: LawTolerances
) -> LawReport {
  var report = LawReport(p)
  for u in tailLevels + [0.7, 0.9, 0.99] {
    checkQuantile(p, u, tolerances, &report)
  }
  for x in [0.5, -0.25, 1e15 + 0.5, .infinity, -.infinity] {
    report.expect(
      "between whole numbers there is no mass", at: "x = \(x)", p.logMass(at: x),
      equals: -.infinity, within: 0)
  }
  report.expect("NaN in, NaN out", at: "logMass", p.logMass(at: .nan), equals: .nan, within: 0)
  let support = p.support
  for x in [support.lowerBound - 1, support.upperBound + 1] where x.isFinite {
    report.expect(
      "outside the support there is no mass", at: "x = \(x)", p.logMass(at: x), equals: -.infinity,
      within: 0)
  }
  for level in [1e-300, 1e-18] {
    let low = p.quantile(level)
    let high = p.survivalQuantile(level)
    guard high - low <= 50_000 else { continue }
    checkSums(p, from: low, through: high, tolerances, &report)
    break
  }
  return report
}

private func checkQuantile<P: DiscreteDistribution<Double>>(
  _ p: P, _ u: Double, _ tolerances: LawTolerances, _ report: inout LawReport
) {
  let slack = 1 + 1e-11
  let x = p.quantile(u)
  report.expect(
    "the quantile has at least u below or at it", at: "u = \(u), x = \(x)", p.cdf(x) * slack >= u,
    expected: "cdf ≥ \(u)", found: "\(p.cdf(x))")
  report.expect(
    "the quantile is the smallest such point", at: "u = \(u), x = \(x)",
    p.cdf(before(x)) < u * slack || x == p.support.lowerBound, expected: "cdf(x − 1) < \(u)",
    found: "\(p.cdf(before(x)))")
  let y = p.survivalQuantile(u)
  report.expect(
    "the survival quantile has at most u above it", at: "u = \(u), x = \(y)",
    p.survival(y) <= u * slack, expected: "survival ≤ \(u)", found: "\(p.survival(y))")
  report.expect(
    "the survival quantile is the smallest such point", at: "u = \(u), x = \(y)",
    p.survival(before(y)) * slack > u || y == p.support.lowerBound,
    expected: "survival(x − 1) > \(u)", found: "\(p.survival(before(y)))")
  for point in [x, y] where abs(point) < 1e15 {
    let log = p.logMass(at: point)
    if let sample = Int(point) as? P.Sample ?? (point == 1) as? P.Sample {
      report.expect(
        "a draw's log-probability is the log of the mass", at: "x = \(point)",
        p.logProbability(of: sample), equals: log, within: 1e-13 * max(1, abs(log)))
      report.expect(
        "probability is the exponential of the log-probability", at: "x = \(point)",
        p.probability(of: sample), equals: exp(log),
        within: tolerances.exponential * exp(log) * max(1, abs(log)) + Double.leastNonzeroMagnitude)
    }
  }
}

/// The whole number before x; for a quantile beyond the range of numbers the last one in it.
private func before(_ x: Double) -> Double {
  x == .infinity ? .greatestFiniteMagnitude : x - 1
}

private func checkSums(
  _ p: some DiscreteDistribution<Double>, from low: Double, through high: Double,
  _ tolerances: LawTolerances, _ report: inout LawReport
) {
  let points = Array(stride(from: low, through: high, by: 1))
  let logs = points.map { p.logMass(at: $0) }
  let masses = logs.map { exp($0) }
  let stride = max(1, points.count / 200)
  var sum = low > p.support.lowerBound ? p.cdf(low - 1) : 0
  for (index, x) in points.enumerated() {
    sum += masses[index]
    if index % stride == 0 {
      report.expect(
        "the masses add up to the cdf", at: "x = \(x)", p.cdf(x), equals: sum,
        within: 1e-11 * sum)
    }
  }
  sum = p.survival(high)
  for (index, x) in points.enumerated().reversed() {
    if index % stride == 0 {
      report.expect(
        "the masses above add up to the survival", at: "x = \(x)", p.survival(x), equals: sum,
        within: 1e-11 * sum)
    }
    sum += masses[index]
  }
  report.expect(
    "the masses add up to 1", at: "", masses.reduce(0, +), equals: 1, within: 1e-11)
  let (highest, mode) = zip(logs, points).reduce((-Double.infinity, low)) { $1.0 > $0.0 ? $1 : $0 }
  report.expect(
    "the mode is the most likely point", at: "mode = \(p.mode), others \(mode)",
    p.logMass(at: p.mode), equals: highest, within: 1e-12 * max(1, abs(highest)))
  checkMoments(p, points, masses, logs, tolerances, &report)
}

private func checkMoments(
  _ p: some DiscreteDistribution<Double>, _ points: [Double], _ masses: [Double],
  _ logs: [Double], _ tolerances: LawTolerances, _ report: inout LawReport
) {
  let tolerance = 10 * tolerances.integral
  // Heavy tails have mass beyond the sums that their moments feel.
  guard p.mean.isFinite, p.variance.isFinite, p.excessKurtosis.isFinite || p.variance == 0 else {
    return
  }
  let mean = p.mean
  func moment(_ order: Double) -> (value: Double, magnitude: Double) {
    zip(points, masses).reduce((0, 0)) { total, next in
      let term = next.1 * pow(next.0 - mean, order)
      return (total.0 + term, total.1 + abs(term))
    }
  }
  // A tail that falls like x^−c has, beyond a point, (c − 1)/(c − 1 − n) times the mass there and the
  // power of the point; twice that, since the point may be near the middle.
  func beyond(_ order: Double) -> Double {
    guard let end = points.last, p.support.upperBound == .infinity,
      let term = p.tail(towards: .upper)?.terms.first, case .log = term.growth
    else { return 0 }
    let power = term.coefficient - 1
    return 2 * p.survival(end) * pow(end + 1, order) * power / (power - order)
  }
  let spread = p.standardDeviation
  report.expect(
    "the mean is the sum", at: "", mean + moment(1).value, equals: mean,
    within: tolerance * moment(1).magnitude + 1e-14 * abs(mean) + beyond(1))
  report.expect(
    "the variance is the sum", at: "", moment(2).value, equals: p.variance,
    within: tolerance * p.variance + beyond(2))
  if p.variance > 0 {
    report.expect(
      "the skewness is the sum", at: "", moment(3).value / pow(spread, 3), equals: p.skewness,
      within: tolerance * max(1e-3, moment(3).magnitude / pow(spread, 3))
        + beyond(3) / pow(spread, 3))
    report.expect(
      "the kurtosis is the sum", at: "", moment(4).value / pow(spread, 4) - 3,
      equals: p.excessKurtosis,
      within: tolerance * moment(4).value / pow(spread, 4) + beyond(4) / pow(spread, 4))
  }
  if !p.entropy.isNaN {
    let entropy = zip(masses, logs).reduce(0) { $1.0 == 0 ? $0 : $0 - $1.0 * $1.1 }
    report.expect(
      "the entropy is the sum", at: "", p.entropy, equals: entropy,
      within: tolerance * max(1e-6, entropy))
  }
}
