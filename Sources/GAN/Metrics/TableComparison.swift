import Foundation
import Tensors

/// How generated rows compare with the real rows of a table.
public struct TableComparison: Sendable, Hashable, Codable {
  /// One column of numbers, over the rows of one condition.
  public struct Column: Sendable, Hashable, Codable {
    public let column: String
    public let realMean: Double
    public let generatedMean: Double
    public let realStandardDeviation: Double
    public let generatedStandardDeviation: Double
    public let meanDifference: Double
    /// Generated over real standard deviation; 1 where both are 0.
    public let standardDeviationRatio: Double
    /// In the column's units.
    public let wasserstein1: Double
  }

  /// The rows that share a level of the condition.
  public struct Group: Sendable, Hashable, Codable {
    /// The level: `setosa`.
    public let condition: String
    public let realRows: Int
    public let generatedRows: Int
    public let columns: [Column]
  }

  /// Classifiers of the condition by the numbers.
  public struct Classifier: Sendable, Hashable, Codable {
    public let method: String
    /// The share of real rows classified rightly after learning from generated ones.
    public let trainedOnGeneratedAccuracy: Double
    /// The same after learning from the real rows themselves, which is what to compare with.
    public let trainedOnRealAccuracy: Double
  }

  /// All rows together.
  public let columns: [Column]
  /// By level of the condition; empty without one.
  public let groups: [Group]
  /// Over columns of numbers divided by the real standard deviations; of at most 2,000 rows each.
  public let energyDistance: Double
  /// The largest difference between correlations of two columns.
  public let correlationError: Double
  public let classifier: Classifier?

  /// - Parameter condition: The column of labels that the rows were made for, or nil.
  /// - Precondition: Both tables have the same columns.
  public init(real: Table, generated: Table, condition: String? = nil) {
    let (x, y) = (real.numericColumns, generated.numericColumns)
    precondition(x.map(\.name) == y.map(\.name), "TableComparison: other columns")
    columns = Self.columns(x, y)
    energyDistance = SampleDistance.energy(
      Self.standardized(y, by: x), Self.standardized(x, by: x))
    var error = 0.0
    for i in x.indices {
      for j in 0..<i {
        let own = ColumnStatistics.correlation(x[i].values, x[j].values)
        let made = ColumnStatistics.correlation(y[i].values, y[j].values)
        error = Swift.max(error, Swift.abs(own - made))
      }
    }
    correlationError = error

    guard let condition, case .labels(let a, let levels)? = real.column(condition)?.values,
      case .labels(let b, levels)? = generated.column(condition)?.values
    else {
      groups = []
      classifier = nil
      return
    }
    groups = levels.indices.map { level in
      let own = real.rows(a.indices.filter { a[$0] == level })
      let made = generated.rows(b.indices.filter { b[$0] == level })
      return Group(
        condition: levels[level], realRows: own.rowCount, generatedRows: made.rowCount,
        columns: Self.columns(own.numericColumns, made.numericColumns))
    }
    guard !x.isEmpty, levels.count > 1 else {
      classifier = nil
      return
    }
    let (rows, madeRows) = (Self.matrix(x), Self.matrix(y))
    let fromMade = LinearDiscriminant(rows: madeRows, labels: b, classes: levels.count)
    let fromReal = LinearDiscriminant(rows: rows, labels: a, classes: levels.count)
    classifier = Classifier(
      method: "linear discriminant analysis",
      trainedOnGeneratedAccuracy: fromMade.accuracy(rows: rows, labels: a),
      trainedOnRealAccuracy: fromReal.accuracy(rows: rows, labels: a))
  }

  private typealias Columns = [(name: String, values: [Double])]

  private static func columns(_ real: Columns, _ generated: Columns) -> [Column] {
    zip(real, generated).map { own, made in
      let a = ColumnStatistics.moments(own.values)
      let b = ColumnStatistics.moments(made.values)
      let ratio =
        a.standardDeviation == b.standardDeviation
        ? 1 : b.standardDeviation / a.standardDeviation
      return Column(
        column: own.name, realMean: a.mean, generatedMean: b.mean,
        realStandardDeviation: a.standardDeviation,
        generatedStandardDeviation: b.standardDeviation, meanDifference: b.mean - a.mean,
        standardDeviationRatio: ratio,
        wasserstein1: SampleDistance.wasserstein1(own.values, made.values))
    }
  }

  /// Rows in units of the reference's standard deviations, at most 2,000 of them evenly chosen.
  private static func standardized(_ columns: Columns, by reference: Columns) -> [[Double]] {
    let count = columns.first?.values.count ?? 0
    let kept = Swift.min(count, 2_000)
    let scales = reference.map { column in
      let deviation = ColumnStatistics.moments(column.values).standardDeviation
      return deviation > 0 ? 1 / deviation : 1
    }
    return (0..<kept).map { i in
      let row = i * count / kept
      return zip(columns, scales).map { $0.values[row] * $1 }
    }
  }

  /// Columns as a matrix `[rows, columns]`.
  private static func matrix(_ columns: Columns) -> Tensor<Double> {
    Tensor(stacking: columns.map { Tensor($0.values) }, alongAxis: 1).materialized()
  }
}
