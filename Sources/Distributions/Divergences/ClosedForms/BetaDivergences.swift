extension Beta {
  /// Closed forms whose first argument is a beta distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Σ (q log(q/m) − q + m + excess(p, q − p)) − excess(sp, sq − sp) over α and β,  m = p sq/sp
      KLRule { (p: Beta<Value>, q: Beta<Value>) in
        let total: Value = p.alpha + p.beta
        let (alphaChange, betaChange) = (q.alpha - p.alpha, q.beta - p.beta)
        let (first, second): (Value, Value) = (p.alpha / total, p.beta / total)
        let sum: Value = q.alpha + q.beta
        let difference: Value = betaChange * first - alphaChange * second
        let terms: Value =
          concentrationDivergence(
            p.alpha, q.alpha, mean: first * sum, difference: difference)
          + concentrationDivergence(p.beta, q.beta, mean: second * sum, difference: -difference)
        let whole: Value = logGammaExcess(total, alphaChange + betaChange, to: sum)
        return nanUnless(p.isValid .& q.isValid, terms - whole)
      }
    ] + KLRule.fromGammas(Beta<Value>.self) + [
      .normal(Beta<Value>.self), .logNormal(Beta<Value>.self), .laplace(Beta<Value>.self),
      .uniform(Beta<Value>.self),
    ]
  }
}
