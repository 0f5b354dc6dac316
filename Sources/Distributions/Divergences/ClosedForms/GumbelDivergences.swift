extension Gumbel {
  /// Closed forms whose first argument is a Gumbel distribution.
  static var klRules: [KLRule<Value>] {
    [
      // e^w − 1 − w + log Γ(r) + γ (r − 1),  w = (μq − μp)/bq + log Γ(1 + r),  r = bp/bq
      KLRule(
        where: nil,
        form: { (p: Gumbel<Value>, q: Gumbel<Value>) in
          let ratio: Value = p.scale / q.scale
          let change: Value = (p.scale - q.scale) / q.scale
          // Half of each, so that the distance of two locations does not overflow.
          let distance: Value = (0.5 * q.location - 0.5 * p.location) / (0.5 * q.scale)
          let isNear: Value.Mask = ratio .> 0.5
          // log Γ(1 + r), which is log Γ(2 + h) at h = r − 1.
          let near: Value = select(isNear, change, 0)
          let argument: Value = select(isNear, near, ratio)
          let logGamma: Value =
            logGammaOfOnePlus(argument) + log(onePlus: select(isNear, near, 0))
          // log Γ(r) + γ (r − 1), of which −γ is the derivative of log Γ at 1.
          let euler = Value(0.57721566490153286061)
          let small: Value = select(isNear, 1, ratio)
          let apart: Value = (logGammaOfOnePlus(small) - log(small)) + euler * (small - 1)
          let spread: Value = select(isNear, logGammaRemainderOfOne(near), apart)
          let first: Value = expRemainder(distance + logGamma)
          let value: Value = first + spread
          // Rounding of the exponent, where it is a sum of large numbers.
          let size: Value = Value(1.0 / 16) * (abs(distance) + abs(logGamma)) * first
          return KLClosedForm(value: value, magnitude: value + size, mayCancel: false)
            .valid(where: p.isValid .& q.isValid)
        })
    ] + [.normal(Gumbel<Value>.self), .laplace(Gumbel<Value>.self)]
  }
}
