// How nodes are made: one function an operation, which checks shapes and states the result's.

extension Node {
  /// A number of rank 0 that somebody may hold, and take a gradient by: a node of its own.
  static func literal(_ value: Double, _ type: ScalarType) -> Node {
    Node(.constant(value), shape: [], type: type)
  }

  /// A number of rank 0 within a derivative rule, which nobody can name; the commonest ones are the
  /// same node wherever they occur, so that equal expressions of them are found to be equal.
  static func constant(_ value: Double, _ type: ScalarType) -> Node {
    if type == .float64 {
      switch value {
      case 1: return CommonConstants.double.one
      case 2: return CommonConstants.double.two
      case 0.5: return CommonConstants.double.half
      case -0.5: return CommonConstants.double.minusHalf
      case -1: return CommonConstants.double.minusOne
      case 0 where value.sign == .plus: return CommonConstants.double.zero
      default: break
      }
    } else if type == .float32 {
      switch value {
      case 1: return CommonConstants.float.one
      case 2: return CommonConstants.float.two
      case 0.5: return CommonConstants.float.half
      case -0.5: return CommonConstants.float.minusHalf
      case -1: return CommonConstants.float.minusOne
      case 0 where value.sign == .plus: return CommonConstants.float.zero
      default: break
      }
    }
    return literal(value, type)
  }

  private struct CommonConstants {
    let zero: Node
    let one: Node
    let two: Node
    let half: Node
    let minusOne: Node
    let minusHalf: Node

    static let double = CommonConstants(.float64)
    static let float = CommonConstants(.float32)

    private init(_ type: ScalarType) {
      func make(_ value: Double) -> Node { Node(.constant(value), shape: [], type: type) }
      zero = make(0)
      one = make(1)
      two = make(2)
      half = make(0.5)
      minusOne = make(-1)
      minusHalf = make(-0.5)
    }
  }

  /// Whether every element is the number 1 of a derivative rule.
  private var isOnes: Bool {
    switch operation {
    case .constant: self === CommonConstants.double.one || self === CommonConstants.float.one
    case .broadcast, .reshape: input(0).isOnes
    default: false
    }
  }

  /// The one number that every element is, of rank 0, where that is seen at once.
  private var singleNumber: Node? {
    if shape.isEmpty { return self }
    if case .broadcast = operation { return input(0).singleNumber }
    if case .reshape = operation, count == 1 { return input(0).singleNumber }
    return nil
  }

  // MARK: Elementwise

  static func unary(_ function: UnaryFunction, _ x: Node) -> Node {
    var value: Double?
    if let a = x.constantValue {
      value = x.type == .float32 ? Double(Float.unary(function, Float(a))) : .unary(function, a)
    }
    return Node(
      .unary(function), Inputs(x), shape: x.shape, type: x.type, constantValue: value)
  }

  static func polygamma(_ order: Int, _ x: Node) -> Node {
    switch order {
    case 0: unary(.digamma, x)
    case 1: unary(.trigamma, x)
    default: Node(.polygamma(order), Inputs(x), shape: x.shape, type: x.type)
    }
  }

  static func binary(_ function: BinaryFunction, _ x: Node, _ y: Node) -> Node {
    // Multiplying by the number 1 changes nothing, NaN and signed zeros included.
    if function == .multiply {
      if x.isOnes && (x.shape.isEmpty || x.shape == y.shape) { return y }
      if y.isOnes && (y.shape.isEmpty || y.shape == x.shape) { return x }
    }
    let shape = commonShape(x, y) { "\(function)" }
    var value: Double?
    if let a = x.constantValue, let b = y.constantValue {
      value =
        x.type == .float32
        ? Double(Float.binary(function, Float(a), Float(b))) : .binary(function, a, b)
    }
    return Node(
      .binary(function), Inputs(x, y), shape: shape, type: x.type, constantValue: value)
  }

  static func compare(_ comparison: Comparison, _ x: Node, _ y: Node) -> Node {
    let shape = commonShape(x, y) { "\(comparison)" }
    return Node(.compare(comparison), Inputs(x, y), shape: shape, type: .bool)
  }

