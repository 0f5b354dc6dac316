extension InverseGamma {
  /// Closed forms whose first argument is an inverse gamma distribution.
  static var klRules: [KLRule<Value>] {
    [
      // That of the reciprocals, gamma laws: with m = αp βq/βp
      //   αq log(αq/m) − αq + m + (log Γ's excess from αp to αq beyond its leading part)
      KLRule(
        where: nil,
        form: { (p: InverseGamma<Value>, q: InverseGamma<Value>) in
          gammaDivergence(
            p.shape, q.shape, rates: (p.scale, q.scale), where: p.isValid .& q.isValid)
        })
    ] + reciprocalGammaRules
  }
}
