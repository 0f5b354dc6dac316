/// The Gumbel distribution of largest values.
///
/// ```
/// p(x) = e^(−(z + e^(−z)))/b,   z = (x − μ)/b
/// ```
///
/// - `location` μ: finite; the mode.
/// - `scale` b: positive and finite.
///
/// Elsewhere: TFP `Gumbel(loc, scale)`; torch `Gumbel(loc, scale)`; Distributions.jl
/// `Gumbel(μ, θ)`; scipy `gumbel_r(loc, scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 22.
public struct Gumbel<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the mode.
  public let location: Value
  /// b, √6/π standard deviations.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: b, positive and finite.
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
    if end == .upper { return TailBehaviour([.init(1 / scale, .power(exponent: 1))]) }
    // e^((t + μ)/b) − t/b
    let factor = TailBehaviour.positiveCoefficient(exp(location / scale))
    return TailBehaviour([
      .init(factor, .exponential(rate: 1 / scale)), .init(-1 / scale, .power(exponent: 1)),
    ])
  }

  // MARK: - Density

  @inlinable func standardized(_ x: Value) -> Value { (x - location) / scale }

  /// −z − e^(−z) − log b.
  @inlinable func logDensity(standardized z: Value) -> Value {
    // e^800 is infinite already.
    let safe: Value = maximum(z, -800)
    return nanUnless(isValid, -(safe + exp(-safe)) - log(scale))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    logDensity(standardized: standardized(x))
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(
      .gumbelLogDensity, x, location, scale,
      slopes: { x, location, scale in
        let inverse: Value = 1 / scale
        let slope: Value = fused(.gumbelSlope, x, location, inverse) { x, location, inverse in
          -expMinusOne(-((x - location) * inverse)) * inverse
        }
        return [-slope, slope, scaleSlope(slope, x, location, inverse)]
      }
    ) { x, location, scale in
      Gumbel(location: location, scale: scale).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let distance: Value = (point.anchor - location) + point.offset
    return logDensity(standardized: distance / scale)
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
    case .cdf: return exp(formula(.logCDF, x))
    case .survival: return exp(formula(.logSurvival, x))
    case .logCDF: return nanUnless(isValid, -exp(-standardized(x)))
    case .logSurvival:
      let z: Value = standardized(x)
      // log(1 − exp(−e^−z)) is −z to the last digit from 40 on.
      let isFar = z .> 40
      let near: Value = logOneMinusExp(-exp(-select(isFar, 0, z)))
      return nanUnless(isValid, select(isFar, -z, near))
    case .quantile: return anchoredQuantile(x).value
    case .survivalQuantile: return anchoredSurvivalQuantile(x).value
    }
  }

  /// −b log t, t = −log u or −log(1 − u).
  @inlinable func point(_ t: Value, _ u: Value) -> AnchoredPoint<Value> {
    let offset: Value = scale * -log(t)
    return AnchoredPoint(anchor: location, offset: nanUnless(isValid .& isProbability(u), offset))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> { point(-log(u), u) }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(-log(onePlus: -u), u)
  }

  // MARK: - Statistics

  /// μ + γb, γ Euler's constant.
  @inlinable public var mean: Value {
    nanUnless(isValid, location + Value(0.57721566490153286061) * scale)
  }
  /// π² b²/6.
  @inlinable public var variance: Value {
    nanUnless(isValid, Value(1.6449340668482264365) * square(scale))
  }
  @inlinable public var standardDeviation: Value {
    nanUnless(isValid, Value(1.2825498301618640955) * scale)
  }
  /// 12 √6 ζ(3)/π³.
  @inlinable public var skewness: Value { nanUnless(isValid, Value(1.1395470994046486575)) }
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, 2.4) }
  @inlinable public var mode: Value { nanUnless(isValid, location) }
  /// μ − b log log 2.
  @inlinable public var median: Value {
    nanUnless(isValid, location + Value(0.36651292058166432701) * scale)
  }

  // MARK: - Entropy

  /// log b + γ + 1.
  @inlinable public var entropy: Value {
    scaledEntropy(1.5772156649015328606, scale: scale, location: location)
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to all parameters.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    Gumbel<Tensor<Value.Scalar>>(location: location.tensor, scale: scale.tensor)
      .draw(shape, using: &generator)
  }

  @inlinable func draw(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let shape = fullShape(shape, Self.familyName, location, scale)
    let u = Value.standardUniform(shape: shape, using: &generator)
    return location - scale * log(-log(u))
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale) { Gumbel<Double>(location: $0[0], scale: $0[1]) }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale))
  }
}

extension Gumbel: CumulativeFormulas {
  @usableFromInline static var firstKernel: Int32 { TernaryFunction.gumbelCDF.rawValue }
  @usableFromInline var parameterPair: (Value, Value) { (location, scale) }
  @inlinable init(parameterPair: (Value, Value)) {
    self.init(location: parameterPair.0, scale: parameterPair.1)
  }
}

extension Gumbel where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
  }
}

extension Gumbel: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale") {
        Gumbel(location: $0[0], scale: $0[1])
      }
    ]
  }
}

extension Gumbel: Equatable where Value: Equatable {}
extension Gumbel: Hashable where Value: Hashable {}
extension Gumbel: Codable where Value == Double {}
