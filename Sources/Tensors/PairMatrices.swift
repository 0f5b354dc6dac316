/// The divergences of all pairs of two lists of laws that are rows of numbers, computed as a whole.
final class PairMatrix: Sendable {
  let kind: PairMatrixKind
  let write: PairMatrixWriter
  /// The same of the two lists, in plain operations.
  let expand: @Sendable ([Node]) -> Node

  init(
    _ kind: PairMatrixKind, write: @escaping PairMatrixWriter,
    expand: @escaping @Sendable ([Node]) -> Node
  ) {
    (self.kind, self.write, self.expand) = (kind, write, expand)
  }
}

/// What the rows are: a function that writes the matrix depends on nothing else.
package enum PairMatrixKind: Sendable {
  case categorical(logits: Bool, otherLogits: Bool)
  case dirichlet

  var code: Int {
    switch self {
    case .categorical(let own, let other): (own ? 1 : 0) | (other ? 2 : 0)
    case .dirichlet: 4
    }
  }
}

/// Rows of one length, one after the other.
package struct MatrixRows: Equatable {
  package let numbers: UnsafePointer<Double>
  package let count: Int
  package let length: Int
}

/// Writes the matrix of two lists, a row for each law of the first.
package typealias PairMatrixWriter =
  @Sendable (MatrixRows, MatrixRows, UnsafeMutablePointer<Double>) -> Void

extension Tensor where Scalar: FloatingPointTensorScalar {
  /// The matrix of laws of shapes [n, 1, k] and [m, k] or [1, m, k], or of these the other way about; nil
  /// of other shapes and of few laws. `meaning` is the same in plain operations.
  package static func pairMatrix(
    _ kind: PairMatrixKind, _ p: Tensor, _ q: Tensor, write: @escaping PairMatrixWriter,
    meaning: @escaping @Sendable (Tensor<Double>, Tensor<Double>) -> Tensor<Double>
  ) -> Tensor? {
    func isColumn(_ shape: [Int]) -> Bool { shape.count == 3 && shape[1] == 1 }
    func isRow(_ shape: [Int]) -> Bool {
      shape.count == 2 || (shape.count == 3 && shape[0] == 1)
    }
    func laws(_ x: Tensor) -> (rows: Node, count: Int) {
      let length = x.shape.last ?? 0
      let count = x.shape.dropLast().reduce(1, *)
      return (.convert(.reshape(x.node, to: [count, length]), to: .float64), count)
    }
    let isTransposed = isRow(p.shape) && isColumn(q.shape)
    guard isTransposed || (isColumn(p.shape) && isRow(q.shape)) else { return nil }
    let (own, other) = (laws(p), laws(q))
    guard Swift.min(own.count, other.count) >= 4, Swift.max(own.count, other.count) >= 16,
      Swift.min(p.shape.last ?? 0, q.shape.last ?? 0) > 0
    else { return nil }
    let matrix = PairMatrix(kind, write: write) { lists in
      let (a, b) = (lists[0].shape, lists[1].shape)
      return meaning(
        Tensor<Double>(node: .reshape(lists[0], to: [a[0], 1, a[1]])),
        Tensor<Double>(node: .reshape(lists[1], to: [1, b[0], b[1]]))
      ).node
    }
    let node = Node(
      .rows(.matrix(matrix)), Inputs(own.rows, other.rows), shape: [own.count, other.count],
      type: .float64)
    return Tensor(
      node: .convert(isTransposed ? .transpose(node, [1, 0]) : node, to: Scalar.scalarType))
  }
}

extension BulkOperations {
  static func pairMatrix(
    _ matrix: PairMatrix, _ operands: [BulkOperand], into result: UnsafeMutableRawPointer
  ) {
    func rows(_ operand: BulkOperand) -> MatrixRows {
      MatrixRows(
        numbers: operand.typed(Double.self), count: operand.shape[0], length: operand.shape[1])
    }
    matrix.write(
      rows(operands[0]), rows(operands[1]), result.assumingMemoryBound(to: Double.self))
  }
}
