extension Categorical: FittableDistribution where Value == Double {
  /// The shares of the classes 0, 1, ... up to the greatest observed.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireCounts(familyName)
    let limit = 1_000_000.0
    try observations.require(familyName, "a class index below \(Int(limit))") { $0 < limit }
    var weights = [Double](repeating: 0, count: Int(observations.maximum) + 1)
    for (position, value) in observations.values.enumerated() {
      weights[Int(value)] += observations.weights?[position] ?? 1
    }
    return fit(classWeights: weights)
  }

  /// The shares of the given weights, one for each class.
  static func fit(classWeights weights: [Double]) -> Fit<Self> {
    let total = weights.reduce(0, +)
    let shares = weights.map { $0 / total }
    let logLikelihood = weights.reduce(0) { $0 + ($1 > 0 ? $1 * log($1 / total) : 0) }
    return Fit(
      Categorical(probabilities: shares), logLikelihood: logLikelihood,
      parameters: shares.enumerated().map { ("probabilities[\($0)]", $1) },
      covariance: EstimateCovariance(shares: shares, trials: total), totalWeight: total,
      parameterCount: shares.count - 1)
  }
}

extension EstimateCovariance {
  /// That of observed shares: (δᵢⱼ pᵢ − pᵢ pⱼ)/n; of more than a hundred, only the variances.
  init(shares: [Double], trials: Double) {
    guard shares.count <= 100 else {
      self.init(variances: shares.map { $0 * (1 - $0) / trials })
      return
    }
    self.init(
      shares.indices.map { i in
        shares.indices.map { j in
          ((i == j ? shares[i] : 0) - shares[i] * shares[j]) / trials
        }
      })
  }
}
