import Tensors

// Laws of shares that are not beta laws.

extension LogitNormal: FittableDistribution where Value == Double {
  /// The normal fit of the logits.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireInsideUnitInterval(familyName)
    try observations.requireDistinct(familyName)
    let logits = observations.mapTensor { log($0) - log(onePlus: -$0) }
    let normal = try Normal.fit(to: logits)
    // dy/dx = 1/(x (1 − x)).
    let slope = observations.mean { log($0) + log(onePlus: -$0) }
    return Fit(
      LogitNormal(
        logitMean: normal.distribution.mean,
        logitStandardDeviation: normal.distribution.standardDeviation),
      logLikelihood: normal.logLikelihood - observations.totalWeight * slope,
      parameters: [
        ("logitMean", normal.distribution.mean),
        ("logitStandardDeviation", normal.distribution.standardDeviation),
      ], covariance: EstimateCovariance(normal.covariance), totalWeight: observations.totalWeight)
  }
}

extension ContinuousBernoulli: FittableDistribution where Value == Double {
  /// Newton's steps for the probability, from the mean.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    if observations.minimum < 0 || observations.maximum > 1 {
      try observations.require(familyName, "from 0 to 1") { $0 >= 0 && $0 <= 1 }
    }
    let mean = observations.mean
    guard mean > 0, mean < 1 else {
      throw .noMaximum(familyName, "all observations are at an end of the interval")
    }
    return try LikelihoodSearch(
      [.probability("probability")], from: [[min(max(mean, 0.01), 0.99)]],
      logDensity: { p, x in
        ContinuousBernoulli<Tensor<Double>>(probability: p[0]).logProbability(of: x)
      }
    ).fit(observations) { ContinuousBernoulli(probability: $0[0]) }
  }
}
