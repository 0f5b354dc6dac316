import SpecialFunctions

/// The weight, the mean and the variance of numbers: what ``Normal``, ``Exponential`` and
/// ``HalfNormal`` need.
public struct MomentStatistics: SufficientStatistics {
  private var tally = Tally()
  private var moments = RunningMoments()

  public init() {}

  public var totalWeight: Double { tally.weight }
  /// The weighted mean.
  public var mean: Double { moments.mean }
  /// The weighted mean of the squared differences from the mean.
  public var variance: Double { moments.variance }
  /// The smallest observation; infinity of none.
  public private(set) var minimum = Double.infinity

  public mutating func add(_ x: Double, weight: Double) throws(FittingError) {
    try tally.require(x, "", "finite", true)
    guard let share = try tally.share(of: weight) else { return }
    moments.add(x, share: share)
    minimum = min(minimum, x)
  }

  public mutating func merge(_ other: MomentStatistics) {
    moments.merge(other.moments, share: tally.merge(other.tally))
    minimum = min(minimum, other.minimum)
  }

  func requireData() throws(FittingError) { try tally.requireData() }

  func requireNonNegative(_ family: String) throws(FittingError) {
    try tally.requireData()
    if minimum < 0 {
      throw .malformed(family: family, index: 0, problem: "or another one is negative")
    }
  }
}

/// The weight and the means of x, log x and 1/x of positive numbers, with the variance of the
/// logarithms: what ``Gamma``, ``InverseGamma``, ``LogNormal`` and their relatives need.
///
/// The means are kept relative to the first observation, so that narrow samples keep their digits.
public struct PositiveStatistics: SufficientStatistics {
  private var tally = Tally()
  private var logs = RunningMoments()
  private var anchor = 1.0
  /// The means of x/anchor − 1 and anchor/x − 1.
  private var ratios = RunningMoments()
  private var inverses = RunningMoments()

  public init() {}

  public var totalWeight: Double { tally.weight }
  /// The weighted mean.
  public var mean: Double { anchor * (1 + ratios.mean) }
  /// The weighted mean of 1/x.
  public var meanInverse: Double { (1 + inverses.mean) / anchor }
  /// The weighted mean of log x.
  public var meanLog: Double { log(anchor) + logs.mean }
  /// The variance of log x.
  public var logVariance: Double { logs.variance }
  /// log of the mean − mean of the logs.
  public var logMeanExcess: Double { log(onePlus: ratios.mean) - logs.mean }
  /// log of the mean of 1/x + mean of the logs.
  public var logInverseExcess: Double { log(onePlus: inverses.mean) + logs.mean }

  public mutating func add(_ x: Double, weight: Double) throws(FittingError) {
    try tally.require(x, "PositiveStatistics", "positive", x > 0)
    if tally.weight == 0 { anchor = x }
    guard let share = try tally.share(of: weight) else { return }
    let ratio = (x - anchor) / anchor
    let inverse = (anchor - x) / x
    logs.add(log(onePlus: ratio), share: share)
    ratios.add(ratio, share: share)
    inverses.add(inverse, share: share)
  }

  public mutating func merge(_ other: PositiveStatistics) {
    guard other.tally.weight > 0 else { return }
    guard tally.weight > 0 else {
      self = other
      return
    }
    let other = other.anchored(at: anchor)
    let share = tally.merge(other.tally)
    logs.merge(other.logs, share: share)
    ratios.merge(other.ratios, share: share)
    inverses.merge(other.inverses, share: share)
  }

  /// The same relative to another number.
  private func anchored(at anchor: Double) -> PositiveStatistics {
    let scale = self.anchor / anchor
    var moved = self
    moved.anchor = anchor
    moved.logs = RunningMoments(mean: logs.mean + log(scale), variance: logs.variance)
    moved.ratios = RunningMoments(
      mean: scale * ratios.mean + (scale - 1), variance: scale * scale * ratios.variance)
    moved.inverses = RunningMoments(
      mean: inverses.mean / scale + (1 / scale - 1), variance: inverses.variance / scale / scale)
    return moved
  }

  func requireData() throws(FittingError) { try tally.requireData() }
}
