extension LikelihoodSearch {
  /// The fit of a law with a location or a scale, on observations that were shifted and scaled first,
  /// so that narrow data far from 0 keep their digits.
  ///
  /// The search, its starts and its bounds are for the values (x − shift)/unit; the parameters called
  /// `location` and `scale` are moved back.
  func fit<Family: Distribution<Double>>(
    _ standardized: Observations, shift: Double, unit: Double, make: ([Double]) -> Family
  ) throws(FittingError) -> Fit<Family> {
    let found = try maximum(over: standardized, family: Family.familyName)
    var values = found.values
    var slopes = values.map { _ in 1.0 }
    for (i, parameter) in parameters.enumerated() {
      if parameter.label == "location" { values[i] = shift + unit * values[i] }
      if parameter.label == "scale" { values[i] *= unit }
      if ["location", "scale"].contains(parameter.label) { slopes[i] = unit }
    }
    let weight = standardized.totalWeight
    return Fit(
      make(values), logLikelihood: found.logLikelihood - weight * log(unit),
      parameters: zip(parameters, values).map { ($0.label, $1) },
      covariance: found.covariance.scaled(by: slopes), totalWeight: weight)
  }
}

extension EstimateCovariance {
  /// That of estimates which were each multiplied by a slope.
  func scaled(by slopes: [Double]) -> EstimateCovariance {
    EstimateCovariance(
      matrix.indices.map { i in
        matrix.indices.map { j in matrix[i][j] * slopes[i] * slopes[j] }
      }, remarks: remarks)
  }
}
