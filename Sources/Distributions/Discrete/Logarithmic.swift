import SpecialFunctions

/// The logarithmic distribution (Fisher's log-series): how many individuals there are of a species that
/// was seen.
///
/// ```
/// P(k) = −pᵏ/(k log(1 − p)),   k = 1, 2, 3, ...
/// ```
///
/// - `probability` p: from 0 to below 1; at 0 all mass is at 1.
///
/// What is at 1 is divided out, k − 1 counted, so that small p keep their digits; the tails are sums and,
/// where p is near 1, the exponential integral. The cumulative functions have no derivative, the entropy
/// no closed form.
///
/// Elsewhere: TFP —; torch —; Distributions.jl —; scipy `logser(p)`.
///
/// Sources: R. A. Fisher, A. S. Corbet, C. B. Williams, "The relation between the number of species and
/// the number of individuals in a random sample of an animal population", J. Animal Ecology 12 (1943)
/// 42-58; N. L. Johnson, A. W. Kemp, S. Kotz, *Univariate Discrete Distributions*, 3rd ed., 2005, ch. 7.
public struct Logarithmic<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// p, the factor of one mass to the next far out.
  public let probability: Value

  // MARK: - Parameters

  /// - Parameter probability: p, from 0 to below 1.
  @inlinable public init(probability: Value) {
    self.probability = probability
  }

  public static var familyName: String { "Logarithmic" }

  public func validate() throws(ParameterError) {
    try require("probability", probability, "from 0 to below 1") { $0 >= 0 && $0 < 1 }
  }

  var isValid: Value.Mask { (probability .>= 0) .& (probability .< 1) }

  // MARK: - Support

  /// From 1 on; the point 1 where p is 0.
  public var support: Support<Value> {
    Support(
      lowerBound: 1 + 0 * probability, upperBound: select(probability .== 0, 1, Value.infinity))
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard end == .upper, let p = number(probability), p > 0 else { return .bounded }
    return TailBehaviour([.init(-Double.log(p), .power(exponent: 1)), .init(1, .log)])
  }

  // MARK: - Mass

  /// log(−log(1 − p)/p).
  static func logNormalizer(_ p: Value) -> Value {
    Value.elementwise(
      "log(−log(1 − p)/p)", p, { LogarithmicNumbers.logNormalizer($0) },
      derivative: { Self.meanExcessRatio($0) })
  }

  /// E (K − 1)/p.
  static func meanExcessRatio(_ p: Value) -> Value {
    Value.elementwise(
      "the mean of a logarithmic distribution", p, { LogarithmicNumbers.meanExcessRatio($0) },
      derivative: { p in
        // d E K/dp = var K/p.
        let variance: Value = Logarithmic(probability: p).variance
        return (variance / p - Self.meanExcessRatio(p)) / p
      })
  }

  public func logProbability(of x: Value.Count) -> Value { logMass(at: Value(count: x)) }

  /// (k − 1) log p − log k − log(−log(1 − p)/p).
  @specialized(where Value == Double)
  public func logMass(at x: Value) -> Value {
    massAtWholeNumbers(x, from: 1, through: support.upperBound, where: isValid) { k in
      xLogY(k - 1, select(k .== 1, 0.5, probability)) - log(k) - Self.logNormalizer(probability)
    }
  }

  // MARK: - Cumulative functions

  static func tails(_ k: Double, _ p: Double) -> TailProbabilities {
    guard p >= 0, p < 1, k >= 1 else { return TailProbabilities(logLower: .nan, logUpper: .nan) }
    if p == 0 { return TailProbabilities(logLower: 0, logUpper: -.infinity) }
    return LogarithmicNumbers(p).tails(k)
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    stepsAtWholeNumbers(
      x, from: 1, through: support.upperBound, where: isValid, below: -Value.infinity, above: 0
    ) { k in
      Value.elementwise(
        "logarithmic log-cdf", k, probability, { Self.tails($0, $1).logLower },
        derivatives: (nil, nil))
    }
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    stepsAtWholeNumbers(
      x, from: 1, through: support.upperBound, where: isValid, below: 0, above: -Value.infinity
    ) { k in
      Value.elementwise(
        "logarithmic log-survival", k, probability, { Self.tails($0, $1).logUpper },
        derivatives: (nil, nil))
    }
  }

  static func quantile(_ level: QuantileLevel, _ p: Double) -> Double {
    guard p >= 0, p < 1 else { return .nan }
    let law = Logarithmic<Double>(probability: p)
    return smallestCount(
      level, from: 1, through: p == 0 ? 1 : .infinity, mean: law.mean,
      deviation: law.standardDeviation, skewness: 0,
      tails: { k in
        k < 1 ? TailProbabilities(logLower: -.infinity, logUpper: 0) : tails(k, p)
      })
  }

  public func quantile(_ u: Value) -> Value {
    Value.elementwise(
      "logarithmic quantile", u, probability, { Self.quantile(QuantileLevel(lower: $0), $1) },
      derivatives: (nil, nil))
  }

  public func survivalQuantile(_ u: Value) -> Value {
    Value.elementwise(
      "logarithmic quantile", u, probability, { Self.quantile(QuantileLevel(upper: $0), $1) },
      derivatives: (nil, nil))
  }

  // MARK: - Statistics

  private func fact(
    _ name: String, _ value: @escaping @Sendable ((Double, Double, Double)) -> Double
  ) -> Value {
    Value.elementwise(
      name, probability,
      { p in
        guard p >= 0, p < 1 else { return .nan }
        return value(p == 0 ? (0, 0, 0) : LogarithmicNumbers(p).centralMoments)
      }, derivative: nil)
  }

  /// −p/((1 − p) log(1 − p)).
  public var mean: Value {
    nanUnless(isValid, 1 + probability * Self.meanExcessRatio(probability))
  }
  /// −p (p + log(1 − p))/((1 − p) log(1 − p))².
  public var variance: Value { fact("the variance of a logarithmic distribution") { $0.0 } }
  /// NaN where all mass is at 1.
  public var skewness: Value {
    fact("the skewness of a logarithmic distribution") { $0.1 / $0.0 / $0.0.squareRoot() }
  }
  /// NaN where all mass is at 1.
  public var excessKurtosis: Value {
    fact("the kurtosis of a logarithmic distribution") { $0.2 / $0.0 / $0.0 - 3 }
  }
  public var mode: Value { nanUnless(isValid, 1 + 0 * probability) }

  // MARK: - Entropy

  /// 0 where all mass is at 1; no closed form elsewhere.
  public var entropy: Value { nanUnless(probability .== 0, 0 * probability) }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    drawCount([probability], using: &generator) { p, generator in
      drawLogarithmic(probability: p[0], using: &generator)
    }
  }

  /// Not differentiable. Of one law by a table of the cumulative probabilities, where that is worth it.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    if let p = number(probability), p >= 0, p < 1,
      let window = CountWindow(
        mode: 1, from: 1, through: 0x1p52, logMass: -LogarithmicNumbers.logNormalizer(p),
        count: shape.reduce(1, *), ratio: { k in p * (k / (k + 1)) })
    {
      return window.draws(
        shape: fullShape(shape, Self.familyName, probability), using: &generator)
    }
    return drawCounts(Self.familyName, [probability], shape: shape, using: &generator) {
      p, generator in
      drawLogarithmic(probability: p[0], using: &generator)
    }
  }

  public func elements() -> DistributionElements {
    DistributionElements(probability) {
      Logarithmic<Double>(probability: $0[0])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("probability", probability))
  }
}

extension Logarithmic where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(probability: Double) {
    self.probability = probability
  }
}

extension Logarithmic: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "probability") {
        Logarithmic(probability: $0[0])
      }
    ]
  }
}

extension Logarithmic: Equatable where Value: Equatable {}
extension Logarithmic: Hashable where Value: Hashable {}
extension Logarithmic: Codable where Value == Double {}
