import Quadrature
import SpecialFunctions

/// A truncated distribution over numbers: masses of intervals, tails and quantiles.
struct ScalarTruncated {
  let base: any UnivariateDistribution<Double>
  /// The first and the last value that is kept and that the base can take.
  let lower: Double
  let upper: Double
  /// log P(a ≤ X ≤ b) of the base.
  let logMassInside: Double

  /// The bounds as they were given.
  private let bounds: (lower: Double, upper: Double)
  /// What ends below the interval: the lower bound, or the whole number before it.
  private let below: Double
  private let isDiscrete: Bool

  init(
    _ base: any UnivariateDistribution<Double>, _ lowerBound: Double, _ upperBound: Double,
    logMass: Double? = nil
  ) {
    self.base = base
    bounds = (lowerBound, upperBound)
    isDiscrete = base is any DiscreteDistribution<Double>
    let support = base.support
    let first = isDiscrete ? lowerBound.rounded(.up) : lowerBound
    let last = isDiscrete ? upperBound.rounded(.down) : upperBound
    lower = first > support.lowerBound ? first : support.lowerBound
    upper = last < support.upperBound ? last : support.upperBound
    below = isDiscrete ? lower - 1 : lower
    if let logMass {
      logMassInside = logMass
    } else if lowerBound.isNaN || upperBound.isNaN {
      logMassInside = .nan
    } else {
      logMassInside = IntervalMass(base).log(above: below, through: upper)
    }
  }

  // MARK: - Cumulative functions

  private func share(above a: Double, through b: Double) -> Double {
    min(0, IntervalMass(base).log(above: a, through: b) - logMassInside)
  }

  private var isValid: Bool { logMassInside > -.infinity }

  func logCDF(_ x: Double) -> Double {
    guard isValid, !x.isNaN else { return .nan }
    if x < lower { return -.infinity }
    if x >= upper { return 0 }
    let log = share(above: below, through: x)
    return log > -0.6931471805599453 ? logOneMinusExp(share(above: x, through: upper)) : log
  }

  func logSurvival(_ x: Double) -> Double {
    guard isValid, !x.isNaN else { return .nan }
    if x < lower { return 0 }
    if x >= upper { return -.infinity }
    let log = share(above: x, through: upper)
    return log > -0.6931471805599453 ? logOneMinusExp(share(above: below, through: x)) : log
  }

  // MARK: - Quantiles

  func quantile(_ u: Double) -> AnchoredPoint<Double> {
    guard isValid, u >= 0, u <= 1 else { return AnchoredPoint(anchor: 0, offset: .nan) }
    return point(logBelow: log(u), logAbove: log(onePlus: -u))
  }

  func survivalQuantile(_ u: Double) -> AnchoredPoint<Double> {
    guard isValid, u >= 0, u <= 1 else { return AnchoredPoint(anchor: 0, offset: .nan) }
    return point(logBelow: log(onePlus: -u), logAbove: log(u))
  }

  /// The point with these shares of the mass on either side, from the nearer tail of the base.
  private func point(logBelow: Double, logAbove: Double) -> AnchoredPoint<Double> {
    if logBelow == -.infinity { return end(lower) }
    if logAbove == -.infinity { return end(upper) }
    let massBelow = logBelow + logMassInside
    let massAbove = logAbove + logMassInside
    let baseBelow = logSumExp(base.logCDF(below), massBelow)
    let baseAbove = logSumExp(base.logSurvival(upper), massAbove)
    let tail = min(baseBelow, baseAbove)
    if isDiscrete {
      let found =
        baseBelow < baseAbove
        ? LogQuantile.lower(base, log: min(0, baseBelow))
        : LogQuantile.upper(base, log: min(0, baseAbove))
      return AnchoredPoint(anchor: 0, offset: settled(found, logBelow, logAbove))
    }
    // So near a bound that the base's tail hardly knows of the distance from it.
    if massBelow < tail - 9, let point = nearEnd(lower, massBelow, sign: 1) { return point }
    if massAbove < tail - 9, let point = nearEnd(upper, massAbove, sign: -1) { return point }
    return baseBelow < baseAbove
      ? basePoint(min(0, baseBelow), towards: .lower)
      : basePoint(min(0, baseAbove), towards: .upper)
  }

