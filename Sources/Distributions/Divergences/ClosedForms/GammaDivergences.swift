extension Gamma {
  /// Closed forms whose first argument is a gamma distribution.
  static var klRules: [KLRule<Value>] {
    [
      // q log(q/m) − q + m + excess(p, q − p) of shapes p and q,  m = p βq/βp
      KLRule(
        where: nil,
        form: { (p: Gamma<Value>, q: Gamma<Value>) in
          gammaDivergence(
            p.shape, q.shape, rates: (p.rate, q.rate), where: p.isValid .& q.isValid)
        })
    ] + gammaRules + [.gumbel(Gamma<Value>.self), .laplace(Gamma<Value>.self)]
  }
}
