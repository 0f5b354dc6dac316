// Laws with an end of the support among their parameters: the likelihood is greatest where that end
// touches the data.

extension Uniform: FittableDistribution where Value == Double {
  /// From the least to the greatest observation.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName)
    let p = Uniform(lowerBound: observations.minimum, upperBound: observations.maximum)
    let weight = observations.totalWeight
    return Fit(
      p, logLikelihood: weight * p.logProbability(of: observations.minimum),
      parameters: [("lowerBound", p.lowerBound), ("upperBound", p.upperBound)],
      covariance: EstimateCovariance([
        .none(EstimateCovariance.atEnd), .none(EstimateCovariance.atEnd),
      ]), totalWeight: weight)
  }
}

extension LogUniform: FittableDistribution where Value == Double {
  /// From the least to the greatest observation.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    let p = LogUniform(lowerBound: observations.minimum, upperBound: observations.maximum)
    let width = log(observations.maximum / observations.minimum)
    let weight = observations.totalWeight
    return Fit(
      p, logLikelihood: -weight * (observations.logarithms.mean + log(width)),
      parameters: [("lowerBound", p.lowerBound), ("upperBound", p.upperBound)],
      covariance: EstimateCovariance([
        .none(EstimateCovariance.atEnd), .none(EstimateCovariance.atEnd),
      ]), totalWeight: weight)
  }
}

extension Pareto: FittableDistribution where Value == Double {
  /// The least observation, and one over the mean log of the others' ratios to it.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    let scale = observations.minimum
    // log(x/m) from the distance to m.
    let growth = observations.mean { log(onePlus: ($0 - Tensor(scale)) / Tensor(scale)) }
    guard growth > 0, growth < .infinity else {
      throw .noMaximum(familyName, "the observations differ by rounding only")
    }
    let shape = 1 / growth
    let weight = observations.totalWeight
    // log α − log m − (α + 1)/α.
    return Fit(
      Pareto(scale: scale, shape: shape),
      logLikelihood: weight * (log(shape) - log(scale) - 1 - growth),
      parameters: [("scale", scale), ("shape", shape)],
      covariance: EstimateCovariance([
        .none(EstimateCovariance.atEnd), .of(shape * shape / weight),
      ]), totalWeight: weight)
  }
}

extension GeneralizedPareto: FittableDistribution where Value == Double {
  /// The least observation as location, then as ``fit(to:location:)``.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    let fit = try fit(to: observations, location: observations.minimum)
    let nan = Double.nan
    var covariance = [[nan, nan, nan]]
    covariance += fit.covariance.map { [nan] + $0 }
    return Fit(
      fit.distribution, logLikelihood: fit.logLikelihood,
      parameters: [("location", observations.minimum)]
        + fit.parameters.map { ($0.label, $0.value) },
      covariance: EstimateCovariance(
        covariance, remarks: [EstimateCovariance.atEnd] + fit.parameters.map(\.remark)),
      totalWeight: fit.totalWeight)
  }

  /// Scale and shape above a threshold that is known; the shape is above −1, below which the
  /// likelihood has no bound.
  public static func fit(
    to observations: Observations, location: Double
  ) throws(FittingError) -> Fit<Self> {
    if observations.minimum < location {
      try observations.require(familyName, "at least the location, \(location)") { $0 >= location }
    }
    try observations.requireDistinct(familyName, values: 3)
    // The law of the same mean and variance; else one whose end is beyond the data.
    let excesses = observations.mapTensor { $0 - Tensor(location) }
    let mean = excesses.mean
    let ratio = mean * mean / excesses.variance
    var (scale, shape) = (0.5 * mean * (ratio + 1), 0.5 * (1 - ratio))
    if !(scale + shape * excesses.maximum > 0) {
      shape = -0.5
      scale = 0.55 * excesses.maximum
    }
    let fit = try LikelihoodSearch(
      [.positive("scale"), .real("shape")], from: [[scale, shape]],
      logDensity: { p, x in
        GeneralizedPareto<Tensor<Double>>(location: 0, scale: p[0], shape: p[1])
          .logProbability(of: x)
      }
    ).fit(excesses) { GeneralizedPareto(location: location, scale: $0[0], shape: $0[1]) }
    guard fit.distribution.shape > -1 else {
      throw .noMaximum(familyName, "it has no bound where the shape is below -1")
    }
    guard fit.distribution.shape > -0.5 else {
      return fit.withoutErrors("the likelihood is not regular for a shape up to -1/2")
    }
    return fit
  }
}

extension DiscreteUniform: FittableDistribution where Value == Double {
  /// From the least to the greatest observation.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireWhole(familyName)
    let count = observations.maximum - observations.minimum + 1
    let weight = observations.totalWeight
    return Fit(
      DiscreteUniform(lowerBound: observations.minimum, upperBound: observations.maximum),
      logLikelihood: -weight * log(count),
      parameters: [
        ("lowerBound", observations.minimum), ("upperBound", observations.maximum),
      ],
      covariance: EstimateCovariance([
        .none(EstimateCovariance.atEnd), .none(EstimateCovariance.atEnd),
      ]), totalWeight: weight)
  }
}

extension FittingError {
  static func noMaximum(_ family: String, _ reason: String) -> FittingError {
    .noMaximum(family: family, reason: reason)
  }
}
