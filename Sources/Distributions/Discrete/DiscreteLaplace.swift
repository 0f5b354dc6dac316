import SpecialFunctions

/// The discrete Laplace distribution: whole numbers that become rarer by one factor with each step from
/// their middle; the difference of two geometric counts.
///
/// ```
/// P(k) = tanh(1/(2b)) exp(−|k − m|/b),   k = ..., −1, 0, 1, ...
/// ```
///
/// - `location` m: a whole number.
/// - `scale` b: positive and finite.
///
/// Elsewhere: TFP —; torch —; Distributions.jl —; scipy `dlaplace(a=1/scale, loc=location)`.
///
/// Source: S. Inusah, T. J. Kozubowski, "A discrete analogue of the Laplace distribution", J. Stat.
/// Plann. Inference 136 (2006) 1090-1102.
public struct DiscreteLaplace<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// m, the middle.
  public let location: Value
  /// b, the number of steps in which the mass falls by e.
  public let scale: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - location: m, a whole number.
  ///   - scale: b, positive and finite.
  @inlinable public init(location: Value, scale: Value) {
    self.location = location
    self.scale = scale
  }

  public static var familyName: String { "DiscreteLaplace" }

  public func validate() throws(ParameterError) {
    try require("location", location, "a whole number") { $0.isFinite && $0 == $0.rounded() }
    try requirePositive("scale", scale)
  }

  @inlinable var isValid: Value.Mask { isWhole(location) .& isPositive(scale) }

  // MARK: - Support

  /// All whole numbers.
  @inlinable public var support: Support<Value> {
    let zero: Value = 0 * (location + scale)
    return Support(lowerBound: -Value.infinity + zero, upperBound: Value.infinity + zero)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    number(scale).map { TailBehaviour([.init(1 / $0, .power(exponent: 1))]) }
  }

  // MARK: - Mass

  /// 1/b.
  @inlinable var rate: Value { 1 / scale }
  /// log tanh(1/(2b)).
  @inlinable var logTop: Value { logOneMinusExp(-rate) - logOnePlusRatio }
  /// log(1 + e^(−1/b)).
  @inlinable var logOnePlusRatio: Value { log(onePlus: exp(-rate)) }

  public func logProbability(of x: Value.Count) -> Value { logMass(at: Value(count: x)) }

  @specialized(where Value == Double)
  public func logMass(at x: Value) -> Value {
    let isInside: Value.Mask = isWhole(x)
    let inside: Value = logTop - abs(select(isInside, x, location) - location) / scale
    return nanUnless(isValid .& (x .== x), select(isInside, inside, -Value.infinity))
  }

  // MARK: - Cumulative functions

  /// The log of P(X − m ≥ n) for n > 0, which is e^(−n/b)/(1 + e^(−1/b)).
  @inlinable func logTail(_ n: Value) -> Value { -n / scale - logOnePlusRatio }

  /// P(X ≤ x): the tail from m − ⌊x⌋ on below m, else what the tail from ⌊x⌋ + 1 − m on leaves.
  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let steps: Value = floor(x) - location
    let isBelow: Value.Mask = steps .< 0
    let lower: Value = logTail(select(isBelow, -steps, 1))
    let upper: Value = logOneMinusExp(logTail(select(isBelow, 1, steps + 1)))
    return nanUnless(isValid .& (x .== x), select(isBelow, lower, upper))
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let steps: Value = floor(x) - location
    let isBelow: Value.Mask = steps .< 0
    let lower: Value = logOneMinusExp(logTail(select(isBelow, -steps, 1)))
    let upper: Value = logTail(select(isBelow, 1, steps + 1))
    return nanUnless(isValid .& (x .== x), select(isBelow, lower, upper))
  }

  static func quantile(_ level: QuantileLevel, _ m: Double, _ b: Double) -> Double {
    guard m.isFinite, m == m.rounded(), b > 0, b < .infinity else { return .nan }
    let p = DiscreteLaplace<Double>(location: 0, scale: b)
    // The continuous solution as the guess.
    let distance = b * (-level.log - p.logOnePlusRatio)
    let guess = (level.isLower ? -distance : distance - 1).rounded(.up)
    let steps = smallestCount(
      level, from: -.infinity, through: .infinity, mean: guess, deviation: 0, skewness: 0,
      tails: { TailProbabilities(logLower: p.logCDF($0), logUpper: p.logSurvival($0)) })
    return m + steps
  }

  public func quantile(_ u: Value) -> Value {
    Value.elementwise(
      "discrete Laplace quantile", u, location, scale,
      { Self.quantile(QuantileLevel(lower: $0), $1, $2) }, derivatives: (nil, nil, nil))
  }

  public func survivalQuantile(_ u: Value) -> Value {
    Value.elementwise(
      "discrete Laplace quantile", u, location, scale,
      { Self.quantile(QuantileLevel(upper: $0), $1, $2) }, derivatives: (nil, nil, nil))
  }

  // MARK: - Statistics

  @inlinable public var mean: Value { nanUnless(isValid, location) }
  /// 1/(2 sinh²(1/(2b))).
  @inlinable public var variance: Value {
    nanUnless(isValid, 0.5 / square(sinh(0.5 * rate)))
  }
  @inlinable public var skewness: Value { nanUnless(isValid, 0 * scale) }
  /// 2 + cosh(1/b).
  @inlinable public var excessKurtosis: Value { nanUnless(isValid, 2 + cosh(rate)) }
  @inlinable public var mode: Value { nanUnless(isValid, location) }
  @inlinable public var median: Value { nanUnless(isValid, location) }

  // MARK: - Entropy

  /// 1/(b sinh(1/b)) − log tanh(1/(2b)).
  @inlinable public var entropy: Value { nanUnless(isValid, rate / sinh(rate) - logTop) }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    drawCount([location, scale], using: &generator) { p, generator in
      drawDiscreteLaplace(location: p[0], scale: p[1], using: &generator)
    }
  }

  /// Not differentiable.
  @inlinable public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    drawCounts(Self.familyName, [location, scale], shape: shape, using: &generator) {
      p, generator in
      drawDiscreteLaplace(location: p[0], scale: p[1], using: &generator)
    }
  }

  public func elements() -> DistributionElements {
    DistributionElements(location, scale) {
      DiscreteLaplace<Double>(location: $0[0], scale: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("location", location), ("scale", scale))
  }
}

extension DiscreteLaplace where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
  }
}

extension DiscreteLaplace: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "location", "scale") {
        DiscreteLaplace(location: $0[0], scale: $0[1])
      }
    ]
  }
}

extension DiscreteLaplace: Equatable where Value: Equatable {}
extension DiscreteLaplace: Hashable where Value: Hashable {}
extension DiscreteLaplace: Codable where Value == Double {}

/// One draw of a discrete Laplace distribution, as a whole number: the difference of two geometric
/// draws, each ⌊b E⌋ of an exponential one; NaN for invalid parameters.
@inlinable func drawDiscreteLaplace(
  location: Double, scale: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  guard location.isFinite, scale > 0, scale < .infinity else { return .nan }
  let first = (-scale * log(OpenUnitInterval.double(using: &generator))).rounded(.down)
  let second = (-scale * log(OpenUnitInterval.double(using: &generator))).rounded(.down)
  return location + (first - second)
}
