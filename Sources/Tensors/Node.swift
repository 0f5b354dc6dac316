/// What a node computes from its inputs.
enum Operation: Sendable {
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
  case fused(FusedFunction)

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
  /// A function of rows with a kernel of its own.
  case rows(RowFunction)
  /// The value, with no derivative by design.
  case stopGradient
}

enum RandomKind: Sendable {
  case uniform, normal
  /// The logarithm of a gamma variable of rate 1; the operand is its shape.
  case logGamma
  /// The gamma variable itself.
  case gamma
  /// Beta variables; the operands are its two parameters, numbers in double precision.
  case beta
  /// Poisson numbers; the operand is the rate, in double precision.
  case poisson
  /// Binomial numbers; the operands are trials and probability, in double precision.
  case binomial
  /// Angles of the von Mises law about 0; the operand is the concentration.
  case vonMises
  /// Whole numbers by a table of their cumulative probabilities.
  case guided(GuideTable)
}

enum Reduction: Sendable { case sum, maximum, minimum }

/// A function that is no operation of its own, with its derivatives by each argument.
final class CustomFunction: Sendable {
  let name: String
  let evaluate: Evaluate
  let derivatives: [(@Sendable ([Node]) -> Node)?]

  enum Evaluate: Sendable {
    case one(@Sendable (Double) -> Double)
    case two(@Sendable (Double, Double) -> Double)
    case three(@Sendable (Double, Double, Double) -> Double)
    /// One that has a kernel, and what it is at one argument.
    case kernel(TernaryFunction, @Sendable (Double, Double, Double) -> Double)
  }

  init(name: String, evaluate: Evaluate, derivatives: [(@Sendable ([Node]) -> Node)?]) {
    self.name = name
    self.evaluate = evaluate
    self.derivatives = derivatives
  }
}

/// A formula of three or four numbers that is one kernel, with the operations that it stands for: those
/// are what is differentiated, unless the slopes are given.
final class FusedFunction: Sendable {
  enum Formula: Hashable, Sendable {
    case ternary(TernaryFunction)
    case quaternary(QuaternaryFunction)
  }
  let formula: Formula
  /// The same of as many nodes, in plain operations.
  let expand: @Sendable ([Node]) -> Node
  /// The derivatives by each operand, nil of one that is another once more.
  let slopes: (@Sendable ([Node]) -> [Node?])?

  init(
    _ formula: Formula, expand: @escaping @Sendable ([Node]) -> Node,
    slopes: (@Sendable ([Node]) -> [Node?])? = nil
  ) {
    self.formula = formula
    self.expand = expand
    self.slopes = slopes
  }
}

/// A node of an immutable expression graph.
///
/// `@unchecked Sendable` is safe: every stored property is constant after `init` but for the
/// operands, which only `deinit` changes, and the three fields of the evaluator, which are read
/// and written only while `evaluatorLock` is held.
final class Node: @unchecked Sendable {
  let operation: Operation
  let shape: [Int]
  let type: ScalarType
  let count: Int
  let inputCount: Int
  /// The value of a node of rank 0 that is made of written numbers alone; the planner takes it as
  /// a number, derivatives see the operands.
  let constantValue: Double?
  /// The length of the longest chain below, as far as `deepest`.
  private let depth: Int

  // Up to three operands lie here without an allocation of their own.
  private var first: Node?
  private var second: Node?
  private var third: Node?
  private var more: [Node]?

  /// The numbers, once they were asked for.
  var buffer: Buffer?
  /// The last plan that met this node, and the node's number in it.
  var planStamp: UInt = 0
  var planIndex = 0

  /// Chains longer than this are released by a loop: recursion would overflow the stack.
  private static let deepest = 500

  init(
    _ operation: Operation, _ inputs: Inputs = Inputs(), shape: [Int], type: ScalarType,
    buffer: Buffer? = nil, constantValue: Double? = nil
  ) {
    if case .constant(let value) = operation {
      self.constantValue = value
    } else {
      self.constantValue = constantValue
    }
    self.operation = operation
    self.shape = shape
    self.type = type
    self.buffer = buffer
    var count = 1
    for length in shape { count *= length }
    self.count = count
    first = inputs.first
    second = inputs.second
    third = inputs.third
    more = inputs.more
    inputCount = inputs.count
    var below = 0
    if let node = inputs.first { below = max(below, node.depth) }
    if let node = inputs.second { below = max(below, node.depth) }
    if let node = inputs.third { below = max(below, node.depth) }
    if let nodes = inputs.more { for node in nodes { below = max(below, node.depth) } }
    depth = min(below + 1, Self.deepest)
  }

  deinit {
    guard depth >= Self.deepest else { return }
    var pending: [Node] = []
    moveInputs(to: &pending)
    while var node = pending.popLast() {
      if node.depth >= Self.deepest && isKnownUniquelyReferenced(&node) {
        node.moveInputs(to: &pending)
      }
    }
  }

  private func moveInputs(to list: inout [Node]) {
    if let node = first.take() { list.append(node) }
    if let node = second.take() { list.append(node) }
    if let node = third.take() { list.append(node) }
    if let nodes = more.take() { list.append(contentsOf: nodes) }
  }

  /// Operand `index`.
  @inline(__always) func input(_ index: Int) -> Node {
    if index == 0, let first { return first }
    if index == 1, let second { return second }
    if index == 2, let third { return third }
    guard let more else { preconditionFailure("a node has no operand \(index)") }
    return more[index]
  }

  /// Operand `index`, which this node keeps alive.
  @inline(__always) func unretainedInput(_ index: Int) -> Unmanaged<Node> {
    if index == 0, let first { return Unmanaged.passUnretained(first) }
    if index == 1, let second { return Unmanaged.passUnretained(second) }
    if index == 2, let third { return Unmanaged.passUnretained(third) }
    return Unmanaged.passUnretained(input(index))
  }

  /// The operands as a collection.
  var inputs: OperandList { OperandList(node: self) }

  struct OperandList {
    let node: Node
    var count: Int { node.inputCount }
    subscript(index: Int) -> Node { node.input(index) }
  }
}

/// The operands that a node is made with.
struct Inputs {
  var first: Node?
  var second: Node?
  var third: Node?
  var more: [Node]?
  var count: Int

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

  var all: [Node] { more ?? [first, second, third].compactMap { $0 } }
}
