import SpecialFunctions
import Tensors

/// Skellam's distribution: the difference of two independent Poisson counts.
///
/// ```
/// P(k) = e^(−a−b) (a/b)^(k/2) I_|k|(2 √(ab)),   k = ..., −1, 0, 1, ...
/// ```
///
/// - `firstRate` a and `secondRate` b: not negative and finite. Where b is 0 it is ``Poisson`` of rate
///   a, where a is 0 its mirror image.
///
/// The log-mass is Debye's uniform expansion of I_k, with the distance of k from the mean kept to the
/// last digit, so that it holds for rates of 10¹²; the cumulative functions are Cauchy's integral
/// through its saddle point. These have no derivative. The entropy has no closed form.
///
/// Elsewhere: TFP `Skellam(rate1, rate2)`; torch —; Distributions.jl `Skellam(μ1, μ2)`; scipy
/// `skellam(mu1, mu2)`.
///
/// Sources: J. G. Skellam, "The frequency distribution of the difference between two Poisson variates
/// belonging to different populations", J. R. Stat. Soc. 109 (1946) 296; N. L. Johnson, A. W. Kemp,
/// S. Kotz, *Univariate Discrete Distributions*, 3rd ed., 2005, ch. 4.12.3.
public struct Skellam<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// a, the rate of the first count.
  public let firstRate: Value
  /// b, the rate of the count that is taken off.
  public let secondRate: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - firstRate: a, not negative and finite.
  ///   - secondRate: b, not negative and finite.
  @inlinable public init(firstRate: Value, secondRate: Value) {
    self.firstRate = firstRate
    self.secondRate = secondRate
  }

  public static var familyName: String { "Skellam" }

  public func validate() throws(ParameterError) {
    try require("firstRate", firstRate, "not negative and finite") { $0 >= 0 && $0 < .infinity }
    try require("secondRate", secondRate, "not negative and finite") { $0 >= 0 && $0 < .infinity }
  }

  var isValid: Value.Mask {
    (firstRate .>= 0) .& (firstRate .< Value.infinity) .& (secondRate .>= 0)
      .& (secondRate .< Value.infinity)
  }

  // MARK: - Support

  /// All whole numbers; those that are not negative where b is 0, not positive where a is 0.
  public var support: Support<Value> {
    Support(
      lowerBound: select(secondRate .== 0, 0 * firstRate, -Value.infinity),
      upperBound: select(firstRate .== 0, 0 * secondRate, Value.infinity))
  }

  /// −log p grows as |k| log |k|, faster than linearly and slower than any power above the first.
  public func tail(towards end: SupportEnd) -> TailBehaviour? { nil }

  // MARK: - Mass

  static func logMass(_ k: Double, _ a: Double, _ b: Double) -> Double {
    if b == 0 { return k < 0 ? -.infinity : Poisson<Double>(rate: a).logMass(whole: k) }
    if a == 0 { return k > 0 ? -.infinity : Poisson<Double>(rate: b).logMass(whole: -k) }
    return SkellamNumbers(a: a, b: b).logMass(k)
  }

  /// By either rate the mass changes by the difference of its neighbours.
  func logMass(whole k: Value) -> Value {
    Value.elementwise(
      "Skellam log-mass", k, firstRate, secondRate, { Self.logMass($0, $1, $2) },
      derivatives: (
        { k, _, _ in 0 * k },
        { k, a, b in
          let p = Skellam(firstRate: a, secondRate: b)
          return expMinusOne(p.logMass(whole: k - 1) - p.logMass(whole: k))
        },
        { k, a, b in
          let p = Skellam(firstRate: a, secondRate: b)
          return expMinusOne(p.logMass(whole: k + 1) - p.logMass(whole: k))
        }
      ))
  }

  public func logProbability(of x: Value.Count) -> Value { logMass(at: Value(count: x)) }

  @specialized(where Value == Double)
  public func logMass(at x: Value) -> Value {
    // 0 is in every support.
    let isInside: Value.Mask =
      isWhole(x) .& (x .>= support.lowerBound) .& (x .<= support.upperBound)
    let inside: Value = logMass(whole: select(isInside, x, 0))
    return nanUnless(isValid .& (x .== x), select(isInside, inside, -Value.infinity))
  }

  // MARK: - Cumulative functions

  static func tails(_ k: Double, _ a: Double, _ b: Double) -> TailProbabilities {
    if b == 0 {
      if k < 0 { return TailProbabilities(logLower: -.infinity, logUpper: 0) }
      let tails = regularizedGamma(k + 1, a)
      return TailProbabilities(logLower: tails.logUpper, logUpper: tails.logLower)
    }
    if a == 0 {
      // P(−N ≤ k) = P(N > −k − 1).
      let mirror = Self.tails(-k - 1, b, 0)
      return TailProbabilities(logLower: mirror.logUpper, logUpper: mirror.logLower)
    }
    return SkellamNumbers(a: a, b: b).tails(k)
  }

  private func tail(_ x: Value, below: Value, above: Value, isLower: Bool) -> Value {
    let support = support
    let isBelow: Value.Mask = (x .< support.lowerBound) .| (x .== -Value.infinity)
    let isAbove: Value.Mask = x .>= support.upperBound
    let inside: Value = Value.elementwise(
      isLower ? "Skellam log-cdf" : "Skellam log-survival",
      select(isBelow .| isAbove, 0, floor(x)), firstRate, secondRate,
      { k, a, b in
        guard a >= 0, b >= 0, a < .infinity, b < .infinity, k.isFinite else { return .nan }
        let tails = Self.tails(k, a, b)
        return isLower ? tails.logLower : tails.logUpper
      }, derivatives: (nil, nil, nil))
    let value: Value = select(isBelow, below, select(isAbove, above, inside))
    return nanUnless(isValid .& (x .== x), value)
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    tail(x, below: -Value.infinity, above: 0, isLower: true)
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    tail(x, below: 0, above: -Value.infinity, isLower: false)
  }

  static func quantile(_ level: QuantileLevel, _ a: Double, _ b: Double) -> Double {
    guard a >= 0, b >= 0, a < .infinity, b < .infinity else { return .nan }
    let deviation = (a + b).squareRoot()
    let (lower, upper): (Double, Double) = (b == 0 ? 0 : -.infinity, a == 0 ? 0 : .infinity)
    return smallestCount(
      level, from: lower, through: upper, mean: a - b, deviation: deviation,
      skewness: (a - b) / (a + b) / deviation,
      tails: { k in
        if k < lower { return TailProbabilities(logLower: -.infinity, logUpper: 0) }
        if k >= upper { return TailProbabilities(logLower: 0, logUpper: -.infinity) }
        return Self.tails(k, a, b)
      })
  }

  public func quantile(_ u: Value) -> Value {
    Value.elementwise(
      "Skellam quantile", u, firstRate, secondRate,
      { Self.quantile(QuantileLevel(lower: $0), $1, $2) }, derivatives: (nil, nil, nil))
  }

  public func survivalQuantile(_ u: Value) -> Value {
    Value.elementwise(
      "Skellam quantile", u, firstRate, secondRate,
      { Self.quantile(QuantileLevel(upper: $0), $1, $2) }, derivatives: (nil, nil, nil))
  }

  // MARK: - Statistics

  public var mean: Value { nanUnless(isValid, firstRate - secondRate) }
  public var variance: Value { nanUnless(isValid, firstRate + secondRate) }
  /// (a − b)/(a + b)^(3/2); NaN where both rates are 0.
  public var skewness: Value {
    let isSpread: Value.Mask = variance .> 0
    let safe: Value = select(isSpread, variance, 1)
    return nanUnless(isSpread, (firstRate - secondRate) / safe / sqrt(safe))
  }
  /// 1/(a + b); NaN where both rates are 0.
  public var excessKurtosis: Value {
    let isSpread: Value.Mask = variance .> 0
    return nanUnless(isSpread, 1 / select(isSpread, variance, 1))
  }
  /// The smaller of two modes.
  public var mode: Value {
    let mode = Value.elementwise(
      "the mode of Skellam's distribution", firstRate, secondRate,
      { a, b in
        guard a >= 0, b >= 0, a < .infinity, b < .infinity else { return .nan }
        if b == 0 { return max(0, a.rounded(.up) - 1) }
        if a == 0 { return 0 - b.rounded(.down) }
        return SkellamNumbers(a: a, b: b).mode
      }, derivatives: (nil, nil))
    return mode
  }

  // MARK: - Entropy

  /// 0 where both rates are 0; no closed form elsewhere.
  public var entropy: Value { select(variance .== 0, 0, Value.nan + 0 * variance) }

  // MARK: - Draws

  /// The difference of two Poisson draws; not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    drawCount([firstRate, secondRate], using: &generator) { p, generator in
      drawPoisson(rate: p[0], using: &generator) - drawPoisson(rate: p[1], using: &generator)
    }
  }

  /// Not differentiable. Differences of Poisson numbers.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    let full = fullShape(shape, Self.familyName, firstRate, secondRate)
    let first = nanUnless(isValid, firstRate).tensor
    let second = nanUnless(isValid, secondRate).tensor
    return Tensor<Int64>(poissonOf: first, shape: full, using: &generator)
      - Tensor<Int64>(poissonOf: second, shape: full, using: &generator)
  }

  public func elements() -> DistributionElements {
    DistributionElements(firstRate, secondRate) {
      Skellam<Double>(firstRate: $0[0], secondRate: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("firstRate", firstRate), ("secondRate", secondRate))
  }
}

extension Skellam where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(firstRate: Double, secondRate: Double) {
    self.firstRate = firstRate
    self.secondRate = secondRate
  }
}

extension Skellam: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "firstRate", "secondRate") {
        Skellam(firstRate: $0[0], secondRate: $0[1])
      }
    ]
  }
}

extension Skellam: Equatable where Value: Equatable {}
extension Skellam: Hashable where Value: Hashable {}
extension Skellam: Codable where Value == Double {}
