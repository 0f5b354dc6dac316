/// The half-Cauchy distribution: that of |Y| for a Cauchy Y centred at 0.
///
/// ```
/// p(x) = 2/(π σ (1 + z²)),   z = x/σ,   x ≥ 0
/// ```
///
/// - `scale` σ: positive and finite, the median.
///
/// Its mean and variance are infinite.
///
/// Elsewhere: TFP `HalfCauchy(loc=0, scale)`; torch `HalfCauchy(scale)`; scipy `halfcauchy(scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 16.
public struct HalfCauchy<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// σ, the median.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameter scale: σ, positive and finite.
  @inlinable public init(scale: Value) {
    self.scale = scale
  }

  public static var familyName: String { "HalfCauchy" }

  public func validate() throws(ParameterError) {
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask { isPositive(scale) }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    end == .upper ? TailBehaviour([.init(2, .log)]) : .bounded
  }

  // MARK: - Density

  /// log(2/π) − log σ − log(1 + z²).
  @inlinable func logDensity(_ x: Value, logMagnitude: Value) -> Value {
    let logScale: Value = log(scale)
    let growth: Value = logOnePlusSquare(x / scale, logMagnitude: logMagnitude - logScale)
    let inside: Value = -growth - logScale - Value(0.45158270528945486473)
    return nanUnless(isValid, select(x .< 0, -Value.infinity, inside))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    logDensity(x, logMagnitude: safeLogMagnitude(x))
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(.halfCauchyLogDensity, x, scale, scale) { x, scale, _ in
      HalfCauchy(scale: scale).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let distance = point.distance(from: 0)
    return logDensity(distance.value, logMagnitude: distance.logMagnitude)
  }

  // MARK: - Cumulative functions

  /// The logs of the lower and the upper tail from z ≥ 0: log(2/π arctan t) of t = z or 1/z, the one
  /// that is at most 1, and the log of the rest.
  @inlinable func logTails(_ x: Value) -> (lower: Value, upper: Value) {
    let x: Value = maximum(x, 0)
    let z: Value = x / scale
    let isNear = z .<= 1
    let t: Value = select(isNear, z, 1 / select(isNear, 1, z))
    // There arctan t is t, whose logarithm is known where t has left the range of numbers.
    let isTiny = t .< 1e-290
    let logRatio: Value = log(select(isTiny, x, scale)) - log(scale)
    let logTiny: Value = select(isNear, logRatio, -logRatio)
    let logAngle: Value = log(atan(select(isTiny, 1, t)))
    let near: Value = select(isTiny, logTiny, logAngle) - Value(0.45158270528945486473)
    let far: Value = log(onePlus: Value(-0.63661977236758134308) * atan(t))
    return (select(isNear, near, far), select(isNear, far, near))
  }

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value { nanUnless(isValid, logTails(x).lower) }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value { nanUnless(isValid, logTails(x).upper) }

  /// tan(πu/2).
  @inlinable func lowerQuantile(_ u: Value) -> Value { tan(Value(1.5707963267948966192) * u) }

  /// 1/tan(πu/2).
  @inlinable func upperQuantile(_ u: Value) -> Value { 1 / lowerQuantile(u) }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @inlinable func point(_ z: Value, _ u: Value) -> AnchoredPoint<Value> {
    let z: Value = nanUnless(isValid .& isProbability(u), z)
    return AnchoredPoint(anchor: 0, offset: scale * z, logMagnitude: log(scale) + log(z))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let isLower = u .<= 0.5
    let upper: Value = upperQuantile(select(isLower, 0.5, 1 - u))
    return point(select(isLower, lowerQuantile(select(isLower, u, 0.5)), upper), u)
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let isUpper = u .<= 0.5
    let lower: Value = lowerQuantile(select(isUpper, 0.5, 1 - u))
    return point(select(isUpper, upperQuantile(select(isUpper, u, 0.5)), lower), u)
  }

  // MARK: - Statistics

  /// Infinite.
  @inlinable public var mean: Value { nanUnless(isValid, Value.infinity) }
  /// Infinite.
  @inlinable public var variance: Value { mean }
  /// NaN: there is no mean to compare with.
  @inlinable public var skewness: Value { Value.nan + zeroIfFinite(scale) }
  /// NaN.
  @inlinable public var excessKurtosis: Value { skewness }
  @inlinable public var mode: Value { nanUnless(isValid, 0) }
  @inlinable public var median: Value { nanUnless(isValid, scale) }

  // MARK: - Entropy

  /// log 2πσ.
  @inlinable public var entropy: Value {
    scaledEntropy(1.8378770664093454836, scale: scale)
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to the scale.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to the scale.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    HalfCauchy<Tensor<Value.Scalar>>(scale: scale.tensor)
      .draw(shape, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let shape = fullShape(shape, Self.familyName, scale)
    return anchoredQuantile(Value.standardUniform(shape: shape, using: &generator)).value
  }

  public func elements() -> DistributionElements {
    DistributionElements(scale) { HalfCauchy<Double>(scale: $0[0]) }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("scale", scale))
  }
}

extension HalfCauchy where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(scale: Double) {
    self.scale = scale
  }
}

extension HalfCauchy: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "scale") {
        HalfCauchy(scale: $0[0])
      }
    ]
  }
}

extension HalfCauchy: Equatable where Value: Equatable {}
extension HalfCauchy: Hashable where Value: Hashable {}
extension HalfCauchy: Codable where Value == Double {}
