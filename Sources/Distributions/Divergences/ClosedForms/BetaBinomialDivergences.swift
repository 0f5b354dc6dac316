extension BetaBinomial {
  /// Closed forms whose first argument is a beta-binomial distribution.
  static var klRules: [KLRule<Value>] {
    [
      // A finite sum, of equally many trials: see `dirichletMultinomialDivergence`.
      KLRule(
        where: { (p: BetaBinomial<Value>, q: BetaBinomial<Value>) in p.trials .== q.trials },
        magnitude: { (p: BetaBinomial<Value>, q: BetaBinomial<Value>) in finiteSum(p, q).magnitude }
      ) { (p: BetaBinomial<Value>, q: BetaBinomial<Value>) in finiteSum(p, q).value }
    ]
  }

  /// Element by element and at once over a batch, where it is not differentiable.
  private static func finiteSum(
    _ p: BetaBinomial<Value>, _ q: BetaBinomial<Value>
  ) -> (value: Value, magnitude: Value) {
    func both(_ row: [Double]) -> (value: Double, magnitude: Double) {
      let (n, a, b, c, d) = (row[0], row[1], row[2], row[3], row[4])
      let areValid = [a, b, c, d].allSatisfy { $0 > 0 && $0 < .infinity }
      guard areValid, n >= 0, n < .infinity, n == n.rounded() else { return (.nan, .nan) }
      return dirichletMultinomialDivergence(n, [a, b], from: [c, d])
    }
    let parameters = [p.trials, p.alpha, p.beta, q.alpha, q.beta]
    let numbers = parameters.compactMap { scalarNumber($0) }
    if numbers.count == parameters.count {
      let (value, magnitude) = both(numbers)
      return (Value(value), Value(magnitude))
    }
    let (shape, rows) = parameterRows(familyName, parameters)
    let answers = rows.map(both)
    func constant(_ values: [Double]) -> Value {
      // Through the parameters a gradient would flow, which is not known.
      Value.elementwise(
        "the divergence of beta-binomial distributions",
        Value(tensor: Tensor(shape: shape, scalars: values.map { Value.Scalar($0) })),
        p.alpha + p.beta, q.alpha + q.beta, { value, _, _ in value },
        derivatives: (nil, nil, nil))
    }
    return (constant(answers.map(\.value)), constant(answers.map(\.magnitude)))
  }
}
