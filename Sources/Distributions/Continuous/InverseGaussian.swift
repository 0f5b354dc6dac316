import SpecialFunctions

/// The inverse Gaussian (Wald) distribution: the time at which Brownian motion with drift first
/// reaches a level.
///
/// ```
/// p(x) = √(λ/(2πx³)) exp(−λ(x − μ)²/(2μ²x))   for x > 0
/// ```
///
/// - `mean` μ: positive and finite.
/// - `shape` λ: positive and finite; the variance is μ³/λ.
///
/// Both tails are sums or integrals of positive terms: nothing cancels for μ far above λ, where the
/// upper tail is that of a Lévy distribution at first, nor for λ far above μ. The cumulative functions
/// have derivatives by the value only.
///
/// Elsewhere: TFP `InverseGaussian(loc, concentration)`; Distributions.jl `InverseGaussian(μ, λ)`;
/// scipy `invgauss(mu=mean / shape, scale=shape)`.
///
/// Sources: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 15; draws by J. R. Michael, W. R. Schucany, R. W. Haas, "Generating random
/// variates using transformations with multiple roots", Amer. Statist. 30 (1976) 88-90.
public struct InverseGaussian<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// μ, the expectation.
  public let mean: Value
  /// λ; the narrower the law, the larger λ/μ.
  public let shape: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - mean: μ, positive and finite.
  ///   - shape: λ, positive and finite.
  @inlinable public init(mean: Value, shape: Value) {
    self.mean = mean
    self.shape = shape
  }

  public static var familyName: String { "InverseGaussian" }

  public func validate() throws(ParameterError) {
    try requirePositive("mean", mean)
    try requirePositive("shape", shape)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(mean) .& isPositive(shape)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let mean = number(mean), let shape = number(shape) else { return nil }
    switch end {
    case .lower: return TailBehaviour([.init(0.5 * shape, .power(exponent: 1)), .init(-1.5, .log)])
    case .upper:
      let rate = 0.5 * (shape / mean) / mean
      return TailBehaviour([.init(rate, .power(exponent: 1)), .init(1.5, .log)])
    }
  }

  // MARK: - Density

  /// ½ log(λ/2π) − 1.5 log x − ½ (λ/μ) z (x − μ)/x,  z = (x − μ)/μ.
  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let excess: Value = point.distance - mean
    let power: Value = 0.5 * (shape / mean) * (excess / mean) * (excess / point.distance)
    let front: Value = 0.5 * (log(shape) - point.logDistance) - point.logDistance
    return point.density(
      where: isValid, end: -Value.infinity,
      inside: front - Value(0.91893853320467274178) - power)
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
    fused(.inverseGaussianLogDensity, x, mean, shape) { x, mean, shape in
      InverseGaussian(mean: mean, shape: shape).plainLogProbability(of: x)
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
    let inside = Value.elementwise(
      "inverse Gaussian log-cdf", point.distance, mean, shape,
      { inverseGaussianTails($0, mean: $1, shape: $2).logLower },
      derivatives: (
        { x, mean, shape in
          let p = InverseGaussian(mean: mean, shape: shape)
          return exp(p.logProbability(of: x) - p.logCDF(x))
        }, nil, nil
      ))
    return point.tail(where: isValid, below: -Value.infinity, beyond: 0, inside: inside)
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    let inside = Value.elementwise(
      "inverse Gaussian log-survival", point.distance, mean, shape,
      { inverseGaussianTails($0, mean: $1, shape: $2).logUpper },
      derivatives: (
        { x, mean, shape in
          let p = InverseGaussian(mean: mean, shape: shape)
          return -exp(p.logProbability(of: x) - p.logSurvival(x))
        }, nil, nil
      ))
    return point.tail(where: isValid, below: 0, beyond: -Value.infinity, inside: inside)
  }

  public func quantile(_ u: Value) -> Value {
    let x = Value.elementwise(
      "inverse Gaussian quantile", u, mean, shape,
      { inverseGaussianQuantile(lower: $0, mean: $1, shape: $2) }, derivatives: (nil, nil, nil))
    return nanUnless(isValid, x)
  }

  public func survivalQuantile(_ u: Value) -> Value {
    let x = Value.elementwise(
      "inverse Gaussian quantile", u, mean, shape,
      { inverseGaussianQuantile(upper: $0, mean: $1, shape: $2) }, derivatives: (nil, nil, nil))
    return nanUnless(isValid, x)
  }

  // MARK: - Statistics

  /// μ³/λ.
  @inlinable public var variance: Value { nanUnless(isValid, mean * mean * (mean / shape)) }
  /// 3 √(μ/λ).
  @inlinable public var skewness: Value { nanUnless(isValid, 3 * sqrt(mean / shape)) }
  /// 15 μ/λ.
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, 15 * (mean / shape)) }
  /// μ (√(1 + k²) − k), k = 3μ/(2λ), without the difference.
  @inlinable public var mode: Value {
    let k: Value = 1.5 * (mean / shape)
    // From 10⁹ on the 1 is lost in k².
    let isLarge: Value.Mask = k .> 1e9
    let safe: Value = select(isLarge, 1, k)
    let root: Value = select(isLarge, k, sqrt(1 + square(safe)))
    return nanUnless(isValid, mean / (root + k))
  }

  // MARK: - Entropy

  /// ½ log(2π/λ) + ½ + (3/2) E log X, with E log X = log μ − e^z E₁(z), z = 2λ/μ.
  public var entropy: Value {
    let meanLog = Value.elementwise(
      "mean logarithm of an inverse Gaussian variable", mean, shape,
      { mean, shape in Double.log(mean) - scaledExponentialIntegral(2 * (shape / mean)) },
      derivatives: (nil, nil))
    return nanUnless(isValid, Value(1.4189385332046727418) + 1.5 * meanLog - 0.5 * log(shape))
  }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    drawValue([mean, shape], using: &generator) { p, generator in
      drawInverseGaussian(mean: p[0], shape: p[1], using: &generator)
    }
  }

  /// Not differentiable.
  public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let full = fullShape(lengths, Self.familyName, mean, shape)
    let normal = Tensor<Double>(standardNormal: full, using: &generator)
    let uniform = Tensor<Double>(standardUniform: full, using: &generator)
    let draws = inverseGaussianDraws(
      mean: Tensor<Double>(mean.tensor), shape: Tensor<Double>(shape.tensor), normal: normal,
      uniform: uniform)
    return Tensor<Value.Scalar>(draws).stoppingGradient()
  }

  public func elements() -> DistributionElements {
    DistributionElements(mean, shape) {
      InverseGaussian<Double>(mean: $0[0], shape: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("mean", mean), ("shape", shape))
  }
}

extension InverseGaussian where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(mean: Double, shape: Double) {
    self.mean = mean
    self.shape = shape
  }
}

extension InverseGaussian: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "mean", "shape") {
        InverseGaussian(mean: $0[0], shape: $0[1])
      }
    ]
  }
}

extension InverseGaussian: Equatable where Value: Equatable {}
extension InverseGaussian: Hashable where Value: Hashable {}
extension InverseGaussian: Codable where Value == Double {}
