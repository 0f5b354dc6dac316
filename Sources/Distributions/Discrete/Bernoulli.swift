/// The Bernoulli distribution: true with probability p.
///
/// ```
/// P(true) = p,   P(false) = 1 − p,   p = 1/(1 + e^−l) for a logit l
/// ```
///
/// - `probability`: from 0 to 1; or
/// - `logit` l: any number, infinite ones too.
///
/// It keeps the parameter it was given: from a logit both log-probabilities hold where the
/// probability is 0 or 1 as a number, and nothing is clamped. Probabilities 0 and 1 are valid.
///
/// Elsewhere: TFP `Bernoulli(probs=..., logits=...)`; torch `Bernoulli(probs, logits)`;
/// Distributions.jl `Bernoulli(p), BernoulliLogit(logitp)`; scipy `bernoulli(p)`.
///
/// Source: N. L. Johnson, A. W. Kemp, S. Kotz, *Univariate Discrete Distributions*, 3rd ed., 2005,
/// ch. 3.
public struct Bernoulli<Value: RealValue>: DiscreteDistribution {
  public typealias Sample = Value.Mask
  public typealias Element = Bool

  /// What a Bernoulli distribution is given by.
  public enum Parameter: Sendable {
    /// P(true).
    case probability(Value)
    /// log P(true) − log P(false).
    case logit(Value)
  }

  /// The parameter as it was given.
  public let parameter: Parameter

  // MARK: - Parameters

  /// - Parameter probability: P(true), from 0 to 1.
  @inlinable public init(probability: Value) { parameter = .probability(probability) }

  /// - Parameter logit: log P(true) − log P(false), any number.
  @inlinable public init(logit: Value) { parameter = .logit(logit) }

  public static var familyName: String { "Bernoulli" }

  public func validate() throws(ParameterError) {
    switch parameter {
    case .probability(let p): try requireProbability("probability", p)
    case .logit(let l): try require("logit", l, "a number") { !$0.isNaN }
    }
  }

  /// P(true).
  @inlinable public var probability: Value {
    switch parameter {
    case .probability(let p): nanUnless(isProbability(p), p)
    case .logit(let l): sigmoid(l)
    }
  }

  /// P(false), which keeps its digits where a logit is large.
  @inlinable public var complement: Value {
    switch parameter {
    case .probability(let p): nanUnless(isProbability(p), 1 - p)
    case .logit(let l): sigmoid(-l)
    }
  }

  /// log P(true) − log P(false).
  @inlinable public var logit: Value {
    switch parameter {
    case .probability(let p): log(p) - log(onePlus: -p)
    case .logit(let l): l
    }
  }

  /// log P(true).
  @inlinable public var logProbabilityOfTrue: Value {
    switch parameter {
    case .probability(let p): nanUnless(isProbability(p), log(p))
    case .logit(let l): logSigmoid(l)
    }
  }

  /// log P(false).
  @inlinable public var logProbabilityOfFalse: Value {
    switch parameter {
    case .probability(let p): nanUnless(isProbability(p), log(onePlus: -p))
    case .logit(let l): logSigmoid(-l)
    }
  }

  @inlinable var given: Value {
    switch parameter {
    case .probability(let p): p
    case .logit(let l): l
    }
  }

  // MARK: - Support

  /// From 0 to 1, or the one point where all mass is.
  @inlinable public var support: Support<Value> {
    let zero: Value = 0 * probability
    return Support(
      lowerBound: select(complement .== 0, 1, zero),
      upperBound: select(probability .== 0, 0, zero + 1))
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }

  // MARK: - Mass

