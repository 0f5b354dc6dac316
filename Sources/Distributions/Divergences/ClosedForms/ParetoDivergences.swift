extension Pareto {
  /// Closed forms whose first argument is a Pareto distribution.
  static var klRules: [KLRule<Value>] {
    [
      // αq/αp − 1 − log(αq/αp) + αq log(mp/mq) where mp ≥ mq.
      KLRule { (p: Pareto<Value>, q: Pareto<Value>) in
        let isInside: Value.Mask = p.scale .>= q.scale
        let logRatio: Value = logQuotient(select(isInside, p.scale, q.scale), q.scale)
        let value: Value = ratioRemainder(q.shape, p.shape) + q.shape * logRatio
        return nanUnless(p.isValid .& q.isValid, select(isInside, value, Value.infinity))
      }
    ]
  }
}
