extension Gamma {
  /// Closed forms whose first argument is a gamma distribution.
  static var klRules: [KLRule<Value>] {
    [
      // q log(q/m) − q + m + excess(p, q − p) of shapes p and q,  m = p βq/βp
      KLRule { (p: Gamma<Value>, q: Gamma<Value>) in
        gammaDivergence(of: p, from: q)
      }
    ] + gammaRules + [.gumbel(Gamma<Value>.self), .laplace(Gamma<Value>.self)]
  }
}

/// The divergence of one gamma law from another.
func gammaDivergence<Value: RealValue>(of p: Gamma<Value>, from q: Gamma<Value>) -> Value {
  let change: Value = q.shape - p.shape
  let mean: Value = p.shape * (q.rate / p.rate)
  let difference: Value = p.shape * ((q.rate - p.rate) / p.rate) - change
  let value: Value = concentrationDivergence(
    p.shape, q.shape, mean: mean, difference: difference)
  return nanUnless(p.isValid .& q.isValid, value)
}
