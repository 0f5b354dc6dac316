extension Binomial {
  /// Closed forms whose first argument is a binomial distribution.
  static var klRules: [KLRule<Value>] {
    [
      // n times that of one trial, of equally many trials.
      KLRule(where: { (p: Binomial<Value>, q: Binomial<Value>) in p.trials .== q.trials }) {
        (p: Binomial<Value>, q: Binomial<Value>) in
        if Value.self == Value.Scalar.self { return plainDivergence(p, q) }
        let pairs = pairDivergence(
          .binomial, [p.trials, p.probability], [q.trials, q.probability]
        ) {
          plainDivergence(
            Binomial(trials: nanUnless($0[0] .== $0[2], $0[0]), probability: $0[1]),
            Binomial(trials: $0[0], probability: $0[3]))
        }
        if let pairs { return pairs }
        // Of the shape of both.
        let trials: Value = nanUnless(p.trials .== q.trials, p.trials)
        return fused(.trialDivergence, p.probability, q.probability, trials) { a, b, trials in
          plainDivergence(
            Binomial(trials: trials, probability: a), Binomial(trials: trials, probability: b))
        }
      }
    ] + rulesAcross
  }

  private static func plainDivergence(_ p: Binomial, _ q: Binomial) -> Value {
    let empty: Value.Mask = p.trials .== 0
    let trials: Value = select(empty, 1, p.trials)
    let value: Value = trialDivergence(p.probability, q.probability, times: trials)
    return nanUnless(p.isValid .& q.isValid, select(empty, 0, value))
  }
}
