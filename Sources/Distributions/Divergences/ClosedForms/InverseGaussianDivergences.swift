extension InverseGaussian {
  /// Closed forms whose first argument is an inverse Gaussian distribution.
  static var klRules: [KLRule<Value>] {
    [
      // ½ (r − 1 − log r + λq (μp − μq)²/(μp μq²)),  r = λq/λp
      KLRule { (p: InverseGaussian<Value>, q: InverseGaussian<Value>) in
        pairDivergence(.inverseGaussian, [p.mean, p.shape], [q.mean, q.shape]) {
          plainDivergence(
            InverseGaussian(mean: $0[0], shape: $0[1]), InverseGaussian(mean: $0[2], shape: $0[3]))
        } ?? fusedDivergence(p, q)
      }
    ]
  }

  private static func fusedDivergence(_ p: InverseGaussian, _ q: InverseGaussian) -> Value {
    if Value.self == Value.Scalar.self { return plainDivergence(p, q) }
    return fused(.inverseGaussianDivergence, p.mean, q.mean, p.shape, q.shape) {
      plainDivergence(
        InverseGaussian(mean: $0, shape: $2), InverseGaussian(mean: $1, shape: $3))
    }
  }

  private static func plainDivergence(_ p: InverseGaussian, _ q: InverseGaussian) -> Value {
    let distance: Value = (p.mean - q.mean) / q.mean
    let value: Value =
      0.5 * (ratioRemainder(q.shape, p.shape) + (q.shape / p.mean) * square(distance))
    return nanUnless(p.isValid .& q.isValid, value)
  }
}
