extension InverseGamma {
  /// Closed forms whose first argument is an inverse gamma distribution.
  static var klRules: [KLRule<Value>] {
    [
      // That of the reciprocals, gamma laws: with m = αp βq/βp
      //   αq log(αq/m) − αq + m + (log Γ's excess from αp to αq beyond its leading part)
      KLRule { (p: InverseGamma<Value>, q: InverseGamma<Value>) in
        let mean: Value = p.shape * (q.scale / p.scale)
        let difference: Value =
          p.shape * ((q.scale - p.scale) / p.scale) - (q.shape - p.shape)
        let value: Value = concentrationDivergence(
          p.shape, q.shape, mean: mean, difference: difference)
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ] + reciprocalGammaRules
  }
}
