/// The Lomax (Pareto II) distribution: a Pareto law moved to begin at 0.
///
/// ```
/// p(x) = (α/λ) (1 + x/λ)^(−α−1)   for x ≥ 0
/// ```
///
/// - `scale` λ: positive and finite.
/// - `shape` α: positive and finite, the power with which the survival falls.
///
/// It is the `GeneralizedPareto(location: 0, scale: λ/α, shape: 1/α)`.
///
/// Elsewhere: TFP `GeneralizedPareto(0, scale / shape, 1 / shape)`; torch —; Distributions.jl
/// `Pareto(α, λ) - λ`; scipy `lomax(c=shape, scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 20.
public struct Lomax<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// λ, where the law turns into a power.
  public let scale: Value
  /// α, the power with which the survival falls.
  public let shape: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - scale: λ, positive and finite.
  ///   - shape: α, positive and finite.
  @inlinable public init(scale: Value, shape: Value) {
    self.scale = scale
    self.shape = shape
  }

  public static var familyName: String { "Lomax" }

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
    guard end == .upper else { return .bounded }
    return number(shape).map { TailBehaviour([.init($0 + 1, .log)]) }
  }

  // MARK: - Density

  /// w = log(1 + x/λ) and its logarithm, also where x/λ is beyond the range of numbers.
  @inlinable func growth(_ point: HalfLinePoint<Value>) -> (value: Value, log: Value) {
    let ratio: Value = point.distance / scale
    let logRatio: Value = point.logDistance - log(scale)
    let isFar: Value.Mask = ratio .> 1e18
    let isTiny: Value.Mask = ratio .< 1e-290
    let near: Value = log(onePlus: select(isFar .| isTiny, 1, ratio))
    let value: Value = select(isFar, logRatio, select(isTiny, ratio, near))
    return (value, select(isTiny, logRatio, log(select(isTiny, 1, value))))
  }

  /// log α − log λ − (α + 1) w.
  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let top: Value = log(shape) - log(scale)
    return point.density(
      where: isValid, end: top, inside: top - (shape + 1) * growth(point).value)
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    logDensity(HalfLinePoint(x))
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: 0))
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let w = growth(point)
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: logOneMinusExpOfNegative(shape * w.value, log: log(shape) + w.log))
  }

  /// −αw.
  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity, inside: -shape * growth(point).value)
  }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(hazard: negativeLog(complement: u))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(hazard: negativeLog(u))
  }

  /// λ (e^(h/α) − 1).
  @inlinable func quantile(hazard h: Value) -> AnchoredPoint<Value> {
    let w: Value = h / shape
    let isFar: Value.Mask = w .> 40
    let rise: Value = expMinusOne(w)
    let logRise: Value = select(isFar, w, log(select(isFar, 1, rise)))
    return AnchoredPoint(
      anchor: 0, offset: nanUnless(isValid, scale * rise), logMagnitude: log(scale) + logRise)
  }

  // MARK: - Statistics

  /// A fact that is finite for α above a bound, and infinite up to it; NaN for α ≤ `undefined`.
  @inlinable func moment(
    above bound: Double, undefined: Double = 0, _ value: (Value) -> Value
  ) -> Value {
    let exists: Value.Mask = shape .> Value(bound)
    let safe: Value = select(exists, shape, Value(bound + 1))
    let isDefined: Value.Mask = isValid .& (shape .> Value(undefined))
    return nanUnless(isDefined, select(exists, value(safe), Value.infinity))
  }

  /// λ/(α − 1); infinite for α ≤ 1.
  @inlinable public var mean: Value { moment(above: 1) { scale / ($0 - 1) } }
  /// λ² α/((α − 1)² (α − 2)); infinite for α ≤ 2.
  @inlinable public var variance: Value {
    moment(above: 2) { square(scale / ($0 - 1)) * ($0 / ($0 - 2)) }
  }
  /// 2 (α + 1)/(α − 3) √((α − 2)/α); infinite for 2 < α ≤ 3, NaN for less.
  @inlinable public var skewness: Value {
    moment(above: 3, undefined: 2) { 2 * (($0 + 1) / ($0 - 3)) * sqrt(($0 - 2) / $0) }
  }
  /// 6 (α³ + α² − 6α − 2)/(α (α − 3)(α − 4)); infinite for 2 < α ≤ 4, NaN for less.
  @inlinable public var excessKurtosis: Value {
    moment(above: 4, undefined: 2) { a in
      let t: Value = 1 / a
      let front: Value = 6 * (1 + t * (1 - t * (6 + 2 * t)))
      return front * (a / (a - 3)) * (a / (a - 4))
    }
  }
  @inlinable public var mode: Value { nanUnless(isValid, 0 * scale) }
  /// λ (2^(1/α) − 1).
  @inlinable public var median: Value {
    nanUnless(isValid, scale * expMinusOne(Value(0.69314718055994530942) / shape))
  }

  // MARK: - Entropy

  /// log λ − log α + 1 + 1/α.
  @inlinable public var entropy: Value {
    nanUnless(isValid, (log(scale) - log(shape)) + (1 + 1 / shape))
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
    Lomax<Tensor<Value.Scalar>>(scale: scale.tensor, shape: shape.tensor)
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
      Lomax<Double>(scale: $0[0], shape: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("scale", scale), ("shape", shape))
  }
}

extension Lomax where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(scale: Double, shape: Double) {
    self.scale = scale
    self.shape = shape
  }
}

extension Lomax: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "scale", "shape") {
        Lomax(scale: $0[0], shape: $0[1])
      }
    ]
  }
}

extension Lomax: Equatable where Value: Equatable {}
extension Lomax: Hashable where Value: Hashable {}
extension Lomax: Codable where Value == Double {}
