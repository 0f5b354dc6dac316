extension LogNormal {
  /// Closed forms whose first argument is a log-normal distribution.
  static var klRules: [KLRule<Value>] {
    [
      // That of the logarithms: (δ² + d²)/2 + δ − log(1 + δ),  δ = σp/σq − 1,  d = (μp − μq)/σq
      KLRule { (p: LogNormal<Value>, q: LogNormal<Value>) in
        normalDivergence(
          means: (p.logMean, q.logMean),
          standardDeviations: (p.logStandardDeviation, q.logStandardDeviation))
      }
    ] + KLRule.fromGammas(LogNormal<Value>.self) + [
      .normal(LogNormal<Value>.self), .laplace(LogNormal<Value>.self),
    ]
  }
}

extension LogNormal: CrossEntropyFormula {
  /// That of the logarithms and the mean of log x.
  static func crossEntropy(of p: LogNormal, under q: LogNormal) -> (value: Value, size: Value)? {
    normalCrossEntropy(
      means: (p.logMean, q.logMean),
      standardDeviations: (p.logStandardDeviation, q.logStandardDeviation)
    ).map { (value: $0.value + p.logMean, size: $0.size + abs(p.logMean)) }
  }
}
