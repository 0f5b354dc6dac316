import Distributions
import Testing

/// Divergences of batches: the numbers of the scalar path, and gradients equal to differences.
@Suite struct TensorDivergenceTests {
  /// Two catalogue entries of a registered pair of families.
  struct Pair: Sendable, CustomTestStringConvertible {
    let p: CatalogueEntry
    let q: CatalogueEntry
    var testDescription: String { "\(p.testDescription)‖\(q.testDescription)" }
  }

  static let pairs: [Pair] = {
    let registered = Set(KLRegistry<Double>.standard.pairs)
    func family(_ entry: CatalogueEntry) -> String? {
      entry.parameters.first.map { type(of: entry.number($0) as any Distribution).familyName }
    }
    return Catalogue.entries.flatMap { p in
      Catalogue.entries.compactMap { q in
        guard let first = family(p), let second = family(q),
          registered.contains(KLPair(p: first, q: second))
        else { return nil }
        return Pair(p: p, q: q)
      }
    }
  }()

  @Test(arguments: pairs)
  func agreesWithNumbers(_ pair: Pair) throws {
    for a in pair.p.parameters {
      for b in pair.q.parameters {
        guard
          let number = try? klEstimate(
            of: pair.p.number(a) as any Distribution<Double>, from: pair.q.number(b),
            method: .closedForm)
        else { continue }
        let batch = try klEstimate(
          of: pair.p.batch(a.map { Tensor($0) }) as any Distribution<Tensor<Double>>,
          from: pair.q.batch(b.map { Tensor($0) }))
        let value = batch.value.scalar
        #expect(
          value == number.value || abs(value - number.value) <= number.error,
          "\(a) from \(b): \(value), as a number \(number.value)")
        #expect((batch.error.scalar - number.error) <= 1e-3 * number.error + 1e-300)
      }
    }
  }

  @Test(arguments: pairs)
  func gradientsEqualDifferences(_ pair: Pair) throws {
    for a in pair.p.parameters {
      for b in pair.q.parameters {
        try check(pair, a, b)
      }
    }
  }

  private func check(_ pair: Pair, _ a: [Double], _ b: [Double]) throws {
    let parameters = a + b
    func value(_ parameters: [Double]) -> Double? {
      let p = pair.p.number(Array(parameters[..<a.count]))
      let q = pair.q.number(Array(parameters[a.count...]))
      let estimate = try? klEstimate(
        of: p as any Distribution<Double>, from: q, method: .closedForm)
      return estimate?.value
    }
    guard let centre = value(parameters), centre < 1e100 else { return }
    let variables = parameters.map { Tensor<Double>($0) }
    let p = pair.p.batch(Array(variables[..<a.count])) as any Distribution<Tensor<Double>>
    let q = pair.q.batch(Array(variables[a.count...])) as any Distribution<Tensor<Double>>
    let divergence = try klDivergence(of: p, from: q)
    let slopes = try gradient(of: divergence, at: variables)
    for (index, slope) in slopes.enumerated() {
      let found = slope.scalar
      // −infinity is the derivative of p log p at 0.
      #expect(!found.isNaN, "\(a) from \(b): derivative \(index)")
      // Nor by more than a law is wide.
      let width = min(pair.p.number(a).standardDeviation, pair.q.number(b).standardDeviation)
      let scale = min(max(abs(parameters[index]), 1e-3), width > 0 ? 100 * width : .infinity)
      if parameters[index] + 1e-5 * scale == parameters[index] { continue }
      var steps: [Double] = []
      for step in [1e-5, 2e-5] {
        var up = parameters
        var down = parameters
        up[index] += step * scale
        down[index] -= step * scale
        guard let above = value(up), let below = value(down), above < 1e100, below < 1e100 else {
          return
        }
        steps.append((above - below) / (up[index] - down[index]))
      }
      // The difference of two steps' slopes shows how far either may be trusted.
      let expected = (4 * steps[0] - steps[1]) / 3
      let doubt = 4 * abs(steps[0] - steps[1]) + 1e-10 * centre / scale / 1e-5
      guard expected.isFinite, doubt.isFinite, found.isFinite else { continue }
      #expect(
        abs(found - expected) <= 1e-6 * abs(expected) + doubt + 1e-12,
        "\(a) from \(b): derivative \(index) is \(found), by differences \(expected) ± \(doubt)")
    }
  }

  /// The divergence from a Bernoulli distribution that is all but certain still pulls.
  @Test func gradientOfFarLogits() throws {
    let logit = Tensor<Double>([40, 700])
    let slope = try gradient(at: logit) { logit in
      try klDivergence(
        of: Bernoulli(probability: Tensor<Double>(0.5)), from: Bernoulli(logit: logit))
    }
    for value in slope.scalars { #expect(abs(value - 0.5) <= 1e-15) }
  }

  /// A class without mass adds nothing, and its logit has no pull.
  @Test func gradientsAtZeroMass() throws {
    let p = Tensor<Double>([0, 1, -.infinity])
    let q = Tensor<Double>([0.5, 0, 1])
    let divergence = try klDivergence(of: Categorical(logits: p), from: Categorical(logits: q))
    let slopes = try gradient(of: divergence, at: [p, q])
    #expect(slopes[0].scalars[2] == 0)
    for slope in slopes { for value in slope.scalars { #expect(value.isFinite) } }

    let zero = Tensor<Double>([0.5, 0.5, 0])
    let masses = Tensor<Double>([0.25, 0.25, 0.5])
    let other = try klDivergence(
      of: Categorical(probabilities: zero), from: Categorical(probabilities: masses))
    let byItself = try gradient(of: other, at: zero).scalars
    #expect(byItself[2] == -.infinity)
    #expect(byItself[0].isFinite && byItself[1].isFinite)
  }

  /// Without a closed form a batch is computed element by element, and has no derivative.
  @Test func ladderOfBatches() throws {
    let location = Tensor<Double>([0, 1, 2])
    let p = Normal(mean: location, standardDeviation: Tensor<Double>(1))
    let q = Cauchy(location: Tensor<Double>(0), scale: Tensor<Double>([[1], [2]]))
    let estimate = try klEstimate(of: p, from: q)
    #expect(estimate.value.shape == [2, 3])
    #expect(estimate.method == .quadrature)
    for (row, scale) in [1.0, 2.0].enumerated() {
      for (column, mean) in [0.0, 1.0, 2.0].enumerated() {
        let number = try klDivergence(
          of: Normal(mean: mean, standardDeviation: 1), from: Cauchy(location: 0, scale: scale))
        #expect(estimate.value.scalars[3 * row + column] == number)
      }
    }
    #expect(throws: TensorError.self) { try gradient(of: estimate.value, at: location) }
  }

  @Test func floats() throws {
    let p = Normal<Float>(mean: 0, standardDeviation: 1)
    let q = Normal<Float>(mean: 1, standardDeviation: 2)
    #expect(abs(try klDivergence(of: p, from: q) - 0.44314718) <= 1e-7)
    let cauchy = Cauchy<Float>(location: 0, scale: 1)
    let expected = try klDivergence(
      of: Normal(mean: 0, standardDeviation: 1), from: Cauchy(location: 0, scale: 1))
    #expect(try klDivergence(of: p, from: cauchy) == Float(expected))
  }

  /// A sum of closed forms in one pass: what is infinite, what is invalid, and an entropy that is missing.
  @Test func crossEntropiesOfBatches() throws {
    let p = Uniform(
      lowerBound: Tensor<Double>([0, 0, 0]), upperBound: Tensor<Double>([1, 1, -1]))
    let q = Uniform(
      lowerBound: Tensor<Double>([-1, 0.5, 0]), upperBound: Tensor<Double>([2, 2, 2]))
    let found = try crossEntropy(of: p, under: q).scalars
    #expect(found[0] == 1.0986122886681098)
    #expect(found[1] == .infinity)
    #expect(found[2].isNaN)
    let normal = Normal(
      mean: Tensor<Double>([0, 1, .infinity]), standardDeviation: Tensor<Double>([1, 2, 1]))
    let values = try crossEntropy(of: normal, under: normal).scalars
    let entropies = normal.entropy.scalars
    #expect(values[0] == 1.4189385332046727)
    #expect(values[1] == entropies[1])
    #expect(values[2].isNaN && entropies[2].isNaN)
  }

  @Test func entropiesOfInvalidScalesAreNaN() {
    let scales = Tensor<Double>([1, 0, -1, .infinity, .nan])
    let zero = Tensor<Double>(0)
    for entropies in [
      Normal(mean: zero, standardDeviation: scales).entropy,
      Laplace(location: zero, scale: scales).entropy, Rayleigh(scale: scales).entropy,
      Exponential(rate: scales).entropy,
    ] {
      #expect(entropies.scalars[0].isFinite)
      #expect(entropies.scalars[1...].allSatisfy { $0.isNaN }, "\(entropies)")
    }
    let far = Laplace(
      location: Tensor<Double>([.infinity, .nan, 1e308]), scale: Tensor<Double>([1, 1, 1e308]))
    #expect(far.entropy.scalars.map { $0.isNaN } == [true, true, false])
  }
}

/// The kernels of divergences against the forms of plain numbers, near equality and far from it.
@Suite struct DivergenceKernelTests {
  private let steps: [Double] = [0, 1e-15, 1e-12, 1e-9, 1e-5, 0.01, 0.3, 0.6, 2, 9, 1e3, 1e8]
  private let sizes: [Double] = [1e-8, 1e-3, 0.3, 1, 2.5, 11, 40, 1e4, 1e8, 1e12]

  private func compare(_ found: [Double], _ expected: [Double], within slack: Double) {
    for (value, number) in zip(found, expected) {
      #expect(
        value == number || abs(value - number) <= slack * number || value.isNaN && number.isNaN,
        "\(value), of plain numbers \(number)")
    }
  }

  @Test func normals() throws {
    var (ps, qs): ([Normal<Double>], [Normal<Double>]) = ([], [])
    for size in sizes {
      for (index, step) in steps.enumerated() {
        let other = steps[(index * 5) % steps.count]
        ps.append(Normal(mean: size, standardDeviation: size))
        qs.append(Normal(mean: size * (1 + other), standardDeviation: size * (1 + step)))
      }
    }
    let found = try klDivergence(
      of: Normal<Tensor<Double>>(
        mean: Tensor(ps.map(\.mean)), standardDeviation: Tensor(ps.map(\.standardDeviation))),
      from: Normal<Tensor<Double>>(
        mean: Tensor(qs.map(\.mean)), standardDeviation: Tensor(qs.map(\.standardDeviation))))
    let expected = try zip(ps, qs).map { try klDivergence(of: $0, from: $1) }
    compare(found.scalars, expected, within: 2e-15)
    for (row, p) in ps.enumerated() where row % 7 == 0 {
      let matrix = try pairwiseKLDivergence(of: [p], from: qs)
      compare(
        matrix.scalars, try qs.map { try klDivergence(of: p, from: $0) }, within: 1e-12)
    }
  }

  /// In single precision, against the same numbers in double precision.
  @Test func normalsInSinglePrecision() throws {
    let ratios: [Float] = [
      1, 1.0000001, 0.999_999, 1.0001, 0.99, 1.4, 1.415, 0.7, 0.71, 3, 0.1, 1e4, 1e-8, 1e15, 1e-15,
    ]
    let distances: [Float] = [0, 1e-6, -0.01, 1, 1e3]
    let tiny = Float.leastNormalMagnitude / 64
    var rows: [[Float]] = [
      [0, 0, tiny, 2 * tiny], [0, 1e38, 1e30, 1e30], [.nan, 0, 1, 1], [0, 0, 0, 1], [0, 0, 1, -1],
      [0, .infinity, 1, 1], [0, 0, .infinity, 1], [-3e38, 3e38, 3e38, 3e38],
    ]
    for size: Float in [1e-3, 1, 2.5, 1e6] {
      for (index, ratio) in ratios.enumerated() {
        rows.append([size, size + distances[index % 5] * size, size * ratio, size])
      }
    }
    func column(_ k: Int) -> Tensor<Float> { Tensor(rows.map { $0[k] }) }
    let found = try klDivergence(
      of: Normal(mean: column(0), standardDeviation: column(2)),
      from: Normal(mean: column(1), standardDeviation: column(3)))
    for (row, value) in zip(rows, found.scalars) {
      let numbers = row.map { Double($0) }
      let expected = try klDivergence(
        of: Normal(mean: numbers[0], standardDeviation: numbers[2]),
        from: Normal(mean: numbers[1], standardDeviation: numbers[3]))
      let isRight =
        expected.isNaN
        ? value.isNaN
        : value == Float(expected) || abs(Double(value) - expected) <= 4e-7 * expected
      #expect(isRight, "\(value) at \(row), of doubles \(expected)")
    }
  }

  @Test func gammas() throws {
    var (ps, qs): ([Gamma<Double>], [Gamma<Double>]) = ([], [])
    for size in sizes {
      for (index, step) in steps.enumerated() {
        for other in [0, 1e-10, 0.5, steps[(index * 7) % steps.count]] {
          ps.append(Gamma(shape: size, rate: 2))
          qs.append(Gamma(shape: size * (1 + step), rate: 2 * (1 + other)))
        }
      }
    }
    func batch(_ laws: [Gamma<Double>]) -> Gamma<Tensor<Double>> {
      Gamma(shape: Tensor(laws.map(\.shape)), rate: Tensor(laws.map(\.rate)))
    }
    for (ps, qs) in [(ps, qs), (qs, ps)] {
      let found = try klDivergence(of: batch(ps), from: batch(qs)).scalars
      compare(found, try zip(ps, qs).map { try klDivergence(of: $0, from: $1) }, within: 1e-11)
    }
  }

  /// Numbers beyond the squares' range, lost means and equal laws of any size; the values by mpmath.
  @Test func gammasOfAnySize() throws {
    let rate = 1e130
    let cases: [(Gamma<Double>, Gamma<Double>, Double)] = [
      (Gamma(shape: 0x1p-1030, rate: 1), Gamma(shape: 0x1p-1030, rate: 1), 0),
      (Gamma(shape: 1, rate: 1e200), Gamma(shape: 1, rate: 1e-200), 920.0340371976183),
      (
        Gamma(shape: 1, rate: rate), Gamma(shape: 1, rate: rate * (1 + 1e-10)),
        closeRates(rate, rate * (1 + 1e-10))
      ),
    ]
    for (p, q, expected) in cases {
      let number = try klDivergence(of: p, from: q)
      let batch = try klDivergence(
        of: Gamma<Tensor<Double>>(shape: Tensor(p.shape), rate: Tensor(p.rate)),
        from: Gamma<Tensor<Double>>(shape: Tensor(q.shape), rate: Tensor(q.rate)))
      compare([number, batch.scalar], [expected, expected], within: 1e-13)
    }
  }

  /// KL of exponential laws of nearly equal rates, d − log(1 + d) by its series.
  private func closeRates(_ own: Double, _ other: Double) -> Double {
    let d = (other - own) / own
    return d * d * (1.0 / 2 - d * (1.0 / 3 - d / 4))
  }

  /// Weights whose sums are no numbers of the same size.
  @Test func rowsOfAnySize() throws {
    let p: [Double] = [1e300, 1e300, 1e-200, 3e-200, 0x1p-1030, 0x1p-1030]
    let q: [Double] = [1e-10, 1e-10, 1e200, 1e200, 1e300, 1e300]
    let found = try klDivergence(
      of: Categorical<Tensor<Double>>(probabilities: Tensor(shape: [3, 2], scalars: p)),
      from: Categorical<Tensor<Double>>(probabilities: Tensor(shape: [3, 2], scalars: q)))
    compare(found.scalars, [0, 0.13081203594113694, 0], within: 1e-13)
  }

  /// Rows of weights against the sum over classes in twice the precision.
  @Test(arguments: [1, 5, 8, 70, 300])
  func rows(_ count: Int) throws {
    let p = (0..<count).map { Double($0 % 7 + 1) }
    for step in steps + [-0.999, -1] {
      var q = p
      for index in stride(from: 0, to: count, by: 3) { q[index] *= 1 + step }
      let rows = try klDivergence(
        of: Categorical<Tensor<Double>>(probabilities: Tensor(shape: [2, count], scalars: p + q)),
        from: Categorical<Tensor<Double>>(probabilities: Tensor(shape: [2, count], scalars: q + p))
      ).scalars
      compare(rows, [exact(p, q), exact(q, p)], within: 1e-11 + (step > 0 ? 1e-18 / step : 0))
    }
  }

  /// KL by Σ p log(p/q), each term and the sum in `Float80`.
  private func exact(_ p: [Double], _ q: [Double]) -> Double {
    #if arch(x86_64)
      typealias Long = Float80
    #else
      typealias Long = Double
    #endif
    let (own, other) = (
      p.reduce(Long(0)) { $0 + Long($1) }, q.reduce(Long(0)) { $0 + Long($1) }
    )
    guard own > 0, other > 0 else { return .nan }
    var sum = Long(0)
    for (a, b) in zip(p, q) where a > 0 {
      if b == 0 { return .infinity }
      // log(1 + d) by its series near 0, where the library's function of this width is not at hand.
      let d = (Long(b) / other - Long(a) / own) / (Long(a) / own)
      let remainder =
        abs(d) < 1e-4
        ? d * d * (1 / 2 - d * (1 / 3 - d * (1 / 4 - d / 5)))
        : d - Long(abs(d) < 0.5 ? log(onePlus: Double(d)) : log(Double(1 + d)))
      sum += Long(a) / own * remainder
    }
    for (a, b) in zip(p, q) where a == 0 { sum += Long(b) / other }
    return Double(sum)
  }
}
