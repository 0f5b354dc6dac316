import SpecialFunctions

/// The beta-binomial distribution: the number of successes in n trials whose probability is itself a
/// draw from a beta distribution.
///
/// ```
/// P(k) = n!/(k! (n − k)!) B(k + α, n − k + β)/B(α, β),   k = 0, ..., n
/// ```
///
/// - `trials` n: a whole number, not negative.
/// - `alpha` α, `beta` β: positive and finite.
///
/// The log-mass is that of two negative binomial counts given their sum, each in its saddle-point form,
/// so that it holds for 10⁸ trials and parameters of 10¹². The cumulative functions are sums of masses
/// and have no derivative; over a batch they are computed at once. The entropy has no closed form.
///
/// Elsewhere: TFP `BetaBinomial(total_count, concentration1=alpha, concentration0=beta)`; torch —;
/// Distributions.jl `BetaBinomial(n, α, β)`; scipy `betabinom(n, a, b)`.
///
/// Source: N. L. Johnson, A. W. Kemp, S. Kotz, *Univariate Discrete Distributions*, 3rd ed., 2005,
/// ch. 6.9.2.
public struct BetaBinomial<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// n, the number of trials.
  public let trials: Value
  /// α.
  public let alpha: Value
  /// β.
  public let beta: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - trials: n, a whole number, not negative.
  ///   - alpha: α, positive and finite.
  ///   - beta: β, positive and finite.
  @inlinable public init(trials: Value, alpha: Value, beta: Value) {
    self.trials = trials
    self.alpha = alpha
    self.beta = beta
  }

  public static var familyName: String { "BetaBinomial" }

  public func validate() throws(ParameterError) {
    try requireCount("trials", trials)
    try requirePositive("alpha", alpha)
    try requirePositive("beta", beta)
  }

  var isValid: Value.Mask { isCount(trials) .& isPositive(alpha) .& isPositive(beta) }

  // MARK: - Support

  public var support: Support<Value> {
    let zero: Value = 0 * (alpha + beta)
    return Support(lowerBound: 0 * trials + zero, upperBound: trials + zero)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }

  // MARK: - Mass

  /// α + β.
  var total: Value { alpha + beta }

  func logMass(whole k: Value) -> Value {
    let isEmpty: Value.Mask = trials .== 0
    let safe: Value = select(isEmpty, 1, trials)
    let odds: Value = minimum(maximum(total / safe, Value(1e-300)), Value(1e300))
    let inner: Value =
      conditionalLogMass(k, alpha, odds: odds) + conditionalLogMass(safe - k, beta, odds: odds)
      - conditionalLogMass(safe, total, odds: odds)
    return select(isEmpty, 0, inner)
  }

  public func logProbability(of x: Value.Count) -> Value { logMass(at: Value(count: x)) }

  @specialized(where Value == Double)
  public func logMass(at x: Value) -> Value {
    Value.self == Value.Scalar.self ? plainLogMass(at: x) : fusedLogMass(at: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  func plainLogMass(at x: Value) -> Value {
    massAtWholeNumbers(x, from: 0, through: trials, where: isValid) { logMass(whole: $0) }
  }

  func fusedLogMass(at x: Value) -> Value {
    fused(.betaBinomialLogMass, x, trials, alpha, beta) { x, trials, alpha, beta in
      BetaBinomial(trials: trials, alpha: alpha, beta: beta).plainLogMass(at: x)
    }
  }

  // MARK: - Cumulative functions

  static func tails(_ k: Double, _ n: Double, _ a: Double, _ b: Double) -> TailProbabilities {
    guard n >= 0, n < .infinity, a > 0, b > 0, a < .infinity, b < .infinity, !k.isNaN else {
      return TailProbabilities(logLower: .nan, logUpper: .nan)
    }
    if k < 0 { return TailProbabilities(logLower: -.infinity, logUpper: 0) }
    if k >= n { return TailProbabilities(logLower: 0, logUpper: -.infinity) }
    return BetaBinomialNumbers(n: n, a: a, b: b).tails(k)
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let value = elementwiseOfFour("beta-binomial log-cdf", floor(x), (trials, alpha, beta)) {
      Self.tails($0, $1, $2, $3).logLower
    }
    return nanUnless(isValid, value)
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let value = elementwiseOfFour("beta-binomial log-survival", floor(x), (trials, alpha, beta)) {
      Self.tails($0, $1, $2, $3).logUpper
    }
    return nanUnless(isValid, value)
  }

  static func quantile(_ level: QuantileLevel, _ n: Double, _ a: Double, _ b: Double) -> Double {
    guard n >= 0, n < .infinity, n == n.rounded(), a > 0, b > 0, a < .infinity, b < .infinity else {
      return .nan
    }
    let p = BetaBinomial<Double>(trials: n, alpha: a, beta: b)
    return smallestCount(
      level, from: 0, through: n, mean: p.mean, deviation: p.standardDeviation,
      skewness: p.skewness, tails: { tails($0, n, a, b) })
  }

  public func quantile(_ u: Value) -> Value {
    elementwiseOfFour("beta-binomial quantile", u, (trials, alpha, beta)) {
      Self.quantile(QuantileLevel(lower: $0), $1, $2, $3)
    }
  }

  public func survivalQuantile(_ u: Value) -> Value {
    elementwiseOfFour("beta-binomial quantile", u, (trials, alpha, beta)) {
      Self.quantile(QuantileLevel(upper: $0), $1, $2, $3)
    }
  }

  // MARK: - Statistics

  /// n α/(α + β).
  public var mean: Value { nanUnless(isValid, trials * (alpha / total)) }
  /// n p (1 − p) (α + β + n)/(α + β + 1), p = α/(α + β).
  public var variance: Value {
    let shares: Value = (alpha / total) * (beta / total)
    return nanUnless(isValid, trials * shares * ((total + trials) / (total + 1)))
  }

  private var isSpread: Value.Mask { isValid .& (trials .> 0) }
  private var safeTrials: Value { select(trials .> 0, trials, 1) }

  /// (s + 2n)(q − p)/(s + 2) √((s + 1)/(n p q (s + n))), s = α + β; NaN for no trials.
  public var skewness: Value {
    let (s, n): (Value, Value) = (total, safeTrials)
    let shares: Value = (alpha / s) * (beta / s)
    let tilt: Value = ((beta - alpha) / s) * ((s + 2 * n) / (s + 2))
    return nanUnless(isSpread, tilt * sqrt((s + 1) / (n * shares) / (s + n)))
  }

  /// With s = α + β and v = αβ/s²,
  ///
  /// ```
  /// ((s + 1)(s² − s + 6n(s + n)) − 6v (s²(s + 1) + n(s + n)(5s + 6)))/(v n (s + n)(s + 2)(s + 3))
  /// ```
  ///
  /// which has no part that is 3; NaN for no trials.
  public var excessKurtosis: Value {
    let (s, n): (Value, Value) = (total, safeTrials)
    let shares: Value = (alpha / s) * (beta / s)
    // Every factor in units of s + n, so that powers of large numbers do not overflow.
    let size: Value = s + n
    let (t, m): (Value, Value) = (s / size, n / size)
    let first: Value = (s + 1) * (t * ((s - 1) / size) + 6 * m)
    let second: Value = 6 * shares * (t * (s / size) * (s + 1) + m * (5 * s + 6))
    let divisor: Value = shares * m * (s + 2) * (s + 3)
    return nanUnless(isSpread, (first - second) / divisor)
  }

  /// Of two modes the smaller.
  ///
  /// P(k + 1) > P(k) where n (α − 1) + 1 − β > k (α + β − 2); for α + β ≤ 2 the mass is largest at the
  /// end with the smaller parameter.
  public var mode: Value {
    let curvature: Value = total - 2
    let isPeaked: Value.Mask = curvature .> 0
    let peak: Value = ceil(
      (trials * (alpha - 1) + (1 - beta)) / select(isPeaked, curvature, 1))
    let inner: Value = minimum(trials, maximum(peak, 0))
    let end: Value = select(alpha .> beta, trials, 0)
    return nanUnless(isValid, select(isPeaked, inner, end))
  }

  // MARK: - Entropy

  /// 0 for no trials; no closed form elsewhere.
  public var entropy: Value {
    nanUnless(isValid .& (trials .== 0), 0 * total)
  }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    drawCount([trials, alpha, beta], using: &generator) { p, generator in
      drawBetaBinomial(trials: p[0], alpha: p[1], beta: p[2], using: &generator)
    }
  }

  /// Not differentiable. Of one law by a table of the cumulative probabilities, where that is worth it;
  /// else binomial numbers of probabilities that are beta variables.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    let full = fullShape(shape, Self.familyName, trials, alpha, beta)
    if let n = number(trials), let a = number(alpha), let b = number(beta), n >= 0,
      n == n.rounded(), n <= min(10_000, 20 + 0.02 * Double(shape.reduce(1, *))), a > 0, b > 0,
      a < .infinity, b < .infinity
    {
      let law = BetaBinomialNumbers(n: n, a: a, b: b)
      let masses = n == 0 ? [1] : (0...Int(n)).map { exp(law.logMass(Double($0))) }
      return Tensor(drawsOf: GuideTable(masses: masses), shape: full, using: &generator)
    }
    let first = logGammaDraws(Tensor<Double>(alpha.tensor), shape: full, using: &generator)
    let second = logGammaDraws(Tensor<Double>(beta.tensor), shape: full, using: &generator)
    // Of success and failure the rarer one is drawn, whose probability may be any positive number. Both
    // logarithms may be beyond the range of numbers: then the ends are as likely as the parameters say.
    let rarer = exp(-abs(first - second))
    let isBeyond = rarer .!= rarer
    let count = Tensor<Int64>(
      binomialOf: Tensor<Double>(nanUnless(isValid, trials).tensor),
      probability: Tensor.select(isBeyond, 0, rarer / (1 + rarer)), shape: full, using: &generator)
    let (a, b) = (Tensor<Double>(alpha.tensor), Tensor<Double>(beta.tensor))
    let isLow = Tensor(standardUniform: full, using: &generator) * (a + b) .>= a
    let whole = Tensor<Int64>(flooring: Tensor<Double>(select(isValid, trials, 0).tensor))
    let isRareSuccess = (first .< second) .| (isBeyond .& isLow)
    return Tensor.select(isRareSuccess, count, whole - count)
  }

  public func elements() -> DistributionElements {
    DistributionElements(trials, alpha, beta) {
      BetaBinomial<Double>(trials: $0[0], alpha: $0[1], beta: $0[2])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("trials", trials), ("alpha", alpha), ("beta", beta))
  }
}

