extension GeneralizedExtremeValue: FittableDistribution where Value == Double {
  /// Newton's steps, from Gumbel's law of the same mean and variance, with two shapes.
  ///
  /// - Throws: ``FittingError``; `.noMaximum` for a shape below −1, where the likelihood has no bound.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName, values: 3)
    // √6/π standard deviations; of heavy tails the quartiles tell more, 1.5725 apart.
    let scale = min(
      0.7797 * observations.variance.squareRoot(), 1.2719 * observations.halfWidth)
    let location = observations.median - 0.3665 * scale
    // Starts whose support holds all data.
    let lowest = (observations.minimum - location) / scale
    let highest = (observations.maximum - location) / scale
    let starts = [0.1, -0.1].filter { 1 + $0 * lowest > 0.05 && 1 + $0 * highest > 0.05 }
    let nearZero = lowest < 0 ? min(0.1, -0.5 / lowest) : 0.1
    let fit = try LikelihoodSearch(
      [.real("location"), .positive("scale"), .real("shape")],
      from: (starts.isEmpty ? [nearZero] : starts).map { [location, scale, $0] },
      logDensity: { p, x in
        GeneralizedExtremeValue<Tensor<Double>>(location: p[0], scale: p[1], shape: p[2])
          .logProbability(of: x)
      }
    ).fit(observations) {
      GeneralizedExtremeValue(location: $0[0], scale: $0[1], shape: $0[2])
    }
    guard fit.distribution.shape > -1 else {
      throw .noMaximum(familyName, "it has no bound where the shape is below -1")
    }
    guard fit.distribution.shape > -0.5 else {
      return fit.withoutErrors("the likelihood is not regular for a shape up to -1/2")
    }
    return fit
  }
}
