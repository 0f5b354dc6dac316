// Laws of quotients.

extension BetaPrime: FittableDistribution where Value == Double {
  /// The beta fit of x/(1 + x).
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    // Of s = x/(1 + x): log s, log(1 − s), s and s².
    let means = observations.means { x in
      let complement = log(onePlus: x)
      let share = x / (1 + x)
      return [log(x) - complement, -complement, share, share * share]
    }
    let variance = means[3] - means[2] * means[2]
    let found = try betaMaximum(
      [means[0], means[1]], mean: means[2], variance: max(variance, 1e-12 * means[3]),
      family: familyName)
    let (a, b) = (found.concentration[0], found.concentration[1])
    let weight = observations.totalWeight
    // ds/dx = 1/(1 + x)².
    return Fit(
      BetaPrime(alpha: a, beta: b),
      logLikelihood: weight * (found.meanLogLikelihood + 2 * means[1]),
      parameters: [("alpha", a), ("beta", b)], covariance: found.covariance(weight: weight),
      totalWeight: weight)
  }
}

extension FisherF: FittableDistribution where Value == Double {
  /// Newton's steps, from the law of the same mean and of the same quartiles of the logarithm.
  ///
  /// - Throws: ``FittingError``; `.noMaximum` where degrees of freedom go to infinity.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    // Var log x = ψ′(m/2) + ψ′(n/2), about 2/m + 2/n.
    let each = min(max(4 / observations.logarithms.variance, 0.2), 1e4)
    return try LikelihoodSearch(
      [.positive("numeratorDegreesOfFreedom"), .positive("denominatorDegreesOfFreedom")],
      from: [[each, each]],
      logDensity: { p, x in
        FisherF<Tensor<Double>>(
          numeratorDegreesOfFreedom: p[0], denominatorDegreesOfFreedom: p[1]
        ).logProbability(of: x)
      }
    ).fit(observations) {
      FisherF(numeratorDegreesOfFreedom: $0[0], denominatorDegreesOfFreedom: $0[1])
    }
  }
}
