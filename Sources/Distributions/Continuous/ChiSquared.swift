import Tensors

/// The chi-squared distribution: the sum of ν squared standard normal variables.
///
/// ```
/// p(x) = x^(ν/2 − 1) e^(−x/2) / (2^(ν/2) Γ(ν/2))   for x ≥ 0
/// ```
///
/// - `degreesOfFreedom` ν: positive and finite.
///
/// It is the gamma law of shape ν/2 in units of 2.
///
/// Elsewhere: TFP `Chi2(df)`; torch `Chi2(df)`; Distributions.jl `Chisq(ν)`; scipy `chi2(df)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 18.
public struct ChiSquared<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// ν, the mean.
  public let degreesOfFreedom: Value

  // MARK: - Parameters

  /// - Parameter degreesOfFreedom: ν, positive and finite.
  @inlinable public init(degreesOfFreedom: Value) {
    self.degreesOfFreedom = degreesOfFreedom
  }

  public static var familyName: String { "ChiSquared" }

  public func validate() throws(ParameterError) {
    try requirePositive("degreesOfFreedom", degreesOfFreedom)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(degreesOfFreedom)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let a = number(degreesOfFreedom).map({ 0.5 * $0 }) else { return nil }
    switch end {
    case .lower: return TailBehaviour([.init(a - 1, .log)])
    case .upper: return TailBehaviour([.init(0.5, .power(exponent: 1)), .init(1 - a, .log)])
    }
  }

  // MARK: - Density

  @inlinable var shape: Value { 0.5 * degreesOfFreedom }

  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let log2 = Value(0.69314718055994530942)
    let prefactor: Value = gammaLogPrefactor(
      0.5 * point.distance, log: point.logDistance - log2, shape: shape)
    return point.density(
      where: isValid, end: limitAtEnd(power: shape - 1, -log2),
      inside: prefactor - point.logDistance)
  }

  /// Over tensors that of the gamma distribution it is.
  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    if Value.self == Value.Scalar.self { return logDensity(HalfLinePoint(x)) }
    return Gamma(shape: shape, rate: 0.5).logProbability(of: x)
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: 0))
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: gammaLogLower(0.5 * point.distance, shape: shape))
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity,
      inside: gammaLogUpper(0.5 * point.distance, shape: shape))
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> { point(u, isUpper: false) }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u, isUpper: true)
  }

  func point(_ u: Value, isUpper: Bool) -> AnchoredPoint<Value> {
    let (x, logX) = gammaQuantile(u, shape: shape, isUpper: isUpper)
    return AnchoredPoint(
      anchor: 0, offset: 2 * x, logMagnitude: logX + Value(0.69314718055994530942))
  }

  // MARK: - Statistics

  @inlinable public var mean: Value { nanUnless(isValid, degreesOfFreedom) }
  @inlinable public var variance: Value { nanUnless(isValid, 2 * degreesOfFreedom) }
  /// √(8/ν).
  @inlinable public var skewness: Value { nanUnless(isValid, sqrt(8 / degreesOfFreedom)) }
  /// 12/ν.
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, 12 / degreesOfFreedom) }
  /// ν − 2, and 0 for ν ≤ 2.
  @inlinable public var mode: Value { nanUnless(isValid, maximum(degreesOfFreedom - 2, 0)) }

  // MARK: - Entropy

  /// That of the gamma law of shape ν/2, and log 2.
  public var entropy: Value {
    nanUnless(isValid, gammaEntropy(shape: shape) + Value(0.69314718055994530942))
  }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    drawValue([degreesOfFreedom], using: &generator) { p, generator in
      2 * exp(logGammaDraw(shape: 0.5 * p[0], using: &generator))
    }
  }

  /// Gradients flow to the degrees of freedom by implicit differentiation.
  public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let half = 0.5 * degreesOfFreedom.tensor
    return 2 * gammaDraws(half, shape: lengths + half.shape, using: &generator)
  }

  public func elements() -> DistributionElements {
    DistributionElements(degreesOfFreedom) {
      ChiSquared<Double>(degreesOfFreedom: $0[0])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("degreesOfFreedom", degreesOfFreedom))
  }
}

extension ChiSquared where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom
  }
}

extension ChiSquared: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "degreesOfFreedom") {
        ChiSquared(degreesOfFreedom: $0[0])
      }
    ]
  }
}

extension ChiSquared: Equatable where Value: Equatable {}
extension ChiSquared: Hashable where Value: Hashable {}
extension ChiSquared: Codable where Value == Double {}