  static func logical(_ operation: Operation, _ x: Node, _ y: Node) -> Node {
    let shape = commonShape(x, y) { "logical operation" }
    return Node(operation, Inputs(x, y), shape: shape, type: .bool)
  }

  static func not(_ x: Node) -> Node { Node(.not, Inputs(x), shape: x.shape, type: .bool) }

  static func select(_ mask: Node, _ x: Node, _ y: Node) -> Node {
    guard let shape = broadcastShape([mask.shape, x.shape, y.shape]) else {
      preconditionFailure("select: shapes \(mask.shape), \(x.shape) and \(y.shape) do not fit")
    }
    return Node(.select, Inputs(mask, x, y), shape: shape, type: x.type)
  }

  static func convert(_ x: Node, to type: ScalarType) -> Node {
    if x.type == type { return x }
    var value: Double?
    if let a = x.constantValue, x.type.isFloatingPoint, type.isFloatingPoint {
      value = type == .float32 ? Double(Float(a)) : a
    }
    return Node(.convert, Inputs(x), shape: x.shape, type: type, constantValue: value)
  }

  static func custom(_ function: CustomFunction, _ inputs: [Node]) -> Node {
    guard let shape = broadcastShape(inputs.map(\.shape)) else {
      preconditionFailure("\(function.name): shapes \(inputs.map(\.shape)) do not fit")
    }
    return Node(.custom(function), Inputs(inputs), shape: shape, type: inputs[0].type)
  }

  static func fused(_ function: FusedFunction, _ inputs: Inputs) -> Node {
    let nodes = inputs.all
    if let pairs = pairs(function, nodes) { return pairs }
    guard let shape = broadcastShape(nodes.map(\.shape)) else {
      preconditionFailure("\(function.formula): shapes \(nodes.map(\.shape)) do not fit")
    }
    return Node(.fused(function), inputs, shape: shape, type: nodes[0].type)
  }

  @inline(__always)
  private static func commonShape(_ x: Node, _ y: Node, _ name: () -> String) -> [Int] {
    let (a, b) = (x.shape, y.shape)
    if b.isEmpty || a == b { return a }
    if a.isEmpty { return b }
    guard let shape = broadcastShape(a, b) else {
      preconditionFailure("\(name()): shapes \(a) and \(b) do not fit")
    }
    return shape
  }

  // MARK: Views

  static func reshape(_ x: Node, to shape: [Int]) -> Node {
    if x.shape == shape { return x }
    precondition(
      shape.elementCount == x.count && shape.allSatisfy { $0 >= 0 },
      "reshaped(to:): \(x.count) elements of shape \(x.shape) cannot have shape \(shape)")
    return Node(.reshape, Inputs(x), shape: shape, type: x.type)
  }

  static func broadcast(_ x: Node, to shape: [Int]) -> Node {
    if x.shape == shape { return x }
    precondition(
      broadcastShape(x.shape, shape) == shape,
      "broadcast(to:): shape \(x.shape) does not stretch to \(shape)")
    return Node(.broadcast, Inputs(x), shape: shape, type: x.type)
  }

  static func transpose(_ x: Node, _ permutation: [Int]) -> Node {
    precondition(
      permutation.sorted() == Array(0..<x.shape.count),
      "transposed(permutation:): \(permutation) does not permute the axes of shape \(x.shape)")
    if permutation == Array(0..<x.shape.count) { return x }
    return Node(
      .transpose(permutation), Inputs(x), shape: permutation.map { x.shape[$0] }, type: x.type)
  }

  /// Element i of each axis is element start + i·step of the input.
  static func slice(_ x: Node, start: [Int], step: [Int], shape: [Int]) -> Node {
    if x.shape == shape && start.allSatisfy({ $0 == 0 }) && step.allSatisfy({ $0 == 1 }) {
      return x
    }
    return Node(.slice(start: start, step: step), Inputs(x), shape: shape, type: x.type)
  }

