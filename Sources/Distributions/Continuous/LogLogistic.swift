/// The log-logistic distribution: e to the power of a logistic variable.
///
/// ```
/// p(x) = (β/α) (x/α)^(β−1) / (1 + (x/α)^β)²   for x ≥ 0
/// ```
///
/// - `scale` α: positive and finite, the median.
/// - `shape` β: positive and finite.
///
/// Elsewhere: TFP `LogLogistic(loc=log scale, scale=1 / shape)`; Distributions.jl
/// `LogLogistic(α, β)`; scipy `fisk(c=shape, scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 23.
public struct LogLogistic<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// α, the median.
  public let scale: Value
  /// β, the power with which the upper tail falls.
  public let shape: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - scale: α, positive and finite.
  ///   - shape: β, positive and finite.
  @inlinable public init(scale: Value, shape: Value) {
    self.scale = scale
    self.shape = shape
  }

  public static var familyName: String { "LogLogistic" }

  public func validate() throws(ParameterError) {
    try requirePositive("scale", scale)
    try requirePositive("shape", shape)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(scale) .& isPositive(shape)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    number(shape).map { TailBehaviour([.init(end == .lower ? $0 - 1 : $0 + 1, .log)]) }
  }

  // MARK: - Density

  /// log β − log α − log(x/α) + z − 2 log(1 + eᶻ), z = β log(x/α).
  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let constant: Value = log(shape) - log(scale)
    let logRatio: Value = point.logRatio(to: scale)
    // z − 2 log(1 + eᶻ) is even in z.
    let size: Value = abs(shape * logRatio)
    let fall: Value = size + 2 * log(onePlus: exp(-size))
    return point.density(
      where: isValid, end: limitAtEnd(power: shape - 1, constant),
      inside: constant - logRatio - fall)
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
    fused(.logLogisticLogDensity, x, scale, shape) { x, scale, shape in
      LogLogistic(scale: scale, shape: shape).plainLogProbability(of: x)
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
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: logSigmoid(shape * point.logRatio(to: scale)))
  }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity,
      inside: logSigmoid(-shape * point.logRatio(to: scale)))
  }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  /// α (u/(1 − u))^(1/β).
  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(logOdds: log(u) - log(onePlus: -u))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(logOdds: log(onePlus: -u) - log(u))
  }

  @inlinable func quantile(logOdds: Value) -> AnchoredPoint<Value> {
    let valid: Value = nanUnless(isValid, scale)
    let growth: Value = logOdds / shape
    return AnchoredPoint(
      anchor: 0, offset: valid * exp(growth), logMagnitude: log(valid) + growth)
  }

  // MARK: - Statistics

  /// A moment that exists for a shape above its order, as a function of b = π/β; infinite else.
  func moment(_ order: Double, _ value: (Value) -> Value) -> Value {
    let exists: Value.Mask = shape .> Value(order)
    let safe: Value = select(exists, shape, Value(order + 1))
    let b: Value = Value(3.1415926535897932385) / safe
    return nanUnless(isValid, select(exists, value(b), Value.infinity))
  }

  /// The cumulants of the standard logistic law: 2 ψ⁽ʲ⁻¹⁾(1) for even j.
  private func narrow(_ h: Value) -> NarrowMoments<Value> {
    NarrowMoments(cumulants: (2...12).map { $0 % 2 == 0 ? 2 * Double.polygamma($0 - 1, 1) : 0 }, h)
  }

  private func ratios(_ b: Value) -> MomentRatios<Value> {
    MomentRatios { n in logSineQuotient(Value(n) * b) - Value(n) * logSineQuotient(b) }
  }

  private func chosen(
    _ b: Value, _ general: (MomentRatios<Value>) -> Value, narrow: (NarrowMoments<Value>) -> Value
  ) -> Value {
    let pi = Value(3.1415926535897932385)
    return NarrowMoments.chosen(b / pi) {
      general(ratios(pi * $0))
    } narrow: {
      narrow(self.narrow($0))
    }
  }

  /// α b/sin b, b = π/β; infinite for β ≤ 1.
  public var mean: Value { moment(1) { scale * exp(logSineQuotient($0)) } }
  /// α² (2b/sin 2b − b²/sin² b); infinite for β ≤ 2.
  public var variance: Value {
    moment(2) {
      square(scale * exp(logSineQuotient($0)))
        * expMinusOne(logSineQuotient(2 * $0) - 2 * logSineQuotient($0))
    }
  }
  /// Infinite for β ≤ 3.
  public var skewness: Value {
    moment(3) { b in
      chosen(b) {
        $0.skewness
      } narrow: {
        $0.skewness
      }
    }
  }
  /// Infinite for β ≤ 4.
  public var excessKurtosis: Value {
    moment(4) { b in
      chosen(b) {
        $0.excessKurtosis
      } narrow: {
        $0.excessKurtosis
      }
    }
  }

  /// α ((β − 1)/(β + 1))^(1/β), and 0 for β ≤ 1.
  @inlinable public var mode: Value {
    let isInner: Value.Mask = shape .> 1
    let safe: Value = select(isInner, shape, 2)
    let inner: Value = scale * exp(log(onePlus: -2 / (safe + 1)) / safe)
    return nanUnless(isValid, select(isInner, inner, 0 * scale))
  }
  @inlinable public var median: Value { nanUnless(isValid, scale) }

  // MARK: - Entropy

  /// log α − log β + 2.
  @inlinable public var entropy: Value { nanUnless(isValid, log(scale) - log(shape) + 2) }

  // MARK: - Draws

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    LogLogistic<Tensor<Value.Scalar>>(scale: scale.tensor, shape: shape.tensor)
      .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, scale, shape)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return quantile(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(scale, shape) {
      LogLogistic<Double>(scale: $0[0], shape: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("scale", scale), ("shape", shape))
  }
}

extension LogLogistic where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(scale: Double, shape: Double) {
    self.scale = scale
    self.shape = shape
  }
}

extension LogLogistic: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "scale", "shape") {
        LogLogistic(scale: $0[0], shape: $0[1])
      }
    ]
  }
}

extension LogLogistic: Equatable where Value: Equatable {}
extension LogLogistic: Hashable where Value: Hashable {}
extension LogLogistic: Codable where Value == Double {}
