import SpecialFunctions

// The families whose likelihood depends on a sample through a few sums.

/// log √2π.
private let logRootTwoPi = 0.91893853320467274178

extension Normal: ExponentialFamily where Value == Double {
  /// (μ/σ², −1/(2σ²)).
  public var naturalParameters: [Double] {
    let precision = 1 / square(standardDeviation)
    return [mean * precision, -0.5 * precision]
  }
  /// μ²/(2σ²) + log σ.
  public var logPartition: Double {
    0.5 * square(mean / standardDeviation) + log(standardDeviation)
  }
  /// (x, x²).
  public static func sufficientStatistic(of x: Double) -> [Double] { [x, x * x] }
  /// −½ log 2π.
  public static func logBaseMeasure(of x: Double) -> Double { -logRootTwoPi }

  public static func fit(to statistics: MomentStatistics) throws(FittingError) -> Fit<Self> {
    try statistics.requireData()
    return try fit(
      mean: statistics.mean, variance: statistics.variance, totalWeight: statistics.totalWeight)
  }
}

extension LogNormal: ExponentialFamily where Value == Double {
  /// (μ/σ², −1/(2σ²)).
  public var naturalParameters: [Double] { logarithm.naturalParameters }
  /// μ²/(2σ²) + log σ.
  public var logPartition: Double { logarithm.logPartition }
  private var logarithm: Normal<Double> {
    Normal(mean: logMean, standardDeviation: logStandardDeviation)
  }
  /// (log x, log² x).
  public static func sufficientStatistic(of x: Double) -> [Double] { [log(x), square(log(x))] }
  /// −log x − ½ log 2π.
  public static func logBaseMeasure(of x: Double) -> Double { -log(x) - logRootTwoPi }

  public static func fit(to statistics: PositiveStatistics) throws(FittingError) -> Fit<Self> {
    try statistics.requireData()
    return try fit(
      logMean: statistics.meanLog, logVariance: statistics.logVariance,
      totalWeight: statistics.totalWeight)
  }
}

extension Exponential: ExponentialFamily where Value == Double {
  /// −λ.
  public var naturalParameters: [Double] { [-rate] }
  /// −log λ.
  public var logPartition: Double { -log(rate) }
  /// x.
  public static func sufficientStatistic(of x: Double) -> [Double] { [x] }
  /// 0.
  public static func logBaseMeasure(of x: Double) -> Double { 0 }

  public static func fit(to statistics: MomentStatistics) throws(FittingError) -> Fit<Self> {
    try statistics.requireNonNegative(familyName)
    return try fit(mean: statistics.mean, totalWeight: statistics.totalWeight)
  }
}

extension Gamma: ExponentialFamily where Value == Double {
  /// (a, −β).
  public var naturalParameters: [Double] { [shape, -rate] }
  /// log Γ(a) − a log β.
  public var logPartition: Double { logGamma(shape) - shape * log(rate) }
  /// (log x, x).
  public static func sufficientStatistic(of x: Double) -> [Double] { [log(x), x] }
  /// −log x.
  public static func logBaseMeasure(of x: Double) -> Double { -log(x) }

  public static func fit(to statistics: PositiveStatistics) throws(FittingError) -> Fit<Self> {
    try statistics.requireData()
    return try fit(
      mean: statistics.mean, logExcess: statistics.logMeanExcess,
      totalWeight: statistics.totalWeight)
  }
}

extension InverseGamma: ExponentialFamily where Value == Double {
  /// (−a, −β).
  public var naturalParameters: [Double] { [-shape, -scale] }
  /// log Γ(a) − a log β.
  public var logPartition: Double { logGamma(shape) - shape * log(scale) }
  /// (log x, 1/x).
  public static func sufficientStatistic(of x: Double) -> [Double] { [log(x), 1 / x] }
  /// −log x.
  public static func logBaseMeasure(of x: Double) -> Double { -log(x) }

