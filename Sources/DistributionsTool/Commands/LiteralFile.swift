import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files with a distribution literal a line.
enum LiteralFile {
  /// The distributions of a file; `-` is standard input. Empty lines and those that begin with #
  /// do not count.
  static func distributions(in path: String) throws -> [any Distribution<Double>] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw CommandFailure("Cannot read \(path): \(String(cString: strerror(errno))).")
    }
    defer { if path != "-" { close(descriptor) } }
    var reader = LineReader(descriptor: descriptor)
    var distributions: [any Distribution<Double>] = []
    var number = 0
    while let line = reader.next(beforeWaiting: {}) {
      number += 1
      guard case .line(let bytes) = line, let text = String(validating: bytes, as: UTF8.self) else {
        throw CommandFailure("\(path), line \(number) is not text.")
      }
      let start = text.first { !$0.isWhitespace }
      guard let start, start != "#" else { continue }
      do {
        distributions.append(try distribution(parsing: text))
      } catch {
        throw CommandFailure("\(path), line \(number): \(error.description)")
      }
    }
    if let reason = reader.failure { throw CommandFailure("Cannot read \(path): \(reason).") }
    guard !distributions.isEmpty else {
      throw CommandFailure("\(path) holds no distribution; write one literal a line.")
    }
    return distributions
  }
}
