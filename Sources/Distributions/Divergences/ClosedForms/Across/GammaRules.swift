// Closed forms across the families of generalised gamma laws, and from other laws to them.

extension KLRule {
  /// From every family of generalised gamma laws, of a law that is none.
  static func fromGammas<P: HalfLineLaw<Value>>(_ p: P.Type) -> [KLRule] {
    fromReciprocalGammas(p) + [
      halfLine(p, Exponential<Value>.self), halfLine(p, Gamma<Value>.self),
      halfLine(p, ChiSquared<Value>.self), halfLine(p, Chi<Value>.self),
      halfLine(p, HalfNormal<Value>.self), halfLine(p, Rayleigh<Value>.self),
      halfLine(p, Weibull<Value>.self),
    ]
  }

  /// From the laws of reciprocals.
  static func fromReciprocalGammas<P: HalfLineLaw<Value>>(_ p: P.Type) -> [KLRule] {
    [halfLine(p, InverseGamma<Value>.self), halfLine(p, Frechet<Value>.self)]
  }
}

extension StacyLaw where Self: LineLaw {
  /// Of a law of positive power: from the other families of such laws, from those of reciprocals, and
  /// from normal and log-normal laws.
  static var gammaRules: [KLRule<Value>] {
    func rule<Q: StacyLaw<Value>>(_ q: Q.Type) -> [KLRule<Value>] {
      q == Self.self ? [] : [.stacy(Self.self, q)]
    }
    return rule(Exponential<Value>.self) + rule(Gamma<Value>.self) + rule(ChiSquared<Value>.self)
      + rule(Chi<Value>.self) + rule(HalfNormal<Value>.self) + rule(Rayleigh<Value>.self)
      + rule(Weibull<Value>.self) + KLRule.fromReciprocalGammas(Self.self)
      + [.normal(Self.self), .logNormal(Self.self)]
  }

  /// Of a law of negative power.
  static var reciprocalGammaRules: [KLRule<Value>] {
    func rule<Q: StacyLaw<Value>>(_ q: Q.Type) -> [KLRule<Value>] {
      q == Self.self ? [] : [.stacy(Self.self, q)]
    }
    let positive = KLRule.fromGammas(Self.self).dropFirst(2)
    return rule(InverseGamma<Value>.self) + rule(Frechet<Value>.self) + positive
      + [.normal(Self.self), .logNormal(Self.self)]
  }
}