  /// The whole number that has the shares, whatever rounding did to the search for it.
  private func settled(_ found: Double, _ logBelow: Double, _ logAbove: Double) -> Double {
    // The smaller share has the digits.
    let reaches: (Double) -> Bool = { x in
      logBelow < logAbove
        ? self.logCDF(x) >= logBelow - 0x1p-46 * abs(logBelow)
        : self.logSurvival(x) <= logAbove + 0x1p-46 * abs(logAbove)
    }
    var x = min(max(found, lower), upper)
    for _ in 0..<4 where x > lower && reaches(x - 1) { x -= 1 }
    for _ in 0..<4 where x < upper && !reaches(x) { x += 1 }
    return x
  }

  private func end(_ bound: Double) -> AnchoredPoint<Double> {
    bound.isFinite
      ? AnchoredPoint(anchor: bound, offset: 0) : AnchoredPoint(anchor: 0, offset: bound)
  }

  /// The point that cuts off a small mass at a bound, as an offset from it.
  private func nearEnd(
    _ bound: Double, _ logMass: Double, sign: Double
  ) -> AnchoredPoint<Double>? {
    guard let density = base as? any ContinuousDistribution<Double>, bound.isFinite,
      bound == (sign > 0 ? bounds.lower : bounds.upper)
    else { return nil }
    let height = density.logDensity(at: AnchoredPoint(anchor: bound, offset: 0))
    let guess = logMass - height
    guard guess.isFinite, guess > -700 else { return nil }
    let mass = IntervalMass(base)
    let found = try? monotoneInverse(
      of: { mass.log(beside: bound, offset: sign * exp($0)) }, at: logMass,
      in: -.infinity...log(upper - lower), guess: guess, scale: 0x1p-10)
    guard let found else { return nil }
    return AnchoredPoint(anchor: bound, offset: sign * exp(found), logMagnitude: found)
  }

  /// A quantile of the base, kept between the bounds.
  private func basePoint(
    _ logTail: Double, towards end: SupportEnd
  ) -> AnchoredPoint<Double> {
    guard let density = base as? any ContinuousDistribution<Double> else {
      return AnchoredPoint(anchor: 0, offset: .nan)
    }
    var point: AnchoredPoint<Double>
    if logTail > -690 {
      point =
        end == .lower
        ? density.anchoredQuantile(exp(logTail)) : density.anchoredSurvivalQuantile(exp(logTail))
    } else {
      let x =
        end == .lower
        ? LogQuantile.lower(base, log: logTail) : LogQuantile.upper(base, log: logTail)
      let anchor = density.anchoredQuantile(0.5).anchor
      point = AnchoredPoint(anchor: anchor, offset: x - anchor)
    }
    if point.value < lower { point = self.end(lower) }
    if point.value > upper { point = self.end(upper) }
    return point
  }

  // MARK: - Statistics

  var moments: NumericalMoments {
    guard isValid else { return .undefined }
    return NumericalMoments(of: truncatedDistribution(base, bounds.lower, bounds.upper))
  }

  /// The highest point between the bounds.
  var mode: Double {
    guard isValid else { return .nan }
    let own = base.mode
    if own >= lower, own <= upper { return own }
    if base is any ContinuousDistribution<Double> {
      let whole = truncatedDistribution(base, bounds.lower, bounds.upper)
      guard let whole = whole as? any ContinuousDistribution<Double> else { return .nan }
      return highestPoint(of: whole)
    }
    guard let mass = base as? any DiscreteDistribution<Double> else { return .nan }
    var candidates = [lower, upper].filter { $0.isFinite }
    candidates += (0...32).map { quantile(Double($0) / 32).value }
    var best = Double.nan
    var top = -Double.infinity
    for candidate in candidates.sorted() where mass.logMass(at: candidate) > top {
      (best, top) = (candidate, mass.logMass(at: candidate))
    }
    return best
  }
}
