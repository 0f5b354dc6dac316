extension NegativeBinomial {
  /// Closed forms whose first argument is a negative binomial distribution.
  static var klRules: [KLRule<Value>] {
    [
      // That of one trial times the mean number of trials, for equally many successes.
      KLRule(where: { (p: NegativeBinomial<Value>, q: NegativeBinomial<Value>) in
        p.successes .== q.successes
      }) { (p: NegativeBinomial<Value>, q: NegativeBinomial<Value>) in
        let (a, b) = (p.probability, q.probability)
        let pairs = pairDivergence(.geometric, [a], [b]) { waitingDivergence($0[0], $0[1]) }
        return nanUnless(
          p.isValid .& q.isValid, p.successes * (pairs ?? waitingDivergence(a, b)))
      }
    ] + rulesAcross
  }
}
