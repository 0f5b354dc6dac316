import SpecialFunctions

/// The Weibull distribution.
///
/// ```
/// p(x) = (k/λ) (x/λ)^(k−1) exp(−(x/λ)ᵏ)   for x ≥ 0
/// ```
///
/// - `shape` k: positive and finite.
/// - `scale` λ: positive and finite.
///
/// Elsewhere: TFP `Weibull(concentration, scale)`; torch `Weibull(scale, concentration)`;
/// Distributions.jl `Weibull(α, θ)`; scipy `weibull_min(c=shape, scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 21.
public struct Weibull<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// k; the hazard rises above 1 and falls below.
  public let shape: Value
  /// λ, the point with e⁻¹ of the mass above.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - shape: k, positive and finite.
  ///   - scale: λ, positive and finite.
  @inlinable public init(shape: Value, scale: Value) {
    self.shape = shape
    self.scale = scale
  }

  public static var familyName: String { "Weibull" }

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
    guard let k = number(shape), let scale = number(scale) else { return nil }
    switch end {
    case .lower: return TailBehaviour([.init(k - 1, .log)])
    case .upper:
      return TailBehaviour([
        .init(
          TailBehaviour.positiveCoefficient(Double.pow(scale, -k)), .power(exponent: k)),
        .init(1 - k, .log),
      ])
    }
  }

  // MARK: - Density

  /// log k − log λ + (k − 1) log(x/λ) − (x/λ)ᵏ.
  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let constant: Value = log(shape) - log(scale)
    let power = ratioPower(point, to: scale, shape)
    let rise: Value = (shape - 1) * point.logRatio(to: scale)
    return point.density(
      where: isValid, end: limitAtEnd(power: shape - 1, constant),
      inside: constant + rise - power.value)
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    let value = ofNumbers(x, shape, scale) { weibullLogDensity($0, shape: $1, scale: $2) }
    if let value { return value }
    return Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    logDensity(HalfLinePoint(x))
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(
      .weibullLogDensity, x, shape, scale,
      slopes: { x, shape, scale in
        let isOutside: Value.Mask = (x .<= 0) .| (x .== Value.infinity)
        let inside: Value = select(isOutside, scale, x)
        let rise: Value = log(inside / scale)
        let excess: Value = expMinusOne(shape * rise)
        // At 0 the logarithm of a power that is 0 does not count.
        let isFlat: Value.Mask = (x .== 0) .& (shape .== 1)
        let end: Value = select(isFlat, -1 / scale, 0)
        return [
          select(isOutside, end, -(shape * excess + 1) / inside),
          select(isOutside, select(isFlat, 1, 0), 1 / shape - rise * excess),
          select(isOutside, end, shape * excess / scale),
        ]
      }
    ) { x, shape, scale in
      Weibull(shape: shape, scale: scale).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: 0))
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
    case .quantile: return anchoredQuantile(x).value
    case .survivalQuantile: return anchoredSurvivalQuantile(x).value
    case .cdf, .survival:
      if Value.self == Double.self, let x = x as? Double, let k = shape as? Double,
        let scale = scale as? Double, let power = Self.plainPower(x, k, scale),
        let value = (function == .cdf ? -expMinusOne(-power) : exp(-power)) as? Value
      {
        return value
      }
    default: break
    }
    let point = HalfLinePoint(x)
    let power = ratioPower(point, to: scale, shape)
    switch function {
    case .cdf:
      return point.tail(
        where: isValid, below: 0, beyond: 1, inside: -expMinusOne(-power.value))
    case .survival:
      return point.tail(where: isValid, below: 1, beyond: 0, inside: exp(-power.value))
    case .logCDF:
      return point.tail(
        where: isValid, below: -Value.infinity, beyond: 0,
        inside: logOneMinusExpOfNegative(power.value, log: power.log))
    // −(x/λ)ᵏ.
    default:
      return point.tail(
        where: isValid, below: 0, beyond: -Value.infinity, inside: -power.value)
    }
  }

  /// (x/λ)ᵏ of a shape and a quotient for which rounding the quotient does not count; nil of others, and
  /// of parameters that are invalid.
  @inlinable static func plainPower(_ x: Double, _ shape: Double, _ scale: Double) -> Double? {
    let ratio = x / scale
    guard shape > 0, shape <= 4, scale > 0, scale < .infinity, ratio > 0x1p-1000,
      ratio < 0x1p1000
    else { return nil }
    return pow(ratio, shape)
  }

  /// λ (−log(1 − u))^(1/k).
  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(cumulativeHazard: negativeLog(complement: u))
  }

  /// λ (−log u)^(1/k).
  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(cumulativeHazard: negativeLog(u))
  }

  @inlinable func quantile(cumulativeHazard h: Value) -> AnchoredPoint<Value> {
    let valid: Value = nanUnless(isValid, scale)
    return AnchoredPoint(
      anchor: 0, offset: valid * pow(h, 1 / shape), logMagnitude: log(valid) + log(h) / shape)
  }

  // MARK: - Statistics

  /// λ Γ(1 + 1/k).
  public var mean: Value { nanUnless(isValid, scale * exp(logGammaOnePlus(1 / shape))) }

  private func ratios(_ h: Value) -> MomentRatios<Value> {
    MomentRatios { logGammaPowerRatio($0, h) }
  }

  /// λ² (Γ(1 + 2/k) − Γ(1 + 1/k)²).
  public var variance: Value { square(mean) * ratios(1 / shape).variance }
  public var skewness: Value {
    nanUnless(
      isValid,
      NarrowMoments.chosen(1 / shape) {
        ratios($0).skewness
      } narrow: {
        NarrowMoments(exponentialPower: $0).skewness
      })
  }
  public var excessKurtosis: Value {
    nanUnless(
      isValid,
      NarrowMoments.chosen(1 / shape) {
        ratios($0).excessKurtosis
      } narrow: {
        NarrowMoments(exponentialPower: $0).excessKurtosis
      })
  }

  /// λ (1 − 1/k)^(1/k), and 0 for k ≤ 1.
  @inlinable public var mode: Value {
    let isInner: Value.Mask = shape .> 1
    let safe: Value = select(isInner, shape, 2)
    let inner: Value = scale * exp(log(onePlus: -1 / safe) / safe)
    return nanUnless(isValid, select(isInner, inner, 0 * scale))
  }

  // MARK: - Entropy

  /// γ (1 − 1/k) + log(λ/k) + 1, γ Euler's constant.
  @inlinable public var entropy: Value {
    let euler = Value(0.57721566490153286061)
    return nanUnless(isValid, euler * (1 - 1 / shape) + log(scale) - log(shape) + 1)
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
    Weibull<Tensor<Value.Scalar>>(shape: shape.tensor, scale: scale.tensor)
      .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, shape, scale)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return survivalQuantile(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(shape, scale) {
      Weibull<Double>(shape: $0[0], scale: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("shape", shape), ("scale", scale))
  }
}

extension Weibull: CumulativeFormulas {
  @usableFromInline static var firstKernel: Int32 { TernaryFunction.weibullCDF.rawValue }
  @usableFromInline var parameterPair: (Value, Value) { (shape, scale) }
  @inlinable init(parameterPair: (Value, Value)) {
    self.init(shape: parameterPair.0, scale: parameterPair.1)
  }
}

extension Weibull where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(shape: Double, scale: Double) {
    self.shape = shape
    self.scale = scale
  }
}

extension Weibull: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "shape", "scale") {
        Weibull(shape: $0[0], scale: $0[1])
      }
    ]
  }
}

extension Weibull: Equatable where Value: Equatable {}
extension Weibull: Hashable where Value: Hashable {}
extension Weibull: Codable where Value == Double {}
