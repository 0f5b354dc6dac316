import Quadrature
import SpecialFunctions

// Laws of counts. Equal counts are taken together, so that a likelihood costs what there are
// different ones.

extension Observations {
  /// The mean of log k!.
  var meanLogFactorial: Double { grouped.mean { logGamma($0 + 1) } }
}

extension Bernoulli: FittableDistribution where Value == Double {
  /// The share of 1s.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.require(familyName, "0 or 1 (false or true)") { $0 == 0 || $0 == 1 }
    return fit(mean: observations.mean, totalWeight: observations.totalWeight)
  }

  static func fit(mean p: Double, totalWeight: Double) -> Fit<Self> {
    Fit(
      Bernoulli(probability: p),
      logLikelihood: totalWeight * (xLogY(p, p) + xLogOnePlusY(1 - p, -p)),
      parameters: [("probability", p)], covariance: ofProbability(p, trials: totalWeight),
      totalWeight: totalWeight)
  }
}

/// p(1 − p)/n; none at the ends.
private func ofProbability(_ p: Double, trials: Double) -> EstimateCovariance {
  let isInside = p > 0 && p < 1
  return EstimateCovariance([
    isInside ? .of(p * (1 - p) / trials) : .none("it is at an end of its domain")
  ])
}

extension Binomial: FittableDistribution where Value == Double {
  /// The probability, and the number of trials: the whole number, not below the greatest count,
  /// under which the counts are most likely.
  ///
  /// - Throws: ``FittingError``; `.noMaximum` where the variance is not below the mean: the
  ///   likelihood then grows with the number of trials, towards that of a Poisson law. Where trials
  ///   are known, use ``fit(to:trials:)-(Observations,_)``.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireCounts(familyName)
    try observations.requireDistinct(familyName)
    let mean = observations.mean
    guard observations.variance < mean else {
      throw .noMaximum(
        familyName,
        "the variance is not below the mean, so it grows with the trials, towards Poisson's law")
    }
    let counts = observations.grouped
    // The gain of one more trial, which falls with their number through 0.
    func gain(_ n: Double) -> Double {
      let choices = counts.mean { -log(onePlus: -$0 / Tensor(n + 1)) }
      func perDraw(_ n: Double) -> Double {
        xLogY(mean, mean / n) + (n - mean) * log(onePlus: -min(mean / n, 1))
      }
      return choices + (n == mean ? perDraw(n + 1) : perDraw(n + 1) - perDraw(n))
    }
    var low = observations.maximum
    var trials = low
    if gain(low) > 0 {
      var high = 2 * low + 1
      while gain(high) > 0, high < 0x1p50 { (low, high) = (high, 2 * high) }
      while high - low > 1 {
        let middle = (0.5 * (low + high)).rounded(.down)
        if gain(middle) > 0 { low = middle } else { high = middle }
      }
      trials = high
    }
    let known = try fit(to: observations, trials: trials)
    return Fit(
      known.distribution, logLikelihood: known.logLikelihood,
      parameters: [("trials", trials), ("probability", known.distribution.probability)],
      covariance: EstimateCovariance(
        [[.nan, .nan], [.nan, known.covariance[0][0]]],
        remarks: [EstimateCovariance.whole, known.parameters[0].remark]),
      totalWeight: known.totalWeight)
  }

  /// The probability, for a number of trials that is known.
  public static func fit(
    to observations: Observations, trials: Double
  ) throws(FittingError) -> Fit<Self> {
    try observations.requireCounts(familyName)
    if observations.maximum > trials {
      try observations.require(familyName, "at most the trials, \(trials)") { $0 <= trials }
    }
    guard trials > 0, trials == trials.rounded(), trials < .infinity else {
      throw .noMaximum(familyName, "there are no trials")
    }
    let mean = observations.mean
    let p = mean / trials
    let choices = observations.grouped.mean {
      logGamma(Tensor(trials + 1)) - logGamma($0 + 1) - logGamma(Tensor(trials + 1) - $0)
    }
    let perDraw: Double = xLogY(mean, p) + xLogOnePlusY(trials - mean, -p)
    let weight = observations.totalWeight
    return Fit(
      Binomial(trials: trials, probability: p), logLikelihood: weight * (choices + perDraw),
      parameters: [("probability", p)], covariance: ofProbability(p, trials: weight * trials),
      totalWeight: weight)
  }

  /// The probability, for a number of trials that is known.
  public static func fit(
    to data: [Int], trials: Int, weights: [Double]? = nil
  ) throws(FittingError) -> Fit<Self> {
    try fit(
      to: Observations(data.map { Double($0) }, weights: weights), trials: Double(trials))
  }
}

