import SpecialFunctions

// Reverse-mode derivatives: each rule gives expressions, so gradients of gradients need no code.

/// What can go wrong with tensors through no fault of the programmer.
public enum TensorError: Error, Equatable, CustomStringConvertible {
  /// An operation between the result and the variable has no derivative.
  case notDifferentiable(operation: String)

  public var description: String {
    switch self {
    case .notDifferentiable(let operation):
      "\(operation) has no derivative by the argument that a gradient was asked for"
    }
  }
}

/// The derivatives of the sum of `y` by each of `variables`, as expressions.
///
/// A variable that `y` does not depend on has derivative 0. The results are tensors like any
/// others, so their own gradients may be taken.
///
/// - Throws: ``TensorError/notDifferentiable(operation:)`` where an operation in between has no
///   derivative.
public func gradient<Scalar: FloatingPointTensorScalar>(
  of y: Tensor<Scalar>, at variables: [Tensor<Scalar>]
) throws(TensorError) -> [Tensor<Scalar>] {
  let nodes = try Differentiation.gradients(of: y.node, at: variables.map { $0.node })
  return zip(nodes, variables).map { derivative, variable in
    guard let derivative else { return Tensor(zeros: variable.shape) }
    return Tensor(node: .broadcast(derivative, to: variable.shape))
  }
}

/// The derivative of the sum of `y` by `variable`.
public func gradient<Scalar: FloatingPointTensorScalar>(
  of y: Tensor<Scalar>, at variable: Tensor<Scalar>
) throws(TensorError) -> Tensor<Scalar> {
  try gradient(of: y, at: [variable])[0]
}

/// The derivative of the sum of `function(x)` by x.
public func gradient<Scalar: FloatingPointTensorScalar>(
  at x: Tensor<Scalar>, of function: (Tensor<Scalar>) throws -> Tensor<Scalar>
) throws -> Tensor<Scalar> {
  try valueWithGradient(at: x, of: function).gradient
}

/// `function(x)` and the derivative of its sum by x.
public func valueWithGradient<Scalar: FloatingPointTensorScalar>(
  at x: Tensor<Scalar>, of function: (Tensor<Scalar>) throws -> Tensor<Scalar>
) throws -> (value: Tensor<Scalar>, gradient: Tensor<Scalar>) {
  let value = try function(x)
  return (value, try gradient(of: value, at: x))
}

/// `function(xs)` and the derivatives of its sum by each of the xs.
public func valueWithGradient<Scalar: FloatingPointTensorScalar>(
  at xs: [Tensor<Scalar>], of function: ([Tensor<Scalar>]) throws -> Tensor<Scalar>
) throws -> (value: Tensor<Scalar>, gradients: [Tensor<Scalar>]) {
  let value = try function(xs)
  return (value, try gradient(of: value, at: xs))
}

/// How the logarithm of a gamma draw moves with the shape; it has no derivative itself.
private let logGammaDrawDerivative = CustomFunction(
  name: "the derivative of a gamma draw",
  evaluate: .two { SpecialFunctions.logGammaDrawDerivative($0, shape: $1) },
  derivatives: [nil, nil])

enum Differentiation {
  /// The gradient of the sum of `y` by each variable, nil where `y` does not depend on it.
  ///
  /// - Parameters:
  ///   - upstream: The weights of y's elements in the sum; 1 unless told.
  ///   - isolated: Whether the variables count as independent of each other though one may be computed
  ///     from another.
  static func gradients(
    of y: Node, at variables: [Node], upstream: Node? = nil, isolated: Bool = false
  ) throws(TensorError) -> [Node?] {
    let order = dependents(of: variables, within: y, isolated: isolated)
    guard !order.isEmpty else { return variables.map { _ in nil } }
    let isDependent = Set(order.map(ObjectIdentifier.init))
    var gradients: [ObjectIdentifier: Node] = [
      ObjectIdentifier(y): upstream ?? .broadcast(.constant(1, y.type), to: y.shape)
    ]
    let wanted = Set(variables.map(ObjectIdentifier.init))
    for node in order.reversed() {
      let key = ObjectIdentifier(node)
      guard let upstream = gradients[key] else { continue }
      if wanted.contains(key) {
        if isolated { continue }
      } else {
        gradients[key] = nil
      }
      let fused = try fusedContributions(to: node, upstream: upstream)
      for index in 0..<node.inputs.count {
        let input = node.inputs[index]
        let inputKey = ObjectIdentifier(input)
        guard isDependent.contains(inputKey) else { continue }
        let own =
          if let fused { fused[index] } else {
            try contribution(of: node, by: index, upstream: upstream)
          }
        guard let part = own else { continue }
        let summed = Node.sum(part, to: input.shape)
        gradients[inputKey] = gradients[inputKey].map { $0 + summed } ?? summed
      }
    }
    return variables.map { gradients[ObjectIdentifier($0)] }
  }

