extension Poisson {
  /// Closed forms whose first argument is a Poisson distribution.
  static var klRules: [KLRule<Value>] {
    [
      // λp log(λp/λq) − λp + λq; a rate of 0 is that of a constant.
      KLRule { (p: Poisson<Value>, q: Poisson<Value>) in
        if Value.self == Value.Scalar.self { return plainDivergence(p, q) }
        return fused(.poissonDivergence, p.rate, q.rate, q.rate) { x, y, _ in
          plainDivergence(Poisson(rate: x), Poisson(rate: y))
        }
      }
    ]
  }

  private static func plainDivergence(_ p: Poisson, _ q: Poisson) -> Value {
    nanUnless(p.isValid .& q.isValid, massDivergence(p.rate, q.rate))
  }
}
