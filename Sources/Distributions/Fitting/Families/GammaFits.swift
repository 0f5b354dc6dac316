import SpecialFunctions

// The gamma law and its relatives: their sufficient statistics are means of x and log x.

/// The shape a with log a − ψ(a) = s, for s > 0: the gamma law whose mean is e^s times its geometric
/// mean.
///
/// Newton's steps on 1/a, which converge from Minka's start in four or five; log a − ψ(a) =
/// 1/(2a) − c′(a), c the remainder of Stirling's formula, so that large shapes keep their digits.
///
/// Source: T. P. Minka, "Estimating a gamma distribution", 2002.
func gammaShape(_ s: Double) -> Double {
  var a = (3 - s + (square(s - 3) + 24 * s).squareRoot()) / (12 * s)
  for _ in 0..<50 {
    let value = 0.5 / a - digammaCorrection(a) - s
    // The derivative by 1/a: −a² (1/a − ψ′(a)) = a² (1/(2a²) + c″(a)).
    let slope = 0.5 + a * a * trigammaCorrection(a)
    let inverse = 1 / a - value / slope
    let next = inverse > 0 ? 1 / inverse : 2 * a
    if abs(next - a) <= 1e-15 * a { return next }
    a = next
  }
  return a
}

/// What a gamma law of the greatest likelihood is, given the mean m of the observations and s, by
/// how much log m is above the mean of the logarithms.
struct GammaMaximum {
  let shape: Double
  let rate: Double
  /// By shape and rate.
  let covariance: [[Double]]
  /// The mean log-likelihood: ½ log a − ½ log 2π − c(a) − log m − (a − 1) s.
  let meanLogLikelihood: Double

  init(mean: Double, logExcess s: Double, weight: Double) {
    let a = gammaShape(s)
    shape = a
    rate = a / mean
    // a log a − a − log Γ(a) = ½ log a − ½ log 2π − c(a).
    let stirling = 0.5 * log(a) - 0.91893853320467274178 - logGammaCorrection(a)
    meanLogLikelihood = stirling - log(mean) - (a - 1) * s
    // a ψ′(a) − 1 = 1/(2a) + a c″(a): c″ = ψ′ − 1/a − 1/(2a²).
    let excess = 0.5 / a + a * trigammaCorrection(a)
    let ofShape = a / excess / weight
    let both = rate / excess / weight
    covariance = [[ofShape, both], [both, square(rate) * trigamma(a) / excess / weight]]
  }
}

extension Observations {
  /// By how much the log of the mean is above the mean of the logs: the mean of u − log(1 + u), u
  /// the relative difference from the mean.
  func logMeanExcess() -> Double {
    let centre = mean
    let logCentre = log(centre)
    // The difference of the logarithms has most of its digits where it is not small.
    let direct = logCentre - mean { log($0) }
    if direct > 0.02 { return direct }
    return mean { x in
      let u = (x - Tensor(centre)) / Tensor(centre)
      // Far below the mean 1 + u has no digits, and log(x/mean) has them all.
      let isFar = u .< -0.5
      let near = logOnePlusRemainder(Tensor<Double>.select(isFar, 0, u))
      return Tensor<Double>.select(isFar, u - (log(x) - Tensor(logCentre)), near)
    }
  }
}

extension Gamma: FittableDistribution where Value == Double {
  /// The mean gives the rate, and log of the mean minus the mean log the shape: log a − ψ(a), solved
  /// by Newton's steps.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    let mean = observations.mean
    let excess = observations.logMeanExcess()
    return try fit(mean: mean, logExcess: excess, totalWeight: observations.totalWeight)
  }

  static func fit(
    mean: Double, logExcess: Double, totalWeight: Double
  ) throws(FittingError) -> Fit<Self> {
    try requireSpread(logExcess, mean, familyName)
    let found = GammaMaximum(mean: mean, logExcess: logExcess, weight: totalWeight)
    return Fit(
      Gamma(shape: found.shape, rate: found.rate),
      logLikelihood: totalWeight * found.meanLogLikelihood,
      parameters: [("shape", found.shape), ("rate", found.rate)],
      covariance: EstimateCovariance(found.covariance), totalWeight: totalWeight)
  }
}

