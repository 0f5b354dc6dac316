import Tensors

// Laws of speeds, signals, lifetimes and losses.

extension Maxwell: FittableDistribution where Value == Double {
  /// The root of a third of the mean square.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    let scale = try observations.rootMeanSquare(familyName) * (1.0 / 3).squareRoot()
    let weight = observations.totalWeight
    let logMean = observations.logarithms.mean
    // ½ log(2/π) − 3/2.
    let constant = -0.22579135264472743236 - 1.5
    return Fit(
      Maxwell(scale: scale), logLikelihood: weight * (2 * logMean - 3 * log(scale) + constant),
      parameters: [("scale", scale)],
      covariance: EstimateCovariance([.of(square(scale) / (6 * weight))]), totalWeight: weight)
  }
}

extension Nakagami: FittableDistribution where Value == Double {
  /// The gamma fit of the squares, in units of the largest; the spread is their mean, whose error does
  /// not depend on that of the shape.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    let unit = observations.maximum
    let squares = observations.mapTensor { square($0 / Tensor(unit)) }
    let gamma = try Gamma.fit(to: squares)
    let shape = gamma.distribution.shape
    let spread = squares.mean * square(unit)
    guard spread > 0, spread < .infinity else {
      throw .noMaximum(
        family: familyName, reason: "the squares of the observations are out of range")
    }
    let weight = observations.totalWeight
    // dy/dx = 2x/unit².
    let slope = 0.69314718055994530942 + observations.logarithms.mean - 2 * log(unit)
    return Fit(
      Nakagami(shape: shape, spread: spread),
      logLikelihood: gamma.logLikelihood + weight * slope,
      parameters: [("shape", shape), ("spread", spread)],
      covariance: EstimateCovariance([
        [gamma.covariance[0][0], 0], [0, spread * spread / shape / weight],
      ]), totalWeight: weight)
  }
}

extension Moyal: FittableDistribution where Value == Double {
  /// Newton's steps, from the median and the distance of the quartiles.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName)
    let (shift, unit) = (observations.median, observations.halfWidth)
    // The quartiles of the standard law are −0.2801 and 2.2875, the median 0.7876.
    return try LikelihoodSearch(
      [.real("location"), .positive("scale")], from: [[-0.61, 0.78]],
      logDensity: { p, x in
        Moyal<Tensor<Double>>(location: p[0], scale: p[1]).logProbability(of: x)
      }
    ).fit(observations.standardized(shift: shift, unit: unit), shift: shift, unit: unit) {
      Moyal(location: $0[0], scale: $0[1])
    }
  }
}

extension Gompertz: FittableDistribution where Value == Double {
  /// Newton's steps, from laws of the same mean with a hazard that grows much and little. Data whose
  /// hazard falls have no maximum: the rate goes to 0.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireNonNegative(familyName)
    try observations.requireDistinct(familyName)
    let unit = observations.mean
    let data = observations.standardized(shift: 0, unit: unit)
    let fit = try LikelihoodSearch(
      [.positive("shape"), .positive("rate")], from: [[0.1, 2], [1, 0.6], [1e-3, 6.3]],
      logDensity: { p, x in
        Gompertz<Tensor<Double>>(shape: p[0], rate: p[1]).logProbability(of: x)
      }
    ).fit(data) { Gompertz(shape: $0[0], rate: $0[1]) }
    let law = fit.distribution
    let weight = observations.totalWeight
    let rate = law.rate / unit
    return Fit(
      Gompertz(shape: law.shape, rate: rate),
      logLikelihood: fit.logLikelihood - weight * log(unit),
      parameters: [("shape", law.shape), ("rate", rate)],
      covariance: EstimateCovariance(fit.covariance).scaled(by: [1, 1 / unit]),
      totalWeight: weight)
  }
}

extension Lomax: FittableDistribution where Value == Double {
  /// Newton's steps, from laws of the same median with a heavy and a light tail. Data with a lighter
  /// tail than the exponential law's have no maximum: scale and shape go to infinity.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireNonNegative(familyName)
    try observations.requireDistinct(familyName)
    let middle = observations.median
    let unit = middle > 0 ? middle : observations.mean
    return try LikelihoodSearch(
      [.positive("scale"), .positive("shape")], from: [[1, 1], [5.3, 4]],
      logDensity: { p, x in
        Lomax<Tensor<Double>>(scale: p[0], shape: p[1]).logProbability(of: x)
      }
    ).fit(observations.standardized(shift: 0, unit: unit), shift: 0, unit: unit) {
      Lomax(scale: $0[0], shape: $0[1])
    }
  }
}

