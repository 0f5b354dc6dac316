extension Binomial {
  /// Closed forms whose first argument is a binomial distribution.
  static var klRules: [KLRule<Value>] {
    [
      // n times that of one trial, of equally many trials.
      KLRule(where: { (p: Binomial<Value>, q: Binomial<Value>) in p.trials .== q.trials }) {
        (p: Binomial<Value>, q: Binomial<Value>) in
        let trial: Value = trialDivergence(p.probability, q.probability)
        let empty: Value.Mask = p.trials .== 0
        let value: Value = select(empty, 0, p.trials * select(empty, 0, trial))
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ] + rulesAcross
  }
}
