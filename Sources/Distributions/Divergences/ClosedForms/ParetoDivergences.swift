extension Pareto {
  /// Closed forms whose first argument is a Pareto distribution.
  static var klRules: [KLRule<Value>] {
    [
      // αq log(mp/mq) + αq/αp − 1 − log(αq/αp), infinite where mp < mq.
      KLRule { (p: Pareto<Value>, q: Pareto<Value>) in
        let inside: Value.Mask = p.scale .>= q.scale
        let distance: Value = logRatio(select(inside, p.scale, q.scale), q.scale)
        let value: Value = q.shape * distance + ratioRemainder(q.shape, p.shape)
        return nanUnless(p.isValid .& q.isValid, select(inside, value, Value.infinity))
      }
    ] + KLRule.fromGammas(Pareto<Value>.self) + [
      .normal(Pareto<Value>.self), .logNormal(Pareto<Value>.self), .laplace(Pareto<Value>.self),
    ]
  }
}
