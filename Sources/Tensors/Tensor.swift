import RandomGenerators

/// A batch of numbers along any number of axes: a value, computed when it is asked for.
///
/// A tensor refers to a node of an immutable expression graph. Operations only add nodes; nothing
/// is computed until numbers are asked for (``scalars``, ``scalar``, ``materialized()``,
/// `description`), and then whole regions of elementwise operations run in one pass over memory.
/// A tensor whose numbers were asked for keeps them; ``evaluate(_:)`` computes several at once so
/// that what they share is computed once.
///
/// Operands are broadcast by NumPy's rules. Shapes that do not fit are programmer errors: a trap
/// whose message names the operation and both shapes. Whatever takes shapes from data checks first.
public struct Tensor<Scalar: TensorScalar>: Sendable {
  let node: Node

  init(node: Node) { self.node = node }

  // MARK: Making tensors

  /// The elements in row-major order (the last axis runs fastest).
  ///
  /// - Precondition: The shape has as many elements as there are scalars.
  public init(shape: [Int], scalars: [Scalar]) {
    precondition(
      shape.elementCount == scalars.count && shape.allSatisfy { $0 >= 0 },
      "Tensor: \(scalars.count) scalars do not fill shape \(shape)")
    let buffer = Buffer(bytes: scalars.count * MemoryLayout<Scalar>.stride)
    scalars.withUnsafeBufferPointer { source in
      if let base = source.baseAddress {
        buffer.typed(Scalar.self).update(from: base, count: source.count)
      }
    }
    node = Node(.data, shape: shape, type: Scalar.scalarType, buffer: buffer)
  }

  /// A tensor of rank 1.
  public init(_ scalars: [Scalar]) { self.init(shape: [scalars.count], scalars: scalars) }

  /// A tensor of rank 0.
  public init(_ scalar: Scalar) { self.init(shape: [], scalars: [scalar]) }

  /// The same number everywhere.
  public init(repeating scalar: Scalar, shape: [Int]) {
    self = Tensor(scalar).broadcast(to: shape)
  }

  /// Rows of a matrix, all of one length.
  public init(_ rows: [[Scalar]]) {
    let columns = rows.first?.count ?? 0
    precondition(
      rows.allSatisfy { $0.count == columns }, "Tensor: rows of different lengths")
    self.init(shape: [rows.count, columns], scalars: rows.flatMap { $0 })
  }

  /// Elements written directly into memory, in row-major order.
  public init(
    shape: [Int], initializingWith initialize: (UnsafeMutableBufferPointer<Scalar>) throws -> Void
  ) rethrows {
    let count = shape.elementCount
    let buffer = Buffer(bytes: count * MemoryLayout<Scalar>.stride)
    try initialize(UnsafeMutableBufferPointer(start: buffer.typed(Scalar.self), count: count))
    node = Node(.data, shape: shape, type: Scalar.scalarType, buffer: buffer)
  }

  // MARK: Facts

  /// The lengths along each axis.
  public var shape: [Int] { node.shape }
  /// The number of axes.
  public var rank: Int { node.shape.count }
  /// The number of elements.
  public var scalarCount: Int { node.count }

  // MARK: Numbers

  /// The elements in row-major order. Computes them if that has not been done.
  public var scalars: [Scalar] {
    withUnsafeScalars { Array($0) }
  }

  /// The only element.
  ///
  /// - Precondition: There is one.
  public var scalar: Scalar {
    precondition(node.count == 1, "scalar: shape \(shape) has \(node.count) elements")
    return withUnsafeScalars { $0[0] }
  }

  /// The elements where they lie, in row-major order.
  public func withUnsafeScalars<Result>(
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    let buffer = Evaluator.buffer(of: node)
    return try withExtendedLifetime(buffer) {
      try body(UnsafeBufferPointer(start: buffer.typed(Scalar.self), count: node.count))
    }
  }

  /// The elements where they lie, as long as what is returned is held.
  package func held() -> HeldScalars<Scalar> {
    let buffer = Evaluator.buffer(of: node)
    return HeldScalars(
      buffer: buffer,
      numbers: UnsafeBufferPointer(start: buffer.typed(Scalar.self), count: node.count))
  }

  /// The same numbers without the expression they came from: computed now, and a leaf from here
  /// on. Use it for what an iteration carries over, or the graph grows with every step.
  public func materialized() -> Tensor {
    let buffer = Evaluator.buffer(of: node)
    if case .data = node.operation { return self }
    return Tensor(node: Node(.data, shape: node.shape, type: node.type, buffer: buffer))
  }
}

/// Computes several tensors together, so that what they share is computed once.
public func evaluate<each Scalar: TensorScalar>(_ tensors: repeat Tensor<each Scalar>) {
  var nodes: [Node] = []
  for tensor in repeat each tensors { nodes.append(tensor.node) }
  Evaluator.evaluate(nodes)
}

extension Tensor {
  /// Computes a list of tensors together, so that what they share is computed once, and gives
  /// them back as leaves (``materialized()``).
  public static func materialized(_ tensors: [Tensor]) -> [Tensor] {
    Evaluator.evaluate(tensors.map { $0.node })
    return tensors.map { $0.materialized() }
  }
}

