/// The asymmetric Laplace distribution: exponential tails of two rates, joined at their top.
///
/// ```
/// p(x) = e^(−κz)/(s (κ + 1/κ))  for z ≥ 0,   e^(z/κ)/(s (κ + 1/κ))  for z < 0,   z = (x − μ)/s
/// ```
///
/// - `location` μ: finite, the mode.
/// - `scale` s: positive and finite.
/// - `asymmetry` κ: positive and finite; above 1 the lower tail is the longer, 1 is the `Laplace` law.
///
/// Elsewhere: TFP —; torch —; numpyro `AsymmetricLaplace(loc, scale, asymmetry)`; Distributions.jl —;
/// scipy `laplace_asymmetric(kappa=asymmetry, loc, scale)`.
///
/// Source: S. Kotz, T. J. Kozubowski, K. Podgórski, *The Laplace Distribution and Generalizations*, 2001,
/// ch. 3.
public struct AsymmetricLaplace<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the mode.
  public let location: Value
  /// s.
  public let scale: Value
  /// κ; 1/κ² is the ratio of the mass above the mode to that below.
  public let asymmetry: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: s, positive and finite.
  ///   - asymmetry: κ, positive and finite.
  @inlinable public init(location: Value, scale: Value, asymmetry: Value) {
    self.location = location
    self.scale = scale
    self.asymmetry = asymmetry
  }

  public static var familyName: String { "AsymmetricLaplace" }

  public func validate() throws(ParameterError) {
    try requireFinite("location", location)
    try requirePositive("scale", scale)
    try requirePositive("asymmetry", asymmetry)
  }

  @inlinable var isValid: Value.Mask {
    isFinite(location) .& isPositive(scale) .& isPositive(asymmetry)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .wholeLine }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let scale = number(scale), let asymmetry = number(asymmetry) else { return nil }
    let rate = end == .upper ? asymmetry / scale : 1 / asymmetry / scale
    return TailBehaviour([
      .init(TailBehaviour.positiveCoefficient(rate), .power(exponent: 1))
    ])
  }

  // MARK: - Density

  @inlinable func standardized(_ x: Value) -> Value { (x - location) / scale }

  /// −κz or z/κ, − log s − log(κ + 1/κ).
  @inlinable func logDensity(standardized z: Value) -> Value {
    let fall: Value = select(z .< 0, -z / asymmetry, z * asymmetry)
    return nanUnless(isValid, -fall - log(scale) - log(asymmetry + 1 / asymmetry))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    logDensity(standardized: standardized(x))
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let distance: Value = (point.anchor - location) + point.offset
    return logDensity(standardized: distance / scale)
  }

  /// The kink at the location.
  @inlinable public var breakpoints: [Value] { [location] }

  // MARK: - Cumulative functions

  /// log P(Z ≤ z) of the law with this asymmetry k at 0 and unit scale.
  ///
  /// Below 0 it is z/k + log L with L = k²/(1 + k²); above 0 the complement of
  /// e^(−kz)/(1 + k²), or where that is more than ½ the sum L + (1 − e^(−kz))/(1 + k²).
  @inlinable func logLowerTail(_ z: Value, asymmetry k: Value) -> Value {
    let isBelow: Value.Mask = z .<= 0
    let logit: Value = 2 * log(k)
    let below: Value = select(isBelow, z, 0) / k + logSigmoid(logit)
    let rise: Value = k * select(isBelow, 0, z)
    let upper: Value = exp(logSigmoid(-logit) - rise)
    let isThin: Value.Mask = upper .< 0.5
    let thin: Value = log(onePlus: -select(isThin, upper, 0))
    let sum: Value = sigmoid(logit) - sigmoid(-logit) * expMinusOne(-select(isThin, 0, rise))
    let thick: Value = log(select(isThin .| isBelow, 1, sum))
    return nanUnless(isValid, select(isBelow, below, select(isThin, thin, thick)))
  }

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    logLowerTail(standardized(x), asymmetry: asymmetry)
  }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    logLowerTail(-standardized(x), asymmetry: 1 / asymmetry)
  }

  /// The distance from the location with the lower tail u, of asymmetry k.
  @inlinable func offset(_ u: Value, asymmetry k: Value) -> Value {
    let logit: Value = 2 * log(k)
    let lower: Value = k * (log(u) - logSigmoid(logit))
    let upper: Value = (logSigmoid(-logit) - log(onePlus: -u)) / k
    let isLower: Value.Mask = log(u) .<= logSigmoid(logit)
    return nanUnless(isValid .& isProbability(u), scale * select(isLower, lower, upper))
  }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    AnchoredPoint(anchor: location, offset: offset(u, asymmetry: asymmetry))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    AnchoredPoint(anchor: location, offset: -offset(u, asymmetry: 1 / asymmetry))
  }

  // MARK: - Statistics

  /// The smaller of κ and 1/κ.
  @inlinable var smaller: Value { minimum(asymmetry, 1 / asymmetry) }

  /// μ + s (1/κ − κ).
  @inlinable public var mean: Value {
    nanUnless(isValid, location + scale * ((1 - asymmetry) * (1 + 1 / asymmetry)))
  }
  /// s² (κ² + 1/κ²).
  @inlinable public var variance: Value {
    nanUnless(isValid, square(scale * asymmetry) + square(scale / asymmetry))
  }
  /// 2 (1/κ³ − κ³)/(κ² + 1/κ²)^(3/2).
  @inlinable public var skewness: Value {
    let r: Value = smaller
    let side: Value = (1 - asymmetry) / maximum(asymmetry, 1)
    let power: Value = square(square(r))
    let ratio: Value = (1 + r) * (1 + square(r) + power)
    return nanUnless(isValid, 2 * side * ratio / ((1 + power) * sqrt(1 + power)))
  }
  /// 6 (κ⁴ + 1/κ⁴)/(κ² + 1/κ²)².
  @inlinable public var excessKurtosis: Value {
    let power: Value = square(square(smaller))
    return nanUnless(isValid, 6 * (1 + square(power)) / square(1 + power))
  }
  @inlinable public var mode: Value { nanUnless(isValid, location) }

  // MARK: - Entropy

  /// 1 + log s + log(κ + 1/κ).
  @inlinable public var entropy: Value {
    nanUnless(isValid, 1 + log(scale) + log(asymmetry + 1 / asymmetry))
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
    AsymmetricLaplace<Tensor<Value.Scalar>>(
      location: location.tensor, scale: scale.tensor, asymmetry: asymmetry.tensor
    )
    .draw(lengths, using: &generator)
  }

  /// The difference of two exponential draws of means s/κ and sκ.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, location, scale, asymmetry)
    let first = Value.standardUniform(shape: lengths, using: &generator)
    let second = Value.standardUniform(shape: lengths, using: &generator)
    return location + scale * (asymmetry * log(first) - log(second) / asymmetry)
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale, asymmetry) {
      AsymmetricLaplace<Double>(location: $0[0], scale: $0[1], asymmetry: $0[2])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale), ("asymmetry", asymmetry))
  }
}

extension AsymmetricLaplace where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double, asymmetry: Double) {
    self.location = location
    self.scale = scale
    self.asymmetry = asymmetry
  }
}

extension AsymmetricLaplace: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale", "asymmetry") {
        AsymmetricLaplace(location: $0[0], scale: $0[1], asymmetry: $0[2])
      }
    ]
  }
}

extension AsymmetricLaplace: Equatable where Value: Equatable {}
extension AsymmetricLaplace: Hashable where Value: Hashable {}
extension AsymmetricLaplace: Codable where Value == Double {}
