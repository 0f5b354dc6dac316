extension Gamma {
  /// Closed forms whose first argument is a gamma distribution.
  static var klRules: [KLRule<Value>] {
    [
      // q log(q/m) − q + m + excess(p, q − p) of shapes p and q,  m = p βq/βp
      KLRule(
        where: nil,
        form: { (p: Gamma<Value>, q: Gamma<Value>) in
          gammaDivergence(of: p, from: q)
        })
    ] + gammaRules + [.gumbel(Gamma<Value>.self), .laplace(Gamma<Value>.self)]
  }
}

/// The divergence of one gamma law from another.
func gammaDivergence<Value: RealValue>(
  of p: Gamma<Value>, from q: Gamma<Value>
) -> KLClosedForm<Value> {
  gammaDivergence(p.shape, q.shape, rates: (p.rate, q.rate), where: p.isValid .& q.isValid)
}
