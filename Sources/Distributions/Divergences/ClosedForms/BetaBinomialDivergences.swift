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

  /// Element by element and at once over a batch, with its first derivatives by all but the trials.
  private static func finiteSum(
    _ p: BetaBinomial<Value>, _ q: BetaBinomial<Value>
  ) -> (value: Value, magnitude: Value) {
    typealias Answer = (value: Double, magnitude: Double, slopes: [Double])
    func answer(_ row: [Double], slopes: Bool) -> Answer {
      let (n, a, b) = (row[0], [row[1], row[2]], [row[3], row[4]])
      let areValid = (a + b).allSatisfy { $0 > 0 && $0 < .infinity }
      guard areValid, n >= 0, n < .infinity, n == n.rounded() else {
        return (.nan, .nan, [.nan, .nan, .nan, .nan])
      }
      let (value, magnitude) = dirichletMultinomialDivergence(n, a, from: b)
      guard slopes else { return (value, magnitude, []) }
      let (byFirst, bySecond) = dirichletMultinomialDerivatives(n, a, from: b)
      return (value, magnitude, byFirst + bySecond)
    }
    let variables = [p.alpha, p.beta, q.alpha, q.beta]
    let numbers = ([p.trials] + variables).compactMap { scalarNumber($0) }
    if numbers.count == 5 {
      let found = answer(numbers, slopes: false)
      return (Value(found.value), Value(found.magnitude))
    }
    let (shape, rows) = parameterRows(familyName, [p.trials] + variables)
    let answers = rows.map { answer($0, slopes: true) }
    func constant(_ values: [Double]) -> Value {
      Value(tensor: Tensor(shape: shape, scalars: values.map { Value.Scalar($0) }))
    }
    let name = "the divergence of beta-binomial distributions"
    let parameters: Value = (p.alpha + p.beta) + (q.alpha + q.beta)
    let value = variables.indices.reduce(constant(answers.map(\.value))) { sum, index in
      sum
        + zero(
          name, slope: constant(answers.map { $0.slopes[index] }), by: variables[index],
          dependingOn: parameters)
    }
    return (value, constant(answers.map(\.magnitude)))
  }
}
