import SpecialFunctions

// Laws made of normal ones.

extension InverseGaussian: FittableDistribution where Value == Double {
  /// The mean, and one over the mean of 1/x less 1/mean.
  ///
  /// Source: M. C. K. Tweedie, "Statistical properties of inverse Gaussian distributions", Ann. Math.
  /// Statist. 28 (1957), 362-377.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    let mean = observations.mean
    // The mean of 1/x − 1/m is that of (x − m)²/(m² x).
    let spread = observations.mean {
      square(($0 - Tensor(mean)) / Tensor(mean)) / $0
    }
    guard spread > 0, spread < .infinity else {
      throw .noMaximum(familyName, "the observations differ by no more than their rounding")
    }
    let shape = 1 / spread
    let weight = observations.totalWeight
    // ½ log(λ/2π) − 3/2 of the mean log − ½.
    let perDraw: Double =
      0.5 * log(shape) - 0.91893853320467274178 - 1.5 * observations.logarithms.mean - 0.5
    // m³/λ and 2λ², in an order in which little overflows.
    return Fit(
      InverseGaussian(mean: mean, shape: shape), logLikelihood: weight * perDraw,
      parameters: [("mean", mean), ("shape", shape)],
      covariance: EstimateCovariance([
        .of(mean * (mean / shape) * (mean / weight)), .of(2 * shape * (shape / weight)),
      ]), totalWeight: weight)
  }
}

extension SkewNormal: FittableDistribution where Value == Double {
  /// Newton's steps from the law of the same moments; where the skewness is small, from its mirror
  /// image too. At shape 0 the likelihood is always level, so that no search starts there, and near it
  /// the standard errors are large.
  ///
  /// - Throws: ``FittingError``; `.noMaximum` where the shape goes to infinity, which few observations
  ///   can bring about.
  ///
  /// Source: A. Azzalini, A. Capitanio, *The Skew-Normal and Related Families*, 2014, ch. 3.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireDistinct(familyName, values: 3)
    // Quartiles neither overflow nor vanish where a variance does.
    let width = observations.halfWidth
    let unit = width > 0 ? width : observations.maximum - observations.minimum
    let shift = observations.median
    let standardized = observations.standardized(shift: shift, unit: unit)
    let (centre, deviation) = (standardized.mean, standardized.variance.squareRoot())
    let skewness = standardized.mean { x in
      let z = (x - Tensor(centre)) / Tensor(deviation)
      return z * z * z
    }
    // γ = (4 − π)/2 (δ√(2/π))³/(1 − 2δ²/π)^(3/2), |γ| < 0.9953.
    let size = min(max(abs(skewness), 0.05), 0.9)
    let ratio = pow(2 * size / 0.8584073464102069, 1.0 / 3)
    let delta = 1.2533141373155001 * ratio / (1 + ratio * ratio).squareRoot()
    let alpha = delta / (1 - delta * delta).squareRoot()
    let scale = deviation / (1 - 0.6366197723675814 * delta * delta).squareRoot()
    let distance = scale * delta * 0.7978845608028654
    /// The search on one side of shape 0.
    func search(_ sign: Double) throws(FittingError) -> LikelihoodSearch.Maximum {
      try LikelihoodSearch(
        [.real("location"), .positive("scale"), .positive("shape")],
        from: [[centre - sign * distance, scale, alpha]],
        logDensity: { p, x in
          SkewNormal<Tensor<Double>>(
            location: p[0], scale: p[1], shape: Tensor(sign) * p[2]
          ).logProbability(of: x)
        }
      ).maximum(over: standardized, family: familyName)
    }
    var sign: Double = skewness < 0 ? -1 : 1
    var found: LikelihoodSearch.Maximum?
    var failure: FittingError?
    do throws(FittingError) { found = try search(sign) } catch { failure = error }
    // Data that are clearly skew have only the level point at 0 on the other side.
    if abs(skewness) < 0.1 {
      if let other = try? search(-sign),
        found.map({ other.logLikelihood > $0.logLikelihood }) ?? true
      {
        (found, sign) = (other, -sign)
      }
    }
    guard let found else {
      throw failure ?? .notConverged(family: familyName, reason: "the steps do not settle")
    }
    let weight = observations.totalWeight
    let values = [
      shift + unit * found.values[0], unit * found.values[1], sign * found.values[2],
    ]
    return Fit(
      SkewNormal(location: values[0], scale: values[1], shape: values[2]),
      logLikelihood: found.logLikelihood - weight * log(unit),
      parameters: Array(zip(["location", "scale", "shape"], values)).map { ($0.0, $0.1) },
      covariance: found.covariance.scaled(by: [unit, unit, sign]), totalWeight: weight)
  }
}