  /// The transpose of ``slice``: zeros but at start + i·step.
  static func pad(_ x: Node, start: [Int], step: [Int], shape: [Int]) -> Node {
    Node(.pad(start: start, step: step), Inputs(x), shape: shape, type: x.type)
  }

  // MARK: Reductions

  /// Reduces `axes` (sorted, from the front), which vanish from the shape.
  static func reduce(_ reduction: Reduction, _ x: Node, axes: [Int]) -> Node {
    if axes.isEmpty { return x }
    // Neighbouring axes reduce in one pass; others group by group, the last first.
    var group = [axes[axes.count - 1]]
    for axis in axes.dropLast().reversed() {
      guard axis == group[0] - 1 else { break }
      group.insert(axis, at: 0)
    }
    var shape = x.shape
    shape.removeSubrange(group[0]...group[group.count - 1])
    let reduced = Node(.reduce(reduction, axes: group), Inputs(x), shape: shape, type: x.type)
    return reduce(reduction, reduced, axes: Array(axes.dropLast(group.count)))
  }

  static func argmax(_ x: Node, axis: Int) -> Node {
    var shape = x.shape
    precondition(shape[axis] > 0, "argmax: axis \(axis) of shape \(shape) is empty")
    shape.remove(at: axis)
    return Node(.argmax(axis: axis), Inputs(x), shape: shape, type: .int64)
  }

  static func cumulativeSum(_ x: Node, axis: Int, reversed: Bool) -> Node {
    Node(
      .cumulativeSum(axis: axis, reversed: reversed), Inputs(x), shape: x.shape, type: x.type)
  }

  /// Sums what broadcasting stretched, so that the result has `shape`.
  ///
  /// A factor that is one number throughout is taken out of the sum.
  static func sum(_ x: Node, to shape: [Int]) -> Node {
    if x.shape == shape { return x }
    if case .binary(.multiply) = x.operation {
      for (factor, other) in [(x.input(0), x.input(1)), (x.input(1), x.input(0))]
      where other.shape == x.shape {
        guard let number = factor.singleNumber else { continue }
        return number * sum(other, to: shape)
      }
    }
    let extra = x.shape.count - shape.count
    var axes = Array(0..<extra)
    for axis in 0..<shape.count where shape[axis] == 1 && x.shape[axis + extra] != 1 {
      axes.append(axis + extra)
    }
    return reshape(reduce(.sum, x, axes: axes), to: shape)
  }

  // MARK: The rest

  static func concatenate(_ nodes: [Node], axis: Int) -> Node {
    var shape = nodes[0].shape
    shape[axis] = 0
    for node in nodes {
      var other = node.shape
      precondition(other.count == shape.count, "concatenating: ranks differ")
      let length = other[axis]
      other[axis] = shape[axis]
      precondition(
        other == shape,
        "concatenating along axis \(axis): shapes \(nodes[0].shape) and \(node.shape) do not fit")
      shape[axis] += length
    }
    return Node(.concatenate(axis: axis), Inputs(nodes), shape: shape, type: nodes[0].type)
  }

  /// Rows `indices` of `x` along `axis`; the indices' axes take that axis' place.
  static func gather(_ x: Node, _ indices: Node, axis: Int) -> Node {
    var shape = x.shape
    shape.replaceSubrange(axis...axis, with: indices.shape)
    return Node(.gather(axis: axis), Inputs(x, indices), shape: shape, type: x.type)
  }

  /// The transpose of ``gather``: adds rows into zeros of `shape`.
  static func scatterAdd(_ x: Node, _ indices: Node, axis: Int, shape: [Int]) -> Node {
    Node(.scatterAdd(axis: axis), Inputs(x, indices), shape: shape, type: x.type)
  }

