import CVectorMath

extension Tensor where Scalar: FloatingPointTensorScalar {
  /// The log of the mass that each row of weights, or of logits, gives to one class: −∞ of an index outside,
  /// NaN of a row that is no law. `meaning` is the same in plain operations.
  ///
  /// - Precondition: There are as many indices as rows, and classes.
  package static func classLogMass(
    _ rows: Tensor, areLogits: Bool, atIndices indices: Tensor<Int64>,
    meaning: @escaping @Sendable (Tensor, Tensor<Int64>) -> Tensor
  ) -> Tensor {
    precondition(
      rows.rank > 0 && Array(rows.shape.dropLast()) == indices.shape,
      "classLogMass: rows of shape \(rows.shape), indices of shape \(indices.shape)")
    let expansion = RowMeaning {
      meaning(Tensor(node: $0[0]), Tensor<Int64>(node: $0[1])).node
    }
    return Tensor(
      node: Node(
        .rows(.classLogMass(expansion, logits: areLogits)), Inputs(rows.node, indices.node),
        shape: indices.shape, type: Scalar.scalarType))
  }

  /// The entropy of each row of weights, or of logits; `meaning` is the same in plain operations.
  package static func classEntropy(
    _ rows: Tensor, areLogits: Bool, meaning: @escaping @Sendable (Tensor) -> Tensor
  ) -> Tensor {
    precondition(rows.rank > 0, "classEntropy: rank 0")
    let expansion = RowMeaning { meaning(Tensor(node: $0[0])).node }
    return Tensor(
      node: Node(
        .rows(.classEntropy(expansion, logits: areLogits)), Inputs(rows.node),
        shape: Array(rows.shape.dropLast()), type: Scalar.scalarType))
  }

  /// The class of each row that has one 1 and is 0 else: as many as there are classes for a row that is
  /// none such, and one more for a row whose sum is NaN.
  package var oneHotClasses: Tensor<Int64> {
    precondition(rank > 0, "oneHotClasses: rank 0")
    return Tensor<Int64>(
      node: Node(
        .rows(.oneHotClasses), Inputs(node), shape: Array(shape.dropLast()), type: .int64))
  }

  /// The entry at each index of a list, the last one for every index that names none before it.
  package func entries(atIndices indices: Tensor<Int64>) -> Tensor {
    precondition(rank == 1 && scalarCount > 0, "entries: of a tensor of shape \(shape)")
    return Tensor(
      node: Node(
        .rows(.entries), Inputs(node, indices.node), shape: indices.shape,
        type: Scalar.scalarType))
  }
}

extension Node {
  static func oneHot(_ indices: Node, depth: Int, _ type: ScalarType) -> Node {
    Node(
      .rows(.oneHot(depth: depth, type)), Inputs(indices), shape: indices.shape + [depth],
      type: type)
  }
}

extension RowFunction {
  /// The class of one-hot rows, in plain operations.
  static func oneHotClasses(_ x: Node) -> Node {
    let axis = x.shape.count - 1
    let classes = Double(x.shape[axis])
    func sum(_ rows: Node) -> Node { .reduce(.sum, rows, axes: [axis]) }
    func count(_ mask: Node) -> Node { sum(.convert(mask, to: .float64)) }
    let (zero, one) = (Node.constant(0, x.type), Node.constant(1, x.type))
    let isOdd = Node.logical(.and, .compare(.notEqual, x, zero), .compare(.notEqual, x, one))
    let isClass = Node.logical(
      .and, .compare(.equal, count(isOdd), .constant(0, .float64)),
      .compare(.equal, count(.compare(.equal, x, one)), .constant(1, .float64)))
    let total = sum(x)
    let none = Node.select(
      .compare(.equal, total, total), .constant(classes, .int64), .constant(classes + 1, .int64))
    return .select(isClass, .argmax(x, axis: axis), none)
  }

  /// One-hot rows, in plain operations.
  static func oneHot(_ indices: Node, depth: Int, _ type: ScalarType) -> Node {
    let classes = Tensor<Int64>((0..<depth).map { Int64($0) }).node
    return .convert(
      .compare(.equal, .reshape(indices, to: indices.shape + [1]), classes), to: type)
  }

  /// Entries of a table, in plain operations.
  static func entries(_ table: Node, _ indices: Node) -> Node {
    let last = Node.constant(Double(table.count - 1), .int64)
    let isInside = Node.logical(
      .and, .compare(.greaterEqual, indices, .constant(0, .int64)),
      .compare(.less, indices, last))
    return .gather(table, .select(isInside, indices, last), axis: 0)
  }
}

// MARK: - Evaluation

