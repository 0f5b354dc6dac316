import CVectorMath

/// A function of rows that has a kernel of its own, which keeps a row in cache from beginning to end.
///
/// What it means is its ``expansion``: a graph of plain operations, which the reference evaluator
/// computes and of which derivatives are taken where no kernel knows them.
enum RowFunction: Sendable {
  /// The softmax cross-entropy of logits and labels, one number a row. Labels are weights, as many as
  /// logits, or the indices of classes, one a row.
  case softmaxCrossEntropy
  /// Its derivative by the logits times a number for each row, of logits, labels and these numbers.
  case softmaxCrossEntropySlope
  /// The masses that rows of logits give their classes, or the logarithms of these (MassRows.swift).
  case masses(logarithms: Bool)
  /// The log of the mass of one class of each row of weights or logits, and the entropy of the rows
  /// (ClassRows.swift).
  case classLogMass(RowMeaning, logits: Bool), classEntropy(RowMeaning, logits: Bool)
  /// The class of rows of one 1 among zeros, such rows of classes, and the entries of a table at indices.
  case oneHotClasses, oneHot(depth: Int, ScalarType), entries
  /// The divergence of weights from weights, one number a row (DivergenceRows.swift).
  case weightDivergence
  /// Its derivative by the second weights times a number for each row, of both and these numbers.
  case weightDivergenceSlope
  /// The divergence of logits from logits, and what it means in plain operations.
  case logitDivergence(RowMeaning)
  /// Its derivative by the first logits or the second times a number for each row, of both and these numbers.
  case logitDivergenceSlope(RowMeaning, byFirst: Bool)
  /// The divergence of multivariate normal laws, of means and factors; the log-density of one Dirichlet
  /// law at many points, of these and its concentration (VectorLaws.swift).
  case normalDivergence(RowMeaning), dirichletLogDensity(RowMeaning)
  /// |L⁻¹ (x − m)|² of vectors, of L with m under it (WhitenedRows.swift).
  case whitenedLength
  /// The divergences of all pairs of laws, of the parameters of both lists (PairRows.swift).
  case pairs(PairFunction)
  /// The same of laws that are rows of numbers (PairMatrices.swift).
  case matrix(PairMatrix)
}

extension RowFunction {
  /// The function in plain operations.
  ///
  /// With k the class of the largest logit, x_k − x_j is a plain 0 at j = k, and r leaves k out: so
  /// neither the value nor its derivatives cancel.
  func expansion(_ inputs: [Node]) -> Node {
    switch self {
    case .softmaxCrossEntropy: return Self.crossEntropy(inputs[0], inputs[1])
    case .softmaxCrossEntropySlope:
      return Self.slope(inputs, by: 0) { Self.crossEntropy($0[0], $0[1]) }
    case .logitDivergenceSlope(let meaning, let byFirst):
      return Self.slope(inputs, by: byFirst ? 0 : 1) { meaning.expand(Array($0[0..<2])) }
    case .masses(let logarithms): return Self.masses(inputs[0], logarithms: logarithms)
    case .weightDivergence: return Self.divergence(inputs[0], inputs[1])
    case .weightDivergenceSlope:
      return Self.divergenceSlope(inputs[0], inputs[1], upstream: inputs[2])
    case .logitDivergence(let meaning), .normalDivergence(let meaning),
      .dirichletLogDensity(let meaning), .classLogMass(let meaning, _),
      .classEntropy(let meaning, _):
      return meaning.expand(inputs)
    case .oneHotClasses: return Self.oneHotClasses(inputs[0])
    case .oneHot(let depth, let type): return Self.oneHot(inputs[0], depth: depth, type)
    case .entries: return Self.entries(inputs[0], inputs[1])
    case .pairs(let function): return function.expand(inputs)
    case .matrix(let matrix): return matrix.expand(inputs)
    case .whitenedLength: return Self.whitenedLength(inputs[0], inputs[1])
    }
  }

