extension BetaPrime {
  /// Closed forms whose first argument is a beta prime distribution: those of x/(1 + x), a beta law.
  static var klRules: [KLRule<Value>] {
    [
      KLRule(
        where: nil,
        form: { (p: BetaPrime<Value>, q: BetaPrime<Value>) in
          betaDivergence((p.alpha, p.beta), (q.alpha, q.beta), where: p.isValid .& q.isValid)
        }),
      .normal(BetaPrime<Value>.self),
    ]
  }
}

extension FisherF {
  /// Closed forms whose first argument is an F distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Where the degrees of freedom are in one ratio: that of the beta laws of w/(1 + w).
      KLRule(
        where: { (p: FisherF<Value>, q: FisherF<Value>) in
          p.numeratorDegreesOfFreedom * q.denominatorDegreesOfFreedom
            .== q.numeratorDegreesOfFreedom * p.denominatorDegreesOfFreedom
        },
        form: { (p: FisherF<Value>, q: FisherF<Value>) in
          let (a, b) = (p.base, q.base)
          return betaDivergence(
            (a.alpha, a.beta), (b.alpha, b.beta), where: p.isValid .& q.isValid)
        }),
      .normal(FisherF<Value>.self),
    ]
  }
}
