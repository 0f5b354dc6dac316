/// The Fréchet distribution: the reciprocal of a Weibull variable.
///
/// ```
/// p(x) = (α/s) (x/s)^(−1−α) exp(−(x/s)^−α)   for x > 0
/// ```
///
/// - `shape` α: positive and finite.
/// - `scale` s: positive and finite.
///
/// Elsewhere: Distributions.jl `Frechet(α, θ)`; scipy `invweibull(c=shape, scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 22.
public struct Frechet<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// α, the power with which the upper tail falls.
  public let shape: Value
  /// s, the point with e⁻¹ of the mass below.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - shape: α, positive and finite.
  ///   - scale: s, positive and finite.
  @inlinable public init(shape: Value, scale: Value) {
    self.shape = shape
    self.scale = scale
  }

  public static var familyName: String { "Frechet" }

  public func validate() throws(ParameterError) {
    try requirePositive("shape", shape)
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(shape) .& isPositive(scale)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let alpha = number(shape), let scale = number(scale) else { return nil }
    switch end {
    case .lower:
      return TailBehaviour([
        .init(
          TailBehaviour.positiveCoefficient(Double.pow(scale, alpha)), .power(exponent: alpha)),
        .init(-1 - alpha, .log),
      ])
    case .upper: return TailBehaviour([.init(1 + alpha, .log)])
    }
  }

  // MARK: - Density

  /// log α − log s − (1 + α) log(x/s) − (x/s)^−α.
  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let constant: Value = log(shape) - log(scale)
    let power = ratioPower(point, to: scale, -shape)
    let fall: Value = (shape + 1) * point.logRatio(to: scale)
    return point.density(
      where: isValid, end: -Value.infinity, inside: constant - fall - power.value)
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
    fused(
      .frechetLogDensity, x, shape, scale,
      slopes: { x, shape, scale in
        let isOutside: Value.Mask = (x .<= 0) .| (x .== Value.infinity)
        let inside: Value = select(isOutside, scale, x)
        let rise: Value = log(inside / scale)
        let excess: Value = expMinusOne(-shape * rise)
        return [
          select(isOutside, 0, (shape * excess - 1) / inside),
          select(isOutside, 0, 1 / shape + rise * excess),
          select(isOutside, 0, -shape * excess / scale),
        ]
      }
    ) { x, shape, scale in
      Frechet(shape: shape, scale: scale).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: 0))
  }

  // MARK: - Cumulative functions

  /// −(x/s)^−α.
  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: -ratioPower(point, to: scale, -shape).value)
  }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let power = ratioPower(point, to: scale, -shape)
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity,
      inside: logOneMinusExpOfNegative(power.value, log: power.log))
  }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  /// s (−log u)^(−1/α).
  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(power: negativeLog(u))
  }

  /// s (−log(1 − u))^(−1/α).
  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(power: negativeLog(complement: u))
  }

  @inlinable func quantile(power h: Value) -> AnchoredPoint<Value> {
    let valid: Value = nanUnless(isValid, scale)
    return AnchoredPoint(
      anchor: 0, offset: valid * pow(h, -1 / shape), logMagnitude: log(valid) - log(h) / shape)
  }

  // MARK: - Statistics

  /// A moment that exists for a shape above its order; infinite else.
  func moment(_ order: Double, _ value: (Value) -> Value) -> Value {
    let exists: Value.Mask = shape .> Value(order)
    let safe: Value = select(exists, shape, Value(order + 1))
    return nanUnless(isValid, select(exists, value(-1 / safe), Value.infinity))
  }

  /// s Γ(1 − 1/α); infinite for α ≤ 1.
  public var mean: Value { moment(1) { scale * exp(logGammaOnePlus($0)) } }

  /// s² (Γ(1 − 2/α) − Γ(1 − 1/α)²); infinite for α ≤ 2.
  public var variance: Value {
    moment(2) { h in
      let mean: Value = scale * exp(logGammaOnePlus(h))
      return square(mean) * MomentRatios { logGammaPowerRatio($0, h) }.variance
    }
  }
  /// Infinite for α ≤ 3.
  public var skewness: Value {
    moment(3) { h in
      NarrowMoments.chosen(-h) { h in
        MomentRatios { logGammaPowerRatio($0, -h) }.skewness
      } narrow: {
        NarrowMoments(exponentialPowerNegative: $0).skewness
      }
    }
  }
  /// Infinite for α ≤ 4.
  public var excessKurtosis: Value {
    moment(4) { h in
      NarrowMoments.chosen(-h) { h in
        MomentRatios { logGammaPowerRatio($0, -h) }.excessKurtosis
      } narrow: {
        NarrowMoments(exponentialPowerNegative: $0).excessKurtosis
      }
    }
  }

  /// s (1 + 1/α)^(−1/α).
  @inlinable public var mode: Value {
    nanUnless(isValid, scale * exp(-log(onePlus: 1 / shape) / shape))
  }

  // MARK: - Entropy

  /// 1 + γ/α + γ + log(s/α), γ Euler's constant.
  @inlinable public var entropy: Value {
    let euler = Value(0.57721566490153286061)
    return nanUnless(isValid, euler * (1 + 1 / shape) + log(scale) - log(shape) + 1)
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
    Frechet<Tensor<Value.Scalar>>(shape: shape.tensor, scale: scale.tensor)
      .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, shape, scale)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return quantile(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(shape, scale) {
      Frechet<Double>(shape: $0[0], scale: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("shape", shape), ("scale", scale))
  }
}

extension Frechet where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(shape: Double, scale: Double) {
    self.shape = shape
    self.scale = scale
  }
}

extension Frechet: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "shape", "scale") {
        Frechet(shape: $0[0], scale: $0[1])
      }
    ]
  }
}

extension Frechet: Equatable where Value: Equatable {}
extension Frechet: Hashable where Value: Hashable {}
extension Frechet: Codable where Value == Double {}
