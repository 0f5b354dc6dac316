import SpecialFunctions

/// The generalised normal (exponential power, Subbotin) distribution: Laplace's at β = 1, normal at
/// β = 2, uniform as β grows.
///
/// ```
/// p(x) = β/(2 α Γ(1/β)) exp(−|z|^β),   z = (x − μ)/α
/// ```
///
/// - `location` μ: finite; mean, median and mode.
/// - `scale` α: positive and finite; √2 standard deviations at β = 2.
/// - `shape` β: positive and finite.
///
/// |z|^β is a gamma variable of shape 1/β. The cumulative functions have no derivative by β.
///
/// Elsewhere: TFP `GeneralizedNormal(loc, scale, power)`; Distributions.jl
/// `PGeneralizedGaussian(μ, α, p)`; scipy `gennorm(beta=shape, loc, scale)`.
///
/// Source: S. Nadarajah, "A generalized normal distribution", J. Appl. Statist. 32 (2005) 685-694.
public struct GeneralizedNormal<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the centre.
  public let location: Value
  /// α, the distance at which the density is 1/e of its peak.
  public let scale: Value
  /// β, the power in the exponent.
  public let shape: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: α, positive and finite.
  ///   - shape: β, positive and finite.
  @inlinable public init(location: Value, scale: Value, shape: Value) {
    self.location = location
    self.scale = scale
    self.shape = shape
  }

  public static var familyName: String { "GeneralizedNormal" }

  public func validate() throws(ParameterError) {
    try requireFinite("location", location)
    try requirePositive("scale", scale)
    try requirePositive("shape", shape)
  }

  @inlinable var isValid: Value.Mask {
    isFinite(location) .& isPositive(scale) .& isPositive(shape)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .wholeLine }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let location = number(location), let scale = number(scale), let shape = number(shape)
    else { return nil }
    // ((t ∓ μ)/α)^β by the binomial series, as far as its terms grow.
    let shift = (end == .upper ? -location : location) / scale
    var terms: [TailBehaviour.Term] = []
    var coefficient = 1.0
    var power = shape
    while power > 0, terms.count < 12 {
      terms.append(.init(coefficient / Double.pow(scale, power), .power(exponent: power)))
      coefficient *= shift * power / Double(terms.count)
      power = shape - Double(terms.count)
    }
    return TailBehaviour(terms)
  }

  // MARK: - Density

  /// −|z|^β − log 2α − log Γ(1 + 1/β).
  func logDensity(distance: Value) -> Value {
    let z: Value = abs(distance / scale)
    let isCentre: Value.Mask = z .== 0
    let power: Value = select(isCentre, 0, pow(select(isCentre, 1, z), shape))
    let normalizer: Value = log(scale) + Value(0.69314718055994530942) + logGammaOnePlus(1 / shape)
    return nanUnless(isValid, -power - normalizer)
  }

  public func logProbability(of x: Value) -> Value { logDensity(distance: x - location) }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(distance: point.distance(from: location).value)
  }

  // MARK: - Cumulative functions

  /// log P(Z ≤ z) of the standard distribution; its derivative by z is the density over it.
  func logLowerTail(_ z: Value) -> Value {
    let log = Value.elementwise(
      "generalised normal log-cdf", z, shape, { generalizedNormalLogCDF($0, shape: $1) },
      derivatives: (
        { z, shape in
          let standard = GeneralizedNormal(location: 0, scale: 1, shape: shape)
          return exp(standard.logProbability(of: z) - standard.logLowerTail(z))
        }, nil
      ))
    return nanUnless(isValid, log)
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value { logLowerTail((x - location) / scale) }
  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value { logLowerTail((location - x) / scale) }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  /// The distance from the location, signed by the side of it that u is on.
  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let logZ = Value.elementwise(
      "generalised normal quantile", u, shape, { generalizedNormalLogQuantile($0, shape: $1) },
      derivatives: (nil, nil))
    let z = Value.elementwise(
      "generalised normal quantile", u, shape, { generalizedNormalQuantile($0, shape: $1) },
      derivatives: (nil, nil))
    return AnchoredPoint(
      anchor: location, offset: nanUnless(isValid, scale * z), logMagnitude: log(scale) + logZ)
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let point = anchoredQuantile(u)
    return AnchoredPoint(
      anchor: location, offset: -point.offset, logMagnitude: point.logMagnitude)
  }

  // MARK: - Statistics

  @inlinable public var mean: Value { nanUnless(isValid, location) }
  /// α² Γ(3/β)/Γ(1/β).
  public var variance: Value {
    nanUnless(isValid, square(scale) * exp(logGammaTriple(1 / shape)))
  }
  /// α √(Γ(3/β)/Γ(1/β)).
  public var standardDeviation: Value {
    nanUnless(isValid, scale * exp(0.5 * logGammaTriple(1 / shape)))
  }
  @inlinable public var skewness: Value { nanUnless(isValid, 0) }
  /// Γ(5/β) Γ(1/β)/Γ(3/β)² − 3.
  public var excessKurtosis: Value {
    let a: Value = 1 / shape
    // Γ(na) = Γ(1 + na)/(na), and log 9/5 is what the factors leave; log 3 is taken away.
    let log: Value =
      (logGammaOnePlus(5 * a) - logGammaOnePlus(3 * a))
      - (logGammaOnePlus(3 * a) - logGammaOnePlus(a)) - Value(0.51082562376599068321)
    return nanUnless(isValid, 3 * expMinusOne(log))
  }
  @inlinable public var mode: Value { nanUnless(isValid, location) }
  @inlinable public var median: Value { nanUnless(isValid, location) }

  // MARK: - Entropy

  /// 1/β + log 2α + log Γ(1 + 1/β).
  public var entropy: Value {
    let a: Value = 1 / shape
    let size: Value = log(scale) + Value(0.69314718055994530942)
    return nanUnless(isValid, size + (a + logGammaOnePlus(a)))
  }

  // MARK: - Draws

  /// Gradients flow to all parameters, to the shape by implicit differentiation.
  public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    Value(tensor: sample(shape: [], using: &generator))
  }

  /// ±G^(1/β) for a gamma variable G of shape 1/β. Gradients flow to all parameters, to the shape by
  /// implicit differentiation.
  public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let lengths = fullShape(lengths, Self.familyName, location, scale, shape)
    let power = 1 / shape.tensor
    let size = exp(power * logGammaDraws(power, shape: lengths, using: &generator))
    let side = Tensor<Value.Scalar>.standardUniform(shape: lengths, using: &generator)
    let isBelow = side .< 0.5
    return location.tensor + scale.tensor * Tensor.select(isBelow, -size, size)
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale, shape) {
      GeneralizedNormal<Double>(location: $0[0], scale: $0[1], shape: $0[2])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale), ("shape", shape))
  }
}

extension GeneralizedNormal where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double, shape: Double) {
    self.location = location
    self.scale = scale
    self.shape = shape
  }
}

extension GeneralizedNormal: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale", "shape") {
        GeneralizedNormal(location: $0[0], scale: $0[1], shape: $0[2])
      }
    ]
  }
}

extension GeneralizedNormal: Equatable where Value: Equatable {}
extension GeneralizedNormal: Hashable where Value: Hashable {}
extension GeneralizedNormal: Codable where Value == Double {}