  /// The product over the last two axes, the others broadcast.
  static func multiplyMatrices(
    _ x: Node, _ y: Node, transposeFirst: Bool = false, transposeSecond: Bool = false
  ) -> Node {
    precondition(
      x.shape.count >= 2 && y.shape.count >= 2,
      "matmul: shapes \(x.shape) and \(y.shape) need at least two axes")
    // A transposed operand is read where it lies.
    if let original = x.matrixTransposeOf {
      return multiplyMatrices(
        original, y, transposeFirst: !transposeFirst, transposeSecond: transposeSecond)
    }
    if let original = y.matrixTransposeOf {
      return multiplyMatrices(
        x, original, transposeFirst: transposeFirst, transposeSecond: !transposeSecond)
    }
    let a = x.shape.suffix(2)
    let b = y.shape.suffix(2)
    let (m, k) =
      transposeFirst ? (a[a.endIndex - 1], a[a.startIndex]) : (a[a.startIndex], a[a.endIndex - 1])
    let (l, n) =
      transposeSecond ? (b[b.endIndex - 1], b[b.startIndex]) : (b[b.startIndex], b[b.endIndex - 1])
    guard k == l, let batch = broadcastShape(Array(x.shape.dropLast(2)), Array(y.shape.dropLast(2)))
    else {
      preconditionFailure("matmul: shapes \(x.shape) and \(y.shape) do not fit")
    }
    if k == 1 {
      // Each element is one product, which fuses with what is done to it.
      let column = transposeFirst ? transposedVector(x) : x
      let row = transposeSecond ? transposedVector(y) : y
      return column * row
    }
    return Node(
      .multiplyMatrices(transposeFirst: transposeFirst, transposeSecond: transposeSecond),
      Inputs(x, y), shape: batch + [m, n], type: x.type)
  }

  /// A matrix of one row as one of one column, or the other way round.
  private static func transposedVector(_ x: Node) -> Node {
    let (rows, columns) = (x.shape[x.shape.count - 2], x.shape[x.shape.count - 1])
    return reshape(x, to: x.shape.dropLast(2) + [columns, rows])
  }

  /// The node whose last two axes this one exchanges, and nothing else.
  private var matrixTransposeOf: Node? {
    guard case .transpose(let permutation) = operation else { return nil }
    var exchanged = Array(0..<permutation.count)
    exchanged.swapAt(permutation.count - 1, permutation.count - 2)
    return permutation == exchanged ? inputs[0] : nil
  }

  static func cholesky(_ x: Node) -> Node {
    let rank = x.shape.count
    precondition(
      rank >= 2 && x.shape[rank - 1] == x.shape[rank - 2],
      "cholesky: shape \(x.shape) is not of square matrices")
    return Node(.cholesky, Inputs(x), shape: x.shape, type: x.type)
  }

  static func triangularSolve(
    _ matrix: Node, _ right: Node, lower: Bool, transpose: Bool
  ) -> Node {
    let a = matrix.shape
    let b = right.shape
    precondition(
      a.count >= 2 && b.count >= 2 && a[a.count - 1] == a[a.count - 2]
        && b[b.count - 2] == a[a.count - 1],
      "triangularSolve: shapes \(a) and \(b) do not fit")
    guard let batch = broadcastShape(Array(a.dropLast(2)), Array(b.dropLast(2))) else {
      preconditionFailure("triangularSolve: shapes \(a) and \(b) do not fit")
    }
    return Node(
      .triangularSolve(lower: lower, transpose: transpose), Inputs(matrix, right),
      shape: batch + b.suffix(2), type: right.type)
  }

  static func stopGradient(_ x: Node) -> Node {
    Node(.stopGradient, Inputs(x), shape: x.shape, type: x.type)
  }
}

// MARK: - Notation for derivative rules

extension Node {
  static func + (x: Node, y: Node) -> Node { binary(.add, x, y) }
  static func - (x: Node, y: Node) -> Node { binary(.subtract, x, y) }
  static func * (x: Node, y: Node) -> Node { binary(.multiply, x, y) }
  static func / (x: Node, y: Node) -> Node { binary(.divide, x, y) }
  static prefix func - (x: Node) -> Node { unary(.negate, x) }

  static func + (x: Node, y: Double) -> Node { x + constant(y, x.type) }
  static func - (x: Double, y: Node) -> Node { constant(x, y.type) - y }
  static func * (x: Double, y: Node) -> Node { constant(x, y.type) * y }
}
