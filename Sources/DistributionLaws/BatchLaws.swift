#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Tries that one family says the same over every kind of number, and that gradients of its
/// log-probability by the value and by each parameter are what differences say.
///
/// - Parameters:
///   - parameters: The parameters of one distribution.
///   - number, float, batch: The family made from parameters of each kind.
///   - constants: Indices of parameters that have no gradient: bounds of the support, whole numbers.
/// - Returns: What is broken; empty if nothing is.
public func checkBatchLaws(
  parameters: [Double], constants: Set<Int> = [],
  tolerances: LawTolerances = LawTolerances(),
  number: ([Double]) -> any UnivariateDistribution<Double>,
  float: ([Float]) -> any UnivariateDistribution<Float>,
  batch: ([Tensor<Double>]) -> any UnivariateDistribution<Tensor<Double>>
) -> [LawViolation] {
  let p = number(parameters)
  var report = LawReport(p)
  let levels = [1e-9, 1e-3, 0.1, 0.3, 0.6, 0.9]
  let points = Array(
    Set(levels.map { p.quantile($0) } + levels.map { p.survivalQuantile($0) })
  ).filter { $0.isFinite }.sorted()
  checkTensor(p, batch(parameters.map { Tensor($0) }), points, &report)
  checkFloat(p, parameters, points, number, float, &report)
  checkGradients(p, parameters, constants, points, tolerances, number, batch, &report)
  return report.violations
}

/// The log-density, or the log of the mass.
private func logDensity<Value: RealValue>(
  _ p: any UnivariateDistribution<Value>, _ x: Value
) -> Value {
  if let p = p as? any ContinuousDistribution<Value> { return p.logProbability(of: x) }
  if let p = p as? any DiscreteDistribution<Value> { return p.logMass(at: x) }
  return .nan
}

private func checkTensor(
  _ p: any UnivariateDistribution<Double>, _ q: any UnivariateDistribution<Tensor<Double>>,
  _ points: [Double], _ report: inout LawReport
) {
  let x = Tensor(points)
  let levels = [0.001, 0.2, 0.5, 0.7, 0.999]
  let functions: [(String, [Double], [Double])] = [
    ("log-probability", points.map { logDensity(p, $0) }, logDensity(q, x).scalars),
    ("logCDF", points.map { p.logCDF($0) }, q.logCDF(x).scalars),
    ("logSurvival", points.map { p.logSurvival($0) }, q.logSurvival(x).scalars),
    ("cdf", points.map { p.cdf($0) }, q.cdf(x).scalars),
    ("survival", points.map { p.survival($0) }, q.survival(x).scalars),
    ("quantile", levels.map { p.quantile($0) }, q.quantile(Tensor(levels)).scalars),
    (
      "survivalQuantile", levels.map { p.survivalQuantile($0) },
      q.survivalQuantile(Tensor(levels)).scalars
    ),
    (
      "a fact",
      [p.mean, p.variance, p.skewness, p.excessKurtosis, p.mode, p.median, p.entropy]
        + [p.support.lowerBound, p.support.upperBound],
      [q.mean, q.variance, q.skewness, q.excessKurtosis, q.mode, q.median, q.entropy]
        .flatMap { $0.scalars } + q.support.lowerBound.scalars + q.support.upperBound.scalars
    ),
  ]
  for (name, expected, found) in functions {
    guard expected.count == found.count else {
      report.fail(
        "tensors give as many numbers", at: name, expected: "\(expected.count)",
        found: "\(found.count)")
      continue
    }
    for (index, (a, b)) in zip(expected, found).enumerated() {
      report.expect(
        "tensors agree with numbers", at: "\(name), element \(index)", b, equals: a,
        within: 1e-12 * max(abs(a), name == "log-probability" || name == "a fact" ? 1 : 0))
    }
  }
  let parts = q.elements()
  report.expect(
    "the elements of a tensor of one are the distribution", at: "elements()",
    parts.distributions.map(\.description) == [p.description], expected: p.description,
    found: parts.distributions.map(\.description).joined(separator: ", "))
}

