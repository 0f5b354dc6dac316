/// The arcsine distribution: where a swinging point is found.
///
/// ```
/// p(x) = 1/(π √((x − a)(b − x)))   for a ≤ x ≤ b
/// ```
///
/// - `lowerBound` a: finite.
/// - `upperBound` b: finite and greater than a.
///
/// The density is infinite at both ends.
///
/// Elsewhere: TFP —; torch —; Distributions.jl `Arcsine(a, b)`; scipy `arcsine(loc=a, scale=b−a)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 25.
public struct Arcsine<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// a, the smallest value.
  public let lowerBound: Value
  /// b, the largest value.
  public let upperBound: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - lowerBound: a, finite.
  ///   - upperBound: b, finite and greater than a.
  @inlinable public init(lowerBound: Value, upperBound: Value) {
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }

  public static var familyName: String { "Arcsine" }

  public func validate() throws(ParameterError) {
    try requireFinite("lowerBound", lowerBound)
    try requireFinite("upperBound", upperBound)
    try requireOrder("upperBound", upperBound, above: "lowerBound", lowerBound)
  }

  @inlinable var isValid: Value.Mask {
    isFinite(lowerBound) .& isFinite(upperBound) .& (lowerBound .< upperBound)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> {
    Support(lowerBound: lowerBound, upperBound: upperBound)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    TailBehaviour([.init(-0.5, .log)])
  }

  // MARK: - Density

  /// Half of b − a, which does not overflow.
  @inlinable var halfWidth: Value { 0.5 * upperBound - 0.5 * lowerBound }

  /// −log π − ½ log(x − a) − ½ log(b − x), from the logarithms of both distances.
  @inlinable func logDensity(
    lower: Value, upper: Value, isEnd: Value.Mask, isOutside: Value.Mask
  ) -> Value {
    let inside: Value = -0.5 * (lower + upper) - Value(1.1447298858494001741)
    let outer: Value = select(isOutside, -Value.infinity, inside)
    return nanUnless(isValid, select(isEnd, Value.infinity, outer))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    let isEnd: Value.Mask = (x .== lowerBound) .| (x .== upperBound)
    let isOutside: Value.Mask = (x .< lowerBound) .| (x .> upperBound)
    let isApart: Value.Mask = isEnd .| isOutside
    let lower: Value = select(isApart, 1, 0.5 * x - 0.5 * lowerBound)
    let upper: Value = select(isApart, 1, 0.5 * upperBound - 0.5 * x)
    let log2 = Value(0.69314718055994530942)
    return logDensity(
      lower: log(lower) + log2, upper: log(upper) + log2, isEnd: isEnd, isOutside: isOutside)
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let lower = point.distance(from: lowerBound)
    let upper = point.distance(from: upperBound)
    let isEnd: Value.Mask =
      (lower.logMagnitude .== -Value.infinity) .| (upper.logMagnitude .== -Value.infinity)
    return logDensity(
      lower: select(isEnd, 0, lower.logMagnitude), upper: select(isEnd, 0, upper.logMagnitude),
      isEnd: isEnd, isOutside: (lower.value .< 0) .| (upper.value .> 0))
  }

  // MARK: - Cumulative functions

  /// (2/π) asin √s, the probability of the share s of the interval from an end, up to ½.
  @inlinable func tail(share s: Value) -> Value {
    Value(0.63661977236758134308) * asin(sqrt(s))
  }

  /// From the shares of the interval at either side, the first of them below the tail.
  @inlinable func logTail(_ share: Value, complement: Value) -> Value {
    let isLower: Value.Mask = share .<= 0.5
    let isNone: Value.Mask = share .<= 0
    let isAll: Value.Mask = complement .<= 0
    let near: Value = log(tail(share: select(isLower .& .!isNone, share, 0.5)))
    let far: Value = log(onePlus: -tail(share: select(isLower .| isAll, 0.5, complement)))
    let inside: Value = select(isLower, near, far)
    return nanUnless(
      isValid .& (share .== share),
      select(isNone, -Value.infinity, select(isAll, 0, inside)))
  }

  @inlinable func shares(_ x: Value) -> (lower: Value, upper: Value) {
    let lower: Value = (0.5 * x - 0.5 * lowerBound) / halfWidth
    let upper: Value = (0.5 * upperBound - 0.5 * x) / halfWidth
    return (lower, upper)
  }

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    let shares = shares(x)
    return logTail(shares.lower, complement: shares.upper)
  }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    let shares = shares(x)
    return logTail(shares.upper, complement: shares.lower)
  }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  /// (b − a) sin²(πu/2) from the end that is nearer; around the middle as ½ (b − a) (1 − sin π(½ − u)).
  @inlinable func point(lower: Value, upper: Value) -> AnchoredPoint<Value> {
    let isLower: Value.Mask = lower .<= 0.5
    let isMiddle: Value.Mask = (lower .> 0.25) .& (upper .> 0.25)
    let share: Value = nanUnless(
      isValid .& isProbability(lower), select(isLower, lower, upper))
    let pi = Value(3.1415926535897932385)
    let sine: Value = sin(0.5 * pi * share)
    let near: Value = 2 * (square(sine) * halfWidth)
    let middle: Value = halfWidth * (1 - sin(pi * (0.5 - share)))
    let distance: Value = select(isMiddle, middle, near)
    return AnchoredPoint(
      anchor: select(isLower, lowerBound, upperBound),
      offset: select(isLower, distance, -distance),
      logMagnitude: 2 * log(sine) + (log(halfWidth) + Value(0.69314718055994530942)))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(lower: u, upper: 1 - u)
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(lower: 1 - u, upper: u)
  }

  // MARK: - Statistics

  /// (a + b)/2.
  @inlinable public var mean: Value { nanUnless(isValid, 0.5 * lowerBound + 0.5 * upperBound) }
  /// (b − a)²/8.
  @inlinable public var variance: Value { nanUnless(isValid, 0.5 * square(halfWidth)) }
  @inlinable public var standardDeviation: Value {
    nanUnless(isValid, Value(0.70710678118654752440) * halfWidth)
  }
  @inlinable public var skewness: Value { nanUnless(isValid, 0) }
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, -1.5) }
  /// Both ends are modes; the smaller.
  @inlinable public var mode: Value { nanUnless(isValid, lowerBound) }
  /// (a + b)/2.
  @inlinable public var median: Value { mean }

  // MARK: - Entropy

  /// log(π (b − a)/4).
  @inlinable public var entropy: Value {
    nanUnless(isValid, log(halfWidth) + Value(0.45158270528945486473))
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
    Arcsine<Tensor<Value.Scalar>>(lowerBound: lowerBound.tensor, upperBound: upperBound.tensor)
      .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, lowerBound, upperBound)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return quantile(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(lowerBound, upperBound) {
      Arcsine<Double>(lowerBound: $0[0], upperBound: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("lowerBound", lowerBound), ("upperBound", upperBound))
  }
}

extension Arcsine where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(lowerBound: Double, upperBound: Double) {
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }
}

extension Arcsine: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "lowerBound", "upperBound") {
        Arcsine(lowerBound: $0[0], upperBound: $0[1])
      }
    ]
  }
}

extension Arcsine: Equatable where Value: Equatable {}
extension Arcsine: Hashable where Value: Hashable {}
extension Arcsine: Codable where Value == Double {}
