extension Zipf {
  /// Closed forms whose first argument is Zipf's distribution.
  static var klRules: [KLRule<Value>] {
    [
      // log ζ(t) − log ζ(s) + (t − s) E log K, whose derivatives are E log K less that under q, and
      // (s − t) var log K.
      KLRule { (p: Zipf<Value>, q: Zipf<Value>) in
        let value: Value = Value.elementwise(
          "the divergence of Zipf's distributions", p.exponent, q.exponent,
          { s, t in
            guard s > 1, t > 1, s < .infinity, t < .infinity else { return .nan }
            return s == t ? 0 : ZipfNumbers(s).divergence(from: t)
          },
          derivatives: (
            { s, t in
              let mean: Value = zetaLogMoment(order: 1, s)
              return (s - t) * (zetaLogMoment(order: 2, s) - mean * mean)
            },
            { s, t in zetaLogMoment(order: 1, s) - zetaLogMoment(order: 1, t) }
          ))
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}
