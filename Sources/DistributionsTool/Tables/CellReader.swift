#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The cells of comma-separated values, one after another; no more of the file is held than a
/// block.
///
/// Cells may stand between double quotes, in which a quote is written twice (RFC 4180); lines end
/// with LF or CRLF; a byte-order mark is skipped.
struct CellReader: ~Copyable {
  struct Cell {
    /// Where its bytes are in ``buffer``, until the next cell is read.
    let bytes: Range<Int>
    /// Whether it is the last of its row.
    let endsRow: Bool
    let isQuoted: Bool
  }

  enum Failure: Error {
    /// The file cannot be read any further.
    case unreadable(String)
    /// A byte that no text has.
    case binary
    /// A quotation mark that is not closed, or with text behind it.
    case quote
    /// A cell beyond the size of a block.
    case tooLong
  }

  /// The longest cell that is read: 1 MiB.
  static let limit = 1 << 20

  private(set) var buffer: [UInt8]
  /// The line of the file where the last cell began, counted from 1.
  private(set) var line = 1
  private var nextLine = 1
  private let descriptor: Int32
  private let separator: UInt8
  private var start = 0
  private var end = 0
  private var atEnd = false
  private var rowIsOpen = false

  init(descriptor: Int32, separator: UInt8) throws(Failure) {
    self.descriptor = descriptor
    self.separator = separator
    buffer = [UInt8](repeating: 0, count: Self.limit)
    while end < 3, !atEnd { try fill() }
    if end >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { start = 3 }
  }

  /// The next cell, or nil after the last.
  mutating func next() throws(Failure) -> Cell? {
    line = nextLine
    if start == end {
      try fill()
      if start == end {
        // A separator at the very end leaves an empty cell behind it.
        guard rowIsOpen else { return nil }
        rowIsOpen = false
        return Cell(bytes: start..<start, endsRow: true, isQuoted: false)
      }
    }
    if buffer[start] == UInt8(ascii: "\"") { return try quotedCell() }
    var length = 0
    while true {
      let (found, byte) = scan(from: start + length)
      length = found - start
      guard let byte else {
        guard try fillMore() else {
          return cell(length: length, skipping: 0, endsRow: true)
        }
        continue
      }
      if byte == 0 { throw .binary }
      return cell(length: length, skipping: 1, endsRow: byte == UInt8(ascii: "\n"))
    }
  }

  /// The first separator, end of line or zero, and where it is.
  private func scan(from first: Int) -> (place: Int, byte: UInt8?) {
    let (separator, end) = (separator, end)
    return buffer.withUnsafeBufferPointer { bytes in
      var place = first
      while place < end {
        let byte = bytes[place]
        if byte == separator || byte == UInt8(ascii: "\n") || byte == 0 { return (place, byte) }
        place += 1
      }
      return (place, nil)
    }
  }

  private mutating func cell(length: Int, skipping: Int, endsRow: Bool) -> Cell {
    var bytes = start..<start + length
    if endsRow {
      if let last = bytes.last, buffer[last] == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
      nextLine += skipping
    }
    rowIsOpen = !endsRow
    start += length + skipping
    return Cell(bytes: bytes, endsRow: endsRow, isQuoted: false)
  }

  /// A cell between quotes; doubled ones inside are made single where they lie.
  private mutating func quotedCell() throws(Failure) -> Cell {
    var place = start + 1
    var written = start + 1
    while true {
      if place + 1 >= end {
        let offsets = (place - start, written - start)
        if try fillMore() {
          (place, written) = (start + offsets.0, start + offsets.1)
          continue
        }
        if place >= end { throw .quote }
      }
      let byte = buffer[place]
      if byte == 0 { throw .binary }
      if byte == UInt8(ascii: "\n") { nextLine += 1 }
      if byte == UInt8(ascii: "\"") {
        guard place + 1 < end, buffer[place + 1] == byte else { break }
        place += 1
      }
      buffer[written] = byte
      written += 1
      place += 1
    }
    let length = written - start - 1
    // Behind the closing quote only the end of the cell may stand.
    place += 1
    while true {
      if place >= end, !(try fillBehind(&place)) { break }
      guard [0x20, 0x09, 0x0D].contains(buffer[place]), buffer[place] != separator else { break }
      place += 1
    }
    let isLast = place >= end
    guard isLast || buffer[place] == separator || buffer[place] == UInt8(ascii: "\n") else {
      throw .quote
    }
    let endsRow = isLast || buffer[place] == UInt8(ascii: "\n")
    if endsRow, !isLast { nextLine += 1 }
    rowIsOpen = !endsRow
    let bytes = start + 1..<start + 1 + length
    start = isLast ? end : place + 1
    return Cell(bytes: bytes, endsRow: endsRow, isQuoted: true)
  }

  /// Reads more, and moves a place with what was there; false at the end of the file.
  private mutating func fillBehind(_ place: inout Int) throws(Failure) -> Bool {
    let offset = place - start
    let isMore = try fillMore()
    place = start + offset
    return isMore
  }

  /// Reads more behind what is there; false at the end of the file.
  private mutating func fillMore() throws(Failure) -> Bool {
    if atEnd { return false }
    if start == 0, end == buffer.count { throw .tooLong }
    let before = end - start
    try fill()
    return end - start > before
  }

  /// Moves what is left to the front of the block and reads behind it.
  private mutating func fill() throws(Failure) {
    guard !atEnd else { return }
    let (first, count) = (start, end - start)
    if first > 0 {
      buffer.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        memmove(base, base + first, count)
      }
      start = 0
      end = count
    }
    while end < buffer.count {
      let room = end
      let read = buffer.withUnsafeMutableBytes { bytes in
        systemRead(descriptor, bytes.baseAddress.map { $0 + room }, bytes.count - room)
      }
      if read < 0, errno == EINTR { continue }
      if read < 0 { throw .unreadable(String(cString: strerror(errno))) }
      if read == 0 { atEnd = true }
      end += read
      return
    }
  }
}

private func systemRead(
  _ descriptor: Int32, _ target: UnsafeMutableRawPointer?, _ count: Int
) -> Int {
  #if canImport(Glibc)
    Glibc.read(descriptor, target, count)
  #elseif canImport(Musl)
    Musl.read(descriptor, target, count)
  #else
    Darwin.read(descriptor, target, count)
  #endif
}
