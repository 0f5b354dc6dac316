#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A line on standard error that counts, if that is a terminal and the work takes a while.
struct Progress {
  private let total: Int?
  private let what: String
  private let isShown: Bool
  private let start = ContinuousClock.now
  private var done = 0
  private var lastShown = ContinuousClock.now
  private var isOnLine = false

  /// - Parameter total: How many there will be, where that is known.
  init(of total: Int?, what: String) {
    self.total = total
    self.what = what
    isShown = isatty(STDERR_FILENO) == 1
  }

  mutating func advance(by count: Int = 1) {
    let before = done
    done += count
    guard isShown, before / 16 != done / 16 || done == total else { return }
    let now = ContinuousClock.now
    guard now - start > .seconds(1), now - lastShown > .milliseconds(100) else { return }
    lastShown = now
    isOnLine = true
    let all = total.map { " of \($0)" } ?? ""
    try? writeAll(Array("\r\(done)\(all) \(what)\u{1B}[K".utf8), to: STDERR_FILENO)
  }

  /// Clears the line.
  mutating func end() {
    if isOnLine { try? writeAll(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
    isOnLine = false
  }
}
