// Closed forms with continuous Bernoulli laws, and with means alone.

extension KLRule {
  /// −H(p) − E log q = −H(p) − log q(E X): the log-density of a continuous Bernoulli law is linear.
  static func continuousBernoulli<P: LineLaw<Value>>(_ p: P.Type) -> KLRule {
    KLRule(sum: { (p: P, q: ContinuousBernoulli<Value>) in
      let own = p.support
      let isInside: Value.Mask = (own.lowerBound .>= 0) .& (own.upperBound .<= 1)
      let mean: Value = select(isInside, p.mean, 0.5)
      let slope: Value = q.logit
      return KLTerms(
        where: p.isValid .& q.isValid, isInfinite: .!isInside,
        [-p.entropy, -q.logDensity(lower: mean, upper: 1 - mean)],
        size: Value(1.0 / 16) * abs(slope) * mean)
    })
  }

  /// −H(p) − E log q = −H(p) − log λ + λ E X, of a law of positive numbers with a finite mean.
  static func exponential<P: LineLaw<Value>>(_ p: P.Type) -> KLRule {
    KLRule(sum: { (p: P, q: Exponential<Value>) in
      let isInside: Value.Mask = p.support.lowerBound .>= 0
      return KLTerms(
        where: p.isValid .& q.isValid, isInfinite: .!isInside,
        [-p.entropy, -log(q.rate), q.rate * p.mean])
    })
  }
}

extension Arcsine: LineLaw {}
extension BetaPrime: LineLaw {}
extension ContinuousBernoulli: LineLaw {}
extension FisherF: LineLaw {}
extension GeneralizedNormal: LineLaw {
  func meanOffset(from point: Value) -> (value: Value, size: Value) {
    (location - point, abs(location - point))
  }
}
extension ContinuousBernoulli: MeanDistances {}
