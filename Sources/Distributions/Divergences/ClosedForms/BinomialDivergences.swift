extension Binomial {
  /// Closed forms whose first argument is a binomial distribution.
  static var klRules: [KLRule<Value>] {
    [
      // n times that of one trial, for equally many trials.
      KLRule(where: { $0.trials .== $1.trials }) { (p: Binomial<Value>, q: Binomial<Value>) in
        let isEmpty: Value.Mask = p.trials .== 0
        let trial: Value = trialDivergence(p.probability, q.probability)
        let value: Value = p.trials * select(isEmpty, 0, trial)
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}
