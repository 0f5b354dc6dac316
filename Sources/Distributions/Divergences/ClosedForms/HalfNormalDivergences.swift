extension HalfNormal {
  /// Closed forms whose first argument is a half-normal distribution.
  static var klRules: [KLRule<Value>] {
    [
      // δ²/2 + δ − log(1 + δ),  δ = σp/σq − 1
      KLRule { (p: HalfNormal<Value>, q: HalfNormal<Value>) in
        pairDivergence(.halfNormal, [p.scale], [q.scale]) {
          normalDivergence(means: (0, 0), standardDeviations: ($0[0], $0[1]))
        } ?? normalDivergence(means: (0, 0), standardDeviations: (p.scale, q.scale))
      }
    ] + gammaRules + [.laplace(HalfNormal<Value>.self)]
  }
}
