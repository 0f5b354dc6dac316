/// The half-normal distribution: that of |Y| for a normal Y of mean 0.
///
/// ```
/// p(x) = √(2/π) exp(−z²/2)/σ,   z = x/σ,   x ≥ 0
/// ```
///
/// - `scale` σ: positive and finite, the standard deviation of Y.
///
/// Elsewhere: TFP `HalfNormal(scale)`; torch `HalfNormal(scale)`; scipy `halfnorm(scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 10.1.
public struct HalfNormal<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// σ, the root of the mean square.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameter scale: σ, positive and finite.
  @inlinable public init(scale: Value) {
    self.scale = scale
  }

  public static var familyName: String { "HalfNormal" }

  public func validate() throws(ParameterError) {
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask { isPositive(scale) }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard end == .upper else { return .bounded }
    guard let scale = number(scale) else { return nil }
    return TailBehaviour([
      .init(TailBehaviour.positiveCoefficient(0.5 / scale / scale), .power(exponent: 2))
    ])
  }

  // MARK: - Density

  /// −z²/2 − log σ + ½ log(2/π).
  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    let normalizer: Value = log(scale) + Value(0.22579135264472743236)
    let inside: Value = -0.5 * square(x / scale) - normalizer
    return nanUnless(isValid, select(x .< 0, -Value.infinity, inside))
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(
      .halfNormalLogDensity, x, scale, scale,
      slopes: { x, scale, _ in
        let isOutside: Value.Mask = x .< 0
        let inverse: Value = 1 / scale
        let z: Value = x * inverse
        let slope: Value = fused(.halfNormalSlope, x, inverse, inverse) { x, inverse, _ in
          let z: Value = x * inverse
          return select(x .< 0, 0, (z - 1) * (z + 1) * inverse)
        }
        return [select(isOutside, 0, -z * inverse), slope, nil]
      }
    ) { x, scale, _ in
      HalfNormal(scale: scale).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logProbability(of: point.distance(from: 0).value)
  }

  // MARK: - Cumulative functions

  /// z, 0 below the support.
  @inlinable func standardized(_ x: Value) -> Value { maximum(x, 0) / scale }

  @specialized(where Value == Double)
  @inlinable public func cdf(_ x: Value) -> Value {
    nanUnless(isValid, erf(standardized(x) * Value(0.70710678118654752440)))
  }

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    let z: Value = standardized(x)
    let isNear = z .< 1
    // Near the end of the range of numbers erf(z/√2) is z √(2/π).
    let isTiny = z .< 1e-290
    let root = Value(0.70710678118654752440)
    let tiny: Value =
      log(select(isTiny, maximum(x, 0), 1)) - log(scale) - Value(0.22579135264472743236)
    let near: Value = log(erf(root * select(isNear .& .!isTiny, z, 1)))
    let far: Value = log(onePlus: -erfc(root * select(isNear, 1, z)))
    return nanUnless(isValid, select(isTiny, tiny, select(isNear, near, far)))
  }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    let z: Value = standardized(x)
    let isNear = z .< 1
    let root = Value(0.70710678118654752440)
    let near: Value = log(onePlus: -erf(root * select(isNear, z, 0)))
    let far: Value = normalLogCDF(-select(isNear, 1, z)) + Value(0.69314718055994530942)
    return nanUnless(isValid, select(isNear, near, far))
  }

  /// The z of a lower tail of at most ½: a step of Newton's method at erf(z/√2) = u, from the series
  /// for a small u, else from the normal quantile, whose error is absolute.
  @inlinable func lowerQuantile(_ u: Value) -> Value {
    let isSmall = u .< 0.01
    let halfPi = Value(1.5707963267948966192)
    let series: Value = Value(1.2533141373155002512) * (u * (1 + halfPi / 6 * square(u)))
    let start: Value = select(
      isSmall, series, -normalQuantile(0.5 - 0.5 * select(isSmall, 0.5, u)))
    let excess: Value = erf(Value(0.70710678118654752440) * start) - u
    return start - excess * (Value(1.2533141373155002512) * exp(0.5 * square(start)))
  }

  /// The z of an upper tail.
  @inlinable func upperQuantile(_ u: Value) -> Value { -normalQuantile(0.5 * u) }

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

  /// σ √(2/π).
  @inlinable public var mean: Value {
    nanUnless(isValid, Value(0.79788456080286535588) * scale)
  }
  /// σ² (1 − 2/π).
  @inlinable public var variance: Value {
    nanUnless(isValid, Value(0.36338022763241865692) * square(scale))
  }
  @inlinable public var standardDeviation: Value {
    nanUnless(isValid, Value(0.60281027498908697428) * scale)
  }
  /// √2 (4 − π)/(π − 2)^(3/2).
  @inlinable public var skewness: Value { nanUnless(isValid, Value(0.99527174643115604244)) }
  /// 8 (π − 3)/(π − 2)².
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, Value(0.86917730360597411666)) }
  @inlinable public var mode: Value { nanUnless(isValid, 0) }

  // MARK: - Entropy

  /// ½ + ½ log(π/2) + log σ.
  @inlinable public var entropy: Value {
    scaledEntropy(0.72579135264472743236, scale: scale)
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
    HalfNormal<Tensor<Value.Scalar>>(scale: scale.tensor)
      .draw(shape, using: &generator)
  }

  @inlinable func draw(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let shape = fullShape(shape, Self.familyName, scale)
    return scale * abs(Value.standardNormal(shape: shape, using: &generator))
  }

  public func elements() -> DistributionElements {
    DistributionElements(scale) { HalfNormal<Double>(scale: $0[0]) }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("scale", scale))
  }
}

extension HalfNormal where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(scale: Double) {
    self.scale = scale
  }
}

extension HalfNormal: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "scale") {
        HalfNormal(scale: $0[0])
      }
    ]
  }
}

extension HalfNormal: Equatable where Value: Equatable {}
extension HalfNormal: Hashable where Value: Hashable {}
extension HalfNormal: Codable where Value == Double {}