  /// What the operations that a fused node stands for pass on to each operand, nil of other nodes. An
  /// operand that occurs twice has the whole where it occurs first.
  private static func fusedContributions(
    to node: Node, upstream: Node
  ) throws(TensorError) -> [Node?]? {
    guard case .fused(let function) = node.operation else { return nil }
    if function.formula == .ternary(.normalLogDensity) {
      return normalContributions(
        node.inputs[0], node.inputs[1], node.inputs[2], upstream: upstream)
    }
    let operands = (0..<node.inputs.count).map { node.inputs[$0] }
    if let slopes = function.slopes { return slopes(operands).map { $0.map { upstream * $0 } } }
    let meaning = function.expand(operands)
    var parts = try gradients(of: meaning, at: operands, upstream: upstream, isolated: true)
    for index in operands.indices
    where operands[..<index].contains(where: { $0 === operands[index] }) {
      parts[index] = nil
    }
    return parts
  }

  /// The nodes of `y`'s graph that depend on a variable, inputs before what uses them.
  private static func dependents(
    of variables: [Node], within y: Node, isolated: Bool
  ) -> [Node] {
    let wanted = Set(variables.map(ObjectIdentifier.init))
    var depends: [ObjectIdentifier: Bool] = [:]
    var order: [Node] = []
    var stack: [(node: Node, next: Int)] = [(y, 0)]
    while let (node, next) = stack.last {
      let key = ObjectIdentifier(node)
      if next == 0 && depends[key] != nil {
        stack.removeLast()
      } else if next < node.inputs.count && !(isolated && wanted.contains(key)) {
        stack[stack.count - 1].next += 1
        let input = node.inputs[next]
        if depends[ObjectIdentifier(input)] == nil { stack.append((input, 0)) }
      } else {
        stack.removeLast()
        var dependent = wanted.contains(key)
        if case .stopGradient = node.operation {
        } else {
          for index in 0..<node.inputs.count where !dependent {
            dependent = depends[ObjectIdentifier(node.inputs[index])] ?? false
          }
        }
        if depends.updateValue(dependent, forKey: key) == nil && dependent { order.append(node) }
      }
    }
    return order
  }

  /// The part of the gradient that reaches input `index` of `node`, before un-broadcasting;
  /// nil where it is 0.
  private static func contribution(
    of node: Node, by index: Int, upstream g: Node
  ) throws(TensorError) -> Node? {
    let x = node.inputs[0]
    switch node.operation {
    case .random(.logGamma, _, _):
      return g * .custom(logGammaDrawDerivative, [node, x])
    case .random(.gamma, _, _):
      // A draw too small for a number does not move.
      let zero = Node.constant(0, node.type)
      let isEmpty = Node.compare(.equal, node, zero)
      let log = Node.unary(.log, .select(isEmpty, .constant(1, node.type), node))
      return g * .select(isEmpty, zero, node * .custom(logGammaDrawDerivative, [log, x]))
    // A fused node's contributions are those of its meaning.
    case .data, .constant, .random, .compare, .and, .or, .not, .argmax, .stopGradient, .fused:
      return nil
    case .unary(let function):
      return try unaryRule(function, x, node).map { g * $0 }
    case .polygamma(let order):
      return g * .polygamma(order + 1, x)
    case .binary(let function):
      return try binaryRule(function, x, node.inputs[1], node, by: index, upstream: g)
    case .select:
      let zero = Node.constant(0, node.type)
      switch index {
      case 1: return .select(x, g, zero)
      case 2: return .select(x, zero, g)
      default: return nil
      }
    case .convert:
      return x.type.isFloatingPoint && node.type.isFloatingPoint ? .convert(g, to: x.type) : nil
    case .custom(let function):
      if function.isGate, index < 2 {
        // Whether the gate is open does not change; what goes through it goes back through it.
        return index == 0 ? nil : .custom(function, [x, g, node.inputs[2]])
      }
      guard let rule = function.derivatives[index] else {
        throw .notDifferentiable(operation: function.name)
      }
      return g * rule((0..<node.inputs.count).map { node.inputs[$0] })

    case .reshape:
      return .reshape(g, to: x.shape)
    case .broadcast:
      return g
    case .transpose(let permutation):
      var inverse = permutation
      for (i, axis) in permutation.enumerated() { inverse[axis] = i }
      return .transpose(g, inverse)
    case .slice(let start, let step):
      return .pad(g, start: start, step: step, shape: x.shape)
    case .pad(let start, let step):
      return .slice(g, start: start, step: step, shape: x.shape)

    case .reduce(let reduction, let axes):
      var kept = x.shape
      for axis in axes { kept[axis] = 1 }
      let spread = Node.broadcast(.reshape(g, to: kept), to: x.shape)
      if reduction == .sum { return spread }
      // The gradient is shared evenly among equal extremes.
      let extreme = Node.reshape(node, to: kept)
      let hits = Node.select(
        .compare(.equal, x, extreme), .constant(1, x.type), .constant(0, x.type))
      return spread * hits / .reshape(.reduce(.sum, hits, axes: axes), to: kept)
    case .cumulativeSum(let axis, let reversed):
      return .cumulativeSum(g, axis: axis, reversed: !reversed)
    case .concatenate(let axis):
      var start = [Int](repeating: 0, count: node.shape.count)
      for before in 0..<index { start[axis] += node.inputs[before].shape[axis] }
      let step = [Int](repeating: 1, count: start.count)
      return .slice(g, start: start, step: step, shape: node.inputs[index].shape)
    case .gather(let axis):
      guard index == 0 else { return nil }
      // Many small numbers may come together in one place.
      let wide = Node.convert(g, to: .float64)
      let sums = Node.scatterAdd(wide, node.inputs[1], axis: axis, shape: x.shape)
      return .convert(sums, to: x.type)
    case .scatterAdd(let axis):
      return index == 0 ? .gather(g, node.inputs[1], axis: axis) : nil

    case .rows(let function):
      let operands = (0..<node.inputCount).map { node.input($0) }
      return try function.contribution(operands, by: index, upstream: g)
    case .multiplyMatrices(let transposeFirst, let transposeSecond):
      return productRule(
        x, node.inputs[1], transposeFirst, transposeSecond, by: index, upstream: g)
    case .cholesky:
      return choleskyRule(factor: node, upstream: g)
    case .triangularSolve(let lower, let transpose):
      return solveRule(
        x, node, lower: lower, transpose: transpose, by: index, upstream: g)
    }
  }

