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
