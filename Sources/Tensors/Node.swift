import Synchronization

/// What a node computes from its inputs.
enum Operation {
  /// Numbers in memory: a leaf.
  case data
  /// One number of rank 0.
  case constant(Double)
  /// Draws of a counter-based generator: element i from word i of the stream.
  case random(RandomKind, key: UInt64, stream: UInt64)

  // Elementwise.
  case unary(UnaryFunction)
  case polygamma(Int)
  case binary(BinaryFunction)
  case compare(Comparison)
  case and, or, not
  case select
  case convert
  case custom(CustomFunction)

  // Views: the same numbers seen another way.
  case reshape
  case broadcast
  case transpose([Int])
  case slice(start: [Int], step: [Int])

  // The rest.
  case reduce(Reduction, axes: [Int])
  case argmax(axis: Int)
  case cumulativeSum(axis: Int, reversed: Bool)
  case concatenate(axis: Int)
  case pad(start: [Int], step: [Int])
  case gather(axis: Int)
  case scatterAdd(axis: Int)
  case multiplyMatrices(transposeFirst: Bool, transposeSecond: Bool)
  case cholesky
  case triangularSolve(lower: Bool, transpose: Bool)
  /// The value, with no derivative by design.
  case stopGradient
}

enum RandomKind { case uniform, normal }

enum Reduction { case sum, maximum, minimum }

/// A function that has no kernel of its own, with its derivatives by each argument.
final class CustomFunction: Sendable {
  let name: String
  let evaluate: Evaluate
  let derivatives: [(@Sendable ([Node]) -> Node)?]

  enum Evaluate: Sendable {
    case one(@Sendable (Double) -> Double)
    case two(@Sendable (Double, Double) -> Double)
    case three(@Sendable (Double, Double, Double) -> Double)
  }

  init(name: String, evaluate: Evaluate, derivatives: [(@Sendable ([Node]) -> Node)?]) {
    self.name = name
    self.evaluate = evaluate
    self.derivatives = derivatives
  }
}

/// A node of an immutable expression graph.
///
/// `@unchecked Sendable` is safe: every stored property is constant after `init` but for
/// `inputs`, which only `deinit` changes, and the four fields of the evaluator, which are read and
/// written only while `evaluatorLock` is held.
final class Node: @unchecked Sendable {
  let operation: Operation
  let shape: [Int]
  let type: ScalarType
  let count: Int
  private(set) var inputs: Inputs

  /// The numbers, once they were asked for.
  var buffer: Buffer?
  /// The last plan that met this node, and the node's number in it.
  var planStamp: UInt = 0
  var planIndex: Int32 = 0

  init(
    _ operation: Operation, _ inputs: Inputs = Inputs(), shape: [Int], type: ScalarType,
    buffer: Buffer? = nil
  ) {
    self.operation = operation
    self.inputs = inputs
    self.shape = shape
    self.type = type
    self.count = shape.elementCount
    self.buffer = buffer
  }

  /// Releases a long chain iteratively: recursion would overflow the stack.
  deinit {
    guard !inputs.isEmpty else { return }
    var pending: [Node] = []
    inputs.moveAll(to: &pending)
    while var node = pending.popLast() {
      if isKnownUniquelyReferenced(&node) { node.inputs.moveAll(to: &pending) }
    }
  }
}

/// The operands of a node: up to three without an allocation.
struct Inputs {
  private var first: Node?
  private var second: Node?
  private var third: Node?
  private var more: [Node] = []
  private(set) var count: Int

  init() { count = 0 }
  init(_ x: Node) {
    first = x
    count = 1
  }
  init(_ x: Node, _ y: Node) {
    first = x
    second = y
    count = 2
  }
  init(_ x: Node, _ y: Node, _ z: Node) {
    first = x
    second = y
    third = z
    count = 3
  }
  init(_ nodes: [Node]) {
    more = nodes
    count = nodes.count
  }

  @inline(__always) var isEmpty: Bool { count == 0 }

  @inline(__always) subscript(index: Int) -> Node {
    if more.isEmpty {
      switch index {
      case 0: if let first { return first }
      case 1: if let second { return second }
      default: if let third { return third }
      }
    }
    return more[index]
  }

  /// Hands every operand over, leaving none.
  mutating func moveAll(to list: inout [Node]) {
    if let node = first.take() { list.append(node) }
    if let node = second.take() { list.append(node) }
    if let node = third.take() { list.append(node) }
    list.append(contentsOf: more)
    more = []
    count = 0
  }
}