  /// C = op(A) op(B): dA = G op(B)ᵀ and dB = op(A)ᵀ G, transposed back where op transposes.
  private static func productRule(
    _ a: Node, _ b: Node, _ ta: Bool, _ tb: Bool, by index: Int, upstream g: Node
  ) -> Node {
    switch (index, ta, tb) {
    case (0, false, _): .multiplyMatrices(g, b, transposeSecond: !tb)
    case (0, true, _): .multiplyMatrices(b, g, transposeFirst: tb, transposeSecond: true)
    case (_, _, false): .multiplyMatrices(a, g, transposeFirst: !ta)
    default: .multiplyMatrices(g, a, transposeFirst: true, transposeSecond: ta)
    }
  }

  /// A = L Lᵀ: dA = ½ (S + Sᵀ) with S = L⁻ᵀ Φ(Lᵀ G) L⁻¹, where Φ keeps the lower triangle and
  /// halves the diagonal (Murray 2016, "Differentiation of the Cholesky decomposition").
  private static func choleskyRule(factor l: Node, upstream g: Node) -> Node {
    let n = l.shape[l.shape.count - 1]
    let mask = triangleWeights(n, diagonal: 0.5, type: l.type)
    let product = Node.multiplyMatrices(l, g, transposeFirst: true) * mask
    let left = Node.triangularSolve(l, product, lower: true, transpose: true)
    let swapped = swapLastTwo(left)
    let both = Node.triangularSolve(l, swapped, lower: true, transpose: true)
    return 0.5 * (both + swapLastTwo(both))
  }

  /// X = op(T)⁻¹ B: dB = op(T)⁻ᵀ G and dT = −dB Xᵀ (transposed where op transposes), in T's
  /// triangle alone.
  private static func solveRule(
    _ t: Node, _ x: Node, lower: Bool, transpose: Bool, by index: Int, upstream g: Node
  ) -> Node {
    let right = Node.triangularSolve(t, g, lower: lower, transpose: !transpose)
    if index == 1 { return right }
    let full =
      transpose
      ? Node.multiplyMatrices(x, right, transposeSecond: true)
      : Node.multiplyMatrices(right, x, transposeSecond: true)
    let n = t.shape[t.shape.count - 1]
    let weights = triangleWeights(n, diagonal: 1, type: t.type)
    return -full * (lower ? weights : swapLastTwo(weights))
  }

  private static func swapLastTwo(_ x: Node) -> Node {
    var permutation = Array(0..<x.shape.count)
    permutation.swapAt(permutation.count - 1, permutation.count - 2)
    return .transpose(x, permutation)
  }

  /// 1 below the diagonal, `diagonal` on it, 0 above.
  private static func triangleWeights(_ n: Int, diagonal: Double, type: ScalarType) -> Node {
    var weights = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<i { weights[i * n + j] = 1 }
      weights[i * n + i] = diagonal
    }
    return .convert(Tensor<Double>(shape: [n, n], scalars: weights).node, to: type)
  }
}
