extension Pareto {
  /// Closed forms whose first argument is a Pareto distribution.
  static var klRules: [KLRule<Value>] {
    [
      // αq log(mp/mq) + αq/αp − 1 − log(αq/αp), infinite where mp < mq.
      KLRule { (p: Pareto<Value>, q: Pareto<Value>) in
        if Value.self == Value.Scalar.self { return plainDivergence(p, q) }
        return fused(.paretoDivergence, p.scale, q.scale, p.shape, q.shape) {
          plainDivergence(Pareto(scale: $0, shape: $2), Pareto(scale: $1, shape: $3))
        }
      }
    ] + KLRule.fromGammas(Pareto<Value>.self) + [
      .normal(Pareto<Value>.self), .logNormal(Pareto<Value>.self), .laplace(Pareto<Value>.self),
    ]
  }

  private static func plainDivergence(_ p: Pareto, _ q: Pareto) -> Value {
    let inside: Value.Mask = p.scale .>= q.scale
    let distance: Value = logRatio(select(inside, p.scale, q.scale), q.scale)
    let value: Value = q.shape * distance + ratioRemainder(q.shape, p.shape)
    return nanUnless(p.isValid .& q.isValid, select(inside, value, Value.infinity))
  }
}
