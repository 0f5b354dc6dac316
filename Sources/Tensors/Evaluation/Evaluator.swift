import Synchronization

/// Guards the evaluator's fields of every node and the planner's state below: plans are looked up
/// or made and results published under it, numbers are computed outside.
let evaluatorLock = Mutex(PlanLibrary())

/// Turns graphs into numbers.
enum Evaluator {
  /// The memory of a node's elements, computed if that has not been done.
  static func buffer(of node: Node) -> Buffer {
    if let buffer = evaluatorLock.withLock({ _ in node.buffer }) { return buffer }
    return run([node])[0]
  }

  /// Computes several nodes together.
  static func evaluate(_ nodes: [Node]) {
    if !nodes.isEmpty { _ = run(nodes) }
  }

  private static func run(_ nodes: [Node]) -> [Buffer] {
    let inputs = evaluatorLock.withLock { library in library.prepare(nodes) }
    var execution = Execution(inputs)
    execution.run()
    let results = nodes.indices.map { execution.result(of: $0) }
    return evaluatorLock.withLock { _ in
      nodes.indices.map { index in
        // Another thread may have been first; the bits are the same.
        if let buffer = nodes[index].buffer { return buffer }
        nodes[index].buffer = results[index]
        return results[index]
      }
    }
  }

  /// How many passes over memory computing these nodes together takes: one for each fused region,
  /// matrix product, gather and so on. Tests assert it.
  static func passes(_ nodes: [Node]) -> Int {
    evaluatorLock.withLock { library in library.prepare(nodes).plan.steps.count }
  }
}

/// A plan with the numbers that one graph puts into it.
struct PlannedGraph: Sendable {
  let plan: Plan
  var leaves: [Buffer] = []
  var constants: [Double] = []
  var draws: [Draw] = []
}

/// The plans made so far, by signature.
struct PlanLibrary: ~Copyable {
  private var stamp: UInt = 0
  private var signature = Signature()
  private var nodes: ContiguousArray<Unmanaged<Node>> = []
  private var stack: ContiguousArray<(node: Unmanaged<Node>, next: Int)> = []
  private var plans: [Int: [(words: ContiguousArray<Int>, plan: Plan)]] = [:]
  private var planCount = 0

  /// No more plans than these are kept, and none of larger graphs.
  private static let keptPlans = 256
  private static let largestKept = 20_000

  /// The plan for computing `roots`, and their graph's numbers for it.
  mutating func prepare(_ roots: [Node]) -> PlannedGraph {
    stamp += 1
    signature.removeAll()
    nodes.removeAll(keepingCapacity: true)
    for root in roots { visit(root) }
    for root in roots { signature.append(root.planIndex) }
    let plan = plan(roots)
    var graph = PlannedGraph(plan: plan)
    graph.leaves.reserveCapacity(plan.leaves.count)
    for leaf in plan.leaves {
      if let buffer = node(leaf.node).buffer { graph.leaves.append(buffer) }
    }
    graph.constants.reserveCapacity(plan.constants.count)
    for index in plan.constants { graph.constants.append(node(index).constantValue ?? .nan) }
    for index in plan.randoms {
      if case .random(let kind, let key, let stream) = node(index).operation {
        var table: GuideTable?
        if case .guided(let own) = kind { table = own }
        graph.draws.append(Draw(key: key, stream: stream, table: table))
      }
    }
    return graph
  }

  // The roots keep every node of their graphs alive while the lock is held.
  @inline(__always)
  private func node(_ index: Int) -> Node { nodes[index].takeUnretainedValue() }

  private mutating func plan(_ roots: [Node]) -> Plan {
    let hash = signature.hash
    if let candidates = plans[hash] {
      for candidate in candidates where candidate.words == signature.words {
        return candidate.plan
      }
    }
    let plan = Planner.plan(
      nodes.map { $0.takeUnretainedValue() }, roots: roots.map(\.planIndex))
    if nodes.count <= Self.largestKept {
      if planCount >= Self.keptPlans {
        plans.removeAll()
        planCount = 0
      }
      plans[hash, default: []].append((signature.words, plan))
      planCount += 1
    }
    return plan
  }

  /// Numbers the nodes that must be computed, inputs first, without recursion.
  private mutating func visit(_ root: Node) {
    if root.planStamp == stamp { return }
    stack.append((Unmanaged.passUnretained(root), 0))
    while let (reference, next) = stack.last {
      let step = reference._withUnsafeGuaranteedRef { node -> Unmanaged<Node>? in
        if node.planStamp == stamp { return nil }
        if node.buffer == nil && node.constantValue == nil {
          for index in next..<max(next, node.inputCount) {
            let input = node.unretainedInput(index)
            if input._withUnsafeGuaranteedRef({ $0.planStamp != stamp }) {
              stack[stack.count - 1].next = index + 1
              return input
            }
          }
        }
        node.planStamp = stamp
        node.planIndex = nodes.count
        nodes.append(reference)
        signature.append(node)
        return nil
      }
      if let step {
        stack.append((step, 0))
      } else {
        stack.removeLast()
      }
    }
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
