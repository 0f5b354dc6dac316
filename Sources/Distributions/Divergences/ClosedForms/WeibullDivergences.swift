extension Weibull {
  /// Closed forms whose first argument is a Weibull distribution: those of −log X, a Gumbel one.
  static var klRules: [KLRule<Value>] {
    [
      KLRule(
        where: nil,
        form: { (p: Weibull<Value>, q: Weibull<Value>) in
          extremeDivergence(
            ratio: q.shape / p.shape, change: (q.shape - p.shape) / p.shape,
            shift: q.shape * logRatio(q.scale, p.scale)
          ).valid(where: p.isValid .& q.isValid)
        })
    ] + gammaRules + [.laplace(Weibull<Value>.self)]
  }
}
