import Distributions
import Testing

/// The divergences of all pairs along two axes, which are computed from what is known of each law alone,
/// are those of the laws one by one.
@Suite struct PairKernelTests {
  /// Parameters that differ by little and by much, in an order of their own.
  private func parameters(_ low: Double, _ high: Double, from start: Int) -> [Double] {
    (0..<23).map { (i: Int) -> Double in
      let place = Double((i * 7 + start) % 23) / 22
      let base = low + (high - low) * place
      let steps: [Double] = [0, 1e-13, 1e-9, 1e-6, 1e-4, 1e-3, 1e-2]
      return base * (1 + steps[(i + start) % 7])
    }
  }

  private func check<P: Distribution<Double>, B: Distribution<Tensor<Double>>>(
    _ xs: [[Double]], _ ys: [[Double]], _ law: ([Double]) -> P, _ batch: ([Tensor<Double>]) -> B,
    tolerance: Double = 2e-12, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let (n, m) = (xs[0].count, ys[0].count)
    let ps = xs[0].indices.map { i in law(xs.map { $0[i] }) }
    let qs = ys[0].indices.map { i in law(ys.map { $0[i] }) }
    func columns(_ lists: [[Double]]) -> B {
      batch(lists.map { Tensor(shape: [$0.count, 1], scalars: $0) })
    }
    func rows(_ lists: [[Double]]) -> B {
      batch(lists.map { Tensor(shape: [1, $0.count], scalars: $0) })
    }
    let matrix = try klDivergence(of: columns(xs), from: rows(ys))
    let turned = try klDivergence(of: rows(xs), from: columns(ys))
    let list = try pairwiseKLDivergence(of: ps, from: qs)
    #expect(matrix.shape == [n, m] && turned.shape == [m, n] && list.shape == [n, m])
    let (values, others, listed) = (matrix.scalars, turned.scalars, list.scalars)
    for (i, p) in ps.enumerated() {
      for (j, q) in qs.enumerated() {
        let expected = try klDivergence(of: p, from: q, method: .closedForm)
        for value in [values[i * m + j], others[j * n + i], listed[i * m + j]] {
          let isRight =
            expected.isNaN
            ? value.isNaN
            : value == expected || abs(value - expected) <= tolerance * expected
          #expect(
            isRight, "\(p) from \(q): \(value), not \(expected)", sourceLocation: sourceLocation)
        }
      }
    }
  }

  @Test func lawsOfOneParameter() throws {
    let own = parameters(0.3, 6, from: 0) + [0, -1, .nan, .infinity, 0x1p-1030, 1e300, 1e-12]
    let other = parameters(0.3, 6, from: 3) + [0, -1, .nan, .infinity, 1e-305, 1e305, 0.3]
    let (x, y) = ([own], [other])
    try check(x, y, { Exponential(rate: $0[0]) }, { Exponential(rate: $0[0]) })
    try check(x, y, { Poisson(rate: $0[0]) }, { Poisson(rate: $0[0]) })
    try check(x, y, { Rayleigh(scale: $0[0]) }, { Rayleigh(scale: $0[0]) })
    try check(x, y, { HalfNormal(scale: $0[0]) }, { HalfNormal(scale: $0[0]) })
    try check(x, y, { Maxwell(scale: $0[0]) }, { Maxwell(scale: $0[0]) })
    try check(
      x, y, { ChiSquared(degreesOfFreedom: $0[0]) }, { ChiSquared(degreesOfFreedom: $0[0]) })
  }

  @Test func chances() throws {
    let own = parameters(0.01, 0.98, from: 0) + [0, 1, -1, 2, .nan, 0x1p-1030, 1e-12, 1 - 0x1p-53]
    let other = parameters(0.01, 0.98, from: 5) + [0, 1, -1, 2, .nan, 1e-305, 0.5, 1 - 0x1p-52]
    let (x, y) = ([own], [other])
    try check(x, y, { Bernoulli(probability: $0[0]) }, { Bernoulli(probability: $0[0]) })
    try check(x, y, { Geometric(probability: $0[0]) }, { Geometric(probability: $0[0]) })
    try check(
      x, y, { Binomial(trials: 20, probability: $0[0]) },
      { Binomial(trials: 20, probability: $0[0]) })
    try check(
      x, y, { NegativeBinomial(successes: 2.5, probability: $0[0]) },
      { NegativeBinomial(successes: 2.5, probability: $0[0]) })
    let logits = own.map { 8 * $0 - 4 } + [.infinity, -.infinity, 800, -800]
    let others = other.map { 8 * $0 - 4 } + [.infinity, -.infinity, 801, -801]
    try check([logits], [others], { Bernoulli(logit: $0[0]) }, { Bernoulli(logit: $0[0]) })
  }

  @Test func lawsOfTwoParameters() throws {
    let ends: [Double] = [0, -1, .nan, .infinity, 1e-300, 1e300, 1e-5, 3e6]
    let own = [parameters(0.3, 6, from: 0) + ends, parameters(0.5, 2, from: 0) + ends.reversed()]
    let other = [parameters(0.3, 6, from: 3) + ends, parameters(0.5, 2, from: 3) + ends]
    try check(
      own, other, { Gamma(shape: $0[0], rate: $0[1]) }, { Gamma(shape: $0[0], rate: $0[1]) })
    try check(
      own, other, { Pareto(scale: $0[0], shape: $0[1]) }, { Pareto(scale: $0[0], shape: $0[1]) })
    try check(own, other, { Beta(alpha: $0[0], beta: $0[1]) }, { Beta(alpha: $0[0], beta: $0[1]) })
    try check(
      own, other, { InverseGaussian(mean: $0[0], shape: $0[1]) },
      { InverseGaussian(mean: $0[0], shape: $0[1]) })
    try check(
      own, other, { Normal(mean: $0[0], standardDeviation: $0[1]) },
      { Normal(mean: $0[0], standardDeviation: $0[1]) })
    try check(
      own, other, { Laplace(location: $0[0], scale: $0[1]) },
      { Laplace(location: $0[0], scale: $0[1]) })
    try check(
      own, other, { Cauchy(location: $0[0], scale: $0[1]) },
      { Cauchy(location: $0[0], scale: $0[1]) })
    try check(
      own, other, { Uniform(lowerBound: -$0[0], upperBound: $0[1]) },
      { Uniform(lowerBound: -$0[0], upperBound: $0[1]) })
    let angles = [parameters(-3, 3, from: 0) + ends, parameters(0.5, 20, from: 0) + ends]
    let others = [
      parameters(-3, 3, from: 3) + ends, parameters(0.5, 20, from: 3) + ends.reversed(),
    ]
    func ofAngles(_ x: [[Double]]) -> [[Double]] { [x[0].map { min($0, 30) }, x[1]] }
    try check(
      ofAngles(angles), ofAngles(others), { VonMises(mean: $0[0], concentration: $0[1]) },
      { VonMises(mean: $0[0], concentration: $0[1]) }, tolerance: 1e-11)
  }

  /// Shared parameters, floats, and derivatives, which are those of the formula.
  @Test func sharedParametersFloatsAndDerivatives() throws {
    let (x, y) = (parameters(0.5, 3, from: 0), parameters(0.5, 3, from: 4))
    let column = Tensor<Double>(shape: [x.count, 1], scalars: x)
    let row = Tensor<Double>(shape: [1, y.count], scalars: y)
    let shared = try klDivergence(
      of: Gamma(shape: column, rate: 2), from: Gamma(shape: row, rate: 3))
    let value = try klDivergence(of: Gamma(shape: x[1], rate: 2), from: Gamma(shape: y[2], rate: 3))
    #expect(abs(shared.scalars[y.count + 2] - value) <= 1e-13 * value)

    let floats = try klDivergence(
      of: Exponential(rate: Tensor<Float>(column)), from: Exponential(rate: Tensor<Float>(row)))
    let single = try klDivergence(
      of: Exponential(rate: Double(Float(x[1]))), from: Exponential(rate: Double(Float(y[2]))))
    #expect(abs(Double(floats.scalars[y.count + 2]) - single) <= 1e-6 * single)

    let slopes = try gradient(at: column) { x in
      let matrix = try klDivergence(of: Exponential(rate: x), from: Exponential(rate: row))
      return matrix.sum()
    }.scalars
    // The derivative of q/p − 1 − log(q/p) by p.
    for (i, p) in x.enumerated() {
      let expected = y.map { ((p - $0) / p) / p }.reduce(0, +)
      #expect(abs(slopes[i] - expected) <= 1e-12 * y.map { abs(p - $0) / (p * p) }.reduce(0, +))
    }
  }
}
