// The generalised gamma laws, one formula for the divergences of all of them.

/// The law of s·Y^(1/k) for Y gamma distributed of shape d and rate 1.
///
/// ```
/// p(x) = |k| t^d e^−t/(Γ(d) x),   t = (x/s)^k
/// ```
///
/// Source: E. W. Stacy, "A generalization of the gamma distribution", Ann. Math. Statist. 33 (1962)
/// 1187-1192.
struct Stacy<Value: RealValue> {
  /// d, positive.
  let shape: Value
  /// k, positive, or negative for the laws of reciprocals.
  let power: Value
  /// s, positive, as it was given.
  let width: StacyScale<Value>

  /// s.
  var scale: Value { width.value }

  init(shape: Value, power: Value, scale: Value) {
    self.init(shape: shape, power: power, width: .scale(scale))
  }

  init(shape: Value, power: Value, width: StacyScale<Value>) {
    self.shape = shape
    self.power = power
    self.width = width
  }
}

/// A scale in the family's own parameter, so that its ratio to a near one keeps all digits.
enum StacyScale<Value: RealValue> {
  /// s.
  case scale(Value)
  /// 1/s.
  case rate(Value)
  /// s/√2.
  case overRootTwo(Value)

  var value: Value {
    switch self {
    case .scale(let s): s
    case .rate(let b): 1 / b
    case .overRootTwo(let s): Value(1.4142135623730950488) * s
    }
  }

  /// log of the ratio of this scale to another.
  func logRatio(to other: StacyScale) -> Value {
    switch (self, other) {
    case (.scale(let a), .scale(let b)), (.overRootTwo(let a), .overRootTwo(let b)):
      Distributions.logRatio(a, b)
    case (.rate(let a), .rate(let b)): Distributions.logRatio(b, a)
    case (.scale(let a), .rate(let b)): logProduct(a, b)
    case (.rate(let a), .scale(let b)): -logProduct(b, a)
    case (.scale(let a), .overRootTwo(let b)): -logRootTwoRatio(b, a)
    case (.overRootTwo(let a), .scale(let b)): logRootTwoRatio(a, b)
    default: Distributions.logRatio(value, other.value)
    }
  }
}

/// log ab, with the digits of ab − 1 near 1.
private func logProduct<Value: RealValue>(_ a: Value, _ b: Value) -> Value {
  Value.elementwise(
    "log of a product", a, b,
    { a, b in
      let excess = (-1.0).addingProduct(a, b)
      if abs(excess) <= 0.5 { return Double.log(onePlus: excess) }
      return .log(a) + .log(b)
    }, derivatives: ({ a, _ in 1 / a }, { _, b in 1 / b }))
}

/// log(√2 a/b) = ½ log(2a²/b²), with the digits of 2a² − b² near equality.
private func logRootTwoRatio<Value: RealValue>(_ a: Value, _ b: Value) -> Value {
  Value.elementwise(
    "log of a ratio", a, b,
    { a, b in
      let ratio = a / b
      guard ratio > 0.5, ratio < 1, b > 1e-140, b < 1e140 else {
        return .log(a) - .log(b) + 0.34657359027997265471
      }
      let (p, q) = (a * a, b * b)
      let rest = 2 * (-p).addingProduct(a, a) - (-q).addingProduct(b, b)
      return 0.5 * Double.log(onePlus: ((2 * p - q) + rest) / q)
    }, derivatives: ({ a, _ in 1 / a }, { _, b in -1 / b }))
}

/// A family of generalised gamma laws.
protocol StacyLaw<Value>: HalfLineLaw {
  var stacy: Stacy<Value> { get }
}

extension StacyLaw {
  var meanLog: Value { log(stacy.scale) + digamma(stacy.shape) / stacy.power }
  var varianceLog: Value { trigamma(stacy.shape) / stacy.power / stacy.power }

  /// (s/c)^n Γ(d + n/k)/Γ(d).
  func meanPower(_ n: Value, over c: Value) -> MeanPower<Value> {
    let own = stacy
    let step: Value = n / own.power
    let exists: Value.Mask = own.shape + step .> 0
    let power: Value = n * logRatio(own.scale, c)
    let rest: Value = logGammaStep(own.shape, select(exists, step, 0))
    return MeanPower(
      value: select(exists, exp(power + rest), Value.infinity), logSize: abs(power) + abs(rest))
  }
}

extension Exponential: StacyLaw {
  var stacy: Stacy<Value> { Stacy(shape: 1 + 0 * rate, power: 1, width: .rate(rate)) }
}
extension Gamma: StacyLaw {
  var stacy: Stacy<Value> { Stacy(shape: shape, power: 1, width: .rate(rate)) }
}
extension ChiSquared: StacyLaw {
  var stacy: Stacy<Value> { Stacy(shape: 0.5 * degreesOfFreedom, power: 1, scale: 2) }
}
extension Chi: StacyLaw {
  var stacy: Stacy<Value> {
    Stacy(shape: 0.5 * degreesOfFreedom, power: 2, width: .overRootTwo(1))
  }
}
extension HalfNormal: StacyLaw {
  var stacy: Stacy<Value> {
    Stacy(shape: 0.5 + 0 * scale, power: 2, width: .overRootTwo(scale))
  }
}
extension Rayleigh: StacyLaw {
  var stacy: Stacy<Value> {
    Stacy(shape: 1 + 0 * scale, power: 2, width: .overRootTwo(scale))
  }
}
extension Weibull: StacyLaw {
  var stacy: Stacy<Value> { Stacy(shape: 1 + 0 * shape, power: shape, scale: scale) }
}
extension InverseGamma: StacyLaw {
  var stacy: Stacy<Value> { Stacy(shape: shape, power: -1, scale: scale) }
}
extension Frechet: StacyLaw {
  var stacy: Stacy<Value> { Stacy(shape: 1 + 0 * shape, power: -shape, scale: scale) }
}