  /// The derivative by an operand of what `function` gives times the last operand.
  private static func slope(
    _ inputs: [Node], by index: Int, of function: ([Node]) -> Node
  ) -> Node {
    var inputs = inputs
    let x = Node.variable(inputs[index])
    inputs[index] = x
    // Every operation of an expansion has a derivative.
    let slope = (try? Differentiation.gradients(of: inputs[2] * function(inputs), at: [x]))?[0]
    return slope ?? .broadcast(.constant(0, x.type), to: x.shape)
  }

  /// The part of a gradient that reaches operand `index`; nil where it is 0.
  func contribution(
    _ inputs: [Node], by index: Int, upstream g: Node
  ) throws(TensorError) -> Node? {
    if inputs[index].type == .int64 { return nil }
    switch self {
    // Kernels have rows of one class at least.
    case _ where inputs[0].count == 0: break
    case .softmaxCrossEntropy where index == 0:
      return .softmaxCrossEntropySlope(inputs[0], inputs[1], g)
    case .masses(let logarithms):
      return Self.massContribution(inputs[0], logarithms: logarithms, upstream: g)
    case .logitDivergence(let meaning):
      return Node(
        .rows(.logitDivergenceSlope(meaning, byFirst: index == 0)), Inputs(inputs[0], inputs[1], g),
        shape: inputs[index].shape, type: g.type)
    case .weightDivergence where index == 1:
      return Node(
        .rows(.weightDivergenceSlope), Inputs(inputs[0], inputs[1], g), shape: inputs[1].shape,
        type: g.type)
    case .classLogMass(_, logits: true):
      return Self.logMassContribution(inputs[0], inputs[1], upstream: g)
    case .classEntropy(_, logits: true):
      let entropy = Node(.rows(self), Inputs(inputs[0]), shape: g.shape, type: g.type)
      return Self.entropyContribution(inputs[0], entropy: entropy, upstream: g)
    default: break
    }
    var inputs = inputs
    inputs[index] = .variable(inputs[index])
    return try Differentiation.gradients(of: g * expansion(inputs), at: [inputs[index]])[0]
  }

  private static func crossEntropy(_ x: Node, _ labels: Node) -> Node {
    let axis = x.shape.count - 1
    let classes = Tensor<Int64>((0..<x.shape[axis]).map { Int64($0) }).node
    func column(_ rows: Node) -> Node { .reshape(rows, to: rows.shape + [1]) }
    func sum(_ rows: Node) -> Node { .reduce(.sum, rows, axes: [axis]) }
    let zero = Node.constant(0, x.type)
    let isLargest = Node.compare(.equal, column(.argmax(x, axis: axis)), classes)
    // The largest logit as the element k of the row and not as a maximum: of equal logits only one is
    // left out of r, and only that one may carry the derivative by x_k.
    let largest = column(sum(.select(isLargest, x, zero)))
    let margins = Node.select(isLargest, zero, largest - x)
    let others = Node.select(isLargest, zero, .unary(.exp, -margins))
    let logOfTotal = Node.unary(.logOnePlus, sum(others))
    if labels.type == .int64 {
      let isLabel = Node.compare(.equal, column(labels), classes)
      return sum(.select(isLabel, margins, zero)) + logOfTotal
    }
    let infinity = Node.constant(.infinity, x.type)
    let isFree = Node.logical(
      .and, .compare(.equal, labels, zero), .compare(.equal, margins, infinity))
    return sum(labels * .select(isFree, zero, margins)) + sum(labels) * logOfTotal
  }
}

extension Node {
  /// The same numbers as a node that nothing else refers to: what a derivative is taken by.
  fileprivate static func variable(_ x: Node) -> Node {
    Node(.reshape, Inputs(x), shape: x.shape, type: x.type)
  }

  static func softmaxCrossEntropy(_ x: Node, _ labels: Node) -> Node {
    let batch = Array(x.shape.dropLast())
    return Node(.rows(.softmaxCrossEntropy), Inputs(x, labels), shape: batch, type: x.type)
  }

  static func softmaxCrossEntropySlope(_ x: Node, _ labels: Node, _ g: Node) -> Node {
    Node(
      .rows(.softmaxCrossEntropySlope), Inputs(x, labels, g), shape: x.shape, type: x.type)
  }
}

