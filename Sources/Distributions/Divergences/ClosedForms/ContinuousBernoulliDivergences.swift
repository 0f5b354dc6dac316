import SpecialFunctions

extension ContinuousBernoulli {
  /// Closed forms whose first argument is a continuous Bernoulli distribution.
  static var klRules: [KLRule<Value>] {
    [
      // K(b) − K(a) − (b − a) K′(a) of the logits a and b, K(l) = log((e^l − 1)/l)
      KLRule { (p: ContinuousBernoulli<Value>, q: ContinuousBernoulli<Value>) in
        let (a, b) = (p.logit, q.logit)
        var change: Value = b - a
        if case .probability(let x) = p.parameter, case .probability(let y) = q.parameter {
          // The difference of logits, log(1 + (y − x)/(x (1 − y))), keeps that of near numbers.
          let ratio: Value = (y - x) / (x * (1 - y))
          let isNear: Value.Mask = abs(ratio) .< 0.5
          change = select(isNear, log(onePlus: select(isNear, ratio, 0)), change)
        }
        return nanUnless(p.isValid .& q.isValid, tiltedRemainder(a, change, to: b))
      },
      .normal(ContinuousBernoulli<Value>.self), .laplace(ContinuousBernoulli<Value>.self),
      .uniform(ContinuousBernoulli<Value>.self), .exponential(ContinuousBernoulli<Value>.self),
    ]
  }
}

/// K(b) − K(a) − h K′(a) for K(l) = log((e^l − 1)/l) and h = b − a.
private func tiltedRemainder<Value: RealValue>(_ a: Value, _ h: Value, to b: Value) -> Value {
  Value.elementwise(
    "divergence of continuous Bernoulli laws", a, h, b, { tiltedRemainder($0, $1, to: $2) },
    derivatives: (
      { a, h, b in -h * tiltedCumulant(2, a) }, { _, h, _ in 0 * h },
      { a, h, b in tiltedCumulant(1, b) - tiltedCumulant(1, a) }
    ))
}

/// Of near numbers h² ∫₀¹ (1 − s) K″(a + s h) ds by Gauss and Legendre's rule; of others the
/// definition, for a ≤ 0 without loss of generality, with h taken out of it.
private func tiltedRemainder(_ a: Double, _ h: Double, to b: Double) -> Double {
  guard a.isFinite, b.isFinite else { return .nan }
  if a > 0 { return tiltedRemainder(-a, -h, to: -b) }
  let (low, high) = (min(a.magnitude, b.magnitude), max(a.magnitude, b.magnitude))
  if high <= 5 || (a * b > 0 && high <= 3 * low) {
    var sum = 0.0
    for (node, weight) in legendreRule {
      sum += weight * (1 - node) * tiltedCumulant(ofOrder: 2, at: a + node * h)
    }
    return h * (h * sum)
  }
  // E(m) = log((1 − e^−m)/m), and the mean 1/m − 1/(e^m − 1) for a logit of −m.
  func quotient(_ m: Double) -> Double {
    m < 1
      ? Double.log(m == 0 ? 1 : -Double.expMinusOne(-m) / m)
      : SpecialFunctions.logOneMinusExp(-m) - Double.log(m)
  }
  let m = -a
  let mean = m < 4 ? 0.5 + tiltedCumulant(ofOrder: 1, at: a) : 1 / m - 1 / Double.expMinusOne(m)
  return max(b, 0) + quotient(b.magnitude) - quotient(m) - h * mean
}
