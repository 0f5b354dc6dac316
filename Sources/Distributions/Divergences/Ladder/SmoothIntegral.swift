import Quadrature

/// The divergence of two smooth laws by the trapezoidal rule, in some fifty evaluations.
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
    families.contains(ObjectIdentifier(type(of: law))) && law.breakpoints.isEmpty
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
    guard pair.p.support == pair.q.support else { return false }
    return [-1.5, 0, 1.5].allSatisfy { t in
      let logs = pair.logDensities(at: chart.point(at: t).point)
      return abs(logs.q - logs.p) < 0.1
    }
  }

  private func integral(_ form: DivergenceIntegrand) -> LadderAnswer? {
    // What the sums know of their error is far too much: it costs little to ask for more.
    let relative = min(tolerance, 1e-10) / 16
    guard
      let integral = try? AnalyticIntegral.integrate(
        relativeTolerance: relative, limits: chart.limits, { try value(form, at: $0) })
    else { return nil }
    let error = integral.error + integral.rounding + Double.leastNormalMagnitude
    // Near equality rounding is all that is left of a divergence's error, whichever way it is found.
    let isAsExactAsCanBe = form.isRemainder && integral.value < 1e-7
    guard error <= min(tolerance, 1e-10) * abs(integral.value) || isAsExactAsCanBe else {
      return nil
    }
    return LadderAnswer(value: integral.value, error: error, method: .quadrature)
  }

  /// The integrand over t, and what rounding may have done to it.
  @inline(__always)
  private func value(_ form: DivergenceIntegrand, at t: Double) throws -> SIMD2<Double> {
    let (place, logFactor, rounding) = chart.point(at: t)
    let logs = pair.logDensities(at: place)
    if logs.p == -.infinity, !form.isRemainder { return .zero }
    if logs.p + logFactor < -700, !form.isRemainder {
      // p is too small for a number, but p log q need not be.
      guard logs.q > -.infinity else { throw LadderOutcome.infinite }
      let logSize = logs.p + logFactor + log(abs(logs.q))
      if logSize < -745 { return .zero }
      let size = exp(logSize)
      return SIMD2(logs.q > 0 ? -size : size, size)
    }
    let point = IntegrandPoint(logP: logs.p, logQ: logs.q, logFactor: logFactor)
    let values = try form(point)
    return SIMD2(values[0], values[1] + abs(values[0]) * rounding)
  }
}

extension DivergenceIntegrand {
  fileprivate var isRemainder: Bool {
    if case .remainder = self { true } else { false }
  }
}
