/// The uniform distribution on an interval.
///
/// ```
/// p(x) = 1/(b − a)   for a ≤ x ≤ b
/// ```
///
/// - `lowerBound` a and `upperBound` b: finite, a < b.
///
/// Elsewhere: TFP `Uniform(low, high)`; torch `Uniform(low, high)`; Distributions.jl
/// `Uniform(a, b)`; scipy `uniform(loc=lowerBound, scale=upperBound − lowerBound)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 26.
public struct Uniform<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// a, the left end.
  public let lowerBound: Value
  /// b, the right end.
  public let upperBound: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - lowerBound: a, finite.
  ///   - upperBound: b, finite and greater than a.
  @inlinable public init(lowerBound: Value, upperBound: Value) {
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }

  public static var familyName: String { "Uniform" }

  public func validate() throws(ParameterError) {
    try requireFinite("lowerBound", lowerBound)
    try requireFinite("upperBound", upperBound)
    try requireOrder("upperBound", upperBound, above: "lowerBound", lowerBound)
  }

  @inlinable var isValid: Value.Mask {
    (lowerBound .< upperBound) .& isFinite(lowerBound) .& isFinite(upperBound)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> {
    Support(lowerBound: lowerBound, upperBound: upperBound)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }

  // MARK: - Density

  /// Half of b − a, which does not overflow.
  @inlinable var halfWidth: Value { 0.5 * upperBound - 0.5 * lowerBound }
  @inlinable var width: Value { upperBound - lowerBound }

  @inlinable var logWidth: Value {
    let isWide = width .== Value.infinity
    return select(
      isWide, log(halfWidth) + Value(0.69314718055994530942), log(select(isWide, 1, width)))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    let isOutside = (x .< lowerBound) .| (x .> upperBound)
    let inside: Value = -logWidth + zeroIfFinite(select(isOutside, 0, x))
    return nanUnless(isValid, select(isOutside, -Value.infinity, inside))
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(.uniformLogDensity, x, lowerBound, upperBound) { x, lowerBound, upperBound in
      Uniform(lowerBound: lowerBound, upperBound: upperBound).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let fromLower: Value = (point.anchor - lowerBound) + point.offset
    let fromUpper: Value = (point.anchor - upperBound) + point.offset
    let isOutside = (fromLower .< 0) .| (fromUpper .> 0)
    let inside: Value = -logWidth + zeroIfFinite(select(isOutside, 0, point.offset))
    return nanUnless(isValid, select(isOutside, -Value.infinity, inside))
  }

  // MARK: - Cumulative functions

  /// The share of the interval from an end, between 0 and 1.
  @inlinable func share(_ numerator: Value, _ halfNumerator: Value) -> Value {
    let isWide = width .== Value.infinity
    let ratio: Value = select(
      isWide, halfNumerator / halfWidth, numerator / select(isWide, 1, width))
    return nanUnless(isValid, minimum(1, maximum(0, ratio)))
  }

  /// A length over the width, from 0 to 1; nil of bounds that are invalid or too far apart for a number.
  @inlinable static func plainShare(_ numerator: Double, _ lower: Double, _ upper: Double)
    -> Double?
  {
    let width = upper - lower
    guard width > 0, width < .infinity else { return nil }
    let ratio = numerator / width
    return ratio < 0 ? 0 : ratio > 1 ? 1 : ratio
  }

  @specialized(where Value == Double)
  @inlinable public func cdf(_ x: Value) -> Value {
    if Value.self == Double.self, let x = x as? Double, let lower = lowerBound as? Double,
      let upper = upperBound as? Double,
      let share = Self.plainShare(x - lower, lower, upper), let value = share as? Value
    {
      return value
    }
    return share(x - lowerBound, 0.5 * x - 0.5 * lowerBound)
  }

  @specialized(where Value == Double)
  @inlinable public func survival(_ x: Value) -> Value {
    if Value.self == Double.self, let x = x as? Double, let lower = lowerBound as? Double,
      let upper = upperBound as? Double,
      let share = Self.plainShare(upper - x, lower, upper), let value = share as? Value
    {
      return value
    }
    return share(upperBound - x, 0.5 * upperBound - 0.5 * x)
  }

  /// log of the share, from the other one where it is nearer to 1.
  @inlinable func logShare(_ share: Value, complement: Value) -> Value {
    let isMost = share .> 0.5
    return select(
      isMost, log(onePlus: -select(isMost, complement, 0)), log(select(isMost, 1, share)))
  }

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    logShare(cdf(x), complement: survival(x))
  }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    logShare(survival(x), complement: cdf(x))
  }

  /// Measured from the end that is nearer in probability.
  @inlinable func point(lower: Value, upper: Value) -> AnchoredPoint<Value> {
    let isLower = lower .<= 0.5
    let valid: Value.Mask = isValid .& isProbability(lower) .& isProbability(upper)
    let share: Value = nanUnless(valid, select(isLower, lower, -upper))
    let isWide = width .== Value.infinity
    let offset: Value = select(isWide, 2 * (share * halfWidth), share * select(isWide, 1, width))
    return AnchoredPoint(anchor: select(isLower, lowerBound, upperBound), offset: offset)
  }

  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(lower: u, upper: 1 - u)
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(lower: 1 - u, upper: u)
  }

  // MARK: - Statistics

  @inlinable public var mean: Value { nanUnless(isValid, 0.5 * lowerBound + 0.5 * upperBound) }
  @inlinable public var variance: Value { nanUnless(isValid, square(halfWidth) / 3) }
  @inlinable public var standardDeviation: Value {
    nanUnless(isValid, halfWidth * Value(0.57735026918962576451))
  }
  @inlinable public var skewness: Value { nanUnless(isValid, 0) }
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, -1.2) }
  /// Every point is a mode; the smallest.
  @inlinable public var mode: Value { nanUnless(isValid, lowerBound) }
  @inlinable public var median: Value { mean }

  // MARK: - Entropy

  /// log(b − a).
  @inlinable public var entropy: Value { nanUnless(isValid, logWidth) }

  // MARK: - Draws

  /// From the open interval. Reparameterised: gradients flow to both bounds.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// From the open interval. Reparameterised: gradients flow to both bounds.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    Uniform<Tensor<Value.Scalar>>(lowerBound: lowerBound.tensor, upperBound: upperBound.tensor)
      .draw(shape, using: &generator)
  }

  @inlinable func draw(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let shape = fullShape(shape, Self.familyName, lowerBound, upperBound)
    let u = Value.standardUniform(shape: shape, using: &generator)
    let x: Value = (1 - u) * lowerBound + u * upperBound
    if let x = x as? Double, let lower = lowerBound as? Double, let upper = upperBound as? Double,
      x > lower, x < upper
    {
      return (x as? Value) ?? mean
    }
    // The sum may round to an end; the middle is as good a draw, and inside.
    let isInside = (x .> lowerBound) .& (x .< upperBound)
    return select(isInside, x, mean)
  }

  public func elements() -> DistributionElements {
    DistributionElements(lowerBound, upperBound) {
      Uniform<Double>(lowerBound: $0[0], upperBound: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("lowerBound", lowerBound), ("upperBound", upperBound))
  }
}

extension Uniform where Value == Double {
  /// Lets whole literals stand for numbers: `Uniform(lowerBound: 0, upperBound: 1)`.
  @inlinable public init(lowerBound: Double, upperBound: Double) {
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }
}

extension Uniform: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "lowerBound", "upperBound") {
        Uniform(lowerBound: $0[0], upperBound: $0[1])
      }
    ]
  }
}

extension Uniform: Equatable where Value: Equatable {}
extension Uniform: Hashable where Value: Hashable {}
extension Uniform: Codable where Value == Double {}
