extension Rayleigh {
  /// Closed forms whose first argument is a Rayleigh distribution.
  static var klRules: [KLRule<Value>] {
    [
      // r² − 1 − log r² of r = σp/σq: twice that of the normal distributions.
      KLRule { (p: Rayleigh<Value>, q: Rayleigh<Value>) in
        pairDivergence(.rayleigh, [p.scale], [q.scale]) {
          plainDivergence(Rayleigh(scale: $0[0]), Rayleigh(scale: $0[1]))
        } ?? plainDivergence(p, q)
      }
    ] + gammaRules + [.laplace(Rayleigh<Value>.self)]
  }

  private static func plainDivergence(_ p: Rayleigh, _ q: Rayleigh) -> Value {
    let spread: Value = (p.scale - q.scale) / q.scale
    let value: Value = square(spread) + 2 * ratioRemainder(p.scale, q.scale)
    return nanUnless(p.isValid .& q.isValid, value)
  }
}
