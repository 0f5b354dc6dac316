// Laws of quotients.

extension BetaPrime: FittableDistribution where Value == Double {
  /// The beta fit of x/(1 + x), by the differences of x from its mean: narrow data far from 0 keep
  /// their digits.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    // The mean share is that of a point of the line from which the differences are exact.
    let shares = observations.means { x in [x / (1 + x), 1 / (1 + x)] }
    let centre = shares[0] / shares[1]
    // With s₀ the share of a centre m, (s − s₀)/s₀ is (x − m)/(m (1 + x)).
    let spread = BetaMaximum.Spread(
      observations, share: centre / (1 + centre), complement: 1 / (1 + centre)
    ) { x in
      let change = (x - Tensor(centre)) / (1 + x)
      let rest = log(onePlus: x) - Tensor(log(onePlus: centre))
      return (
        BetaMaximum.Distance(
          difference: change / Tensor(centre), logRatio: log(x) - Tensor(log(centre)) - rest),
        BetaMaximum.Distance(difference: -change, logRatio: -rest)
      )
    }
    let found = try BetaMaximum(spread, family: familyName)
    let weight = observations.totalWeight
    // ds/dx = 1/(1 + x)², so that −log s − log(1 − s) + log ds/dx = −log x.
    let perDraw = found.meanLogLikelihood - observations.logarithms.mean
    return Fit(
      BetaPrime(alpha: found.alpha, beta: found.beta), logLikelihood: weight * perDraw,
      parameters: [("alpha", found.alpha), ("beta", found.beta)],
      covariance: found.covariance(weight: weight), totalWeight: weight)
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
