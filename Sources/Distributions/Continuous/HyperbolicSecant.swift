/// The hyperbolic secant distribution: a bell with exponential tails, between the normal and the
/// Laplace law.
///
/// ```
/// p(x) = sech(z)/(πs),   z = (x − μ)/s
/// ```
///
/// - `location` μ: finite; the mean, the median and the mode.
/// - `scale` s: positive and finite; 2/π standard deviations.
///
/// Elsewhere: TFP —; torch —; Distributions.jl —; scipy `hypsecant(loc, scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 23.11.
public struct HyperbolicSecant<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the centre.
  public let location: Value
  /// s, 2/π standard deviations.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: s, positive and finite.
  @inlinable public init(location: Value, scale: Value) {
    self.location = location
    self.scale = scale
  }

  public static var familyName: String { "HyperbolicSecant" }

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
    number(scale).map { TailBehaviour([.init(1 / $0, .power(exponent: 1))]) }
  }

  // MARK: - Density

  @inlinable func standardized(_ x: Value) -> Value { (x - location) / scale }

  /// −|z| − log(1 + e^(−2|z|)) − log s − log(π/2).
  @inlinable func logDensity(standardized z: Value) -> Value {
    let size: Value = abs(z)
    let fall: Value = size + log(onePlus: exp(-2 * size))
    return nanUnless(isValid, -fall - log(scale) - Value(0.45158270528945486473))
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

  /// log (2/π) arctan(e^z); far down z + log(2/π).
  @inlinable func logLowerTail(_ z: Value) -> Value {
    let isFar: Value.Mask = z .< -20
    let isUpper: Value.Mask = z .> 0
    let front = Value(0.63661977236758134308)
    let arc: Value = front * atan(exp(-abs(select(isFar, 0, z))))
    let far: Value = z - Value(0.45158270528945486473)
    let near: Value = select(isUpper, log(onePlus: -arc), log(select(isUpper, 1, arc)))
    return nanUnless(isValid, select(isFar, far, near))
  }

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value { logLowerTail(standardized(x)) }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value { logLowerTail(-standardized(x)) }

  /// s log tan(πu/2), in the middle as 2s artanh tan(π(u − ½)/2).
  @inlinable func offset(_ u: Value) -> Value {
    let isMiddle: Value.Mask = (u .> 0.25) .& (u .< 0.75)
    let isUpper: Value.Mask = u .> 0.5
    let halfPi = Value(1.5707963267948966192)
    let middle: Value = 2 * atanh(tan(halfPi * (select(isMiddle, u, 0.5) - 0.5)))
    let tail: Value = select(isMiddle, 0.25, select(isUpper, 1 - u, u))
    let size: Value = log(tan(halfPi * tail))
    let outer: Value = select(isUpper, -size, size)
    return nanUnless(
      isValid .& isProbability(u), scale * select(isMiddle, middle, outer))
  }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { location + offset(u) }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { location - offset(u) }

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
  /// π² s²/4.
  @inlinable public var variance: Value {
    nanUnless(isValid, Value(2.4674011002723396547) * square(scale))
  }
  /// πs/2.
  @inlinable public var standardDeviation: Value {
    nanUnless(isValid, Value(1.5707963267948966192) * scale)
  }
  @inlinable public var skewness: Value { nanUnless(isValid, 0) }
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, 2) }
  @inlinable public var mode: Value { nanUnless(isValid, location) }
  @inlinable public var median: Value { nanUnless(isValid, location) }

  // MARK: - Entropy

  /// log 2πs.
  @inlinable public var entropy: Value {
    scaledEntropy(1.8378770664093454836, scale: scale, location: location)
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
    HyperbolicSecant<Tensor<Value.Scalar>>(location: location.tensor, scale: scale.tensor)
      .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, location, scale)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return location + offset(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale) {
      HyperbolicSecant<Double>(location: $0[0], scale: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale))
  }
}

extension HyperbolicSecant where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
  }
}

extension HyperbolicSecant: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale") {
        HyperbolicSecant(location: $0[0], scale: $0[1])
      }
    ]
  }
}

extension HyperbolicSecant: Equatable where Value: Equatable {}
extension HyperbolicSecant: Hashable where Value: Hashable {}
extension HyperbolicSecant: Codable where Value == Double {}
