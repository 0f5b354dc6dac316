import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Answer JSON Lines on standard input with JSON Lines on standard output.",
    discussion: """
      Each line is a request, {"id": any, "op": NAME, ...}, and gets one answer line, in order:
      {"id": same, "value": ...}, or {"id": same, "failure": {"code": ..., "message": ...}}.
      The exit status is 0 if every line was answered with a value, else 1.

      Example:
        echo '{"id": 1, "op": "kl", "p": "Normal(0, 1)", "q": "Normal(1, 2)"}' \\
          | distributions evaluate
      """)

  func run() throws {
    var reader = LineReader(descriptor: STDIN_FILENO)
    var output = StandardOutput()
    var writer = JSONWriter()
    var allAnswered = true
    // Answers wait for others only as long as those come quickly.
    var lastFlush = ContinuousClock.now
    do {
      while let line = try reader.next(beforeWaiting: { () throws(OutputError) in
        try output.flush()
      }) {
        writer.bytes.removeAll(keepingCapacity: writer.bytes.capacity <= 1 << 20)
        if !Answering.answer(line, to: &writer) { allAnswered = false }
        try output.write(writer.bytes)
        let now = ContinuousClock.now
        if now - lastFlush > .milliseconds(50) {
          try output.flush()
          lastFlush = now
        }
      }
      try output.flush()
    } catch .closedPipe {
      throw ExitCode(1)
    }
    if let reason = reader.failure {
      throw CommandFailure("Cannot read standard input: \(reason).")
    }
    if !allAnswered { throw ExitCode(1) }
  }
}
