/// The raised cosine distribution: one wave of a cosine, from trough to trough.
///
/// ```
/// p(x) = (1 + cos πz)/(2s),   z = (x − μ)/s, |z| ≤ 1
/// ```
///
/// - `location` μ: finite, the centre.
/// - `scale` s: positive and finite, half of the width.
///
/// Elsewhere: TFP —; torch —; Distributions.jl `Cosine(μ, σ)`; scipy `cosine(loc, scale / π)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 26.
public struct RaisedCosine<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the centre.
  public let location: Value
  /// s, half of the width.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - scale: s, positive and finite.
  @inlinable public init(location: Value, scale: Value) {
    self.location = location
    self.scale = scale
  }

  public static var familyName: String { "RaisedCosine" }

  public func validate() throws(ParameterError) {
    try requireFinite("location", location)
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask {
    isFinite(location) .& isPositive(scale)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> {
    Support(lowerBound: location - scale, upperBound: location + scale)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    TailBehaviour([.init(2, .log)])
  }

  // MARK: - Density

  /// log cos²(πz/2) − log s; towards the ends as a sine of the distance.
  func logDensity(_ point: CentredPoint<Value>) -> Value {
    let halfPi = Value(1.5707963267948966192)
    let isMiddle: Value.Mask = abs(point.ratio) .< 0.5
    let middle: Value = log(onePlus: -square(sin(halfPi * select(isMiddle, point.ratio, 0))))
    let nearer: Value = minimum(point.lower, point.upper)
    let logNearer: Value = minimum(point.logLower, point.logUpper) - log(scale)
    let isTiny: Value.Mask = logNearer .< -300
    let tiny: Value = logNearer + Value(0.45158270528945486473)
    let sine: Value = log(sin(halfPi * select(isTiny, 1, nearer / scale)))
    let outer: Value = 2 * select(isTiny, tiny, sine)
    return point.density(
      where: isValid, inside: select(isMiddle, middle, outer) - log(scale))
  }

  public func logProbability(of x: Value) -> Value {
    logDensity(CentredPoint(x, location: location, radius: scale))
  }

  /// Offsets from the centre and from the ends are exact.
  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(CentredPoint(point, location: location, radius: scale))
  }

  // MARK: - Cumulative functions

  /// With φ = π (1 + z) it is (φ − sin φ)/2π.
  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let point = CentredPoint(x, location: location, radius: scale)
    return point.logTail(where: isValid, isLower: true) { Value(3.1415926535897932385) * $0 }
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let point = CentredPoint(x, location: location, radius: scale)
    return point.logTail(where: isValid, isLower: false) { Value(3.1415926535897932385) * $0 }
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> { point(u, isUpper: false) }
  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u, isUpper: true)
  }

  /// sφ/π from an end, or s (π − φ)/π from the centre.
  private func point(_ u: Value, isUpper: Bool) -> AnchoredPoint<Value> {
    let turn = Value(0.31830988618379067154)
    return centredPoint(
      u, isUpper: isUpper, where: isValid, location: location, radius: scale,
      fromEnd: { turn * $0 }, logFromEnd: { log($0) }, logFactor: -1.1447298858494001741,
      fromCentre: { turn * $0 })
  }

  // MARK: - Statistics

  @inlinable public var mean: Value { nanUnless(isValid, location) }
  /// s² (1/3 − 2/π²).
  @inlinable public var variance: Value {
    nanUnless(isValid, Value(0.13069096604865779045) * square(scale))
  }
  @inlinable public var standardDeviation: Value {
    nanUnless(isValid, Value(0.36151205519132801174) * scale)
  }
  @inlinable public var skewness: Value { nanUnless(isValid, 0) }
  /// 6 (90 − π⁴)/(5 (π² − 6)²).
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, Value(-0.59376287559828102362)) }
  @inlinable public var mode: Value { nanUnless(isValid, location) }
  @inlinable public var median: Value { nanUnless(isValid, location) }

  // MARK: - Entropy

  /// log 4s − 1.
  @inlinable public var entropy: Value {
    scaledEntropy(0.38629436111989061883, scale: scale, location: location)
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
    RaisedCosine<Tensor<Value.Scalar>>(location: location.tensor, scale: scale.tensor)
      .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, location, scale)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return quantile(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale) {
      RaisedCosine<Double>(location: $0[0], scale: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale))
  }
}

extension RaisedCosine where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
  }
}

extension RaisedCosine: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale") {
        RaisedCosine(location: $0[0], scale: $0[1])
      }
    ]
  }
}

extension RaisedCosine: Equatable where Value: Equatable {}
extension RaisedCosine: Hashable where Value: Hashable {}
extension RaisedCosine: Codable where Value == Double {}
