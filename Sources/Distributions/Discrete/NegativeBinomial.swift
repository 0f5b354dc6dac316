import SpecialFunctions
import Tensors

/// The negative binomial distribution: the number of failures before a given number of successes.
///
/// ```
/// P(k) = Γ(k + r)/(k! Γ(r)) pʳ (1 − p)ᵏ,   k = 0, 1, 2, ...
/// ```
///
/// - `successes` r: positive and finite, whole or not.
/// - `probability` p of a success: above 0 and at most 1; at 1 all mass is at 0.
///
/// The log-mass is a saddle-point form, as that of ``Binomial``. The entropy has no closed form. The
/// cumulative functions have no derivative by r.
///
/// Elsewhere: TFP `NegativeBinomial(total_count, probs=1 − probability)`; torch
/// `NegativeBinomial(total_count, probs=1 − probability)`; Distributions.jl
/// `NegativeBinomial(r, p)`; scipy `nbinom(n, p)`.
///
/// Source: N. L. Johnson, A. W. Kemp, S. Kotz, *Univariate Discrete Distributions*, 3rd ed., 2005,
/// ch. 5.
public struct NegativeBinomial<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// r, the number of successes.
  public let successes: Value
  /// p, that of a success.
  public let probability: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - successes: r, positive and finite.
  ///   - probability: p, above 0 and at most 1.
  @inlinable public init(successes: Value, probability: Value) {
    self.successes = successes
    self.probability = probability
  }

  public static var familyName: String { "NegativeBinomial" }

  public func validate() throws(ParameterError) {
    try requirePositive("successes", successes)
    try require("probability", probability, "above 0 and at most 1") { $0 > 0 && $0 <= 1 }
  }

  @inlinable var isValid: Value.Mask {
    isPositive(successes) .& (probability .> 0) .& (probability .<= 1)
  }

  // MARK: - Support

  /// From 0 on; the point 0 where p is 1.
  @inlinable public var support: Support<Value> {
    Support(
      lowerBound: 0 * (successes + probability),
      upperBound: select(probability .== 1, 0, Value.infinity))
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard end == .upper else { return .bounded }
    guard let p = number(probability), let r = number(successes) else { return nil }
    if p == 1 { return .bounded }
    return TailBehaviour([
      .init(-Double.log(onePlus: -p), .power(exponent: 1)), .init(1 - r, .log),
    ])
  }

  // MARK: - Mass

  /// p^r (1 − p)^k/(k B(r, k)); at 0 p^r.
  func logMass(whole k: Value) -> Value {
    let isZero: Value.Mask = k .== 0
    let inner: Value = Value.elementwise(
      "negative binomial log-mass", select(isZero, 1, k), successes, probability,
      { k, r, p in
        p == 1 ? -.infinity : logBetaPrefactor(p, oneMinus: 1 - p, r, k) - .log(k)
      },
      derivatives: (
        { k, r, p in digamma(k + r) - digamma(k + 1) + log(onePlus: -p) },
        { k, r, p in digamma(k + r) - digamma(r) + log(p) },
        { k, r, p in r / p - k / (1 - select(p .== 1, 0.5, p)) }
      ))
    return select(isZero, successes * log(probability), inner)
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value.Count) -> Value {
    logMass(at: Value(count: x))
  }

  @specialized(where Value == Double)
  @inlinable public func logMass(at x: Value) -> Value {
    let value = ofNumbers(x, successes, probability) {
      negativeBinomialLogMass($0, successes: $1, probability: $2)
    }
    if let value { return value }
    return Value.self == Value.Scalar.self ? plainLogMass(at: x) : fusedLogMass(at: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @usableFromInline func plainLogMass(at x: Value) -> Value {
    massAtWholeNumbers(x, from: 0, through: Value.infinity, where: isValid) { logMass(whole: $0) }
  }

  @usableFromInline func fusedLogMass(at x: Value) -> Value {
    fused(.negativeBinomialLogMass, x, successes, probability) { x, successes, probability in
      NegativeBinomial(successes: successes, probability: probability).plainLogMass(at: x)
    }
  }

  // MARK: - Cumulative functions

  /// P(X ≤ k) = I_p(r, k + 1).
  static func tails(_ k: Double, _ r: Double, _ p: Double) -> TailProbabilities {
    k < 0
      ? TailProbabilities(logLower: -.infinity, logUpper: 0)
      : regularizedBeta(p, oneMinus: 1 - p, r, k + 1)
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    stepsAtWholeNumbers(
      x, from: 0, through: support.upperBound, where: isValid, below: -Value.infinity, above: 0
    ) { k in
      Value.elementwise(
        "negative binomial log-cdf", k, successes, probability,
        { Self.tails($0, $1, $2).logLower },
        derivatives: (
          { k, _, _ in 0 * k }, nil,
          { k, r, p in
            // ∂F/∂p = (k + r) P(k)/p.
            let q = NegativeBinomial(successes: r, probability: p)
            return exp(q.logMass(whole: k) - q.logCDF(k)) * (k + r) / p
          }
        ))
    }
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    stepsAtWholeNumbers(
      x, from: 0, through: support.upperBound, where: isValid, below: 0, above: -Value.infinity
    ) { k in
      Value.elementwise(
        "negative binomial log-survival", k, successes, probability,
        { Self.tails($0, $1, $2).logUpper },
        derivatives: (
          { k, _, _ in 0 * k }, nil,
          { k, r, p in
            let q = NegativeBinomial(successes: r, probability: p)
            return -exp(q.logMass(whole: k) - q.logSurvival(k)) * (k + r) / p
          }
        ))
    }
  }

  static func quantile(_ level: QuantileLevel, _ r: Double, _ p: Double) -> Double {
    guard r > 0, r < .infinity, p > 0, p <= 1 else { return .nan }
    let mean = r * ((1 - p) / p)
    let deviation = (mean / p).squareRoot()
    return smallestCount(
      level, from: 0, through: p == 1 ? 0 : .infinity, mean: mean, deviation: deviation,
      skewness: (2 - p) / (r * (1 - p)).squareRoot(), tails: { tails($0, r, p) })
  }

  public func quantile(_ u: Value) -> Value {
    Value.elementwise(
      "negative binomial quantile", u, successes, probability,
      { Self.quantile(QuantileLevel(lower: $0), $1, $2) }, derivatives: (nil, nil, nil))
  }

  public func survivalQuantile(_ u: Value) -> Value {
    Value.elementwise(
      "negative binomial quantile", u, successes, probability,
      { Self.quantile(QuantileLevel(upper: $0), $1, $2) }, derivatives: (nil, nil, nil))
  }

  // MARK: - Statistics

  /// r (1 − p)/p.
  @inlinable public var mean: Value {
    nanUnless(isValid, successes * ((1 - probability) / probability))
  }
  /// r (1 − p)/p².
  @inlinable public var variance: Value { mean / probability }
  /// (2 − p)/√(r (1 − p)); NaN where all mass is at 0.
  @inlinable public var skewness: Value {
    let isSpread: Value.Mask = probability .< 1
    let failure: Value = 1 - select(isSpread, probability, 0)
    return nanUnless(isValid .& isSpread, (2 - probability) / sqrt(successes * failure))
  }
  /// 6/r + p²/(r (1 − p)); NaN where all mass is at 0.
  @inlinable public var excessKurtosis: Value {
    let isSpread: Value.Mask = probability .< 1
    let failure: Value = 1 - select(isSpread, probability, 0)
    return nanUnless(isValid .& isSpread, (6 + square(probability) / failure) / successes)
  }
  /// ⌈(r − 1)(1 − p)/p⌉ − 1: of two modes the smaller; 0 for r ≤ 1.
  @inlinable public var mode: Value {
    let peak: Value = (successes - 1) * ((1 - probability) / probability)
    return nanUnless(isValid, maximum(ceil(peak) - 1, 0))
  }

  // MARK: - Entropy

  /// 0 where all mass is at 0; no closed form elsewhere.
  @inlinable public var entropy: Value {
    nanUnless(isValid .& (probability .== 1), 0 * successes)
  }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    drawCount([successes, probability], using: &generator) { p, generator in
      drawNegativeBinomial(successes: p[0], probability: p[1], using: &generator)
    }
  }

  /// Not differentiable. Poisson numbers of rates that are gamma variables times (1 − p)/p.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    let full = fullShape(shape, Self.familyName, successes, probability)
    let size = Tensor<Double>(nanUnless(isValid, successes).tensor)
    let chosen = Tensor<Double>(probability.tensor)
    let gammas = exp(logGammaDraws(size, shape: full, using: &generator))
    return Tensor(poissonOf: gammas * ((1 - chosen) / chosen), shape: full, using: &generator)
  }

  public func elements() -> DistributionElements {
    DistributionElements(successes, probability) {
      NegativeBinomial<Double>(successes: $0[0], probability: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("successes", successes), ("probability", probability))
  }
}

extension NegativeBinomial where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(successes: Double, probability: Double) {
    self.successes = successes
    self.probability = probability
  }
}

extension NegativeBinomial: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "successes", "probability") {
        NegativeBinomial(successes: $0[0], probability: $0[1])
      }
    ]
  }
}

extension NegativeBinomial: Equatable where Value: Equatable {}
extension NegativeBinomial: Hashable where Value: Hashable {}
extension NegativeBinomial: Codable where Value == Double {}
