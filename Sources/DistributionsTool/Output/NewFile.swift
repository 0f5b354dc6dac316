#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that appears under its name only when it is whole: it is written beside its place and
/// renamed. Without ``commit()`` nothing is left.
struct NewFile: ~Copyable {
  private let path: String
  private let temporaryPath: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  /// - Throws: where the folder is missing or may not be written to.
  init(path: String) throws(OutputError) {
    let temporaryPath = "\(path).\(getpid()).partial"
    let descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_TRUNC, 0o666)
    guard descriptor >= 0 else {
      throw .failed(path: path, reason: String(cString: strerror(errno)))
    }
    self.path = path
    self.temporaryPath = temporaryPath
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
    unlink(temporaryPath)
  }

  mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= 1 << 16 { try flush() }
  }

  private mutating func flush() throws(OutputError) {
    try writeAll(buffer, to: descriptor, path: path)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Gives the file its name, in the place of whatever had it.
  mutating func commit() throws(OutputError) {
    try flush()
    guard fsync(descriptor) == 0 || errno == EINVAL, rename(temporaryPath, path) == 0 else {
      throw .failed(path: path, reason: String(cString: strerror(errno)))
    }
  }
}
