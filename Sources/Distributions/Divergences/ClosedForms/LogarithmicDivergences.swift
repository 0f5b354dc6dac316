import SpecialFunctions

extension Logarithmic {
  /// Closed forms whose first argument is a logarithmic distribution.
  static var klRules: [KLRule<Value>] {
    [
      // log(L(q)/L(p)) − E K log(q/p), L(p) = −log(1 − p); a probability of 0 is that of a constant.
      KLRule { (p: Logarithmic<Value>, q: Logarithmic<Value>) in
        let value: Value = Value.elementwise(
          "the divergence of logarithmic distributions", p.probability, q.probability,
          { p, q in
            guard p >= 0, p < 1, q >= 0, q < 1 else { return .nan }
            if p == 0 { return LogarithmicNumbers.logNormalizer(q) }
            if q == 0 { return .infinity }
            return p == q ? 0 : LogarithmicNumbers(p).divergence(from: q, difference: q - p)
          },
          derivatives: (
            { p, q in
              let slope: Value = Logarithmic(probability: p).variance / p
              return slope * (log(p) - log(q))
            },
            { p, q in
              Self.meanExcessRatio(q) - p * Self.meanExcessRatio(p) / q
            }
          ))
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}
