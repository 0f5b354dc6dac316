/// The Moyal distribution: −log Y² of a standard normal Y, an approximation to Landau's law of energy
/// loss.
///
/// ```
/// p(x) = exp(−(z + e^−z)/2)/(σ √(2π)),   z = (x − μ)/σ
/// ```
///
/// - `location` μ: finite, the mode.
/// - `scale` σ: positive and finite.
///
/// Elsewhere: TFP `Moyal(loc, scale)`; torch —; Distributions.jl —; scipy `moyal(loc, scale)`.
///
/// Source: J. E. Moyal, "Theory of ionization fluctuations", Phil. Mag. 46 (1955) 263-280.
public struct Moyal<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the mode.
  public let location: Value
  /// σ.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: σ, positive and finite.
  @inlinable public init(location: Value, scale: Value) {
    self.location = location
    self.scale = scale
  }

  public static var familyName: String { "Moyal" }

  public func validate() throws(ParameterError) {
    try requireFinite("location", location)
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask {
    isFinite(location) .& isPositive(scale)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .wholeLine }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let location = number(location), let scale = number(scale) else { return nil }
    if end == .upper { return TailBehaviour([.init(0.5 / scale, .power(exponent: 1))]) }
    // e^((t + μ)/σ)/2 − t/(2σ)
    let factor = TailBehaviour.positiveCoefficient(0.5 * Double.exp(location / scale))
    return TailBehaviour([
      .init(factor, .exponential(rate: 1 / scale)), .init(-0.5 / scale, .power(exponent: 1)),
    ])
  }

  // MARK: - Density

  @inlinable func standardized(_ x: Value) -> Value { (x - location) / scale }

  /// −(z + e^−z)/2 − log σ − ½ log 2π.
  @inlinable func logDensity(standardized z: Value) -> Value {
    // e^800 is infinite already.
    let safe: Value = maximum(z, -800)
    return nanUnless(
      isValid, -0.5 * (safe + exp(-safe)) - log(scale) - Value(0.91893853320467274178))
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

  // MARK: - Cumulative functions

  /// log erfc(y/√2), y = e^(−z/2): the chance that a standard normal draw is larger than y.
  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    let y: Value = exp(-0.5 * standardized(x))
    let isFar: Value.Mask = y .> 1
    let near: Value = log(onePlus: -erf(Value(0.70710678118654752440) * select(isFar, 0, y)))
    let far: Value = normalLogCDF(-select(isFar, y, 1)) + Value(0.69314718055994530942)
    return nanUnless(isValid, select(isFar, far, near))
  }

  /// log erf(y/√2); for small y −z/2 + ½ log(2/π).
  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    let z: Value = standardized(x)
    let isFar: Value.Mask = z .> 80
    let isNear: Value.Mask = z .< 0
    let root = Value(0.70710678118654752440)
    let far: Value = -0.5 * z - Value(0.22579135264472743236)
    let y: Value = exp(-0.5 * select(isFar, 0, z))
    let middle: Value = log(erf(root * select(isNear, 1, y)))
    let near: Value = log(onePlus: -erfc(root * select(isNear, y, 1)))
    return nanUnless(isValid, select(isFar, far, select(isNear, near, middle)))
  }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  /// −2σ log y from the location, y the upper quantile of the half-normal law.
  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(HalfNormal(scale: 1).survivalQuantile(u))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(HalfNormal(scale: 1).quantile(u))
  }

  @inlinable func point(_ y: Value) -> AnchoredPoint<Value> {
    AnchoredPoint(anchor: location, offset: nanUnless(isValid, -2 * scale * log(y)))
  }

  // MARK: - Statistics

  /// μ + σ (γ + log 2), γ Euler's constant.
  @inlinable public var mean: Value {
    nanUnless(isValid, location + Value(1.27036284546147817) * scale)
  }
  /// π² σ²/2.
  @inlinable public var variance: Value {
    nanUnless(isValid, Value(4.9348022005446793094) * square(scale))
  }
  @inlinable public var standardDeviation: Value {
    nanUnless(isValid, Value(2.2214414690791831235) * scale)
  }
  /// 28 √2 ζ(3)/π³.
  @inlinable public var skewness: Value { nanUnless(isValid, Value(1.5351415907229059751)) }
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, 4) }
  @inlinable public var mode: Value { nanUnless(isValid, location) }
  /// μ − 2σ log Φ⁻¹(¾).
  @inlinable public var median: Value {
    nanUnless(isValid, location + Value(0.7875975992017821829) * scale)
  }

  // MARK: - Entropy

  /// log(σ √2π) + (1 + γ + log 2)/2.
  @inlinable public var entropy: Value {
    scaledEntropy(2.0541199559354118268, scale: scale, location: location)
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
    Moyal<Tensor<Value.Scalar>>(location: location.tensor, scale: scale.tensor)
      .draw(lengths, using: &generator)
  }

  /// −2 log |Y| of a normal draw Y.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, location, scale)
    let y = Value.standardNormal(shape: lengths, using: &generator)
    return location - 2 * scale * log(abs(y))
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale) {
      Moyal<Double>(location: $0[0], scale: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale))
  }
}

extension Moyal where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
  }
}

extension Moyal: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale") {
        Moyal(location: $0[0], scale: $0[1])
      }
    ]
  }
}

extension Moyal: Equatable where Value: Equatable {}
extension Moyal: Hashable where Value: Hashable {}
extension Moyal: Codable where Value == Double {}
