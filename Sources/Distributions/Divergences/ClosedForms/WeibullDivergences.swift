extension Weibull {
  /// Closed forms whose first argument is a Weibull distribution: those of −log X, a Gumbel one.
  static var klRules: [KLRule<Value>] {
    [
      KLRule { (p: Weibull<Value>, q: Weibull<Value>) in
        let value: Value = extremeDivergence(
          ratio: q.shape / p.shape, change: (q.shape - p.shape) / p.shape,
          shift: q.shape * logRatio(q.scale, p.scale))
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ] + gammaRules + [.laplace(Weibull<Value>.self)]
  }
}
