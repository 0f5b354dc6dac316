#if canImport(Glibc)
  import Glibc
#endif

/// Something to time.
struct Case: Sendable {
  /// What its peers in Python call it too.
  let name: String
  /// Who is measured: this package, or a C loop.
  let peer: String
  /// How many elements (or calls) one run takes care of.
  let elements: Int
  /// Prepares the data and gives what is to be timed.
  let prepare: @Sendable () -> () -> Void

  init(
    _ name: String, peer: String = "swift", elements: Int,
    prepare: @escaping @Sendable () -> () -> Void
  ) {
    self.name = name
    self.peer = peer
    self.elements = elements
    self.prepare = prepare
  }
}

/// The care taken with each case.
struct Harness {
  /// Runs before anything is measured: caches, pages, processor frequency.
  var warmUp: Duration = .milliseconds(300)
  /// A sample repeats the case until it takes this long, so that the clock's grain is nothing.
  var sampleLength: Duration = .milliseconds(20)
  /// The samples, of which the median counts.
  var samples = 15

  /// The times of the samples in nanoseconds a run, smallest first.
  func measure(_ body: () -> Void) -> [Double] {
    let clock = ContinuousClock()
    let start = clock.now
    var runs = 0
    repeat {
      body()
      runs += 1
    } while clock.now - start < warmUp
    let each = (clock.now - start) / runs
    let repetitions = max(1, Int((sampleLength / max(each, .nanoseconds(1))).rounded(.up)))
    let times = (0..<samples).map { _ in
      let elapsed = clock.measure { for _ in 0..<repetitions { body() } }
      return elapsed / .nanoseconds(1) / Double(repetitions)
    }
    return times.sorted()
  }
}

/// Keeps a result from being optimised away.
@_optimize(none)
func keep<Value>(_ value: Value) {}

/// The largest resident size so far, in bytes; nil where the system does not tell.
func residentPeak() -> Double? {
  #if os(Linux)
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return nil }
    return Double(usage.ru_maxrss) * 1024
  #else
    return nil
  #endif
}
