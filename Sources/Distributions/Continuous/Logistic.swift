/// The logistic distribution.
///
/// ```
/// p(x) = e^(−z)/(s (1 + e^(−z))²),   z = (x − μ)/s
/// ```
///
/// - `location` μ: finite; the mean, the median and the mode.
/// - `scale` s: positive and finite; not the standard deviation.
///
/// Elsewhere: TFP `Logistic(loc, scale)`; Distributions.jl `Logistic(μ, θ)`; scipy
/// `logistic(loc, scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 23.
public struct Logistic<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the centre.
  public let location: Value
  /// s, √3/π standard deviations.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: s, positive and finite.
  @inlinable public init(location: Value, scale: Value) {
    self.location = location
    self.scale = scale
  }

  public static var familyName: String { "Logistic" }

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

  /// −|z| − 2 log(1 + e^−|z|) − log s.
  @inlinable func logDensity(standardized z: Value) -> Value {
    let size: Value = abs(z)
    return nanUnless(isValid, -size - 2 * log(onePlus: exp(-size)) - log(scale))
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
      .logisticLogDensity, x, location, scale,
      slopes: { x, location, scale in
        let inverse: Value = 1 / scale
        let slope: Value = fused(.logisticSlope, x, location, inverse) { x, location, inverse in
          tanh(0.5 * ((x - location) * inverse)) * inverse
        }
        return [-slope, slope, scaleSlope(slope, x, location, inverse)]
      }
    ) { x, location, scale in
      Logistic(location: location, scale: scale).plainLogProbability(of: x)
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
  @inlinable var reflected: Self { Logistic(location: -location, scale: scale) }

  /// In single operations.
  @inlinable @inline(__always)
  func formula(_ function: CumulativeFunction, _ x: Value) -> Value {
    switch function {
    case .cdf:
      let value = ofNumbers(x, location, scale) { x, location, scale in
        Self.lowerTail((x - location) / scale, where: isPlaced(location, scale))
      }
      return value ?? nanUnless(isValid, sigmoid(standardized(x)))
    case .logCDF: return nanUnless(isValid, logSigmoid(standardized(x)))
    case .quantile: return location + offset(x)
    default: return mirrored(function, x)
    }
  }

  /// 1/(1 + e^−z), which is e^z where e^−z is beyond the range of numbers.
  @inlinable static func lowerTail(_ z: Double, where isValid: Bool) -> Double {
    guard isValid else { return .nan }
    return z < -700 ? exp(z) : 1 / (1 + exp(-z))
  }

  /// s log(u/(1 − u)), in the middle as 2 s artanh(2u − 1), which keeps the digits of the distance
  /// from ½.
  @inlinable func offset(_ u: Value) -> Value {
    let plain = ofNumbers(u, location, scale) { u, location, scale in
      guard isPlaced(location, scale) else { return .nan }
      // 2u − 1 is exact in the middle; outside [0, 1] the quotient is negative.
      let isMiddle = u > 0.25 && u < 0.75
      return scale * (isMiddle ? log(onePlus: (2 * u - 1) / (1 - u)) : log(u / (1 - u)))
    }
    if let plain { return plain }
    let isMiddle = (u .> 0.25) .& (u .< 0.75)
    let middle: Value = 2 * atanh(select(isMiddle, 2 * u - 1, 0))
    let outer: Value = select(isMiddle, 0.25, u)
    let logit: Value = select(isMiddle, middle, log(outer) - log(onePlus: -outer))
    return nanUnless(isValid .& isProbability(u), scale * logit)
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
  /// π² s²/3.
  @inlinable public var variance: Value {
    nanUnless(isValid, Value(3.2898681336964528729) * square(scale))
  }
  @inlinable public var standardDeviation: Value {
    nanUnless(isValid, Value(1.8137993642342178506) * scale)
  }
  @inlinable public var skewness: Value { nanUnless(isValid, 0) }
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, 1.2) }
  @inlinable public var mode: Value { nanUnless(isValid, location) }
  @inlinable public var median: Value { nanUnless(isValid, location) }

  // MARK: - Entropy

  /// 2 + log s.
  @inlinable public var entropy: Value { scaledEntropy(2, scale: scale, location: location) }

  // MARK: - Draws

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to all parameters.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    Logistic<Tensor<Value.Scalar>>(location: location.tensor, scale: scale.tensor)
      .draw(shape, using: &generator)
  }

  @inlinable func draw(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let shape = fullShape(shape, Self.familyName, location, scale)
    let u = Value.standardUniform(shape: shape, using: &generator)
    return location + scale * (log(u) - log(onePlus: -u))
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale) { Logistic<Double>(location: $0[0], scale: $0[1]) }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale))
  }
}

extension Logistic: SymmetricFormulas {
  @usableFromInline static var firstKernel: Int32 { TernaryFunction.logisticCDF.rawValue }
  @usableFromInline var parameterPair: (Value, Value) { (location, scale) }
  @inlinable init(parameterPair: (Value, Value)) {
    self.init(location: parameterPair.0, scale: parameterPair.1)
  }
}

extension Logistic where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
  }
}

extension Logistic: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale") {
        Logistic(location: $0[0], scale: $0[1])
      }
    ]
  }
}

extension Logistic: Equatable where Value: Equatable {}
extension Logistic: Hashable where Value: Hashable {}
extension Logistic: Codable where Value == Double {}
