extension LogitNormal {
  /// Closed forms whose first argument is a logit-normal distribution: those of the logits.
  static var klRules: [KLRule<Value>] {
    [
      KLRule { (p: LogitNormal<Value>, q: LogitNormal<Value>) in
        normalDivergence(
          means: (p.logitMean, q.logitMean),
          standardDeviations: (p.logitStandardDeviation, q.logitStandardDeviation))
      }
    ]
  }
}
