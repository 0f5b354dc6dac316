import CVectorMath

extension RowFunction {
  /// The squared lengths of L⁻¹ (x − m), in plain operations; the table is L and under it m.
  static func whitenedLength(_ x: Node, _ table: Node) -> Node {
    let n = x.shape[x.shape.count - 1]
    let (rows, whole) = (Tensor<Double>(node: x), Tensor<Double>(node: table))
    let distance = rows - whole.sliced(n..<n + 1)
    let column = distance.reshaped(to: distance.shape + [1])
    let z = whole.sliced(0..<n).triangularSolve(column)
    return (z * z).sum(alongAxes: [-2, -1]).node
  }
}

extension Tensor where Scalar == Double {
  /// |L⁻¹ (x − m)|² of vectors x along the last axis, of one lower triangular L, whose other triangle is
  /// not read, and one m.
  package func whitenedLengths(factor: Tensor, mean: Tensor) -> Tensor {
    let n = shape.last ?? 0
    precondition(
      factor.shape == [n, n] && mean.shape == [n],
      "whitenedLengths: vectors of shape \(shape), factor \(factor.shape), mean \(mean.shape)")
    let table = Tensor(concatenating: [factor, mean.expandingShape(at: 0)], alongAxis: 0)
    return Tensor(
      node: Node(
        .rows(.whitenedLength), Inputs(node, table.node), shape: Array(shape.dropLast()),
        type: .float64))
  }
}

extension BulkOperations {
  static func whitenedRows(
    _ node: Plan.Bulk, _ operands: [BulkOperand], into result: UnsafeMutableRawPointer
  ) {
    let n = operands[1].shape[1]
    // L, made ready once in a task, and 32 vectors.
    inPieces(
      of: node, length: n, work: n * (n + 8), room: n * (n + 3) / 2 + 32 * n + 8, result
    ) { rows, work, out in
      let (x, table) = (operands[0].typed(Double.self), operands[1].typed(Double.self))
      vm_whitened_rows(n, table, x + rows.lowerBound * n, rows.count, work, out)
    }
  }

  /// Calls `body` with the rows of the result, some hundreds at a time, memory to work in and the place
  /// of the first of their results.
  static func inPieces(
    of node: Plan.Bulk, length: Int, work: Int, room: Int, _ result: UnsafeMutableRawPointer,
    _ body: (Range<Int>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
  ) {
    let out = result.assumingMemoryBound(to: Double.self)
    let rows = node.count
    let perTask = max(256, min(16_384 / max(length, 1), rows))
    forEach((rows + perTask - 1) / perTask, work: min(perTask, rows) * work) { task in
      let first = task * perTask
      withUnsafeTemporaryAllocation(of: Double.self, capacity: room) { memory in
        guard let memory = memory.baseAddress else { return }
        body(first..<min(rows, first + perTask), memory, out + first)
      }
    }
  }
}
