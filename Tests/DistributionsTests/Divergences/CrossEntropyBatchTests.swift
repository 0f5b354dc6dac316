import Distributions
import Testing

/// Cross-entropies and log sums of batches that are one kernel.
@Suite struct CrossEntropyBatchTests {
  private typealias Batch = Tensor<Double>
  private let means: [Double] = [0, 1.5, -3, 2, 0.1, 7, -1e5, 0]
  private let others: [Double] = [0, 1, 4, 2, 0.1, -7, 1e5, 1]
  private let own: [Double] = [1, 0.5, 2, 1e-3, 3, 1, 20, -1]
  private let other: [Double] = [1, 2, 0.1, 1, 3.5, 1e3, 30, 1]

  /// The numbers of single laws, NaN of one that is none.
  @Test func crossEntropiesOfBatches() throws {
    let p = Normal(mean: Batch(means), standardDeviation: Batch(own))
    let q = Normal(mean: Batch(others), standardDeviation: Batch(other))
    let estimate = try crossEntropyEstimate(of: p, under: q)
    let erased = try crossEntropy(
      of: p as any Distribution<Batch>, under: q as any Distribution<Batch>)
    let logs = try crossEntropy(
      of: LogNormal(logMean: Batch(means), logStandardDeviation: Batch(own)),
      under: LogNormal(logMean: Batch(others), logStandardDeviation: Batch(other)))
    #expect(estimate.method == .closedForm)
    for i in means.indices {
      let value = estimate.value.scalars[i]
      guard own[i] > 0 else {
        #expect(value.isNaN && logs.scalars[i].isNaN)
        continue
      }
      let a = Normal(mean: means[i], standardDeviation: own[i])
      let b = Normal(mean: others[i], standardDeviation: other[i])
      let single = try crossEntropy(of: a, under: b)
      #expect(abs(value - single) <= 1e-14 * (1 + abs(single)), "\(i): \(value), not \(single)")
      #expect(erased.scalars[i] == value)
      #expect(estimate.error.scalars[i] < 1e-12 * (1 + abs(value)))
      let mean = single + means[i]
      #expect(abs(logs.scalars[i] - mean) <= 1e-14 * (1 + abs(single) + abs(means[i])))
    }
  }

  /// Its gradients are those of the entropy and the divergence.
  @Test func gradientsOfCrossEntropies() throws {
    let parameters = [means, others, own, other].map { Batch(Array($0[..<7])) }
    func law(_ x: [Batch], _ i: Int) -> Normal<Batch> {
      Normal(mean: x[i], standardDeviation: x[i + 2])
    }
    let (p, q) = (law(parameters, 0), law(parameters, 1))
    let inOne = try gradient(of: crossEntropy(of: p, under: q), at: parameters)
    let inTwo = try gradient(of: p.entropy + klDivergence(of: p, from: q), at: parameters)
    for (a, b) in zip(inOne, inTwo) {
      for (x, y) in zip(a.scalars, b.scalars) {
        #expect(abs(x - y) <= 1e-12 * (1 + abs(y)), "\(x), not \(y)")
      }
    }
  }

  /// Where the rule for the divergence is the caller's own, it is added to the entropy.
  @Test func ownRulesAreKept() throws {
    var registry = KLRegistry<Batch>.standard
    registry.replace { (p: Normal<Batch>, q: Normal<Batch>) in p.mean * 0 + 7 }
    let p = Normal(mean: Batch([0, 1]), standardDeviation: Batch([1, 1]))
    let value = try crossEntropy(of: p, under: p, using: registry)
    let entropy = p.entropy.scalars
    #expect(zip(value.scalars, entropy).allSatisfy { abs($0 - ($1 + 7)) < 1e-12 })
  }

  /// Of all pairs of two lists, and of one law with many.
  @Test func crossEntropiesOfPairs() throws {
    let p = Normal(mean: Batch(Array(means[..<7])), standardDeviation: Batch(Array(own[..<7])))
    let rows = Normal(
      mean: p.mean.reshaped(to: [7, 1]),
      standardDeviation: p.standardDeviation.reshaped(to: [7, 1])
    )
    let q = Normal(mean: Batch(others), standardDeviation: Batch(2))
    let one = Normal(mean: Batch(0.5), standardDeviation: Batch(1.5))
    let table = try crossEntropy(of: rows, under: q)
    let all = try crossEntropy(of: one, under: q).scalars
    #expect(table.shape == [7, 8] && all.count == 8)
    for (j, mean) in others.enumerated() {
      let single = Normal(mean: mean, standardDeviation: 2)
      let wanted = try crossEntropy(of: Normal(mean: 0.5, standardDeviation: 1.5), under: single)
      #expect(abs(all[j] - wanted) <= 1e-14 * abs(wanted))
      for i in 0..<7 {
        let first = Normal(mean: means[i], standardDeviation: own[i])
        let wanted = try crossEntropy(of: first, under: single)
        #expect(abs(table.scalars[8 * i + j] - wanted) <= 1e-14 * abs(wanted))
      }
    }
  }

  /// Mixtures of one to nine components in a batch have the densities of single ones, of infinite densities and
  /// components without weight too.
  @Test(arguments: 1...9) func mixtures(_ count: Int) throws {
    let points: [Double] = [-5, 0, 1e-300, 0.3, 1, 2.5, 40, 800]
    let weights = (0..<count).map { Double(($0 + 1) % 3) }
    let total = weights.reduce(0, +)
    let shares = weights.map { $0 / total }
    let shapes = (0..<count).map { 0.5 + 0.5 * Double($0) }
    let batch = Mixture(
      weights: shares.map { Batch($0) },
      components: shapes.map { Gamma(shape: Batch($0), rate: Batch(1 + $0)) })
    let single = Mixture(
      weights: shares, components: shapes.map { Gamma(shape: $0, rate: 1 + $0) })
    let found = batch.logProbability(of: Batch(points)).scalars
    for (x, value) in zip(points, found) {
      let wanted = single.logProbability(of: x)
      let isNear = abs(value - wanted) <= 1e-14 * (2 + abs(wanted))
      #expect(value == wanted || isNear, "\(count) at \(x): \(value), not \(wanted)")
    }
    let floats = Mixture(
      weights: shares.map { Tensor<Float>(Float($0)) },
      components: shapes.map {
        Gamma(shape: Tensor<Float>(Float($0)), rate: Tensor<Float>(Float(1 + $0)))
      })
    let rounded = floats.logProbability(of: Tensor<Float>([0.25, 1, 2.5, 40])).scalars
    for (x, value) in zip([0.25, 1, 2.5, 40], rounded) {
      let wanted = single.logProbability(of: x)
      #expect(abs(Double(value) - wanted) <= 2e-6 * (2 + abs(wanted)))
    }
    // By a location, against a difference.
    func sum(_ shift: Batch) -> Batch {
      Mixture(
        weights: shares.map { Batch($0) },
        components: shapes.map { Normal(mean: shift + Batch($0), standardDeviation: Batch(1 + $0)) }
      ).logProbability(of: Batch([-3, 0.25, 4])).sum()
    }
    let slope = try gradient(at: Batch(0.1), of: sum).scalar
    let difference = (sum(Batch(0.1001)).scalar - sum(Batch(0.0999)).scalar) / 2e-4
    #expect(abs(slope - difference) < 1e-6 * (1 + abs(slope)))
  }
}
