import Quadrature

extension Triangular: FittableDistribution where Value == Double {
  /// For given bounds the likeliest mode is one of the observations; the bounds, outside the data,
  /// are searched by the simplex of Nelder and Mead.
  ///
  /// The bounds have no standard error: the density falls to 0 there in a straight line, and the
  /// information about them is infinite. The mode's is that for known bounds.
  ///
  /// Source: S. Kotz, J. R. van Dorp, *Beyond Beta*, 2004, ch. 1.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName, values: 3)
    let range = observations.maximum - observations.minimum
    func bounds(_ t: [Double]) -> (lower: Double, upper: Double) {
      (observations.minimum - range * exp(t[0]), observations.maximum + range * exp(t[1]))
    }
    let few = TriangularProfile(observations.condensed)
    let found = try? minimize(
      { t in
        let (lower, upper) = bounds(t)
        return -few.best(lower: lower, upper: upper).logLikelihood
      }, from: [-2, -2], steps: [1, 1], tolerance: 1e-7, maximumIterations: 500)
    guard let found else {
      throw .notConverged(family: familyName, reason: "the simplex fails")
    }
    var (lower, upper) = bounds(found.point)
    // A bound that has come as near to the data as numbers tell is the observation.
    if !(lower < observations.minimum) { lower = observations.minimum.nextDown }
    if !(upper > observations.maximum) { upper = observations.maximum.nextUp }
    let best = TriangularProfile(observations).best(lower: lower, upper: upper)
    let weight = observations.totalWeight
    let spread = (best.mode - lower) * (upper - best.mode)
    let remark = "the information about a bound is infinite"
    return Fit(
      Triangular(lowerBound: lower, mode: best.mode, upperBound: upper),
      logLikelihood: best.logLikelihood,
      parameters: [("lowerBound", lower), ("mode", best.mode), ("upperBound", upper)],
      covariance: EstimateCovariance([.none(remark), .of(spread / weight), .none(remark)]),
      totalWeight: weight)
  }
}

/// The log-likelihood of triangular laws with given bounds, at its greatest by the mode.
private struct TriangularProfile {
  private let sorted: SortedObservations
  private let totalWeight: Double

  init(_ observations: Observations) {
    sorted = observations.sorted
    totalWeight = observations.totalWeight
  }

  /// With the mode at the r-th observation the likelihood is
  /// Π_{i≤r} 2 (xᵢ − a)/((b − a)(xᵣ − a)) Π_{i>r} 2 (b − xᵢ)/((b − a)(b − xᵣ)).
  func best(lower: Double, upper: Double) -> (mode: Double, logLikelihood: Double) {
    var above = 0.0
    for i in 0..<sorted.count { above += sorted.weight(i) * log(upper - sorted.values[i]) }
    var below = 0.0
    var weight = 0.0
    var best = (mode: Double.nan, value: -Double.infinity)
    for i in 0..<sorted.count {
      let x = sorted.values[i]
      let (toLower, toUpper) = (log(x - lower), log(upper - x))
      weight += sorted.weight(i)
      below += sorted.weight(i) * toLower
      above -= sorted.weight(i) * toUpper
      let value = below - weight * toLower + above - (totalWeight - weight) * toUpper
      if value > best.value { best = (x, value) }
    }
    let width = log(upper - lower) - 0.69314718055994530942
    return (best.mode, best.value - totalWeight * width)
  }
}
