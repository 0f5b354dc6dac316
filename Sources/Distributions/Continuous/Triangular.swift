/// The triangular distribution.
///
/// ```
/// p(x) = 2(x − a)/((b − a)(c − a)) for a ≤ x ≤ c,   2(b − x)/((b − a)(b − c)) for c ≤ x ≤ b
/// ```
///
/// - `lowerBound` a and `upperBound` b: finite, a < b.
/// - `mode` c: from a to b.
///
/// Elsewhere: TFP `Triangular(low, high, peak)`; Distributions.jl `TriangularDist(a, b, c)`; scipy
/// `triang(c=(mode − lowerBound) / width, loc, scale=width)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 26.
public struct Triangular<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// a, the left end.
  public let lowerBound: Value
  /// c, the peak.
  public let mode: Value
  /// b, the right end.
  public let upperBound: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - lowerBound: a, finite.
  ///   - mode: c, from a to b.
  ///   - upperBound: b, finite and greater than a.
  @inlinable public init(lowerBound: Value, mode: Value, upperBound: Value) {
    self.lowerBound = lowerBound
    self.mode = mode
    self.upperBound = upperBound
  }

  public static var familyName: String { "Triangular" }

  public func validate() throws(ParameterError) {
    try requireFinite("lowerBound", lowerBound)
    try requireFinite("mode", mode)
    try requireFinite("upperBound", upperBound)
    try requireOrder("upperBound", upperBound, above: "lowerBound", lowerBound)
    try requireNotBelow("mode", mode, "lowerBound", lowerBound)
    try requireNotBelow("upperBound", upperBound, "mode", mode)
  }

  @inlinable var isValid: Value.Mask {
    isFinite(lowerBound) .& isFinite(upperBound) .& (lowerBound .<= mode) .& (mode .<= upperBound)
      .& (lowerBound .< upperBound)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> {
    Support(lowerBound: lowerBound, upperBound: upperBound)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let mode = number(mode), let a = number(lowerBound), let b = number(upperBound) else {
      return nil
    }
    return (end == .lower ? mode == a : mode == b) ? .bounded : TailBehaviour([.init(1, .log)])
  }

  public var breakpoints: [Value] { [mode] }

  // MARK: - Density

  @inlinable var width: Value { upperBound - lowerBound }
  @inlinable var left: Value { mode - lowerBound }
  @inlinable var right: Value { upperBound - mode }

  /// From the distances to the ends and to the mode, the first two of which are not negative inside.
  @inlinable func logDensity(fromLower: Value, toUpper: Value, fromMode: Value) -> Value {
    let isOutside: Value.Mask = (fromLower .< 0) .| (toUpper .< 0)
    let isLeft: Value.Mask = fromMode .< 0
    let side: Value = select(isLeft, left, right)
    let distance: Value = select(isLeft, fromLower, toUpper)
    // At the mode, and where the mode is the end itself, the ratio is 1.
    let isPeak: Value.Mask = fromMode .== 0
    let ratio: Value = select(isPeak, 1, distance) / select(isPeak, 1, side)
    let isEmpty: Value.Mask = isOutside .| (ratio .== 0)
    let inside: Value =
      log(select(isEmpty, 1, ratio)) + (Value(0.69314718055994530942) - log(width))
    return nanUnless(isValid, select(isEmpty, -Value.infinity, inside))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    logDensity(fromLower: x - lowerBound, toUpper: upperBound - x, fromMode: x - mode)
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(.triangularLogDensity, x, lowerBound, mode, upperBound) { x, lower, mode, upper in
      Triangular(lowerBound: lower, mode: mode, upperBound: upper).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(
      fromLower: (point.anchor - lowerBound) + point.offset,
      toUpper: (upperBound - point.anchor) - point.offset,
      fromMode: (point.anchor - mode) + point.offset)
  }

  // MARK: - Cumulative functions

  /// d²/(w s), the mass within d of an end on its side s of the mode.
  @inlinable func endMass(_ distance: Value, _ side: Value) -> Value {
    let inner: Value = maximum(distance, 0)
    return inner / width * (inner / select(side .> 0, side, 1))
  }

  /// (s + d (2 − d/t))/w: the mass up to the mode over a side s, and within d beyond it on a side t.
  @inlinable func farMass(_ side: Value, _ other: Value, _ distance: Value) -> Value {
    let inner: Value = minimum(other, maximum(distance, 0))
    let share: Value = inner / select(other .> 0, other, 1)
    return (side + inner * (2 - share)) / width
  }

  @specialized(where Value == Double)
  @inlinable public func cdf(_ x: Value) -> Value {
    let isLeft: Value.Mask = x .< mode
    let mass: Value = select(
      isLeft, endMass(x - lowerBound, left), farMass(left, right, x - mode))
    return nanUnless(isValid .& (x .== x), mass)
  }

  @specialized(where Value == Double)
  @inlinable public func survival(_ x: Value) -> Value {
    let isLeft: Value.Mask = x .< mode
    let mass: Value = select(
      isLeft, farMass(right, left, mode - x), endMass(upperBound - x, right))
    return nanUnless(isValid .& (x .== x), mass)
  }

  /// log of a mass, from its complement where it is nearer to 1.
  @inlinable func logShare(_ share: Value, complement: Value) -> Value {
    let isMost: Value.Mask = share .> 0.5
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

  /// Measured from the end on whose side of the mode the point is.
  @inlinable func point(lower: Value, upper: Value) -> AnchoredPoint<Value> {
    let valid: Value.Mask = isValid .& isProbability(lower)
    let isLower: Value.Mask = lower .<= left / width
    let mass: Value = select(isLower, lower, upper)
    let distance: Value = sqrt(mass) * sqrt(width) * sqrt(select(isLower, left, right))
    // Where the mode is an end, points near it are measured from it: w m/(1 + √(1 − m)).
    let isAtLower: Value.Mask = (left .== 0) .& (lower .<= 0.5)
    let isAtUpper: Value.Mask = (right .== 0) .& (upper .<= 0.5)
    let near: Value = minimum(lower, upper)
    let fromMode: Value = width * near / (1 + sqrt(1 - near))
    let size: Value = select(isAtLower .| isAtUpper, fromMode, distance)
    let isFromLower: Value.Mask = isAtLower .| (isLower .& .!isAtUpper)
    let offset: Value = nanUnless(valid, select(isFromLower, size, -size))
    return AnchoredPoint(anchor: select(isFromLower, lowerBound, upperBound), offset: offset)
  }

  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
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

  /// (a + b + c)/3.
  @inlinable public var mean: Value { nanUnless(isValid, mode + (right - left) / 3) }

  /// l² + l r + r², l and r the lengths on both sides of the mode.
  @inlinable var spread: Value { square(left) + left * right + square(right) }

  /// (l² + l r + r²)/18.
  @inlinable public var variance: Value { nanUnless(isValid, spread / 18) }
  /// √2 (r − l)(2l + r)(l + 2r)/(5 (l² + l r + r²)^(3/2)).
  @inlinable public var skewness: Value {
    let s: Value = sqrt(spread)
    let product: Value = ((right - left) / s) * ((width + left) / s) * ((width + right) / s)
    return nanUnless(isValid, Value(0.28284271247461900976) * product)
  }
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, -0.6) }

  // MARK: - Entropy

  /// ½ + log((b − a)/2).
  @inlinable public var entropy: Value { nanUnless(isValid, log(0.5 * width) + 0.5) }

  // MARK: - Draws

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to all parameters.
  @inlinable public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    Triangular<Tensor<Value.Scalar>>(
      lowerBound: lowerBound.tensor, mode: mode.tensor, upperBound: upperBound.tensor
    )
    .draw(lengths, using: &generator)
  }

  /// Rounding may reach an end; the median is as good a draw, and inside.
  @inlinable func inside(_ x: Value) -> Value {
    select((x .> lowerBound) .& (x .< upperBound), x, median)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, lowerBound, mode, upperBound)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return inside(quantile(u))
  }

  public func elements() -> DistributionElements {
    DistributionElements(lowerBound, mode, upperBound) {
      Triangular<Double>(lowerBound: $0[0], mode: $0[1], upperBound: $0[2])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("lowerBound", lowerBound), ("mode", mode), ("upperBound", upperBound))
  }
}

extension Triangular where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(lowerBound: Double, mode: Double, upperBound: Double) {
    self.lowerBound = lowerBound
    self.mode = mode
    self.upperBound = upperBound
  }
}

extension Triangular: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "lowerBound", "mode", "upperBound") {
        Triangular(lowerBound: $0[0], mode: $0[1], upperBound: $0[2])
      }
    ]
  }
}

extension Triangular: Equatable where Value: Equatable {}
extension Triangular: Hashable where Value: Hashable {}
extension Triangular: Codable where Value == Double {}
