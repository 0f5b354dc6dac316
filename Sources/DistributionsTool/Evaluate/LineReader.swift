#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Lines of a file, of which no more than a limit is ever held.
struct LineReader: ~Copyable {
  enum Line {
    case line([UInt8])
    /// A line beyond the limit: what it begins with.
    case tooLong(beginning: [UInt8])
  }

  /// The longest line that is read, without its end: 16 MiB.
  static let limit = 16 << 20

  /// How much of a longer line is kept.
  private static let beginning = 1 << 12

  /// Why reading ended before the end, if it did.
  private(set) var failure: String?

  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var start = 0
  private var end = 0
  private var atEnd = false

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// The next line without its newline, or nil after the last; one without a newline counts if
  /// there is anything in it.
  ///
  /// - Parameter beforeWaiting: Called when nothing more can be read without waiting.
  mutating func next<Failure: Error>(
    beforeWaiting: () throws(Failure) -> Void
  ) throws(Failure) -> Line? {
    var line: [UInt8] = []
    var isTooLong = false
    var isAny = false
    while true {
      if start == end {
        if atEnd { break }
        try fill(beforeWaiting)
        continue
      }
      isAny = true
      let newline = buffer.withUnsafeBytes { source -> Int? in
        guard let base = source.baseAddress,
          let found = memchr(base + start, 0x0A, end - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
      }
      let stop = newline ?? end
      if line.count + (stop - start) > Self.limit {
        isTooLong = true
        line = Array(line.prefix(Self.beginning))
      } else if !isTooLong {
        line.append(contentsOf: buffer[start..<stop])
      }
      start = newline.map { $0 + 1 } ?? end
      if newline != nil { break }
    }
    guard isAny else { return nil }
    return isTooLong ? .tooLong(beginning: line) : .line(line)
  }

  private mutating func fill<Failure: Error>(
    _ beforeWaiting: () throws(Failure) -> Void
  ) throws(Failure) {
    if !isReady() { try beforeWaiting() }
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      // A file that cannot be read any further has ended; ``failure`` says why.
      if count < 0 { failure = String(cString: strerror(errno)) }
      start = 0
      end = max(count, 0)
      atEnd = count <= 0
      return
    }
  }

  private func isReady() -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) > 0
  }
}
