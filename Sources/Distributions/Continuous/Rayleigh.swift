/// The Rayleigh distribution: the length of a pair of independent normal variables.
///
/// ```
/// p(x) = (x/σ²) exp(−x²/(2σ²))   for x ≥ 0
/// ```
///
/// - `scale` σ: positive and finite; the standard deviation of each of the pair.
///
/// Elsewhere: Distributions.jl `Rayleigh(σ)`; scipy `rayleigh(scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 18.
public struct Rayleigh<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// σ, the mode.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameter scale: σ, positive and finite.
  @inlinable public init(scale: Value) {
    self.scale = scale
  }

  public static var familyName: String { "Rayleigh" }

  public func validate() throws(ParameterError) {
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(scale)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let scale = number(scale) else { return nil }
    switch end {
    case .lower: return TailBehaviour([.init(1, .log)])
    case .upper:
      return TailBehaviour([
        .init(TailBehaviour.positiveCoefficient(0.5 / scale / scale), .power(exponent: 2)),
        .init(-1, .log),
      ])
    }
  }

  // MARK: - Density

  /// log(x/σ) − log σ − x²/(2σ²).
  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let power: Value = 0.5 * square(point.distance / scale)
    return point.density(
      where: isValid, end: -Value.infinity,
      inside: point.logRatio(to: scale) - log(scale) - power)
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    logDensity(HalfLinePoint(x))
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(.rayleighLogDensity, x, scale, scale) { x, scale, _ in
      Rayleigh(scale: scale).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: 0))
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let power: Value = 0.5 * square(point.distance / scale)
    let logPower: Value = 2 * point.logRatio(to: scale) - Value(0.69314718055994530942)
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: logOneMinusExpOfNegative(power, log: logPower))
  }

  /// −x²/(2σ²).
  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity,
      inside: -0.5 * square(point.distance / scale))
  }

  /// σ √(−2 log(1 − u)).
  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value {
    nanUnless(isValid, scale * sqrt(2 * negativeLog(complement: u)))
  }

  /// σ √(−2 log u).
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value {
    nanUnless(isValid, scale * sqrt(2 * negativeLog(u)))
  }

  // MARK: - Statistics

  /// σ √(π/2).
  @inlinable public var mean: Value { nanUnless(isValid, scale * Value(1.2533141373155002512)) }
  /// (2 − π/2) σ².
  @inlinable public var variance: Value {
    nanUnless(isValid, square(scale) * Value(0.42920367320510338077))
  }
  @inlinable public var standardDeviation: Value {
    nanUnless(isValid, scale * Value(0.65513637756203355309))
  }
  /// 2 √π (π − 3)/(4 − π)^(3/2).
  @inlinable public var skewness: Value { nanUnless(isValid, Value(0.63111065781893713819)) }
  /// −(6π² − 24π + 16)/(4 − π)².
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, Value(0.24508930068764110)) }
  @inlinable public var mode: Value { nanUnless(isValid, scale) }
  /// σ √(2 log 2).
  @inlinable public var median: Value { nanUnless(isValid, scale * Value(1.1774100225154746910)) }

  // MARK: - Entropy

  /// 1 + log(σ/√2) + γ/2, γ Euler's constant.
  @inlinable public var entropy: Value {
    scaledEntropy(0.94203424217079377550, scale: scale)
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
    Rayleigh<Tensor<Value.Scalar>>(scale: scale.tensor)
      .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, scale)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return survivalQuantile(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(scale) {
      Rayleigh<Double>(scale: $0[0])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("scale", scale))
  }
}

extension Rayleigh where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(scale: Double) {
    self.scale = scale
  }
}

extension Rayleigh: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "scale") {
        Rayleigh(scale: $0[0])
      }
    ]
  }
}

extension Rayleigh: Equatable where Value: Equatable {}
extension Rayleigh: Hashable where Value: Hashable {}
extension Rayleigh: Codable where Value == Double {}
