extension Exponential {
  /// Closed forms whose first argument is an exponential distribution.
  static var klRules: [KLRule<Value>] {
    [
      // βq/βp − 1 − log(βq/βp)
      KLRule { (p: Exponential<Value>, q: Exponential<Value>) in
        if Value.self == Value.Scalar.self { return plainDivergence(p, q) }
        return fused(.exponentialDivergence, q.rate, p.rate, p.rate) { x, y, _ in
          plainDivergence(Exponential(rate: y), Exponential(rate: x))
        }
      }
    ] + gammaRules + [.gumbel(Exponential<Value>.self), .laplace(Exponential<Value>.self)]
  }

  /// In single operations.
  private static func plainDivergence(_ p: Exponential, _ q: Exponential) -> Value {
    nanUnless(p.isValid .& q.isValid, ratioRemainder(q.rate, p.rate))
  }
}