/// The divergence of one generalised gamma law from another whose powers have one sign.
///
/// With r = l/k the ratio of the powers, h = r − 1 and m = E (X/c)^l under the first,
///
/// ```
/// KL = e (log(e/m) − 1) + m + [log Γ's excess from d to e]
///      + e (log Γ(d + r) − log Γ(d + 1) − h ψ(d + 1)) + h − log(1 + h) + h (e − d)/d
/// ```
///
/// for shapes d and e. The first part is e (e^u − 1 − u), u = log(m/e); each is of the second order
/// near equality, and only the last may be negative.
func stacyDivergence<Value: RealValue>(_ p: Stacy<Value>, _ q: Stacy<Value>) -> (
  terms: [Value], size: Value
) {
  stacyDivergence(
    p, q, ratio: q.power / p.power, change: (q.power - p.power) / p.power,
    remainder: ratioRemainder(q.power, p.power), shift: q.power * p.width.logRatio(to: q.width))
}

/// ``stacyDivergence(_:_:)`` by r = l/k, h = r − 1, h − log r and l times the log of the ratio of the
/// scales, where these are known better than the powers and scales.
func stacyDivergence<Value: RealValue>(
  _ p: Stacy<Value>, _ q: Stacy<Value>, ratio: Value, change: Value, remainder last: Value,
  shift power: Value
) -> (terms: [Value], size: Value) {
  let (d, e): (Value, Value) = (p.shape, q.shape)
  // log Γ(d + r) − log Γ(d + 1); near 0 the ratio has digits that h has lost.
  let isSmall: Value.Mask = ratio .< 0.5
  let base: Value = d + 1
  let near: Value = logGammaStep(base, select(isSmall, 0, change))
  let far: Value = logGammaStep(d, select(isSmall, ratio, 1)) - log(d)
  let step: Value = select(isSmall, far, near)
  let shift: Value = logRatio(d, e)
  let level: Value = power + step + shift
  let first: Value = e * expRemainder(level)
  // Rounding of the exponent, where it is a sum of large numbers.
  let size: Value = Value(1.0 / 16) * (abs(power) + abs(step) + abs(shift)) * first
  let remainder: Value = select(
    isSmall, far - change * digamma(base),
    logGammaRemainder(base, select(isSmall, 0, change)))
  let terms: [Value] = [
    first, logGammaExcess(d, e - d, to: e), e * remainder, last,
    change * ((e - d) / d),
  ]
  return (terms, size)
}

extension KLRule {
  /// From a generalised gamma law of a power of the same sign.
  static func stacy<P: StacyLaw<Value>, Q: StacyLaw<Value>>(_ p: P.Type, _ q: Q.Type) -> KLRule {
    KLRule(sum: { (p: P, q: Q) in
      let (terms, size) = stacyDivergence(p.stacy, q.stacy)
      return KLTerms(
        where: p.isValid .& q.isValid, isInfinite: Value.Mask(false), terms, size: size)
    })
  }

  /// −H(p) − E log q = −H(p) − log |k| + log Γ(d) + E log X − d k E log(X/s) + E (X/s)^k.
  static func halfLine<P: HalfLineLaw<Value>, Q: StacyLaw<Value>>(
    _ p: P.Type, _ q: Q.Type
  ) -> KLRule {
    KLRule(sum: { (p: P, q: Q) in
      let other = q.stacy
      let power = p.meanPower(other.power, over: other.scale)
      let isInfinite: Value.Mask = (.!p.isAboveZero) .| (power.value .== Value.infinity)
      let moment: Value = select(isInfinite, 0, power.value)
      let meanLog: Value = p.meanLog
      return KLTerms(
        where: p.isValid .& q.isValid, isInfinite: isInfinite,
        [
          -p.entropy, -log(abs(other.power)), logGamma(other.shape), meanLog,
          -other.shape * other.power * (meanLog - log(other.scale)),
          moment,
        ], size: Value(1.0 / 16) * power.logSize * moment)
    })
  }

  /// −H(p) − E log q = −H(p) + E log X + log σ + ½ log 2π + E (log X − μ)²/(2σ²).
  static func logNormal<P: HalfLineLaw<Value>>(_ p: P.Type) -> KLRule {
    KLRule(sum: { (p: P, q: LogNormal<Value>) in
      let meanLog: Value = p.meanLog
      let distance: Value = (meanLog - q.logMean) / q.logStandardDeviation
      let spread: Value = p.varianceLog / q.logStandardDeviation / q.logStandardDeviation
      return KLTerms(
        where: p.isValid .& q.isValid, isInfinite: .!p.isAboveZero,
        [
          -p.entropy, meanLog, log(q.logStandardDeviation), Value(0.91893853320467274178),
          0.5 * spread, 0.5 * square(distance),
        ])
    })
  }
}
