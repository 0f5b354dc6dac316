import Tensors

/// Calls `body` with ranges of `atOnce` rows, the last shorter, that together are all of them, on several
/// threads.
func concurrentRows(_ count: Int, atOnce: Int, _ body: (Range<Int>) -> Void) {
  let length = max(atOnce, 1)
  Parallel.forEach((count + length - 1) / length) { piece in
    body(piece * length..<min(count, (piece + 1) * length))
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
