extension Arcsine {
  /// Closed forms whose first argument is an arcsine distribution.
  static var klRules: [KLRule<Value>] {
    [
      // asinh √((ap − aq)/wp) + asinh √((bq − bp)/wp) where [ap, bp] lies in [aq, bq], w = b − a:
      // E log(X − c) is 2 log((√(b − c) + √(a − c))/2) for c left of the interval.
      KLRule { (p: Arcsine<Value>, q: Arcsine<Value>) in
        let inside: Value.Mask =
          (p.lowerBound .>= q.lowerBound) .& (p.upperBound .<= q.upperBound)
        // Half of each bound, so that widths do not overflow.
        let lower: Value = select(inside, 0.5 * p.lowerBound - 0.5 * q.lowerBound, 0)
        let upper: Value = select(inside, 0.5 * q.upperBound - 0.5 * p.upperBound, 0)
        let root: Value = sqrt(p.halfWidth)
        let value: Value = asinh(sqrt(lower) / root) + asinh(sqrt(upper) / root)
        return nanUnless(p.isValid .& q.isValid, select(inside, value, Value.infinity))
      },
      .normal(Arcsine<Value>.self), .uniform(Arcsine<Value>.self),
      .exponential(Arcsine<Value>.self), .continuousBernoulli(Arcsine<Value>.self),
    ]
  }
}
