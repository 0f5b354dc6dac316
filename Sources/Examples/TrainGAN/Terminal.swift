import Foundation
import Synchronization

/// What a person sees while training runs: on standard error, so that output stays clean.
enum Terminal {
  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }
}

/// Ctrl-C as a wish to stop after the present step.
enum Interruption {
  private static let flag = Atomic<Bool>(false)

  static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// From now on the first Ctrl-C is a wish; the second ends the process as ever.
  static func watch() {
    _ = isRequested
    // Whoever started this process may have blocked the signals, which is inherited.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&signals, number)
      signal(number) { received in
        Interruption.flag.store(true, ordering: .relaxed)
        signal(received, SIG_DFL)
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}

/// One line that is written over on a terminal, and a plain line now and then elsewhere.
struct ProgressLine {
  private let total: Int
  private let first: Int
  private let rowsPerStep: Int
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now
  private let interval: Duration
  private let isInteractive = Terminal.isInteractive
  private var width = 0

  /// - Parameters:
  ///   - first: Steps that were done before.
  ///   - rowsPerStep: Real rows that a step shows to the critic.
  init(total: Int, first: Int, rowsPerStep: Int) {
    self.total = total
    self.first = first
    self.rowsPerStep = rowsPerStep
    interval = .milliseconds(isInteractive ? 100 : 5_000)
  }

  mutating func show(
    step: Int, critic: Double, distance: Double, generator: Double, isLast: Bool
  ) {
    let now = ContinuousClock.now
    guard isLast || now - last >= interval else { return }
    last = now
    let seconds = max((now - start) / .seconds(1), 1e-9)
    let rate = Double(step - first) / seconds
    let left = rate > 0 ? Double(total - step) / rate : 0
    var line = "step \(step)/\(total)"
    line += "  distance \(Self.short(distance))"
    line += "  critic \(Self.short(critic))  generator \(Self.short(generator))"
    line += "  \(Int(rate * Double(rowsPerStep))) rows/s"
    line += isLast ? "  \(Self.clock(seconds))" : "  \(Self.clock(left)) left"
    if isInteractive {
      let padding = String(repeating: " ", count: max(0, width - line.count))
      width = line.count
      FileHandle.standardError.write(Data(("\r" + line + padding + (isLast ? "\n" : "")).utf8))
    } else {
      Terminal.note(line)
    }
  }

  private static func short(_ value: Double) -> String { String(format: "%.4f", value) }

  private static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(.up), 1e9))
    return String(format: "%d:%02d", whole / 60, whole % 60)
  }
}
