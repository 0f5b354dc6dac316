extension Exponential {
  /// Closed forms whose first argument is an exponential distribution.
  static var klRules: [KLRule<Value>] {
    [
      // βq/βp − 1 − log(βq/βp)
      KLRule { (p: Exponential<Value>, q: Exponential<Value>) in
        nanUnless(p.isValid .& q.isValid, ratioRemainder(q.rate, p.rate))
      }
    ] + gammaRules + [.gumbel(Exponential<Value>.self), .laplace(Exponential<Value>.self)]
  }
}
