#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Buffered writing to standard output.
///
/// A reader that goes away ends the command quietly, as it ends `cat`.
struct StandardOutput: ~Copyable {
  private var buffer: [UInt8] = []

  init() { buffer.reserveCapacity(2 * Self.limit) }

  private static let limit = 1 << 16

  /// Appends bytes, and writes them once there are many.
  mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.limit { try flush() }
  }

  /// Appends a line of text.
  mutating func line(_ text: String) throws(OutputError) {
    buffer.append(contentsOf: text.utf8)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= Self.limit { try flush() }
  }

  mutating func flush() throws(OutputError) {
    try writeAll(buffer, to: STDOUT_FILENO)
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Why output was not written.
enum OutputError: Error, CustomStringConvertible {
  /// The reader of a pipe has gone.
  case closedPipe
  case failed(path: String, reason: String)

  var description: String {
    switch self {
    case .closedPipe: "The reader has gone."
    case .failed(let path, let reason): "Cannot write \(path): \(reason)."
    }
  }
}

/// Writes all of the bytes, however many calls that takes.
func writeAll(
  _ bytes: [UInt8], to descriptor: Int32, path: String = "standard output"
) throws(OutputError) {
  var failure: Int32 = 0
  bytes.withUnsafeBytes { source in
    var offset = 0
    while offset < source.count {
      let written = systemWrite(
        descriptor, source.baseAddress.map { $0 + offset }, source.count - offset)
      if written >= 0 {
        offset += written
      } else if errno != EINTR {
        failure = errno
        return
      }
    }
  }
  if failure == EPIPE { throw .closedPipe }
  if failure != 0 { throw .failed(path: path, reason: String(cString: strerror(failure))) }
}

private func systemWrite(_ descriptor: Int32, _ source: UnsafeRawPointer?, _ count: Int) -> Int {
  #if canImport(Glibc)
    Glibc.write(descriptor, source, count)
  #elseif canImport(Musl)
    Musl.write(descriptor, source, count)
  #else
    Darwin.write(descriptor, source, count)
  #endif
}

/// Writes text to standard error; a failure to do so is nobody's to hear.
func printError(_ text: String) {
  try? writeAll(Array(text.utf8) + [UInt8(ascii: "\n")], to: STDERR_FILENO)
}
