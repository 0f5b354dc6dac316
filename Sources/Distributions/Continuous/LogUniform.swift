/// The log-uniform (reciprocal) distribution: its logarithm is uniform.
///
/// ```
/// p(x) = 1/(x log(b/a))   for a ≤ x ≤ b
/// ```
///
/// - `lowerBound` a and `upperBound` b: positive and finite, a < b.
///
/// Elsewhere: Distributions.jl `LogUniform(a, b)`; scipy `loguniform(a, b)`.
///
/// Source: R. W. Hamming, "On the distribution of numbers", Bell System Tech. J. 49 (1970) 1609-1625.
public struct LogUniform<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// a, the left end.
  public let lowerBound: Value
  /// b, the right end.
  public let upperBound: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - lowerBound: a, positive and finite.
  ///   - upperBound: b, finite and greater than a.
  @inlinable public init(lowerBound: Value, upperBound: Value) {
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }

  public static var familyName: String { "LogUniform" }

  public func validate() throws(ParameterError) {
    try requirePositive("lowerBound", lowerBound)
    try requireFinite("upperBound", upperBound)
    try requireOrder("upperBound", upperBound, above: "lowerBound", lowerBound)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(lowerBound) .& isFinite(upperBound) .& (lowerBound .< upperBound)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> {
    Support(lowerBound: lowerBound, upperBound: upperBound)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }

  // MARK: - Density

  /// log(b/a).
  @inlinable var logWidth: Value { logQuotient(upperBound, lowerBound) }

  /// From the distances to both ends.
  @inlinable func logDensity(fromLower: Value, fromUpper: Value, logPoint: Value) -> Value {
    let isOutside: Value.Mask = (fromLower .< 0) .| (fromUpper .> 0)
    let inside: Value = -logPoint - log(logWidth) + zeroIfFinite(select(isOutside, 0, fromLower))
    return nanUnless(isValid, select(isOutside, -Value.infinity, inside))
  }

  @inlinable public func logProbability(of x: Value) -> Value {
    logDensity(
      fromLower: x - lowerBound, fromUpper: x - upperBound, logPoint: log(select(x .> 0, x, 1)))
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let x: Value = point.value
    return logDensity(
      fromLower: (point.anchor - lowerBound) + point.offset,
      fromUpper: (point.anchor - upperBound) + point.offset, logPoint: log(select(x .> 0, x, 1)))
  }

  // MARK: - Cumulative functions

  /// log(x/a)/log(b/a).
  @specialized(where Value == Double)
  @inlinable public func cdf(_ x: Value) -> Value {
    let point: Value = minimum(upperBound, maximum(lowerBound, x))
    return nanUnless(isValid, logQuotient(point, lowerBound) / logWidth)
  }

  /// log(b/x)/log(b/a).
  @specialized(where Value == Double)
  @inlinable public func survival(_ x: Value) -> Value {
    let point: Value = minimum(upperBound, maximum(lowerBound, x))
    return nanUnless(isValid, logQuotient(upperBound, point) / logWidth)
  }

  /// log of a share, from the other one where it is nearer to 1.
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

  /// Measured from the end that is nearer in probability.
  @inlinable func point(lower: Value, upper: Value) -> AnchoredPoint<Value> {
    let isLower: Value.Mask = lower .<= 0.5
    let valid: Value.Mask = isValid .& isProbability(lower)
    let share: Value = nanUnless(valid, select(isLower, lower, -upper))
    let growth: Value = share * logWidth
    // More than a factor of 2 away the end is no anchor.
    let isNear: Value.Mask = abs(growth) .< 0.69314718055994530942
    let end: Value = select(isLower, lowerBound, upperBound)
    let nearOffset: Value = end * expMinusOne(select(isNear, growth, 0))
    return AnchoredPoint(
      anchor: select(isNear, end, 0 * end),
      offset: nanUnless(valid, select(isNear, nearOffset, exp(log(end) + growth))))
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

  /// (b − a)/log(b/a).
  @inlinable public var mean: Value {
    nanUnless(isValid, (upperBound - lowerBound) / logWidth)
  }

  /// E Xⁿ is that of the middle √(ab) times sinh(nL/2)/(nL/2), L = log(b/a).
  var ratios: MomentRatios<Value> {
    let half: Value = 0.5 * logWidth
    return MomentRatios { n in
      logSinhQuotient(Value(n) * half) - Value(n) * logSinhQuotient(half)
    }
  }

  /// The cumulants of a uniform law of width 1: Bⱼ/j, B the Bernoulli numbers.
  private func series(_ width: Value) -> NarrowMoments<Value> {
    NarrowMoments(
      cumulants: [
        1.0 / 12, 0, -1.0 / 120, 0, 1.0 / 252, 0, -1.0 / 240, 0, 1.0 / 132, 0, -691.0 / 32760,
      ], width)
  }

  /// (b² − a²)/(2L) − mean².
  public var variance: Value { square(mean) * ratios.variance }
  public var skewness: Value {
    let narrow = Value.elementwise(
      "log-uniform skewness", logWidth,
      { width in
        let moment = logUniformMoments(width)
        return moment(3) / moment(2) / moment(2).squareRoot()
      }, derivative: nil)
    let wide: Value = select(logWidth .< 4, narrow, ratios.skewness)
    return nanUnless(
      isValid,
      NarrowMoments.chosen(logWidth) { _ in
        wide
      } narrow: {
        series($0).skewness
      })
  }
  public var excessKurtosis: Value {
    let narrow = Value.elementwise(
      "log-uniform kurtosis", logWidth,
      { width in
        let moment = logUniformMoments(width)
        return moment(4) / moment(2) / moment(2) - 3
      }, derivative: nil)
    let wide: Value = select(logWidth .< 4, narrow, ratios.excessKurtosis)
    return nanUnless(
      isValid,
      NarrowMoments.chosen(logWidth) { _ in
        wide
      } narrow: {
        series($0).excessKurtosis
      })
  }
  @inlinable public var mode: Value { nanUnless(isValid, lowerBound) }
  /// √(ab).
  @inlinable public var median: Value {
    nanUnless(isValid, sqrt(lowerBound) * sqrt(upperBound))
  }

  // MARK: - Entropy

  /// ½ log(ab) + log log(b/a).
  @inlinable public var entropy: Value {
    nanUnless(isValid, 0.5 * (log(lowerBound) + log(upperBound)) + log(logWidth))
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
    LogUniform<Tensor<Value.Scalar>>(lowerBound: lowerBound.tensor, upperBound: upperBound.tensor)
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
    let lengths = fullShape(lengths, Self.familyName, lowerBound, upperBound)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return inside(quantile(u))
  }

  public func elements() -> DistributionElements {
    DistributionElements(lowerBound, upperBound) {
      LogUniform<Double>(lowerBound: $0[0], upperBound: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("lowerBound", lowerBound), ("upperBound", upperBound))
  }
}

extension LogUniform where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(lowerBound: Double, upperBound: Double) {
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }
}

extension LogUniform: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "lowerBound", "upperBound") {
        LogUniform(lowerBound: $0[0], upperBound: $0[1])
      }
    ]
  }
}

extension LogUniform: Equatable where Value: Equatable {}
extension LogUniform: Hashable where Value: Hashable {}
extension LogUniform: Codable where Value == Double {}

/// Central moments of e^(Lu) − 1 over its slope L, u uniform on (−½, ½), by a Gauss-Legendre rule:
/// deviations are taken before powers, so that narrow intervals keep their digits.
private func logUniformMoments(_ width: Double) -> (Double) -> Double {
  func value(_ node: Double) -> Double {
    let t = width * (node - 0.5)
    return (width == 0 ? 0 : Double.expMinusOne(t) / width)
  }
  let mean = legendreRule.reduce(0) { $0 + $1.weight * value($1.node) }
  return { order in
    legendreRule.reduce(0) { $0 + $1.weight * Double.pow(value($1.node) - mean, Int(order)) }
  }
}
