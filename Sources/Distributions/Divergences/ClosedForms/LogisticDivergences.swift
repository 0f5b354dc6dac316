extension Logistic {
  /// Closed forms whose first argument is a logistic distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Of one scale: 2 (h coth h − 1),  h = |μp − μq|/(2s)
      KLRule(
        where: { (p: Logistic<Value>, q: Logistic<Value>) in p.scale .== q.scale },
        { (p: Logistic<Value>, q: Logistic<Value>) in
          // Half of each, so that the distance of two locations does not overflow.
          let h: Value = abs(0.5 * p.location - 0.5 * q.location) / p.scale
          return nanUnless(p.isValid .& q.isValid, logisticDivergence(halfDistance: h))
        })
    ] + [
      .gumbel(Logistic<Value>.self), .laplace(Logistic<Value>.self), .normal(Logistic<Value>.self),
    ]
  }
}

/// 2 (h coth h − 1) of logistic laws of one scale, h half of the distance of their locations in scales.
func logisticDivergence<Value: RealValue>(halfDistance h: Value) -> Value {
  let isNear: Value.Mask = h .< 1
  let far: Value = select(isNear, 1, h)
  // h cosh h − sinh h = h Σ 2k h^2k/(2k + 1)!, of positive terms.
  let near: Value = select(isNear, h, 0)
  let t: Value = square(near)
  var series: Value = 0
  for k in stride(from: 9.0, through: 1, by: -1) {
    series = (Value(2 * k) + series) * (t / Value(2 * k * (2 * k + 1)))
  }
  let ratio: Value = select(near .== 0, 1, near / sinh(select(near .== 0, 1, near)))
  return select(isNear, 2 * (series * ratio), 2 * (far / tanh(far) - 1))
}
