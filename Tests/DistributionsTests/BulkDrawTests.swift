import Distributions
import Foundation
import Tensors
import Testing

/// Draws in bulk of families whose many draws are made in another way than one, against what the law
/// says of them: frequencies and means within five standard errors.
@Suite("Draws in bulk") struct BulkDrawTests {
  private func expectMean(_ draws: [Double], _ mean: Double, deviation: Double) {
    let found = draws.reduce(0, +) / Double(draws.count)
    #expect(abs(found - mean) <= 5 * deviation / Double(draws.count).squareRoot())
  }

  /// w = μY/(2λ) is 10²⁰ here: its square has no place among single numbers.
  @Test func inverseGaussianOfWideSpread() {
    var generator = Philox4x32(seed: 5)
    let law = InverseGaussian<Float>(mean: 1e10, shape: 1e-10)
    let draws = law.sample(shape: [20_000], using: &generator).scalars.map { Double($0) }
    #expect(draws.allSatisfy { $0 > 0 && $0 < .infinity })
    // P(X ≤ λ) of the limit of large means, the law of λ/Y, is P(|normal| ≥ 1).
    let share = erfc(0.5.squareRoot())
    expectMean(draws.map { $0 <= 1e-10 ? 1 : 0 }, share, deviation: 0.5)
  }

  @Test func truncatedNormal() {
    var generator = Philox4x32(seed: 6)
    let law = Truncated(
      Normal<Double>(mean: 0, standardDeviation: 1), lowerBound: -0.5, upperBound: 2)
    for count in [63, 20_000] {
      let draws = law.sample(shape: [count], using: &generator).scalars
      #expect(draws.count == count && draws.allSatisfy { $0 >= -0.5 && $0 <= 2 })
      expectMean(draws, law.mean, deviation: law.variance.squareRoot())
    }
  }

  /// Of parameters of their own: from the mode outwards, and by rejection.
  @Test func hypergeometricsOfTheirOwn() {
    var generator = Philox4x32(seed: 8)
    let laws: [[Double]] = [
      [20, 7, 12], [500, 60, 80], [10, 10, 4], [1e4, 3e3, 5e3], [50, 45, 20], [1e9, 4e8, 100],
      [30, 0, 5], [7, 3, 8],
    ]
    func column(_ index: Int) -> Tensor<Double> { Tensor(laws.map { $0[index] }) }
    let law = Hypergeometric(
      populationSize: column(0), successes: column(1), draws: column(2))
    let count = 20_000
    let draws = law.sample(shape: [count], using: &generator)
    #expect(draws.shape == [count, laws.count])
    let numbers = draws.scalars
    for (row, p) in laws.enumerated() {
      let own = stride(from: row, to: count * laws.count, by: laws.count).map { Int(numbers[$0]) }
      if p[2] > p[0] {
        #expect(own.allSatisfy { $0 == 0 })
        continue
      }
      let one = Hypergeometric<Double>(populationSize: p[0], successes: p[1], draws: p[2])
      expectMean(own.map { Double($0) }, one.mean, deviation: one.variance.squareRoot())
      for k in Set(own) {
        let mass = one.probability(of: k)
        let share = Double(own.count { $0 == k }) / Double(count)
        let error = (mass * (1 - mass) / Double(count)).squareRoot()
        #expect(mass > 0 && abs(share - mass) <= 5.5 * error + 3 / Double(count))
      }
    }
  }

  /// Short rows are searched from their beginning, long ones by their sums.
  @Test(arguments: [3, 64, 65, 300]) func rowsOfClasses(_ classes: Int) {
    var generator = Philox4x32(seed: 7)
    var rows: [[Double]] = []
    for factor in [3, 4] {
      var row = [Double](repeating: 0, count: classes)
      for place in 0..<classes where place != 1 { row[place] = Double(place * factor % 11 + 1) }
      rows.append(row)
    }
    let law = Categorical<Tensor<Double>>(
      probabilities: Tensor<Double>(shape: [2, classes], scalars: rows.flatMap { $0 }))
    let draws = law.sample(shape: [20_000], using: &generator)
    #expect(draws.shape == [20_000, 2])
    for (row, weights) in rows.enumerated() {
      let total = weights.reduce(0, +)
      let own = stride(from: row, to: 40_000, by: 2).map { Int(draws.scalars[$0]) }
      #expect(own.allSatisfy { $0 >= 0 && $0 < classes && $0 != 1 })
      var (mean, square) = (0.0, 0.0)
      for (place, weight) in weights.enumerated() {
        let number = Double(place)
        mean += number * weight / total
        square += number * number * weight / total
      }
      expectMean(own.map { Double($0) }, mean, deviation: (square - mean * mean).squareRoot())
      let first = weights[0] / total
      let hits = own.map { $0 == 0 ? 1.0 : 0.0 }
      expectMean(hits, first, deviation: (first * (1 - first)).squareRoot())
    }
  }

  /// A million small numbers that come together in two places.
  @Test func gradientsOfManyDrawsInSinglePrecision() throws {
    let logits = Tensor<Float>([0, 0])
    let classes = Tensor<Int64>((0..<1_000_000).map { Int64($0 % 2) })
    let law = Categorical<Tensor<Float>>(logits: logits)
    let slopes = try Tensors.gradient(of: law.logProbability(of: classes).mean(), at: logits)
      .scalars
    #expect(slopes.allSatisfy { abs($0) <= 1e-6 })
  }
}
