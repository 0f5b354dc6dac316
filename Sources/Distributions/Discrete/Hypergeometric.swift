import SpecialFunctions

/// The hypergeometric distribution: the number of successes among n draws, without replacement, from a
/// population of N of which K are successes.
///
/// ```
/// P(k) = binom(K, k) binom(N − K, n − k)/binom(N, n),   max(0, n + K − N) ≤ k ≤ min(n, K)
/// ```
///
/// - `populationSize` N, `successes` K, `draws` n: whole numbers, not negative, K ≤ N and n ≤ N.
///
/// The log-mass is that of two binomial counts given their sum, each in its saddle-point form, so that
/// it holds for populations of 10¹². The cumulative functions are sums of masses; they have no
/// derivative and over a batch are computed at once. The entropy has no closed form.
///
/// Elsewhere: TFP —; torch —; Distributions.jl `Hypergeometric(K, N − K, n)`; scipy
/// `hypergeom(M=N, n=K, N=n)`.
///
/// Sources: C. Loader, "Fast and accurate computation of binomial probabilities", 2000; N. L. Johnson,
/// A. W. Kemp, S. Kotz, *Univariate Discrete Distributions*, 3rd ed., 2005, ch. 6; draws by
/// L. Devroye, "A simple generator for discrete log-concave distributions", Computing 39 (1987) 87-91.
public struct Hypergeometric<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// N, the size of the population.
  public let populationSize: Value
  /// K, how many of the population are successes.
  public let successes: Value
  /// n, how many are drawn.
  public let draws: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - populationSize: N, a whole number, not negative.
  ///   - successes: K, a whole number from 0 to N.
  ///   - draws: n, a whole number from 0 to N.
  @inlinable public init(populationSize: Value, successes: Value, draws: Value) {
    self.populationSize = populationSize
    self.successes = successes
    self.draws = draws
  }

  public static var familyName: String { "Hypergeometric" }

  public func validate() throws(ParameterError) {
    try requireCount("populationSize", populationSize)
    try requireCount("successes", successes)
    try requireCount("draws", draws)
    try requireNotBelow("populationSize", populationSize, "successes", successes)
    try requireNotBelow("populationSize", populationSize, "draws", draws)
  }

  var isValid: Value.Mask {
    isCount(populationSize) .& isCount(successes) .& isCount(draws)
      .& (successes .<= populationSize) .& (draws .<= populationSize)
  }

  // MARK: - Support

  /// N − K.
  var failures: Value { populationSize - successes }

  /// From max(0, n + K − N) to min(n, K).
  public var support: Support<Value> {
    Support(
      lowerBound: maximum(0, draws - failures),
      upperBound: minimum(draws, successes) + 0 * populationSize)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }

  // MARK: - Mass

  func logMass(whole k: Value) -> Value {
    // Differences of whole numbers are exact in Double.
    if let k = scalarNumber(k), let population = scalarNumber(populationSize),
      let successes = scalarNumber(successes), let draws = scalarNumber(draws)
    {
      guard HypergeometricNumbers.areValid(population, successes, draws) else { return .nan }
      let law = HypergeometricNumbers(population: population, successes: successes, draws: draws)
      return Value(law.logMass(k))
    }
    let isPoint: Value.Mask = (draws .== 0) .| (draws .== populationSize)
    let rest: Value = populationSize - draws
    let odds: Value = select(isPoint, 1, draws) / select(isPoint, 1, rest)
    let inner: Value =
      drawnLogMass(k, successes, odds: odds) + drawnLogMass(draws - k, failures, odds: odds)
      - drawnLogMass(draws, populationSize, odds: odds)
    return select(isPoint, 0 * k, inner)
  }

  public func logProbability(of x: Value.Count) -> Value { logMass(at: Value(count: x)) }

  @specialized(where Value == Double)
  public func logMass(at x: Value) -> Value {
    let support = support
    return massAtWholeNumbers(
      x, from: support.lowerBound, through: support.upperBound, where: isValid
    ) { logMass(whole: $0) }
  }

  // MARK: - Cumulative functions

  static func tails(
    _ k: Double, _ population: Double, _ successes: Double, _ draws: Double
  ) -> TailProbabilities {
    guard HypergeometricNumbers.areValid(population, successes, draws), !k.isNaN else {
      return TailProbabilities(logLower: .nan, logUpper: .nan)
    }
    let law = HypergeometricNumbers(population: population, successes: successes, draws: draws)
    if k < law.first { return TailProbabilities(logLower: -.infinity, logUpper: 0) }
    if k >= law.last { return TailProbabilities(logLower: 0, logUpper: -.infinity) }
    return law.tails(k)
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    elementwiseOfFour("hypergeometric log-cdf", floor(x), (populationSize, successes, draws)) {
      Self.tails($0, $1, $2, $3).logLower
    }
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    elementwiseOfFour("hypergeometric log-survival", floor(x), (populationSize, successes, draws)) {
      Self.tails($0, $1, $2, $3).logUpper
    }
  }

  static func quantile(
    _ level: QuantileLevel, _ population: Double, _ successes: Double, _ draws: Double
  ) -> Double {
    guard HypergeometricNumbers.areValid(population, successes, draws) else { return .nan }
    let law = HypergeometricNumbers(population: population, successes: successes, draws: draws)
    let p = Hypergeometric<Double>(
      populationSize: population, successes: successes, draws: draws)
    let mean = p.mean.isNaN ? law.first : p.mean
    return smallestCount(
      level, from: law.first, through: law.last, mean: mean, deviation: p.standardDeviation,
      skewness: p.skewness,
      tails: { k in
        if k < law.first { return TailProbabilities(logLower: -.infinity, logUpper: 0) }
        if k >= law.last { return TailProbabilities(logLower: 0, logUpper: -.infinity) }
        return law.tails(k)
      })
  }

  public func quantile(_ u: Value) -> Value {
    elementwiseOfFour("hypergeometric quantile", u, (populationSize, successes, draws)) {
      Self.quantile(QuantileLevel(lower: $0), $1, $2, $3)
    }
  }

  public func survivalQuantile(_ u: Value) -> Value {
    elementwiseOfFour("hypergeometric quantile", u, (populationSize, successes, draws)) {
      Self.quantile(QuantileLevel(upper: $0), $1, $2, $3)
    }
  }

  // MARK: - Statistics

  /// N, or 1 for an empty population.
  private var size: Value { select(populationSize .> 0, populationSize, 1) }

  /// n K/N; 0 for an empty population.
  public var mean: Value { nanUnless(isValid, draws * (successes / size)) }

  /// n (K/N) (1 − K/N) (N − n)/(N − 1).
  public var variance: Value {
    let others: Value = select(populationSize .> 1, populationSize - 1, 1)
    let shares: Value = (successes / size) * (failures / size)
    return nanUnless(isValid, draws * shares * ((populationSize - draws) / others))
  }

  private var isSpread: Value.Mask { isValid .& (variance .> 0) }

  /// (N − 2K)(N − 2n)/(N (N − 2) σ); NaN where all mass is at one point.
  public var skewness: Value {
    let isSpread = isSpread
    // A spread law of two has equal halves.
    let others: Value = select(populationSize .> 2, populationSize - 2, 1)
    let tilt: Value =
      ((failures - successes) / size) * (((populationSize - draws) - draws) / others)
    return nanUnless(isSpread, tilt / sqrt(select(isSpread, variance, 1)))
  }

  /// With the shares p = K/N and f = n/N, v = p (1 − p) and w = f (1 − f),
  ///
  /// ```
  /// (1 + 1/N − 6 (v + w) + 6 v w (5N − 6)/(N − 1)) (N − 1)/((N − 2)(N − 3) v w)
  /// ```
  ///
  /// and for populations of up to three, where the law has two points, 1/σ² − 6. NaN where all mass is
  /// at one point.
  public var excessKurtosis: Value {
    let isSpread = isSpread
    let isLarge: Value.Mask = populationSize .> 3
    let n: Value = select(isLarge, populationSize, 4)
    let v: Value = select(isSpread, (successes / size) * (failures / size), 1)
    let w: Value = select(isSpread, (draws / size) * ((populationSize - draws) / size), 1)
    let joined: Value = v * w * ((5 * n - 6) / (n - 1))
    let bracket: Value = (1 + 1 / n) - 6 * (v + w) + 6 * joined
    let general: Value = bracket * (n / (n - 2)) * ((n - 1) / (n - 3)) / (n * v * w)
    let small: Value = 1 / select(isSpread, variance, 1) - 6
    return nanUnless(isSpread, select(isLarge, general, small))
  }

  /// ⌈(n + 1)(K + 1)/(N + 2)⌉ − 1: of two modes the smaller.
  public var mode: Value {
    Value.elementwise(
      "the mode of a hypergeometric distribution", populationSize, successes, draws,
      { population, successes, draws in
        guard HypergeometricNumbers.areValid(population, successes, draws) else { return .nan }
        return HypergeometricNumbers(
          population: population, successes: successes, draws: draws
        ).mode
      }, derivatives: (nil, nil, nil))
  }

  // MARK: - Entropy

  /// 0 where all mass is at one point; no closed form elsewhere.
  public var entropy: Value { select(variance .== 0, 0, Value.nan + 0 * variance) }

  // MARK: - Draws

  /// Not differentiable.
  public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    drawCount([populationSize, successes, draws], using: &generator) { p, generator in
      drawHypergeometric(population: p[0], successes: p[1], draws: p[2], using: &generator)
    }
  }

  /// Not differentiable. Of one law by a table of the cumulative probabilities, where that is worth it; of
  /// others by adding up masses, or by rejection.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    if let population = number(populationSize), let successes = number(successes),
      let draws = number(draws), HypergeometricNumbers.areValid(population, successes, draws),
      let window = HypergeometricNumbers(
        population: population, successes: successes, draws: draws
      ).window(count: shape.reduce(1, *))
    {
      let batch = batchShape(Self.familyName, populationSize, self.successes, self.draws)
      return window.draws(shape: shape + batch, using: &generator)
    }
    // The parameters' shapes are checked here.
    _ = batchShape(Self.familyName, populationSize, successes, draws)
    return hypergeometricDraws(
      Tensor<Double>(populationSize.tensor), Tensor<Double>(successes.tensor),
      Tensor<Double>(draws.tensor), shape: shape, using: &generator)
  }

  public func elements() -> DistributionElements {
    DistributionElements(populationSize, successes, draws) {
      Hypergeometric<Double>(populationSize: $0[0], successes: $0[1], draws: $0[2])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(
      Self.familyName, ("populationSize", populationSize), ("successes", successes),
      ("draws", draws))
  }
}

extension Hypergeometric where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(populationSize: Double, successes: Double, draws: Double) {
    self.populationSize = populationSize
    self.successes = successes
    self.draws = draws
  }
}

extension Hypergeometric: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "populationSize", "successes", "draws") {
        Hypergeometric(populationSize: $0[0], successes: $0[1], draws: $0[2])
      }
    ]
  }
}

extension Hypergeometric: Equatable where Value: Equatable {}
extension Hypergeometric: Hashable where Value: Hashable {}
extension Hypergeometric: Codable where Value == Double {}
