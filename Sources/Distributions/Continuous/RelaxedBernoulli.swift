import SpecialFunctions

/// The relaxed Bernoulli distribution (binary Concrete): a differentiable stand-in for a coin, on the
/// unit interval.
///
/// ```
/// X = σ((l + L)/τ),   L standard logistic,   σ(z) = 1/(1 + e^−z)
/// p(x) = τ σ(w) σ(−w)/(x (1 − x)),   w = τ log(x/(1 − x)) − l
/// ```
///
/// - `temperature` τ: positive and finite. Towards 0 the draws become those of a coin, at 1 and a logit
///   of 0 they are uniform.
/// - `logit` l: finite; or
/// - `probability` p = σ(l): between 0 and 1. It is that of X > ½.
///
/// The density is infinite at both ends for τ < 1. Quantiles near 1 keep their distance from it. The
/// moments are found by quadrature (to about 1e-10) and have no derivative, the entropy has no closed
/// form. Gradients flow through draws to both parameters.
///
/// Elsewhere: TFP `RelaxedBernoulli(temperature, logits)`; torch
/// `RelaxedBernoulli(temperature, logits=logit)`; Distributions.jl —; scipy —.
///
/// Sources: C. J. Maddison, A. Mnih, Y. W. Teh, "The Concrete distribution: a continuous relaxation of
/// discrete random variables", ICLR 2017; E. Jang, S. Gu, B. Poole, "Categorical reparameterization with
/// Gumbel-softmax", ICLR 2017.
public struct RelaxedBernoulli<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// What the odds are given by.
  public enum Parameter: Sendable {
    /// P(X > ½).
    case probability(Value)
    /// log P(X > ½) − log P(X < ½).
    case logit(Value)
  }

  /// τ.
  public let temperature: Value
  /// The odds as they were given.
  public let parameter: Parameter

  // MARK: - Parameters

  /// - Parameters:
  ///   - temperature: τ, positive and finite.
  ///   - logit: l, finite.
  @inlinable public init(temperature: Value, logit: Value) {
    self.temperature = temperature
    parameter = .logit(logit)
  }

  /// - Parameters:
  ///   - temperature: τ, positive and finite.
  ///   - probability: p, between 0 and 1.
  @inlinable public init(temperature: Value, probability: Value) {
    self.temperature = temperature
    parameter = .probability(probability)
  }

  public static var familyName: String { "RelaxedBernoulli" }

  public func validate() throws(ParameterError) {
    try requirePositive("temperature", temperature)
    switch parameter {
    case .logit(let l): try requireFinite("logit", l)
    case .probability(let p):
      try require("probability", p, "between 0 and 1") { $0 > 0 && $0 < 1 }
    }
  }

  @inlinable var given: Value {
    switch parameter {
    case .logit(let l): l
    case .probability(let p): p
    }
  }

  /// l, NaN where the parameters are not valid.
  @inlinable public var logit: Value {
    switch parameter {
    case .logit(let l): nanUnless(isPositive(temperature) .& isFinite(l), l)
    case .probability(let p):
      nanUnless(
        isPositive(temperature) .& (p .> 0) .& (p .< 1), log(p) - log(onePlus: -p))
    }
  }

  // MARK: - Support

  public var support: Support<Value> {
    let zero: Value = 0 * logit
    return Support(lowerBound: zero, upperBound: zero + 1)
  }

  public func tail(towards end: SupportEnd) -> TailBehaviour? {
    number(temperature).map { TailBehaviour([.init($0 - 1, .log)]) }
  }

  // MARK: - Density

  /// w = τ z − l at the log-odds z of a point.
  @inlinable func standardized(_ logX: Value, _ logY: Value) -> Value {
    temperature * (logX - logY) - logit
  }

  public func logProbability(of x: Value) -> Value {
    logDensity(at: AnchoredPoint(anchor: 0, offset: x))
  }

  /// log τ + log σ(w) + log σ(−w) − log x − log(1 − x), from the distances to both ends.
  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    let (x, logX) = point.distance(from: 0)
    let (y, logY) = point.distance(from: 1)
    let isLower: Value.Mask = logX .== -Value.infinity
    let isUpper: Value.Mask = logY .== -Value.infinity
    let isOutside: Value.Mask = (x .< 0) .| (y .> 0)
    let isApart: Value.Mask = isLower .| isUpper .| isOutside
    let half: Value = Value(-0.69314718055994530942)
    let (safeX, safeY): (Value, Value) = (select(isApart, half, logX), select(isApart, half, logY))
    let w: Value = standardized(safeX, safeY)
    let inside: Value =
      log(temperature) + (logSigmoid(w) + logSigmoid(-w)) - (safeX + safeY)
    let lower: Value = limitAtEnd(power: temperature - 1, -logit)
    let upper: Value = limitAtEnd(power: temperature - 1, logit)
    let ends: Value = select(isLower, lower, select(isUpper, upper, inside))
    let value: Value = select(isOutside, -Value.infinity, ends)
    return nanUnless((x .== x) .& (logit .== logit), value)
  }

  // MARK: - Cumulative functions

  @inlinable func tail(_ x: Value, below: Value, above: Value, isLower: Bool) -> Value {
    let isBelow: Value.Mask = x .<= 0
    let isAbove: Value.Mask = x .>= 1
    let safe: Value = select(isBelow .| isAbove, 0.5, x)
    let w: Value = standardized(log(safe), log(onePlus: -safe))
    let inside: Value = logSigmoid(isLower ? w : -w)
    let value: Value = select(isBelow, below, select(isAbove, above, inside))
    return nanUnless((x .== x) .& (logit .== logit), value)
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value {
    tail(x, below: -Value.infinity, above: 0, isLower: true)
  }

  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value {
    tail(x, below: 0, above: -Value.infinity, isLower: false)
  }

  /// log(u/(1 − u)), in the middle as 2 artanh(2u − 1), which keeps the digits of the distance from ½.
  @inlinable func logOdds(_ u: Value) -> Value {
    let isMiddle: Value.Mask = (u .> 0.25) .& (u .< 0.75)
    let middle: Value = 2 * atanh(select(isMiddle, 2 * u - 1, 0))
    let outer: Value = select(isMiddle, 0.25, u)
    let logit: Value = select(isMiddle, middle, log(outer) - log(onePlus: -outer))
    return nanUnless(isProbability(u), logit)
  }

  /// The point of log-odds z, from the end that is nearer.
  @inlinable func point(_ z: Value) -> AnchoredPoint<Value> {
    let isUpper: Value.Mask = z .> 0
    let size: Value = -abs(z)
    let distance: Value = sigmoid(size)
    return AnchoredPoint(
      anchor: select(isUpper, 1, 0), offset: select(isUpper, -distance, distance),
      logMagnitude: logSigmoid(size))
  }

  public func quantile(_ u: Value) -> Value { sigmoid((logit + logOdds(u)) / temperature) }
  public func survivalQuantile(_ u: Value) -> Value {
    sigmoid((logit - logOdds(u)) / temperature)
  }
  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point((logit + logOdds(u)) / temperature)
  }
  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point((logit - logOdds(u)) / temperature)
  }

  // MARK: - Statistics

  /// By quadrature.
  private func moment(
    _ name: String, _ fact: @escaping @Sendable (NumericalMoments) -> Double
  ) -> Value {
    Value.elementwise(
      "the \(name) of a relaxed Bernoulli distribution", temperature, logit,
      { temperature, logit in
        guard temperature > 0, temperature < .infinity, logit.isFinite else { return .nan }
        return fact(
          NumericalMoments(
            of: RelaxedBernoulli<Double>(temperature: temperature, logit: logit)))
      }, derivatives: (nil, nil))
  }

  public var mean: Value { moment("mean") { $0.mean } }
  public var variance: Value { moment("variance") { $0.variance } }
  public var skewness: Value { moment("skewness") { $0.skewness } }
  public var excessKurtosis: Value { moment("kurtosis") { $0.excessKurtosis } }
  public var median: Value { sigmoid(logit / temperature) }

  /// For τ ≤ 1 the end with more mass, 0 where they are equal (for τ < 1 the density is infinite at both
  /// and 0 is the smaller); else where tanh(z/2) = τ tanh(w/2).
  public var mode: Value {
    Value.elementwise(
      "the mode of a relaxed Bernoulli distribution", temperature, logit,
      { temperature, logit in
        guard temperature > 0, temperature < .infinity, logit.isFinite else { return .nan }
        if temperature < 1 { return 0 }
        if temperature == 1 { return logit > 0 ? 1 : 0 }
        // Beyond l/τ, on the side of the likelier end.
        let size = abs(logit)
        var low = size / temperature
        var high = low + 2 * Double.atanh(1 / temperature) / temperature
        for _ in 0..<80 {
          let z = 0.5 * (low + high)
          let rises =
            Double.tanh(0.5 * z) > temperature * Double.tanh(0.5 * (temperature * z - size))
          if rises { low = z } else { high = z }
        }
        let z = 0.5 * (low + high)
        return SpecialFunctions.sigmoid(logit < 0 ? -z : z)
      }, derivatives: (nil, nil))
  }

  // MARK: - Entropy

  /// No closed form.
  public var entropy: Value { Value.nan + 0 * logit }

  // MARK: - Draws

  /// Reparameterised: gradients flow to both parameters.
  public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to both parameters.
  public func sample(
    shape: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    typealias Batch = RelaxedBernoulli<Tensor<Value.Scalar>>
    return Batch(temperature: temperature.tensor, logit: logit.tensor)
      .draw(shape, using: &generator)
  }

  func draw(_ shape: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let shape = fullShape(shape, Self.familyName, temperature, given)
    let u = Value.standardUniform(shape: shape, using: &generator)
    return sigmoid((logit + (log(u) - log(onePlus: -u))) / temperature)
  }

  public func elements() -> DistributionElements {
    switch parameter {
    case .logit(let l):
      DistributionElements(temperature, l) {
        RelaxedBernoulli<Double>(temperature: $0[0], logit: $0[1])
      }
    case .probability(let p):
      DistributionElements(temperature, p) {
        RelaxedBernoulli<Double>(temperature: $0[0], probability: $0[1])
      }
    }
  }

  // MARK: - Description

  public var description: String {
    switch parameter {
    case .logit(let l): literal(Self.familyName, ("temperature", temperature), ("logit", l))
    case .probability(let p):
      literal(Self.familyName, ("temperature", temperature), ("probability", p))
    }
  }
}

extension RelaxedBernoulli where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(temperature: Double, logit: Double) {
    self.temperature = temperature
    parameter = .logit(logit)
  }

  /// Lets whole literals stand for numbers.
  @inlinable public init(temperature: Double, probability: Double) {
    self.temperature = temperature
    parameter = .probability(probability)
  }
}

extension RelaxedBernoulli: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "temperature", "logit") {
        RelaxedBernoulli(temperature: $0[0], logit: $0[1])
      },
      LiteralSpelling(numbers: "temperature", "probability") {
        RelaxedBernoulli(temperature: $0[0], probability: $0[1])
      },
    ]
  }
}

extension RelaxedBernoulli.Parameter: Equatable where Value: Equatable {}
extension RelaxedBernoulli.Parameter: Hashable where Value: Hashable {}
extension RelaxedBernoulli.Parameter: Encodable where Value: Encodable {}
extension RelaxedBernoulli.Parameter: Decodable where Value: Decodable {}
extension RelaxedBernoulli: Equatable where Value: Equatable {}
extension RelaxedBernoulli: Hashable where Value: Hashable {}
extension RelaxedBernoulli: Codable where Value == Double {}
