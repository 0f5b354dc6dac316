extension Rayleigh {
  /// Closed forms whose first argument is a Rayleigh distribution.
  static var klRules: [KLRule<Value>] {
    [
      // r² − 1 − log r² of r = σp/σq: twice that of the normal distributions.
      KLRule { (p: Rayleigh<Value>, q: Rayleigh<Value>) in
        let spread: Value = (p.scale - q.scale) / q.scale
        let value: Value = square(spread) + 2 * ratioRemainder(p.scale, q.scale)
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ] + gammaRules + [.laplace(Rayleigh<Value>.self)]
  }
}
