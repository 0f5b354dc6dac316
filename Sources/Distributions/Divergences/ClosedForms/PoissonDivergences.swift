extension Poisson {
  /// Closed forms whose first argument is a Poisson distribution.
  static var klRules: [KLRule<Value>] {
    [
      // λp log(λp/λq) − λp + λq; a rate of 0 is that of a constant.
      KLRule { (p: Poisson<Value>, q: Poisson<Value>) in
        nanUnless(
          p.isValid .& q.isValid,
          massDivergence(p.rate, q.rate))
      }
    ]
  }
}
