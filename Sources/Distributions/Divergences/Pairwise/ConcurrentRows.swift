import Dispatch
import Synchronization

/// Calls `body` with ranges of rows that together are all of them, on several threads.
func concurrentRows(_ count: Int, atOnce: Int, _ body: (Range<Int>) -> Void) {
  let pieces = (count + atOnce - 1) / max(atOnce, 1)
  let threads = min(ThreadCount.current, pieces)
  guard threads > 1 else {
    if count > 0 { body(0..<count) }
    return
  }
  let next = Atomic<Int>(0)
  withoutActuallyEscaping(body) { body in
    // Each range goes to exactly one thread, and `concurrentPerform` returns only when all are done,
    // so the body outlives its use and no two calls share a row.
    nonisolated(unsafe) let work = body
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while true {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if piece >= pieces { break }
        work(piece * atOnce..<min(count, (piece + 1) * atOnce))
      }
    }
  }
}

/// A matrix of numbers whose rows are written by several threads; `finish` is given all of it.
func matrixByRows(
  _ rows: Int, _ columns: Int, _ write: (Int, UnsafeMutablePointer<Double>) -> Void,
  finish: (UnsafeMutablePointer<Double>) -> Void = { _ in }
) -> Tensor<Double> {
  Tensor<Double>(shape: [rows, columns]) { (buffer: UnsafeMutableBufferPointer<Double>) in
    guard let base = buffer.baseAddress, columns > 0 else { return }
    // Some thousand numbers at a time.
    concurrentRows(rows, atOnce: max(1, 8192 / columns)) { range in
      for row in range { write(row, base + row * columns) }
    }
    finish(base)
  }
}
