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
              // d E K/dp = var K/p, ½ at 0; −∞ in all where only the first probability is 0.
              let safe: Value = select(p .== 0, 0.5, p)
              let slope: Value = select(
                p .== 0, 0.5, Logarithmic(probability: safe).variance / safe)
              return select(p .== q, 0, slope * (log(p) - log(q)))
            },
            { p, q in
              let ratio: Value = select(p .== q, 1, p / select(q .== 0, 1, q))
              return Self.meanExcessRatio(q) - Self.meanExcessRatio(p) * ratio
            }
          ))
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}
