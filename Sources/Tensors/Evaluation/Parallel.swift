import CVectorMath
import Synchronization

/// How many threads evaluations use. Results are the same bits whatever the number.
public enum ThreadCount {
  private static let limit = Atomic<Int>(0)

  /// The number of processors this process may run on.
  public static let available: Int = Int(vm_processor_count())

  /// The number in use: all available ones unless set.
  public static var current: Int {
    get {
      let value = limit.load(ordering: .relaxed)
      return value > 0 ? value : available
    }
    set { limit.store(max(1, newValue), ordering: .relaxed) }
  }
}

package enum Parallel {
  /// Whether so many nanoseconds saved may be worth sharing the work. Handing it over takes a
  /// microsecond or two where the processors share a cache. Where they do not, all that the other has
  /// written comes from afar, and small steps are slower on two than on one.
  static func mayBeWorthwhile(gain: Float) -> Bool { gain > 8_000 }

  /// Whether they are worth it now: a worker that sleeps begins some ten microseconds late, and waking
  /// it takes as long.
  @inline(__always)
  static func isWorthwhile(gain: Float) -> Bool {
    mayBeWorthwhile(gain: gain) && (gain > 25_000 || vm_sleeping_workers() == 0)
  }

  /// Calls `body` once for each index below `count`, on several threads where that is allowed. A loop
  /// within a loop stays on its thread.
  package static func forEach(_ count: Int, _ body: (Int) -> Void) {
    let threads = min(ThreadCount.current, count)
    guard threads > 1 else {
      for index in 0..<count { body(index) }
      return
    }
    withoutActuallyEscaping(body) { body in
      // The context outlives the loop, which returns only when all calls have; each index goes to
      // exactly one thread, and so no two calls share one.
      withUnsafePointer(to: Context(body: body)) { context in
        vm_for_each(
          count, Int32(threads),
          { context, index in
            context?.assumingMemoryBound(to: Context.self).pointee.body(Int(index))
          }, UnsafeMutableRawPointer(mutating: context))
      }
    }
  }

  private struct Context {
    let body: (Int) -> Void
  }
}
