import SpecialFunctions

/// The Cauchy distribution: Student's t with one degree of freedom.
///
/// ```
/// p(x) = 1 / (π γ (1 + z²)),   z = (x − x₀)/γ
/// ```
///
/// - `location` x₀: finite; the median and the mode.
/// - `scale` γ: positive and finite; half the distance between the quartiles.
///
/// It has no moments: mean, variance, skewness and kurtosis are NaN. Both tails hold where z² and
/// even z overflow, through log |x − x₀| − log γ.
///
/// Elsewhere: TFP `Cauchy(loc, scale)`; torch `Cauchy(loc, scale)`; Distributions.jl
/// `Cauchy(μ, σ)`; scipy `cauchy(loc, scale)`.
///
/// Sources: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 16.
public struct Cauchy<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// x₀, the centre.
  public let location: Value
  /// γ, half the width at half the height.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: x₀, finite.
  ///   - scale: γ, positive and finite.
  @inlinable public init(location: Value, scale: Value) {
    self.location = location
    self.scale = scale
  }

  public static var familyName: String { "Cauchy" }

  public func validate() throws(ParameterError) {
    try requireFinite("location", location)
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask { isFinite(location) .& isPositive(scale) }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .wholeLine }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    TailBehaviour([.init(2, .log)])
  }

  // MARK: - Density

  /// −log π − log γ − log(1 + z²), from the distance to the location.
  @inlinable func logDensity(distance: Value, logMagnitude: Value) -> Value {
    let logScale: Value = log(scale)
    let growth: Value = logOnePlusSquare(
      distance / scale, logMagnitude: logMagnitude - logScale)
    return nanUnless(isValid, -growth - logScale - Value(1.1447298858494001741))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    let value = ofNumbers(x, location, scale) { cauchyLogDensity($0, location: $1, scale: $2) }
    if let value { return value }
    return Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    let distance: Value = x - location
    return logDensity(distance: distance, logMagnitude: safeLogMagnitude(distance))
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(
      .cauchyLogDensity, x, location, scale,
      slopes: { x, location, scale in
        // Of an infinite square the weight is 0.
        let inverse: Value = 1 / scale
        let z: Value = (x - location) * inverse
        let weight: Value = 2 / (1 + square(z))
        let slope: Value = z * weight * inverse
        return [-slope, slope, (1 - weight) * inverse]
      }
    ) { x, location, scale in
      Cauchy(location: location, scale: scale).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let distance = point.distance(from: location)
    return logDensity(distance: distance.value, logMagnitude: distance.logMagnitude)
  }

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
  @inlinable var reflected: Self { Cauchy(location: -location, scale: scale) }

  /// In single operations.
  @inlinable @inline(__always)
  func formula(_ function: CumulativeFunction, _ x: Value) -> Value {
    switch function {
    case .cdf:
      let value = ofNumbers(x, location, scale) { x, location, scale in
        Self.lowerTail((x - location) / scale, where: isPlaced(location, scale))
      }
      return value
        ?? nanUnless(isValid, atan2(y: 1, x: (location - x) / scale) / Value(Double.pi))
    case .logCDF: return nanUnless(isValid, logLowerTail(distance: x - location))
    case .quantile:
      let value = ofNumbers(x, location, scale) { u, location, scale in
        isPlaced(location, scale) ? location + Self.lowerOffset(u, scale: scale) : .nan
      }
      return value ?? anchoredQuantile(x).value
    default: return mirrored(function, x)
    }
  }

  /// log P(X ≤ location + distance): log(1 − atan2(1, z)/π), and left of −1 log(atan(−1/z)/π),
  /// whose argument keeps its digits there.
  @inlinable func logLowerTail(distance: Value) -> Value {
    let z: Value = distance / scale
    let inversePi = Value(0.31830988618379067154)
    let isLeft = z .< -1
    // Beyond 10⁹ scales atan(−1/z) is −1/z, whose logarithm is known where 1/z underflows.
    let isBeyond = z .< -1e9
    let angle: Value = atan(-1 / select(isLeft .& .!isBeyond, z, -1))
    let logAngle: Value = select(isBeyond, log(scale) - safeLogMagnitude(distance), log(angle))
    let upperTail: Value = inversePi * atan2(y: 1, x: select(isLeft, 1, z))
    return select(isLeft, logAngle - Value(1.1447298858494001741), log(onePlus: -upperTail))
  }

  /// ½ + atan(z)/π, and left of −1 atan(−1/z)/π.
  @inlinable static func lowerTail(_ z: Double, where isValid: Bool) -> Double {
    guard isValid else { return .nan }
    let inversePi: Double = 0.31830988618379067154
    return z < -1 ? inversePi * atan(-1 / z) : 0.5 + inversePi * atan(z)
  }

  /// −γ / tan(πu), by the nearer end: of u for u ≤ ¼, of ½ − u in the middle.
  @inlinable func lowerOffset(_ u: Value) -> AnchoredPoint<Value> {
    let isTail = u .<= 0.25
    let isUpper = u .>= 0.75
    let pi = Value(3.1415926535897932385)
    let nearer: Value = select(isUpper, 1 - u, u)
    let isMiddle: Value.Mask = .!(isTail .| isUpper)
    let tangent: Value = tan(pi * select(isMiddle, 0.25, nearer))
    let middle: Value = tan(pi * (select(isMiddle, u, 0.5) - 0.5))
    let outer: Value = select(isUpper, 1 / tangent, -1 / tangent)
    let z: Value = nanUnless(isProbability(u) .& isValid, select(isMiddle, middle, outer))
    let logOuter: Value = -log(tangent)
    let logZ: Value = select(isMiddle, log(abs(middle)), logOuter)
    return AnchoredPoint(anchor: location, offset: scale * z, logMagnitude: log(scale) + logZ)
  }

  /// −γ / tan(πu) as in ``lowerOffset(_:)``, of a number.
  @inlinable static func lowerOffset(_ u: Double, scale: Double) -> Double {
    if u > 0.25, u < 0.75 { return scale * tan(Double.pi * (u - 0.5)) }
    guard u >= 0, u <= 1 else { return .nan }
    let isLower = u <= 0.25
    let tangent: Double = tan(Double.pi * (isLower ? u : 1 - u))
    return scale * ((isLower ? -1 : 1) / tangent)
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> { lowerOffset(u) }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let point = lowerOffset(u)
    return AnchoredPoint(
      anchor: point.anchor, offset: -point.offset, logMagnitude: point.logMagnitude)
  }

  // MARK: - Statistics

  /// NaN: the integral does not exist.
  @inlinable public var mean: Value { Value.nan + zeroIfFinite(location + scale) }
  /// NaN: there is no mean to vary about.
  @inlinable public var variance: Value { mean }
  /// NaN.
  @inlinable public var skewness: Value { mean }
  /// NaN.
  @inlinable public var excessKurtosis: Value { mean }
  @inlinable public var mode: Value { nanUnless(isValid, location) }
  @inlinable public var median: Value { nanUnless(isValid, location) }

  // MARK: - Entropy

  /// log 4πγ.
  @inlinable public var entropy: Value {
    scaledEntropy(2.5310242469692907930, scale: scale, location: location)
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to location and scale.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to location and scale.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    Cauchy<Tensor<Value.Scalar>>(location: location.tensor, scale: scale.tensor)
      .draw(shape, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let shape = fullShape(shape, Self.familyName, location, scale)
    return quantile(Value.standardUniform(shape: shape, using: &generator))
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale) { Cauchy<Double>(location: $0[0], scale: $0[1]) }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale))
  }
}

extension Cauchy: SymmetricFormulas {
  @usableFromInline static var firstKernel: Int32 { TernaryFunction.cauchyCDF.rawValue }
  @usableFromInline var parameterPair: (Value, Value) { (location, scale) }
  @inlinable init(parameterPair: (Value, Value)) {
    self.init(location: parameterPair.0, scale: parameterPair.1)
  }
}

extension Cauchy where Value == Double {
  /// Lets whole literals stand for numbers: `Cauchy(location: 0, scale: 1)`.
  @inlinable public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
  }
}

extension Cauchy: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [LiteralSpelling(numbers: "location", "scale") { Cauchy(location: $0[0], scale: $0[1]) }]
  }
}

extension Cauchy: Equatable where Value: Equatable {}
extension Cauchy: Hashable where Value: Hashable {}
extension Cauchy: Codable where Value == Double {}
