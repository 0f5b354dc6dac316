extension Weibull {
  /// Closed forms whose first argument is a Weibull distribution.
  static var klRules: [KLRule<Value>] {
    [
      // With ρ = kq/kp = 1 + h and s = kq log(λp/λq) the formula of Bauckhage (2013) is
      //   (eᵛ − 1 − v) + (log Γ(ρ) + γh),   v = s + log Γ(1 + ρ),
      // two terms that are not negative: e's and log Γ's remainders beyond their tangents.
      KLRule { (p: Weibull<Value>, q: Weibull<Value>) in
        let isNear: Value.Mask = q.shape .>= 0.5 * p.shape
        let ratio: Value = q.shape / p.shape
        let h: Value = select(isNear, (q.shape - p.shape) / p.shape, 0)
        let s: Value = q.shape * logQuotient(p.scale, q.scale)
        let euler = Value(0.57721566490153286061)
        // log Γ(ρ) + γ (ρ − 1), and log Γ(1 + ρ) = log ρ + log Γ(ρ).
        let near: Value = logGammaRemainder(Value(1), h)
        let safe: Value = select(isNear, 0.5, ratio)
        let far: Value = logGammaOnePlus(safe) - log(safe) + euler * (safe - 1)
        let logGamma: Value = select(
          isNear, log(onePlus: h) + logGammaOnePlus(h), logGammaOnePlus(safe))
        let value: Value = expRemainder(s + logGamma) + select(isNear, near, far)
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}