extension Tensor where Scalar: FloatingPointTensorScalar {
  /// The softmax cross-entropy of rows of logits under rows of weights, the axes before the last
  /// broadcast.
  package static func softmaxCrossEntropy(logits: Tensor, labels: Tensor) -> Tensor {
    let (x, z) = (logits.shape, labels.shape)
    guard !x.isEmpty, !z.isEmpty, x.last == z.last, x[x.count - 1] > 0,
      let shape = broadcastShape(x, z)
    else {
      preconditionFailure("softmaxCrossEntropy: logits of shape \(x), labels of shape \(z)")
    }
    return Tensor(
      node: .softmaxCrossEntropy(
        .broadcast(logits.node, to: shape), .broadcast(labels.node, to: shape)))
  }

  /// The softmax cross-entropy of rows of logits under one class each, which is in their range.
  package static func softmaxCrossEntropy(logits: Tensor, classes: Tensor<Int64>) -> Tensor {
    let (x, y) = (logits.shape, classes.shape)
    precondition(
      !x.isEmpty && x[x.count - 1] > 0 && Array(x.dropLast()) == y,
      "softmaxCrossEntropy: logits of shape \(x), classes of shape \(y)")
    return Tensor(node: .softmaxCrossEntropy(logits.node, classes.node))
  }
}

// MARK: - Evaluation

extension BulkOperations {
  /// Rows of losses, of slopes, or both in one go.
  static func softmaxRows(
    _ node: Plan.Bulk, _ operands: [BulkOperand], into result: UnsafeMutableRawPointer,
    loss: UnsafeMutableRawPointer?
  ) {
    let classes = operands[0].shape[operands[0].shape.count - 1]
    let rows = operands[0].shape.dropLast().reduce(1, *)
    let isSlope = operands.count > 2
    let step = isSlope && operands[2].isOneNumber ? 0 : 1
    let perTask = max(1, 16_384 / classes)
    let tasks = (rows + perTask - 1) / perTask
    func run<T>(
      _: T.Type,
      _ kernel: (
        UnsafePointer<T>, UnsafePointer<T>?, UnsafePointer<Int64>?, UnsafePointer<T>?, Int, Int,
        Int, UnsafeMutablePointer<T>, UnsafeMutablePointer<T>?, UnsafeMutablePointer<T>?
      ) -> Void
    ) {
      let logits = operands[0].typed(T.self)
      let hasClasses = operands[1].type == .int64
      let weights = hasClasses ? nil : operands[1].typed(T.self)
      let labels = hasClasses ? operands[1].typed(Int64.self) : nil
      let upstream = isSlope ? operands[2].typed(T.self) : nil
      let out = result.assumingMemoryBound(to: T.self)
      let losses = isSlope ? loss?.assumingMemoryBound(to: T.self) : out
      forEach(tasks, work: min(perTask, rows) * classes * 8) { task in
        let first = task * perTask
        let scratch = Buffer(bytes: (classes + 16) * MemoryLayout<T>.stride)
        withExtendedLifetime(scratch) {
          kernel(
            logits + first * classes, weights.map { $0 + first * classes },
            labels.map { $0 + first }, upstream.map { $0 + first * step }, step,
            min(perTask, rows - first), classes, scratch.typed(T.self),
            losses.map { $0 + first }, isSlope ? out + first * classes : nil)
        }
      }
    }
    if node.type == .float32 {
      run(Float.self) { vm_softmax_rows_f32($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) }
    } else {
      run(Double.self) { vm_softmax_rows_f64($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) }
    }
  }
}

extension BulkOperand {
  /// Whether one number in memory is every element.
  var isOneNumber: Bool { zip(shape, strides).allSatisfy { $0 == 1 || $1 == 0 } }
}

extension View {
  /// Whether the elements lie in a row, or are all one number.
  func isContiguousOrOneNumber(_ shape: [Int]) -> Bool {
    isContiguous(shape) || zip(shape, strides).allSatisfy { $0 == 1 || $1 == 0 }
  }
}
