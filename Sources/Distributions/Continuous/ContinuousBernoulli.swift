import SpecialFunctions

/// The continuous Bernoulli distribution on the unit interval: an exponential law cut off at both
/// ends, rising or falling.
///
/// ```
/// p(x) = C pˣ (1 − p)^(1−x) = e^(lx) l/(e^l − 1),   l = log(p/(1 − p)),   0 ≤ x ≤ 1
/// ```
///
/// - `probability` p: between 0 and 1, which are left out; or
/// - `logit` l: finite.
///
/// At p = ½, where C is a quotient of zeros, it is the uniform law, and around it nothing cancels:
/// near l = 0 the density is e^(l (x − ½)) (l/2)/sinh(l/2), further away it is measured from the
/// heavy end.
///
/// Elsewhere: TFP `ContinuousBernoulli(logits, probs)`; torch `ContinuousBernoulli(probs, logits)`;
/// Distributions.jl —; scipy `truncexpon` (by another parameter).
///
/// Source: G. Loaiza-Ganem, J. P. Cunningham, "The continuous Bernoulli: fixing a pervasive error in
/// variational autoencoders", NeurIPS 2019.
public struct ContinuousBernoulli<Value: RealValue>: ContinuousDistribution {
  public typealias Sample = Value
  public typealias Element = Value.Scalar

  /// What a continuous Bernoulli distribution is given by.
  public enum Parameter: Sendable {
    /// p.
    case probability(Value)
    /// log p − log(1 − p).
    case logit(Value)
  }

  /// The parameter as it was given.
  public let parameter: Parameter

  // MARK: - Parameters

  /// - Parameter probability: p, between 0 and 1.
  @inlinable public init(probability: Value) { parameter = .probability(probability) }

  /// - Parameter logit: log p − log(1 − p), finite.
  @inlinable public init(logit: Value) { parameter = .logit(logit) }

  public static var familyName: String { "ContinuousBernoulli" }

  public func validate() throws(ParameterError) {
    switch parameter {
    case .probability(let p):
      try require("probability", p, "between 0 and 1, which are left out") { $0 > 0 && $0 < 1 }
    case .logit(let l): try requireFinite("logit", l)
    }
  }

  /// p.
  @inlinable public var probability: Value {
    switch parameter {
    case .probability(let p): nanUnless(isValid, p)
    case .logit(let l): nanUnless(isValid, sigmoid(l))
    }
  }

  /// log p − log(1 − p).
  @inlinable public var logit: Value {
    switch parameter {
    case .probability(let p): nanUnless(isValid, Distributions.logit(select(isValid, p, 0.5)))
    case .logit(let l): nanUnless(isValid, l)
    }
  }

  @inlinable var isValid: Value.Mask {
    switch parameter {
    case .probability(let p): (p .> 0) .& (p .< 1)
    case .logit(let l): isFinite(l)
    }
  }

  // MARK: - Support

  @inlinable public var support: Support<Value> { .unitInterval }

  public func tail(towards end: SupportEnd) -> TailBehaviour? { .bounded }

  // MARK: - Density

  /// From the distances to both ends.
  func logDensity(lower: Value, upper: Value) -> Value {
    let l = logit
    let isOutside: Value.Mask = (lower .< 0) .| (upper .< 0)
    let x: Value = select(isOutside, 0.5, lower)
    let rest: Value = select(isOutside, 0.5, upper)
    let isNear: Value.Mask = abs(l) .< 1
    let small: Value = select(isNear, l, 0)
    let near: Value = small * (0.5 * (x - rest)) - logSinhQuotient(0.5 * small)
    let size: Value = abs(select(isNear, 1, l))
    let distance: Value = select(l .< 0, x, rest)
    let far: Value = log(size) - logOneMinusExp(-size) - size * distance
    let inside: Value = select(isNear, near, far)
    return nanUnless(isValid, select(isOutside, -Value.infinity, inside))
  }

  public func logProbability(of x: Value) -> Value { logDensity(lower: x, upper: 1 - x) }

  @specialized(where Value == Double)
  public func logDensity(at point: AnchoredPoint<Value>) -> Value {
    logDensity(lower: point.distance(from: 0).value, upper: -point.distance(from: 1).value)
  }

  // MARK: - Cumulative functions