  @specialized(where Value == Double)
  @inlinable public func logProbability(of x: Value.Mask) -> Value {
    if Value.self != Value.Scalar.self, case .probability(let p) = parameter {
      return fusedLogMass(at: select(x, Value(1), Value(0)), p)
    }
    return plainLogProbability(of: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogProbability(of x: Value.Mask) -> Value {
    switch parameter {
    case .probability(let p):
      // Each logarithm gets a harmless argument where the other counts.
      let whenTrue: Value = log(select(x, p, 1))
      let whenFalse: Value = log(onePlus: -select(x, 0, p))
      return nanUnless(isProbability(p), select(x, whenTrue, whenFalse))
    case .logit(let l):
      return logSigmoid(select(x, l, -l))
    }
  }

  @inlinable public func probability(of x: Value.Mask) -> Value {
    select(x, probability, complement)
  }

  /// The log of the mass at 0 or 1; −infinity elsewhere.
  @specialized(where Value == Double)
  @inlinable public func logMass(at x: Value) -> Value {
    if Value.self != Value.Scalar.self, case .probability(let p) = parameter {
      return fusedLogMass(at: x, p)
    }
    return plainLogMass(at: x)
  }

  /// In single operations.
  @specialized(where Value == Double)
  @inlinable func plainLogMass(at x: Value) -> Value {
    let isOne = x .== 1
    let isMember = isOne .| (x .== 0)
    let outside: Value = select(x .== x, -Value.infinity, Value.nan) + 0 * probability
    return select(isMember, plainLogProbability(of: isOne), outside)
  }

  @usableFromInline func fusedLogMass(at x: Value, _ probability: Value) -> Value {
    fused(.bernoulliLogMass, x, probability, probability) { x, probability, _ in
      Bernoulli(probability: probability).plainLogMass(at: x)
    }
  }

  // MARK: - Cumulative functions

  /// A step function: `below` left of 0, `between` from 0 to 1, `above` from 1 on.
  @inlinable func step(_ x: Value, below: Value, between: Value, above: Value) -> Value {
    let defined: Value = nanUnless(x .== x, 0 * probability)
    let upper: Value = select(x .< 1, between, above)
    return defined + select(x .< 0, below, upper)
  }

  @specialized(where Value == Double)
  @inlinable public func logCDF(_ x: Value) -> Value {
    step(x, below: -Value.infinity, between: logProbabilityOfFalse, above: 0)
  }

  @specialized(where Value == Double)
  @inlinable public func logSurvival(_ x: Value) -> Value {
    step(x, below: 0, between: logProbabilityOfTrue, above: -Value.infinity)
  }

  @specialized(where Value == Double)
  @inlinable public func cdf(_ x: Value) -> Value {
    step(x, below: 0, between: complement, above: 1)
  }

  @specialized(where Value == Double)
  @inlinable public func survival(_ x: Value) -> Value {
    step(x, below: 1, between: probability, above: 0)
  }

  /// 0 for u up to P(false), else 1; at 0 the smallest value that has mass.
  @specialized(where Value == Double)
  @inlinable public func quantile(_ u: Value) -> Value {
    let isLow = u .< 0.5
    // 1 − u is exact in the upper half, and there P(true) has the digits.
    let isFalse = (isLow .& (u .<= complement)) .| (.!isLow .& (1 - u .>= probability))
    return point(u, isFalse)
  }

  @specialized(where Value == Double)
  @inlinable public func survivalQuantile(_ u: Value) -> Value { point(u, u .>= probability) }

  @inlinable func point(_ u: Value, _ isFalse: Value.Mask) -> Value {
    let isDefined = isProbability(u) .& isProbability(probability)
    let isImpossible = complement .== 0
    return nanUnless(isDefined, select(isFalse .& .!isImpossible, 0, 1))
  }

  // MARK: - Statistics

  @inlinable public var mean: Value { probability }
  @inlinable public var variance: Value { probability * complement }

  /// (1 − 2p)/√(p(1 − p)) = −2 sinh(l/2); NaN where all mass is at one point.
  @inlinable public var skewness: Value {
    switch parameter {
    case .probability:
      let isSpread = (probability .> 0) .& (complement .> 0)
      let scale: Value = sqrt(select(isSpread, probability, 1)) * sqrt(complement)
      return nanUnless(isSpread, (complement - probability) / scale)
    case .logit(let l):
      return nanUnless(isFinite(l), -2 * sinh(0.5 * l))
    }
  }

  /// 1/(p(1 − p)) − 6 = 2 cosh l − 4; NaN where all mass is at one point.
  @inlinable public var excessKurtosis: Value {
    switch parameter {
    case .probability:
      let isSpread = (probability .> 0) .& (complement .> 0)
      return nanUnless(isSpread, 1 / complement / select(isSpread, probability, 1) - 6)
    case .logit(let l):
      return nanUnless(isFinite(l), 2 * cosh(l) - 4)
    }
  }

  @inlinable public var mode: Value {
    select(probability .> complement, 1, 0 * probability)
  }

  // MARK: - Entropy

  /// −p log p − (1 − p) log(1 − p).
  @inlinable public var entropy: Value {
    switch parameter {
    case .probability(let p):
      return nanUnless(isProbability(p), -xLogY(p, p) - xLogOnePlusY(1 - p, -p))
    case .logit(let l):
      // softplus(−|l|) + |l|/(1 + e^|l|): both terms are positive.
      let size: Value = abs(l)
      let isCertain = size .== Value.infinity
      let finite: Value = select(isCertain, 0, size)
      return select(isCertain, 0, softplus(-finite) + finite * sigmoid(-finite))
    }
  }

  // MARK: - Draws

  @inlinable public func sample(using generator: inout some RandomNumberGenerator) -> Value.Mask {
    let p = probability
    return Value.standardUniform(shape: p.shape, using: &generator) .< p
  }

  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Bool> {
    let p = probability.tensor
    return Tensor(standardUniform: shape + p.shape, using: &generator) .< p
  }

  public func elements() -> DistributionElements {
    switch parameter {
    case .probability(let p): DistributionElements(p) { Bernoulli<Double>(probability: $0[0]) }
    case .logit(let l): DistributionElements(l) { Bernoulli<Double>(logit: $0[0]) }
    }
  }

  // MARK: - Description

  public var description: String {
    switch parameter {
    case .probability(let p): literal(Self.familyName, ("probability", p))
    case .logit(let l): literal(Self.familyName, ("logit", l))
    }
  }
}

extension Bernoulli where Value == Double {
  /// Lets whole literals stand for numbers: `Bernoulli(probability: 1)`.
  @inlinable public init(probability: Double) { parameter = .probability(probability) }
  /// Lets whole literals stand for numbers: `Bernoulli(logit: 0)`.
  @inlinable public init(logit: Double) { parameter = .logit(logit) }
}

extension Bernoulli: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "probability") { Bernoulli(probability: $0[0]) },
      LiteralSpelling(numbers: "logit") { Bernoulli(logit: $0[0]) },
    ]
  }
}

extension Bernoulli.Parameter: Equatable where Value: Equatable {}
extension Bernoulli.Parameter: Hashable where Value: Hashable {}
extension Bernoulli.Parameter: Encodable where Value: Encodable {}
extension Bernoulli.Parameter: Decodable where Value: Decodable {}
extension Bernoulli: Equatable where Value: Equatable {}
extension Bernoulli: Hashable where Value: Hashable {}
extension Bernoulli: Codable where Value == Double {}
