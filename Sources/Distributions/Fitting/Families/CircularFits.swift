import SpecialFunctions

/// The concentration κ with I₁(κ)/I₀(κ) = 1 − d, for 0 < d < 1.
///
/// Newton's steps on the complement of the ratio, which keeps its digits where it is 1/(2κ).
///
/// Source: D. J. Best, N. I. Fisher, "The bias of the maximum likelihood estimators of the von
/// Mises-Fisher concentration parameters", Comm. Statist. B 10 (1981), 493-502, for the start.
func vonMisesConcentration(complement d: Double) -> Double {
  let r = 1 - d
  var k: Double
  if r < 0.53 {
    k = 2 * r + r * r * r + 5 * pow(r, 5) / 6
  } else if r < 0.85 {
    k = -0.4 + 1.39 * r + 0.43 / d
  } else {
    k = 1 / (d * (1 + d) * (3 - r) / 2)
  }
  for _ in 0..<60 {
    let next = k + (besselRatioComplement(k) - d) / besselRatioDerivative(k)
    let safe = next > 0 ? next : 0.5 * k
    if abs(safe - k) <= 1e-15 * k { return safe }
    k = safe
  }
  return k
}

extension VonMises: FittableDistribution where Value == Double {
  /// The direction of the mean of (cos x, sin x); its length is I₁(κ)/I₀(κ).
  ///
  /// Observations are angles within one turn.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    let turn = 2 * Double.pi
    if observations.maximum - observations.minimum > turn {
      let least = observations.minimum
      try observations.require(familyName, "an angle within one turn of \(least)") {
        $0 - least <= turn
      }
    }
    try observations.requireDistinct(familyName)
    // About the middle of the data, so that nothing is lost for narrow ones.
    let centre = observations.mean
    let sums = observations.means { x in
      [sin(x - Tensor(centre)), 2 * square(sin(0.5 * (x - Tensor(centre))))]
    }
    let mean = centre + atan2(y: sums[0], x: 1 - sums[1])
    // 1 − cos around the mean direction, all of whose digits count.
    let complement = observations.mean { 2 * square(sin(0.5 * ($0 - Tensor(mean)))) }
    return try fit(mean: mean, complement: complement, totalWeight: observations.totalWeight)
  }

  /// - Parameter complement: 1 − the length of the mean direction.
  static func fit(
    mean: Double, complement: Double, totalWeight: Double
  ) throws(FittingError) -> Fit<Self> {
    guard complement > 0 else { throw .tooFewValues(family: familyName, distinct: 1, needed: 2) }
    guard complement < 1 else {
      throw .noMaximum(familyName, "no direction is preferred: the concentration is 0")
    }
    let k = vonMisesConcentration(complement: complement)
    let perDraw: Double = -1.8378770664093454836 - logScaledBesselI0(k) - k * complement
    return Fit(
      VonMises(mean: mean, concentration: k), logLikelihood: totalWeight * perDraw,
      parameters: [("mean", mean), ("concentration", k)],
      covariance: EstimateCovariance([
        .of(1 / (totalWeight * k * (1 - complement))),
        .of(1 / (totalWeight * besselRatioDerivative(k))),
      ]), totalWeight: totalWeight)
  }
}
