/// The logit-normal distribution: that of 1/(1 + e^−Y) for a normal Y.
///
/// ```
/// p(x) = exp(−z²/2)/(x (1 − x) σ √(2π)),   z = (log(x/(1 − x)) − μ)/σ,   0 ≤ x ≤ 1
/// ```
///
/// - `logitMean` μ: finite, the mean of the logit.
/// - `logitStandardDeviation` σ: positive and finite, the standard deviation of the logit.
///
/// Moments have no closed form; they are integrals over Y by Gauss and Legendre's rule, to rounding.
/// Moments, mode and entropy have no derivative.
///
/// Elsewhere: TFP `LogitNormal(loc, scale)`; torch —; Distributions.jl `LogitNormal(μ, σ)`; scipy —.
///
/// Source: R. Mead, "A generalised logit-normal distribution", Biometrics 21 (1965) 721-732; J.
/// Aitchison, S. M. Shen, "Logistic-normal distributions", Biometrika 67 (1980) 261-272.
public struct LogitNormal<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the mean of the logit.
  public let logitMean: Value
  /// σ, the standard deviation of the logit.
  public let logitStandardDeviation: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - logitMean: μ, finite.
  ///   - logitStandardDeviation: σ, positive and finite.
  @inlinable public init(logitMean: Value, logitStandardDeviation: Value) {
    self.logitMean = logitMean
    self.logitStandardDeviation = logitStandardDeviation
  }

  public static var familyName: String { "LogitNormal" }

  public func validate() throws(ParameterError) {
    try requireFinite("logitMean", logitMean)
    try requirePositive("logitStandardDeviation", logitStandardDeviation)
  }

  @inlinable var isValid: Value.Mask {
    isFinite(logitMean) .& isPositive(logitStandardDeviation)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .unitInterval }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let mean = number(logitMean), let deviation = number(logitStandardDeviation) else {
      return nil
    }
    // (log t ± μ)²/(2σ²) − log t
    let precision = 1 / deviation / deviation
    let slope = (end == .lower ? mean : -mean) * precision
    return TailBehaviour([
      .init(0.5 * precision, .logSquared), .init(slope - 1, .log),
    ])
  }

  // MARK: - Density

  /// The law of the logit.
  @inlinable var base: Normal<Value> {
    Normal(mean: logitMean, standardDeviation: logitStandardDeviation)
  }

  /// Whether points are told by their distance from the median, which a narrow law wants.
  @inlinable var isNarrow: Value.Mask { (logitStandardDeviation .< 0.1) .& (logitMean .< 1) }

  /// The z of a distance d from the median m: (log(1 + d/m) − log(1 − d/(1 − m)))/σ.
  @inlinable func standardized(fromMedian d: Value) -> Value {
    let lower: Value = log(onePlus: d / sigmoid(logitMean))
    let upper: Value = log(onePlus: -d / sigmoid(-logitMean))
    return (lower - upper) / logitStandardDeviation
  }

  /// From the logit, standardised, and the logarithms of both distances.
  @inlinable func logDensity(
    standardized z: Value, lower: Value, upper: Value, isApart: Value.Mask
  ) -> Value {
    let inside: Value = base.logDensity(standardized: z) - (lower + upper)
    return nanUnless(isValid, select(isApart, -Value.infinity, inside))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    let isApart: Value.Mask = (x .<= 0) .| (x .>= 1)
    let safe: Value = select(isApart, 0.5, x)
    return logDensity(
      standardized: base.standardized(logit(safe)), lower: log(safe), upper: log(onePlus: -safe),
      isApart: isApart)
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(.logitNormalLogDensity, x, logitMean, logitStandardDeviation) { x, mean, deviation in
      LogitNormal(logitMean: mean, logitStandardDeviation: deviation).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let lower = point.distance(from: 0)
    let upper = point.distance(from: 1)
    let isApart: Value.Mask =
      (lower.value .< 0) .| (upper.value .> 0) .| (lower.logMagnitude .== -Value.infinity)
      .| (upper.logMagnitude .== -Value.infinity)
    let x: Value = select(isApart, 0.5, lower.value)
    let y: Value = select(isApart, 0.5, -upper.value)
    let isLower: Value.Mask = x .<= 0.5
    // Of the end further off the logarithm follows from the distance to the nearer one.
    let logX: Value = select(
      isLower, select(isApart, 0, lower.logMagnitude), log(onePlus: -select(isLower, 0, y)))
    let logY: Value = select(
      isLower, log(onePlus: -select(isLower, x, 0)), select(isApart, 0, upper.logMagnitude))
    let isMiddle: Value.Mask = (x .> 0.25) .& (y .> 0.25)
    let fromMiddle: Value = point.distance(from: 0.5).value
    let middle: Value = 2 * atanh(select(isMiddle, 2 * fromMiddle, 0))
    let isCentred: Value.Mask = isNarrow .& (point.anchor .== sigmoid(logitMean)) .& .!isApart
    let far: Value = base.standardized(select(isMiddle, middle, logX - logY))
    let near: Value = standardized(fromMedian: select(isCentred, point.offset, 0))
    return logDensity(
      standardized: select(isCentred, near, far), lower: logX, upper: logY, isApart: isApart)
  }

  // MARK: - Cumulative functions

  /// The logit; infinite up to 0 and from 1 on.
  @inlinable func reduced(_ x: Value) -> Value {
    let isBelow: Value.Mask = x .<= 0
    let isAbove: Value.Mask = x .>= 1
    let inner: Value = logit(select(isBelow .| isAbove, 0.5, x))
    return select(isBelow, -Value.infinity, select(isAbove, Value.infinity, inner))
  }

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value { base.logCDF(reduced(x)) }
  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value { base.logSurvival(reduced(x)) }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> { point(normalQuantile(u)) }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(-normalQuantile(u))
  }

  /// 1/(1 + e^−y) at y = μ + σz, from the nearer end, or as a difference from the median.
  func point(_ z: Value) -> AnchoredPoint<Value> {
    let shift: Value = nanUnless(isValid, logitStandardDeviation * z)
    let wide = Sigmoid().apply(AnchoredPoint(anchor: 0, offset: logitMean + shift))
    let isCentred: Value.Mask = isNarrow .& (abs(z) .< Value.infinity)
    let safe: Value = select(isCentred, shift, 0)
    let fall: Value = expMinusOne(-abs(safe))
    let up: Value = -fall * (sigmoid(logitMean + safe) * sigmoid(-logitMean))
    let down: Value = fall * (sigmoid(logitMean) * sigmoid(-logitMean - safe))
    let difference: Value = select(safe .< 0, down, up)
    return AnchoredPoint(
      anchor: select(isCentred, sigmoid(logitMean), wide.anchor),
      offset: select(isCentred, difference, wide.offset),
      logMagnitude: select(isCentred, log(abs(difference)), wide.logMagnitude))
  }

  // MARK: - Statistics

  func fact(
    _ name: String, _ fact: @escaping @Sendable (LogitNormalFacts) -> Double
  ) -> Value {
    let value = Value.elementwise(
      "the \(name) of a logit-normal law", logitMean, logitStandardDeviation,
      { fact(LogitNormalFacts(mean: $0, deviation: $1)) }, derivatives: (nil, nil))
    return nanUnless(isValid, value)
  }

  /// E 1/(1 + e^−Y), by quadrature.
  public var mean: Value { fact("mean") { $0.moments.mean } }
  /// By quadrature.
  public var variance: Value { fact("variance") { $0.moments.variance } }
  /// By quadrature.
  public var skewness: Value { fact("skewness") { $0.moments.skewness } }
  /// By quadrature.
  public var excessKurtosis: Value { fact("kurtosis") { $0.moments.excessKurtosis } }
  /// The solution of y = μ + σ² tanh(y/2), of several that with the highest density, as 1/(1 + e^−y).
  public var mode: Value { fact("mode") { $0.mode } }
  /// 1/(1 + e^−μ).
  @inlinable public var median: Value { nanUnless(isValid, sigmoid(logitMean)) }

  // MARK: - Entropy

  /// That of Y, plus E log(X (1 − X)), by quadrature.
  public var entropy: Value {
    base.entropy + fact("entropy") { $0.logisticTerm }
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    LogitNormal<Tensor<Value.Scalar>>(
      logitMean: logitMean.tensor, logitStandardDeviation: logitStandardDeviation.tensor
    )
    .draw(lengths, using: &generator)
  }

  /// From a normal draw.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, logitMean, logitStandardDeviation)
    return sigmoid(
      logitMean
        + logitStandardDeviation * Value.standardNormal(shape: lengths, using: &generator))
  }

  public func elements() -> DistributionElements {
    DistributionElements(logitMean, logitStandardDeviation) {
      LogitNormal<Double>(logitMean: $0[0], logitStandardDeviation: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(
      Self.familyName, ("logitMean", logitMean), ("logitStandardDeviation", logitStandardDeviation))
  }
}

extension LogitNormal where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(logitMean: Double, logitStandardDeviation: Double) {
    self.logitMean = logitMean
    self.logitStandardDeviation = logitStandardDeviation
  }
}

extension LogitNormal: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "logitMean", "logitStandardDeviation") {
        LogitNormal(logitMean: $0[0], logitStandardDeviation: $0[1])
      }
    ]
  }
}

extension LogitNormal: Equatable where Value: Equatable {}
extension LogitNormal: Hashable where Value: Hashable {}
extension LogitNormal: Codable where Value == Double {}
