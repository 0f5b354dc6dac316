import SpecialFunctions
import Tensors

/// The binomial distribution: the number of successes in n independent trials.
///
/// ```
/// P(k) = n!/(k! (n − k)!) pᵏ (1 − p)ⁿ⁻ᵏ,   k = 0, ..., n
/// ```
///
/// - `trials` n: a whole number, not negative.
/// - `probability` p: from 0 to 1; at 0 and 1 all mass is at one point.
///
/// The log-mass is the saddle-point form, in which k and n − k are compared with their means through
/// x − log(1 + x) and products are kept to twice the digits, so that nothing cancels for large n.
/// The entropy has no closed form.
///
/// Elsewhere: TFP `Binomial(total_count, probs=...)`; torch `Binomial(total_count, probs)`;
/// Distributions.jl `Binomial(n, p)`; scipy `binom(n, p)`.
///
/// Sources: C. Loader, "Fast and accurate computation of binomial probabilities", 2000; N. L. Johnson,
/// A. W. Kemp, S. Kotz, *Univariate Discrete Distributions*, 3rd ed., 2005, ch. 3; draws by
/// W. Hörmann, "The generation of binomial random variates", J. Stat. Comput. Simul. 46 (1993) 101-110.
public struct Binomial<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Count
  public typealias Element = Int64

  /// n, the number of trials.
  public let trials: Value
  /// p, that of a success.
  public let probability: Value

  // MARK: - Parameters

  /// - Parameters:
  ///   - trials: n, a whole number, not negative.
  ///   - probability: p, from 0 to 1.
  @inlinable public init(trials: Value, probability: Value) {
    self.trials = trials
    self.probability = probability
  }

  public static var familyName: String { "Binomial" }

  public func validate() throws(ParameterError) {
    try requireCount("trials", trials)
    try requireProbability("probability", probability)
  }

  @inlinable var isValid: Value.Mask {
    isCount(trials) .& isProbability(probability)
  }

  // MARK: - Support

  /// From 0 to n, or the one point where all mass is.
  @inlinable public var support: Support<Value> {
    Support(
      lowerBound: select(probability .== 1, trials, 0 * trials),
      upperBound: select(probability .== 0, 0, trials + 0 * probability))
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }

  // MARK: - Mass

  /// Both ends apart, whose derivatives by p are those of log p and log(1 − p).
  func logMass(whole k: Value) -> Value {
    let isFirst: Value.Mask = k .== 0
    let isLast: Value.Mask = k .== trials
    let isInner: Value.Mask = .!(isFirst .| isLast)
    // A safe point for the ends: one success in two trials.
    let inner: Value = binomialLogMass(
      select(isInner, k, 1), select(isInner, trials, 2), select(isInner, probability, 0.5))
    let first: Value = xLogOnePlusY(trials, -select(isFirst, probability, 0.5))
    let last: Value = xLogY(trials, select(isLast, probability, 0.5))
    return select(isFirst, first, select(isLast, last, inner))
  }

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value.Count) -> Value {
    logMass(at: Value(count: x))
  }

  @specialized(where Value == Double)
  @inlinable public func logMass(at x: Value) -> Value {
    let value = ofNumbers(x, trials, probability) {
      SpecialFunctions.binomialLogMass($0, trials: $1, probability: $2)
    }
    if let value { return value }
    return Value.self == Value.Scalar.self ? plainLogMass(at: x) : fusedLogMass(at: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @usableFromInline func plainLogMass(at x: Value) -> Value {
    massAtWholeNumbers(x, from: 0, through: trials, where: isValid) { logMass(whole: $0) }
  }

  @usableFromInline func fusedLogMass(at x: Value) -> Value {
    fused(.binomialLogMass, x, trials, probability) { x, trials, probability in
      Binomial(trials: trials, probability: probability).plainLogMass(at: x)
    }
  }

  // MARK: - Cumulative functions

  /// P(X ≤ k) = I_(1−p)(n − k, k + 1).
  static func tails(_ k: Double, _ n: Double, _ p: Double) -> TailProbabilities {
    if k < 0 { return TailProbabilities(logLower: -.infinity, logUpper: 0) }
    if k >= n { return TailProbabilities(logLower: 0, logUpper: -.infinity) }
    let tails = regularizedBeta(p, oneMinus: 1 - p, k + 1, n - k)
    return TailProbabilities(logLower: tails.logUpper, logUpper: tails.logLower)
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    let support = support
    return stepsAtWholeNumbers(
      x, from: support.lowerBound, through: support.upperBound, where: isValid,
      below: -Value.infinity, above: 0
    ) { k in
      Value.elementwise(
        "binomial log-cdf", k, trials, probability, { Self.tails($0, $1, $2).logLower },
        derivatives: (
          { k, _, _ in 0 * k }, nil,
          { k, n, p in
            // ∂F/∂p = −(n − k) P(k)/(1 − p).
            let q = Binomial(trials: n, probability: p)
            return -exp(q.logMass(whole: k) - q.logCDF(k)) * (n - k) / (1 - p)
          }
        ))
    }
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    let support = support
    return stepsAtWholeNumbers(
      x, from: support.lowerBound, through: support.upperBound, where: isValid,
      below: 0, above: -Value.infinity
    ) { k in
      Value.elementwise(
        "binomial log-survival", k, trials, probability, { Self.tails($0, $1, $2).logUpper },
        derivatives: (
          { k, _, _ in 0 * k }, nil,
          { k, n, p in
            let q = Binomial(trials: n, probability: p)
            return exp(q.logMass(whole: k) - q.logSurvival(k)) * (n - k) / (1 - p)
          }
        ))
    }
  }

  static func quantile(_ level: QuantileLevel, _ n: Double, _ p: Double) -> Double {
    guard p >= 0, p <= 1, n >= 0, n < .infinity, n == n.rounded() else { return .nan }
    let deviation = (n * p * (1 - p)).squareRoot()
    return smallestCount(
      level, from: p == 1 ? n : 0, through: p == 0 ? 0 : n, mean: n * p, deviation: deviation,
      skewness: (1 - 2 * p) / deviation, tails: { tails($0, n, p) })
  }

  public func quantile(_ u: Value) -> Value {
    Value.elementwise(
      "binomial quantile", u, trials, probability,
      { Self.quantile(QuantileLevel(lower: $0), $1, $2) }, derivatives: (nil, nil, nil))
  }

  public func survivalQuantile(_ u: Value) -> Value {
    Value.elementwise(
      "binomial quantile", u, trials, probability,
      { Self.quantile(QuantileLevel(upper: $0), $1, $2) }, derivatives: (nil, nil, nil))
  }

  // MARK: - Statistics

  @inlinable public var mean: Value { nanUnless(isValid, trials * probability) }
  /// n p (1 − p).
  @inlinable public var variance: Value {
    nanUnless(isValid, trials * probability * (1 - probability))
  }
  /// (1 − 2p)/√(n p (1 − p)); NaN where all mass is at one point.
  @inlinable public var skewness: Value {
    let isSpread: Value.Mask = variance .> 0
    let deviation: Value = sqrt(select(isSpread, variance, 1))
    return nanUnless(isSpread, (1 - 2 * probability) / deviation)
  }
  /// (1 − 6 p (1 − p))/(n p (1 − p)); NaN where all mass is at one point.
  @inlinable public var excessKurtosis: Value {
    let isSpread: Value.Mask = variance .> 0
    let spread: Value = probability * (1 - probability)
    return nanUnless(isSpread, (1 - 6 * spread) / select(isSpread, variance, 1))
  }
  /// ⌈(n + 1) p⌉ − 1: of two modes the smaller.
  @inlinable public var mode: Value {
    let peak: Value = ceil((trials + 1) * probability) - 1
    return nanUnless(isValid, minimum(trials, maximum(peak, 0)))
  }

  // MARK: - Entropy

  /// 0 where all mass is at one point; no closed form elsewhere.
  @inlinable public var entropy: Value { select(variance .== 0, 0, Value.nan + 0 * variance) }

  // MARK: - Draws

  /// Not differentiable.
  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value.Count {
    drawCount([trials, probability], using: &generator) { p, generator in
      drawBinomial(trials: p[0], probability: p[1], using: &generator)
    }
  }

  /// Not differentiable. Of one law by a table of the cumulative probabilities, where that is worth it;
  /// else by adding up masses or by rejection, many at a time.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Int64> {
    let full = fullShape(shape, Self.familyName, trials, probability)
    if let n = number(trials), let p = number(probability),
      let window = binomialWindow(trials: n, probability: p, count: shape.reduce(1, *))
    {
      return window.draws(shape: full, using: &generator)
    }
    return Tensor(
      binomialOf: nanUnless(isValid, trials).tensor, probability: probability.tensor, shape: full,
      using: &generator)
  }

  public func elements() -> DistributionElements {
    DistributionElements(trials, probability) {
      Binomial<Double>(trials: $0[0], probability: $0[1])
    }
  }

  // MARK: - Description

  public var description: String {
    literal(Self.familyName, ("trials", trials), ("probability", probability))
  }
}

