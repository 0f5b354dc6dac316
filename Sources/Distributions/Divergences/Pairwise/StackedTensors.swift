import Tensors

/// Whether two lists are one: as where all pairs of a list with itself are wanted.
func areSameList<Element>(_ a: [Element], _ b: [Element]) -> Bool {
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { a.baseAddress == $0.baseAddress && a.count == $0.count }
  }
}

/// Tensors of one dimension less as the rows of one, filled up where they are shorter; copied as they
/// lie, which for hundreds of small ones costs far less than a node for each.
func stacked(
  _ tensors: [Tensor<Double>], rowLength: Int, shape: [Int], filledWith fill: Double = .nan
) -> Tensor<Double> {
  Tensor(shape: [tensors.count] + shape) { (buffer: UnsafeMutableBufferPointer<Double>) in
    concurrentRows(tensors.count, atOnce: max(1, 32_768 / max(rowLength, 1))) { rows in
      for row in rows {
        let target = UnsafeMutableBufferPointer(
          rebasing: buffer[row * rowLength..<(row + 1) * rowLength])
        tensors[row].withUnsafeScalars { numbers in
          let rest = target[target.update(fromContentsOf: numbers)...]
          UnsafeMutableBufferPointer(rebasing: rest).initialize(repeating: fill)
        }
      }
    }
  }
}
