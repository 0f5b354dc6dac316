import SpecialFunctions

/// The log-normal distribution: that of e^Y for a normal Y.
///
/// ```
/// p(x) = exp(−z²/2)/(x σ √(2π)),   z = (log x − μ)/σ,   x ≥ 0
/// ```
///
/// - `logMean` μ: finite, the mean of the logarithm.
/// - `logStandardDeviation` σ: positive and finite, the standard deviation of the logarithm.
///
/// Elsewhere: TFP `LogNormal(loc, scale)`; torch `LogNormal(loc, scale)`; Distributions.jl
/// `LogNormal(μ, σ)`; scipy `lognorm(s=logStandardDeviation, scale=exp(logMean))`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 14.
public struct LogNormal<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the mean of the logarithm.
  public let logMean: Value
  /// σ, the standard deviation of the logarithm.
  public let logStandardDeviation: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - logMean: μ, finite.
  ///   - logStandardDeviation: σ, positive and finite.
  @inlinable public init(logMean: Value, logStandardDeviation: Value) {
    self.logMean = logMean
    self.logStandardDeviation = logStandardDeviation
  }

  public static var familyName: String { "LogNormal" }

  public func validate() throws(ParameterError) {
    try requireFinite("logMean", logMean)
    try requirePositive("logStandardDeviation", logStandardDeviation)
  }

  @inlinable var isValid: Value.Mask { isFinite(logMean) .& isPositive(logStandardDeviation) }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let mean = number(logMean), let deviation = number(logStandardDeviation) else {
      return nil
    }
    // (log t ∓ μ)²/(2σ²) ± log t
    let precision = TailBehaviour.positiveCoefficient(1 / deviation / deviation)
    let slope = 1 - mean * precision
    return TailBehaviour([
      .init(0.5 * precision, .logSquared), .init(end == .upper ? slope : -slope, .log),
    ])
  }

  // MARK: - Density

  /// −z²/2 − y − log σ − ½ log 2π of y = log x; its limit −infinity at both ends.
  @inlinable func logDensity(logarithm y: Value, isInside: Value.Mask) -> Value {
    let isEnd = abs(y) .== Value.infinity
    let safe: Value = select(isEnd, 0, y)
    let z: Value = (safe - logMean) / logStandardDeviation
    let normalizer: Value = log(logStandardDeviation) + Value(0.91893853320467274178)
    let inside: Value = -0.5 * square(z) - safe - normalizer
    return nanUnless(isValid, select(.!isInside .| isEnd, -Value.infinity, inside))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    let isOutside = x .<= 0
    return logDensity(logarithm: log(select(isOutside, 1, x)), isInside: .!isOutside)
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(
      .logNormalLogDensity, x, logMean, logStandardDeviation,
      slopes: { x, mean, deviation in
        let isOutside: Value.Mask = (x .<= 0) .| (x .== Value.infinity)
        let inside: Value = select(isOutside, 1, x)
        let inverse: Value = 1 / deviation
        let slope: Value = fused(.logNormalSlope, x, mean, inverse) { x, mean, inverse in
          let isOutside: Value.Mask = (x .<= 0) .| (x .== Value.infinity)
          let logarithm: Value = log(select(isOutside, 1, x))
          return select(isOutside, 0, (logarithm - mean) * inverse * inverse)
        }
        let other: Value = fused(.deviationSlope, slope, x, deviation, inverse) {
          slope, x, deviation, inverse in
          let isOutside: Value.Mask = (x .<= 0) .| (x .== Value.infinity)
          return select(isOutside, 0, slope * deviation * slope - inverse)
        }
        return [select(isOutside, 0, -(1 + slope) / inside), slope, other]
      }
    ) {
      x, logMean, logStandardDeviation in
      LogNormal(logMean: logMean, logStandardDeviation: logStandardDeviation).plainLogProbability(
        of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let distance = point.distance(from: 0)
    return logDensity(logarithm: distance.logMagnitude, isInside: .!(distance.value .< 0))
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  @inlinable public func cdf(_ x: Value) -> Value { computed(.cdf, x) }

  @specialized(where Value == Double)
  @inlinable public func survival(_ x: Value) -> Value { computed(.survival, x) }

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value { computed(.logCDF, x) }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value { computed(.logSurvival, x) }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { computed(.quantile, u) }

  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { computed(.survivalQuantile, u) }

  /// In single operations.
  @inlinable @inline(__always)
  func formula(_ function: CumulativeFunction, _ x: Value) -> Value {
    switch function {
    case .cdf:
      // Of numbers by erfc itself.
      let value = ofNumbers(x, logMean, logStandardDeviation) { x, mean, deviation in
        guard isPlaced(mean, deviation) else { return .nan }
        return x <= 0 ? 0 : normalCDF((log(x) - mean) / deviation)
      }
      return value ?? exp(formula(.logCDF, x))
    case .survival:
      let value = ofNumbers(x, logMean, logStandardDeviation) { x, mean, deviation in
        guard isPlaced(mean, deviation) else { return .nan }
        return x <= 0 ? 1 : normalCDF((mean - log(x)) / deviation)
      }
      return value ?? exp(formula(.logSurvival, x))
    case .logCDF: return nanUnless(isValid, normalLogCDF(standardized(x)))
    case .logSurvival: return nanUnless(isValid, normalLogCDF(-standardized(x)))
    case .quantile: return anchoredQuantile(x).value
    case .survivalQuantile: return anchoredSurvivalQuantile(x).value
    }
  }

  /// (log x − μ)/σ; −infinity up to 0.
  @inlinable func standardized(_ x: Value) -> Value {
    let isOutside = x .<= 0
    let z: Value = (log(select(isOutside, 1, x)) - logMean) / logStandardDeviation
    return select(isOutside, -Value.infinity, z)
  }

  @inlinable func point(_ z: Value) -> AnchoredPoint<Value> {
    let y: Value = nanUnless(isValid, logMean + logStandardDeviation * z)
    return AnchoredPoint(anchor: 0, offset: exp(y), logMagnitude: y)
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(normalQuantile(u))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(-normalQuantile(u))
  }

  // MARK: - Statistics

  /// exp(μ + σ²/2).
  @inlinable public var mean: Value {
    nanUnless(isValid, exp(logMean + 0.5 * square(logStandardDeviation)))
  }
  /// exp(2 (μ + σ²)) (1 − exp(−σ²)).
  @inlinable public var variance: Value {
    let square: Value = square(logStandardDeviation)
    return nanUnless(isValid, -expMinusOne(-square) * exp(2 * (logMean + square)))
  }
  /// (e^σ² + 2) √(e^σ² − 1).
  @inlinable public var skewness: Value {
    let square: Value = square(logStandardDeviation)
    return nanUnless(isValid, (exp(square) + 2) * sqrt(expMinusOne(square)))
  }
  /// e^4σ² + 2 e^3σ² + 3 e^2σ² − 6.
  @inlinable public var excessKurtosis: Value {
    let square: Value = square(logStandardDeviation)
    let low: Value = 2 * expMinusOne(3 * square) + 3 * expMinusOne(2 * square)
    return nanUnless(isValid, expMinusOne(4 * square) + low)
  }
  /// exp(μ − σ²).
  @inlinable public var mode: Value {
    nanUnless(isValid, exp(logMean - square(logStandardDeviation)))
  }
  /// e^μ.
  @inlinable public var median: Value { nanUnless(isValid, exp(logMean)) }

  // MARK: - Entropy

  /// μ + ½ + ½ log 2π + log σ.
  @inlinable public var entropy: Value {
    nanUnless(isValid, logMean + (log(logStandardDeviation) + Value(1.41893853320467274178)))
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to all parameters.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    LogNormal<Tensor<Value.Scalar>>(
      logMean: logMean.tensor, logStandardDeviation: logStandardDeviation.tensor
    )
    .draw(shape, using: &generator)
  }

  @inlinable func draw(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let shape = fullShape(shape, Self.familyName, logMean, logStandardDeviation)
    let z = Value.standardNormal(shape: shape, using: &generator)
    return exp(logMean + logStandardDeviation * z)
  }

  public func elements() -> DistributionElements {
    DistributionElements(logMean, logStandardDeviation) {
      LogNormal<Double>(logMean: $0[0], logStandardDeviation: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("logMean", logMean), ("logStandardDeviation", logStandardDeviation))
  }
}

extension LogNormal: CumulativeFormulas {
  @usableFromInline static var firstKernel: Int32 { TernaryFunction.logNormalCDF.rawValue }
  @usableFromInline var parameterPair: (Value, Value) { (logMean, logStandardDeviation) }
  @inlinable init(parameterPair: (Value, Value)) {
    self.init(logMean: parameterPair.0, logStandardDeviation: parameterPair.1)
  }
}

extension LogNormal where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(logMean: Double, logStandardDeviation: Double) {
    self.logMean = logMean
    self.logStandardDeviation = logStandardDeviation
  }
}

extension LogNormal: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "logMean", "logStandardDeviation") {
        LogNormal(logMean: $0[0], logStandardDeviation: $0[1])
      }
    ]
  }
}

extension LogNormal: Equatable where Value: Equatable {}
extension LogNormal: Hashable where Value: Hashable {}
extension LogNormal: Codable where Value == Double {}