extension BetaBinomial where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(trials: Double, alpha: Double, beta: Double) {
    self.trials = trials
    self.alpha = alpha
    self.beta = beta
  }
}

extension BetaBinomial: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "trials", "alpha", "beta") {
        BetaBinomial(trials: $0[0], alpha: $0[1], beta: $0[2])
      }
    ]
  }
}

extension BetaBinomial: Equatable where Value: Equatable {}
extension BetaBinomial: Hashable where Value: Hashable {}
extension BetaBinomial: Codable where Value == Double {}

/// One draw of a beta-binomial distribution, as a whole number; NaN for invalid parameters.
///
/// The probability is the ratio of gamma draws, in logarithms: of success and failure the rarer one is
/// drawn, whose probability may be any positive number.
@inlinable func drawBetaBinomial(
  trials n: Double, alpha: Double, beta: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  guard n >= 0, n < .infinity, alpha > 0, beta > 0, alpha < .infinity, beta < .infinity else {
    return .nan
  }
  let first = logGammaDraw(shape: alpha, using: &generator)
  let second = logGammaDraw(shape: beta, using: &generator)
  // Both logarithms may be beyond the range of numbers: then the ends are as likely as the parameters
  // say.
  if first == -.infinity, second == -.infinity {
    let u = OpenUnitInterval.double(using: &generator)
    return u * (alpha + beta) < alpha ? n : 0
  }
  let rarer = exp(-abs(first - second))
  let count = drawBinomial(trials: n, probability: rarer / (1 + rarer), using: &generator)
  return first < second ? count : n - count
}
