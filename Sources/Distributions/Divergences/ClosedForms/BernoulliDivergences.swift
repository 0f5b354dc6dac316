extension Bernoulli {
  /// Closed forms whose first argument is a Bernoulli distribution.
  static var klRules: [KLRule<Value>] {
    [
      // Σ over both outcomes of p log(p/q) − p + q, with q − p known better than to rounding.
      KLRule { (p: Bernoulli<Value>, q: Bernoulli<Value>) in
        if Value.self == Value.Scalar.self { return plainDivergence(p, q) }
        if case .probability(let a) = p.parameter, case .probability(let b) = q.parameter {
          return fused(.trialDivergence, a, b, 1) { a, b, _ in divergenceOfProbabilities(a, b) }
        }
        if case .probability(let certain) = p.parameter {
          return divergenceOfProbability(certain, q.logit)
        }
        let (a, b) = (p.logit, q.logit)
        return fused(.logitDivergence, a, b, b) { a, b, _ in divergenceOfLogits(a, b) }
      }
    ] + rulesAcross
  }

  /// In single operations.
  static func plainDivergence(_ p: Bernoulli, _ q: Bernoulli) -> Value {
    guard case .probability(let a) = p.parameter else {
      return divergenceOfLogits(p.logit, q.logit)
    }
    guard case .probability(let b) = q.parameter else {
      return divergenceOfProbability(a, q.logit)
    }
    return divergenceOfProbabilities(a, b)
  }

  private static func divergenceOfProbabilities(_ a: Value, _ b: Value) -> Value {
    let value: Value =
      massDivergence(a, b, difference: b - a) + massDivergence(1 - a, 1 - b, difference: a - b)
    return nanUnless(isProbability(a) .& isProbability(b), value)
  }

  /// KL from logit b of a probability a, which may be 0 or 1: log(1 + e^b) and log(1 + e^−b) then.
  private static func divergenceOfProbability(_ a: Value, _ b: Value) -> Value {
    let isZero: Value.Mask = a .== 0
    let isOne: Value.Mask = a .== 1
    let inner: Value = select(isZero .| isOne, 0.5, a)
    let logit: Value = log(inner) - log(onePlus: -inner)
    // The derivative by a probability of 0 or 1 is that of p log p: infinite.
    let edge: Value =
      select(isZero, softplus(b), softplus(-b)) + (xLogY(a, a) + xLogY(1 - a, 1 - a))
    let value: Value = select(isZero .| isOne, edge, divergenceOfLogits(logit, b))
    return nanUnless(isProbability(a), value)
  }

  /// KL of logit a from logit b.
  private static func divergenceOfLogits(_ a: Value, _ b: Value) -> Value {
    let (difference, logRatio) = sigmoidDifference(a, b)
    let (complement, complementRatio) = sigmoidDifference(-a, -b)
    let value: Value =
      massDivergence(sigmoid(a), sigmoid(b), difference: difference, logRatio: logRatio)
      + massDivergence(
        sigmoid(-a), sigmoid(-b), difference: complement, logRatio: complementRatio)
    // A mass too small for a number is still a mass that q lacks.
    let isImpossible: Value.Mask =
      ((b .== -Value.infinity) .& (a .> -Value.infinity))
      .| ((b .== Value.infinity) .& (a .< Value.infinity))
    return select(isImpossible, Value.infinity, value)
  }
}
