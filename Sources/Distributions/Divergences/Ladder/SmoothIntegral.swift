import Quadrature

/// The divergence of two smooth laws by the trapezoidal rule, in some 80 to 200 evaluations.
///
/// What it promises, in this order: no answer where the general way is needed; the error covers the
/// truth, rounding included; few evaluations of densities and two quantiles, no more.
///
/// It is for families of this package whose densities have one hill, or two at the ends of their
/// support, and no kinks: there a rule that converges exponentially has seen all there is when its
/// sums agree. Mixtures and other composed laws may hide a hill between any points, so they go the
/// general way, which asks for quantiles throughout.
struct SmoothIntegral {
  private let pair: LogDensityPair
  private let chart: SmoothChart
  private let tolerance: Double

  /// nil where the pair is not for this rule.
  init?(_ pair: LogDensityPair, tolerance: Double) {
    guard Self.isSmooth(pair.p), Self.isSmooth(pair.q), !pair.isOnOneCircle,
      let chart = SmoothChart(for: pair.p)
    else { return nil }
    self.pair = pair
    self.chart = chart
    self.tolerance = tolerance
  }

  /// The families with a smooth density between the ends of their supports, but for breakpoints.
  private static let families: Set<ObjectIdentifier> = {
    let simple = LiteralFamilies.standardList.filter { !($0 is any ComposedDistribution.Type) }
    return Set(simple.map { ObjectIdentifier($0) })
  }()

  private static func isSmooth(_ law: any ContinuousDistribution<Double>) -> Bool {
    // |x|^β has a singularity at 0, weak but there.
    families.contains(ObjectIdentifier(type(of: law))) && law.breakpoints.isEmpty
      && !(law is GeneralizedNormal<Double>)
  }

  /// KL(p‖q); nil where the rule does not give it to the tolerance.
  func divergence() -> LadderAnswer? {
    if isNearEquality, let answer = integral(.remainder) { return answer }
    return integral(.plain)
  }

  /// −∫ p log q.
  func crossEntropy() -> LadderAnswer? { integral(.crossEntropy) }

  /// Whether the densities are so close that p·log(p/q) cancels: the remainder form needs the two
  /// masses to be the same, over one support.
  private var isNearEquality: Bool {
    guard pair.supports.p == pair.supports.q else { return false }
    return [-1.5, 0, 1.5].allSatisfy { t in
      let logs = pair.logDensities(at: chart.point(at: t).point)
      return abs(logs.q - logs.p) < 0.1
    }
  }

  private func integral(_ form: DivergenceIntegrand) -> LadderAnswer? {
    let relative = min(tolerance, 1e-10) / 2
    var workspace = Workspace()
    let found = AnalyticIntegral.integrate(
      relativeTolerance: relative, limits: chart.limits, keepsFalling: isAsWide
    ) { places, values in
      evaluate(form, at: places, into: &values, using: &workspace)
    }
    guard let integral = found else { return nil }
    let error = integral.error + integral.rounding + Double.leastNormalMagnitude
    // Near equality rounding is all that is left of a divergence's error, whichever way it is found.
    let isAsExactAsCanBe = form.isRemainder && integral.value < 1e-7
    guard error <= min(tolerance, 1e-10) * abs(integral.value) || isAsExactAsCanBe,
      !mayHideNarrowLaw(beside: integral.magnitude)
    else { return nil }
    return LadderAnswer(value: integral.value, error: error, method: .quadrature)
  }

  /// Whether q's own hill, with singularities of log q in the complex plane about as far away as it is
  /// wide, is no narrower than the places of the rule there: what is known of p's hill is known of the
  /// integrand then.
  private var isAsWide: Bool {
    let peak = pair.q.mode
    if peak.isNaN { return false }
    guard peak > pair.supports.p.lowerBound, peak < pair.supports.p.upperBound else { return true }
    let logs = pair.logDensities(at: AnchoredPoint(peak))
    return exp(-logs.q) > 1.5 * chart.speed(near: peak)
  }

  /// Whether q is so narrow that its own hill, with singularities of log q in the complex plane no
  /// further away than it is wide, lies between nodes where p is not negligible.
  private func mayHideNarrowLaw(beside magnitude: Double) -> Bool {
    let peak = pair.q.mode
    let support = pair.supports.p
    guard peak > support.lowerBound, peak < support.upperBound else { return false }
    let logs = pair.logDensities(at: AnchoredPoint(peak))
    let speed = chart.speed(near: peak)
    guard exp(-logs.q) < 0.5 * AnalyticIntegral.coarsest * speed else { return false }
    return exp(logs.p) * speed * (1 + abs(logs.p) + abs(logs.q)) > 1e-13 * magnitude
  }

  /// What is known of several places, in memory that is used again.
  private struct Workspace {
    var points: [AnchoredPoint<Double>] = []
    /// The log of the derivative of the chart, and what rounding does to t.
    var scales: [SIMD2<Double>] = []
    var logsP: [Double] = []
    var logsQ: [Double] = []

    mutating func reserve(_ count: Int) {
      guard count > points.count else { return }
      points = Array(repeating: AnchoredPoint(0), count: count)
      scales = Array(repeating: .zero, count: count)
      logsP = Array(repeating: 0, count: count)
      logsQ = logsP
    }
  }

  /// The integrand over t, and what rounding may have done to it; NaN where it is not a number, which
  /// counts only if the place is needed.
  private func evaluate(
    _ form: DivergenceIntegrand, at places: AnalyticIntegral.Places,
    into values: inout [SIMD4<Double>], using workspace: inout Workspace
  ) {
    let count = places.count
    workspace.reserve(max(count, 40))
    for index in 0..<count {
      let (point, logFactor, rounding) = chart.point(atMultiple: places.multiple(index))
      workspace.points[index] = point
      workspace.scales[index] = SIMD2(logFactor, rounding)
    }
    pair.logDensities(
      at: workspace.points, count: count, p: &workspace.logsP, q: &workspace.logsQ)
    for index in 0..<count {
      values.append(
        value(
          form, logP: workspace.logsP[index], logQ: workspace.logsQ[index],
          logFactor: workspace.scales[index][0], rounding: workspace.scales[index][1]))
    }
  }

  @inline(__always)
  private func value(
    _ form: DivergenceIntegrand, logP: Double, logQ: Double, logFactor: Double, rounding: Double
  ) -> SIMD4<Double> {
    if logP == -.infinity, !form.isRemainder { return .zero }
    if logP + logFactor < -700, !form.isRemainder {
      // p is too small for a number, but p log q need not be.
      guard logQ > -.infinity else { return SIMD4(repeating: .nan) }
      // No number has a logarithm above 710.
      if logP + logFactor < -1460 { return .zero }
      let logSize = logP + logFactor + log(abs(logQ))
      if logSize < -745 { return .zero }
      let size = exp(logSize)
      return SIMD4(logQ > 0 ? -size : size, size, rounding, 0)
    }
    let point = IntegrandPoint(logP: logP, logQ: logQ, logFactor: logFactor)
    guard let values = try? form(point) else { return SIMD4(repeating: .nan) }
    return SIMD4(values[0], values[1], rounding, 0)
  }
}

extension DivergenceIntegrand {
  fileprivate var isRemainder: Bool {
    if case .remainder = self { true } else { false }
  }
}
