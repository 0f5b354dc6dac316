import Tensors

/// The chi distribution: the length of a vector of ν standard normal variables.
///
/// ```
/// p(x) = 2^(1 − ν/2) x^(ν−1) e^(−x²/2) / Γ(ν/2)   for x ≥ 0
/// ```
///
/// - `degreesOfFreedom` ν: positive and finite.
///
/// Elsewhere: TFP `Chi(df)`; Distributions.jl `Chi(ν)`; scipy `chi(df)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 18.
public struct Chi<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// ν, the mean of the square.
  public let degreesOfFreedom: Value

  // MARK: - Parameters

  /// - Parameter degreesOfFreedom: ν, positive and finite.
  @inlinable public init(degreesOfFreedom: Value) {
    self.degreesOfFreedom = degreesOfFreedom
  }

  public static var familyName: String { "Chi" }

  public func validate() throws(ParameterError) {
    try requirePositive("degreesOfFreedom", degreesOfFreedom)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(degreesOfFreedom)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let degrees = number(degreesOfFreedom) else { return nil }
    switch end {
    case .lower: return TailBehaviour([.init(degrees - 1, .log)])
    case .upper:
      return TailBehaviour([.init(0.5, .power(exponent: 2)), .init(1 - degrees, .log)])
    }
  }

  // MARK: - Density

  @inlinable var shape: Value { 0.5 * degreesOfFreedom }

  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let log2 = Value(0.69314718055994530942)
    let prefactor: Value = gammaLogPrefactor(
      0.5 * square(point.distance), log: 2 * point.logDistance - log2, shape: shape)
    // At 0 for ν = 1: ½ log(2/π).
    let end: Value = limitAtEnd(power: degreesOfFreedom - 1, -Value(0.22579135264472743236))
    return point.density(where: isValid, end: end, inside: prefactor + (log2 - point.logDistance))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    logDensity(HalfLinePoint(x))
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(.chiLogDensity, x, degreesOfFreedom, degreesOfFreedom) { x, degrees, _ in
      Chi(degreesOfFreedom: degrees).plainLogProbability(of: x)
    }
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
      inside: gammaLogLower(0.5 * square(point.distance), shape: shape))
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity,
      inside: gammaLogUpper(0.5 * square(point.distance), shape: shape))
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
    let logMagnitude: Value = 0.5 * (logX + Value(0.69314718055994530942))
    let isTiny: Value.Mask = x .< 1e-290
    let offset: Value = select(
      isTiny, exp(logMagnitude), sqrt(2 * select(isTiny, 1, x)))
    return AnchoredPoint(anchor: 0, offset: offset, logMagnitude: logMagnitude)
  }

  // MARK: - Statistics

  /// log of Γ((ν+1)/2)/Γ(ν/2) over its limit √(ν/2), without the large parts of both.
  @inlinable var logShrinkage: Value {
    let a: Value = shape
    let correction: Value = logGammaCorrection(a + 0.5) - logGammaCorrection(a)
    return correction - a * logOnePlusRemainder(0.5 / a)
  }

  /// √2 Γ((ν+1)/2)/Γ(ν/2).
  @inlinable public var mean: Value {
    nanUnless(isValid, sqrt(degreesOfFreedom) * exp(logShrinkage))
  }
  /// ν − mean².
  @inlinable public var variance: Value {
    nanUnless(isValid, -degreesOfFreedom * expMinusOne(2 * logShrinkage))
  }
  /// mean (1 − 2σ²)/σ³; for large ν, where σ² nears ½, 1 − 2σ² is its series in 1/ν.
  @inlinable public var skewness: Value {
    let v: Value = variance
    let many: Value.Mask = degreesOfFreedom .> 28
    let t: Value = 1 / maximum(degreesOfFreedom, 28)
    let series: Value = horner(
      t,
      [
        0, 0.25, 0.125, -0.078125, -23.0 / 128, 53.0 / 512, 593.0 / 1024, -5165.0 / 16384,
        -110123.0 / 32768, 231743.0 / 131072, 8_113_223.0 / 262144, -33_497_425.0 / 2_097_152,
      ])
    return mean * select(many, series, 1 - 2 * v) / v / sqrt(v)
  }
  /// 2 (1 − mean σ skewness − σ²)/σ²; for large ν, where nothing of that remains, its series in 1/ν.
  @inlinable public var excessKurtosis: Value {
    let v: Value = variance
    let many: Value.Mask = degreesOfFreedom .> 28
    let t: Value = 1 / maximum(degreesOfFreedom, 28)
    let series: Value = horner(
      t,
      [
        0, 0, 0.75, 1.125, -0.703125, -495.0 / 128, 1125.0 / 512, 24525.0 / 1024,
        -211725.0 / 16384, -7_537_275.0 / 32768, 15_810_975.0 / 131072, 830_826_675.0 / 262144,
        -3_430_231_425.0 / 2_097_152, -249_455_724_075.0 / 4_194_304,
      ])
    return nanUnless(
      isValid, select(many, series, 2 * (1 - square(mean) * (1 - 2 * v) / v - v) / v))
  }
  /// √(ν − 1), and 0 for ν ≤ 1.
  @inlinable public var mode: Value {
    nanUnless(isValid, sqrt(maximum(degreesOfFreedom - 1, 0)))
  }

  // MARK: - Entropy

  /// That of the gamma law of shape ν/2, − ½ (log 2 + ψ(ν/2)).
  public var entropy: Value {
    let logMean: Value = digamma(shape) + Value(0.69314718055994530942)
    return nanUnless(isValid, gammaEntropy(shape: shape) - 0.5 * logMean)
  }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    drawValue([degreesOfFreedom], using: &generator) { p, generator in
      exp(0.5 * (logGammaDraw(shape: 0.5 * p[0], using: &generator) + 0.69314718055994530942))
    }
  }

  /// Gradients flow to the degrees of freedom by implicit differentiation.
  public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let half = 0.5 * degreesOfFreedom.tensor
    let logs = logGammaDraws(half, shape: lengths + half.shape, using: &generator)
    return exp(0.5 * (logs + Tensor(0.69314718055994530942)))
  }

  public func elements() -> DistributionElements {
    DistributionElements(degreesOfFreedom) {
      Chi<Double>(degreesOfFreedom: $0[0])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("degreesOfFreedom", degreesOfFreedom))
  }
}

extension Chi where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom
  }
}

extension Chi: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "degreesOfFreedom") {
        Chi(degreesOfFreedom: $0[0])
      }
    ]
  }
}

extension Chi: Equatable where Value: Equatable {}
extension Chi: Hashable where Value: Hashable {}
extension Chi: Codable where Value == Double {}