  /// log((1 − e^−a)/a) for a ≥ 0.
  private func logFallQuotient(_ a: Value) -> Value {
    let isNear: Value.Mask = a .< 1
    let small: Value = select(isNear, a, 0)
    let large: Value = select(isNear, 1, a)
    let near: Value = logSinhQuotient(0.5 * small) - 0.5 * small
    return select(isNear, near, logOneMinusExp(-large) - log(large))
  }

  /// The log-probability of the part of the interval next to an end, of the logit as seen from there.
  private func logPart(_ share: Value, complement: Value, logit l: Value) -> Value {
    let size: Value = abs(l)
    let change: Value = logFallQuotient(size * share) - logFallQuotient(size)
    return log(share) + change - maximum(l, 0) * complement
  }

  private func logTail(_ share: Value, complement: Value, logit l: Value) -> Value {
    let isNone: Value.Mask = share .<= 0
    let isAll: Value.Mask = complement .<= 0
    let isApart: Value.Mask = isNone .| isAll
    let s: Value = select(isApart, 0.5, share)
    let t: Value = select(isApart, 0.5, complement)
    let direct: Value = logPart(s, complement: t, logit: l)
    let other: Value = logPart(t, complement: s, logit: -l)
    let isMost: Value.Mask = direct .> -0.6931471805599453
    let most: Value = logOneMinusExp(select(isMost, minimum(other, 0), -1))
    let inside: Value = select(isMost, most, direct)
    return nanUnless(
      isValid .& (share .== share),
      select(isNone, -Value.infinity, select(isAll, 0, inside)))
  }

  @specialized(where Value == Double)
  public func logCDF(_ x: Value) -> Value { logTail(x, complement: 1 - x, logit: logit) }
  @specialized(where Value == Double)
  public func logSurvival(_ x: Value) -> Value { logTail(1 - x, complement: x, logit: -logit) }

  public func quantile(_ u: Value) -> Value { anchoredQuantile(u).value }
  public func survivalQuantile(_ u: Value) -> Value { anchoredSurvivalQuantile(u).value }

