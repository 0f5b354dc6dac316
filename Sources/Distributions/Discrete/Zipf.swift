import SpecialFunctions

/// Zipf's distribution (the zeta distribution): whole numbers by a power.
///
/// ```
/// P(k) = k^(−s)/ζ(s),   k = 1, 2, 3, ...
/// ```
///
/// - `exponent` s: above 1 and finite. The moment of order n exists for s > n + 1.
///
/// The cumulative functions are Hurwitz's zeta function and sums of the first masses; moments are sums
/// about 1, so that large exponents, whose mass is almost all at 1, keep their digits. The log-mass has
/// derivatives of any order, the cumulative functions have none.
///
/// Elsewhere: TFP `Zipf(power)`; torch —; Distributions.jl —; scipy `zipf(a)`.
///
/// Source: N. L. Johnson, A. W. Kemp, S. Kotz, *Univariate Discrete Distributions*, 3rd ed., 2005,
/// ch. 11.2.20; draws by L. Devroye, *Non-Uniform Random Variate Generation*, 1986, ch. X.6.1.
public struct Zipf<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// s, the power with which the mass falls.
  public let exponent: Value

  // MARK: - Parameters

  /// - Parameter exponent: s, above 1 and finite.
  @inlinable public init(exponent: Value) {
    self.exponent = exponent
  }

  public static var familyName: String { "Zipf" }

  public func validate() throws(ParameterError) {
    try require("exponent", exponent, "above 1 and finite") { $0 > 1 && $0 < .infinity }
  }

  var isValid: Value.Mask { (exponent .> 1) .& (exponent .< Value.infinity) }

  // MARK: - Support

  /// From 1 on.
  public var support: Support<Value> {
    Support(lowerBound: 1 + 0 * exponent, upperBound: Value.infinity + 0 * exponent)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard end == .upper else { return .bounded }
    return number(exponent).map { TailBehaviour([.init($0, .log)]) }
  }

  // MARK: - Mass

  public func logProbability(of x: Value.Count) -> Value { logMass(at: Value(count: x)) }

  /// −s log k − log ζ(s).
  @specialized(where Value == Double)
  public func logMass(at x: Value) -> Value {
    let isInside: Value.Mask = isWhole(x) .& (x .>= 1)
    let inside: Value = -exponent * log(select(isInside, x, 1)) - logZeta(exponent)
    return nanUnless(isValid .& (x .== x), select(isInside, inside, -Value.infinity))
  }

  // MARK: - Cumulative functions

  private func tail(_ x: Value, isLower: Bool) -> Value {
    let isBelow: Value.Mask = x .< 1
    let isAbove: Value.Mask = x .== Value.infinity
    let inside: Value = Value.elementwise(
      isLower ? "Zipf log-cdf" : "Zipf log-survival", select(isBelow .| isAbove, 1, floor(x)),
      exponent,
      { k, s in
        guard s > 1, s < .infinity, k >= 1 else { return .nan }
        let law = ZipfNumbers(s)
        return isLower ? law.logLower(k) : law.logUpper(k)
      }, derivatives: (nil, nil))
    let (below, above): (Value, Value) = isLower ? (-Value.infinity, 0) : (0, -Value.infinity)
    let value: Value = select(isBelow, below, select(isAbove, above, inside))
    return nanUnless(isValid .& (x .== x), value)
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value { tail(x, isLower: true) }
  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value { tail(x, isLower: false) }

  static func quantile(_ level: QuantileLevel, _ s: Double) -> Double {
    s > 1 && s < .infinity ? ZipfNumbers(s).quantile(level) : .nan
  }

  /// Infinite where the point is beyond the range of numbers.
  public func quantile(_ u: Value) -> Value {
    Value.elementwise(
      "Zipf quantile", u, exponent, { Self.quantile(QuantileLevel(lower: $0), $1) },
      derivatives: (nil, nil))
  }

  /// Infinite where the point is beyond the range of numbers.
  public func survivalQuantile(_ u: Value) -> Value {
    Value.elementwise(
      "Zipf quantile", u, exponent, { Self.quantile(QuantileLevel(upper: $0), $1) },
      derivatives: (nil, nil))
  }

  // MARK: - Statistics

  private func fact(
    _ name: String, _ value: @escaping @Sendable (ZipfNumbers) -> Double
  ) -> Value {
    Value.elementwise(
      name, exponent, { $0 > 1 && $0 < .infinity ? value(ZipfNumbers($0)) : .nan },
      derivative: nil)
  }

  /// ζ(s − 1)/ζ(s); infinite for s ≤ 2.
  public var mean: Value { fact("the mean of Zipf's distribution") { $0.mean } }
  /// ζ(s − 2)/ζ(s) − mean²; infinite for s ≤ 3.
  public var variance: Value { fact("the variance of Zipf's distribution") { $0.variance } }
  /// Infinite for 3 < s ≤ 4, NaN for less.
  public var skewness: Value { fact("the skewness of Zipf's distribution") { $0.skewness } }
  /// Infinite for 3 < s ≤ 5, NaN for less.
  public var excessKurtosis: Value {
    fact("the kurtosis of Zipf's distribution") { $0.excessKurtosis }
  }
  public var mode: Value { nanUnless(isValid, 1 + 0 * exponent) }

  // MARK: - Entropy

  /// log ζ(s) + s E log K, E log K = −ζ′(s)/ζ(s).
  public var entropy: Value {
    nanUnless(isValid, logZeta(exponent) + exponent * zetaLogMoment(order: 1, exponent))
  }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    drawCount([exponent], using: &generator) { p, generator in
      drawZipf(exponent: p[0], using: &generator)
    }
  }

  /// Not differentiable.
  @inlinable public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    drawCounts(Self.familyName, [exponent], shape: shape, using: &generator) { p, generator in
      drawZipf(exponent: p[0], using: &generator)
    }
  }

  public func elements() -> DistributionElements {
    DistributionElements(exponent) {
      Zipf<Double>(exponent: $0[0])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("exponent", exponent))
  }
}

extension Zipf where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(exponent: Double) {
    self.exponent = exponent
  }
}

extension Zipf: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "exponent") {
        Zipf(exponent: $0[0])
      }
    ]
  }
}

extension Zipf: Equatable where Value: Equatable {}
extension Zipf: Hashable where Value: Hashable {}
extension Zipf: Codable where Value == Double {}

/// log ζ(s) for s > 1.
func logZeta<Value: RealValue>(_ s: Value) -> Value {
  Value.elementwise(
    "log ζ", s, { SpecialFunctions.logZeta($0) },
    derivative: { -zetaLogMoment(order: 1, $0) })
}

/// Σ (log k)^n k^(−s)/ζ(s), E (log K)^n of Zipf's law; its derivative is E (log K)^n E log K −
/// E (log K)^(n+1).
func zetaLogMoment<Value: RealValue>(order n: Int, _ s: Value) -> Value {
  Value.elementwise(
    "a moment of log K of Zipf's distribution", s,
    { SpecialFunctions.zetaLogMoment(order: n, $0) },
    derivative: { s in
      zetaLogMoment(order: n, s) * zetaLogMoment(order: 1, s) - zetaLogMoment(order: n + 1, s)
    })
}