private func checkFloat(
  _ p: any UnivariateDistribution<Double>, _ parameters: [Double], _ points: [Double],
  _ number: ([Double]) -> any UnivariateDistribution<Double>,
  _ float: ([Float]) -> any UnivariateDistribution<Float>, _ report: inout LawReport
) {
  let rounded = parameters.map { Float($0) }
  guard
    zip(rounded, parameters).allSatisfy({ $0.isFinite == $1.isFinite && ($0 == 0) == ($1 == 0) })
  else { return }
  let exact = number(rounded.map { Double($0) })
  let q = float(rounded)
  for point in points.map({ Float($0) }) where point.isFinite {
    let expected = logDensity(exact, Double(point))
    guard abs(expected) < 1e6 else { continue }
    report.expect(
      "Float agrees with Double to its precision", at: "x = \(point)",
      Double(logDensity(q, point)), equals: expected, within: 1e-4 * max(1, abs(expected)))
  }
}

private func checkGradients(
  _ p: any UnivariateDistribution<Double>, _ parameters: [Double], _ constants: Set<Int>,
  _ points: [Double], _ tolerances: LawTolerances,
  _ number: ([Double]) -> any UnivariateDistribution<Double>,
  _ batch: ([Tensor<Double>]) -> any UnivariateDistribution<Tensor<Double>>,
  _ report: inout LawReport
) {
  let spread = p.survivalQuantile(0.25) - p.quantile(0.25)
  let support = p.support
  for x in points {
    let variables = parameters.map { Tensor($0) } + [Tensor(x)]
    let log = logDensity(p, x)
    guard log.isFinite else { continue }
    let gradients: [Tensor<Double>]
    do {
      let q = batch(Array(variables.dropLast()))
      gradients = try gradient(of: logDensity(q, variables[parameters.count]), at: variables)
    } catch {
      report.fail(
        "the log-probability has a gradient", at: "x = \(x)", expected: "one", found: "\(error)")
      return
    }
    for index in variables.indices where !constants.contains(index) {
      let isPoint = index == parameters.count
      if isPoint, !(p is any ContinuousDistribution) { continue }
      let centre = isPoint ? x : parameters[index]
      let room = isPoint ? min(abs(x - support.lowerBound), abs(support.upperBound - x)) : .infinity
      var size = min(centre == 0 ? 1 : abs(centre), room)
      if spread > 0 { size = min(size, spread) }
      let step = 1e-3 * size
      guard step > 1e-9 * abs(centre) else { continue }
      // Across a kink there is no one derivative.
      if isPoint, kinks(p).contains(where: { abs($0 - x) <= 4 * step }) { continue }
      func value(_ at: Double) -> Double {
        if isPoint { return logDensity(p, at) }
        var moved = parameters
        moved[index] = at
        return logDensity(number(moved), x)
      }
      let (expected, noise) = derivative(value, at: centre, step: step)
      guard expected.isFinite else { continue }
      report.expect(
        "the gradient of the log-probability is its derivative",
        at: "x = \(x), by \(isPoint ? "the value" : "parameter \(index)")",
        gradients[index].scalar, equals: expected,
        within: tolerances.gradient * max(abs(expected), 1e-3 / size) + noise)
    }
  }
}

private func kinks(_ p: some UnivariateDistribution<Double>) -> [Double] {
  (p as? any ContinuousDistribution<Double>)?.breakpoints ?? []
}

/// Central differences extrapolated twice (Richardson), and what rounding may cost.
private func derivative(
  _ f: (Double) -> Double, at x: Double, step: Double
) -> (value: Double, noise: Double) {
  func difference(_ h: Double) -> Double {
    let (a, b) = (x - h, x + h)
    return (f(b) - f(a)) / (b - a)
  }
  let d = [difference(step), difference(step / 2), difference(step / 4)]
  let once = [d[1] + (d[1] - d[0]) / 3, d[2] + (d[2] - d[1]) / 3]
  let value = once[1] + (once[1] - once[0]) / 15
  let noise = 64 * max(1, abs(f(x))) * 0x1p-52 / step + abs(once[1] - once[0])
  return (value, noise)
}
