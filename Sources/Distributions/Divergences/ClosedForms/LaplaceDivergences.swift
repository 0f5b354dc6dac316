extension Laplace {
  /// Closed forms whose first argument is a Laplace distribution.
  static var klRules: [KLRule<Value>] {
    [
      // r − 1 − log r + r (e^−t − 1 + t),  r = bp/bq,  t = |μp − μq|/bp
      KLRule { (p: Laplace<Value>, q: Laplace<Value>) in
        if Value.self == Value.Scalar.self { return plainDivergence(p, q) }
        return fused(.laplaceDivergence, p.location, q.location, p.scale, q.scale) {
          plainDivergence(Laplace(location: $0, scale: $2), Laplace(location: $1, scale: $3))
        }
      }
    ] + [.normal(Laplace<Value>.self), .gumbel(Laplace<Value>.self)]
  }

  /// In single operations.
  static func plainDivergence(_ p: Laplace, _ q: Laplace) -> Value {
    // Half of each, so that the distance of two locations does not overflow.
    let distance: Value = abs(0.5 * p.location - 0.5 * q.location)
    let t: Value = distance / (0.5 * p.scale)
    let ratio: Value = p.scale / q.scale
    // Far apart e^−t is nothing beside t, and the factors of r t may overflow.
    let isFar: Value.Mask = t .> 800
    let excess: Value = expRemainder(-select(isFar, 0, t))
    let isLost: Value.Mask = (excess .== 0) .& (ratio .== Value.infinity)
    let near: Value = select(isLost, 0, ratio) * excess
    let far: Value = distance / (0.5 * q.scale) - ratio
    let value: Value = ratioRemainder(p.scale, q.scale) + select(isFar, far, near)
    return nanUnless(p.isValid .& q.isValid, value)
  }
}
