import Foundation
import Tensors

/// How the rows of a table become rows of numbers for networks, and back.
///
/// A column of numbers is standardised: its mean subtracted, divided by its standard deviation. A
/// constant column has none; it becomes 0 and comes back as the constant. A column of labels becomes
/// one number a level, 1 for the row's own and 0 for the others, and comes back as the level with
/// the largest number.
///
/// The condition's columns are kept apart: they are given to both networks, not made.
public struct TableEncoding: Sendable, Equatable, Codable {
  /// One column's part of an encoded row.
  enum Field: Sendable, Equatable, Codable {
    case standardized(mean: Double, deviation: Double)
    case oneHot(levels: [String])

    var width: Int {
      switch self {
      case .standardized: 1
      case .oneHot(let levels): levels.count
      }
    }
  }

  /// The columns in the table's order.
  public let names: [String]
  /// The columns that are the condition.
  public let conditionNames: [String]
  let fields: [Field]
  let source: String

  /// The encoding of a table.
  ///
  /// - Throws: ``CSVError`` where a column of the condition is not in the table, or no column is
  ///   left to be made.
  public init(_ table: Table, conditions: [String] = []) throws(CSVError) {
    for name in conditions where table.column(name) == nil {
      let all = table.columns.map(\.name).joined(separator: ", ")
      throw CSVError(
        file: table.source, column: name, problem: "There is no such column; there are \(all).")
    }
    names = table.columns.map(\.name)
    conditionNames = names.filter { conditions.contains($0) }
    source = table.source
    guard conditionNames.count < names.count else {
      throw CSVError(file: table.source, problem: "All columns are conditions: none is left.")
    }
    fields = table.columns.map { column in
      switch column.values {
      case .numbers(let values):
        let (mean, deviation) = Self.moments(values)
        return .standardized(mean: mean, deviation: deviation)
      case .labels(_, let levels): return .oneHot(levels: levels)
      }
    }
  }

  /// Mean and standard deviation (divided by n), scaled so that large numbers do not overflow.
  static func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    guard let first = values.first, values.contains(where: { $0 != first }) else {
      return (values.first ?? 0, 0)
    }
    let size = values.reduce(0) { Swift.max($0, Swift.abs($1)) }
    let n = Double(values.count)
    let mean = values.reduce(0) { $0 + $1 / size } / n
    let spread = values.reduce(0) { $0 + ($1 / size - mean) * ($1 / size - mean) } / n
    return (mean * size, spread.squareRoot() * size)
  }

  private func isCondition(_ index: Int) -> Bool { conditionNames.contains(names[index]) }

  /// How many numbers a row that is made has.
  public var featureWidth: Int { width(ofConditions: false) }
  /// How many numbers the condition of a row has.
  public var conditionWidth: Int { width(ofConditions: true) }

  private func width(ofConditions wanted: Bool) -> Int {
    names.indices.filter { isCondition($0) == wanted }.reduce(0) { $0 + fields[$1].width }
  }

  /// The rows' features `[rows, featureWidth]`.
  public func features<Scalar: FloatingPointTensorScalar>(of table: Table) -> Tensor<Scalar> {
    encode(table, conditions: false)
  }

  /// The rows' conditions `[rows, conditionWidth]`; nil where the condition is empty.
  public func conditions<Scalar: FloatingPointTensorScalar>(of table: Table) -> Tensor<Scalar>? {
    conditionNames.isEmpty ? nil : encode(table, conditions: true)
  }

  private func encode<Scalar: FloatingPointTensorScalar>(
    _ table: Table, conditions wanted: Bool
  ) -> Tensor<Scalar> {
    precondition(table.columns.map(\.name) == names, "TableEncoding: columns of another table")
    let width = width(ofConditions: wanted)
    var scalars = [Scalar](repeating: 0, count: table.rowCount * width)
    var offset = 0
    for (index, field) in fields.enumerated() where isCondition(index) == wanted {
      switch (field, table.columns[index].values) {
      case (.standardized(let mean, let deviation), .numbers(let values)):
        for row in values.indices where deviation > 0 {
          scalars[row * width + offset] = Scalar((values[row] - mean) / deviation)
        }
      case (.oneHot, .labels(let labels, _)):
        for row in labels.indices { scalars[row * width + offset + labels[row]] = 1 }
      default: preconditionFailure("TableEncoding: column \(names[index]) changed its kind")
      }
      offset += field.width
    }
    return Tensor(shape: [table.rowCount, width], scalars: scalars)
  }

  /// The table of encoded rows, with the condition's columns as in `conditions`, row by row.
  public func table<Scalar: FloatingPointTensorScalar>(
    features: Tensor<Scalar>, conditions: Table?
  ) -> Table {
    let count = features.shape[0]
    let width = features.shape[1]
    let scalars = features.scalars.map { Double($0) }
    var offset = 0
    var columns: [Table.Column] = []
    for (index, name) in names.enumerated() {
      if isCondition(index), let column = conditions?.column(name) {
        columns.append(column)
        continue
      }
      let start = offset
      switch fields[index] {
      case .standardized(let mean, let deviation):
        let values = (0..<count).map { mean + deviation * scalars[$0 * width + start] }
        columns.append(Table.Column(name: name, values: .numbers(values)))
      case .oneHot(let levels):
        let labels = (0..<count).map { row in
          levels.indices.max {
            scalars[row * width + start + $0] < scalars[row * width + start + $1]
          }
            ?? 0
        }
        columns.append(Table.Column(name: name, values: .labels(labels, levels: levels)))
      }
      offset += fields[index].width
    }
    return Table(columns: columns, source: "generated")
  }
}
