/// The law of y = η − (a Gumbel draw)/k under which observations of y are most likely:
/// log p = log k + k(y − η) − e^(k(y − η)).
///
/// η follows from k, and k is the root of 1/k + ȳ − Σ y e^(ky)/Σ e^(ky), which falls: Newton's steps
/// find it, on condensed observations first. It serves Gumbel (y = −x), Weibull (y = log x) and
/// Fréchet (y = −log x).
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 21; vol. 2, 1995, ch. 22.
private struct MinimumLawMaximum {
  let location: Double
  let slope: Double
  /// log k − 1 + k(ȳ − η).
  let meanLogLikelihood: Double
  /// The covariance of η and k.
  let covariance: [[Double]]

  init(_ y: Observations, family: String) throws(FittingError) {
    try y.requireDistinct(family)
    let mean = y.mean
    // π/√6 over the standard deviation.
    var k = 1.2825498301618641 / y.variance.squareRoot()
    let condensed = y.condensed
    if condensed.values.count < y.values.count { k = try Self.root(condensed, mean, k, family) }
    k = try Self.root(y, mean, k, family)
    let top = y.maximum
    let level = y.mean { exp(Tensor(k) * ($0 - Tensor(top))) }
    slope = k
    location = top + log(level) / k
    meanLogLikelihood = log(k) - 1 + k * (mean - location)
    // With u = k(y − η) and E = e^u, whose mean is 1, the information of one observation is
    // [[k², −M₁], [−M₁, (1 + M₂)/k²]], Mᵢ the mean of uⁱE.
    let centre = location
    let moments = y.means { y in
      let u = Tensor(k) * (y - Tensor(centre))
      return [u * exp(u), u * u * exp(u)]
    }
    let information = [
      [k * k, -moments[0]], [-moments[0], (1 + moments[1]) / (k * k)],
    ]
    covariance =
      EstimateCovariance(
        information: information.map { $0.map { $0 * y.totalWeight } }
      ).matrix
  }

  private static func root(
    _ y: Observations, _ mean: Double, _ start: Double, _ family: String
  ) throws(FittingError) -> Double {
    var k = start
    let top = y.maximum
    for _ in 0..<100 {
      let rate = k
      let sums = y.means { y in
        let d = y - Tensor(top)
        let e = exp(Tensor(rate) * d)
        return [e, d * e, d * d * e]
      }
      let first = sums[1] / sums[0]
      let value = 1 / k + (mean - top) - first
      let slope = -1 / (k * k) - (sums[2] / sums[0] - first * first)
      let next = k - value / slope
      guard next.isFinite else { break }
      let safe = min(max(next, 0.2 * k), 5 * k)
      if abs(safe - k) <= 4e-15 * k { return safe }
      // Newton's steps double their digits: after one this small the next would change nothing.
      if abs(safe - k) <= 1e-9 * k, safe == next { return safe }
      k = safe
    }
    throw .notConverged(family: family, reason: "the steps do not settle")
  }
}

extension Gumbel: FittableDistribution where Value == Double {
  /// Newton's steps for the scale, from which the location follows.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    let found = try MinimumLawMaximum(observations.mapTensor { -$0 }, family: familyName)
    let (location, scale) = (-found.location, 1 / found.slope)
    // dμ = −dη, dβ = −dk/k².
    let covariance = transformed(found.covariance, by: [-1, -scale * scale])
    return Fit(
      Gumbel(location: location, scale: scale),
      logLikelihood: observations.totalWeight * found.meanLogLikelihood,
      parameters: [("location", location), ("scale", scale)],
      covariance: EstimateCovariance(covariance), totalWeight: observations.totalWeight)
  }
}

extension Weibull: FittableDistribution where Value == Double {
  /// Newton's steps for the shape, from which the scale follows.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    let logs = observations.logarithms
    let found = try MinimumLawMaximum(logs, family: familyName)
    let (shape, scale) = (found.slope, exp(found.location))
    let swapped = [
      [found.covariance[1][1], found.covariance[0][1]],
      [found.covariance[0][1], found.covariance[0][0]],
    ]
    return Fit(
      Weibull(shape: shape, scale: scale),
      logLikelihood: observations.totalWeight * (found.meanLogLikelihood - logs.mean),
      parameters: [("shape", shape), ("scale", scale)],
      covariance: EstimateCovariance(transformed(swapped, by: [1, scale])),
      totalWeight: observations.totalWeight)
  }
}

extension Frechet: FittableDistribution where Value == Double {
  /// The Weibull fit of 1/x.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    let logs = observations.logarithms
    let found = try MinimumLawMaximum(logs.mapTensor { -$0 }, family: familyName)
    let (shape, scale) = (found.slope, exp(-found.location))
    let swapped = [
      [found.covariance[1][1], found.covariance[0][1]],
      [found.covariance[0][1], found.covariance[0][0]],
    ]
    return Fit(
      Frechet(shape: shape, scale: scale),
      logLikelihood: observations.totalWeight * (found.meanLogLikelihood - logs.mean),
      parameters: [("shape", shape), ("scale", scale)],
      covariance: EstimateCovariance(transformed(swapped, by: [1, -scale])),
      totalWeight: observations.totalWeight)
  }
}

/// A covariance matrix after each estimate was multiplied by a slope.
private func transformed(_ covariance: [[Double]], by slopes: [Double]) -> [[Double]] {
  covariance.indices.map { i in
    covariance.indices.map { j in covariance[i][j] * slopes[i] * slopes[j] }
  }
}
