// Families whose divergences are those of gamma, exponential or normal variables that they are made of.

extension Maxwell {
  /// Closed forms whose first argument is a Maxwell distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Three times that of normal distributions: r² − 1 − log r² of r = ap/aq, times 3/2.
      KLRule { (p: Maxwell<Value>, q: Maxwell<Value>) in
        pairDivergence(.maxwell, [p.scale], [q.scale]) {
          plainDivergence(Maxwell(scale: $0[0]), Maxwell(scale: $0[1]))
        } ?? plainDivergence(p, q)
      }
    ]
  }

  private static func plainDivergence(_ p: Maxwell, _ q: Maxwell) -> Value {
    let spread: Value = (p.scale - q.scale) / q.scale
    let value: Value = 1.5 * square(spread) + 3 * ratioRemainder(p.scale, q.scale)
    return nanUnless(p.isValid .& q.isValid, value)
  }
}

extension Nakagami {
  /// Closed forms whose first argument is a Nakagami distribution.
  static var klRules: [KLRule<Value>] {
    [
      // That of the squares, gamma variables of means Ω.
      KLRule { (p: Nakagami<Value>, q: Nakagami<Value>) in
        let change: Value = q.shape - p.shape
        let value: Value =
          q.shape * ratioRemainder(p.spread, q.spread)
          + logGammaExcess(p.shape, change, to: q.shape)
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}

extension Erlang {
  /// Closed forms whose first argument is an Erlang distribution: those of gamma laws.
  static var klRules: [KLRule<Value>] {
    [
      KLRule(
        where: nil,
        form: { (p: Erlang<Value>, q: Erlang<Value>) in
          gammaDivergence(of: p.gamma, from: q.gamma)
        }),
      KLRule(
        where: nil,
        form: { (p: Erlang<Value>, q: Gamma<Value>) in gammaDivergence(of: p.gamma, from: q) }),
      KLRule(
        where: nil,
        form: { (p: Gamma<Value>, q: Erlang<Value>) in gammaDivergence(of: p, from: q.gamma) }),
    ]
  }
}

extension Lomax {
  /// Closed forms whose first argument is a Lomax distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Of one scale: log(1 + X/λ) is exponential of rate α.
      KLRule(where: { (p: Lomax<Value>, q: Lomax<Value>) in p.scale .== q.scale }) {
        (p: Lomax<Value>, q: Lomax<Value>) in
        nanUnless(p.isValid .& q.isValid, ratioRemainder(q.shape, p.shape))
      }
    ]
  }
}

extension BurrXII {
  /// Closed forms whose first argument is a Burr XII distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Of one scale and power: log(1 + (X/s)ᶜ) is exponential of rate k.
      KLRule(where: { (p: BurrXII<Value>, q: BurrXII<Value>) in
        (p.scale .== q.scale) .& (p.firstShape .== q.firstShape)
      }) { (p: BurrXII<Value>, q: BurrXII<Value>) in
        nanUnless(p.isValid .& q.isValid, ratioRemainder(q.secondShape, p.secondShape))
      }
    ]
  }
}

extension Gompertz {
  /// Closed forms whose first argument is a Gompertz distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Of one rate: e^(bX) − 1 is exponential of rate η.
      KLRule(where: { (p: Gompertz<Value>, q: Gompertz<Value>) in p.rate .== q.rate }) {
        (p: Gompertz<Value>, q: Gompertz<Value>) in
        nanUnless(p.isValid .& q.isValid, ratioRemainder(q.shape, p.shape))
      }
    ]
  }
}

