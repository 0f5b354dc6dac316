#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The program that draws: scripts go to it through a pipe.
enum Gnuplot {
  /// Where a picture goes.
  enum Destination {
    /// A file whose name ends in .svg or .png, in the given size.
    case file(String, width: Int, height: Int)
    /// Characters on standard output.
    case terminal(rows: Int)
  }

  /// Blue, orange, green, purple, vermilion, sky, black: colours that the colour-blind tell apart.
  ///
  /// Source: M. Okabe, K. Ito, "Color universal design", 2002.
  static let colours = [
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#000000",
  ]

  /// Draws a script. A file appears whole or not at all.
  static func draw(_ script: String, to destination: Destination) throws {
    switch destination {
    case .terminal(let rows):
      let columns = terminalColumns()
      try run("set terminal dumb noenhanced size \(columns),\(rows)\n" + script)
    case .file(let path, let width, let height):
      let kind = path.hasSuffix(".png") ? "pngcairo" : "svg"
      let partial = "\(path).\(getpid()).partial"
      defer { unlink(partial) }
      // Where gnuplot cannot open its output it draws to standard output instead.
      let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
      guard descriptor >= 0 else {
        throw OutputError.failed(path: path, reason: String(cString: strerror(errno)))
      }
      close(descriptor)
      try run(
        """
        set terminal \(kind) noenhanced size \(width),\(height) font 'sans,12' background '#FFFFFF'
        set output \(quoted(partial))
        \(script)
        unset output

        """)
      guard rename(partial, path) == 0 else {
        throw OutputError.failed(path: path, reason: String(cString: strerror(errno)))
      }
    }
  }

  /// Text between single quotes.
  static func quoted(_ text: String) -> String {
    let quote = text.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + quote.joined(separator: "''").filter { !$0.isNewline } + "'"
  }

  private static func terminalColumns() -> Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return 79 }
    return min(Int(size.ws_col) - 1, 160)
  }

  private static func run(_ script: String) throws {
    // A program that ends before it has read everything is seen by its status.
    let handler = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, handler) }
    guard let pipe = popen("gnuplot -", "w") else {
      throw CommandFailure("No picture was drawn: gnuplot cannot be started.")
    }
    fputs(script, pipe)
    let status = pclose(pipe)
    if status == 127 << 8 {
      throw CommandFailure(
        "No picture was drawn: gnuplot is not installed (on Debian: apt-get install gnuplot-nox).")
    }
    guard status == 0 else {
      throw CommandFailure("No picture was drawn: gnuplot ended with status \(status >> 8).")
    }
  }
}