extension Geometric: FittableDistribution where Value == Double {
  /// 1/(1 + mean).
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireCounts(familyName)
    return fit(mean: observations.mean, totalWeight: observations.totalWeight)
  }

  static func fit(mean: Double, totalWeight: Double) -> Fit<Self> {
    let p = 1 / (1 + mean)
    return Fit(
      Geometric(probability: p),
      logLikelihood: totalWeight * (log(p) + xLogY(mean, mean / (1 + mean))),
      parameters: [("probability", p)],
      covariance: EstimateCovariance([
        p < 1 ? .of(p * p * (1 - p) / totalWeight) : .none("it is at an end of its domain")
      ]), totalWeight: totalWeight)
  }
}

extension Poisson: FittableDistribution where Value == Double {
  /// The mean.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireCounts(familyName)
    return fit(
      mean: observations.mean, meanLogFactorial: observations.meanLogFactorial,
      totalWeight: observations.totalWeight)
  }

  static func fit(mean: Double, meanLogFactorial: Double, totalWeight: Double) -> Fit<Self> {
    Fit(
      Poisson(rate: mean),
      logLikelihood: totalWeight * (xLogY(mean, mean) - mean - meanLogFactorial),
      parameters: [("rate", mean)],
      covariance: EstimateCovariance([
        mean > 0 ? .of(mean / totalWeight) : .none("it is at an end of its domain")
      ]), totalWeight: totalWeight)
  }
}

extension NegativeBinomial: FittableDistribution where Value == Double {
  /// p = r/(r + mean), and r the root of the mean of ψ(k + r) − ψ(r) + log p.
  ///
  /// - Throws: ``FittingError``; `.noMaximum` where the variance is not above the mean: the
  ///   likelihood grows with r, towards that of a Poisson law.
  ///
  /// Source: J. Aragón, D. Eberly, S. Eberly, "Existence and uniqueness of the maximum likelihood
  /// estimator for the two-parameter negative binomial distribution", Statist. Probab. Lett. 15
  /// (1992), 375-379.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireCounts(familyName)
    let mean = observations.mean
    let variance = observations.variance
    let counts = observations.grouped
    guard variance > mean else {
      throw .noMaximum(
        familyName,
        "the variance is not above the mean, so it grows with successes, towards Poisson's law")
    }
    func slope(_ t: Double) -> Double {
      let r = exp(t)
      return counts.mean { digamma($0 + Tensor(r)) - Tensor(digamma(r)) }
        - log(onePlus: mean / r)
    }
    // The law of the same mean and variance, and where the slope changes its sign around it.
    let start = log(mean * mean / (variance - mean))
    var (low, high) = (start - 0.5, start + 0.5)
    while slope(low) < 0, low > -80 { low -= 1 + start - low }
    while slope(high) > 0, high < 30 { high += 1 + high - start }
    guard let t = try? root(of: slope, between: low, and: high, absoluteTolerance: 1e-14) else {
      throw .noMaximum(
        familyName, "it grows with successes, towards Poisson's law")
    }
    let r = exp(t)
    let p = r / (r + mean)
    let weight = observations.totalWeight
    let terms = counts.means { k in
      [logGamma(k + Tensor(r)) - logGamma(k + 1), trigamma(k + Tensor(r))]
    }
    // The mean of Γ(k + r)/(k! Γ(r)) pʳ (1 − p)ᵏ in logs.
    let perDraw: Double =
      terms[0] - logGamma(r) - r * log(onePlus: mean / r) + xLogY(mean, mean / (r + mean))
    let information = [
      [weight * (trigamma(r) - terms[1]), -weight / p],
      [-weight / p, weight * (r / (p * p) + mean / ((1 - p) * (1 - p)))],
    ]
    return Fit(
      NegativeBinomial(successes: r, probability: p), logLikelihood: weight * perDraw,
      parameters: [("successes", r), ("probability", p)],
      covariance: EstimateCovariance(information: information), totalWeight: weight)
  }
}