  public static func fit(to statistics: PositiveStatistics) throws(FittingError) -> Fit<Self> {
    try statistics.requireData()
    return try fit(
      meanInverse: statistics.meanInverse, logExcess: statistics.logInverseExcess,
      meanLog: statistics.meanLog, totalWeight: statistics.totalWeight)
  }
}

extension Beta: ExponentialFamily where Value == Double {
  /// (α, β).
  public var naturalParameters: [Double] { [alpha, beta] }
  /// log B(α, β).
  public var logPartition: Double { logBeta(alpha, beta) }
  /// (log x, log(1 − x)).
  public static func sufficientStatistic(of x: Double) -> [Double] {
    [log(x), log(onePlus: -x)]
  }
  /// −log x − log(1 − x).
  public static func logBaseMeasure(of x: Double) -> Double { -log(x) - log(onePlus: -x) }

  public static func fit(to statistics: ShareStatistics) throws(FittingError) -> Fit<Self> {
    try statistics.requireData()
    return try fit(
      meanLogs: statistics.meanLogs, mean: statistics.mean, variance: statistics.variance,
      totalWeight: statistics.totalWeight)
  }
}

extension VonMises: ExponentialFamily where Value == Double {
  /// κ (cos μ, sin μ).
  public var naturalParameters: [Double] {
    [concentration * cos(mean), concentration * sin(mean)]
  }
  /// log 2π I₀(κ).
  public var logPartition: Double { logBesselI0(concentration) + 2 * logRootTwoPi }
  /// (cos x, sin x).
  public static func sufficientStatistic(of x: Double) -> [Double] { [cos(x), sin(x)] }
  /// 0.
  public static func logBaseMeasure(of x: Double) -> Double { 0 }

  public static func fit(to statistics: AngleStatistics) throws(FittingError) -> Fit<Self> {
    try statistics.requireData()
    let (x, y) = statistics.direction
    return try fit(
      mean: atan2(y: y, x: x), complement: statistics.complement,
      totalWeight: statistics.totalWeight)
  }
}

extension Poisson: ExponentialFamily where Value == Double {
  /// log λ.
  public var naturalParameters: [Double] { [log(rate)] }
  /// λ.
  public var logPartition: Double { rate }
  /// k.
  public static func sufficientStatistic(of x: Int) -> [Double] { [Double(x)] }
  /// −log k!.
  public static func logBaseMeasure(of x: Int) -> Double { -logGammaOnePlus(Double(x)) }

  public static func fit(to statistics: CountStatistics) throws(FittingError) -> Fit<Self> {
    try statistics.requireData()
    return fit(
      mean: statistics.mean, meanLogFactorial: statistics.meanLogFactorial,
      totalWeight: statistics.totalWeight)
  }
}

extension Geometric: ExponentialFamily where Value == Double {
  /// log(1 − p).
  public var naturalParameters: [Double] { [log(onePlus: -probability)] }
  /// −log p.
  public var logPartition: Double { -log(probability) }
  /// k.
  public static func sufficientStatistic(of x: Int) -> [Double] { [Double(x)] }
  /// 0.
  public static func logBaseMeasure(of x: Int) -> Double { 0 }

  public static func fit(to statistics: CountStatistics) throws(FittingError) -> Fit<Self> {
    try statistics.requireData()
    return fit(mean: statistics.mean, totalWeight: statistics.totalWeight)
  }
}

extension Bernoulli: ExponentialFamily where Value == Double {
  /// log(p/(1 − p)).
  public var naturalParameters: [Double] { [logit] }
  /// −log(1 − p).
  public var logPartition: Double { -logProbabilityOfFalse }
  /// 1 or 0.
  public static func sufficientStatistic(of x: Bool) -> [Double] { [x ? 1 : 0] }
  /// 0.
  public static func logBaseMeasure(of x: Bool) -> Double { 0 }

