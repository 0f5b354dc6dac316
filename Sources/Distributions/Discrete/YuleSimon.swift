import SpecialFunctions

/// The Yule-Simon distribution: whole numbers that fall like a power, as the sizes of genera or the
/// counts of words.
///
/// ```
/// P(k) = ρ B(k, ρ + 1),   k = 1, 2, 3, ...
/// ```
///
/// - `shape` ρ: positive and finite. The mass falls like k^(−ρ − 1); the moment of order n exists for
///   ρ > n.
///
/// The upper tail is k B(k, ρ + 1), a ratio of gamma functions that is taken without evaluating any of
/// them. The entropy has no closed form.
///
/// Elsewhere: TFP —; torch —; Distributions.jl —; scipy `yulesimon(alpha)`.
///
/// Sources: H. A. Simon, "On a class of skew distribution functions", Biometrika 42 (1955) 425-440;
/// N. L. Johnson, A. W. Kemp, S. Kotz, *Univariate Discrete Distributions*, 3rd ed., 2005, ch. 6.10.3;
/// draws by L. Devroye, *Non-Uniform Random Variate Generation*, 1986, ch. X.6.
public struct YuleSimon<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// ρ, the power with which the upper tail falls.
  public let shape: Value

  // MARK: - Parameters

  /// - Parameter shape: ρ, positive and finite.
  @inlinable public init(shape: Value) {
    self.shape = shape
  }

  public static var familyName: String { "YuleSimon" }

  public func validate() throws(ParameterError) {
    try requirePositive("shape", shape)
  }

  @inlinable var isValid: Value.Mask { isPositive(shape) }

  // MARK: - Support

  /// From 1 on.
  @inlinable public var support: Support<Value> {
    Support(lowerBound: 1 + 0 * shape, upperBound: Value.infinity + 0 * shape)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    guard end == .upper else { return .bounded }
    return number(shape).map { TailBehaviour([.init($0 + 1, .log)]) }
  }

  // MARK: - Mass

  /// log of k B(k, ρ + 1) = k! Γ(ρ + 1)/Γ(k + ρ + 1), which is P(X > k).
  static func logTail(_ k: Value, _ shape: Value) -> Value {
    Value.elementwise(
      "Yule-Simon log-survival", k, shape,
      { k, shape in
        let (low, high) = (min(k, shape), max(k, shape))
        // Where both are large, Stirling's formula with its leading terms joined.
        if low >= 20 { return Double.log(k) + logBeta(k, shape + 1) }
        return SpecialFunctions.logGammaOnePlus(low) - logGammaDifference(high + 1, low)
      },
      derivatives: (
        { k, shape in -digammaDifference(k + 1, shape) },
        { k, shape in -digammaDifference(shape + 1, k) }
      ))
  }

  public func logProbability(of x: Value.Count) -> Value { logMass(at: Value(count: x)) }

  /// P(k) = ρ/(ρ + k) P(X > k − 1), where masses near 1 keep the digits of their logarithm.
  @specialized(where Value == Double)
  public func logMass(at x: Value) -> Value {
    let isInside: Value.Mask = isWhole(x) .& (x .>= 1)
    let k: Value = select(isInside, x, 1)
    let isNear: Value.Mask = k .< shape
    let near: Value = -log(onePlus: select(isNear, k, 0) / shape)
    let hazard: Value = select(isNear, near, log(shape) - log(shape + k))
    let inside: Value = hazard + Self.logTail(k - 1, shape)
    return nanUnless(isValid .& (x .== x), select(isInside, inside, -Value.infinity))
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    stepsAtWholeNumbers(
      x, from: 1, through: Value.infinity, where: isValid, below: -Value.infinity, above: 0
    ) { k in logOneMinusExp(minimum(0, Self.logTail(k, shape))) }
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    stepsAtWholeNumbers(
      x, from: 1, through: Value.infinity, where: isValid, below: 0, above: -Value.infinity
    ) { k in Self.logTail(k, shape) }
  }

  static func quantile(_ level: QuantileLevel, _ shape: Double) -> Double {
    guard shape > 0, shape < .infinity else { return .nan }
    let logUpper = level.isLower ? SpecialFunctions.logOneMinusExp(level.log) : level.log
    // Far out the upper tail is Γ(ρ + 1) k^−ρ.
    let logGuess = (SpecialFunctions.logGammaOnePlus(shape) - logUpper) / shape
    if logGuess > 720, level.end == nil { return .infinity }
    let guess = level.end == nil ? Double.exp(min(max(logGuess, 0), 709)) : 1
    return smallestCount(
      level, from: 1, through: .infinity, mean: guess, deviation: 0, skewness: 0,
      tails: { k in
        if k < 1 { return TailProbabilities(logLower: -.infinity, logUpper: 0) }
        let upper = min(0, YuleSimon<Double>.logTail(k, shape))
        return TailProbabilities(
          logLower: SpecialFunctions.logOneMinusExp(upper), logUpper: upper)
      })
  }

  /// Infinite where the point is beyond the range of numbers.
  public func quantile(_ u: Value) -> Value {
    Value.elementwise(
      "Yule-Simon quantile", u, shape, { Self.quantile(QuantileLevel(lower: $0), $1) },
      derivatives: (nil, nil))
  }

  /// Infinite where the point is beyond the range of numbers.
  public func survivalQuantile(_ u: Value) -> Value {
    Value.elementwise(
      "Yule-Simon quantile", u, shape, { Self.quantile(QuantileLevel(upper: $0), $1) },
      derivatives: (nil, nil))
  }

  // MARK: - Statistics

  /// A moment that exists for a shape above its order; infinite else.
  @inlinable func moment(_ order: Double, _ value: (Value) -> Value) -> Value {
    let exists: Value.Mask = shape .> Value(order)
    let safe: Value = select(exists, shape, Value(order + 1))
    return nanUnless(isValid, select(exists, value(safe), Value.infinity))
  }

  /// ρ/(ρ − 1); infinite for ρ ≤ 1.
  @inlinable public var mean: Value { moment(1) { $0 / ($0 - 1) } }
  /// ρ²/((ρ − 1)² (ρ − 2)); infinite for ρ ≤ 2.
  @inlinable public var variance: Value {
    moment(2) { square($0 / ($0 - 1)) / ($0 - 2) }
  }
  /// (ρ + 1)² √(ρ − 2)/((ρ − 3) ρ); infinite for 2 < ρ ≤ 3, NaN for less.
  @inlinable public var skewness: Value {
    let value: Value = moment(3) { square($0 + 1) / $0 * sqrt($0 - 2) / ($0 - 3) }
    return nanUnless(shape .> 2, value)
  }
  /// ρ + 3 + (11ρ³ − 49ρ − 22)/((ρ − 4)(ρ − 3) ρ); infinite for 2 < ρ ≤ 4, NaN for less.
  @inlinable public var excessKurtosis: Value {
    let value: Value = moment(4) { shape in
      let numerator: Value = 11 * square(shape) - 49 - 22 / shape
      return shape + 3 + numerator / (shape - 4) / (shape - 3)
    }
    return nanUnless(shape .> 2, value)
  }
  @inlinable public var mode: Value { nanUnless(isValid, 1 + 0 * shape) }

  // MARK: - Entropy

  /// No closed form.
  @inlinable public var entropy: Value { Value.nan + 0 * shape }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    drawCount([shape], using: &generator) { p, generator in
      drawYuleSimon(shape: p[0], using: &generator)
    }
  }

  /// Not differentiable.
  @inlinable public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    drawCounts(Self.familyName, [self.shape], shape: shape, using: &generator) { p, generator in
      drawYuleSimon(shape: p[0], using: &generator)
    }
  }

  public func elements() -> DistributionElements {
    DistributionElements(shape) {
      YuleSimon<Double>(shape: $0[0])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("shape", shape))
  }
}

extension YuleSimon where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(shape: Double) {
    self.shape = shape
  }
}

extension YuleSimon: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "shape") {
        YuleSimon(shape: $0[0])
      }
    ]
  }
}

extension YuleSimon: Equatable where Value: Equatable {}
extension YuleSimon: Hashable where Value: Hashable {}
extension YuleSimon: Codable where Value == Double {}

/// One draw of a Yule-Simon distribution, as a whole number: geometric with a probability of success
/// e^−W, W exponential of rate ρ. NaN for an invalid shape, infinite beyond the range of numbers.
@inlinable func drawYuleSimon(
  shape: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  guard shape > 0, shape < .infinity else { return .nan }
  let logSuccess = log(OpenUnitInterval.double(using: &generator)) / shape
  let e = -log(OpenUnitInterval.double(using: &generator))
  // 1 − e^−W may round to 1.
  return 1 + (e / -logOneMinusExp(logSuccess)).rounded(.down)
}
