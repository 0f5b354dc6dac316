import Distributions
import Testing

@Suite struct PairwiseDivergenceTests {
  @Test func oneFamily() throws {
    let ps = [0.0, 1, 2].map { Normal(mean: $0, standardDeviation: 1) }
    let qs = [1.0, 3].map { Normal(mean: 0.5, standardDeviation: $0) }
    let matrix = try pairwiseKLDivergence(of: ps, from: qs)
    #expect(matrix.shape == [3, 2])
    for (row, p) in ps.enumerated() {
      for (column, q) in qs.enumerated() {
        let number = try klDivergence(of: p, from: q)
        #expect(abs(matrix.scalars[2 * row + column] - number) <= 1e-14 * number)
      }
    }
  }

  @Test func categoricals() throws {
    let ps = [[0.25, 0.1, 0.65], [0.8, 0.2, 0], [0, 0, 1]].map { Categorical(probabilities: $0) }
    let qs = ps + [Categorical(logits: [1, 2, 3])]
    let matrix = try pairwiseKLDivergence(of: ps, from: qs)
    #expect(matrix.shape == [3, 4])
    for (row, p) in ps.enumerated() {
      for (column, q) in qs.enumerated() {
        let number = try klDivergence(of: p, from: q)
        let found = matrix.scalars[4 * row + column]
        #expect(found == number || abs(found - number) <= 1e-14 * number)
      }
    }
  }

  /// Lists whose products are cut in every way, of as many laws as fill several panels or do not fill one.
  @Test(
    .serialized,
    arguments: [
      [37, 53, 31], [130, 8, 3], [9, 41, 300], [2, 17, 1], [300, 16, 12], [1, 5, 24],
      [61, 150, 300],
      [9, 129, 24], [3, 30, 1100],
    ])
  func manyCategoricals(_ sizes: [Int]) throws {
    let (rows, columns, classes) = (sizes[0], sizes[1], sizes[2])
    var generator = Philox4x32(seed: 3)
    func laws(_ count: Int) -> [Categorical<Double>] {
      let weights = Tensor<Double>(standardUniform: [count, classes], using: &generator).scalars
      return (0..<count).map {
        Categorical(probabilities: Array(weights[$0 * classes..<($0 + 1) * classes]))
      }
    }
    let (ps, qs) = (laws(rows), laws(columns))
    let before = ThreadCount.current
    ThreadCount.current = 1
    let matrix = try pairwiseKLDivergence(of: ps, from: qs).scalars
    ThreadCount.current = 4
    let others = try pairwiseKLDivergence(of: ps, from: qs).scalars
    ThreadCount.current = before
    #expect(others == matrix)
    for (row, p) in ps.enumerated() {
      for (column, q) in qs.enumerated() {
        let number = try klDivergence(of: p, from: q)
        let found = matrix[row * columns + column]
        #expect(abs(found - number) <= 2e-13 * number, "\(found), not \(number)")
      }
    }
  }

