extension Beta {
  /// Closed forms whose first argument is a beta distribution.
  static var klRules: [KLRule<Value>] {
    [
      KLRule { (p: Beta<Value>, q: Beta<Value>) in
        nanUnless(
          p.isValid .& q.isValid, betaDivergence((p.alpha, p.beta), (q.alpha, q.beta)))
      }
    ] + KLRule.fromGammas(Beta<Value>.self) + [
      .normal(Beta<Value>.self), .logNormal(Beta<Value>.self), .laplace(Beta<Value>.self),
      .uniform(Beta<Value>.self),
    ]
  }
}
