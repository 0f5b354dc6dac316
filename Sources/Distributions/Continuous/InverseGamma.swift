import Tensors

/// The inverse gamma distribution: the reciprocal of a gamma variable.
///
/// ```
/// p(x) = βᵅ/Γ(α) x^(−α−1) e^(−β/x)   for x > 0
/// ```
///
/// - `shape` α: positive and finite.
/// - `scale` β: positive and finite.
///
/// Elsewhere: TFP `InverseGamma(concentration, scale)`; torch
/// `InverseGamma(concentration, rate=scale)`; Distributions.jl `InverseGamma(α, θ)`; scipy
/// `invgamma(a, scale)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 1,
/// 2nd ed., 1994, ch. 17.
public struct InverseGamma<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// α, the power with which the upper tail falls.
  public let shape: Value
  /// β; the gamma variable's rate.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - shape: α, positive and finite.
  ///   - scale: β, positive and finite.
  @inlinable public init(shape: Value, scale: Value) {
    self.shape = shape
    self.scale = scale
  }

  public static var familyName: String { "InverseGamma" }

  public func validate() throws(ParameterError) {
    try requirePositive("shape", shape)
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(shape) .& isPositive(scale)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard let a = number(shape), let scale = number(scale) else { return nil }
    switch end {
    case .lower: return TailBehaviour([.init(scale, .power(exponent: 1)), .init(-a - 1, .log)])
    case .upper: return TailBehaviour([.init(a + 1, .log)])
    }
  }

  // MARK: - Density

  @inlinable func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let prefactor: Value = gammaLogPrefactor(
      scale / point.distance, log: -point.logRatio(to: scale), shape: shape)
    return point.density(
      where: isValid, end: -Value.infinity, inside: prefactor - point.logDistance)
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
    fused(
      .inverseGammaLogDensity, x, shape, scale,
      slopes: { x, shape, scale in
        let isOutside: Value.Mask = (x .<= 0) .| (x .== Value.infinity)
        let inverse: Value = 1 / select(isOutside, 1, x)
        let ratio: Value = scale * inverse
        return [
          select(isOutside, 0, (ratio - (shape + 1)) * inverse),
          select(isOutside, 0, log(ratio) - digamma(shape)),
          select(isOutside, 0, shape / scale - inverse),
        ]
      }
    ) { x, shape, scale in
      InverseGamma(shape: shape, scale: scale).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: 0))
  }

  // MARK: - Cumulative functions

  /// Q(α, β/x).
  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: gammaLogUpper(scale / point.distance, shape: shape))
  }

  /// P(α, β/x).
  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity,
      inside: gammaLogLower(scale / point.distance, shape: shape))
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> { point(u, isUpper: true) }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(u, isUpper: false)
  }

  /// β over the gamma law's quantile from the other tail.
  func point(_ u: Value, isUpper: Bool) -> AnchoredPoint<Value> {
    let (x, logX) = gammaQuantile(u, shape: shape, isUpper: isUpper)
    let valid: Value = nanUnless(isValid, scale)
    return AnchoredPoint(anchor: 0, offset: valid / x, logMagnitude: log(valid) - logX)
  }

  // MARK: - Statistics

  /// A moment that exists for a shape above its order; infinite else.
  @inlinable func moment(_ order: Double, _ value: (Value) -> Value) -> Value {
    let exists: Value.Mask = shape .> Value(order)
    let safe: Value = select(exists, shape, Value(order + 1))
    return nanUnless(isValid, select(exists, value(safe), Value.infinity))
  }

  /// β/(α − 1); infinite for α ≤ 1.
  @inlinable public var mean: Value { moment(1) { scale / ($0 - 1) } }
  /// β²/((α − 1)² (α − 2)); infinite for α ≤ 2.
  @inlinable public var variance: Value { moment(2) { square(scale / ($0 - 1)) / ($0 - 2) } }
  /// 4 √(α − 2)/(α − 3); infinite for 2 < α ≤ 3, NaN for less.
  @inlinable public var skewness: Value {
    nanUnless(shape .> 2, moment(3) { 4 * sqrt($0 - 2) / ($0 - 3) })
  }
  /// 6 (5α − 11)/((α − 3)(α − 4)); infinite for 2 < α ≤ 4, NaN for less.
  @inlinable public var excessKurtosis: Value {
    nanUnless(shape .> 2, moment(4) { 6 * ((5 * $0 - 11) / ($0 - 3)) / ($0 - 4) })
  }
  /// β/(α + 1).
  @inlinable public var mode: Value { nanUnless(isValid, scale / (shape + 1)) }

  // MARK: - Entropy

  /// That of the gamma law, − 2ψ(α) + log β.
  public var entropy: Value {
    nanUnless(isValid, gammaEntropy(shape: shape) - 2 * digamma(shape) + log(scale))
  }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    drawValue([shape, scale], using: &generator) { p, generator in
      p[1] * exp(-logGammaDraw(shape: p[0], using: &generator))
    }
  }

  /// Gradients flow to both parameters, to the shape by implicit differentiation.
  public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let full = fullShape(lengths, Self.familyName, shape, scale)
    return scale.tensor * exp(-logGammaDraws(shape.tensor, shape: full, using: &generator))
  }

  public func elements() -> DistributionElements {
    DistributionElements(shape, scale) {
      InverseGamma<Double>(shape: $0[0], scale: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("shape", shape), ("scale", scale))
  }
}

extension InverseGamma where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(shape: Double, scale: Double) {
    self.shape = shape
    self.scale = scale
  }
}

extension InverseGamma: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "shape", "scale") {
        InverseGamma(shape: $0[0], scale: $0[1])
      }
    ]
  }
}

extension InverseGamma: Equatable where Value: Equatable {}
extension InverseGamma: Hashable where Value: Hashable {}
extension InverseGamma: Codable where Value == Double {}
