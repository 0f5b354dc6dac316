extension Normal {
  /// Closed forms whose first argument is a normal distribution.
  static var klRules: [KLRule<Value>] {
    [
      // (δ² + d²)/2 + δ − log(1 + δ),  δ = σp/σq − 1,  d = (μp − μq)/σq
      KLRule { (p: Normal<Value>, q: Normal<Value>) in
        let spread: Value = (p.standardDeviation - q.standardDeviation) / q.standardDeviation
        // Half of each, so that the distance of two means does not overflow.
        let distance: Value =
          (0.5 * p.mean - 0.5 * q.mean) / (0.5 * q.standardDeviation)
        let remainder: Value = ratioRemainder(p.standardDeviation, q.standardDeviation)
        let value: Value = 0.5 * (square(spread) + square(distance)) + remainder
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}
