// Families that are images of others: their divergences are those of what they are images of.

extension Chi {
  /// Closed forms whose first argument is a chi distribution.
  static var klRules: [KLRule<Value>] {
    [
      // That of the squares: log Γ(aq) − log Γ(ap) − (aq − ap) ψ(ap), a = ν/2.
      KLRule { (p: Chi<Value>, q: Chi<Value>) in
        squaresDivergence(p.degreesOfFreedom, q.degreesOfFreedom)
      }
    ] + gammaRules
  }
}

extension Kumaraswamy {
  /// Closed forms whose first argument is a Kumaraswamy distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Of equal α: −log(1 − X^α) is exponential of rate β.
      KLRule(where: { (p: Kumaraswamy<Value>, q: Kumaraswamy<Value>) in p.alpha .== q.alpha }) {
        (p: Kumaraswamy<Value>, q: Kumaraswamy<Value>) in
        nanUnless(p.isValid .& q.isValid, ratioRemainder(q.beta, p.beta))
      },
      .normal(Kumaraswamy<Value>.self), .uniform(Kumaraswamy<Value>.self),
      .logNormal(Kumaraswamy<Value>.self), .continuousBernoulli(Kumaraswamy<Value>.self),
    ] + KLRule.fromGammas(Kumaraswamy<Value>.self)
  }
}

extension Levy {
  /// Closed forms whose first argument is a Lévy distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Of one location: 1/(X − μ) is gamma of shape ½ and rate c/2.
      KLRule(where: { (p: Levy<Value>, q: Levy<Value>) in p.location .== q.location }) {
        (p: Levy<Value>, q: Levy<Value>) in
        nanUnless(p.isValid .& q.isValid, 0.5 * ratioRemainder(q.scale, p.scale))
      }
    ]
  }
}

extension LogLogistic {
  /// Closed forms whose first argument is a log-logistic distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Of one shape: that of the logarithms, which are logistic.
      KLRule(where: { (p: LogLogistic<Value>, q: LogLogistic<Value>) in p.shape .== q.shape }) {
        (p: LogLogistic<Value>, q: LogLogistic<Value>) in
        let distance: Value = 0.5 * p.shape * abs(logRatio(p.scale, q.scale))
        return nanUnless(p.isValid .& q.isValid, logisticDivergence(halfDistance: distance))
      },
      .normal(LogLogistic<Value>.self), .logNormal(LogLogistic<Value>.self),
    ] + KLRule.fromGammas(LogLogistic<Value>.self)
  }
}

extension LogUniform {
  /// Closed forms whose first argument is a log-uniform distribution.
  static var klRules: [KLRule<Value>] {
    [
      // That of the logarithms, which are uniform.
      KLRule { (p: LogUniform<Value>, q: LogUniform<Value>) in
        let isInside: Value.Mask =
          (p.lowerBound .>= q.lowerBound) .& (p.upperBound .<= q.upperBound)
        let slack: Value =
          logRatio(p.lowerBound, q.lowerBound) + logRatio(q.upperBound, p.upperBound)
        let value: Value = log(onePlus: select(isInside, slack, 0) / p.logWidth)
        return nanUnless(p.isValid .& q.isValid, select(isInside, value, Value.infinity))
      },
      .normal(LogUniform<Value>.self), .uniform(LogUniform<Value>.self),
      .logNormal(LogUniform<Value>.self), .pareto(LogUniform<Value>.self),
    ] + KLRule.fromGammas(LogUniform<Value>.self)
  }
}

extension Triangular {
  /// Closed forms whose first argument is a triangular distribution.
  static var klRules: [KLRule<Value>] {
    [
      .normal(Triangular<Value>.self), .uniform(Triangular<Value>.self),
      .exponential(Triangular<Value>.self), .continuousBernoulli(Triangular<Value>.self),
    ]
  }
}

extension StudentT {
  /// Closed forms whose first argument is Student's distribution.
  static var klRules: [KLRule<Value>] { [.normal(StudentT<Value>.self)] }
}

extension GeneralizedPareto {
  /// Closed forms whose first argument is a generalised Pareto distribution.
  static var klRules: [KLRule<Value>] {
    [
      .normal(GeneralizedPareto<Value>.self), .uniform(GeneralizedPareto<Value>.self),
    ]
  }
}
