import Foundation

/// Rows of named columns, each of numbers or of labels.
public struct Table: Sendable, Equatable {
  /// A column's name and its values.
  public struct Column: Sendable, Equatable {
    public let name: String
    public let values: Values

    public init(name: String, values: Values) {
      self.name = name
      self.values = values
    }
  }

  /// What a column holds.
  public enum Values: Sendable, Equatable {
    case numbers([Double])
    /// Indices into the levels, which are the labels that occur.
    case labels([Int], levels: [String])

    var count: Int {
      switch self {
      case .numbers(let values): values.count
      case .labels(let indices, _): indices.count
      }
    }
  }

  public let columns: [Column]
  public let rowCount: Int
  /// What errors call the table: a file, or the name of a data set.
  public let source: String

  /// - Precondition: The columns are of one length.
  public init(columns: [Column], source: String) {
    let count = columns.first?.values.count ?? 0
    precondition(
      columns.allSatisfy { $0.values.count == count }, "Table: columns of different lengths")
    self.columns = columns
    rowCount = count
    self.source = source
  }

  /// The column of a name; nil where there is none.
  public func column(_ name: String) -> Column? { columns.first { $0.name == name } }

  /// The columns of numbers, in order.
  public var numericColumns: [(name: String, values: [Double])] {
    columns.compactMap { column in
      if case .numbers(let values) = column.values { return (column.name, values) }
      return nil
    }
  }

  /// The rows of the given indices.
  public func rows(_ indices: [Int]) -> Table {
    let chosen = columns.map { column in
      switch column.values {
      case .numbers(let values):
        Column(name: column.name, values: .numbers(indices.map { values[$0] }))
      case .labels(let labels, let levels):
        Column(name: column.name, values: .labels(indices.map { labels[$0] }, levels: levels))
      }
    }
    return Table(columns: chosen, source: source)
  }
}

// MARK: - Text

extension Table {
  /// Reads a table.
  ///
  /// A column is of numbers if more than half of its cells are, and then every cell must be a finite
  /// number; else it is of labels. Columns named in `labels` are of labels whatever they hold.
  /// Levels are in the order of their first row, but in the order of size where all are numbers.
  ///
  /// - Throws: ``CSVError`` that names file, row and column for an empty cell, for text or a number
  ///   that is not finite in a column of numbers; where there are fewer than two rows.
  public init(_ csv: CSV, labels: Set<String> = [], source: String) throws(CSVError) {
    for name in labels.sorted() where !csv.header.contains(name) {
      throw CSVError(
        file: source, column: name,
        problem: "There is no such column; there are \(csv.header.joined(separator: ", ")).")
    }
    guard csv.rows.count >= 2 else {
      throw CSVError(
        file: source,
        problem: csv.rows.isEmpty
          ? "No rows of data are too few: 2 are needed."
          : "A single row of data is too few: 2 are needed.")
    }
    var columns: [Column] = []
    for (index, name) in csv.header.enumerated() {
      let cells = csv.rows.map { $0[index].trimmingCharacters(in: .whitespaces) }
      for (row, cell) in cells.enumerated() where cell.isEmpty {
        throw CSVError(file: source, row: row + 1, column: name, problem: "The cell is empty.")
      }
      let numbers = cells.map { Double($0) }
      let isNumeric = numbers.count { $0 != nil } * 2 > cells.count
      if isNumeric && !labels.contains(name) {
        var values: [Double] = []
        for (row, number) in numbers.enumerated() {
          guard let number, number.isFinite else {
            throw CSVError(
              file: source, row: row + 1, column: name,
              problem: "\"\(cells[row])\" is not a finite number.")
          }
          values.append(number)
        }
        columns.append(Column(name: name, values: .numbers(values)))
      } else {
        columns.append(Column(name: name, values: Self.leveled(cells)))
      }
    }
    self.init(columns: columns, source: source)
  }

  /// Reads a file, as ``init(_:labels:source:)``.
  public init(contentsOf path: String, labels: Set<String> = []) throws {
    try self.init(CSV(contentsOf: path), labels: labels, source: path)
  }

  private static func leveled(_ cells: [String]) -> Values {
    var order: [String: Int] = [:]
    var levels: [String] = []
    for cell in cells where order[cell] == nil {
      order[cell] = levels.count
      levels.append(cell)
    }
    let sizes = levels.compactMap { Double($0) }
    if sizes.count == levels.count {
      levels = zip(levels, sizes).sorted { $0.1 < $1.1 }.map(\.0)
      order = Dictionary(uniqueKeysWithValues: zip(levels, levels.indices))
    }
    return .labels(cells.map { order[$0] ?? 0 }, levels: levels)
  }

  /// The table with its header. Numbers are rounded to `Float`s, which is what networks make, and
  /// written with the digits that it takes to read these back.
  public var csv: String {
    var text = columns.map { CSV.quoted($0.name) }.joined(separator: ",") + "\n"
    for row in 0..<rowCount {
      var cells: [String] = []
      for column in columns {
        switch column.values {
        case .numbers(let values): cells.append(Self.written(values[row]))
        case .labels(let indices, let levels): cells.append(CSV.quoted(levels[indices[row]]))
        }
      }
      text += cells.joined(separator: ",") + "\n"
    }
    return text
  }

  private static func written(_ value: Double) -> String {
    let single = Float(value)
    let text = single.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
