import Foundation
import GAN
import Testing

@Suite struct MetricTests {
  @Test func wasserstein1OfKnownSamples() {
    #expect(SampleDistance.wasserstein1([1, 2, 3], [3, 1, 2]) == 0)
    #expect(SampleDistance.wasserstein1([0, 1], [5, 6]) == 5)
    // A unit of mass at 0 against halves at −1 and 2.
    #expect(SampleDistance.wasserstein1([0], [-1, 2]) == 1.5)
    // ∫|F − G| by hand: 1/3 on [0, 1], 1/6 on [1, 2].
    #expect(abs(SampleDistance.wasserstein1([0, 1, 2], [1, 1]) - 2.0 / 3) < 1e-15)
    #expect(SampleDistance.wasserstein1([], [1]).isNaN)
  }

  @Test func energyDistanceOfKnownSamples() {
    #expect(SampleDistance.energy([[0, 0]], [[3, 4]]) == 10.0.squareRoot())
    #expect(SampleDistance.energy([[1, 2], [3, 4]], [[3, 4], [1, 2]]) == 0)
  }

  @Test func modesAreCounted() {
    let coverage = ModeCoverage(
      points: [(0, 0), (0.2, 0), (0.31, 0), (10, 0)], centres: [(0, 0), (10, 0), (20, 0)],
      deviation: 0.1)
    #expect(coverage.modes == 3 && coverage.captured == 2)
    #expect(coverage.goodShare == 0.75)
    let wanted = 0.75 * log(2.25) + 0.25 * log(0.75)
    #expect(abs(coverage.reverseKL - wanted) < 1e-15)
  }

  /// Two normal classes in the plane with covariance diag(1, 4) and means (0, 0), (2, 0): the best
  /// rule is right with probability Φ(1) = 0.8413; 20,000 rows have a standard error of 0.0026.
  @Test func discriminantFindsTheBestRule() {
    var random = Philox4x32(seed: 21)
    let draws = Tensor<Double>(standardNormal: [20_000, 2], using: &random)
    let labels = (0..<20_000).map { $0 % 2 }
    let shift = Tensor<Double>(Tensor<Int64>(labels.map { Int64(2 * $0) })).expandingShape(at: 1)
    let rows = draws * Tensor([1.0, 2]) + shift * Tensor([1.0, 0])
    let rule = LinearDiscriminant(rows: rows, labels: labels, classes: 2)
    #expect(abs(rule.accuracy(rows: rows, labels: labels) - 0.841345) < 0.011)
    #expect(abs(rule.means.scalars[2] - 2) < 0.05)
    #expect(
      rule.classes(of: Tensor([[-1.0, 0], [3, 0], [0.8, 9], [1.2, -9]])) == [0, 1, 0, 1])
  }

  /// Fisher's iris: R's lda and scikit-learn's LinearDiscriminantAnalysis both misplace three of the
  /// 150 rows they learned from.
  @Test func discriminantOfIrisIsTheKnownOne() throws {
    let iris = try Table.iris()
    let comparison = TableComparison(real: iris, generated: iris, condition: "species")
    #expect(comparison.classifier?.trainedOnRealAccuracy == 147.0 / 150)
    #expect(comparison.classifier?.trainedOnGeneratedAccuracy == 147.0 / 150)
    #expect(comparison.energyDistance < 1e-6)
    #expect(comparison.correlationError == 0)
    #expect(comparison.groups.map(\.condition) == ["setosa", "versicolor", "virginica"])
    for column in comparison.groups.flatMap(\.columns) {
      #expect(column.meanDifference == 0 && column.standardDeviationRatio == 1)
      #expect(column.wasserstein1 == 0)
    }
    // Fisher's standard deviation of setosa's sepal length: 0.352490.
    #expect(abs(comparison.groups[0].columns[0].realStandardDeviation - 0.35248969) < 1e-8)
  }

  @Test func constantColumnsHarmNothing() {
    let rows = Tensor([[0.0, 5], [1, 5], [10, 5], [11, 5]])
    let rule = LinearDiscriminant(rows: rows, labels: [0, 0, 1, 1], classes: 2)
    #expect(rule.accuracy(rows: rows, labels: [0, 0, 1, 1]) == 1)
  }
}
