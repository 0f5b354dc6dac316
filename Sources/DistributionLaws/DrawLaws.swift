import RandomGenerators

/// Draws, one at a time and in tensors, follow the cumulative function: the Kolmogorov-Smirnov
/// distance, which is smaller still for discrete laws, stays below its bound; and all lie in the
/// support.
func checkDrawLaws<P: UnivariateDistribution<Double>>(
  _ p: P, _ tolerances: LawTolerances
) -> LawReport {
  var report = LawReport(p)
  var generator = Philox4x32(seed: tolerances.seed)
  let single = p.sample(count: tolerances.draws, using: &generator).compactMap { number($0) }
  let many = p.sample(shape: [tolerances.draws], using: &generator)
  report.expect(
    "a tensor of draws has the shape asked for", at: "", many.shape == [tolerances.draws],
    expected: "[\(tolerances.draws)]", found: "\(many.shape)")
  for (name, draws) in [("one by one", single), ("in a tensor", many.scalars.compactMap(number))] {
    checkDistance(p, draws, name, tolerances, &report)
  }
  var again = Philox4x32(seed: tolerances.seed)
  let repeated = p.sample(count: 3, using: &again).compactMap { number($0) }
  report.expect(
    "the same seed gives the same draws", at: "", repeated == Array(single.prefix(3)),
    expected: "\(single.prefix(3))", found: "\(repeated)")
  return report
}

private func checkDistance(
  _ p: some UnivariateDistribution<Double>, _ draws: [Double], _ name: String,
  _ tolerances: LawTolerances, _ report: inout LawReport
) {
  let support = p.support
  report.expect(
    "every draw is a number", at: name, draws.count == tolerances.draws, expected: "all",
    found: "\(draws.count) of \(tolerances.draws)")
  if let stray = draws.first(where: { !($0 >= support.lowerBound && $0 <= support.upperBound) }) {
    report.fail(
      "draws lie in the support", at: name,
      expected: "\(support.lowerBound) to \(support.upperBound)", found: "\(stray)")
    return
  }
  let sorted = draws.sorted()
  let count = Double(sorted.count)
  let isDiscrete = p is any DiscreteDistribution
  var distance = 0.0
  var index = 0
  while index < sorted.count {
    var next = index
    while next < sorted.count && sorted[next] == sorted[index] { next += 1 }
    let x = sorted[index]
    let below = isDiscrete ? p.cdf(x - 1) : p.cdf(x)
    distance = max(
      distance, abs(Double(next) / count - p.cdf(x)), abs(Double(index) / count - below))
    index = next
  }
  let statistic = distance * count.squareRoot()
  report.expect(
    "draws follow the cdf (Kolmogorov-Smirnov)", at: name,
    statistic <= tolerances.kolmogorovSmirnov,
    expected: "√n D ≤ \(tolerances.kolmogorovSmirnov)", found: "\(statistic)")
}

/// A draw as a number.
private func number(_ draw: some Sendable) -> Double? {
  switch draw {
  case let value as Double: value.isNaN ? nil : value
  case let value as Int: Double(value)
  case let value as Int64: Double(value)
  case let value as Bool: value ? 1 : 0
  default: nil
  }
}
