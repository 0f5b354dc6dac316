extension ChiSquared {
  /// Closed forms whose first argument is a chi-squared distribution.
  static var klRules: [KLRule<Value>] {
    [
      // log Γ(aq) − log Γ(ap) − (aq − ap) ψ(ap), a = ν/2: what log Γ rises above its tangent.
      KLRule { (p: ChiSquared<Value>, q: ChiSquared<Value>) in
        squaresDivergence(p.degreesOfFreedom, q.degreesOfFreedom)
      }
    ] + gammaRules + [.gumbel(ChiSquared<Value>.self), .laplace(ChiSquared<Value>.self)]
  }
}

/// KL of the law of a sum of squares of as many standard normal numbers from that of others.
func squaresDivergence<Value: RealValue>(_ p: Value, _ q: Value) -> Value {
  pairDivergence(.shape, [0.5 * p], [0.5 * q]) { plainShapeDivergence($0[0], $0[1]) }
    ?? plainSquaresDivergence(p, q)
}

private func plainShapeDivergence<Value: RealValue>(_ a: Value, _ b: Value) -> Value {
  nanUnless(isPositive(a) .& isPositive(b), logGammaRemainder(a, b - a))
}

private func plainSquaresDivergence<Value: RealValue>(_ p: Value, _ q: Value) -> Value {
  nanUnless(isPositive(p) .& isPositive(q), logGammaRemainder(0.5 * p, 0.5 * (q - p)))
}
