extension InverseGaussian {
  /// Closed forms whose first argument is an inverse Gaussian distribution.
  static var klRules: [KLRule<Value>] {
    [
      // ½ (r − 1 − log r + λq (μp − μq)²/(μp μq²)),  r = λq/λp
      KLRule { (p: InverseGaussian<Value>, q: InverseGaussian<Value>) in
        let distance: Value = (p.mean - q.mean) / q.mean
        let value: Value =
          0.5 * (ratioRemainder(q.shape, p.shape) + (q.shape / p.mean) * square(distance))
        return nanUnless(p.isValid .& q.isValid, value)
      }
    ]
  }
}