extension Tensor where Scalar: FloatingPointTensorScalar {
  /// Zeros.
  public init(zeros shape: [Int]) { self.init(repeating: 0, shape: shape) }
  /// Ones.
  public init(ones shape: [Int]) { self.init(repeating: 1, shape: shape) }

  /// `count` evenly spaced numbers from `start` through `end`.
  public init(linearSpaceFrom start: Scalar, through end: Scalar, count: Int) {
    precondition(count >= 0, "linearSpaceFrom: count \(count) is negative")
    let step = count > 1 ? (end - start) / Scalar(count - 1) : 0
    self.init((0..<count).map { $0 == count - 1 && count > 1 ? end : start + Scalar($0) * step })
  }

  /// Numbers of another type, rounded to this one.
  public init<Other: FloatingPointTensorScalar>(_ other: Tensor<Other>) {
    node = .convert(other.node, to: Scalar.scalarType)
  }
  /// Whole numbers as real ones.
  public init(_ other: Tensor<Int64>) { node = .convert(other.node, to: Scalar.scalarType) }
  /// 1 where true, else 0.
  public init(_ other: Tensor<Bool>) { node = .convert(other.node, to: Scalar.scalarType) }

  /// Uniform draws from the open interval (0, 1).
  ///
  /// Takes two words from the generator as key and stream of a counter-based one, so the numbers
  /// depend on the generator alone and not on threads.
  public init(standardUniform shape: [Int], using generator: inout some RandomNumberGenerator) {
    node = Node(
      .random(.uniform, key: generator.next(), stream: generator.next()), shape: shape,
      type: Scalar.scalarType)
  }

  /// The logarithms of gamma variables of rate 1 and the given shapes, stretched to `shape`; NaN of a
  /// shape that is not positive and finite. Each is a function of its index in the stream, and
  /// gradients flow to the shapes by implicit differentiation.
  package init(
    logGammaOf shapes: Tensor, shape: [Int], using generator: inout some RandomNumberGenerator
  ) {
    // One number for all stays one number.
    let operand = shapes.scalarCount == 1 ? Node.reshape(shapes.node, to: []) : shapes.node
    node = Node(
      .random(.logGamma, key: generator.next(), stream: generator.next()), Inputs(operand),
      shape: shape, type: Scalar.scalarType)
  }

  /// Gamma variables of rate 1 and the given shapes, as `init(logGammaOf:shape:using:)`; those of small
  /// shapes may be 0 (in double precision below 1/16).
  package init(
    gammaOf shapes: Tensor, shape: [Int], using generator: inout some RandomNumberGenerator
  ) {
    let operand = shapes.scalarCount == 1 ? Node.reshape(shapes.node, to: []) : shapes.node
    node = Node(
      .random(.gamma, key: generator.next(), stream: generator.next()), Inputs(operand),
      shape: shape, type: Scalar.scalarType)
  }

  /// Beta variables of one pair of parameters; NaN of parameters that are not positive and finite.
  package init(
    betaOf alpha: Double, _ beta: Double, shape: [Int],
    using generator: inout some RandomNumberGenerator
  ) {
    let draws = Node(
      .random(.beta, key: generator.next(), stream: generator.next()),
      Inputs(Tensor<Double>(alpha).node, Tensor<Double>(beta).node), shape: shape, type: .float64)
    node = .convert(draws, to: Scalar.scalarType)
  }

  /// Angles of the von Mises law about 0 of the given concentrations, stretched to `shape`.
  package init(
    vonMisesOf concentrations: Tensor, shape: [Int],
    using generator: inout some RandomNumberGenerator
  ) {
    let operand =
      concentrations.scalarCount == 1
      ? Node.reshape(concentrations.node, to: []) : concentrations.node
    node = Node(
      .random(.vonMises, key: generator.next(), stream: generator.next()), Inputs(operand),
      shape: shape, type: Scalar.scalarType)
  }

  /// Draws from the normal distribution of mean 0 and variance 1, as `init(standardUniform:using:)`.
  public init(standardNormal shape: [Int], using generator: inout some RandomNumberGenerator) {
    node = Node(
      .random(.normal, key: generator.next(), stream: generator.next()), shape: shape,
      type: Scalar.scalarType)
  }
}

extension Tensor: ExpressibleByFloatLiteral where Scalar: FloatingPointTensorScalar {
  public init(floatLiteral value: Double) { self.init(node: .literal(value, Scalar.scalarType)) }
}

extension Tensor: ExpressibleByIntegerLiteral
where Scalar: TensorScalar & ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) {
    switch Scalar.scalarType {
    case .int64: self.init(node: Node.integerConstant(value))
    case .float64, .float32, .bool:
      self.init(node: .literal(Double(value), Scalar.scalarType))
    }
  }
}

extension Node {
  static func integerConstant(_ value: Int) -> Node {
    let buffer = Buffer(bytes: 8)
    buffer.typed(Int64.self).pointee = Int64(value)
    return Node(.data, shape: [], type: .int64, buffer: buffer)
  }
}

/// Elements of a tensor, which stay where they are as long as this is held.
package struct HeldScalars<Scalar> {
  let buffer: Buffer
  package let numbers: UnsafeBufferPointer<Scalar>
}
