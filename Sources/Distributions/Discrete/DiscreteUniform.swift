import SpecialFunctions

/// The uniform distribution on the whole numbers of an interval.
///
/// ```
/// P(k) = 1/(b − a + 1),   k = a, ..., b
/// ```
///
/// - `lowerBound` a and `upperBound` b: whole numbers, a ≤ b.
///
/// Elsewhere: Distributions.jl `DiscreteUniform(a, b)`; scipy
/// `randint(low=lowerBound, high=upperBound + 1)`.
///
/// Source: N. L. Johnson, A. W. Kemp, S. Kotz, *Univariate Discrete Distributions*, 3rd ed., 2005,
/// ch. 6.
public struct DiscreteUniform<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// a, the smallest value.
  public let lowerBound: Value
  /// b, the largest value.
  public let upperBound: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - lowerBound: a, a whole number.
  ///   - upperBound: b, a whole number, not below a.
  @inlinable public init(lowerBound: Value, upperBound: Value) {
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }

  public static var familyName: String { "DiscreteUniform" }

  public func validate() throws(ParameterError) {
    try require("lowerBound", lowerBound, "a whole number") { $0.isFinite && $0 == $0.rounded() }
    try require("upperBound", upperBound, "a whole number") { $0.isFinite && $0 == $0.rounded() }
    try requireOrder("upperBound", upperBound + 1, above: "lowerBound", lowerBound)
  }

  @inlinable var isValid: Value.Mask {
    isWhole(lowerBound) .& isWhole(upperBound) .& (lowerBound .<= upperBound)
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> {
    Support(lowerBound: lowerBound, upperBound: upperBound)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }

  // MARK: - Mass

  /// n = b − a + 1.
  @inlinable var count: Value { (upperBound - lowerBound) + 1 }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value.Count) -> Value {
    logMass(at: Value(count: x))
  }

  @specialized(where Value == Double)
  @inlinable public func logMass(at x: Value) -> Value {
    massAtWholeNumbers(x, from: lowerBound, through: upperBound, where: isValid) { k in
      -log(count) + 0 * k
    }
  }

  // MARK: - Cumulative functions

  @specialized(where Value == Double)
  @inlinable public func cdf(_ x: Value) -> Value {
    stepsAtWholeNumbers(
      x, from: lowerBound, through: upperBound, where: isValid, below: 0, above: 1
    ) { k in ((k - lowerBound) + 1) / count }
  }

  @specialized(where Value == Double)
  @inlinable public func survival(_ x: Value) -> Value {
    stepsAtWholeNumbers(
      x, from: lowerBound, through: upperBound, where: isValid, below: 1, above: 0
    ) { k in (upperBound - k) / count }
  }

  /// log of a share, from the other one where it is nearer to 1.
  @inlinable func logShare(_ share: Value, complement: Value) -> Value {
    let isMost: Value.Mask = share .> 0.5
    return select(
      isMost, log(onePlus: -select(isMost, complement, 0)), log(select(isMost, 1, share)))
  }

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    logShare(cdf(x), complement: survival(x))
  }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    logShare(survival(x), complement: cdf(x))
  }

  static func quantile(_ level: QuantileLevel, _ a: Double, _ b: Double) -> Double {
    guard a.isFinite, b.isFinite, a <= b else { return .nan }
    let n = b - a + 1
    let share = Double.exp(level.log)
    let guess = (level.isLower ? a + n * share : b - n * share).rounded(.down)
    return smallestCount(
      level, from: a, through: b, mean: guess, deviation: 0, skewness: 0,
      tails: { k in
        TailProbabilities(logLower: .log((k - a + 1) / n), logUpper: .log((b - k) / n))
      })
  }

  public func quantile(_ u: Value) -> Value {
    let point = Value.elementwise(
      "discrete uniform quantile", u, lowerBound, upperBound,
      { Self.quantile(QuantileLevel(lower: $0), $1, $2) }, derivatives: (nil, nil, nil))
    return nanUnless(isValid, point)
  }

  public func survivalQuantile(_ u: Value) -> Value {
    let point = Value.elementwise(
      "discrete uniform quantile", u, lowerBound, upperBound,
      { Self.quantile(QuantileLevel(upper: $0), $1, $2) }, derivatives: (nil, nil, nil))
    return nanUnless(isValid, point)
  }

  // MARK: - Statistics

  @inlinable public var mean: Value {
    nanUnless(isValid, lowerBound + 0.5 * (upperBound - lowerBound))
  }
  /// (n² − 1)/12.
  @inlinable public var variance: Value {
    nanUnless(isValid, (upperBound - lowerBound) * (count + 1) / 12)
  }
  /// 0; NaN where all mass is at one point.
  @inlinable public var skewness: Value { nanUnless(isValid .& (count .> 1), 0) }
  /// −6 (n² + 1)/(5 (n² − 1)); NaN where all mass is at one point.
  @inlinable public var excessKurtosis: Value {
    let inverse: Value = 1 / select(count .> 1, count, 2)
    let share: Value = square(inverse)
    return nanUnless(isValid .& (count .> 1), -1.2 * (1 + share) / (1 - share))
  }
  /// Every point is a mode; the smallest.
  @inlinable public var mode: Value { nanUnless(isValid, lowerBound) }
  @inlinable public var median: Value {
    nanUnless(isValid, lowerBound + floor(0.5 * (upperBound - lowerBound)))
  }

  // MARK: - Entropy

  /// log n.
  @inlinable public var entropy: Value { nanUnless(isValid, log(count)) }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    drawCount([lowerBound, upperBound], using: &generator) { p, generator in
      drawWhole(from: p[0], through: p[1], using: &generator)
    }
  }

  /// Not differentiable. Of one short interval by a table.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    let batch = batchShape(Self.familyName, lowerBound, upperBound)
    if let a = number(lowerBound), let b = number(upperBound), a <= b, a.magnitude < 0x1p52,
      a == a.rounded(), b == b.rounded(), b - a < min(4_096, 20 + 0.1 * Double(shape.reduce(1, *)))
    {
      let masses = [Double](repeating: 1 / (b - a + 1), count: Int(b - a) + 1)
      let draws = Tensor(
        drawsOf: GuideTable(masses: masses), shape: shape + batch, using: &generator)
      return draws + Tensor<Int64>(Int64(a))
    }
    return drawCounts(Self.familyName, [lowerBound, upperBound], shape: shape, using: &generator) {
      p, generator in
      drawWhole(from: p[0], through: p[1], using: &generator)
    }
  }

  public func elements() -> DistributionElements {
    DistributionElements(lowerBound, upperBound) {
      DiscreteUniform<Double>(lowerBound: $0[0], upperBound: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("lowerBound", lowerBound), ("upperBound", upperBound))
  }
}

extension DiscreteUniform where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(lowerBound: Double, upperBound: Double) {
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }
}

extension DiscreteUniform: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "lowerBound", "upperBound") {
        DiscreteUniform(lowerBound: $0[0], upperBound: $0[1])
      }
    ]
  }
}

extension DiscreteUniform: Equatable where Value: Equatable {}
extension DiscreteUniform: Hashable where Value: Hashable {}
extension DiscreteUniform: Codable where Value == Double {}
