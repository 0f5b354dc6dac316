/// The semicircle (Wigner) distribution, the limit law of the eigenvalues of large random matrices.
///
/// ```
/// p(x) = 2 √(r² − (x − μ)²)/(π r²)   for |x − μ| ≤ r
/// ```
///
/// - `location` μ: finite, the centre.
/// - `radius` r: positive and finite.
///
/// Elsewhere: TFP —; torch —; Distributions.jl `Semicircle(r)`; scipy
/// `semicircular(loc, scale=radius)`.
///
/// Source: E. P. Wigner, "On the distribution of the roots of certain symmetric matrices", Ann. Math. 67
/// (1958) 325-327.
public struct Semicircle<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the centre.
  public let location: Value
  /// r, half of the width.
  public let radius: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: μ, finite.
  ///   - radius: r, positive and finite.
  @inlinable public init(location: Value, radius: Value) {
    self.location = location
    self.radius = radius
  }

  public static var familyName: String { "Semicircle" }

  public func validate() throws(ParameterError) {
    try requireFinite("location", location)
    try requirePositive("radius", radius)
  }

  @inlinable var isValid: Value.Mask {
    isFinite(location) .& isPositive(radius)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> {
    Support(lowerBound: location - radius, upperBound: location + radius)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    TailBehaviour([.init(0.5, .log)])
  }

  // MARK: - Density

  /// log(2/π) − log r + ½ log(1 − z²); towards the ends from the logarithms of both distances.
  func logDensity(_ point: CentredPoint<Value>) -> Value {
    let isMiddle: Value.Mask = abs(point.ratio) .< 0.5
    let middle: Value = log(onePlus: -square(select(isMiddle, point.ratio, 0)))
    let outer: Value = (point.logLower - log(radius)) + (point.logUpper - log(radius))
    let height: Value = log(radius) + Value(0.45158270528945486473)
    return point.density(
      where: isValid, inside: 0.5 * select(isMiddle, middle, outer) - height)
  }

  public func logProbability(of x: Value) -> Value {
    logDensity(CentredPoint(x, location: location, radius: radius))
  }

  /// Offsets from the centre and from the ends are exact.
  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(CentredPoint(point, location: location, radius: radius))
  }

  // MARK: - Cumulative functions

  /// With sin²(φ/4) the share of the width below x it is (φ − sin φ)/2π.
  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let point = CentredPoint(x, location: location, radius: radius)
    return point.logTail(where: isValid, isLower: true) { 4 * asin(sqrt(0.5 * $0)) }
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let point = CentredPoint(x, location: location, radius: radius)
    return point.logTail(where: isValid, isLower: false) { 4 * asin(sqrt(0.5 * $0)) }
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> { point(u, isUpper: false) }
  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u, isUpper: true)
  }

  /// 2r sin²(φ/4) from an end, or r sin((π − φ)/2) from the centre.
  private func point(_ u: Value, isUpper: Bool) -> AnchoredPoint<Value> {
    centredPoint(
      u, isUpper: isUpper, where: isValid, location: location, radius: radius,
      fromEnd: { 2 * square(sin(0.25 * $0)) }, logFromEnd: { 2 * log(sin(0.25 * $0)) },
      logFactor: 0.69314718055994530942, fromCentre: { sin(0.5 * $0) })
  }

  // MARK: - Statistics

  @inlinable public var mean: Value { nanUnless(isValid, location) }
  /// r²/4.
  @inlinable public var variance: Value { nanUnless(isValid, square(0.5 * radius)) }
  /// r/2.
  @inlinable public var standardDeviation: Value { nanUnless(isValid, 0.5 * radius) }
  @inlinable public var skewness: Value { nanUnless(isValid, 0) }
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, -1) }
  @inlinable public var mode: Value { nanUnless(isValid, location) }
  @inlinable public var median: Value { nanUnless(isValid, location) }

  // MARK: - Entropy

  /// log πr − ½.
  @inlinable public var entropy: Value {
    scaledEntropy(0.64472988584940017414, scale: radius, location: location)
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
    Semicircle<Tensor<Value.Scalar>>(location: location.tensor, radius: radius.tensor)
      .draw(lengths, using: &generator)
  }

  /// The first coordinate of a point of the disc.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, location, radius)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    let v = Value.standardUniform(shape: lengths, using: &generator)
    return location + radius * (sqrt(u) * cos(Value(3.1415926535897932385) * v))
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, radius) {
      Semicircle<Double>(location: $0[0], radius: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("radius", radius))
  }
}

extension Semicircle where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, radius: Double) {
    self.location = location
    self.radius = radius
  }
}

extension Semicircle: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "radius") {
        Semicircle(location: $0[0], radius: $0[1])
      }
    ]
  }
}

extension Semicircle: Equatable where Value: Equatable {}
extension Semicircle: Hashable where Value: Hashable {}
extension Semicircle: Codable where Value == Double {}
