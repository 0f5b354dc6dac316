import Quadrature

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Laws of the density: it integrates to what the quantiles say, in both tails, and its moments and
/// entropy are those that the distribution states.
func checkDensityLaws(
  _ p: some ContinuousDistribution<Double>, _ tolerances: LawTolerances
) -> LawReport {
  var report = LawReport(p)
  report.merge(checkPointwise(p, tolerances))
  report.merge(checkQuantiles(p, tolerances))
  let pieces = DensityPiece.pieces(of: p)
  do {
    let moments = try checkMasses(p, pieces, tolerances, &report)
    check(moments, of: p, tolerances, &report)
  } catch {
    report.fail(
      "the density can be integrated", at: "", expected: "a number", found: "\(error)")
  }
  return report
}

private func checkPointwise(
  _ p: some ContinuousDistribution<Double>, _ tolerances: LawTolerances
) -> LawReport {
  var report = LawReport(p)
  let support = p.support
  for x in samplePoints(p) {
    let log = p.logProbability(of: x)
    let density = exp(log)
    report.expect(
      "density is the exponential of the log-probability", at: "x = \(x)", p.density(at: x),
      equals: density,
      within: tolerances.exponential * density * max(1, abs(log)) + Double.leastNonzeroMagnitude)
    let anchored = p.logDensity(at: AnchoredPoint(anchor: x, offset: 0))
    report.expect(
      "the log-density at an anchor is the log-probability", at: "x = \(x)", anchored, equals: log,
      within: 1e-12 * max(1, abs(log)))
  }
  if let period = p.period {
    for x in samplePoints(p) {
      let log = p.logProbability(of: x)
      report.expect(
        "the density has its period", at: "x = \(x)",
        p.logDensity(at: AnchoredPoint(anchor: x, offset: period)), equals: log,
        within: 1e-9 * max(1, abs(log)))
    }
  }
  for x in [support.lowerBound.nextDown, support.upperBound.nextUp]
  where p.period == nil && (x < support.lowerBound || x > support.upperBound) {
    report.expect(
      "outside the support the log-probability is −infinity", at: "x = \(x)",
      p.logProbability(of: x), equals: -.infinity, within: 0)
  }
  report.expect(
    "NaN in, NaN out", at: "logProbability", p.logProbability(of: .nan), equals: .nan, within: 0)
  let mode = p.mode
  if mode.isFinite {
    let highest = p.logProbability(of: mode)
    for x in samplePoints(p) {
      report.expect(
        "no point is more likely than the mode", at: "x = \(x)",
        !(p.logProbability(of: x) > highest + 1e-12 * max(1, abs(highest))),
        expected: "at most \(highest)", found: "\(p.logProbability(of: x))")
    }
  }
  return report
}

/// cdf(quantile(u)) = u in both tails, as far as rounding the quantile allows.
private func checkQuantiles(
  _ p: some ContinuousDistribution<Double>, _ tolerances: LawTolerances
) -> LawReport {
  var report = LawReport(p)
  let support = p.support
  for u in tailLevels {
    for isLower in [true, false] {
      let x = isLower ? p.quantile(u) : p.survivalQuantile(u)
      guard x.isFinite, x != support.lowerBound, x != support.upperBound else { continue }
      let log = isLower ? p.logCDF(x) : p.logSurvival(x)
      // d log F = f/F dx, with x rounded to half a unit in its last place.
      let rounding = exp(p.logProbability(of: x) - log) * abs(x) * 0x1p-52
      report.expect(
        isLower ? "cdf inverts quantile" : "survival inverts survivalQuantile",
        at: "u = \(u), x = \(x)", log, equals: Double.log(u),
        within: tolerances.quantile + 2 * rounding + 1e-14 * abs(Double.log(u)))
    }
  }
  return report
}

/// The integrals that laws compare with facts.
private struct DensityMoments {
  /// ∫ p, ∫ (x − c) p, ∫ (x − c)² p, ... about the centre c, in units of a scale.
  var powers = [Double](repeating: 0, count: 5)
  var absolutePowers = [Double](repeating: 0, count: 5)
  var entropy = 0.0
  var entropyMagnitude = 0.0
  var centre = 0.0
  var scale = 1.0
}

private func checkMasses(
  _ p: some ContinuousDistribution<Double>, _ pieces: [DensityPiece], _ tolerances: LawTolerances,
  _ report: inout LawReport
) throws -> DensityMoments {
  var moments = DensityMoments()
  let spread = p.standardDeviation
  moments.centre = p.mean.isFinite ? p.mean : p.median
  moments.scale = spread.isFinite && spread > 0 ? spread : 1
  for piece in pieces {
    let anchorDistance = piece.anchor - moments.centre
    var masses = [Double](repeating: 0, count: 6)
    masses[0] = try piece.integral(of: p) { weight, _, _ in exp(weight) }
    report.expect(
      "the density integrates to the probability between quantiles", at: piece.description,
      masses[0], equals: piece.mass,
      within: tolerances.integral * piece.mass + piece.rounding(of: p))
    for (order, fact) in zip(1..., [p.mean, p.variance, p.skewness, p.excessKurtosis])
    where fact.isFinite {
      masses[order] = try piece.integral(of: p) { weight, _, offset in
        let z = (anchorDistance + offset) / moments.scale
        let term = exp(weight + Double(order) * log(abs(z)))
        return z < 0 && order % 2 == 1 ? -term : term
      }
    }
    masses[5] = try piece.integral(of: p) { weight, log, _ in
      weight == -.infinity ? 0 : -exp(weight) * log
    }
    for order in 0...4 {
      moments.powers[order] += masses[order]
      moments.absolutePowers[order] += abs(masses[order])
    }
    moments.entropy += masses[5]
    moments.entropyMagnitude += abs(masses[5])
  }
  return moments
}

private func check(
  _ moments: DensityMoments, of p: some ContinuousDistribution<Double>,
  _ tolerances: LawTolerances, _ report: inout LawReport
) {
  let tolerance = 10 * tolerances.integral
  report.expect(
    "the density integrates to 1", at: "", moments.powers[0], equals: 1, within: tolerance)
  // What lies beyond the last quantile, and the rounding of the centre.
  let centre = abs(moments.centre) / moments.scale * 0x1p-50
  if p.mean.isFinite {
    report.expect(
      "the mean is the integral", at: "", moments.powers[1], equals: 0,
      within: tolerance * max(moments.absolutePowers[1], 1e-3) + centre)
  }
  if p.variance.isFinite, p.variance > 0 {
    report.expect(
      "the variance is the integral", at: "", moments.powers[2], equals: 1,
      within: tolerance + centre)
    if p.skewness.isFinite {
      report.expect(
        "the skewness is the integral", at: "", moments.powers[3], equals: p.skewness,
        within: tolerance * max(1, moments.absolutePowers[3]) + 3 * centre)
    }
    if p.excessKurtosis.isFinite {
      report.expect(
        "the kurtosis is the integral", at: "", moments.powers[4] - 3, equals: p.excessKurtosis,
        within: tolerance * moments.absolutePowers[4] + 4 * centre * max(1, abs(p.skewness)))
    }
  }
  if !p.entropy.isNaN {
    report.expect(
      "the entropy is the integral", at: "", moments.entropy, equals: p.entropy,
      within: tolerance * max(1, moments.entropyMagnitude))
  }
}
