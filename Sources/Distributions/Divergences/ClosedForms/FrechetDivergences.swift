extension Frechet {
  /// Closed forms whose first argument is a Fréchet distribution: those of log X, a Gumbel one.
  static var klRules: [KLRule<Value>] {
    [
      KLRule { (p: Frechet<Value>, q: Frechet<Value>) in
        let value: Value = extremeDivergence(
          ratio: q.shape / p.shape, change: (q.shape - p.shape) / p.shape,
          shift: q.shape * logRatio(p.scale, q.scale))
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ] + reciprocalGammaRules
  }
}