extension BurrXII: FittableDistribution where Value == Double {
  /// Newton's steps, from the log-logistic law of the same median and quartiles of the logarithm.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName, values: 3)
    let unit = observations.median
    let shape = 1.0986122886681098 / observations.logarithms.halfWidth
    return try LikelihoodSearch(
      [.positive("scale"), .positive("firstShape"), .positive("secondShape")],
      from: [[1, shape, 1]],
      logDensity: { p, x in
        BurrXII<Tensor<Double>>(scale: p[0], firstShape: p[1], secondShape: p[2])
          .logProbability(of: x)
      }
    ).fit(observations.standardized(shift: 0, unit: unit), shift: 0, unit: unit) {
      BurrXII(scale: $0[0], firstShape: $0[1], secondShape: $0[2])
    }
  }
}

extension JohnsonSU: FittableDistribution where Value == Double {
  /// Newton's steps for all four parameters, from the quartiles. Data with lighter tails than the
  /// normal law's have no maximum: δ and the scale go to infinity.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName, values: 4)
    let (shift, unit) = (observations.median, observations.halfWidth)
    // Half the distance of the quartiles is λ sinh(0.6745/δ) for γ = 0.
    return try LikelihoodSearch(
      [.real("location"), .positive("scale"), .real("gamma"), .positive("delta")],
      from: [[0, 1.9, 0, 1.35]],
      logDensity: { p, x in
        JohnsonSU<Tensor<Double>>(location: p[0], scale: p[1], gamma: p[2], delta: p[3])
          .logProbability(of: x)
      }
    ).fit(observations.standardized(shift: shift, unit: unit), shift: shift, unit: unit) {
      JohnsonSU(location: $0[0], scale: $0[1], gamma: $0[2], delta: $0[3])
    }
  }
}

extension AsymmetricLaplace: FittableDistribution where Value == Double {
  /// The location is the observation with the least √A + √B, A and B the mean distances from it above
  /// and below; 1/α = A + √(AB) and 1/β = B + √(AB) are the inverse rates of the tails. The standard
  /// errors are those of the expected information: the likelihood has a kink at the location.
  ///
  /// Source: S. Kotz, T. J. Kozubowski, K. Podgórski, *The Laplace Distribution and Generalizations*,
  /// 2001, ch. 3.5.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName, values: 3)
    let location = try bestLocation(observations.sorted, centre: observations.median)
    let sides = observations.means { x in
      let distance = x - Tensor(location)
      return [maximum(distance, 0), maximum(-distance, 0)]
    }
    let (above, below) = (sides[0], sides[1])
    let both = above.squareRoot() * below.squareRoot()
    let (upper, lower) = (above + both, below + both)
    // α = κ/s, β = 1/(κs).
    let scale = upper.squareRoot() * lower.squareRoot()
    let asymmetry = (lower / upper).squareRoot()
    let weight = observations.totalWeight
    return Fit(
      AsymmetricLaplace(location: location, scale: scale, asymmetry: asymmetry),
      logLikelihood: -weight * (log(upper + lower) + 1),
      parameters: [("location", location), ("scale", scale), ("asymmetry", asymmetry)],
      covariance: EstimateCovariance(
        information: information(scale: scale, asymmetry: asymmetry).map {
          $0.map { $0 * weight }
        }), totalWeight: weight)
  }

  /// The place of the least √A + √B, which is concave between observations; sums of distances from
  /// `centre` give both.
  private static func bestLocation(
    _ sorted: SortedObservations, centre: Double
  ) throws(FittingError) -> Double {
    var total = 0.0
    var weights = 0.0
    for i in 0..<sorted.count {
      total += sorted.weight(i) * (sorted.values[i] - centre)
      weights += sorted.weight(i)
    }
    var (sum, weight) = (0.0, 0.0)
    var best = (value: Double.infinity, index: 0)
    for i in 0..<sorted.count {
      let x = sorted.values[i] - centre
      sum += sorted.weight(i) * x
      weight += sorted.weight(i)
      let above = max((total - sum) - (weights - weight) * x, 0)
      let below = max(weight * x - sum, 0)
      let value = above.squareRoot() + below.squareRoot()
      if value < best.value { best = (value, i) }
    }
    let location = sorted.values[best.index]
    guard location > sorted.values[0], location < sorted.values[sorted.count - 1] else {
      throw .noMaximum(
        family: familyName, reason: "a law with one tail only, exponential, is as likely as any")
    }
    return location
  }

  /// Of one draw, by location, scale and asymmetry.
  private static func information(scale s: Double, asymmetry k: Double) -> [[Double]] {
    let square = k * k
    let lean = (1 - square) / (1 + square)
    let cross = -2 / (s * (1 + square))
    let both = -lean / (k * s)
    return [
      [1 / (s * s), 0, cross], [0, 1 / (s * s), both],
      [cross, both, (2 - lean * lean) / square],
    ]
  }
}
