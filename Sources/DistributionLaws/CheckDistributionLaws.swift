/// Tries every law of this package on a distribution over numbers, one's own as well.
///
/// The laws: logarithms agree with what they are logarithms of; the tails add up; quantiles and
/// cumulative functions invert each other to probabilities of 10⁻³⁰⁰; the density (or the mass)
/// integrates to the probabilities between quantiles, to 1, and to the moments and the entropy that
/// the distribution states; tails fall as stated, and so moments exist or not; values outside the
/// support and NaN are answered as they should; draws follow the cumulative function.
///
/// ```swift
/// for violation in checkDistributionLaws(MyFamily(shape: 2)) { print(violation) }
/// ```
///
/// - Returns: What is broken; empty if nothing is.
public func checkDistributionLaws(
  _ p: some UnivariateDistribution<Double>, tolerances: LawTolerances = LawTolerances()
) -> [LawViolation] {
  var report = LawReport(p)
  report.merge(checkCumulativeLaws(p, tolerances))
  if let p = p as? any ContinuousDistribution<Double> {
    report.merge(checkTailLaws(p, tolerances) { p.logDensity(at: $0) })
    report.merge(checkDensityLaws(p, tolerances))
  } else if let p = p as? any DiscreteDistribution<Double> {
    report.merge(checkTailLaws(p, tolerances) { p.logMass(at: $0.value.rounded()) })
    report.merge(checkMassLaws(p, tolerances))
  }
  report.merge(checkDrawLaws(p, tolerances))
  return report.violations
}
