#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The tail probabilities at which laws are tried, from the middle to the end of the range.
let tailLevels: [Double] = [0.5, 0.3, 0.1, 0.01, 1e-4, 1e-8, 1e-16, 1e-32, 1e-64, 1e-128, 1e-300]

/// Laws of the cumulative functions of any distribution on the line.
func checkCumulativeLaws(
  _ p: some UnivariateDistribution<Double>, _ tolerances: LawTolerances
) -> LawReport {
  var report = LawReport(p)
  let support = p.support
  for x in samplePoints(p) {
    let point = "x = \(x)"
    let (lower, upper) = (p.logCDF(x), p.logSurvival(x))
    report.expect(
      "cdf is the exponential of logCDF", at: point, p.cdf(x), equals: exp(lower),
      within: tolerances.exponential * exp(lower) * max(1, -lower) + Double.leastNonzeroMagnitude)
    report.expect(
      "survival is the exponential of logSurvival", at: point, p.survival(x), equals: exp(upper),
      within: tolerances.exponential * exp(upper) * max(1, -upper) + Double.leastNonzeroMagnitude)
    report.expect(
      "cdf and survival add up to 1", at: point, p.cdf(x) + p.survival(x), equals: 1,
      within: 1e-13)
    // The log of the larger tail is −(the smaller) near 0.
    let smaller = min(exp(lower), exp(upper))
    report.expect(
      "the log of the larger tail follows from the smaller", at: point, max(lower, upper),
      equals: log1p(-smaller), within: 1e-12 * smaller + Double.leastNonzeroMagnitude)
  }
  report.expect(
    "quantile(0) is the lower end", at: "u = 0", p.quantile(0), equals: support.lowerBound,
    within: 0)
  report.expect(
    "survivalQuantile(1) is the lower end", at: "u = 1", p.survivalQuantile(1),
    equals: support.lowerBound, within: 0)
  report.expect(
    "quantile(1) is the upper end", at: "u = 1", p.quantile(1), equals: support.upperBound,
    within: 0)
  report.expect(
    "survivalQuantile(0) is the upper end", at: "u = 0", p.survivalQuantile(0),
    equals: support.upperBound, within: 0)
  for u in [-0.1, 1.1, Double.nan, -.infinity, .infinity] {
    report.expect(
      "a quantile outside [0, 1] is NaN", at: "u = \(u)", p.quantile(u), equals: .nan, within: 0)
    report.expect(
      "a survival quantile outside [0, 1] is NaN", at: "u = \(u)", p.survivalQuantile(u),
      equals: .nan, within: 0)
  }
  for (x, isAbove) in [(-Double.infinity, false), (.infinity, true)] {
    report.expect("cdf at infinity", at: "\(x)", p.cdf(x), equals: isAbove ? 1 : 0, within: 0)
    report.expect(
      "survival at infinity", at: "\(x)", p.survival(x), equals: isAbove ? 0 : 1, within: 0)
  }
  report.expect("NaN in, NaN out", at: "logCDF", p.logCDF(.nan), equals: .nan, within: 0)
  report.expect("NaN in, NaN out", at: "logSurvival", p.logSurvival(.nan), equals: .nan, within: 0)
  let median = p.median
  report.expect(
    "the median is the quantile of one half", at: "u = 0.5", median, equals: p.quantile(0.5),
    within: 1e-14 * abs(median))
  if p.variance.isFinite {
    report.expect(
      "the standard deviation is the root of the variance", at: "", p.standardDeviation,
      equals: p.variance.squareRoot(), within: 1e-15 * p.standardDeviation)
  }
  return report
}

/// Quantiles from both tails, without the infinite ones, in ascending order.
func samplePoints(_ p: some UnivariateDistribution<Double>) -> [Double] {
  let lower = tailLevels.map { p.quantile($0) }
  let upper = tailLevels.map { p.survivalQuantile($0) }
  return Array(Set(lower + upper)).filter { $0.isFinite }.sorted()
}
