/// How closely the laws must hold.
public struct LawTolerances: Sendable {
  /// Relative error of integrals and sums against quantiles, moments and entropy.
  public var integral = 1e-9
  /// Relative error of a tail probability at the quantile it was asked for, above what the rounding
  /// of the quantile costs.
  public var quantile = 1e-11
  /// Relative difference between a value and the exponential of its logarithm, for each unit of the
  /// logarithm.
  public var exponential = 4e-15
  /// Relative error of a gradient against differences.
  public var gradient = 1e-5
  /// How many draws are compared with the cumulative function.
  public var draws = 20_000
  /// The seed of the draws.
  public var seed: UInt64 = 20_240_501
  /// √n times the Kolmogorov-Smirnov distance that is allowed; 2.4 fails one test of a true sampler
  /// in 50,000 (2 exp(−2·2.4²)).
  public var kolmogorovSmirnov = 2.4

  public init() {}
}
