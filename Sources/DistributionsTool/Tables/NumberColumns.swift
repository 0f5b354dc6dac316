import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Columns of numbers of a file with a header, read in one pass.
struct NumberColumns {
  /// What is done about cells that are empty, `NA` or `nan`.
  enum Missing { case refuse, skip }

  /// The values of each column asked for.
  private(set) var columns: [[Double]]
  /// The names of the columns asked for, as in the header.
  private(set) var names: [String] = []
  /// The row of each value, counted from 1, where rows were left out; else nil.
  private(set) var rows: [Int]?
  /// How many rows were left out.
  private(set) var skipped = 0

  private let file: String
  private let missing: Missing
  private let separator: UInt8

  /// - Parameters:
  ///   - path: A file; `-` is standard input.
  ///   - wanted: Names of columns; nil stands for the only one.
  /// - Throws: ``CommandFailure`` that names file, line, row and column.
  init(
    of path: String, named wanted: [String?], missing: Missing, separator: UInt8
  ) throws {
    file = path == "-" ? "standard input" : path
    self.missing = missing
    self.separator = separator
    columns = wanted.map { _ in [] }
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw CommandFailure("Cannot read \(path): \(String(cString: strerror(errno))).")
    }
    defer { if path != "-" { close(descriptor) } }
    do {
      var reader = try CellReader(descriptor: descriptor, separator: separator)
      let header = try readHeader(&reader)
      let places = try wanted.map { try place(of: $0, in: header) }
      names = places.map { header[$0] }
      try readRows(&reader, header: header, places: places)
    } catch let failure as CellReader.Failure {
      throw CommandFailure(Self.sentence(failure, file))
    }
    guard columns.first?.isEmpty == false else {
      throw CommandFailure(
        skipped > 0
          ? "\(file): all \(skipped) rows lack a value." : "\(file) has a header but no rows.")
    }
  }

  /// The row of a value, counted from 1.
  func row(_ index: Int) -> Int { rows.map { $0[index] } ?? index + 1 }

  // MARK: - Header

  private func readHeader(_ reader: inout CellReader) throws -> [String] {
    var header: [String] = []
    while let cell = try reader.next() {
      guard let name = String(validating: reader.buffer[cell.bytes], as: UTF8.self) else {
        throw CommandFailure("\(file) is not text in UTF-8.")
      }
      let trimmed = name.drop { $0.isWhitespace }
      header.append(String(trimmed.reversed().drop { $0.isWhitespace }.reversed()))
      if cell.endsRow, header != [""] { break }
      if cell.endsRow { header = [] }
      guard header.count <= 1 << 20 else {
        throw CommandFailure("\(file): the first line has more than a million cells.")
      }
    }
    guard !header.isEmpty else { throw CommandFailure("\(file) is empty.") }
    return header
  }

  private func place(of wanted: String?, in header: [String]) throws -> Int {
    guard let wanted else {
      if header.count == 1 { return 0 }
      throw CommandFailure("\(file): choose a column with --column. \(Self.list(header)).")
    }
    let places = header.indices.filter { header[$0] == wanted }
    if places.count == 1 { return places[0] }
    if places.count > 1 {
      throw CommandFailure(
        "\(file): \(places.count) columns of the header are called \(wanted); rename them.")
    }
    let nearest = NearestName.suggestion(for: wanted, among: header)
    let hint = nearest.map { " Did you mean \($0)?" } ?? ""
    for (byte, name) in [(UInt8(ascii: ";"), "\";\""), (UInt8(ascii: "\t"), "tab")]
    where header.count == 1 && header[0].utf8.contains(byte) && separator != byte {
      throw CommandFailure(
        "\(file): there is no column \(wanted), and no comma in the header; "
          + "are its columns parted otherwise? Try --separator \(name).")
    }
    if header.contains(where: { $0.unicodeScalars.contains("\r") }) {
      throw CommandFailure(
        "\(file): its lines end in carriage returns alone; write them with line feeds, as in "
          + "tr '\\r' '\\n' < \(file).")
    }
    if header.allSatisfy({ Double($0) != nil }) {
      throw CommandFailure(
        "\(file): there is no column \(wanted): the first line is of numbers, but must be a "
          + "header with the columns' names.")
    }
    throw CommandFailure("\(file): there is no column \(wanted).\(hint) \(Self.list(header)).")
  }

  private static func list(_ header: [String]) -> String {
    let shown = header.prefix(20).map { $0.isEmpty ? "\"\"" : $0 }.joined(separator: ", ")
    return "The columns are \(shown)" + (header.count > 20 ? ", ..." : "")
  }

  // MARK: - Rows

  private mutating func readRows(
    _ reader: inout CellReader, header: [String], places: [Int]
  ) throws {
    // For each column of the file, which of the columns asked for it is.
    var targets = [[Int]](repeating: [], count: header.count)
    for (index, place) in places.enumerated() { targets[place].append(index) }
    let isWanted = targets.map { !$0.isEmpty }
    var row = 0
    var column = 0
    var progress = Progress(of: nil, what: "rows read")
    defer { progress.end() }
    var found = [Double](repeating: 0, count: places.count)
    var isMissing = false
    while let cell = try reader.next() {
      // A line with nothing in it is no row.
      if column == 0, cell.endsRow, cell.bytes.isEmpty, !cell.isQuoted { continue }
      if column == 0 {
        row += 1
        if row % 4096 == 0 { progress.advance(by: 4096) }
      }
      if column < header.count, isWanted[column] {
        if let value = try number(reader, cell, row: row, column: header[column]) {
          for target in targets[column] { found[target] = value }
        } else {
          isMissing = true
        }
      }
      column += 1
      guard cell.endsRow else { continue }
      guard column == header.count else {
        throw CommandFailure(
          "\(file), line \(reader.line), row \(row): there are \(column) cells, but "
            + "\(header.count) in the header.")
      }
      column = 0
      if isMissing {
        if skipped == 0 { rows = Array(1..<row) }
        skipped += 1
        isMissing = false
        continue
      }
      for (target, value) in found.enumerated() { columns[target].append(value) }
      rows?.append(row)
    }
  }

  /// The number in a cell; nil where it is missing and that is allowed.
  private func number(
    _ reader: borrowing CellReader, _ cell: CellReader.Cell, row: Int, column: String
  ) throws -> Double? {
    var bytes = cell.bytes
    while let first = bytes.first, Self.isBlank(reader.buffer[first]) { bytes.removeFirst() }
    while let last = bytes.last, Self.isBlank(reader.buffer[last]) { bytes.removeLast() }
    if case .number(let value) = DecimalNumber.value(of: reader.buffer[bytes], hexadecimal: false) {
      return value
    }
    let place = "\(file), line \(reader.line), row \(row), column \(column)"
    let text = String(decoding: reader.buffer[bytes].prefix(40), as: UTF8.self)
    if ["", "na", "nan", "n/a", "null", "."].contains(text.lowercased()) {
      if missing == .skip { return nil }
      let what = text.isEmpty ? "the cell is empty" : "\(text) is not a number"
      throw CommandFailure("\(place): \(what). To leave such rows out, add --missing skip.")
    }
    if let infinite = Double(text), infinite.isInfinite {
      throw CommandFailure("\(place): \(text) is not finite.")
    }
    let hasComma = text.contains(",") && Double(text.replacing(",", with: ".")) != nil
    let hint = hasComma ? " Decimals are written with a point." : ""
    throw CommandFailure("\(place): \"\(Self.printable(text))\" is not a number.\(hint)")
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func printable(_ text: String) -> String {
    String(text.map { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } ? $0 : "·" })
  }

  private static func sentence(_ failure: CellReader.Failure, _ file: String) -> String {
    switch failure {
    case .unreadable(let reason): "Cannot read \(file): \(reason)."
    case .binary: "\(file) is not text: it holds bytes that are 0."
    case .quote: "\(file): a quotation mark is not closed, or has text behind it."
    case .tooLong: "\(file): a cell is longer than 1 MiB; is this a table?"
    }
  }
}
