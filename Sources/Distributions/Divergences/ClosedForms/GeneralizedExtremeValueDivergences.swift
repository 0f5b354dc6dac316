extension GeneralizedExtremeValue {
  /// Closed forms whose first argument is a generalised extreme value distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Of shapes 0 that of Gumbel's laws; of shapes of one sign and with one finite end, that of the
      // laws of log |x − end|, Gumbel's of scale |ξ| and location log(σ/|ξ|).
      KLRule(
        where: { (p: GeneralizedExtremeValue<Value>, q: GeneralizedExtremeValue<Value>) in
          let areZero: Value.Mask = (p.shape .== 0) .& (q.shape .== 0)
          let haveOneSign: Value.Mask = p.shape * q.shape .> 0
          return areZero .| (haveOneSign .& (p.end .== q.end))
        },
        form: { (p: GeneralizedExtremeValue<Value>, q: GeneralizedExtremeValue<Value>) in
          let isZero: Value.Mask = p.shape .== 0
          let (first, second): (Value, Value) = (
            select(isZero, 1, p.shape), select(isZero, 1, q.shape)
          )
          // Half of each, so that the distance of two locations does not overflow.
          let distance: Value = (0.5 * p.location - 0.5 * q.location) / (0.5 * q.scale)
          let logDistance: Value =
            logRatio(p.scale / abs(first), q.scale / abs(second)) / second
          let ratio: Value = select(isZero, p.scale / q.scale, first / second)
          let change: Value = select(
            isZero, (p.scale - q.scale) / q.scale, (first - second) / second)
          return extremeDivergence(
            ratio: ratio, change: change, shift: select(isZero, distance, logDistance)
          ).valid(where: p.isValid .& q.isValid)
        })
    ]
  }
}
