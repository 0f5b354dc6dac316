extension Cauchy {
  /// Closed forms whose first argument is a Cauchy distribution.
  static var klRules: [KLRule<Value>] {
    [
      // log (((σp + σq)² + (μp − μq)²) / (4 σp σq)) = log(1 + ((σp − σq)² + (μp − μq)²)/(4 σp σq))
      //
      // F. Chyzak, F. Nielsen, "A closed-form formula for the Kullback–Leibler divergence between
      // Cauchy distributions", 2019.
      KLRule { (p: Cauchy<Value>, q: Cauchy<Value>) in
        if Value.self == Value.Scalar.self { return plainDivergence(p, q) }
        return fused(.cauchyDivergence, p.location, q.location, p.scale, q.scale) {
          plainDivergence(Cauchy(location: $0, scale: $2), Cauchy(location: $1, scale: $3))
        }
      }
    ]
  }

  /// In single operations.
  static func plainDivergence(_ p: Cauchy, _ q: Cauchy) -> Value {
    let width: Value = p.scale - q.scale
    let distance: Value = p.location - q.location
    let excess: Value =
      0.25
      * ((width / p.scale) * (width / q.scale)
        + (distance / p.scale) * (distance / q.scale))
    // Far apart the squares overflow, and logarithms take their place.
    let far: Value.Mask = excess .> Value(1e100)
    let halfWidth: Value = 0.5 * p.scale + 0.5 * q.scale
    let halfDistance: Value = abs(0.5 * p.location - 0.5 * q.location)
    let large: Value = maximum(halfWidth, halfDistance)
    let small: Value = minimum(halfWidth, halfDistance)
    let logNorm: Value = log(large) + 0.5 * log(onePlus: square(small / large))
    let logExcess: Value = (logNorm - log(p.scale)) + (logNorm - log(q.scale))
    let near: Value = log(onePlus: select(far, 0, excess))
    return nanUnless(p.isValid .& q.isValid, select(far, logExcess, near))
  }
}
