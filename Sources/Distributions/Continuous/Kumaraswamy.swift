/// The Kumaraswamy distribution, a relative of the beta distribution with a simple cdf.
///
/// ```
/// p(x) = α β x^(α−1) (1 − x^α)^(β−1)   for 0 ≤ x ≤ 1
/// ```
///
/// - `alpha` α and `beta` β: positive and finite.
///
/// Elsewhere: TFP `Kumaraswamy(concentration1, concentration0)`; torch
/// `Kumaraswamy(concentration1, concentration0)`; Distributions.jl `Kumaraswamy(a, b)`.
///
/// Source: P. Kumaraswamy, "A generalized probability density function for double-bounded random
/// processes", J. Hydrology 46 (1980) 79-88.
public struct Kumaraswamy<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// α, the power at 0.
  public let alpha: Value
  /// β, the power at 1.
  public let beta: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - alpha: α, positive and finite.
  ///   - beta: β, positive and finite.
  @inlinable public init(alpha: Value, beta: Value) {
    self.alpha = alpha
    self.beta = beta
  }

  public static var familyName: String { "Kumaraswamy" }

  public func validate() throws(ParameterError) {
    try requirePositive("alpha", alpha)
    try requirePositive("beta", beta)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(alpha) .& isPositive(beta)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .unitInterval }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    number(end == .lower ? alpha : beta).map { TailBehaviour([.init($0 - 1, .log)]) }
  }

  // MARK: - Density

  /// From log x, which is negative inside, and log(−log x), which holds where log x underflows.
  @inlinable func logDensity(
    logPoint: Value, logNegative: Value, isLower: Value.Mask, isUpper: Value.Mask,
    isOutside: Value.Mask
  ) -> Value {
    let constant: Value = log(alpha) + log(beta)
    let isEnd: Value.Mask = isLower .| isUpper
    let logX: Value = select(isEnd .| isOutside, -1, logPoint)
    let logSize: Value = select(isEnd .| isOutside, 0, logNegative)
    // log(1 − x^α); α (−log x) where that is below the range of numbers.
    let rest: Value = logOneMinusExpOfNegative(-alpha * logX, log: log(alpha) + logSize)
    let inside: Value = constant + (alpha - 1) * logX + (beta - 1) * rest
    let lower: Value = limitAtEnd(power: alpha - 1, constant)
    let upper: Value = limitAtEnd(power: beta - 1, constant)
    let ends: Value = select(isLower, lower, select(isUpper, upper, inside))
    return nanUnless(isValid, select(isOutside, -Value.infinity, ends))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value) -> Value {
    let isInner: Value.Mask = (x .> 0) .& (x .< 1)
    // Near 1 from the difference, which is exact.
    let near: Value = log(onePlus: select(isInner .& (x .> 0.5), x, 0.75) - 1)
    let far: Value = log(select(isInner, x, 0.5))
    let logPoint: Value = select(isInner, select(x .> 0.5, near, far), -1)
    return logDensity(
      logPoint: logPoint + 0 * x, logNegative: log(-logPoint), isLower: x .== 0, isUpper: x .== 1,
      isOutside: (x .< 0) .| (x .> 1))
  }

  @usableFromInline func fusedLogProbability(of x: Value) -> Value {
    fused(.kumaraswamyLogDensity, x, alpha, beta) { x, alpha, beta in
      Kumaraswamy(alpha: alpha, beta: beta).plainLogProbability(of: x)
    }
  }

  /// Offsets from 0 and from 1 are exact.
  @specialized(where Value == Double)
  @inlinable public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let lower = point.distance(from: 0)
    let upper = point.distance(from: 1)
    let isNear: Value.Mask = upper.value .> -0.5
    let isInner: Value.Mask = isNear .& (upper.value .< 0)
    let near: Value = log(onePlus: select(isInner, upper.value, 0))
    let isUpper: Value.Mask = upper.logMagnitude .== -Value.infinity
    // Next to 1 the distance is −log x; where it is below the range of numbers its logarithm is known.
    let isNext: Value.Mask = isNear .& .!isUpper .& (upper.value .> -1e-200)
    let safeLog: Value = select(isNear, near, lower.logMagnitude)
    let inner: Value.Mask = safeLog .< 0
    let logNegative: Value = log(-select(inner, safeLog, -1))
    return logDensity(
      logPoint: select(isNear, near, lower.logMagnitude),
      logNegative: select(isNext, upper.logMagnitude, logNegative),
      isLower: lower.logMagnitude .== -Value.infinity, isUpper: isUpper,
      isOutside: (lower.value .< 0) .| (upper.value .> 0))
  }

  // MARK: - Cumulative functions

  /// log(1 − x^α) between the ends.
  @inlinable func logRest(_ x: Value) -> Value {
    let isInner: Value.Mask = (x .> 0) .& (x .< 1)
    let point: Value = select(isInner, x, 0.5)
    let logX: Value = select(
      point .> 0.5, log(onePlus: select(point .> 0.5, point, 0.75) - 1), log(point))
    return logOneMinusExpOfNegative(-alpha * logX, log: log(alpha) + log(-logX))
  }

  @inlinable func tail(_ x: Value, below: Value, above: Value, inside: Value) -> Value {
    let outer: Value = select(x .>= 1, above, inside)
    return nanUnless(isValid .& (x .== x), select(x .<= 0, below, outer))
  }

  /// log(1 − (1 − x^α)^β).
  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    let isInner: Value.Mask = (x .> 0) .& (x .< 1)
    let rest: Value = -beta * logRest(x)
    // Where x^α is below the range of numbers the cdf is β x^α.
    let logPower: Value = log(beta) + alpha * log(select(isInner, x, 0.5))
    return tail(
      x, below: -Value.infinity, above: 0,
      inside: logOneMinusExpOfNegative(rest, log: logPower))
  }

  /// β log(1 − x^α).
  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    tail(x, below: 0, above: -Value.infinity, inside: beta * logRest(x))
  }

  @inlinable public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  @inlinable public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  @inlinable public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(hazard: negativeLog(complement: u))
  }

  @specialized(where Value == Double)
  @inlinable public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    quantile(hazard: negativeLog(u))
  }

  /// x^α = 1 − e^(−h/β), from the nearer end.
  @inlinable func quantile(hazard h: Value) -> AnchoredPoint<Value> {
    let t: Value = h / beta
    let logX: Value = logOneMinusExp(-t) / alpha
    let isLower: Value.Mask = logX .< -0.69314718055994530942
    let toUpper: Value = expMinusOne(logX)
    let offset: Value = nanUnless(isValid, select(isLower, exp(logX), toUpper))
    let logMagnitude: Value = select(isLower, logX, log(-select(isLower, -1, toUpper)))
    return AnchoredPoint(
      anchor: select(isLower, 0, 1 + 0 * alpha), offset: offset, logMagnitude: logMagnitude)
  }

  // MARK: - Statistics

  /// log E Xⁿ = log Γ(1 + n/α) + log Γ(1 + β) − log Γ(1 + β + n/α), from the remainders of log Γ
  /// beyond its tangents at 1 and at 1 + β.
  private func logRatio(_ n: Double, _ h: Value) -> Value {
    let b: Value = 1 + beta
    let first: Value =
      logGammaRemainder(Value(1), Value(n) * h) - logGammaRemainder(b, Value(n) * h)
    let second: Value = logGammaRemainder(Value(1), h) - logGammaRemainder(b, h)
    return first - Value(n) * second
  }

  /// β B(1 + 1/α, β).
  public var mean: Value {
    let h: Value = 1 / alpha
    let difference: Value = logGammaRemainder(Value(1), h) - logGammaRemainder(1 + beta, h)
    let slope: Value = digamma(1 + beta) + Value(0.57721566490153286061)
    return nanUnless(isValid, exp(difference - h * slope))
  }
  public var variance: Value {
    nanUnless(isValid, square(mean) * MomentRatios { logRatio($0, 1 / alpha) }.variance)
  }
  public var skewness: Value {
    nanUnless(
      isValid,
      NarrowMoments.chosen(1 / alpha) { h in
        MomentRatios { logRatio($0, h) }.skewness
      } narrow: {
        narrow($0).skewness
      })
  }
  public var excessKurtosis: Value {
    nanUnless(
      isValid,
      NarrowMoments.chosen(1 / alpha) { h in
        MomentRatios { logRatio($0, h) }.excessKurtosis
      } narrow: {
        narrow($0).excessKurtosis
      })
  }

  /// log xᵅ is the logarithm of a Beta(1, β): κⱼ = ψ⁽ʲ⁻¹⁾(1) − ψ⁽ʲ⁻¹⁾(1 + β).
  private func narrow(_ h: Value) -> NarrowMoments<Value> {
    let cumulants: [Value] = (1...11).map {
      Value(Double.polygamma($0, 1)) - Value.polygamma($0, 1 + beta)
    }
    return NarrowMoments(cumulants: cumulants, h) { $0 }
  }

  /// ((α − 1)/(αβ − 1))^(1/α) for α, β ≥ 1 with one above 1; else the end with the higher density,
  /// the smallest if there are several.
  @inlinable public var mode: Value {
    let isInner: Value.Mask = (alpha .>= 1) .& (beta .>= 1) .& (alpha * beta .> 1)
    let a: Value = select(isInner, alpha, 2)
    let b: Value = select(isInner, beta, 2)
    let inner: Value = exp((log(a - 1) - log(a * b - 1)) / a)
    let isUpper: Value.Mask = (beta .< 1) .& (alpha .>= 1)
    return nanUnless(isValid, select(isInner, inner, select(isUpper, 1, 0 * alpha)))
  }

  // MARK: - Entropy

  /// 1 − 1/β + (1 − 1/α)(ψ(β + 1) + γ) − log αβ, γ Euler's constant.
  @inlinable public var entropy: Value {
    let harmonic: Value = digamma(beta + 1) + Value(0.57721566490153286061)
    let value: Value = (1 - 1 / beta) + (1 - 1 / alpha) * harmonic
    return nanUnless(isValid, value - (log(alpha) + log(beta)))
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
    Kumaraswamy<Tensor<Value.Scalar>>(alpha: alpha.tensor, beta: beta.tensor)
      .draw(lengths, using: &generator)
  }

  /// By the quantile function.
  @inlinable func draw(
    _ lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Value {
    let lengths = fullShape(lengths, Self.familyName, alpha, beta)
    let u = Value.standardUniform(shape: lengths, using: &generator)
    return quantile(u)
  }

  public func elements() -> DistributionElements {
    DistributionElements(alpha, beta) {
      Kumaraswamy<Double>(alpha: $0[0], beta: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("alpha", alpha), ("beta", beta))
  }
}

extension Kumaraswamy where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(alpha: Double, beta: Double) {
    self.alpha = alpha
    self.beta = beta
  }
}

extension Kumaraswamy: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "alpha", "beta") {
        Kumaraswamy(alpha: $0[0], beta: $0[1])
      }
    ]
  }
}

extension Kumaraswamy: Equatable where Value: Equatable {}
extension Kumaraswamy: Hashable where Value: Hashable {}
extension Kumaraswamy: Codable where Value == Double {}
