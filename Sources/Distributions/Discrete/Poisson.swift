import SpecialFunctions
import Tensors

/// The Poisson distribution: the number of events of a given rate.
///
/// ```
/// P(k) = e^(−λ) λᵏ / k!,   k = 0, 1, 2, ...
/// ```
///
/// - `rate` λ: not negative and finite; at 0 all mass is at 0.
///
/// The log-mass is Loader's saddle-point form, −k (λ/k − 1 − log(λ/k)) − ½ log 2πk − δ(k), δ the
/// remainder of Stirling's formula, so that no digits cancel at large rates. The entropy has no closed
/// form.
///
/// Elsewhere: TFP `Poisson(rate)`; torch `Poisson(rate)`; Distributions.jl `Poisson(λ)`; scipy
/// `poisson(mu)`.
///
/// Sources: C. Loader, "Fast and accurate computation of binomial probabilities", 2000; N. L. Johnson,
/// A. W. Kemp, S. Kotz, *Univariate Discrete Distributions*, 3rd ed., 2005, ch. 4; draws by
/// W. Hörmann, "The transformed rejection method for generating Poisson random variables", Insurance:
/// Mathematics and Economics 12 (1993) 39-45.
public struct Poisson<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// λ, the mean and the variance.
  public let rate: Value

  // MARK: - Parameters

  /// - Parameter rate: λ, not negative and finite.
  @inlinable public init(rate: Value) {
    self.rate = rate
  }

  public static var familyName: String { "Poisson" }

  public func validate() throws(ParameterError) {
    try require("rate", rate, "not negative and finite") { $0 >= 0 && $0 < .infinity }
  }

  @inlinable var isValid: Value.Mask {
    (rate .>= 0) .& (rate .< Value.infinity)
  }

  // MARK: - Support

  /// From 0 on; the point 0 where the rate is 0.
  @inlinable public var support: Support<Value> {
    Support(lowerBound: 0 * rate, upperBound: select(rate .== 0, 0, Value.infinity))
  }

  /// −log p grows as k log k, faster than linearly and slower than any power above the first.
  /// log k! − k log λ = k log k − (1 + log λ) k + ½ log k + O(1).
  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard end == .upper else { return .bounded }
    guard let rate = number(rate), rate > 0 else { return nil }
    return TailBehaviour([
      .init(1, .powerLog(exponent: 1)), .init(-1 - Double.log(rate), .power(exponent: 1)),
      .init(0.5, .log),
    ])
  }

  // MARK: - Mass

  /// At whole numbers that are not negative.
  @inlinable func logMass(whole k: Value) -> Value {
    let isZero: Value.Mask = k .== 0
    let safe: Value = select(isZero, 1, k)
    // At 0 the mass is e^−λ; its other branch must not see a rate of 0.
    let deviance: Value = safe * ratioRemainder(select(isZero, 1, rate), safe)
    let size: Value = 0.5 * log(safe) + Value(0.91893853320467274178)
    return select(isZero, -rate, -deviance - (size + logGammaCorrection(safe)))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value.Count) -> Value {
    logMass(at: Value(count: x))
  }

  @specialized(where Value == Double)
  @inlinable public func logMass(at x: Value) -> Value {
    if let value = ofNumbers(x, rate, { poissonLogMass($0, rate: $1) }) { return value }
    return Value.self == Value.Scalar.self ? plainLogMass(at: x) : fusedLogMass(at: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogMass(at x: Value) -> Value {
    massAtWholeNumbers(x, from: 0, through: Value.infinity, where: isValid) { logMass(whole: $0) }
  }

  @usableFromInline func fusedLogMass(at x: Value) -> Value {
    fused(.poissonLogMass, x, rate, rate) { x, rate, _ in
      Poisson(rate: rate).plainLogMass(at: x)
    }
  }

  // MARK: - Cumulative functions

  /// Q(k + 1, λ).
  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    stepsAtWholeNumbers(
      x, from: 0, through: support.upperBound, where: isValid, below: -Value.infinity, above: 0
    ) { k in
      Value.elementwise(
        "Poisson log-cdf", k, rate, { regularizedGamma($0 + 1, $1).logUpper },
        derivatives: (
          { k, _ in 0 * k },
          { k, rate in
            let p = Poisson(rate: rate)
            return -exp(p.logMass(whole: k) - p.logCDF(k))
          }
        ))
    }
  }

  /// P(k + 1, λ).
  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    stepsAtWholeNumbers(
      x, from: 0, through: support.upperBound, where: isValid, below: 0, above: -Value.infinity
    ) { k in
      Value.elementwise(
        "Poisson log-survival", k, rate, { regularizedGamma($0 + 1, $1).logLower },
        derivatives: (
          { k, _ in 0 * k },
          { k, rate in
            let p = Poisson(rate: rate)
            return exp(p.logMass(whole: k) - p.logSurvival(k))
          }
        ))
    }
  }

  static func quantile(_ level: QuantileLevel, _ rate: Double) -> Double {
    guard rate > 0, rate < .infinity else {
      return rate == 0 ? level.end.map { $0.isNaN ? $0 : 0 } ?? 0 : .nan
    }
    let deviation = rate.squareRoot()
    return smallestCount(
      level, from: 0, through: .infinity, mean: rate, deviation: deviation,
      skewness: 1 / deviation,
      tails: { k in
        let tails = regularizedGamma(k + 1, rate)
        return TailProbabilities(logLower: tails.logUpper, logUpper: tails.logLower)
      })
  }

  public func quantile(_ u: Value) -> Value {
    Value.elementwise(
      "Poisson quantile", u, rate, { Self.quantile(QuantileLevel(lower: $0), $1) },
      derivatives: (nil, nil))
  }

  public func survivalQuantile(_ u: Value) -> Value {
    Value.elementwise(
      "Poisson quantile", u, rate, { Self.quantile(QuantileLevel(upper: $0), $1) },
      derivatives: (nil, nil))
  }

  // MARK: - Statistics

  @inlinable public var mean: Value { nanUnless(isValid, rate) }
  @inlinable public var variance: Value { nanUnless(isValid, rate) }
  /// 1/√λ; NaN where all mass is at 0.
  @inlinable public var skewness: Value {
    nanUnless(isPositive(rate), 1 / sqrt(select(rate .== 0, 1, rate)))
  }
  /// 1/λ; NaN where all mass is at 0.
  @inlinable public var excessKurtosis: Value { nanUnless(isPositive(rate), 1 / rate) }
  /// ⌈λ⌉ − 1: of two modes the smaller.
  @inlinable public var mode: Value { nanUnless(isValid, maximum(ceil(rate) - 1, 0)) }

  // MARK: - Entropy

  /// 0 at rate 0; no closed form elsewhere.
  @inlinable public var entropy: Value { select(rate .== 0, 0, Value.nan + 0 * rate) }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    drawCount([rate], using: &generator) { p, generator in
      drawPoisson(rate: p[0], using: &generator)
    }
  }

  /// Not differentiable. Of one rate by a table of the cumulative probabilities, where that is worth
  /// it; else by adding up masses or by rejection, many at a time.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    if let single = number(rate),
      let window = poissonWindow(rate: single, count: shape.reduce(1, *))
    {
      return window.draws(shape: shape + rate.shape, using: &generator)
    }
    // An infinite rate is no rate.
    let rates = nanUnless(isValid, rate).tensor
    return Tensor(poissonOf: rates, shape: shape + rate.shape, using: &generator)
  }

  public func elements() -> DistributionElements {
    DistributionElements(rate) {
      Poisson<Double>(rate: $0[0])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("rate", rate))
  }
}

extension Poisson where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(rate: Double) {
    self.rate = rate
  }
}

extension Poisson: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "rate") {
        Poisson(rate: $0[0])
      }
    ]
  }
}

extension Poisson: Equatable where Value: Equatable {}
extension Poisson: Hashable where Value: Hashable {}
extension Poisson: Codable where Value == Double {}
