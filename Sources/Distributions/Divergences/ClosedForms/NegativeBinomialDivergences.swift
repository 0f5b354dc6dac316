extension NegativeBinomial {
  /// Closed forms whose first argument is a negative binomial distribution.
  static var klRules: [KLRule<Value>] {
    [
      // That of one trial, times the expected number of trials r/p, for equal r.
      KLRule(where: { $0.successes .== $1.successes }) {
        (p: NegativeBinomial<Value>, q: NegativeBinomial<Value>) in
        let trials: Value = p.successes / p.probability
        let value: Value = trials * trialDivergence(p.probability, q.probability)
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}
