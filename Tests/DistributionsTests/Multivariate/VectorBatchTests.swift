import Distributions
import Testing

/// Laws of vectors in batches, which have kernels of their own, against the same one by one.
@Suite struct VectorBatchTests {
  private func numbers(_ count: Int, _ low: Double, _ high: Double, seed: Int) -> [Double] {
    (0..<count).map { low + (high - low) * Double(($0 * 7919 + seed * 104_729) % 10_007) / 10_007 }
  }

  private func factor(_ n: Int, seed: Int) -> [[Double]] {
    let list = numbers(n * n, -1, 1, seed: seed)
    return (0..<n).map { i in
      (0..<n).map { j in i == j ? 0.3 + abs(list[i * n + j]) : i > j ? list[i * n + j] : 0 }
    }
  }

  private func expect(_ value: Double, _ expected: Double, _ tolerance: Double, _ what: String) {
    let isSame = value == expected || (value.isNaN && expected.isNaN)
    #expect(
      isSame || abs(value - expected) <= tolerance * max(abs(expected), 1e-300),
      "\(what): \(value), not \(expected)")
  }

  @Test func normalDensities() {
    for (n, rows) in [(1, 3), (2, 8), (10, 77), (33, 300), (100, 40), (129, 5)] {
      let mean = numbers(n, -1, 1, seed: 3)
      var x = numbers(n * rows, -2, 2, seed: 1)
      x[0] = rows == 8 ? .nan : x[0]
      x[1] = rows == 8 ? .infinity : x[1]
      let lower = factor(n, seed: 2)
      let covariance = (0..<n).map { i in
        (0..<n).map { j in (0..<n).reduce(0) { $0 + lower[i][$1] * lower[j][$1] } }
      }
      let points = Tensor(shape: [rows, n], scalars: x)
      for isFactor in [true, false] {
        let law =
          isFactor
          ? MultivariateNormal(mean: mean, scaleFactor: lower)
          : MultivariateNormal(mean: mean, covariance: covariance)
        let table = Tensor(shape: [n, n], scalars: (isFactor ? lower : covariance).flatMap { $0 })
        let batch =
          isFactor
          ? MultivariateNormal(mean: Tensor(mean), scaleFactor: table)
          : MultivariateNormal(mean: Tensor(mean), covariance: table)
        let found = batch.logProbability(of: points).scalars
        for row in 0..<rows {
          let point = Tensor(Array(x[row * n..<(row + 1) * n]))
          // Both substitute by the same factor, one with quotients made before. An ulp in every entry of
          // it moves these values by 3e-15, and each of up to 129 terms of a sum may add as much.
          expect(found[row], law.logProbability(of: point), 1e-12, "\(n), row \(row)")
        }
      }
    }
  }

  @Test func normalDensityOfNoLaw() {
    let batch = MultivariateNormal(
      mean: Tensor<Double>([0, 0]), scaleFactor: Tensor(shape: [2, 2], scalars: [1, 0, 1, -1]))
    let points = Tensor<Double>(shape: [3, 2], scalars: [0, 1, 2, 3, 4, 5])
    let values = batch.logProbability(of: points).scalars
    #expect(values.allSatisfy { $0.isNaN })
  }

  @Test func normalDivergences() throws {
    for (n, pairs) in [(1, 3), (2, 9), (10, 30), (48, 3), (49, 3)] {
      var laws: [[MultivariateNormal<Double>]] = [[], []]
      for pair in 0..<pairs {
        let mean = numbers(n, -1, 1, seed: pair)
        let lower = factor(n, seed: pair + 50)
        laws[0].append(MultivariateNormal(mean: mean, scaleFactor: lower))
        // Near ones, the same, a law that is none, and others.
        let step = pair == 0 ? 1e-9 : pair == 1 ? 0 : 0.5
        let scale = pair == 2 && n < 3 ? -1 : 1 + step
        laws[1].append(
          MultivariateNormal(
            mean: mean.map { $0 + step }, scaleFactor: lower.map { $0.map { $0 * scale } }))
      }
      func batch(_ laws: [MultivariateNormal<Double>]) -> MultivariateNormal<Tensor<Double>> {
        let means = laws.flatMap { $0.mean.scalars }
        let factors = laws.flatMap { $0.scale.factorScalars }
        return MultivariateNormal(
          mean: Tensor(shape: [pairs, n], scalars: means),
          scaleFactor: Tensor(shape: [pairs, n, n], scalars: factors))
      }
      let found = try klDivergence(of: batch(laws[0]), from: batch(laws[1]), method: .closedForm)
      for pair in 0..<pairs {
        let expected = try klDivergence(of: laws[0][pair], from: laws[1][pair], method: .closedForm)
        // Sums of up to 49² squares, which do not cancel, each off by some two ulp.
        expect(found.scalars[pair], expected, 1e-12, "\(n), pair \(pair)")
      }
    }
  }

  @Test func dirichletDensities() {
    let laws: [[Double]] = [
      [1, 1], [0.3, 2.5, 40], [1e-3, 1, 2, 700, 1e5], [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 3],
      [1e150, 1e150], [1e-200, 1], [2, -1], [2, .infinity],
    ]
    for alpha in laws {
      let n = alpha.count
      var rows: [[Double]] = []
      for seed in 0..<20 {
        let weights = numbers(n, 1e-3, 1, seed: seed)
        let total = weights.reduce(0, +)
        rows.append(weights.map { $0 / total })
      }
      let total = alpha.reduce(0, +)
      rows.append(alpha.map { $0 / total })
      var corner = [Double](repeating: 0, count: n)
      corner[n - 1] = 1
      rows += [corner, corner.reversed()]
      corner[0] = 1e-300 * 1e-10
      rows.append(corner)
      corner[0] = -1e-9
      rows.append(corner)
      corner[0] = 0.5
      rows.append(corner)
      corner[0] = .nan
      rows.append(corner)
      let points = Tensor(shape: [rows.count, n], scalars: rows.flatMap { $0 })
      let found = Dirichlet(concentration: Tensor(alpha)).logProbability(of: points).scalars
      let law = Dirichlet(concentration: alpha)
      for (row, x) in rows.enumerated() {
        let expected = law.logProbability(of: Tensor(x))
        let isSame = found[row] == expected || (found[row].isNaN && expected.isNaN)
        let size = max(abs(expected), 1)
        // The logarithms are 709 at most, and half an ulp of each of nine is 7e-13.
        #expect(
          isSame || abs(found[row] - expected) <= 1e-12 * size,
          "\(alpha) at \(x): \(found[row]), not \(expected)")
      }
    }
  }

  @Test func divergencesOfLogits() throws {
    let base: [Double] = (0..<70).map { Double(($0 * 37) % 23) / 4 - 2 }
    var rows: [([Double], [Double])] = []
    for count in [1, 2, 7, 8, 9, 70] {
      let a = Array(base[..<count])
      rows.append((a, a))
      rows.append((a, a.map { $0 + 3 }))
      rows.append((a, a.map { -$0 }))
      for step in [1e-12, 1e-7, 1e-3, 1, 900] {
        rows.append((a, a.enumerated().map { $0 == count / 2 ? $1 + step : $1 }))
        rows.append((a.enumerated().map { $0 == 0 ? $1 - step : $1 }, a))
      }
      var hole = a
      hole[count / 2] = -.infinity
      rows.append((hole, a))
      rows.append((a, hole))
      rows.append((hole, hole.map { $0 * (1 + 1e-9) }))
      rows.append((hole.map { $0 - 1e5 }, a.map { $0 + 1e5 }))
      var none = a
      none[0] = .nan
      rows += [(none, a), (a, none)]
      none[0] = .infinity
      rows += [(none, a), (a, none)]
    }
    for (a, b) in rows {
      let expected = try klDivergence(
        of: Categorical(logits: a), from: Categorical(logits: b), method: .closedForm)
      let p = Categorical(logits: Tensor(shape: [1, a.count], scalars: a))
      let q = Categorical(logits: Tensor(shape: [1, b.count], scalars: b))
      let found = try klDivergence(of: p, from: q, method: .closedForm).scalars[0]
      let isSame = found == expected || (found.isNaN && expected.isNaN)
      // A divergence is half the variance of the differences b − a, or 1e-32 where these are a shift's
      // rounding: their mean is taken away, of which an ulp, 1e-16 of a shift by 3, is itself of their size
      // but the same in both; what else is lost is an ulp for each of 70 classes, twice for the square,
      // and of logits apart by 900 and 1e5 the exponent's rounding, 1e5 · 2⁻⁵³ = 1.1e-11.
      #expect(
        isSame || abs(found - expected) <= 1e-11 * expected,
        "\(a) from \(b): \(found), not \(expected)")
    }
  }
}

extension NormalScale where Scalar == Double {
  fileprivate var factorScalars: [Double] {
    guard case .scaleFactor(let factor) = self else { return [] }
    return factor.scalars
  }
}
