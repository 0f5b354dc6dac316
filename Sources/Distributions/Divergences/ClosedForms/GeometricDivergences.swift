extension Geometric {
  /// Closed forms whose first argument is a geometric distribution.
  static var klRules: [KLRule<Value>] {
    [
      // That of one trial times the mean number of trials.
      KLRule { (p: Geometric<Value>, q: Geometric<Value>) in
        nanUnless(
          p.isValid .& q.isValid,
          trialDivergence(p.probability, q.probability) / p.probability)
      }
    ] + rulesAcross
  }
}

/// KL of one trial with success probability p from one with q.
func trialDivergence<Value: RealValue>(_ p: Value, _ q: Value) -> Value {
  massDivergence(p, q, difference: q - p) + massDivergence(1 - p, 1 - q, difference: p - q)
}
