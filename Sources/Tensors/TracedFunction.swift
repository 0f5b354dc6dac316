/// A function of tensors, traced once and replayed: graph, derivatives, schedule and memory plan
/// are made at the start, and a call only computes.
///
/// ```swift
/// let step = try TracedFunction(like: [weights, batch]) { arguments in
///   let loss = model(arguments[0], arguments[1])
///   return [arguments[0] - 0.1 * (try gradient(of: loss, at: arguments[0]))]
/// }
/// for batch in batches { weights = step([weights, batch])[0] }
/// ```
///
/// What the body computes from its arguments follows them; everything else is frozen as it was
/// when traced: numbers written in the body, tensors it captures, and draws made in it. Pass what
/// changes from call to call (a decaying rate, noise) as arguments.
public struct TracedFunction<Scalar: FloatingPointTensorScalar>: Sendable {
  private let graph: PlannedGraph
  /// For each leaf of the plan, the argument it stands for, or nil for what was captured.
  private let argumentOfLeaf: [Int?]
  private let argumentShapes: [[Int]]
  private let resultShapes: [[Int]]

  /// Traces `body` with arguments of the shapes of `examples`, whose numbers do not matter.
  public init(
    like examples: [Tensor<Scalar>], _ body: ([Tensor<Scalar>]) throws -> [Tensor<Scalar>]
  ) rethrows {
    // Each placeholder has memory of its own, by which it is recognised among the plan's leaves.
    let memory = examples.map { _ in Buffer(bytes: 0) }
    let placeholders = zip(examples, memory).map { example, buffer in
      Tensor<Scalar>(
        node: Node(.data, shape: example.shape, type: Scalar.scalarType, buffer: buffer))
    }
    let results = try body(placeholders)
    let nodes = results.map(\.node)
    graph = evaluatorLock.withLock { library in library.prepare(nodes) }
    argumentOfLeaf = graph.leaves.map { leaf in memory.firstIndex { $0 === leaf } }
    argumentShapes = examples.map(\.shape)
    resultShapes = results.map(\.shape)
  }

  /// The results for these arguments, computed and as leaves.
  ///
  /// Arguments that nobody else holds may be written over: a state that is passed on and replaced by
  /// a result, its variable given up before the call, moves in its own memory.
  ///
  /// - Precondition: The arguments have the shapes that were traced.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func callAsFunction(_ arguments: consuming [Tensor<Scalar>]) -> [Tensor<Scalar>] {
    var values = consume arguments
    precondition(
      values.count == argumentShapes.count
        && values.indices.allSatisfy { values[$0].node.shape == argumentShapes[$0] },
      """
      TracedFunction: arguments of shapes \(values.map { $0.shape }), traced for \(argumentShapes)
      """)
    // What is still an expression is computed in one go.
    Evaluator.evaluate(values.map { $0.node })
    var bound = graph
    for (leaf, argument) in argumentOfLeaf.enumerated() {
      if let argument { bound.leaves[leaf] = Evaluator.buffer(of: values[argument].node) }
    }
    values = []
    var execution = Execution(consume bound)
    execution.run()
    return resultShapes.enumerated().map { index, shape in
      Tensor(
        node: Node(
          .data, shape: shape, type: Scalar.scalarType, buffer: execution.result(of: index)))
    }
  }

  /// How many passes over memory a call takes.
  package var passes: Int { graph.plan.steps.count }
}
