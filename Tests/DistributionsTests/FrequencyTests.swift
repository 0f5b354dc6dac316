import Distributions
import Foundation
import Tensors
import Testing

/// Draws in bulk against the frequencies that their law gives, by Pearson's statistic, and of real numbers by
/// that of Kolmogorov: the chance of a failure is below 10⁻⁶ each.
@Suite("Frequencies of draws") struct FrequencyTests {
  /// Pearson's statistic of what is expected more than ten times, within six of its deviations.
  private func expectFrequencies(
    _ name: String, _ draws: [Int64], first: Int64, last: Int64, mass: (Int64) -> Double
  ) {
    let count = Double(draws.count)
    var found = [Double](repeating: 0, count: Int(last - first) + 1)
    for draw in draws where draw >= first && draw <= last { found[Int(draw - first)] += 1 }
    var (statistic, cells, inside) = (0.0, 0.0, 0.0)
    // Cells of several numbers where each of them is rare.
    var (expected, observed) = (0.0, 0.0)
    for k in first...last {
      expected += count * mass(k)
      observed += found[Int(k - first)]
      guard expected > 10 else { continue }
      statistic += (observed - expected) * (observed - expected) / expected
      inside += expected
      cells += 1
      (expected, observed) = (0, 0)
    }
    #expect(
      statistic <= cells + 6 * (2 * cells).squareRoot() + 12, "\(name): \(statistic) of \(cells)")
    #expect(inside > 0.98 * count, "\(name)")
  }

  /// By a table of one law, and by the kernel where each draw has the same parameters given anew.
  @Test(arguments: [
    (5, 0.01), (20, 0.3), (30, 0.5), (40, 0.75), (100, 0.2), (1000, 0.4), (3000, 0.997),
    (100_000, 0.3), (7, 0), (7, 1), (0, 0.5),
  ])
  func binomial(_ trials: Double, _ chance: Double) {
    let count = 100_000
    let law = Binomial<Double>(trials: trials, probability: chance)
    let spread = 9 * law.variance.squareRoot() + 9
    let first = Int64(max(0, law.mean - spread)), last = Int64(min(trials, law.mean + spread))
    let each = Binomial(
      trials: Tensor<Double>(repeating: trials, shape: [count]),
      probability: Tensor<Double>(repeating: chance, shape: [count]))
    var generator = Philox4x32(seed: 17)
    for draws in [
      law.sample(shape: [count], using: &generator), each.sample(shape: [], using: &generator),
    ] {
      expectFrequencies("\(law)", draws.scalars, first: first, last: last) {
        exp(law.logMass(at: Double($0)))
      }
    }
  }

  @Test(arguments: [(50, 20, 15), (1000, 400, 300), (1e6, 4e5, 1e5), (30, 30, 4), (30, 12, 0)])
  func hypergeometric(_ population: Double, _ successes: Double, _ draws: Double) {
    let law = Hypergeometric<Double>(
      populationSize: population, successes: successes, draws: draws)
    var generator = Philox4x32(seed: 18)
    let numbers = law.sample(shape: [100_000], using: &generator).scalars
    let spread = 9 * law.variance.squareRoot() + 9
    expectFrequencies(
      "\(law)", numbers, first: Int64(max(law.support.lowerBound, law.mean - spread)),
      last: Int64(min(law.support.upperBound, law.mean + spread))
    ) { exp(law.logMass(at: Double($0))) }
  }

  @Test(arguments: [0, 1e-3, 0.6, 0.97]) func logarithmic(_ probability: Double) {
    let law = Logarithmic<Double>(probability: probability)
    var generator = Philox4x32(seed: 21)
    let draws = law.sample(shape: [100_000], using: &generator).scalars
    expectFrequencies("\(law)", draws, first: 1, last: 400) {
      exp(law.logMass(at: Double($0)))
    }
  }

  @Test(arguments: [(20, 2, 3), (12, 0.4, 0.3), (200, 5, 40)])
  func betaBinomial(_ trials: Double, _ alpha: Double, _ beta: Double) {
    let count = 100_000
    let law = BetaBinomial<Double>(trials: trials, alpha: alpha, beta: beta)
    let each = BetaBinomial(
      trials: Tensor<Double>(repeating: trials, shape: [count]), alpha: Tensor<Double>(alpha),
      beta: Tensor<Double>(beta))
    var generator = Philox4x32(seed: 19)
    for draws in [
      law.sample(shape: [count], using: &generator), each.sample(shape: [], using: &generator),
    ] {
      expectFrequencies("\(law)", draws.scalars, first: 0, last: Int64(trials)) {
        exp(law.logMass(at: Double($0)))
      }
    }
  }

  @Test(arguments: [0, 0.3, 3, 40, 3000, 1e6]) func poisson(_ rate: Double) {
    let law = Poisson<Double>(rate: rate)
    var generator = Philox4x32(seed: 20)
    let draws = law.sample(shape: [100_000], using: &generator).scalars
    let spread = 9 * rate.squareRoot() + 9
    expectFrequencies(
      "\(law)", draws, first: Int64(max(0, rate - spread)), last: Int64(rate + spread)
    ) { exp(law.logMass(at: Double($0))) }
  }

  @Test func discreteUniform() {
    let law = DiscreteUniform<Double>(lowerBound: -3, upperBound: 7)
    var generator = Philox4x32(seed: 21)
    let draws = law.sample(shape: [100_000], using: &generator).scalars
    expectFrequencies("\(law)", draws, first: -3, last: 7) { _ in 1.0 / 11 }
  }

  /// Each class is a binomial number, and so is the sum of two.
  @Test func multinomial() {
    let shares: [Double] = [0.2, 0, 0.3, 0.1, 0.4, 0]
    let law = Multinomial<Double>(trials: 30, probabilities: shares)
    var generator = Philox4x32(seed: 22)
    let draws = law.sample(shape: [50_000], using: &generator)
    #expect(draws.shape == [50_000, 6])
    let rows = draws.scalars
    func numbers(_ classes: [Int]) -> [Int64] {
      (0..<50_000).map { row in
        classes.reduce(0) { $0 + Int64(rows[row * 6 + $1]) }
      }
    }
    #expect(numbers(Array(0..<6)).allSatisfy { $0 == 30 })
    for classes in [[0], [2], [3], [4], [0, 4], [2, 3]] {
      let chance = classes.reduce(0.0) { $0 + shares[$1] }
      let own = Binomial<Double>(trials: 30, probability: chance)
      expectFrequencies("\(classes)", numbers(classes), first: 0, last: 30) {
        exp(own.logMass(at: Double($0)))
      }
    }
    #expect(numbers([1, 5]).allSatisfy { $0 == 0 })
    let invalid = Multinomial<Double>(trials: -1, probabilities: [0.5, 0.5])
    #expect(invalid.sample(shape: [2], using: &generator).scalars.allSatisfy { $0.isNaN })
  }

  /// One concentration, and one of each draw's own.
  @Test(arguments: [0, 1e-9, 0.02, 0.7, 4, 300, 1e6]) func vonMises(_ concentration: Double) {
    let count = 50_000
    let law = VonMises<Double>(mean: 0.3, concentration: concentration)
    let each = VonMises(
      mean: Tensor<Double>(0.3),
      concentration: Tensor<Double>(repeating: concentration, shape: [count]))
    var generator = Philox4x32(seed: 23)
    for draws in [
      law.sample(shape: [count], using: &generator), each.sample(shape: [], using: &generator),
    ] {
      let sorted = draws.scalars.sorted()
      var distance = 0.0
      for (index, draw) in sorted.enumerated() {
        let level = law.cdf(draw)
        distance = max(distance, abs(level - Double(index) / Double(count)))
        distance = max(distance, abs(level - Double(index + 1) / Double(count)))
      }
      // P(√n D > 3) is 2 e^−18.
      #expect(distance * Double(count).squareRoot() < 3, "\(law): \(distance)")
    }
  }
}
