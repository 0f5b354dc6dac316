extension Geometric {
  /// Closed forms whose first argument is a geometric distribution.
  static var klRules: [KLRule<Value>] {
    [
      // That of one trial times the mean number of trials.
      KLRule { (p: Geometric<Value>, q: Geometric<Value>) in
        if Value.self == Value.Scalar.self { return plainDivergence(p, q) }
        return fused(.geometricDivergence, p.probability, q.probability, q.probability) {
          x, y, _ in plainDivergence(Geometric(probability: x), Geometric(probability: y))
        }
      }
    ] + rulesAcross
  }

  static func plainDivergence(_ p: Geometric, _ q: Geometric) -> Value {
    nanUnless(p.isValid .& q.isValid, waitingDivergence(p.probability, q.probability))
  }
}

/// KL of one trial with success probability p from one with q, times a number n of trials; tiny masses,
/// whose divergence is beyond the range of numbers, are enlarged before they are compared.
func trialDivergence<Value: RealValue>(_ p: Value, _ q: Value, times n: Value) -> Value {
  let scale = Value(Value.Scalar.self == Float.self ? 0x1p30 : 0x1p200)
  let successes: Value = massDivergence(scale * p, scale * q, difference: scale * (q - p))
  let failures: Value = massDivergence(
    scale * (1 - p), scale * (1 - q), difference: scale * (p - q))
  return n * (successes + failures) / scale
}

/// KL of the number of failures before a success of probability p from that of q: that of one trial
/// times their mean number 1/p.
func waitingDivergence<Value: RealValue>(_ p: Value, _ q: Value) -> Value {
  let largest = Value(Double(Value.Scalar.greatestFiniteMagnitude))
  return massDivergence(1, minimum(q / p, largest), difference: minimum((q - p) / p, largest))
    + massDivergence(1 - p, 1 - q, difference: p - q) / p
}
