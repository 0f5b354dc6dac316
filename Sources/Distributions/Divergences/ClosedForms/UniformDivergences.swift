extension Uniform {
  /// Closed forms whose first argument is a continuous uniform distribution.
  static var klRules: [KLRule<Value>] {
    [
      // log(wq/wp) = log(1 + ((ap − aq) + (bq − bp))/wp) where [ap, bp] lies in [aq, bq].
      KLRule { (p: Uniform<Value>, q: Uniform<Value>) in
        if Value.self == Value.Scalar.self { return plainDivergence(p, q) }
        return fused(
          .uniformDivergence, p.lowerBound, p.upperBound, q.lowerBound, q.upperBound
        ) {
          plainDivergence(
            Uniform(lowerBound: $0, upperBound: $1), Uniform(lowerBound: $2, upperBound: $3))
        }
      }
    ] + KLRule.fromGammas(Uniform<Value>.self) + [
      .normal(Uniform<Value>.self), .logNormal(Uniform<Value>.self), .laplace(Uniform<Value>.self),
      .gumbel(Uniform<Value>.self), .pareto(Uniform<Value>.self), .logUniform(Uniform<Value>.self),
      .continuousBernoulli(Uniform<Value>.self), beta,
    ]
  }

  static func plainDivergence(_ p: Uniform, _ q: Uniform) -> Value {
    // Half of each bound, so that widths do not overflow.
    let lower: Value = 0.5 * p.lowerBound - 0.5 * q.lowerBound
    let upper: Value = 0.5 * q.upperBound - 0.5 * p.upperBound
    let inside: Value.Mask =
      (p.lowerBound .>= q.lowerBound) .& (p.upperBound .<= q.upperBound)
    let width: Value = 0.5 * p.upperBound - 0.5 * p.lowerBound
    let slack: Value = select(inside, lower + upper, 0)
    let far: Value.Mask = slack .> Value(1e200) * width
    let excess: Value = select(far, 0, slack) / width
    let value: Value = select(
      far, log(select(far, slack, 1)) - log(width), log(onePlus: excess))
    return nanUnless(p.isValid .& q.isValid, select(inside, value, Value.infinity))
  }

  /// −log w − E log q = −log w + log B(α, β) − (α − 1) E log X − (β − 1) E log(1 − X), where [a, b] lies
  /// in [0, 1]; on [0, 1] itself a beta law of parameters 1, from whose neighbours it keeps its digits.
  private static var beta: KLRule<Value> {
    KLRule(
      where: nil,
      form: { (p: Uniform<Value>, q: Beta<Value>) in
        let isInside: Value.Mask = (p.lowerBound .>= 0) .& (p.upperBound .<= 1)
        let isWhole: Value.Mask = (p.lowerBound .== 0) .& (p.upperBound .== 1)
        let mirrored = Uniform(
          lowerBound: select(isInside, 1 - p.upperBound, 0),
          upperBound: select(isInside, 1 - p.lowerBound, 1))
        let isValid: Value.Mask = p.isValid .& q.isValid
        let sum = KLTerms(
          where: isValid, isInfinite: .!isInside,
          [
            -p.logWidth, logGamma(q.alpha), logGamma(q.beta), -logGamma(q.alpha + q.beta),
            (1 - q.alpha) * p.meanLog, (1 - q.beta) * mirrored.meanLog,
          ])
        let whole = betaDivergence((1, 1), (q.alpha, q.beta), where: isValid)
        return KLClosedForm(
          value: select(isWhole, whole.value, sum.value),
          magnitude: select(isWhole, whole.magnitude, sum.magnitude), mayCancel: true)
      })
  }
}
