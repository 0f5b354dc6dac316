extension Skellam: FittableDistribution where Value == Double {
  /// Newton's steps, from the law of the same mean and variance.
  ///
  /// - Throws: ``FittingError``; `.noMaximum` where a rate goes to 0, as for counts that are not more
  ///   spread than Poisson's.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireWhole(familyName)
    try observations.requireDistinct(familyName)
    let mean = observations.mean
    let variance = max(observations.variance, 1.2 * abs(mean))
    return try LikelihoodSearch(
      [.positive("firstRate"), .positive("secondRate")],
      from: [[0.5 * (variance + mean), 0.5 * (variance - mean)]],
      logDensity: { p, k in
        Skellam<Tensor<Double>>(firstRate: p[0], secondRate: p[1]).logMass(at: k)
      }
    ).fit(observations) { Skellam(firstRate: $0[0], secondRate: $0[1]) }
  }
}

extension BetaBinomial: FittableDistribution where Value == Double {
  /// As ``fit(to:trials:)``, with the greatest count for the trials: give them where they are known.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireCounts(familyName)
    try observations.requireDistinct(familyName)
    let known = try fit(to: observations, trials: observations.maximum)
    let nan = Double.nan
    return Fit(
      known.distribution, logLikelihood: known.logLikelihood,
      parameters: [("trials", observations.maximum)]
        + known.parameters.map { ($0.label, $0.value) },
      covariance: EstimateCovariance(
        [[nan, nan, nan]] + known.covariance.map { [nan] + $0 },
        remarks: ["it is the greatest count"] + known.parameters.map(\.remark)),
      totalWeight: known.totalWeight)
  }

  /// α and β for a number of trials that is known: Newton's steps, from the law of the same mean and
  /// variance.
  ///
  /// - Throws: ``FittingError``; `.noMaximum` where α and β go to infinity, as for counts that are not
  ///   more spread than a binomial law's.
  public static func fit(
    to observations: Observations, trials: Double
  ) throws(FittingError) -> Fit<Self> {
    try observations.requireCounts(familyName)
    if observations.maximum > trials {
      try observations.require(familyName, "at most the trials, \(trials)") { $0 <= trials }
    }
    guard trials > 1 else {
      throw .noMaximum(familyName, "one trial does not tell how its probability varies")
    }
    let mean = observations.mean
    let p = mean / trials
    guard p > 0, p < 1 else {
      throw .noMaximum(familyName, "all counts are at one end")
    }
    // Var = n p (1 − p)(1 + (n − 1) ρ), ρ = 1/(α + β + 1).
    let inflation = observations.variance / (trials * p * (1 - p))
    let correlation = min(max((inflation - 1) / (trials - 1), 0.02), 0.95)
    let total = 1 / correlation - 1
    return try LikelihoodSearch(
      [.positive("alpha"), .positive("beta")], from: [[p * total, (1 - p) * total]],
      logDensity: { p, k in
        BetaBinomial<Tensor<Double>>(trials: Tensor(trials), alpha: p[0], beta: p[1])
          .logMass(at: k)
      }
    ).fit(observations) { BetaBinomial(trials: trials, alpha: $0[0], beta: $0[1]) }
  }
}

extension Zipf: FittableDistribution where Value == Double {
  /// Newton's steps for the exponent, which the mean of log k tells.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireCounts(familyName, from: 1)
    try observations.requireDistinct(familyName)
    // That of a Pareto law from ½ on.
    let growth = observations.mean { log($0) + 0.69314718055994530942 }
    return try LikelihoodSearch(
      [.above(1, "exponent")], from: [[1 + 1 / growth]],
      logDensity: { p, k in Zipf<Tensor<Double>>(exponent: p[0]).logMass(at: k) }
    ).fit(observations) { Zipf(exponent: $0[0]) }
  }
}
