// Laws of a location and a scale, and their relatives on the half-line.

extension Laplace: FittableDistribution where Value == Double {
  /// The median, and the mean distance from it. The standard error of the location is that of the
  /// expected information: the likelihood has a kink there, not a curvature.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName)
    let location = observations.median
    let scale = observations.mean { abs($0 - Tensor(location)) }
    let weight = observations.totalWeight
    return Fit(
      Laplace(location: location, scale: scale),
      logLikelihood: -weight * (log(2 * scale) + 1),
      parameters: [("location", location), ("scale", scale)],
      covariance: EstimateCovariance([.of(scale * scale / weight), .of(scale * scale / weight)]),
      totalWeight: weight)
  }
}

extension Cauchy: FittableDistribution where Value == Double {
  /// Newton's steps, from the median and half the distance of the quartiles.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName, values: 3)
    return try LikelihoodSearch(
      [.real("location"), .positive("scale")],
      from: [[observations.median, observations.halfWidth]],
      logDensity: { p, x in
        Cauchy<Tensor<Double>>(location: p[0], scale: p[1]).logProbability(of: x)
      }
    ).fit(observations) { Cauchy(location: $0[0], scale: $0[1]) }
  }
}

extension HalfCauchy: FittableDistribution where Value == Double {
  /// Newton's steps, from the median.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireNonNegative(familyName)
    guard observations.maximum > 0 else {
      throw .noMaximum(familyName, "all observations are 0")
    }
    let middle = observations.median
    return try LikelihoodSearch(
      [.positive("scale")], from: [[middle > 0 ? middle : observations.mean]],
      logDensity: { p, x in HalfCauchy<Tensor<Double>>(scale: p[0]).logProbability(of: x) }
    ).fit(observations) { HalfCauchy(scale: $0[0]) }
  }
}

extension Logistic: FittableDistribution where Value == Double {
  /// Newton's steps, from the median and the distance of the quartiles, which is s log 9.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName)
    return try LikelihoodSearch(
      [.real("location"), .positive("scale")],
      from: [[observations.median, observations.halfWidth / 1.0986122886681098]],
      logDensity: { p, x in
        Logistic<Tensor<Double>>(location: p[0], scale: p[1]).logProbability(of: x)
      }
    ).fit(observations) { Logistic(location: $0[0], scale: $0[1]) }
  }
}

extension LogLogistic: FittableDistribution where Value == Double {
  /// Newton's steps, from the median and the quartiles of the logarithms.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    let half = log(observations.quantile(0.75) / observations.quantile(0.25)) / 2
    let width = half > 0 ? half : observations.logarithms.variance.squareRoot()
    return try LikelihoodSearch(
      [.positive("scale"), .positive("shape")],
      from: [[observations.median, 1.0986122886681098 / width]],
      logDensity: { p, x in
        LogLogistic<Tensor<Double>>(scale: p[0], shape: p[1]).logProbability(of: x)
      }
    ).fit(observations) { LogLogistic(scale: $0[0], shape: $0[1]) }
  }
}

extension StudentT: FittableDistribution where Value == Double {
  /// Newton's steps for all three parameters, from the quartiles. Data with lighter tails than the
  /// normal law's have no maximum: the degrees of freedom go to infinity.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName, values: 3)
    let half = observations.halfWidth
    return try LikelihoodSearch(
      [.positive("degreesOfFreedom"), .real("location"), .positive("scale")],
      from: [[4, observations.median, 1.35 * half]],
      logDensity: { p, x in
        StudentT<Tensor<Double>>(degreesOfFreedom: p[0], location: p[1], scale: p[2])
          .logProbability(of: x)
      }
    ).fit(observations) {
      StudentT(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2])
    }
  }
}

extension Levy: FittableDistribution where Value == Double {
  /// Newton's steps, from the quartiles; the location is below all observations.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName, values: 3)
    // The first quartile and the median of the standard law are 0.7557 and 2.1981.
    let first = observations.quantile(0.25)
    let range = observations.maximum - observations.minimum
    let scale = max(observations.median - first, 1e-3 * range) / 1.4424
    let location = min(first - 0.7557 * scale, observations.minimum - 0.05 * scale)
    return try LikelihoodSearch(
      [.below(observations.minimum, "location"), .positive("scale")],
      from: [[location, scale]],
      logDensity: { p, x in Levy<Tensor<Double>>(location: p[0], scale: p[1]).logProbability(of: x)
      }
    ).fit(observations) { Levy(location: $0[0], scale: $0[1]) }
  }
}
