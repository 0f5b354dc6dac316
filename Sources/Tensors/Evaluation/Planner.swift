/// What is to be computed, in order.
struct Plan {
  /// The nodes, inputs before what uses them.
  var nodes: [Node] = []
  /// For each node, where its elements are if they are in another node's memory.
  var views: [View?] = []
  /// For each node, its memory if it is known already.
  var buffers: [Buffer?] = []
  var steps: [Step] = []
  /// For each root, the node that holds its numbers.
  var roots: [Int] = []
  /// For each step, the nodes whose memory is not needed after it.
  var released: [[Int]] = []

  enum Step {
    case kernel(Kernel)
    /// A node, and the numbers of its inputs.
    case bulk(Int, inputs: [Int])
  }
}

/// Cuts graphs into passes over memory.
///
/// Every node gets a level: the number of passes that must have ended before it can be computed.
/// Elementwise nodes of one shape and level, and the reductions of such nodes, form one kernel.
struct Planner {
  private var stamp: UInt = 0
  private var plan = Plan()
  private var level: [Int] = []
  /// Whether the node's elements are written to memory.
  private var stored: [Bool] = []
  /// For elementwise nodes: the first and last level of the kernels that compute them.
  private var firstUse: [Int] = []
  private var lastUse: [Int] = []
  private var cost: [Float] = []

  mutating func plan(_ roots: [Node]) -> Plan {
    stamp += 1
    plan = Plan()
    level.removeAll(keepingCapacity: true)
    stored.removeAll(keepingCapacity: true)
    for root in roots { visit(root) }
    let count = plan.nodes.count
    plan.buffers = plan.nodes.map(\.buffer)
    plan.views = [View?](repeating: nil, count: count)
    level = [Int](repeating: 0, count: count)
    stored = [Bool](repeating: false, count: count)
    cost = [Float](repeating: 0, count: count)
    for index in 0..<count { place(index) }
    for root in roots { plan.roots.append(rootIndex(Int(root.planIndex))) }
    storeWhatIsUsedTwice()
    schedule()
    defer { plan = Plan() }
    return plan
  }

  // MARK: Order

  /// Numbers the nodes that must be computed, inputs first, without recursion.
  private mutating func visit(_ root: Node) {
    if root.planStamp == stamp { return }
    var stack: [(node: Node, next: Int)] = [(root, 0)]
    // A node is marked when it is numbered; one met again before that is visited once more,
    // which is harmless.
    while let (node, next) = stack.last {
      if node.planStamp == stamp {
        stack.removeLast()
      } else if next < node.inputs.count && node.buffer == nil {
        stack[stack.count - 1].next += 1
        let input = node.inputs[next]
        if input.planStamp != stamp { stack.append((input, 0)) }
      } else {
        stack.removeLast()
        node.planStamp = stamp
        node.planIndex = Int32(plan.nodes.count)
        plan.nodes.append(node)
      }
    }
  }

  // MARK: Levels

  private func kind(_ index: Int) -> NodeKind {
    plan.buffers[index] != nil ? .leaf : plan.nodes[index].operation.kind
  }

  /// The level from which the node's elements can be read from memory.
  private func available(_ index: Int) -> Int {
    if let view = plan.views[index], !stored[index] { return available(view.base) }
    switch kind(index) {
    case .leaf, .constant: return 0
    default: return level[index] + 1
    }
  }

  /// Sees to it that the node's elements will be in memory.
  private mutating func store(_ index: Int) {
    switch kind(index) {
    case .elementwise, .view: stored[index] = true
    default: break
    }
  }

  private mutating func place(_ index: Int) {
    let node = plan.nodes[index]
    switch kind(index) {
    case .leaf, .constant: break
    case .view:
      let input = Int(node.inputs[0].planIndex)
      var view: View
      if kind(input) == .view, !stored[input], let own = plan.views[input] {
        view = own
      } else {
        store(input)
        view = View(base: input, strides: node.inputs[0].shape.contiguousStrides)
      }
      if let seen = view.applying(node.operation, from: node.inputs[0].shape, to: node.shape) {
        plan.views[index] = seen
      } else {
        // Only a copy of the input has strides that this view can use.
        stored[input] = true
        let copy = View(base: input, strides: node.inputs[0].shape.contiguousStrides)
        plan.views[index] = copy.applying(
          node.operation, from: node.inputs[0].shape, to: node.shape)
      }
      level[index] = plan.views[index].map { available($0.base) } ?? 0
    case .elementwise:
      var own = 0
      var total = node.operation.cost
      for operand in 0..<node.inputs.count {
        let input = Int(node.inputs[operand].planIndex)
        switch kind(input) {
        case .elementwise where node.inputs[operand].shape == node.shape:
          own = max(own, level[input])
          total += cost[input]
        default:
          store(ifElementwise: input)
          own = max(own, available(input))
        }
      }
      level[index] = own
      cost[index] = total
    case .reduction:
      let input = Int(node.inputs[0].planIndex)
      level[index] = kind(input) == .elementwise ? level[input] : available(input)
    case .bulk:
      var own = 0
      for operand in 0..<node.inputs.count {
        let input = Int(node.inputs[operand].planIndex)
        if kind(input) == .view, let view = plan.views[input] {
          let usable =
            node.operation.takesStridedMatrices
            ? view.hasMatrixStrides(node.inputs[operand].shape)
            : view.isContiguous(node.inputs[operand].shape)
          if !usable { stored[input] = true }
        } else {
          store(input)
        }
        own = max(own, available(input))
      }
      level[index] = own
    }
  }

