extension ChiSquared {
  /// Closed forms whose first argument is a chi-squared distribution.
  static var klRules: [KLRule<Value>] {
    [
      KLRule { (p: ChiSquared<Value>, q: ChiSquared<Value>) in
        squaresDivergence(p.degreesOfFreedom, q.degreesOfFreedom)
      }
    ] + gammaRules + [.gumbel(ChiSquared<Value>.self), .laplace(ChiSquared<Value>.self)]
  }
}

/// KL of the law of a sum of squares of as many standard normal numbers from that of others: of gamma laws
/// of half as much each and of one rate, log Γ(b) − log Γ(a) − (b − a) ψ(a).
func squaresDivergence<Value: RealValue>(_ p: Value, _ q: Value) -> Value {
  pairDivergence(.shape, [0.5 * p], [0.5 * q]) { shapesDivergence($0[0], $0[1]) }
    ?? shapesDivergence(0.5 * p, 0.5 * q)
}

/// That of gamma laws of one rate.
private func shapesDivergence<Value: RealValue>(_ a: Value, _ b: Value) -> Value {
  gammaDivergence(a, b, rates: (1, 1), where: isPositive(a) .& isPositive(b)).value
}
