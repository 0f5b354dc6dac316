extension Poisson {
  /// Closed forms whose first argument is a Poisson distribution.
  static var klRules: [KLRule<Value>] {
    [
      // λp log(λp/λq) − λp + λq; infinite where only q is all at 0.
      KLRule { (p: Poisson<Value>, q: Poisson<Value>) in
        let value: Value = massDivergence(p.rate, q.rate, difference: q.rate - p.rate)
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}
