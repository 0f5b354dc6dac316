import SpecialFunctions
import Tensors

/// The beta prime distribution: that of the odds Y/(1 − Y) of a beta variable Y, or of the quotient of
/// two gamma variables.
///
/// ```
/// p(x) = x^(α−1) (1 + x)^(−α−β)/B(α, β)   for x ≥ 0
/// ```
///
/// - `alpha` α: positive and finite, the power at 0.
/// - `beta` β: positive and finite, the power with which the survival falls.
///
/// The log-density is that of `Beta` at x/(1 + x), with βx − α rounded once, so that parameters of 10¹²
/// lose no digits. The cumulative functions have no derivative by the parameters.
///
/// Elsewhere: TFP —; torch —; Distributions.jl `BetaPrime(α, β)`; scipy `betaprime(a, b)`.
///
/// Source: N. L. Johnson, S. Kotz, N. Balakrishnan, *Continuous Univariate Distributions* vol. 2,
/// 2nd ed., 1995, ch. 25.7.
public struct BetaPrime<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// α, the power at 0, above it by 1.
  public let alpha: Value
  /// β, the power with which the survival falls.
  public let beta: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - alpha: α, positive and finite.
  ///   - beta: β, positive and finite.
  @inlinable public init(alpha: Value, beta: Value) {
    self.alpha = alpha
    self.beta = beta
  }

  public static var familyName: String { "BetaPrime" }

  public func validate() throws(ParameterError) {
    try requirePositive("alpha", alpha)
    try requirePositive("beta", beta)
  }

  @inlinable var isValid: Value.Mask {
    isPositive(alpha) .& isPositive(beta)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .nonNegative }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    if end == .lower { return number(alpha).map { TailBehaviour([.init($0 - 1, .log)]) } }
    return number(beta).map { TailBehaviour([.init($0 + 1, .log)]) }
  }

  // MARK: - Density

  /// βx − α, rounded once.
  func difference(_ x: Value) -> Value {
    Value.elementwise(
      "beta prime difference", beta, x, alpha, { (-$2).addingProduct($0, $1) },
      derivatives: ({ _, x, _ in x }, { beta, _, _ in beta }, { _, _, a in 0 * a - 1 }))
  }

  /// Between the ends, from x with its logarithm and from βx − α.
  func logDensity(_ x: Value, logMagnitude logX: Value, difference: Value) -> Value {
    let isHuge: Value.Mask = x .> 1e300
    let isLarge: Value.Mask = x .> 1
    let safe: Value = select(isHuge, 1, x)
    let total: Value = 1 + safe
    // y = x/(1 + x) and its complement, with their logarithms.
    let y: Value = select(isHuge, 1, safe / total)
    let rest: Value = select(isHuge, 0, 1 / total)
    let logRest: Value = select(isHuge, -logX, -log(onePlus: safe))
    let logY: Value = select(
      isLarge, log(onePlus: -select(isLarge, rest, 0)), select(isLarge, 0, logX) + logRest)
    let shortfall: Value = select(isHuge, -beta, -select(isHuge, 0, difference) / total)
    let inner: Value = Beta(alpha: alpha, beta: beta).logDensity(
      lower: (y, logY), upper: (rest, logRest), shortfall: shortfall)
    return inner + 2 * logRest
  }

  func logDensity(_ point: HalfLinePoint<Value>) -> Value {
    let inside: Value = logDensity(
      point.distance, logMagnitude: point.logDistance, difference: difference(point.distance))
    return point.density(
      where: isValid, end: limitAtEnd(power: alpha - 1, log(beta)), inside: inside)
  }

  @specialized(where Value == Double)
  public func logProbability(of x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogProbability(of: x) : fusedLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  func plainLogProbability(of x: Value) -> Value {
    logDensity(HalfLinePoint(x))
  }

  func fusedLogProbability(of x: Value) -> Value {
    fused(
      .betaPrimeLogDensity, x, alpha, beta,
      slopes: { x, alpha, beta in
        // At 0 the logarithm of a power that is 0 does not count.
        let isFlat: Value.Mask = (x .== 0) .& (alpha .== 1)
        let isEnd: Value.Mask = (x .<= 0) .| (x .== Value.infinity)
        let lower: Value = select(isEnd, 1, x)
        let inside: Value = select(isFlat, 0, lower)
        let isOutside: Value.Mask = isEnd .& (inside .!= 0)
        let total: Value = alpha + beta
        let rest: Value = log(onePlus: inside)
        return [
          select(isOutside, 0, (alpha - 1) / lower - total / (1 + inside)),
          select(isOutside, 0, (log(lower) - rest) - (digamma(alpha) - digamma(total))),
          select(isOutside, 0, digamma(total) - digamma(beta) - rest),
        ]
      }
    ) { x, alpha, beta in
      BetaPrime(alpha: alpha, beta: beta).plainLogProbability(of: x)
    }
  }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(HalfLinePoint(point, from: 0))
  }

  // MARK: - Cumulative functions

  /// The log of a tail between the ends; its derivative by x is the density over it.
  private func logTail(
    _ name: String, _ x: Value, sign: Value,
    _ tail: @escaping @Sendable (TailProbabilities) -> Double
  ) -> Value {
    Value.elementwise(
      name, x, alpha, beta,
      { x, a, b in
        tail(regularizedBeta(odds: x, difference: (-a).addingProduct(b, x), a, b))
      },
      derivatives: (
        { x, alpha, beta in
          let p = BetaPrime(alpha: alpha, beta: beta)
          return sign * exp(p.logProbability(of: x) - p.logTail(name, x, sign: sign, tail))
        }, nil, nil
      ))
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: -Value.infinity, beyond: 0,
      inside: logTail("beta prime log-cdf", point.distance, sign: 1) { $0.logLower })
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let point = HalfLinePoint(x)
    return point.tail(
      where: isValid, below: 0, beyond: -Value.infinity,
      inside: logTail("beta prime log-survival", point.distance, sign: -1) { $0.logUpper })
  }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let (x, logX) = betaOddsQuantile(u, alpha, beta, isUpper: false)
    return AnchoredPoint(anchor: 0, offset: nanUnless(isValid, x), logMagnitude: logX)
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    let (x, logX) = betaOddsQuantile(u, alpha, beta, isUpper: true)
    return AnchoredPoint(anchor: 0, offset: nanUnless(isValid, x), logMagnitude: logX)
  }

  // MARK: - Statistics

  /// A fact that is finite for β above a bound, and infinite up to it; NaN for β ≤ `undefined`.
  @inlinable func moment(
    above bound: Double, undefined: Double = 0, _ value: (Value) -> Value
  ) -> Value {
    let exists: Value.Mask = beta .> Value(bound)
    let safe: Value = select(exists, beta, Value(bound + 1))
    let isDefined: Value.Mask = isValid .& (beta .> Value(undefined))
    return nanUnless(isDefined, select(exists, value(safe), Value.infinity))
  }

  /// α/(β − 1); infinite for β ≤ 1.
  @inlinable public var mean: Value { moment(above: 1) { alpha / ($0 - 1) } }
  /// α (α + β − 1)/((β − 2)(β − 1)²); infinite for β ≤ 2.
  @inlinable public var variance: Value {
    moment(above: 2) { b in (alpha / (b - 1)) * ((alpha + (b - 1)) / (b - 1)) / (b - 2) }
  }
  /// 2 (2α + β − 1)/(β − 3) √((β − 2)/(α (α + β − 1))); infinite for 2 < β ≤ 3, NaN for less.
  @inlinable public var skewness: Value {
    moment(above: 3, undefined: 2) { b in
      let spread: Value = sqrt((b - 2) / (alpha + (b - 1))) / sqrt(alpha)
      return 2 * ((2 * alpha + (b - 1)) / (b - 3)) * spread
    }
  }
  /// 6 (5β − 11)/((β − 3)(β − 4)) + 6 (β − 1)² (β − 2)/(α (α + β − 1)(β − 3)(β − 4)); infinite for
  /// 2 < β ≤ 4, NaN for less.
  @inlinable public var excessKurtosis: Value {
    moment(above: 4, undefined: 2) { b in
      let narrow: Value = (5 * b - 11) / (b - 3)
      let ratio: Value = ((b - 1) / alpha) * ((b - 1) / (alpha + (b - 1)))
      return 6 * (narrow + ratio * ((b - 2) / (b - 3))) / (b - 4)
    }
  }
  /// (α − 1)/(β + 1); 0 for α ≤ 1.
  @inlinable public var mode: Value {
    nanUnless(isValid, maximum(alpha - 1, 0) / (beta + 1))
  }

  // MARK: - Entropy

  /// That of the beta law, plus 2 E log(1 + X) = 2 (ψ(α + β) − ψ(β)).
  public var entropy: Value {
    Beta(alpha: alpha, beta: beta).entropy + 2 * (digamma(alpha + beta) - digamma(beta))
  }

  // MARK: - Draws

  /// From the logarithms of two gamma variables. Gradients flow to both parameters by implicit
  /// differentiation.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    if Value.self == Double.self, let a = alpha as? Double, let b = beta as? Double {
      let first = GammaDraw.log(shape: a, using: &generator)
      let second = GammaDraw.log(shape: b, using: &generator)
      if let draw = exp(first - second) as? Value { return draw }
    }
    return Value(tensor: sample(shape: [], using: &generator))
  }

  /// From the logarithms of two gamma variables. Gradients flow to both parameters by implicit
  /// differentiation.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    let full = fullShape(shape, Self.familyName, alpha, beta)
    let first = logGammaDraws(alpha.tensor, shape: full, using: &generator)
    let second = logGammaDraws(beta.tensor, shape: full, using: &generator)
    return exp(first - second)
  }

  public func elements() -> DistributionElements {
    DistributionElements(alpha, beta) {
      BetaPrime<Double>(alpha: $0[0], beta: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("alpha", alpha), ("beta", beta))
  }
}