extension InverseGamma: FittableDistribution where Value == Double {
  /// The gamma fit of 1/x.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    try observations.requireDistinct(familyName)
    let inverses = observations.mapTensor { 1 / $0 }
    return try fit(
      meanInverse: inverses.mean, logExcess: inverses.logMeanExcess(),
      meanLog: observations.logarithms.mean, totalWeight: observations.totalWeight)
  }

  static func fit(
    meanInverse: Double, logExcess: Double, meanLog: Double, totalWeight: Double
  ) throws(FittingError) -> Fit<Self> {
    try requireSpread(logExcess, meanInverse, familyName)
    let found = GammaMaximum(mean: meanInverse, logExcess: logExcess, weight: totalWeight)
    // log p(x) = log of the gamma density at 1/x, − 2 log x.
    return Fit(
      InverseGamma(shape: found.shape, scale: found.rate),
      logLikelihood: totalWeight * (found.meanLogLikelihood - 2 * meanLog),
      parameters: [("shape", found.shape), ("scale", found.rate)],
      covariance: EstimateCovariance(found.covariance), totalWeight: totalWeight)
  }
}

/// Throws where the observations have no spread that numbers tell.
private func requireSpread(
  _ logExcess: Double, _ mean: Double, _ family: String
) throws(FittingError) {
  guard logExcess > 0, mean > 0, mean < .infinity else {
    if logExcess == 0 { throw .tooFewValues(family: family, distinct: 1, needed: 2) }
    throw .noMaximum(family: family, reason: "the observations differ by rounding only")
  }
}

/// The x with ψ(x) = y.
///
/// Source: T. P. Minka, "Estimating a Dirichlet distribution", 2000, appendix C, for the start.
func inverseDigamma(_ y: Double) -> Double {
  var x = y >= -2.22 ? exp(y) + 0.5 : -1 / (y + 0.57721566490153286061)
  for _ in 0..<50 {
    let next = x - (digamma(x) - y) / trigamma(x)
    let safe = next > 0 ? next : 0.5 * x
    if abs(safe - x) <= 2e-16 * x { return safe }
    x = safe
  }
  return x
}

extension ChiSquared: FittableDistribution where Value == Double {
  /// ψ(ν/2) = the mean of log(x/2).
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    let weight = observations.totalWeight
    let logMean = observations.logarithms.mean - 0.69314718055994530942
    let half = inverseDigamma(logMean)
    let mean = observations.mean
    let p = ChiSquared(degreesOfFreedom: 2 * half)
    // Σ (h − 1) log(x/2) − x/2 − log Γ(h) − log 2.
    let perDraw: Double =
      (half - 1) * logMean - 0.5 * mean - logGamma(half) - 0.69314718055994530942
    return Fit(
      p, logLikelihood: weight * perDraw, parameters: [("degreesOfFreedom", 2 * half)],
      covariance: EstimateCovariance([.of(4 / (weight * trigamma(half)))]), totalWeight: weight)
  }
}

extension Chi: FittableDistribution where Value == Double {
  /// ψ(ν/2) = the mean of log(x²/2).
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requirePositive(familyName)
    let weight = observations.totalWeight
    let logs = observations.logarithms.mean
    let logMean = 2 * logs - 0.69314718055994530942
    let half = inverseDigamma(logMean)
    let meanSquare = square(try observations.rootMeanSquare(familyName))
    // The chi-squared density at x², times 2x.
    let squared: Double =
      (half - 1) * logMean - 0.5 * meanSquare - logGamma(half) - 0.69314718055994530942
    return Fit(
      Chi(degreesOfFreedom: 2 * half),
      logLikelihood: weight * (squared + 0.69314718055994530942 + logs),
      parameters: [("degreesOfFreedom", 2 * half)],
      covariance: EstimateCovariance([.of(4 / (weight * trigamma(half)))]), totalWeight: weight)
  }
}

extension Exponential: FittableDistribution where Value == Double {
  /// One over the mean.
  public static func fit(to observations: Observations) throws(FittingError) -> Fit<Self> {
    try observations.requireNonNegative(familyName)
    return try fit(mean: observations.mean, totalWeight: observations.totalWeight)
  }

  static func fit(mean: Double, totalWeight: Double) throws(FittingError) -> Fit<Self> {
    guard mean > 0 else {
      throw .noMaximum(family: familyName, reason: "all observations are 0")
    }
    return Fit(
      Exponential(rate: 1 / mean), logLikelihood: -totalWeight * (log(mean) + 1),
      parameters: [("rate", 1 / mean)],
      covariance: EstimateCovariance([.of(1 / square(mean) / totalWeight)]),
      totalWeight: totalWeight)
  }
}
