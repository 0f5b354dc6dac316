extension Gumbel {
  /// Closed forms whose first argument is a Gumbel distribution.
  static var klRules: [KLRule<Value>] {
    [
      // e^w − 1 − w + log Γ(r) + γ (r − 1),  w = (μq − μp)/bq + log Γ(1 + r),  r = bp/bq
      KLRule(
        where: nil,
        form: { (p: Gumbel<Value>, q: Gumbel<Value>) in
          // Half of each, so that the distance of two locations does not overflow.
          let shift: Value = (0.5 * p.location - 0.5 * q.location) / (0.5 * q.scale)
          return extremeDivergence(
            ratio: p.scale / q.scale, change: (p.scale - q.scale) / q.scale, shift: shift
          ).valid(where: p.isValid .& q.isValid)
        })
    ] + [.normal(Gumbel<Value>.self), .laplace(Gumbel<Value>.self)]
  }
}