extension BetaPrime where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(alpha: Double, beta: Double) {
    self.alpha = alpha
    self.beta = beta
  }
}

extension BetaPrime: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "alpha", "beta") {
        BetaPrime(alpha: $0[0], beta: $0[1])
      }
    ]
  }
}

extension BetaPrime: Equatable where Value: Equatable {}
extension BetaPrime: Hashable where Value: Hashable {}
extension BetaPrime: Codable where Value == Double {}

/// The odds x/(1 − x) at which a tail of a beta law is u, and their logarithm; where they leave the
/// range of numbers the tail is the first term of its series, xᵃ/(a B(a, b)).
func betaOddsQuantile<Value: RealValue>(
  _ u: Value, _ a: Value, _ b: Value, isUpper: Bool
) -> (value: Value, log: Value) {
  func part(_ part: @escaping @Sendable ((value: Double, log: Double)) -> Double) -> Value {
    Value.elementwise(
      "quantile of beta odds", u, a, b, { part(betaOddsQuantile($0, $1, $2, isUpper)) },
      derivatives: (nil, nil, nil))
  }
  return (part { $0.value }, part { $0.log })
}

private func betaOddsQuantile(
  _ u: Double, _ a: Double, _ b: Double, _ isUpper: Bool
) -> (value: Double, log: Double) {
  let point =
    isUpper ? inverseRegularizedBeta(a, b, upper: u) : inverseRegularizedBeta(a, b, lower: u)
  let logLower = isUpper ? Double.log(onePlus: -u) : Double.log(u)
  let logUpper = isUpper ? Double.log(u) : Double.log(onePlus: -u)
  if point.x < 1e-290, logLower > -.infinity {
    let log = (logLower + (Double.log(a) + SpecialFunctions.logBeta(a, b))) / a
    return (Double.exp(log), log)
  }
  if point.oneMinusX < 1e-290, logUpper > -.infinity {
    let log = -(logUpper + (Double.log(b) + SpecialFunctions.logBeta(a, b))) / b
    return (Double.exp(log), log)
  }
  let odds = point.x / point.oneMinusX
  return (odds, Double.log(odds))
}