  private mutating func store(ifElementwise index: Int) {
    if kind(index) == .elementwise { stored[index] = true }
  }

  /// The node that will hold a root's numbers.
  private mutating func rootIndex(_ index: Int) -> Int {
    switch kind(index) {
    case .view:
      if let view = plan.views[index], !stored[index], view.offset == 0,
        view.isContiguous(plan.nodes[index].shape), plan.nodes[view.base].count == plan.nodes[index].count
      {
        return view.base
      }
      stored[index] = true
    case .elementwise: stored[index] = true
    default: break
    }
    return index
  }

  /// An expensive node that kernels of several levels would compute is stored by the first.
  private mutating func storeWhatIsUsedTwice() {
    let count = plan.nodes.count
    firstUse = [Int](repeating: .max, count: count)
    lastUse = [Int](repeating: -1, count: count)
    for index in (0..<count).reversed() {
      let node = plan.nodes[index]
      var first: Int
      var last: Int
      switch kind(index) {
      case .elementwise:
        if stored[index] {
          firstUse[index] = level[index]
        } else if firstUse[index] < lastUse[index] && cost[index] > 2.5 {
          stored[index] = true
          level[index] = firstUse[index]
        }
        (first, last) = (firstUse[index], stored[index] ? firstUse[index] : lastUse[index])
        lastUse[index] = last
      case .reduction: (first, last) = (level[index], level[index])
      default: continue
      }
      if last < 0 { continue }
      for operand in 0..<node.inputs.count {
        let input = Int(node.inputs[operand].planIndex)
        guard kind(input) == .elementwise, node.inputs[operand].shape == node.shape || !isElementwise(index)
        else { continue }
        firstUse[input] = min(firstUse[input], first)
        lastUse[input] = max(lastUse[input], last)
      }
    }
  }

  private func isElementwise(_ index: Int) -> Bool { kind(index) == .elementwise }

  // MARK: Steps

  private mutating func schedule() {
    var groups: [[Int]] = []
    func add(_ index: Int, at level: Int) {
      while groups.count <= level { groups.append([]) }
      groups[level].append(index)
    }
    for index in plan.nodes.indices {
      switch kind(index) {
      case .elementwise, .view: if stored[index] { add(index, at: level[index]) }
      case .reduction, .bulk: add(index, at: level[index])
      case .leaf, .constant: break
      }
    }
    for group in groups {
      var targets: [[Int]] = []
      for index in group {
        if kind(index) == .bulk {
          let inputs = plan.nodes[index].inputs
          plan.steps.append(
            .bulk(index, inputs: (0..<inputs.count).map { Int(inputs[$0].planIndex) }))
          continue
        }
        let domain = domain(of: index)
        if let same = targets.firstIndex(where: { self.domain(of: $0[0]) == domain }) {
          targets[same].append(index)
        } else {
          targets.append([index])
        }
      }
      for list in targets {
        plan.steps.append(.kernel(compile(list, domain: domain(of: list[0]))))
      }
    }
    noteReleases()
  }

  private func domain(of index: Int) -> [Int] {
    kind(index) == .reduction ? plan.nodes[index].inputs[0].shape : plan.nodes[index].shape
  }

  private mutating func noteReleases() {
    var last = [Int](repeating: -1, count: plan.nodes.count)
    for (step, work) in plan.steps.enumerated() {
      switch work {
      case .kernel(let kernel):
        for load in kernel.loads { last[load.base] = step }
      case .bulk(_, let inputs):
        for input in inputs {
          let base = stored[input] ? input : plan.views[input]?.base ?? input
          last[base] = step
        }
      }
    }
    for root in plan.roots { last[root] = -1 }
    plan.released = [[Int]](repeating: [], count: plan.steps.count)
    for index in last.indices where last[index] >= 0 && plan.buffers[index] == nil {
      plan.released[last[index]].append(index)
    }
    // What a step reads through a stored view is the copy.
    for index in plan.views.indices where stored[index] { plan.views[index] = nil }
  }

