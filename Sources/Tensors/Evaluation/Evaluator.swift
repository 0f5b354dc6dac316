import Synchronization

/// Guards the evaluator's fields of every node: plans are made and results published under it,
/// numbers are computed outside.
let evaluatorLock = Mutex(Planner())

/// Turns graphs into numbers.
enum Evaluator {
  /// The memory of a node's elements, computed if that has not been done.
  static func buffer(of node: Node) -> Buffer {
    if let buffer = evaluatorLock.withLock({ _ in node.buffer }) { return buffer }
    return run([node])[0]
  }

  /// Computes several nodes together.
  static func evaluate(_ nodes: [Node]) { _ = run(nodes) }

  private static func run(_ nodes: [Node]) -> [Buffer] {
    let plan = evaluatorLock.withLock { planner in planner.plan(nodes) }
    var execution = Execution(plan)
    execution.run()
    return evaluatorLock.withLock { _ in
      nodes.indices.map { index in
        // Another thread may have been first; the bits are the same.
        if let buffer = nodes[index].buffer { return buffer }
        let buffer = execution.result(of: index)
        nodes[index].buffer = buffer
        return buffer
      }
    }
  }

  /// How many passes over memory computing these tensors together takes: one for each fused
  /// region, matrix product, gather and so on. Tests assert it.
  static func passes(_ nodes: [Node]) -> Int {
    evaluatorLock.withLock { planner in planner.plan(nodes).steps.count }
  }
}

extension Tensor {
  /// How many passes over memory computing this tensor takes now.
  package var passes: Int { Evaluator.passes([node]) }

  /// How many passes computing several tensors together takes.
  package static func passes(_ tensors: [Tensor]) -> Int {
    Evaluator.passes(tensors.map(\.node))
  }
}