extension Rice: FittableDistribution where Value == Double {
  /// Newton's steps from the law of the same second and fourth moments. Where the fourth is not below
  /// twice the square of the second the likelihood falls from noncentrality 0 on: the fit is Rayleigh's.
  /// Data within 10⁻⁵ of their mean have the normal law's fit, with a noncentrality below the mean by
  /// σ²/(2ν): what is left out is far below the standard errors.
  ///
  /// Source: J. Sijbers, A. J. den Dekker, P. Scheunders, D. Van Dyck, "Maximum-likelihood estimation
  /// of Rician distribution parameters", IEEE Trans. Medical Imaging 17 (1998), 357-361.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    let unit = observations.maximum
    let mean = observations.mean / unit
    // E x² = ν² + 2σ² and 2 (E x²)² − E x⁴ = ν⁴, of x = m + d by the moments of d.
    let moments = observations.means { x in
      let d = x / Tensor(unit) - Tensor(mean)
      let second = square(d)
      return [second, second * d, square(second)]
    }
    let (variance, third, fourth) = (moments[0], moments[1], moments[2])
    let power = mean * mean + variance
    let excess: Double =
      mean * mean * (mean * mean - 2 * variance) - 4 * mean * third
      + (2 * variance * variance - fourth)
    guard excess > 0 else {
      let rayleigh = try Rayleigh.fit(to: observations)
      let scale = rayleigh.distribution.scale
      return Fit(
        Rice(noncentrality: 0, scale: scale), logLikelihood: rayleigh.logLikelihood,
        parameters: [("noncentrality", 0), ("scale", scale)],
        covariance: EstimateCovariance([
          .none("it is at an end of its domain"), .of(rayleigh.covariance[0][0]),
        ]), totalWeight: observations.totalWeight)
    }
    if variance < 1e-10 * mean * mean {
      let noncentrality = unit * (mean - 0.5 * variance / mean)
      let scale = unit * variance.squareRoot()
      let weight = observations.totalWeight
      let fitted = Rice<Tensor<Double>>(
        noncentrality: Tensor(noncentrality), scale: Tensor(scale))
      return Fit(
        Rice(noncentrality: noncentrality, scale: scale),
        logLikelihood: weight * observations.mean { fitted.logProbability(of: $0) },
        parameters: [("noncentrality", noncentrality), ("scale", scale)],
        covariance: EstimateCovariance([
          .of(scale * scale / weight), .of(0.5 * scale * scale / weight),
        ]), totalWeight: weight)
    }
    let squared = excess.squareRoot()
    // Far from 0 the spread along the axis is the standard deviation.
    let scale = max(0.5 * (power - squared), 0.5 * variance).squareRoot()
    return try LikelihoodSearch(
      [.positive("noncentrality"), .positive("scale")],
      from: [[unit * squared.squareRoot(), unit * scale]],
      logDensity: { p, x in
        Rice<Tensor<Double>>(noncentrality: p[0], scale: p[1]).logProbability(of: x)
      }
    ).fit(observations) { Rice(noncentrality: $0[0], scale: $0[1]) }
  }
}

extension NoncentralChiSquared: FittableDistribution where Value == Double {
  /// Newton's steps from the law of the same mean and variance. Where the mean is not above the
  /// degrees of freedom of the chi-squared fit, the likelihood falls from noncentrality 0 on, and it is
  /// that fit.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    let mean = observations.mean
    let central = try ChiSquared.fit(to: observations)
    let degrees = central.distribution.degreesOfFreedom
    // ∂ log p/∂λ = (x/k − 1)/2 at λ = 0.
    guard mean > degrees else {
      return Fit(
        NoncentralChiSquared(degreesOfFreedom: degrees, noncentrality: 0),
        logLikelihood: central.logLikelihood,
        parameters: [("degreesOfFreedom", degrees), ("noncentrality", 0)],
        covariance: EstimateCovariance([
          .of(central.covariance[0][0]), .none("it is at an end of its domain"),
        ]), totalWeight: observations.totalWeight)
    }
    // The mean is k + λ, the variance 2k + 4λ.
    let moment = 0.5 * observations.variance - mean
    let noncentrality = min(max(moment, 0.1 * mean), 0.9 * mean)
    return try LikelihoodSearch(
      [.positive("degreesOfFreedom"), .positive("noncentrality")],
      from: [[mean - noncentrality, noncentrality]],
      logDensity: { p, x in
        NoncentralChiSquared<Tensor<Double>>(degreesOfFreedom: p[0], noncentrality: p[1])
          .logProbability(of: x)
      }
    ).fit(observations) {
      NoncentralChiSquared(degreesOfFreedom: $0[0], noncentrality: $0[1])
    }
  }
}
