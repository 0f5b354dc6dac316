/// A family on the line or the whole numbers that can be fitted by maximum likelihood.
///
/// ```swift
/// let fit = try Gamma.fit(to: waits)
/// print(fit.distribution, fit.aic, fit.parameter("shape")?.standardError ?? .nan)
/// ```
///
/// A family of your own conforms with one function: a closed form that ends in ``Fit``, or a
/// ``LikelihoodSearch``, which needs labels, where to start and the log-density over tensors.
public protocol FittableDistribution: UnivariateDistribution where Value == Double {
  /// The distribution of this family under which the observations are most likely.
  ///
  /// - Throws: ``FittingError`` for observations outside the family's support, for too few
  ///   different ones, and where the likelihood has no maximum.
  static func fit(to observations: Observations) throws(FittingError) -> Fit<Self>
}

extension FittableDistribution {
  /// The distribution of this family under which the data are most likely.
  ///
  /// - Parameters:
  ///   - data: Finite numbers.
  ///   - weights: How often each counts: finite, not negative; nil for once.
  /// - Throws: ``FittingError``.
  public static func fit(
    to data: [Double], weights: [Double]? = nil
  ) throws(FittingError) -> Fit<Self> {
    try fit(to: Observations(data, weights: weights))
  }

  /// The fit as one of several families'.
  static func erasedFit(
    to observations: Observations
  ) throws(FittingError) -> Fit<any UnivariateDistribution<Double>> {
    try fit(to: observations).erased
  }
}

extension FittableDistribution where Sample == Int {
  /// The distribution of this family under which the counts are most likely.
  ///
  /// - Throws: ``FittingError``.
  public static func fit(
    to data: [Int], weights: [Double]? = nil
  ) throws(FittingError) -> Fit<Self> {
    try fit(to: Observations(data.map { Double($0) }, weights: weights))
  }
}

extension FittableDistribution where Sample == Bool {
  /// The distribution of this family under which the outcomes are most likely.
  ///
  /// - Throws: ``FittingError``.
  public static func fit(
    to data: [Bool], weights: [Double]? = nil
  ) throws(FittingError) -> Fit<Self> {
    try fit(to: Observations(data.map { $0 ? 1 : 0 }, weights: weights))
  }
}
