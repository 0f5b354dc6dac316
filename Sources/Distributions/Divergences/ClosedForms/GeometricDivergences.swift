extension Geometric {
  /// Closed forms whose first argument is a geometric distribution.
  static var klRules: [KLRule<Value>] {
    [
      // That of one trial, times the expected number of trials 1/p.
      KLRule { (p: Geometric<Value>, q: Geometric<Value>) in
        let value: Value = trialDivergence(p.probability, q.probability) / p.probability
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}

/// The divergence of one trial's success with probability a from that with probability b.
@inlinable func trialDivergence<Value: RealValue>(_ a: Value, _ b: Value) -> Value {
  massDivergence(a, b, difference: b - a) + massDivergence(1 - a, 1 - b, difference: a - b)
}
