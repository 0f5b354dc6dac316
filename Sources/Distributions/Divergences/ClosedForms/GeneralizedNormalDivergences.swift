extension GeneralizedNormal {
  /// Closed forms whose first argument is a generalised normal distribution: for equal locations.
  static var klRules: [KLRule<Value>] {
    [
      // With a = 1/βp, b = 1/βq and r = a/b, E |x/αq|^βq is b e^L,
      // L = βq log(αp/αq) + log Γ(a + r) − log Γ(a) − log b, and 0 where p is q:
      // b (e^L − 1 − L) + remainder(1 + a, b − a) + b remainder(1 + a, r − 1) − (b log(b/a) − b + a),
      // remainder(x, h) = log Γ(x + h) − log Γ(x) − h ψ(x).
      KLRule(
        where: { (p: GeneralizedNormal<Value>, q: GeneralizedNormal<Value>) in
          p.location .== q.location
        },
        magnitude: { p, q in
          let parts = generalizedNormalParts(p, q)
          return (parts.level + parts.remainders) + parts.mass
        },
        { p, q in
          let parts = generalizedNormalParts(p, q)
          let value: Value = parts.level + maximum(parts.remainders - parts.mass, 0)
          return nanUnless(p.isValid .& q.isValid, value)
        }),
      .normal(GeneralizedNormal<Value>.self),
    ]
  }
}

private func generalizedNormalParts<Value: RealValue>(
  _ p: GeneralizedNormal<Value>, _ q: GeneralizedNormal<Value>
) -> (level: Value, remainders: Value, mass: Value) {
  let (a, b): (Value, Value) = (1 / p.shape, 1 / q.shape)
  let change: Value = (q.shape - p.shape) / p.shape
  let step: Value = (p.shape - q.shape) / p.shape / q.shape
  let second: Value = logGammaRemainder(1 + a, change)
  let logShapes: Value = logRatio(q.shape, p.shape)
  let slope: Value = change * digamma(1 + a)
  let log: Value =
    q.shape * logRatio(p.scale, q.scale) + (logShapes + slope + second)
  let remainders: Value = logGammaRemainder(1 + a, step) + b * second
  let mass: Value = massDivergence(b, a, difference: -step, logRatio: -logShapes)
  return (b * expRemainder(log), remainders, mass)
}
