/// The Laplace (double exponential) distribution.
///
/// ```
/// p(x) = e^(−|z|)/(2b),   z = (x − μ)/b
/// ```
///
/// - `location` μ: finite; the mean, the median and the mode.
/// - `scale` b: positive and finite; not the standard deviation.
///
/// Elsewhere: TFP `Laplace(loc, scale)`; torch `Laplace(loc, scale)`; Distributions.jl
/// `Laplace(μ, θ)`; scipy `laplace(loc, scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 24.
public struct Laplace<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the centre.
  public let location: Value
  /// b, the mean distance from the centre.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: b, positive and finite.
  @inlinable public init(location: Value, scale: Value) {
    self.location = location
    self.scale = scale
  }

  public static var familyName: String { "Laplace" }

  public func validate() throws(ParameterError) {
    try requireFinite("location", location)
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask { isFinite(location) .& isPositive(scale) }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .wholeLine }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let scale = number(scale) else { return nil }
    return TailBehaviour([.init(1 / scale, .power(exponent: 1))])
  }

  // MARK: - Density

  @inlinable func standardized(_ x: Value) -> Value { (x - location) / scale }

  /// −|z| − log b − log 2.
  @inlinable func logDensity(standardized z: Value) -> Value {
    nanUnless(isValid, -abs(z) - log(scale) - Value(0.69314718055994530942))
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
      .laplaceLogDensity, x, location, scale,
      slopes: { x, location, scale in
        let inverse: Value = 1 / scale
        let slope: Value = fused(.laplaceSlope, x, location, inverse) { x, location, inverse in
          sign(x - location) * inverse
        }
        return [-slope, slope, scaleSlope(slope, x, location, inverse)]
      }
    ) { x, location, scale in
      Laplace(location: location, scale: scale).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let distance: Value = (point.anchor - location) + point.offset
    return logDensity(standardized: distance / scale)
  }

  /// The kink at the location.
  @inlinable public var breakpoints: [Value] { [location] }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  @inlinable public func cdf(_ x: Value) -> Value { computed(.cdf, x) }

  @specialized(where Value == Double)
  @inlinable public func survival(_ x: Value) -> Value { reflected.cdf(-x) }

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value { computed(.logCDF, x) }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value { reflected.logCDF(-x) }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { computed(.quantile, u) }

  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { -reflected.quantile(u) }

  /// The law of −X, whose tails are the other ones.
  @inlinable var reflected: Self { Laplace(location: -location, scale: scale) }

  /// In single operations.
  @inlinable @inline(__always)
  func formula(_ function: CumulativeFunction, _ x: Value) -> Value {
    switch function {
    case .cdf:
      let value = ofNumbers(x, location, scale) { x, location, scale in
        Self.lowerTail((x - location) / scale, where: isPlaced(location, scale))
      }
      return value ?? exp(formula(.logCDF, x))
    case .logCDF: return logLowerTail(standardized(x))
    case .quantile: return location + offset(x)
    default: return mirrored(function, x)
    }
  }

  /// e^z/2 left of 0, 1 − e^−z/2 right of it.
  @inlinable static func lowerTail(_ z: Double, where isValid: Bool) -> Double {
    guard isValid else { return .nan }
    let half = 0.5 * exp(-z.magnitude)
    return z < 0 ? half : 1 - half
  }

  /// z − log 2 left of 0, log(1 − e^(−z)/2) right of it.
  @inlinable func logLowerTail(_ z: Value) -> Value {
    let half: Value = 0.5 * exp(-abs(z))
    let left: Value = z - Value(0.69314718055994530942)
    return nanUnless(isValid, select(z .< 0, left, log(onePlus: -half)))
  }

  /// b log 2u up to the middle, −b log 2(1 − u) from there.
  @inlinable func offset(_ u: Value) -> Value {
    let plain = ofNumbers(u, location, scale) { u, location, scale in
      let nearer = u <= 0.5 ? u : 1 - u
      guard nearer >= 0, isPlaced(location, scale) else { return .nan }
      let size = scale * log(2 * nearer)
      return u <= 0.5 ? size : -size
    }
    if let plain { return plain }
    let isLower = u .<= 0.5
    let size: Value = log(2 * select(isLower, u, 1 - u))
    return nanUnless(isValid .& isProbability(u), scale * select(isLower, size, -size))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    AnchoredPoint(anchor: location, offset: offset(u))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    AnchoredPoint(anchor: location, offset: -offset(u))
  }

  // MARK: - Statistics

  @inlinable public var mean: Value { nanUnless(isValid, location) }
  /// 2b².
  @inlinable public var variance: Value { nanUnless(isValid, 2 * square(scale)) }
  @inlinable public var standardDeviation: Value {
    nanUnless(isValid, Value(1.4142135623730950488) * scale)
  }
  @inlinable public var skewness: Value { nanUnless(isValid, 0) }
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, 3) }
  @inlinable public var mode: Value { nanUnless(isValid, location) }
  @inlinable public var median: Value { nanUnless(isValid, location) }

  // MARK: - Entropy

  /// 1 + log 2b.
  @inlinable public var entropy: Value {
    scaledEntropy(1.6931471805599453094, scale: scale, location: location)
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
    Laplace<Tensor<Value.Scalar>>(location: location.tensor, scale: scale.tensor)
      .draw(shape, using: &generator)
  }

  /// The difference of two exponential numbers.
  @inlinable func draw(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let shape = fullShape(shape, Self.familyName, location, scale)
    let u = Value.standardUniform(shape: shape, using: &generator)
    let v = Value.standardUniform(shape: shape, using: &generator)
    return location + scale * (log(u) - log(v))
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale) { Laplace<Double>(location: $0[0], scale: $0[1]) }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale))
  }
}

extension Laplace: SymmetricFormulas {
  @usableFromInline static var firstKernel: Int32 { TernaryFunction.laplaceCDF.rawValue }
  @usableFromInline var parameterPair: (Value, Value) { (location, scale) }
  @inlinable init(parameterPair: (Value, Value)) {
    self.init(location: parameterPair.0, scale: parameterPair.1)
  }
}

extension Laplace where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
  }
}

extension Laplace: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale") {
        Laplace(location: $0[0], scale: $0[1])
      }
    ]
  }
}

extension Laplace: Equatable where Value: Equatable {}
extension Laplace: Hashable where Value: Hashable {}
extension Laplace: Codable where Value == Double {}
