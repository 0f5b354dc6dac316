extension HalfCauchy {
  /// Closed forms whose first argument is a half-Cauchy distribution.
  static var klRules: [KLRule<Value>] {
    [
      // log ((σp + σq)²/(4 σp σq)) = log(1 + (σp − σq)²/(4 σp σq)), as for Cauchy distributions
      KLRule { (p: HalfCauchy<Value>, q: HalfCauchy<Value>) in
        let ratio: Value = p.scale / q.scale
        let width: Value = p.scale - q.scale
        let excess: Value = 0.25 * ((width / p.scale) * (width / q.scale))
        // Far apart the quotients overflow, and logarithms take their place.
        let isFar: Value.Mask = (ratio .> 1e100) .| (ratio .< 1e-100)
        let far: Value = abs(log(p.scale) - log(q.scale)) - Value(1.3862943611198906188)
        let value: Value = select(isFar, far, log(onePlus: select(isFar, 0, excess)))
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}
