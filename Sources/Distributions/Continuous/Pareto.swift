/// The Pareto distribution (of the first kind).
///
/// ```
/// p(x) = α mᵅ / x^(α+1)   for x ≥ m
/// ```
///
/// - `scale` m: positive and finite, the smallest value.
/// - `shape` α: positive and finite.
///
/// Near m it is computed from the distance x − m, so that large shapes keep their digits.
///
/// Elsewhere: TFP `Pareto(concentration=shape, scale)`; torch `Pareto(scale, alpha=shape)`;
/// Distributions.jl `Pareto(α, θ)`; scipy `pareto(b=shape, scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 20.
public struct Pareto<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// m, the smallest value.
  public let scale: Value
  /// α, the power with which the tail falls.
  public let shape: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - scale: m, positive and finite.
  ///   - shape: α, positive and finite.
  @inlinable public init(scale: Value, shape: Value) {
    self.scale = scale
    self.shape = shape
  }

  public static var familyName: String { "Pareto" }

  public func validate() throws(ParameterError) {
    try requirePositive("scale", scale)
    try requirePositive("shape", shape)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(scale) .& isPositive(shape)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> {
    Support(lowerBound: scale, upperBound: Value.infinity)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard end == .upper else { return .bounded }
    return number(shape).map { TailBehaviour([.init($0 + 1, .log)]) }
  }

  // MARK: - Density

  /// log(x/m) = log(1 + (x − m)/m), from the distance to m.
  @inlinable func logGrowth(_ point: HalfLinePoint<Value>) -> Value {
    let ratio: Value = point.distance / scale
    let isFar: Value.Mask = .!(ratio .< 1e18)
    let near: Value = log(onePlus: select(isFar, 0, ratio))
    return select(isFar, point.logDistance - log(scale), near)
  }

  /// log α − log m − (α + 1) log(x/m).
  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let constant: Value = log(shape) - log(scale)
    // At m the derivative is that of the formula.
    let inside: Value = constant - (shape + 1) * logGrowth(point)
    return point.density(where: isValid, end: constant, inside: inside)
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    logDensity(HalfLinePoint(x - scale))
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(
      .paretoLogDensity, x, scale, shape,
      slopes: { x, scale, shape in
        let isOutside: Value.Mask = (x .< scale) .| (x .== Value.infinity)
        let inside: Value = select(isOutside, scale, x)
        let byScale: Value = fused(.paretoScaleSlope, x, scale, shape / scale) { x, scale, ratio in
          let isOutside: Value.Mask = (x .< scale) .| (x .== Value.infinity)
          return select(isOutside, 0, ratio + 0 * select(isOutside, scale, x))
        }
        let byShape: Value = fused(.paretoShapeSlope, x, scale, 1 / shape) { x, scale, inverse in
          let isOutside: Value.Mask = (x .< scale) .| (x .== Value.infinity)
          return select(isOutside, 0, inverse - log(select(isOutside, scale, x) / scale))
        }
        return [select(isOutside, 0, -(shape + 1) / inside), byScale, byShape]
      }
    ) { x, scale, shape in
      Pareto(scale: scale, shape: shape).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: scale))
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x - scale)
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: logOneMinusExp(-shape * logGrowth(point)))
  }

  /// −α log(x/m).
  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x - scale)
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity, inside: -shape * logGrowth(point))
  }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  /// m (1 − u)^(−1/α), from m.
  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(hazard: negativeLog(complement: u))
  }

  /// m u^(−1/α), from m.
  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(hazard: negativeLog(u))
  }

  @inlinable func quantile(hazard: Value) -> AnchoredPoint<Value> {
    let growth: Value = hazard / shape
    let valid: Value = nanUnless(isValid, scale)
    let isFar: Value.Mask = growth .> 40
    let ratio: Value = expMinusOne(growth)
    let logRatio: Value = select(isFar, growth, log(select(isFar, 1, ratio)))
    return AnchoredPoint(
      anchor: valid, offset: valid * ratio, logMagnitude: log(valid) + logRatio)
  }

  // MARK: - Statistics

  /// A moment that exists for a shape above its order; infinite else.
  @inlinable func moment(_ order: Double, _ value: (Value) -> Value) -> Value {
    let exists: Value.Mask = shape .> Value(order)
    let safe: Value = select(exists, shape, Value(order + 1))
    return nanUnless(isValid, select(exists, value(safe), Value.infinity))
  }

  /// α m/(α − 1); infinite for α ≤ 1.
  @inlinable public var mean: Value { moment(1) { scale * ($0 / ($0 - 1)) } }
  /// m² α/((α − 1)² (α − 2)); infinite for α ≤ 2.
  @inlinable public var variance: Value {
    moment(2) { square(scale / ($0 - 1)) * ($0 / ($0 - 2)) }
  }
  /// 2 (1 + α)/(α − 3) √(1 − 2/α); infinite for 2 < α ≤ 3, NaN for less.
  @inlinable public var skewness: Value {
    let value: Value = moment(3) { 2 * (1 + $0) / ($0 - 3) * sqrt(($0 - 2) / $0) }
    return nanUnless(shape .> 2, value)
  }
  /// 6 (α³ + α² − 6α − 2)/(α (α − 3)(α − 4)); infinite for 2 < α ≤ 4, NaN for less.
  @inlinable public var excessKurtosis: Value {
    let value: Value = moment(4) { a in
      let h: Value = 1 / a
      let numerator: Value = 1 + h * (1 - h * (6 + 2 * h))
      return 6 * numerator / ((1 - 3 * h) * (1 - 4 * h))
    }
    return nanUnless(shape .> 2, value)
  }
  @inlinable public var mode: Value { nanUnless(isValid, scale) }

  // MARK: - Entropy

  /// log(m/α) + 1/α + 1.
  @inlinable public var entropy: Value {
    nanUnless(isValid, log(scale) - log(shape) + 1 / shape + 1)
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
    Pareto<Tensor<Value.Scalar>>(scale: scale.tensor, shape: shape.tensor)
      .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, scale, shape)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return survivalQuantile(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(scale, shape) {
      Pareto<Double>(scale: $0[0], shape: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("scale", scale), ("shape", shape))
  }
}

extension Pareto where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(scale: Double, shape: Double) {
    self.scale = scale
    self.shape = shape
  }
}

extension Pareto: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "scale", "shape") {
        Pareto(scale: $0[0], shape: $0[1])
      }
    ]
  }
}

extension Pareto: Equatable where Value: Equatable {}
extension Pareto: Hashable where Value: Hashable {}
extension Pareto: Codable where Value == Double {}
