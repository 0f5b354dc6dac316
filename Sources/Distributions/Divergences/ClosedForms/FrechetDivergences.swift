extension Frechet {
  /// Closed forms whose first argument is a Fréchet distribution: those of log X, a Gumbel one.
  static var klRules: [KLRule<Value>] {
    [
      KLRule(
        where: nil,
        form: { (p: Frechet<Value>, q: Frechet<Value>) in
          extremeDivergence(
            ratio: q.shape / p.shape, change: (q.shape - p.shape) / p.shape,
            shift: q.shape * logRatio(p.scale, q.scale)
          ).valid(where: p.isValid .& q.isValid)
        })
    ] + reciprocalGammaRules
  }
}