extension BulkOperations {
  /// Calls a kernel for pieces of some 16,000 numbers of rows of a length; `body` is given the rows.
  private static func forEachPiece(
    of rows: Int, length: Int, work: Int, _ body: (Range<Int>) -> Void
  ) {
    let perTask = max(1, 16_384 / max(length, 1))
    forEach((rows + perTask - 1) / perTask, work: min(perTask, rows) * max(length, 1) * work) {
      body($0 * perTask..<min(rows, ($0 + 1) * perTask))
    }
  }

  static func classLogMass(
    _ node: Plan.Bulk, _ operands: [BulkOperand], _ logits: Bool,
    into result: UnsafeMutableRawPointer
  ) {
    let classes = operands[0].shape[operands[0].shape.count - 1]
    let indices = operands[1].typed(Int64.self)
    func run<T>(
      _: T.Type,
      _ kernel: (UnsafePointer<T>, Int32, UnsafePointer<Int64>, Int, Int, UnsafeMutablePointer<T>)
        -> Void
    ) {
      let (x, out) = (operands[0].typed(T.self), result.assumingMemoryBound(to: T.self))
      forEachPiece(of: node.count, length: classes, work: 2) { rows in
        let first = rows.lowerBound
        kernel(
          x + first * classes, logits ? 1 : 0, indices + first, rows.count, classes, out + first)
      }
    }
    if node.type == .float32 {
      run(Float.self) { vm_class_log_mass_f32($0, $1, $2, $3, $4, $5) }
    } else {
      run(Double.self) { vm_class_log_mass_f64($0, $1, $2, $3, $4, $5) }
    }
  }

  static func classEntropy(
    _ node: Plan.Bulk, _ operand: BulkOperand, _ logits: Bool,
    into result: UnsafeMutableRawPointer
  ) {
    let classes = operand.shape[operand.shape.count - 1]
    func run<T>(
      _: T.Type, _ kernel: (UnsafePointer<T>, Int32, Int, Int, UnsafeMutablePointer<T>) -> Void
    ) {
      let (x, out) = (operand.typed(T.self), result.assumingMemoryBound(to: T.self))
      forEachPiece(of: node.count, length: classes, work: 2) { rows in
        let first = rows.lowerBound
        kernel(x + first * classes, logits ? 1 : 0, rows.count, classes, out + first)
      }
    }
    if node.type == .float32 {
      run(Float.self) { vm_class_entropy_f32($0, $1, $2, $3, $4) }
    } else {
      run(Double.self) { vm_class_entropy_f64($0, $1, $2, $3, $4) }
    }
  }

  static func oneHotClasses(
    _ node: Plan.Bulk, _ operand: BulkOperand, into result: UnsafeMutableRawPointer
  ) {
    let classes = operand.shape[operand.shape.count - 1]
    let out = result.assumingMemoryBound(to: Int64.self)
    forEachPiece(of: node.count, length: classes, work: 1) { rows in
      let first = rows.lowerBound
      if operand.type == .float32 {
        vm_one_hot_classes_f32(
          operand.typed(Float.self) + first * classes, rows.count, classes, out + first)
      } else {
        vm_one_hot_classes_f64(
          operand.typed(Double.self) + first * classes, rows.count, classes, out + first)
      }
    }
  }

  /// Pieces are cleared and given their ones while they are in cache.
  static func oneHot(
    _ node: Plan.Bulk, _ operand: BulkOperand, into result: UnsafeMutableRawPointer
  ) {
    let depth = node.shape[node.shape.count - 1]
    let indices = operand.typed(Int64.self)
    guard depth > 0 else { return }
    func run<T: BinaryFloatingPoint>(_: T.Type) {
      let out = result.assumingMemoryBound(to: T.self)
      forEachPiece(of: node.count / depth, length: 8 * depth, work: 1) { rows in
        let first = out + rows.lowerBound * depth
        first.update(repeating: 0, count: rows.count * depth)
        for row in 0..<rows.count {
          let index = indices[rows.lowerBound + row]
          if index >= 0, index < depth { first[row * depth + Int(index)] = 1 }
        }
      }
    }
    if node.type == .float32 { run(Float.self) } else { run(Double.self) }
  }

  static func entries(
    _ node: Plan.Bulk, _ operands: [BulkOperand], into result: UnsafeMutableRawPointer
  ) {
    let count = operands[0].shape[0] - 1
    let indices = operands[1].typed(Int64.self)
    forEachPiece(of: node.count, length: 1, work: 1) { piece in
      let first = piece.lowerBound
      if node.type == .float32 {
        vm_entries_f32(
          operands[0].typed(Float.self), count, indices + first,
          result.assumingMemoryBound(to: Float.self) + first, piece.count)
      } else {
        vm_entries_f64(
          operands[0].typed(Double.self), count, indices + first,
          result.assumingMemoryBound(to: Double.self) + first, piece.count)
      }
    }
  }
}
