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
    let (shift, unit) = (observations.median, observations.halfWidth)
    return try LikelihoodSearch(
      [.real("location"), .positive("scale")], from: [[0, 1]],
      logDensity: { p, x in
        Cauchy<Tensor<Double>>(location: p[0], scale: p[1]).logProbability(of: x)
      }
    ).fit(observations.standardized(shift: shift, unit: unit), shift: shift, unit: unit) {
      Cauchy(location: $0[0], scale: $0[1])
    }
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
    let unit = middle > 0 ? middle : observations.mean
    return try LikelihoodSearch(
      [.positive("scale")], from: [[1]],
      logDensity: { p, x in HalfCauchy<Tensor<Double>>(scale: p[0]).logProbability(of: x) }
    ).fit(observations.standardized(shift: 0, unit: unit), shift: 0, unit: unit) {
      HalfCauchy(scale: $0[0])
    }
  }
}

extension Logistic: FittableDistribution where Value == Double {
  /// Newton's steps, from the median and the distance of the quartiles, which is s log 9.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName)
    let (shift, unit) = (observations.median, observations.halfWidth)
    return try LikelihoodSearch(
      [.real("location"), .positive("scale")], from: [[0, 0.91]],
      logDensity: { p, x in
        Logistic<Tensor<Double>>(location: p[0], scale: p[1]).logProbability(of: x)
      }
    ).fit(observations.standardized(shift: shift, unit: unit), shift: shift, unit: unit) {
      Logistic(location: $0[0], scale: $0[1])
    }
  }
}

extension LogLogistic: FittableDistribution where Value == Double {
  /// The logistic fit of log(x/median), from the distance to the median.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    let middle = observations.median
    let logs = observations.mapTensor { x in
      let ratio = (x - Tensor(middle)) / Tensor(middle)
      let isNear = abs(ratio) .< 0.5
      let near = log(onePlus: Tensor<Double>.select(isNear, ratio, 0))
      return Tensor<Double>.select(isNear, near, log(x / Tensor(middle)))
    }
    let fit = try Logistic.fit(to: logs)
    let scale = middle * exp(fit.distribution.location)
    let shape = 1 / fit.distribution.scale
    let weight = observations.totalWeight
    return Fit(
      LogLogistic(scale: scale, shape: shape),
      logLikelihood: fit.logLikelihood - weight * observations.logarithms.mean,
      parameters: [("scale", scale), ("shape", shape)],
      covariance: EstimateCovariance(fit.covariance).scaled(by: [scale, -shape * shape]),
      totalWeight: weight)
  }
}

extension StudentT: FittableDistribution where Value == Double {
  /// Newton's steps for all three parameters, from the quartiles. Data with lighter tails than the
  /// normal law's have no maximum: the degrees of freedom go to infinity.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName, values: 3)
    let (shift, unit) = (observations.median, observations.halfWidth)
    return try LikelihoodSearch(
      [.positive("degreesOfFreedom"), .real("location"), .positive("scale")],
      from: [[4, 0, 1.35]],
      logDensity: { p, x in
        StudentT<Tensor<Double>>(degreesOfFreedom: p[0], location: p[1], scale: p[2])
          .logProbability(of: x)
      }
    ).fit(observations.standardized(shift: shift, unit: unit), shift: shift, unit: unit) {
      StudentT(degreesOfFreedom: $0[0], location: $0[1], scale: $0[2])
    }
  }
}

extension Levy: FittableDistribution where Value == Double {
  /// Newton's steps, from the quartiles; the location is below all observations.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName, values: 3)
    // The first quartile and the median of the standard law are 0.7557 and 2.1981.
    let shift = observations.quantile(0.25)
    let range = observations.maximum - observations.minimum
    let unit = max(observations.median - shift, 1e-3 * range) / 1.4424
    let standardized = observations.standardized(shift: shift, unit: unit)
    let least = standardized.minimum
    return try LikelihoodSearch(
      [.below(least, "location"), .positive("scale")], from: [[min(-0.7557, least - 0.05), 1]],
      logDensity: { p, x in
        Levy<Tensor<Double>>(location: p[0], scale: p[1]).logProbability(of: x)
      }
    ).fit(standardized, shift: shift, unit: unit) { Levy(location: $0[0], scale: $0[1]) }
  }
}