  public static func fit(to statistics: OutcomeStatistics) throws(FittingError) -> Fit<Self> {
    guard statistics.totalWeight > 0 else { throw .noData }
    return fit(
      mean: statistics.successes / statistics.totalWeight, totalWeight: statistics.totalWeight)
  }
}

extension Categorical: ExponentialFamily where Value == Double {
  /// log pᵢ.
  public var naturalParameters: [Double] { logProbabilities }
  /// 0.
  public var logPartition: Double { 0 }
  /// 1 at the class, up to which the list goes.
  public static func sufficientStatistic(of x: Int) -> [Double] {
    (0...max(x, 0)).map { $0 == x ? 1 : 0 }
  }
  /// 0.
  public static func logBaseMeasure(of x: Int) -> Double { 0 }

  private var logProbabilities: [Double] {
    let limit = support.upperBound
    guard limit >= 0 else { return [] }
    return (0...Int(limit)).map { logProbability(of: $0) }
  }

  public static func fit(to statistics: ClassStatistics) throws(FittingError) -> Fit<Self> {
    guard statistics.totalWeight > 0 else { throw .noData }
    return fit(classWeights: statistics.weights)
  }
}

extension Dirichlet: ExponentialFamily where Value == Double {
  /// α.
  public var naturalParameters: [Double] { concentration.scalars }
  /// Σ log Γ(αᵢ) − log Γ(A).
  public var logPartition: Double {
    let alpha = concentration.scalars
    return alpha.reduce(0) { $0 + logGamma($1) } - logGamma(alpha.reduce(0, +))
  }
  /// log xᵢ.
  public static func sufficientStatistic(of x: Tensor<Double>) -> [Double] { log(x).scalars }
  /// −Σ log xᵢ.
  public static func logBaseMeasure(of x: Tensor<Double>) -> Double { -log(x).sum().scalar }

  public static func fit(to statistics: CompositionStatistics) throws(FittingError) -> Fit<Self> {
    try statistics.requireData()
    return try fit(
      meanLogs: statistics.meanLogs, means: statistics.means, variances: statistics.variances,
      totalWeight: statistics.totalWeight)
  }
}

extension MultivariateNormal: ExponentialFamily where Value == Double {
  /// Σ⁻¹μ, then −½Σ⁻¹ row by row.
  public var naturalParameters: [Double] {
    let (precision, mean) = (precision, mean.scalars)
    let linear = precision.map { row in zip(row, mean).reduce(0) { $0 + $1.0 * $1.1 } }
    return linear + precision.flatMap { $0.map { -0.5 * $0 } }
  }

  /// ½ μᵀΣ⁻¹μ + ½ log |Σ|.
  public var logPartition: Double {
    let product = zip(naturalParameters, mean.scalars).reduce(0) { $0 + $1.0 * $1.1 }
    return 0.5 * product + 0.5 * (SymmetricFactor(rows)?.logDeterminant ?? .nan)
  }

  private var rows: [[Double]] {
    let (entries, n) = (covariance.scalars, eventShape[0])
    return (0..<n).map { Array(entries[$0 * n..<($0 + 1) * n]) }
  }

  private var precision: [[Double]] {
    let rows = rows
    return SymmetricFactor(rows)?.inverse ?? rows.map { $0.map { _ in .nan } }
  }

  /// x, then x xᵀ row by row.
  public static func sufficientStatistic(of x: Tensor<Double>) -> [Double] {
    let row = x.scalars
    return row + row.flatMap { a in row.map { a * $0 } }
  }

  /// −n/2 log 2π.
  public static func logBaseMeasure(of x: Tensor<Double>) -> Double {
    -Double(x.scalarCount) * logRootTwoPi
  }

  public static func fit(to statistics: VectorStatistics) throws(FittingError) -> Fit<Self> {
    try statistics.requireData()
    return try fit(
      mean: statistics.mean, covariance: statistics.covariance,
      totalWeight: statistics.totalWeight)
  }
}
