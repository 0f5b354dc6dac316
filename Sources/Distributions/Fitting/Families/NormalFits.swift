// Laws whose fit is that of a normal one, or as simple.

/// log √2π.
private let logRootTwoPi = 0.91893853320467274178

/// The mean and the standard deviation of observations, and the greatest log-likelihood:
/// −W (log σ + ½ log 2πe).
private func normalMaximum(
  _ data: Observations, family: String
) throws(FittingError) -> (mean: Double, deviation: Double, logLikelihood: Double) {
  try data.requireDistinct(family)
  let deviation = data.variance.squareRoot()
  guard deviation > 0, deviation < .infinity else {
    throw .noMaximum(family: family, reason: "the spread of the observations is out of range")
  }
  let logLikelihood = -data.totalWeight * (log(deviation) + logRootTwoPi + 0.5)
  return (data.mean, deviation, logLikelihood)
}

extension Normal: FittableDistribution where Value == Double {
  /// The mean and the root of the mean squared difference from it (divided by n, not n − 1).
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    let found = try normalMaximum(observations, family: familyName)
    let variance = square(found.deviation) / observations.totalWeight
    return Fit(
      Normal(mean: found.mean, standardDeviation: found.deviation),
      logLikelihood: found.logLikelihood,
      parameters: [("mean", found.mean), ("standardDeviation", found.deviation)],
      covariance: EstimateCovariance([.of(variance), .of(0.5 * variance)]),
      totalWeight: observations.totalWeight)
  }
}

extension LogNormal: FittableDistribution where Value == Double {
  /// The normal fit of the logarithms.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    let logs = observations.logarithms
    let found = try normalMaximum(logs, family: familyName)
    let variance = square(found.deviation) / observations.totalWeight
    return Fit(
      LogNormal(logMean: found.mean, logStandardDeviation: found.deviation),
      logLikelihood: found.logLikelihood - observations.totalWeight * found.mean,
      parameters: [("logMean", found.mean), ("logStandardDeviation", found.deviation)],
      covariance: EstimateCovariance([.of(variance), .of(0.5 * variance)]),
      totalWeight: observations.totalWeight)
  }
}

extension HalfNormal: FittableDistribution where Value == Double {
  /// The root of the mean square.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireNonNegative(familyName)
    let scale = try observations.rootMeanSquare(familyName)
    let weight = observations.totalWeight
    // ½ log(2/π) − ½.
    let constant = -0.22579135264472743236 - 0.5
    return Fit(
      HalfNormal(scale: scale), logLikelihood: weight * (constant - log(scale)),
      parameters: [("scale", scale)],
      covariance: EstimateCovariance([.of(square(scale) / (2 * weight))]), totalWeight: weight)
  }
}

extension Rayleigh: FittableDistribution where Value == Double {
  /// The root of half the mean square.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    let scale = try observations.rootMeanSquare(familyName) * 0.5.squareRoot()
    let weight = observations.totalWeight
    let logMean = observations.logarithms.mean
    return Fit(
      Rayleigh(scale: scale), logLikelihood: weight * (logMean - 2 * log(scale) - 1),
      parameters: [("scale", scale)],
      covariance: EstimateCovariance([.of(square(scale) / (4 * weight))]), totalWeight: weight)
  }
}

extension Observations {
  /// The root of the mean square, in units of the greatest value.
  func rootMeanSquare(_ family: String) throws(FittingError) -> Double {
    let unit = Swift.max(abs(minimum), abs(maximum))
    guard unit > 0 else {
      throw .noMaximum(family: family, reason: "all observations are 0")
    }
    return unit * mean { square($0 / Tensor(unit)) }.squareRoot()
  }
}