  /// Runs of laws of one kind and length, short and long, with classes and laws that lack mass among them.
  @Test func categoricalsOfEveryKind() throws {
    var laws: [Categorical<Double>] = []
    for (run, length) in [3, 24, 1, 25, 70, 0, 70, 9].enumerated() {
      for law in 0..<(run % 3 == 0 ? 11 : 2) {
        var numbers = (0..<length).map { Double(($0 * 7 + law * 5 + run) % 13) / 4 + 0.125 }
        if law % 4 == 1, length > 2 { numbers[law % length] = run % 2 == 0 ? 0 : -.infinity }
        if law == 7 { numbers[0] = .nan }
        laws.append(
          run % 2 == 0 ? Categorical(probabilities: numbers) : Categorical(logits: numbers))
      }
    }
    try compare(laws)
    try compare([Categorical<Double>(probabilities: []), Categorical<Double>(logits: [])])
    // The same as two lists.
    let one = try pairwiseKLDivergence(of: laws, from: laws).scalars
    let two = try pairwiseKLDivergence(of: laws, from: Array(laws.reversed())).scalars
    for (row, column) in laws.indices.flatMap({ row in laws.indices.map { (row, $0) } }) {
      let (first, second) = (
        one[row * laws.count + column], two[(row + 1) * laws.count - 1 - column]
      )
      #expect(
        abs(first - second) <= 2e-12 * first || first == second || first.isNaN && second.isNaN,
        "\(laws[row]) from \(laws[column]): \(first) and \(second)")
    }
  }

  /// Fused matrices hold to the numbers, near equality, between laws far apart and for invalid ones.
  @Test func fusedMatricesKeepTheDigits() throws {
    var normals: [Normal<Double>] = []
    for (index, h) in [0, 1e-3, 1e-6, 1e-9, 1e-12, 0.5, 3, 1e100].enumerated() {
      normals.append(Normal(mean: 1 + h, standardDeviation: 1 + 2 * h))
      normals.append(Normal(mean: Double(index), standardDeviation: 1e-3 * (1 + h)))
    }
    normals.append(Normal(mean: 0, standardDeviation: -1))
    try compare(normals)
    try compare([2.5, 2.5 * (1 + 1e-9), 40, 1e8].map { Gamma(shape: $0, rate: 2) })
    try compare([(3, 1e-9), (3, 1e9), (0.1, 40), (1e8, 1e8)].map { Gamma(shape: $0, rate: $1) })
    try compare([(3, 1), (3 + 1e-9, 1), (0.1, 40)].map { InverseGamma(shape: $0, scale: $1) })
    let shapes: [(Double, Double)] = [
      (1e8, 1), (1e8, 3), (0.22, 6225), (0.2, 5743), (1e12, 2), (2, 2), (2, 2 + 1e-9), (-1, 2),
    ]
    try compare(shapes.map { Beta(alpha: $0, beta: $1) })
    let rows: [[Double]] = [[1, 2, 3], [1, 2, 3 + 1e-9], [1e8, 2, 0.1], [1, -2, 3]]
    try compare(rows.map { Dirichlet(concentration: $0) })
    try compare([0.5, 0.5 + 1e-10, 3, -1].map { HalfNormal(scale: $0) })
    try compare([0, 0.3, 0.3 + 1e-10, 1, 2].map { Bernoulli(probability: $0) })
    try compare([0.5, 0.5 + 1e-10, 30, 1e12].map { Poisson(rate: $0) })
    let row = (0..<70).map { Double($0 % 7 + 1) }
    var near = row
    near[3] += 1e-9
    var holes = row
    holes[65] = 0
    try compare([row, near, holes, row.reversed()].map { Categorical(probabilities: $0) })
    let factor: [[Double]] = [[1, 0], [0.5, 2]]
    try compare([
      MultivariateNormal(mean: [0, 1], scaleFactor: factor),
      MultivariateNormal(mean: [1e-9, 1], scaleFactor: factor),
      MultivariateNormal(mean: [3, -4], standardDeviations: [0.25, 1]),
      MultivariateNormal(mean: [1e6, 1e6], covariance: [[2, 0.5], [0.5, 1]]),
    ])
  }

  private func compare<P: Distribution<Double>>(_ laws: [P]) throws {
    let matrix = try pairwiseKLDivergence(of: laws, from: laws)
    #expect(matrix.shape == [laws.count, laws.count])
    let found = matrix.scalars
    for (row, p) in laws.enumerated() {
      for (column, q) in laws.enumerated() {
        let number = try klDivergence(of: p, from: q)
        let value = found[row * laws.count + column]
        #expect(
          value == number || abs(value - number) <= 2e-12 * number
            || value.isNaN && number.isNaN, "\(p) from \(q): \(value), as a pair \(number)")
      }
    }
  }

  @Test func mixedFamilies() throws {
    let ps: [any Distribution<Double>] = [
      Normal(mean: 0, standardDeviation: 1), Cauchy(location: 0, scale: 1),
    ]
    let matrix = try pairwiseKLDivergence(of: ps, from: ps)
    #expect(matrix.shape == [2, 2])
    #expect(matrix.scalars[0] == 0 && matrix.scalars[3] == 0)
    #expect(matrix.scalars[2] == .infinity)
    #expect(matrix.scalars[1] > 0 && matrix.scalars[1] < 1)
  }

  @Test func emptyLists() throws {
    let none: [Normal<Double>] = []
    #expect(try pairwiseKLDivergence(of: none, from: none).shape == [0, 0])
  }
}