  /// One pass that computes `targets`, all of them over `domain`.
  private func compile(_ targets: [Int], domain: [Int]) -> Kernel {
    var builder = KernelBuilder(domain: domain)
    let current = level[targets[0]]
    // What must be computed here, found from the targets back.
    var needed: [Int] = []
    var seen = Set<Int>(minimumCapacity: 16)
    var pending = targets
    while let index = pending.popLast() {
      guard seen.insert(index).inserted else { continue }
      needed.append(index)
      let node = plan.nodes[index]
      for operand in 0..<node.inputs.count {
        let input = Int(node.inputs[operand].planIndex)
        if isComputedHere(input, from: index, at: current) { pending.append(input) }
      }
    }
    needed.sort()
    for index in needed {
      let node = plan.nodes[index]
      switch kind(index) {
      case .view:
        builder.copy(load(index, throughView: true), type: node.type, result: index)
      case .reduction:
        let input = Int(node.inputs[0].planIndex)
        let source =
          isComputedHere(input, from: index, at: current)
          ? KernelBuilder.Source.computed(input) : .load(load(input))
        builder.reduce(node, source, result: index)
      default:
        let sources = (0..<node.inputs.count).map { operand -> KernelBuilder.Source in
          let input = Int(node.inputs[operand].planIndex)
          if isComputedHere(input, from: index, at: current) { return .computed(input) }
          if let value = node.inputs[operand].constantValue {
            return .constant(value, node.inputs[operand].type)
          }
          return .load(load(input))
        }
        builder.compute(node, sources, result: index, isStored: stored[index] && level[index] == current)
      }
    }
    return builder.finish()
  }

  /// Whether the kernel at `current` computes `input` itself where `index` uses it.
  private func isComputedHere(_ input: Int, from index: Int, at current: Int) -> Bool {
    guard kind(input) == .elementwise, kind(index) != .view else { return false }
    if stored[input] && level[input] < current { return false }
    return kind(index) == .reduction
      || plan.nodes[input].shape == plan.nodes[index].shape
  }

  private func load(_ index: Int, throughView: Bool = false) -> KernelBuilder.Load {
    let node = plan.nodes[index]
    if let view = plan.views[index], throughView || !stored[index] {
      return KernelBuilder.Load(view: view, shape: node.shape, type: node.type)
    }
    return KernelBuilder.Load(
      view: View(base: index, strides: node.shape.contiguousStrides), shape: node.shape,
      type: node.type)
  }
}

/// How the planner treats a node.
enum NodeKind { case leaf, constant, elementwise, view, reduction, bulk }

extension Operation {
  var kind: NodeKind {
    switch self {
    case .data: .leaf
    case .constant: .constant
    case .random, .unary, .polygamma, .binary, .compare, .and, .or, .not, .select, .convert,
      .custom, .stopGradient:
      .elementwise
    case .reshape, .broadcast, .transpose, .slice: .view
    case .reduce: .reduction
    case .argmax, .cumulativeSum, .concatenate, .pad, .gather, .scatterAdd, .multiplyMatrices,
      .cholesky, .triangularSolve:
      .bulk
    }
  }

  var takesStridedMatrices: Bool {
    if case .multiplyMatrices = self { return true }
    return false
  }

  /// Roughly the nanoseconds an element takes.
  var cost: Float {
    switch self {
    case .binary(.power), .binary(.atan2), .binary(.xLogY), .binary(.xLogOnePlusY): 2
    case .unary(let function):
      switch function {
      case .negate, .absolute, .sign, .square, .floor, .ceil, .round, .truncate: 0.1
      case .squareRoot, .reciprocal: 0.3
      case .exp, .log, .expMinusOne, .logOnePlus: 0.6
      default: 2
      }
    case .random: 1
    case .polygamma, .custom: 50
    default: 0.1
    }
  }
}

extension View {
  /// Whether each matrix of the last two axes is a plain or transposed matrix to BLAS.
  func hasMatrixStrides(_ shape: [Int]) -> Bool {
    let rank = shape.count
    let (m, n) = (shape[rank - 2], shape[rank - 1])
    let (row, column) = (strides[rank - 2], strides[rank - 1])
    let plain = (column == 1 || n == 1) && (row >= max(n, 1) || m == 1)
    let transposed = (row == 1 || m == 1) && (column >= max(m, 1) || n == 1)
    return plain || transposed
  }
}
