import SpecialFunctions

/// The concentrations α under which shares with the mean logarithms L are most likely:
/// ψ(αᵢ) − ψ(A) = Lᵢ.
///
/// Newton's steps; the second derivatives are a diagonal and a constant, so that a step costs as
/// much as the gradient. Steps are halved until the likelihood grows.
///
/// Source: T. P. Minka, "Estimating a Dirichlet distribution", 2000.
struct DirichletMaximum {
  let concentration: [Double]
  /// log Γ(A) − Σ log Γ(αᵢ) + Σ (αᵢ − 1) Lᵢ.
  let meanLogLikelihood: Double

  /// nil where the steps do not settle.
  init?(meanLogs: [Double], from start: [Double]) {
    func value(_ a: [Double]) -> Double {
      var sum = logGamma(a.reduce(0, +))
      for (a, log) in zip(a, meanLogs) { sum += (a - 1) * log - logGamma(a) }
      return sum
    }
    /// What the rounding of its terms may change of the value.
    func rounding(_ a: [Double]) -> Double {
      4e-16
        * zip(a, meanLogs).reduce(abs(logGamma(a.reduce(0, +)))) {
          $0 + abs(($1.0 - 1) * $1.1) + abs(logGamma($1.0))
        }
    }
    var a = start
    var best = value(a)
    for _ in 0..<200 {
      let total = a.reduce(0, +)
      let slopes = zip(a, meanLogs).map { digamma(total) - digamma($0) + $1 }
      let curvatures = a.map { -trigamma($0) }
      let slopeSum = zip(slopes, curvatures).reduce(0) { $0 + $1.0 / $1.1 }
      let inverseSum = curvatures.reduce(0) { $0 + 1 / $1 }
      let common = slopeSum / (1 / trigamma(total) + inverseSum)
      let step = zip(slopes, curvatures).map { -($0 - common) / $1 }
      let change = zip(step, a).reduce(0) { max($0, abs($1.0) / $1.1) }
      guard change.isFinite else { return nil }
      if change < 1e-9 {
        // What is left is below the rounding of the likelihood: the step is taken whole.
        a = zip(a, step).map { $0 + $1 }
        if change < 1e-13 || change < 1e-15 * total {
          concentration = a
          meanLogLikelihood = value(a)
          return
        }
        best = value(a)
        continue
      }
      let noise = rounding(a)
      var length = 1.0
      for (a, step) in zip(a, step) where step < 0 { length = min(length, -0.9 * a / step) }
      var isBetter = false
      for _ in 0..<40 where !isBetter {
        let next = zip(a, step).map { $0 + length * $1 }
        let found = value(next)
        if found >= best - noise {
          (a, best, isBetter) = (next, found, true)
        }
        length *= 0.5
      }
      if !isBetter {
        guard change < 1e-6 else { return nil }
        concentration = a
        meanLogLikelihood = best
        return
      }
    }
    return nil
  }

  /// ψ′(αᵢ) on the diagonal, less ψ′(A) everywhere: the information of one observation.
  var information: [[Double]] {
    let common = trigamma(concentration.reduce(0, +))
    return concentration.indices.map { i in
      concentration.indices.map { j in
        (i == j ? trigamma(concentration[i]) : 0) - common
      }
    }
  }

  func covariance(weight: Double) -> EstimateCovariance {
    EstimateCovariance(information: information.map { $0.map { $0 * weight } })
  }
}

extension Beta: FittableDistribution where Value == Double {
  /// ψ(α) − ψ(α + β) and ψ(β) − ψ(α + β) are the means of log x and log(1 − x).
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireInsideUnitInterval(familyName)
    try observations.requireDistinct(familyName)
    let mean = observations.mean
    let spread = BetaMaximum.Spread(observations, share: mean, complement: 1 - mean) { x in
      let change = x - Tensor(mean)
      return (
        BetaMaximum.Distance(
          difference: change / Tensor(mean), logRatio: log(x) - Tensor(log(mean))),
        BetaMaximum.Distance(
          difference: -change / Tensor(1 - mean),
          logRatio: log(onePlus: -x) - Tensor(log(onePlus: -mean)))
      )
    }
    let found = try BetaMaximum(spread, family: familyName)
    let weight = observations.totalWeight
    let logs = observations.mean { log($0) + log(onePlus: -$0) }
    return Fit(
      Beta(alpha: found.alpha, beta: found.beta),
      logLikelihood: weight * (found.meanLogLikelihood - logs),
      parameters: [("alpha", found.alpha), ("beta", found.beta)],
      covariance: found.covariance(weight: weight), totalWeight: weight)
  }

  /// Of shares of which only these means are known.
  static func fit(
    meanLogs: [Double], mean: Double, variance: Double, totalWeight: Double
  ) throws(FittingError) -> Fit<Self> {
    let found = try betaMaximum(meanLogs, mean: mean, variance: variance, family: familyName)
    let (a, b) = (found.concentration[0], found.concentration[1])
    return Fit(
      Beta(alpha: a, beta: b), logLikelihood: totalWeight * found.meanLogLikelihood,
      parameters: [("alpha", a), ("beta", b)], covariance: found.covariance(weight: totalWeight),
      totalWeight: totalWeight)
  }
}

/// α and β under which shares with these mean logs, of them and of their complements, are likeliest.
func betaMaximum(
  _ meanLogs: [Double], mean: Double, variance: Double, family: String
) throws(FittingError) -> DirichletMaximum {
  guard variance > 0 else { throw .tooFewValues(family: family, distinct: 1, needed: 2) }
  // The law of the same mean and variance.
  let total = max(mean * (1 - mean) / variance - 1, 0.1)
  let start = [max(mean * total, 1e-3), max((1 - mean) * total, 1e-3)]
  guard start.allSatisfy(\.isFinite),
    let found = DirichletMaximum(meanLogs: meanLogs, from: start)
  else {
    throw .notConverged(family: family, reason: "the steps do not settle")
  }
  return found
}

extension Kumaraswamy: FittableDistribution where Value == Double {
  /// Newton's steps, from the uniform law.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireInsideUnitInterval(familyName)
    try observations.requireDistinct(familyName)
    return try LikelihoodSearch(
      [.positive("alpha"), .positive("beta")], from: [[1, 1]],
      logDensity: { p, x in
        Kumaraswamy<Tensor<Double>>(alpha: p[0], beta: p[1]).logProbability(of: x)
      }
    ).fit(observations) { Kumaraswamy(alpha: $0[0], beta: $0[1]) }
  }
}
