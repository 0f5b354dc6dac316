extension Beta {
  /// Closed forms whose first argument is a beta distribution.
  static var klRules: [KLRule<Value>] {
    [
      KLRule(
        where: nil,
        form: { (p: Beta<Value>, q: Beta<Value>) in
          betaDivergence((p.alpha, p.beta), (q.alpha, q.beta), where: p.isValid .& q.isValid)
        })
    ] + KLRule.fromGammas(Beta<Value>.self) + [
      .normal(Beta<Value>.self), .logNormal(Beta<Value>.self), .laplace(Beta<Value>.self),
      .continuousBernoulli(Beta<Value>.self), uniform,
    ]
  }

  /// log(b − a) − H(p), where [a, b] holds [0, 1]; from [0, 1] itself, a beta law of parameters 1, with the
  /// digits of near ones.
  private static var uniform: KLRule<Value> {
    KLRule(
      where: nil,
      form: { (p: Beta<Value>, q: Uniform<Value>) in
        let isInside: Value.Mask = (q.lowerBound .<= 0) .& (q.upperBound .>= 1)
        let isWhole: Value.Mask = (q.lowerBound .== 0) .& (q.upperBound .== 1)
        let isValid: Value.Mask = p.isValid .& q.isValid
        let sum = KLTerms(
          where: isValid, isInfinite: .!isInside, [-p.entropy, q.logWidth])
        let whole = betaDivergence((p.alpha, p.beta), (1, 1), where: isValid)
        return KLClosedForm(
          value: select(isWhole, whole.value, sum.value),
          magnitude: select(isWhole, whole.magnitude, sum.magnitude), mayCancel: true)
      })
  }
}
