import CVectorMath
import Dispatch
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

enum Parallel {
  /// Calls `body` once for each index below `count`, on several threads where that is allowed.
  static func forEach(_ count: Int, _ body: (Int) -> Void) {
    let threads = min(ThreadCount.current, count)
    guard threads > 1 else {
      for index in 0..<count { body(index) }
      return
    }
    let next = SharedCounter()
    withoutActuallyEscaping(body) { body in
      // Each index goes to exactly one thread, and `concurrentPerform` returns only when all are
      // done, so the body outlives its use and no two calls share an index.
      nonisolated(unsafe) let work = body
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        while true {
          let index = next.take()
          if index >= count { break }
          work(index)
        }
      }
    }
  }

  private final class SharedCounter: Sendable {
    private let value = Atomic<Int>(0)
    func take() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
  }
}
