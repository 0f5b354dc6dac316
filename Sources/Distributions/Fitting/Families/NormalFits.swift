// Laws whose fit is that of a normal one, or as simple.

/// log √2π.
private let logRootTwoPi = 0.91893853320467274178

extension Normal: FittableDistribution where Value == Double {
  /// The mean and the root of the mean squared difference from it (divided by n, not n − 1).
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName)
    return try fit(
      mean: observations.mean, variance: observations.spread(familyName),
      totalWeight: observations.totalWeight)
  }

  /// The greatest log-likelihood is −W (log σ + ½ log 2πe).
  static func fit(
    mean: Double, variance: Double, totalWeight: Double
  ) throws(FittingError) -> Fit<Self> {
    let deviation = try spread(variance, totalWeight, familyName)
    return Fit(
      Normal(mean: mean, standardDeviation: deviation),
      logLikelihood: -totalWeight * (log(deviation) + logRootTwoPi + 0.5),
      parameters: [("mean", mean), ("standardDeviation", deviation)],
      covariance: ofMoments(variance, totalWeight), totalWeight: totalWeight)
  }
}

extension LogNormal: FittableDistribution where Value == Double {
  /// The normal fit of the logarithms.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    let logs = observations.logarithms
    return try fit(
      logMean: logs.mean, logVariance: logs.spread(familyName),
      totalWeight: observations.totalWeight)
  }

  static func fit(
    logMean: Double, logVariance: Double, totalWeight: Double
  ) throws(FittingError) -> Fit<Self> {
    let deviation = try spread(logVariance, totalWeight, familyName)
    return Fit(
      LogNormal(logMean: logMean, logStandardDeviation: deviation),
      logLikelihood: -totalWeight * (log(deviation) + logRootTwoPi + 0.5 + logMean),
      parameters: [("logMean", logMean), ("logStandardDeviation", deviation)],
      covariance: ofMoments(logVariance, totalWeight), totalWeight: totalWeight)
  }
}

/// The standard deviation; throws where it is 0 or out of range.
private func spread(
  _ variance: Double, _ totalWeight: Double, _ family: String
) throws(FittingError) -> Double {
  guard variance > 0, variance < .infinity else {
    if variance == 0 { throw .tooFewValues(family: family, distinct: 1, needed: 2) }
    throw .noMaximum(family: family, reason: "the spread of the observations is out of range")
  }
  return variance.squareRoot()
}

/// σ²/n of the mean and half of it of the standard deviation.
private func ofMoments(_ variance: Double, _ totalWeight: Double) -> EstimateCovariance {
  EstimateCovariance([.of(variance / totalWeight), .of(0.5 * variance / totalWeight)])
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
  /// The variance of different values; throws where it is too small or too large for a number.
  fileprivate func spread(_ family: String) throws(FittingError) -> Double {
    let variance = variance
    guard variance > 0, variance < .infinity else {
      throw .noMaximum(family: family, reason: "the variance of the observations is out of range")
    }
    return variance
  }

  /// The root of the mean square, in units of the greatest value.
  func rootMeanSquare(_ family: String) throws(FittingError) -> Double {
    let unit = Swift.max(abs(minimum), abs(maximum))
    guard unit > 0 else {
      throw .noMaximum(family: family, reason: "all observations are 0")
    }
    return unit * mean { square($0 / Tensor(unit)) }.squareRoot()
  }
}
