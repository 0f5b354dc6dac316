extension Bernoulli {
  /// Closed forms whose first argument is a Bernoulli distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Σ over both outcomes of p log(p/q) − p + q, with q − p known better than to rounding.
      KLRule { (p: Bernoulli<Value>, q: Bernoulli<Value>) in
        if case .probability(let a) = p.parameter, case .probability(let b) = q.parameter {
          let value: Value =
            massDivergence(a, b, difference: b - a)
            + massDivergence(1 - a, 1 - b, difference: a - b)
          return nanUnless(isProbability(a) .& isProbability(b), value)
        }
        let a: Value = p.logit
        let b: Value = q.logit
        let (difference, logRatio) = sigmoidDifference(a, b)
        let (complement, complementRatio) = sigmoidDifference(-a, -b)
        let value: Value =
          massDivergence(sigmoid(a), sigmoid(b), difference: difference, logRatio: logRatio)
          + massDivergence(
            sigmoid(-a), sigmoid(-b), difference: complement, logRatio: complementRatio)
        // A mass too small for a number is still a mass that q lacks.
        let isImpossible: Value.Mask =
          ((b .== -Value.infinity) .& (a .> -Value.infinity))
          .| ((b .== Value.infinity) .& (a .< Value.infinity))
        return select(isImpossible, Value.infinity, value)
      }
    ]
  }
}
