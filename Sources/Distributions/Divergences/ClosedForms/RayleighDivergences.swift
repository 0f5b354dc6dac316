extension Rayleigh {
  /// Closed forms whose first argument is a Rayleigh distribution.
  static var klRules: [KLRule<Value>] {
    [
      // r² − 1 − 2 log r = δ² + 2 (δ − log(1 + δ)),  r = σp/σq = 1 + δ
      KLRule { (p: Rayleigh<Value>, q: Rayleigh<Value>) in
        let spread: Value = (p.scale - q.scale) / q.scale
        let value: Value = square(spread) + 2 * ratioRemainder(p.scale, q.scale)
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}
