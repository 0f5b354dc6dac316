import CVectorMath

extension Tensor where Scalar: FloatingPointTensorScalar {
  /// The masses exp(x)/Σ exp(x) along the last axis, or their logarithms, by the kernel for rows; nil along
  /// another axis.
  func massRows(alongAxis axis: Int, logarithms: Bool) -> Tensor? {
    let last = rank - 1
    guard rank > 0, axis == -1 || axis == last, shape[last] > 0 else { return nil }
    return Tensor(node: .masses(node, logarithms: logarithms))
  }
}

extension Node {
  fileprivate static func masses(_ x: Node, logarithms: Bool) -> Node {
    Node(.rows(.masses(logarithms: logarithms)), Inputs(x), shape: x.shape, type: x.type)
  }
}

extension RowFunction {
  /// The masses in plain operations.
  static func masses(_ x: Node, logarithms: Bool) -> Node {
    func masses<Scalar: FloatingPointTensorScalar>(_ x: Tensor<Scalar>) -> Node {
      let logs = x - x.logSumExp(alongAxes: [-1], keepRank: true)
      return (logarithms ? logs : exp(logs)).node
    }
    return x.type == .float32 ? masses(Tensor<Float>(node: x)) : masses(Tensor<Double>(node: x))
  }

  /// With s the masses, g − s Σ g for their logarithms and s (g − Σ s g) for themselves.
  static func massContribution(_ x: Node, logarithms: Bool, upstream g: Node) -> Node {
    let axis = x.shape.count - 1
    let masses = Node.masses(x, logarithms: false)
    func total(_ rows: Node) -> Node {
      .reshape(.reduce(.sum, rows, axes: [axis]), to: x.shape.dropLast() + [1])
    }
    return logarithms ? g - masses * total(g) : masses * (g - total(masses * g))
  }

  /// Of the entropy H of logits, with s the masses: −g s (log s + H), 0 where there is no mass.
  static func entropyContribution(_ x: Node, entropy: Node, upstream g: Node) -> Node {
    let masses = Node.masses(x, logarithms: false)
    let zero = Node.constant(0, x.type)
    func column(_ rows: Node) -> Node { .reshape(rows, to: rows.shape + [1]) }
    let logs = Node.masses(x, logarithms: true) + column(entropy)
    return column(-g) * (masses * .select(.compare(.equal, masses, zero), zero, logs))
  }

  /// Of the log-mass of one class c of logits: the softmax cross-entropy's with another sign, g (1 at c − s);
  /// 0 of a class that there is none.
  static func logMassContribution(_ x: Node, _ classes: Node, upstream g: Node) -> Node {
    let count = Node.constant(Double(x.shape[x.shape.count - 1]), .int64)
    let isClass = Node.logical(
      .and, .compare(.greaterEqual, classes, .constant(0, .int64)), .compare(.less, classes, count))
    return .softmaxCrossEntropySlope(x, classes, .select(isClass, -g, .constant(0, g.type)))
  }
}

extension BulkOperations {
  static func massRows(
    _ node: Plan.Bulk, _ operand: BulkOperand, _ logarithms: Bool,
    into result: UnsafeMutableRawPointer
  ) {
    let classes = operand.shape[operand.shape.count - 1]
    let rows = operand.shape.dropLast().reduce(1, *)
    let perTask = max(1, 16_384 / classes)
    func run<T>(
      _: T.Type,
      _ kernel: (UnsafePointer<T>, Int, Int, Int32, UnsafeMutablePointer<T>) -> Void
    ) {
      let (logits, out) = (operand.typed(T.self), result.assumingMemoryBound(to: T.self))
      forEach((rows + perTask - 1) / perTask, work: min(perTask, rows) * classes * 8) { task in
        let first = task * perTask
        kernel(
          logits + first * classes, min(perTask, rows - first), classes, logarithms ? 1 : 0,
          out + first * classes)
      }
    }
    if node.type == .float32 {
      run(Float.self) { vm_class_masses_f32($0, $1, $2, $3, $4) }
    } else {
      run(Double.self) { vm_class_masses_f64($0, $1, $2, $3, $4) }
    }
  }
}
