/// The Lévy distribution: the time at which Brownian motion first reaches a level.
///
/// ```
/// p(x) = √(c/2π) exp(−c/(2(x − μ))) / (x − μ)^(3/2)   for x > μ
/// ```
///
/// - `location` μ: finite, the lower end.
/// - `scale` c: positive and finite.
///
/// Mean and variance are infinite, skewness and kurtosis NaN.
///
/// Elsewhere: Distributions.jl `Levy(μ, σ)`; scipy `levy(loc, scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 15 (as the limit of the inverse Gaussian).
public struct Levy<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the lower end.
  public let location: Value
  /// c, the square of the level.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: c, positive and finite.
  @inlinable public init(location: Value, scale: Value) {
    self.location = location
    self.scale = scale
  }

  public static var familyName: String { "Levy" }

  public func validate() throws(ParameterError) {
    try requireFinite("location", location)
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask {
    isFinite(location) .& isPositive(scale)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> {
    Support(lowerBound: location, upperBound: Value.infinity)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard end == .lower else { return TailBehaviour([.init(1.5, .log)]) }
    return number(scale).map {
      TailBehaviour([.init(0.5 * $0, .power(exponent: 1)), .init(-1.5, .log)])
    }
  }

  // MARK: - Density

  /// −½ log 2π − log c − 1.5 log(d/c) − c/(2d), d = x − μ.
  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let constant: Value = log(scale) + Value(0.91893853320467274178)
    let fall: Value = 1.5 * point.logRatio(to: scale) + 0.5 * (scale / point.distance)
    return point.density(where: isValid, end: -Value.infinity, inside: -constant - fall)
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    logDensity(HalfLinePoint(x - location))
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(.levyLogDensity, x, location, scale) { x, location, scale in
      Levy(location: location, scale: scale).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: location))
  }

  // MARK: - Cumulative functions

  /// log 2Φ(−√(c/d)).
  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x - location)
    let ratio: Value = scale / point.distance
    let isFar: Value.Mask = ratio .< 0.2
    let near: Value = normalLogCDF(-sqrt(select(isFar, 1, ratio)))
    // Far out it is log(1 − erf √(c/2d)).
    let far: Value = log(onePlus: -erf(sqrt(0.5 * select(isFar, ratio, 0.1))))
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: select(isFar, far, near + Value(0.69314718055994530942)))
  }

  /// log erf(√(c/2d)).
  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x - location)
    let v: Value = sqrt(0.5 * (scale / point.distance))
    let isLarge: Value.Mask = v .> 1
    let isTiny: Value.Mask = v .< 1e-9
    let large: Value = log(onePlus: -erfc(select(isLarge, v, 1)))
    let middle: Value = log(erf(select(isLarge .| isTiny, 1, v)))
    // erf v = 2v/√π.
    let tiny: Value = -0.5 * point.logRatio(to: scale) - Value(0.22579135264472743236)
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity,
      inside: select(isLarge, large, select(isTiny, tiny, middle)))
  }

  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  /// c/z² from μ, z the normal quantile of u/2.
  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let isLow: Value.Mask = u .<= 0.5
    let low: Value = -normalQuantile(0.5 * select(isLow, u, 0.5))
    let high: Value = Value(1.4142135623730950488) * inverseErf(1 - select(isLow, 0.5, u))
    return quantile(select(isLow, low, high))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let isLow: Value.Mask = u .<= 0.5
    let low: Value = Value(1.4142135623730950488) * inverseErf(select(isLow, u, 0.5))
    let high: Value = -normalQuantile(0.5 * (1 - select(isLow, 0.5, u)))
    return quantile(select(isLow, low, high))
  }

  @inlinable func quantile(_ z: Value) -> AnchoredPoint<Value> {
    let valid: Value = nanUnless(isValid .& (z .>= 0), scale)
    return AnchoredPoint(
      anchor: location, offset: valid / z / z, logMagnitude: log(valid) - 2 * log(z))
  }

  // MARK: - Statistics

  @inlinable public var mean: Value { nanUnless(isValid, Value.infinity + 0 * scale) }
  @inlinable public var variance: Value { nanUnless(isValid, Value.infinity + 0 * scale) }
  /// NaN.
  @inlinable public var skewness: Value { Value.nan + 0 * (location + scale) }
  /// NaN.
  @inlinable public var excessKurtosis: Value { Value.nan + 0 * (location + scale) }
  /// μ + c/3.
  @inlinable public var mode: Value { nanUnless(isValid, location + scale / 3) }

  // MARK: - Entropy

  /// (1 + 3γ + log 16π)/2 + log c, γ Euler's constant.
  @inlinable public var entropy: Value {
    scaledEntropy(3.3244828013968899, scale: scale, location: location)
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
    Levy<Tensor<Value.Scalar>>(location: location.tensor, scale: scale.tensor)
      .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, location, scale)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return quantile(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale) {
      Levy<Double>(location: $0[0], scale: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale))
  }
}

extension Levy where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
  }
}

extension Levy: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale") {
        Levy(location: $0[0], scale: $0[1])
      }
    ]
  }
}

extension Levy: Equatable where Value: Equatable {}
extension Levy: Hashable where Value: Hashable {}
extension Levy: Codable where Value == Double {}

/// The inverse of erf from 0 to ½, with relative accuracy near 0: Newton's method from the slope at 0.
@usableFromInline func inverseErf<Value: RealValue>(_ y: Value) -> Value {
  Value.elementwise(
    "inverse of erf", y,
    { y in
      guard y >= 0, y <= 0.5 else { return .nan }
      var x = 0.88622692545275801365 * y
      for _ in 0..<6 { x -= (Double.erf(x) - y) * 0.88622692545275801365 * Double.exp(x * x) }
      return x
    },
    derivative: { y in
      Value(0.88622692545275801365) * exp(square(inverseErf(y)))
    })
}
