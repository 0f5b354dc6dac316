extension ChiSquared {
  /// Closed forms whose first argument is a chi-squared distribution.
  static var klRules: [KLRule<Value>] {
    [
      // log Γ(aq) − log Γ(ap) − (aq − ap) ψ(ap), a = ν/2: what log Γ rises above its tangent.
      KLRule { (p: ChiSquared<Value>, q: ChiSquared<Value>) in
        let step: Value = 0.5 * (q.degreesOfFreedom - p.degreesOfFreedom)
        return nanUnless(p.isValid .& q.isValid, logGammaRemainder(p.shape, step))
      }
    ] + gammaRules + [.gumbel(ChiSquared<Value>.self), .laplace(ChiSquared<Value>.self)]
  }
}
