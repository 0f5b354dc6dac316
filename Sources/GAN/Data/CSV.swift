import Foundation

/// Comma-separated values: a header and rows of as many cells.
///
/// Cells may stand between double quotes, in which a quote is written twice (RFC 4180); lines end
/// with LF or CRLF; a byte-order mark and empty lines are skipped.
public struct CSV: Sendable, Equatable {
  /// The names of the columns.
  public let header: [String]
  /// The cells of each row, as many as the header has names.
  public let rows: [[String]]

  /// Reads text.
  ///
  /// - Parameter file: What errors call it.
  /// - Throws: ``CSVError`` for an unclosed quote, a row with too few or too many cells, a name that
  ///   is empty or stands twice, text that is not UTF-8, no header.
  public init(_ data: Data, file: String) throws(CSVError) {
    guard !data.contains(0), let text = String(data: data, encoding: .utf8) else {
      throw CSVError(file: file, problem: "This is not text in UTF-8.")
    }
    var lines = try Self.split(Array(text.utf8), file: file)
    guard !lines.isEmpty else { throw CSVError(file: file, problem: "The file is empty.") }
    let header = lines.removeFirst().cells.map { $0.trimmingCharacters(in: .whitespaces) }
    var seen = Set<String>()
    for (i, name) in header.enumerated() {
      guard !name.isEmpty else {
        throw CSVError(file: file, problem: "Column \(i + 1) has no name in the header.")
      }
      guard seen.insert(name).inserted else {
        throw CSVError(
          file: file, column: name, problem: "Two columns of the header have this name.")
      }
    }
    for (i, line) in lines.enumerated() where line.cells.count != header.count {
      let missing = line.cells.count < header.count ? header[line.cells.count] : nil
      throw CSVError(
        file: file, row: i + 1, column: missing, line: line.number,
        problem: "The row has \(line.cells.count) cells, but the header \(header.count)"
          + (missing.map { ": from \($0) on they are missing." } ?? "."))
    }
    self.header = header
    self.rows = lines.map(\.cells)
  }

  /// Reads a file.
  public init(contentsOf path: String) throws {
    try self.init(WholeFile.read(path), file: path)
  }

  /// A cell as it is written: between quotes where it must be.
  public static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\n\r".contains($0) }) else { return cell }
    return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  private struct Line {
    let number: Int
    var cells: [String]
  }

  private static func split(_ bytes: [UInt8], file: String) throws(CSVError) -> [Line] {
    let quote = UInt8(ascii: "\"")
    let comma = UInt8(ascii: ",")
    let newline = UInt8(ascii: "\n")
    let carriageReturn = UInt8(ascii: "\r")
    var lines: [Line] = []
    var cells: [String] = []
    var cell: [UInt8] = []
    var number = 1
    var first = 1
    var inQuotes = false
    var wasQuoted = false
    var i = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0

    func endLine() {
      if !(cells.isEmpty && cell.isEmpty && !wasQuoted) {
        cells.append(String(decoding: cell, as: UTF8.self))
        lines.append(Line(number: first, cells: cells))
      }
      cells = []
      cell = []
      wasQuoted = false
    }
    while i < bytes.count {
      let byte = bytes[i]
      i += 1
      if byte == newline { number += 1 }
      if inQuotes {
        if byte != quote {
          cell.append(byte)
        } else if i < bytes.count && bytes[i] == quote {
          cell.append(quote)
          i += 1
        } else {
          inQuotes = false
        }
      } else if byte == quote && cell.isEmpty {
        inQuotes = true
        wasQuoted = true
      } else if byte == comma {
        cells.append(String(decoding: cell, as: UTF8.self))
        cell = []
        wasQuoted = true
      } else if byte == newline {
        endLine()
        first = number
      } else if byte != carriageReturn || (i < bytes.count && bytes[i] != newline) {
        cell.append(byte)
      }
    }
    guard !inQuotes else {
      throw CSVError(file: file, line: first, problem: "A quotation mark is not closed.")
    }
    endLine()
    return lines
  }
}

/// Something wrong in a table, and where.
public struct CSVError: Error, Equatable, CustomStringConvertible {
  public let file: String
  /// The row of data, counted from 1 after the header.
  public let row: Int?
  /// The column's name.
  public let column: String?
  /// The line of the file, counted from 1.
  public let line: Int?
  public let problem: String

  public init(
    file: String, row: Int? = nil, column: String? = nil, line: Int? = nil, problem: String
  ) {
    self.file = file
    self.row = row
    self.column = column
    self.line = line
    self.problem = problem
  }

  public var description: String {
    var place = file
    if let line { place += ", line \(line)" }
    if let row { place += ", row \(row)" }
    if let column { place += ", column \(column)" }
    return "\(place): \(problem)"
  }
}
