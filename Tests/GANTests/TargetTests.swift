import Foundation
import GAN
import Testing

/// Distributions that are learned, and how samples are judged by them.
@Suite struct TargetTests {
  @Test func oneComponentIsANormalDistribution() {
    let normal = MultivariateNormal(mean: [1, -2], covariance: [[2, 0.5], [0.5, 1]])
    let mixture = NormalMixture(weights: [1], components: [normal])
    for point in [[1.0, -2], [0, 0], [30, -50]] {
      let wanted = normal.logProbability(of: Tensor(point))
      #expect(abs(mixture.logDensity(at: point) - wanted) <= 1e-13 * abs(wanted))
    }
    #expect(zip(mixture.mean.scalars, [1, -2]).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(zip(mixture.covariance.scalars, [2, 0.5, 0.5, 1]).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test func densityIsTheWeightedSum() throws {
    let mixture = NormalMixture(
      weights: [0.25, 0.75],
      components: [
        MultivariateNormal(mean: [0], standardDeviations: [1]),
        MultivariateNormal(mean: [3], standardDeviations: [2]),
      ])
    try mixture.validate()
    let line = Mixture(
      weights: [0.25, 0.75],
      components: [
        Normal(mean: 0.0, standardDeviation: 1.0), Normal(mean: 3.0, standardDeviation: 2.0),
      ])
    for x in [-1.0, 0.5, 4, 1e3] {
      let wanted = line.logProbability(of: x)
      #expect(abs(mixture.logDensity(at: [x]) - wanted) <= 1e-13 * abs(wanted))
    }
    #expect(abs(mixture.mean.scalars[0] - line.mean) < 1e-14)
    #expect(abs(mixture.covariance.scalars[0] - line.variance) < 1e-13)
    #expect(mixture.logDensity(at: [.nan]).isNaN)
    #expect(throws: ParameterError.self) {
      try NormalMixture(weights: [0.3, 0.3], components: mixture.components).validate()
    }
  }

  /// The law that judges is the one that the rows of the toy are drawn from.
  @Test(arguments: Toy.allCases) func lawsAreThoseOfTheToys(toy: Toy) {
    var random = Philox4x32(seed: 8)
    let columns = toy.table(count: 4_000, using: &random).numericColumns
    let points = zip(columns[0].values, columns[1].values).map { (x: $0, y: $1) }
    let comparison = TargetComparison(points: points, toy: toy, draws: 4_000)
    let error = comparison.crossEntropy.standardError + comparison.targetEntropy.standardError
    #expect(abs(comparison.crossEntropy.value - comparison.targetEntropy.value) < 4 * error)
    guard !toy.centres.isEmpty else { return }
    // Of a fit by 4,000 points: five numbers a mode, each some 1/8,000 nats.
    #expect((comparison.divergenceFromTarget?.value ?? .nan) < 0.15)
    #expect((comparison.divergenceOfTarget?.value ?? .nan) < 0.15)
    let shifted = points.map { (x: $0.x + 2 * toy.deviation, y: $0.y) }
    let worse = TargetComparison(points: shifted, toy: toy, draws: 4_000)
    // Two deviations to the side cost 2²/2 nats.
    #expect(abs(worse.crossEntropy.value - comparison.crossEntropy.value - 2) < 0.3)
  }

  @Test func nearestNeighboursTellCopies() throws {
    func table(_ values: [Double], _ labels: [Int]) -> Table {
      Table(
        columns: [
          .init(name: "x", values: .numbers(values)),
          .init(name: "kind", values: .labels(labels, levels: ["a", "b"])),
        ], source: "t")
    }
    let real = table([0, 1, 3, 6, 10], [0, 0, 0, 1, 1])
    let copies = NearestNeighbours(
      real: real, generated: real, condition: "kind", isScaled: false)
    #expect(copies?.closerShare == 1 && copies?.generatedMedian == 0)
    #expect(copies?.conditionAccuracy == 1)
    // Distances between real rows: 1, 1, 2, 3, 4.
    #expect(copies?.realMedian == 2 && copies?.closestOfReal == 1)
    // 6 lies nearest to 3, which is an a.
    #expect(copies?.realConditionAccuracy == 0.8)
    let others = NearestNeighbours(
      real: real, generated: table([-1, 4.5, 9.5, 12], [0, 0, 1, 0]), condition: "kind",
      isScaled: false)
    // Distances 1, 1.5, 0.5, 2; nearest rows 0, 3 or 6, 10, 10.
    #expect(others?.closerShare == 0.25 && others?.generatedMedian == 1.5)
    #expect(others?.conditionAccuracy == 0.75)
    #expect(
      NearestNeighbours(
        real: real.rows([0]), generated: real, condition: nil, isScaled: true) == nil)
  }

  /// The layout of a `.npy` file, as NEP 1 has it.
  @Test func arraysAreThoseOfNumPy() {
    let data = NumPyArray.encoded([1, -2, 0.5, 4, 5, 6], rows: 2, columns: 3)
    #expect(Array(data.prefix(8)) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
    let length = Int(data[8]) + 256 * Int(data[9])
    #expect((10 + length) % 64 == 0 && data.count == 10 + length + 24)
    let header = String(decoding: data[10..<(10 + length)], as: UTF8.self)
    #expect(
      header.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"))
    #expect(header.hasSuffix("\n"))
    #expect(Array(data.suffix(24).prefix(8)) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
  }
}
