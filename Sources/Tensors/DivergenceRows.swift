import CVectorMath

extension RowFunction {
  /// KL of the weights of rows, in plain operations.
  ///
  /// With P and Q the sums of a row, and q scaled to the sum of p unless they are nearly the same,
  ///
  /// ```
  /// KL = (Σ (pᵢ log(pᵢ/qᵢ) − pᵢ + qᵢ) − (P log(P/Q) − P + Q))/P.
  /// ```
  ///
  /// Of weights that sum to nearly the same the second part is of the second order in what they differ by,
  /// and no digits of nearly equal ones are lost. A negative weight makes its term NaN, unless a sum that
  /// is not positive has turned its sign.
  static func divergence(_ p: Node, _ q: Node) -> Node {
    func sum(_ rows: Node) -> Node { .reduce(.sum, rows, axes: [rows.shape.count - 1]) }
    let type = p.type
    let zero = Node.constant(0, type)
    let (own, other) = (sum(p), sum(q))
    let scale = scale(of: own, other)
    let scaled = q * .reshape(scale, to: scale.shape + [1])
    let terms = sum(.binary(.massDivergence, p, scaled))
    let value = (terms - .binary(.massDivergence, own, other * scale)) / own
    let isValid = Node.logical(
      .and, .compare(.greater, own, zero), .compare(.greater, other, zero))
    return .select(isValid, .binary(.maximum, value, zero), .constant(.nan, type))
  }

  /// What q is multiplied by: nothing where its sum is nearly that of p, which makes it the same elsewhere.
  private static func scale(of own: Node, _ other: Node) -> Node {
    let isNear = Node.compare(
      .lessEqual, .unary(.absolute, own - other), .constant(1e-4, own.type) * own)
    return .select(isNear, .constant(1, own.type), own / other)
  }

  /// Of KL(p‖q) of weights its derivative by q times g: with c q in place of q, as above, P and Q their sums and
  /// R = Q − P from the differences
  ///
  /// ```
  /// g c (q/Q − p/P)/q = g c ((q − p) − p R/P)/(q Q),
  /// ```
  ///
  /// g c/Q where p is 0, and 0 where g is. Not a number where the divergence is none.
  static func divergenceSlope(_ p: Node, _ q: Node, upstream g: Node) -> Node {
    func column(_ rows: Node) -> Node { .reshape(rows, to: rows.shape + [1]) }
    func sum(_ rows: Node) -> Node { .reduce(.sum, rows, axes: [rows.shape.count - 1]) }
    let (one, zero) = (Node.constant(1, p.type), Node.constant(0, p.type))
    let (own, other) = (sum(p), sum(q))
    let scale = scale(of: own, other)
    let scaled = q * column(scale)
    let rise = sum(scaled - p)
    let divergence = divergence(p, q)
    let isLaw = Node.compare(.equal, divergence, divergence)
    let rate = Node.select(isLaw, g * scale / (other * scale), .constant(.nan, p.type))
    let isNothing = Node.logical(.and, isLaw, .compare(.equal, g, zero))
    let isAbsent = Node.compare(.equal, p, zero)
    let slope = ((scaled - p) - p * column(rise / own)) / .select(isAbsent, one, scaled)
    return .select(column(isNothing), zero, column(rate) * .select(isAbsent, one, slope))
  }
}

extension Tensor where Scalar: FloatingPointTensorScalar {
  /// KL(p‖q) of weights along the last axis, as long in both, the axes before it broadcast.
  package static func weightDivergence(_ p: Tensor, _ q: Tensor) -> Tensor {
    divergence(.weightDivergence, p, q)
  }

  /// KL(p‖q) of classes from their logits along the last axis, as many in both, the axes before it
  /// broadcast; `meaning` is the same in plain operations.
  package static func logitDivergence(
    _ p: Tensor, _ q: Tensor, meaning: @escaping @Sendable (Tensor, Tensor) -> Tensor
  ) -> Tensor {
    let expansion = RowMeaning { meaning(Tensor(node: $0[0]), Tensor(node: $0[1])).node }
    return divergence(.logitDivergence(expansion), p, q)
  }

