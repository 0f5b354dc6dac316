/// The generalised Pareto distribution: the law of exceedances over a high threshold.
///
/// ```
/// p(x) = (1 + ξz)^(−1 − 1/ξ)/σ,   z = (x − μ)/σ ≥ 0, and 1 + ξz ≥ 0;   e^−z/σ for ξ = 0
/// ```
///
/// - `location` μ: finite, the smallest value.
/// - `scale` σ: positive and finite.
/// - `shape` ξ: finite; heavy-tailed where positive, with an upper end where negative.
///
/// Around ξ = 0 values and derivatives go over into the exponential law's.
///
/// Elsewhere: TFP `GeneralizedPareto(loc, scale, concentration)`; torch
/// `GeneralizedPareto(loc, scale, concentration)`; Distributions.jl `GeneralizedPareto(μ, σ, ξ)`;
/// scipy `genpareto(c=shape, loc, scale)`.
///
/// Source: P. Embrechts, C. Klüppelberg, T. Mikosch, *Modelling Extremal Events*, 1997, ch. 3.
public struct GeneralizedPareto<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the smallest value.
  public let location: Value
  /// σ, the mean at ξ = 0.
  public let scale: Value
  /// ξ; 1/ξ is the power with which the survival falls.
  public let shape: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: σ, positive and finite.
  ///   - shape: ξ, finite.
  @inlinable public init(location: Value, scale: Value, shape: Value) {
    self.location = location
    self.scale = scale
    self.shape = shape
  }

  public static var familyName: String { "GeneralizedPareto" }

  public func validate() throws(ParameterError) {
    try requireFinite("location", location)
    try requirePositive("scale", scale)
    try requireFinite("shape", shape)
  }

  @inlinable var isValid: Value.Mask {
    isFinite(location) .& isPositive(scale) .& isFinite(shape)
  }

  // MARK: - Support

  /// From μ to infinity, or to μ − σ/ξ for ξ < 0.
  @inlinable public var support: Support<Value> {
    Support(
      lowerBound: location,
      upperBound: select(shape .< 0, upperEnd, Value.infinity + 0 * shape))
  }

  /// μ − σ/ξ; of a shape that is not negative μ + σ, which is no end.
  @inlinable var upperEnd: Value { location - scale / select(shape .< 0, shape, -1) }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard end == .upper else { return .bounded }
    guard let shape = number(shape), let scale = number(scale) else { return nil }
    if shape == 0 { return TailBehaviour([.init(1 / scale, .power(exponent: 1))]) }
    return TailBehaviour([.init(shape > 0 ? 1 + 1 / shape : -1 - 1 / shape, .log)])
  }

  // MARK: - Density

  /// w = log(1 + ξz)/ξ, which is z at ξ = 0: −w is the log-survival.
  @inlinable func hazard(_ point: HalfLinePoint<Value>) -> Value {
    powerLogarithm(
      distance: point.distance, logDistance: point.logDistance, scale: scale, shape: shape)
  }

  /// Beyond the upper end.
  @inlinable func isBeyond(_ point: HalfLinePoint<Value>) -> Value.Mask {
    shape * (point.distance / scale) .< -1
  }

  /// −log σ − (1 + ξ) w.
  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    logDensity(point, hazard: hazard(point))
  }

  @inlinable func logDensity(_ point: HalfLinePoint<Value>, hazard: Value) -> Value {
    let factor: Value = 1 + shape
    // At the upper end w is infinite, and of no account for ξ = −1.
    let isTop: Value.Mask = hazard .== Value.infinity
    let fall: Value = factor * select(isTop, 0, hazard)
    let inside: Value = select(
      isTop, limitAtEnd(power: factor, -log(scale)), -log(scale) - fall)
    return point.density(
      where: isValid, end: -log(scale),
      inside: select(isBeyond(point), -Value.infinity, inside))
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
    fused(.generalizedParetoLogDensity, x, location, scale, shape) { x, location, scale, shape in
      GeneralizedPareto(location: location, scale: scale, shape: shape).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    // Of an offset from the upper end w = log(distance |ξ|/σ)/ξ.
    let isFromTop: Value.Mask =
      (shape .< 0) .& (point.anchor .== upperEnd) .& (point.offset .<= 0)
    let safeShape: Value = select(isFromTop, shape, -1)
    let logDistance: Value = select(isFromTop, point.logMagnitude, 0)
    let fromTop: Value = (logDistance + log(-safeShape) - log(scale)) / safeShape
    let lower = HalfLinePoint(point, from: location)
    return logDensity(lower, hazard: select(isFromTop, fromTop, hazard(lower)))
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x - location)
    let inside: Value = select(isBeyond(point), 0, logOneMinusExp(-hazard(point)))
    return point.tail(where: isValid, below: -Value.infinity, beyond: 0, inside: inside)
  }

  /// −w.
  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x - location)
    let inside: Value = select(isBeyond(point), -Value.infinity, -hazard(point))
    return point.tail(where: isValid, below: 0, beyond: -Value.infinity, inside: inside)
  }

  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(hazard: negativeLog(complement: u))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(hazard: negativeLog(u))
  }

  /// σ (e^(ξw) − 1)/ξ from μ.
  @inlinable func quantile(hazard w: Value) -> AnchoredPoint<Value> {
    let (z, logZ) = powerExponential(w, shape: shape)
    let valid: Value = nanUnless(isValid .& (w .>= 0), scale)
    let isZero: Value.Mask = shape .== 0
    let t: Value = select(isZero, 0, shape) * select(isZero, 1, w)
    // Nearer to the upper end its distance σ e^(ξw)/|ξ| has the digits.
    let isNearTop: Value.Mask = (shape .< 0) .& (t .< -0.69314718055994530942)
    let logRest: Value = select(isNearTop, t, 0) - log(select(isNearTop, -shape, 1))
    let distance: Value = valid * exp(logRest)
    return AnchoredPoint(
      anchor: select(isNearTop, upperEnd, location),
      offset: select(isNearTop, -distance, valid * z),
      logMagnitude: log(valid) + select(isNearTop, logRest, logZ))
  }

  // MARK: - Statistics

  /// A moment that exists for ξ below the reciprocal of its order; infinite else.
  @inlinable func moment(_ order: Double, _ value: (Value) -> Value) -> Value {
    let exists: Value.Mask = Value(order) * shape .< 1
    let safe: Value = select(exists, shape, 0)
    return nanUnless(isValid, select(exists, value(safe), Value.infinity))
  }

  /// μ + σ/(1 − ξ); infinite for ξ ≥ 1.
  @inlinable public var mean: Value { moment(1) { location + scale / (1 - $0) } }
  /// σ²/((1 − ξ)² (1 − 2ξ)); infinite for ξ ≥ ½.
  @inlinable public var variance: Value { moment(2) { square(scale / (1 - $0)) / (1 - 2 * $0) } }
  /// 2 (1 + ξ) √(1 − 2ξ)/(1 − 3ξ); infinite for ⅓ ≤ ξ < ½, NaN for more.
  @inlinable public var skewness: Value {
    let value: Value = moment(3) { 2 * (1 + $0) * sqrt(1 - 2 * $0) / (1 - 3 * $0) }
    return nanUnless(shape .< 0.5, value)
  }
  /// 3 (1 − 2ξ)(2ξ² + ξ + 3)/((1 − 3ξ)(1 − 4ξ)) − 3; infinite for ¼ ≤ ξ < ½, NaN for more.
  @inlinable public var excessKurtosis: Value {
    let value: Value = moment(4) { s in
      let numerator: Value = 3 * (1 - 2 * s) * (s * (2 * s + 1) + 3)
      return numerator / ((1 - 3 * s) * (1 - 4 * s)) - 3
    }
    return nanUnless(shape .< 0.5, value)
  }
  /// μ, and the upper end for ξ < −1.
  @inlinable public var mode: Value {
    nanUnless(isValid, select(shape .< -1, support.upperBound, location))
  }

  // MARK: - Entropy

  /// log σ + ξ + 1.
  @inlinable public var entropy: Value { nanUnless(isValid, log(scale) + shape + 1) }

  // MARK: - Draws

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    GeneralizedPareto<Tensor<Value.Scalar>>(
      location: location.tensor, scale: scale.tensor, shape: shape.tensor
    )
    .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, location, scale, shape)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return survivalQuantile(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale, shape) {
      GeneralizedPareto<Double>(location: $0[0], scale: $0[1], shape: $0[2])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale), ("shape", shape))
  }
}

extension GeneralizedPareto where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double, shape: Double) {
    self.location = location
    self.scale = scale
    self.shape = shape
  }
}

extension GeneralizedPareto: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale", "shape") {
        GeneralizedPareto(location: $0[0], scale: $0[1], shape: $0[2])
      }
    ]
  }
}

extension GeneralizedPareto: Equatable where Value: Equatable {}
extension GeneralizedPareto: Hashable where Value: Hashable {}
extension GeneralizedPareto: Codable where Value == Double {}