  @specialized(where Value == Double)
  public func anchoredQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(lower: u, upper: 1 - u)
  }

  @specialized(where Value == Double)
  public func anchoredSurvivalQuantile(_ u: Value) -> AnchoredPoint<Value> {
    point(lower: 1 - u, upper: u)
  }

  /// From the nearer end. With m = |l|, of a mass of c next to the heavy end the distance is
  /// −log(1 − c (1 − e^−m))/m, of a mass of v next to the light end log(1 + v (e^m − 1))/m.
  private func point(lower: Value, upper: Value) -> AnchoredPoint<Value> {
    let l = logit
    let isFalling: Value.Mask = l .<= 0
    let isSmall: Value.Mask = abs(l) .< 1e-17
    let size: Value = select(isSmall, 1e-17, abs(l))
    let heavy: Value = select(isFalling, lower, upper)
    let light: Value = select(isFalling, upper, lower)
    // log(1 ± q)/q, which is 1 for small q.
    let fall: Value = -expMinusOne(-size)
    let share: Value = heavy * fall
    let isFlat: Value.Mask = share .< 1e-17
    let bend: Value = -log(onePlus: -select(isFlat, 0.5, share)) / select(isFlat, 0.5, share)
    let early: Value = heavy * (fall / size) * select(isFlat, 1, bend)
    // Of a steep law all but v may be near the heavy end: −log(e^−m + v (1 − e^−m))/m.
    let isLate: Value.Mask = (heavy .> 0.5) .& (size .> 1)
    let late: Value = -log(select(isLate, exp(-size) + light * fall, 1)) / size
    let near: Value = select(isLate, late, early)
    // Beyond 600 the exponential is taken in logarithms.
    let isSteep: Value.Mask = size .> 600
    let rise: Value = expMinusOne(select(isSteep, 1, size))
    let growth: Value = light * rise
    let isTiny: Value.Mask = growth .< 1e-17
    let safeGrowth: Value = select(isTiny, 1, growth)
    let arch: Value = select(isTiny, 1, log(onePlus: safeGrowth) / safeGrowth)
    let gentle: Value = light * (rise / select(isSteep, 1, size)) * arch
    let steep: Value = softplus(log(light) + size) / size
    let far: Value = select(isSteep, steep, gentle)
    let isHeavy: Value.Mask = near .<= 0.5
    let distance: Value = nanUnless(
      isValid .& isProbability(lower), select(isHeavy, near, far))
    let isLower: Value.Mask = (isHeavy .& isFalling) .| (.!isHeavy .& .!isFalling)
    return AnchoredPoint(
      anchor: select(isLower, 0, 1 + 0 * l), offset: select(isLower, distance, -distance),
      logMagnitude: log(distance))
  }

  // MARK: - Statistics

  private func cumulant(_ order: Int) -> Value {
    nanUnless(isValid, tiltedCumulant(order, logit))
  }

  /// 1/(1 − e^−l) − 1/l, which is ½ at l = 0.
  public var mean: Value {
    let l = logit
    let isFar: Value.Mask = l .< -4
    let size: Value = -select(isFar, l, -4)
    return select(
      isFar, 1 / size - 1 / expMinusOne(minimum(size, 600)), 0.5 + cumulant(1))
  }
  /// 1/l² − 1/(4 sinh²(l/2)).
  public var variance: Value { cumulant(2) }
  /// Of the third derivative of log(sinh(l/2)/(l/2)).
  public var skewness: Value {
    let v: Value = variance
    return cumulant(3) / v / sqrt(v)
  }
  /// Of the fourth derivative of log(sinh(l/2)/(l/2)).
  public var excessKurtosis: Value {
    let v: Value = variance
    return cumulant(4) / v / v
  }
  /// The heavy end; at p = ½, where every point is a mode, 0.
  public var mode: Value { nanUnless(isValid, select(logit .> 0, 1, 0 * logit)) }

  // MARK: - Entropy

  /// log((e^l − 1)/l) − l · mean: in terms of |l|, with the mean distance from the heavy end.
  public var entropy: Value {
    let size: Value = abs(logit)
    let isNear: Value.Mask = size .< 4
    let large: Value = select(isNear, 4, size)
    let far: Value =
      1 - large / expMinusOne(minimum(large, 600)) + (logOneMinusExp(-large) - log(large))
    let small: Value = select(isNear, size, 0)
    let near: Value = logSinhQuotient(0.5 * small) - 0.5 * small * langevin(0.5 * small)
    return nanUnless(isValid, select(isNear, near, far))
  }

  // MARK: - Draws

  /// Reparameterised: gradients flow to the parameter.
  public func sample(using generator: inout some RandomNumberGenerator) -> Value {
    draw([], using: &generator)
  }

  /// Reparameterised: gradients flow to the parameter.
  public func sample(
    shape lengths: [Int], using generator: inout some RandomNumberGenerator
  ) -> Tensor<Value.Scalar> {
    switch parameter {
    case .probability(let p):
      ContinuousBernoulli<Tensor<Value.Scalar>>(probability: p.tensor)
        .draw(lengths, using: &generator)
    case .logit(let l):
      ContinuousBernoulli<Tensor<Value.Scalar>>(logit: l.tensor).draw(lengths, using: &generator)
    }
  }

  /// By the quantile function.
  func draw(_ lengths: [Int], using generator: inout some RandomNumberGenerator) -> Value {
    let u = Value.standardUniform(shape: lengths + probability.shape, using: &generator)
    return quantile(u)
  }

  public func elements() -> DistributionElements {
    switch parameter {
    case .probability(let p):
      DistributionElements(p) { ContinuousBernoulli<Double>(probability: $0[0]) }
    case .logit(let l):
      DistributionElements(l) { ContinuousBernoulli<Double>(logit: $0[0]) }
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

extension ContinuousBernoulli where Value == Double {
  /// Lets whole literals stand for numbers.
  @inlinable public init(probability: Double) { parameter = .probability(probability) }
  /// Lets whole literals stand for numbers.
  @inlinable public init(logit: Double) { parameter = .logit(logit) }
}

extension ContinuousBernoulli: LiteralFamily where Value == Double {
  public static var spellings: [LiteralSpelling] {
    [
      LiteralSpelling(numbers: "probability") { ContinuousBernoulli(probability: $0[0]) },
      LiteralSpelling(numbers: "logit") { ContinuousBernoulli(logit: $0[0]) },
    ]
  }
}

extension ContinuousBernoulli.Parameter: Equatable where Value: Equatable {}
extension ContinuousBernoulli.Parameter: Hashable where Value: Hashable {}
extension ContinuousBernoulli.Parameter: Encodable where Value: Encodable {}
extension ContinuousBernoulli.Parameter: Decodable where Value: Decodable {}
extension ContinuousBernoulli: Equatable where Value: Equatable {}
extension ContinuousBernoulli: Hashable where Value: Hashable {}
extension ContinuousBernoulli: Codable where Value == Double {}