  private static func divergence(_ function: RowFunction, _ p: Tensor, _ q: Tensor) -> Tensor {
    let (a, b) = (p.shape, q.shape)
    guard !a.isEmpty, !b.isEmpty, a.last == b.last, let shape = broadcastShape(a, b) else {
      preconditionFailure("divergence: classes of shapes \(a) and \(b)")
    }
    let inputs = Inputs(.broadcast(p.node, to: shape), .broadcast(q.node, to: shape))
    return Tensor(
      node: Node(.rows(function), inputs, shape: Array(shape.dropLast()), type: p.node.type))
  }
}

/// What a function of the rows of its operands means, in plain operations.
final class RowMeaning: Sendable {
  let expand: @Sendable ([Node]) -> Node
  init(_ expand: @escaping @Sendable ([Node]) -> Node) { self.expand = expand }
}

/// Replaces the numbers that are not above `least` and finite by what `replacement` gives for their places.
package func replaceNumbers(
  notAbove least: Double, _ numbers: UnsafeMutableBufferPointer<Double>,
  by replacement: (Int) -> Double
) {
  guard let base = numbers.baseAddress else { return }
  var place = vm_first_outside(least, base, numbers.count)
  while place < numbers.count {
    numbers[place] = replacement(place)
    place += 1
    place += vm_first_outside(least, base + place, numbers.count - place)
  }
}

/// KL of one row of weights from another, as long.
package func weightDivergence(
  _ p: UnsafeBufferPointer<Double>, _ q: UnsafeBufferPointer<Double>
) -> Double {
  precondition(p.count == q.count)
  guard let first = p.baseAddress, let second = q.baseAddress else { return .nan }
  var value = 0.0
  vm_divergence_rows_f64(first, second, 1, p.count, &value)
  return value
}

// MARK: - Evaluation

extension BulkOperations {
  typealias RowKernel<T> = (
    UnsafePointer<T>?, UnsafePointer<T>?, Int, Int, UnsafeMutablePointer<T>?
  ) -> Void

  static func divergenceRows(
    _ node: Plan.Bulk, _ operands: [BulkOperand], into result: UnsafeMutableRawPointer,
    _ doubles: RowKernel<Double>, _ floats: RowKernel<Float>
  ) {
    let classes = operands[0].shape[operands[0].shape.count - 1]
    let rows = operands[0].shape.dropLast().reduce(1, *)
    let perTask = max(1, 16_384 / max(classes, 1))
    let tasks = (rows + perTask - 1) / perTask
    func run<T>(_ kernel: RowKernel<T>) {
      let (p, q) = (operands[0].typed(T.self), operands[1].typed(T.self))
      let out = result.assumingMemoryBound(to: T.self)
      forEach(tasks, work: min(perTask, rows) * classes * 8) { task in
        let first = task * perTask
        kernel(
          p + first * classes, q + first * classes, min(perTask, rows - first), classes, out + first
        )
      }
    }
    if node.type == .float32 { run(floats) } else { run(doubles) }
  }

  typealias SlopeKernel<T> = (
    UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>, Int, Int, Int, UnsafeMutablePointer<T>,
    UnsafeMutablePointer<T>
  ) -> Void

  /// What kernels make of rows of both operands and a number for each of the third, which may be one for all,
  /// with memory for a row.
  static func divergenceSlopes(
    _ node: Plan.Bulk, _ operands: [BulkOperand], into result: UnsafeMutableRawPointer,
    _ doubles: SlopeKernel<Double>, _ floats: SlopeKernel<Float>
  ) {
    let classes = operands[0].shape[operands[0].shape.count - 1]
    let rows = operands[0].shape.dropLast().reduce(1, *)
    let step = operands[2].isOneNumber ? 0 : 1
    let perTask = max(1, 16_384 / max(classes, 1))
    func run<T>(_ kernel: SlopeKernel<T>) {
      let (p, q, g) = (
        operands[0].typed(T.self), operands[1].typed(T.self), operands[2].typed(T.self)
      )
      let out = result.assumingMemoryBound(to: T.self)
      forEach((rows + perTask - 1) / perTask, work: min(perTask, rows) * classes * 12) { task in
        let first = task * perTask
        let scratch = Buffer(bytes: (classes + 16) * MemoryLayout<T>.stride)
        withExtendedLifetime(scratch) {
          kernel(
            p + first * classes, q + first * classes, g + first * step, step,
            min(perTask, rows - first), classes, scratch.typed(T.self), out + first * classes)
        }
      }
    }
    if node.type == .float32 { run(floats) } else { run(doubles) }
  }
}
