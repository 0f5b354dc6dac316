/// The Gumbel distribution of largest values (extreme values of the first kind).
///
/// ```
/// p(x) = exp(−z − e^−z)/s,   P(X ≤ x) = exp(−e^−z),   z = (x − μ)/s
/// ```
///
/// - `location` μ: finite.
/// - `scale` s: positive and finite.
///
/// `location` is the mode.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 22.
public struct Gumbel<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ.
  public let location: Value
  /// s.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: s, positive and finite.
  @inlinable public init(location: Value, scale: Value) {
    self.location = location
    self.scale = scale
  }

  public static var familyName: String { "Gumbel" }

  public func validate() throws(ParameterError) {
    try requireFinite("location", location)
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask { isFinite(location) .& isPositive(scale) }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .wholeLine }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let location = number(location), let scale = number(scale) else { return nil }
    switch end {
    case .upper: return TailBehaviour([.init(1 / scale, .power(exponent: 1))])
    // e^((t + μ)/s) − t/s.
    case .lower:
      return TailBehaviour([
        .init(exp(location / scale), .exponential(rate: 1 / scale)),
        .init(-1 / scale, .power(exponent: 1)),
      ])
    }
  }

  // MARK: - Density

  /// −z − e^−z − log s; −infinity at −infinity, where e^−z outgrows z.
  @inlinable func logDensity(standardized z: Value) -> Value {
    let isLowest = z .== -Value.infinity
    let safe: Value = select(isLowest, 0, z)
    let inside: Value = -safe - exp(-safe) - log(scale)
    return nanUnless(isValid, select(isLowest, -Value.infinity, inside))
  }

  @inlinable public func logProbability(of x: Value) -> Value {
    logDensity(standardized: (x - location) / scale)
  }

  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let distance: Value = (point.anchor - location) + point.offset
    return logDensity(standardized: distance / scale)
  }

  // MARK: - Cumulative functions

  /// −e^−z.
  @inlinable public func logCDF(_ x: Value) -> Value {
    nanUnless(isValid, -exp((location - x) / scale))
  }

  /// log(1 − exp(−e^−z)); −z − e^−z/2 where e^−z is tiny.
  @inlinable public func logSurvival(_ x: Value) -> Value {
    let z: Value = (x - location) / scale
    let isFar = z .> 40
    let near: Value = logOneMinusExp(-exp(-select(isFar, 0, z)))
    return nanUnless(isValid, select(isFar, -z, near))
  }

  /// −log(−log u).
  @inlinable func standardQuantile(_ u: Value) -> Value { -log(-log(u)) }

  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    AnchoredPoint(anchor: location, offset: nanUnless(isValid, scale * standardQuantile(u)))
  }

  /// −log(−log(1 − u)).
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let z: Value = -log(-log(onePlus: -u))
    return AnchoredPoint(anchor: location, offset: nanUnless(isValid, scale * z))
  }

  // MARK: - Statistics

  /// μ + γ s, γ Euler's constant.
  @inlinable public var mean: Value {
    nanUnless(isValid, location + scale * Value(0.57721566490153286061))
  }
  /// π² s²/6.
  @inlinable public var variance: Value {
    nanUnless(isValid, square(scale) * Value(1.6449340668482264365))
  }
  @inlinable public var standardDeviation: Value {
    nanUnless(isValid, scale * Value(1.2825498301618640955))
  }
  /// 12 √6 ζ(3)/π³.
  @inlinable public var skewness: Value { nanUnless(isValid, Value(1.1395470994046486575)) }
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, 2.4) }
  @inlinable public var mode: Value { nanUnless(isValid, location) }
  /// μ − s log log 2.
  @inlinable public var median: Value {
    nanUnless(isValid, location + scale * Value(0.36651292058166432701))
  }

  // MARK: - Entropy

  /// 1 + γ + log s.
  @inlinable public var entropy: Value {
    nanUnless(isValid, log(scale) + Value(1.5772156649015328606))
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to location and scale.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to location and scale.
  @inlinable public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    Gumbel<Tensor<Value.Scalar>>(location: location.tensor, scale: scale.tensor)
      .draw(shape, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let shape = shape + batchShape(Self.familyName, location, scale)
    return quantile(Value.standardUniform(shape: shape, using: &generator))
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale) { Gumbel<Double>(location: $0[0], scale: $0[1]) }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale))
  }
}

extension Gumbel where Value == Double {
  /// Lets whole literals stand for numbers: `Gumbel(location: 0, scale: 1)`.
  @inlinable public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
  }
}

extension Gumbel: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [LiteralSpelling(numbers: "location", "scale") { Gumbel(location: $0[0], scale: $0[1]) }]
  }
}

extension Gumbel: Equatable where Value: Equatable {}
extension Gumbel: Hashable where Value: Hashable {}
extension Gumbel: Encodable where Value: Encodable {}
extension Gumbel: Decodable where Value: Decodable {}
