import SpecialFunctions

/// The skew normal distribution of Azzalini.
///
/// ```
/// p(x) = (2/ω) φ(z) Φ(αz),   z = (x − ξ)/ω
/// ```
///
/// - `location` ξ: finite; the mean where α = 0.
/// - `scale` ω: positive and finite.
/// - `shape` α: finite; the distribution is normal at 0 and its mirror image for −α.
///
/// Both tails are sums or integrals of positive terms. Mode and entropy have no closed form: they are
/// a root and an integral. The cumulative functions have derivatives by the value, location and scale.
///
/// Elsewhere: Distributions.jl `SkewNormal(ξ, ω, α)`; scipy `skewnorm(a=shape, loc, scale)`.
///
/// Sources: A. Azzalini, "A class of distributions which includes the normal ones", Scand. J. Statist.
/// 12 (1985) 171-178; A. Azzalini, A. Capitanio, *The Skew-Normal and Related Families*, 2014, ch. 2.
public struct SkewNormal<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// ξ, the location of the normal factor.
  public let location: Value
  /// ω, the scale of the normal factor.
  public let scale: Value
  /// α, the slant: positive to the right.
  public let shape: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: ξ, finite.
  ///   - scale: ω, positive and finite.
  ///   - shape: α, finite.
  @inlinable public init(location: Value, scale: Value, shape: Value) {
    self.location = location
    self.scale = scale
    self.shape = shape
  }

  public static var familyName: String { "SkewNormal" }

  public func validate() throws(ParameterError) {
    try requireFinite("location", location)
    try requirePositive("scale", scale)
    try requireFinite("shape", shape)
  }

  @inlinable var isValid: Value.Mask {
    isFinite(location) .& isPositive(scale) .& isFinite(shape)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .wholeLine }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let location = number(location), let scale = number(scale), let shape = number(shape)
    else { return nil }
    // Where Φ(αz) vanishes it adds α²z²/2 + log |z|.
    let isThin = end == .upper ? shape < 0 : shape > 0
    let precision = (isThin ? 1 + shape * shape : 1) / scale / scale
    let slope = end == .upper ? -location : location
    return TailBehaviour([
      .init(0.5 * precision, .power(exponent: 2)), .init(slope * precision, .power(exponent: 1)),
      .init(isThin ? 1 : 0, .log),
    ])
  }

  // MARK: - Density

  /// −z²/2 + log Φ(αz) + ½ log(2/π) − log ω.
  @inlinable func logDensity(distance: Value) -> Value {
    let z: Value = distance / scale
    // Where z² is infinite so may αz be, of either sign.
    let isFar: Value.Mask = abs(z) .> 1e150
    let side: Value = normalLogCDF(shape * select(isFar, 0, z))
    let normalizer: Value = log(scale) + Value(0.22579135264472743236)
    let near: Value = side - 0.5 * square(select(isFar, 0, z)) - normalizer
    return nanUnless(isValid, select(isFar, -Value.infinity, near))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value { logDensity(distance: x - location) }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(distance: point.distance(from: location).value)
  }

  // MARK: - Cumulative functions

  /// log P(Z ≤ z) of the standard distribution; its derivative by z is the density over it.
  func logLowerTail(_ z: Value, shape: Value) -> Value {
    let log = Value.elementwise(
      "skew normal log-cdf", z, shape, { skewNormalTails($0, shape: $1).logLower },
      derivatives: (
        { z, shape in
          let standard = SkewNormal(location: 0, scale: 1, shape: shape)
          return exp(standard.logProbability(of: z) - standard.logLowerTail(z, shape: shape))
        }, nil
      ))
    return nanUnless(isValid, log)
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value { logLowerTail((x - location) / scale, shape: shape) }
  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    logLowerTail((location - x) / scale, shape: -shape)
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let z = Value.elementwise(
      "skew normal quantile", u, shape, { skewNormalQuantile(lower: $0, shape: $1) },
      derivatives: (nil, nil))
    return AnchoredPoint(anchor: location, offset: nanUnless(isValid, scale * z))
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let z = Value.elementwise(
      "skew normal quantile", u, shape, { skewNormalQuantile(upper: $0, shape: $1) },
      derivatives: (nil, nil))
    return AnchoredPoint(anchor: location, offset: nanUnless(isValid, scale * z))
  }

  // MARK: - Statistics

  /// δ √(2/π), δ = α/√(1 + α²): the mean of the standard distribution.
  @inlinable var standardMean: Value {
    let isLarge: Value.Mask = abs(shape) .> 1e9
    let safe: Value = select(isLarge, 0, shape)
    let delta: Value = select(isLarge, sign(shape), safe / sqrt(1 + square(safe)))
    return Value(0.79788456080286535588) * delta
  }

  /// ξ + ω δ √(2/π), δ = α/√(1 + α²).
  @inlinable public var mean: Value { nanUnless(isValid, location + scale * standardMean) }
  /// ω² (1 − 2δ²/π).
  @inlinable public var variance: Value {
    nanUnless(isValid, square(scale) * (1 - square(standardMean)))
  }
  @inlinable public var standardDeviation: Value {
    nanUnless(isValid, scale * sqrt(1 - square(standardMean)))
  }
  /// (4 − π)/2 · (m/s)³, m and s the mean and standard deviation of the standard distribution.
  @inlinable public var skewness: Value {
    let m: Value = standardMean
    let variance: Value = 1 - square(m)
    return nanUnless(
      isValid, Value(0.42920367320510338077) * m * (square(m) / variance) / sqrt(variance))
  }
  /// 2 (π − 3) (m/s)⁴.
  @inlinable public var excessKurtosis: Value {
    let m: Value = square(standardMean)
    return nanUnless(isValid, Value(0.28318530717958647693) * square(m / (1 - m)))
  }
  /// ξ + ωz, z the root of z = α φ(αz)/Φ(αz).
  public var mode: Value {
    let z = Value.elementwise(
      "skew normal mode", shape, { skewNormalMode(shape: $0) }, derivative: nil)
    return nanUnless(isValid, location + scale * z)
  }

  // MARK: - Entropy

  /// ½ log 2πe + log ω − E log 2Φ(αZ), the last by quadrature.
  public var entropy: Value {
    let loss = Value.elementwise(
      "skew normal negentropy", shape, { skewNormalNegentropy(shape: $0) }, derivative: nil)
    return nanUnless(isValid, Value(1.4189385332046727418) + log(scale) - loss)
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
    SkewNormal<Tensor<Value.Scalar>>(
      location: location.tensor, scale: scale.tensor, shape: shape.tensor
    )
    .draw(lengths, using: &generator)
  }

  /// (α|U| + V)/√(1 + α²) for standard normal U and V.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, location, scale, shape)
    let u = Value.standardNormal(shape: lengths, using: &generator)
    let v = Value.standardNormal(shape: lengths, using: &generator)
    let isLarge: Value.Mask = abs(shape) .> 1e9
    let safe: Value = select(isLarge, 0, shape)
    let near: Value = (safe * abs(u) + v) / sqrt(1 + square(safe))
    return location + scale * select(isLarge, sign(shape) * abs(u), near)
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale, shape) {
      SkewNormal<Double>(location: $0[0], scale: $0[1], shape: $0[2])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale), ("shape", shape))
  }
}

extension SkewNormal where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double, shape: Double) {
    self.location = location
    self.scale = scale
    self.shape = shape
  }
}

extension SkewNormal: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale", "shape") {
        SkewNormal(location: $0[0], scale: $0[1], shape: $0[2])
      }
    ]
  }
}

extension SkewNormal: Equatable where Value: Equatable {}
extension SkewNormal: Hashable where Value: Hashable {}
extension SkewNormal: Codable where Value == Double {}
