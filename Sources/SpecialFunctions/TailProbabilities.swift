#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The two tails of a continuous law at a point, as logarithms, so that neither is lost where it
/// underflows or where the other is 1.
public struct TailProbabilities: Sendable, Hashable {
  /// log P(X <= x).
  public let logLower: Double
  /// log P(X > x).
  public let logUpper: Double

  public init(logLower: Double, logUpper: Double) {
    self.logLower = logLower
    self.logUpper = logUpper
  }

  /// From the lower tail's logarithm; exact in the upper tail only where the lower is not tiny.
  init(logLower: Double) {
    self.init(logLower: min(logLower, 0), logUpper: logOneMinusExp(min(logLower, 0)))
  }

  /// From the upper tail's logarithm.
  init(logUpper: Double) {
    self.init(logLower: logOneMinusExp(min(logUpper, 0)), logUpper: min(logUpper, 0))
  }

  /// P(X <= x).
  public var lower: Double { exp(logLower) }
  /// P(X > x).
  public var upper: Double { exp(logUpper) }

  /// The tails of -X.
  var swapped: TailProbabilities {
    TailProbabilities(logLower: logUpper, logUpper: logLower)
  }

  static let undefined = TailProbabilities(logLower: .nan, logUpper: .nan)
  static let allBelow = TailProbabilities(logLower: 0, logUpper: -.infinity)
  static let allAbove = TailProbabilities(logLower: -.infinity, logUpper: 0)
}

/// The logarithm of one tail, and its derivative by the logarithm of the point or of its odds.
struct LogTail {
  let isLower: Bool
  let log: Double
  let slope: Double

  init(lower log: Double, slope: Double) {
    self.init(isLower: true, log: min(log, 0), slope: slope)
  }

  init(upper log: Double, slope: Double) {
    self.init(isLower: false, log: min(log, 0), slope: slope)
  }

  private init(isLower: Bool, log: Double, slope: Double) {
    self.isLower = isLower
    self.log = log
    self.slope = slope
  }

  /// The tail on the side that is asked for: d log G = −(F/G) d log F of G = 1 − F.
  func onSide(lower: Bool) -> LogTail {
    if lower == isLower { return self }
    let other = logOneMinusExp(log)
    return LogTail(isLower: lower, log: other, slope: -slope * exp(log - other))
  }

  /// The logarithm on one side alone.
  func log(lower: Bool) -> Double { lower == isLower ? log : logOneMinusExp(log) }

  /// The same tail of the mirrored law, whose odds are the reciprocal ones.
  var mirrored: LogTail { LogTail(isLower: !isLower, log: log, slope: -slope) }
}