extension Binomial where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(trials: Double, probability: Double) {
    self.trials = trials
    self.probability = probability
  }
}

extension Binomial: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "trials", "probability") {
        Binomial(trials: $0[0], probability: $0[1])
      }
    ]
  }
}

extension Binomial: Equatable where Value: Equatable {}
extension Binomial: Hashable where Value: Hashable {}
extension Binomial: Codable where Value == Double {}

/// The log-mass of k successes in n trials, 0 < k < n.
///
/// x^k y^(n−k)/B(k, n − k) is the mass times k (n − k)/n, and keeps the digits of k/n − p.
func binomialLogMass<Value: RealValue>(_ k: Value, _ n: Value, _ p: Value) -> Value {
  Value.elementwise(
    "binomial log-mass", k, n, p,
    { k, n, p in
      if p == 0 || p == 1 { return -.infinity }
      let rest = n - k
      return logBetaPrefactor(p, oneMinus: 1 - p, k, rest) - .log(k * (rest / n))
    },
    derivatives: (
      { k, n, p in digamma(n - k + 1) - digamma(k + 1) + (log(p) - log(onePlus: -p)) },
      { k, n, p in digamma(n + 1) - digamma(n - k + 1) + log(onePlus: -p) },
      { k, n, p in k / p - (n - k) / (1 - p) }
    ))
}