extension JohnsonSU {
  /// Closed forms whose first argument is a Johnson distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Of one location and scale: that of arsinh z, normal of mean −γ/δ and deviation 1/δ.
      KLRule(where: { (p: JohnsonSU<Value>, q: JohnsonSU<Value>) in
        (p.location .== q.location) .& (p.scale .== q.scale)
      }) { (p: JohnsonSU<Value>, q: JohnsonSU<Value>) in
        let spread: Value = (q.delta - p.delta) / p.delta
        let shift: Value = (q.gamma - p.gamma) - p.gamma * spread
        let value: Value =
          0.5 * square(spread) + ratioRemainder(q.delta, p.delta) + 0.5 * square(shift)
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}

extension Moyal {
  /// Closed forms whose first argument is a Moyal distribution.
  static var klRules: [KLRule<Value>] {
    [
      // e^−X is a generalised gamma variable of shape ½, power 1/σ and scale e^−μ 2^σ.
      KLRule(sum: { (p: Moyal<Value>, q: Moyal<Value>) in
        let first = Stacy(shape: 0.5 + 0 * p.scale, power: 1 / p.scale, scale: 1 + 0 * p.scale)
        let second = Stacy(shape: 0.5 + 0 * q.scale, power: 1 / q.scale, scale: 1 + 0 * q.scale)
        let log2 = Value(0.69314718055994530942)
        let shift: Value = (q.location - p.location) + log2 * (p.scale - q.scale)
        let ratio: Value = p.scale / q.scale
        let change: Value = (p.scale - q.scale) / q.scale
        let (terms, size) = stacyDivergence(
          first, second, ratio: ratio, change: change,
          remainder: ratioRemainder(p.scale, q.scale), shift: shift / q.scale)
        return KLTerms(
          where: p.isValid .& q.isValid, isInfinite: Value.Mask(false), terms, size: size)
      })
    ]
  }
}

extension AsymmetricLaplace {
  /// The rates of the upper and of the lower tail.
  private var rates: (upper: Value, lower: Value) {
    (asymmetry / scale, 1 / (asymmetry * scale))
  }

  /// Closed forms whose first argument is an asymmetric Laplace distribution.
  static var klRules: [KLRule<Value>] {
    [
      // With q moved to p's location: of the masses of both sides and of the exponential laws there;
      // and what moving q back adds.
      KLRule(sum: { (p: AsymmetricLaplace<Value>, q: AsymmetricLaplace<Value>) in
        let (logitP, logitQ): (Value, Value) = (-2 * log(p.asymmetry), -2 * log(q.asymmetry))
        // log of the odds' ratio with the digits of κp − κq.
        let shift: Value = -2 * logRatio(q.asymmetry, p.asymmetry)
        let (upper, lower): (Value, Value) = (sigmoid(logitP), sigmoid(-logitP))
        let (upperQ, lowerQ): (Value, Value) = (sigmoid(logitQ), sigmoid(-logitQ))
        let change: Value = -upperQ * lower * expMinusOne(-shift)
        let sides: Value =
          massDivergence(
            upper, upperQ, difference: change, logRatio: logSigmoid(logitP) - logSigmoid(logitQ))
          + massDivergence(
            lower, lowerQ, difference: -change,
            logRatio: logSigmoid(-logitP) - logSigmoid(-logitQ))
        let (a, b) = (p.rates.upper, p.rates.lower)
        let (c, d) = (q.rates.upper, q.rates.lower)
        let above: Value = upper * ratioRemainder(c, a)
        let below: Value = lower * ratioRemainder(d, b)
        let distance: Value = p.location - q.location
        let size: Value = abs(distance)
        let isAbove: Value.Mask = distance .> 0
        // The slope of E log q by the shift: c·upper − d·lower, without the difference.
        let weight: Value = p.asymmetry + 1 / p.asymmetry
        let relative: Value = (q.asymmetry - p.asymmetry) / p.asymmetry
        let sum: Value = 1 + p.asymmetry / q.asymmetry
        let slope: Value = relative * sum / (q.scale * weight)
        let far: Value = select(
          isAbove, lower * expRemainder(-b * size) / b, upper * expRemainder(-a * size) / a)
        return KLTerms(
          where: p.isValid .& q.isValid, isInfinite: Value.Mask(false),
          [sides, above, below, slope * distance, (c + d) * far])
      })
    ]
  }
}
