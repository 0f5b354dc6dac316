/// Cuts graphs into passes over memory.
///
/// Every node gets a level: the number of passes that must have ended before it can be computed.
/// Elementwise nodes of one shape and level, and the reductions of such nodes, form one kernel.
struct Planner {
  private let nodes: [Node]
  /// For each node, where its elements are if they are in another node's memory.
  private var views: [View?]
  private var kinds: [NodeKind]
  /// How many operands of nodes and roots each node is.
  private var uses: [Int]
  /// For a sum of two products: the one that is added to the other, in the other's memory.
  private var sums: [Int: ProductSum] = [:]
  /// For each node, the first that computes the same.
  private let canonical: [Int]
  private var level: [Int]
  /// Whether the node's elements are written to memory.
  private var stored: [Bool]
  /// For elementwise nodes: the first and last level of the kernels that compute them.
  private var firstUse: [Int] = []
  private var lastUse: [Int] = []
  private var cost: [Float]
  /// The memory of each node that has any, the constants and the draws.
  private var memory: [Int?]
  private var memoryCount = 0
  private var constants: [Int] = []
  private var constantNumbers: [Int: Int] = [:]
  private var randoms: [Int] = []
  private var steps: [Plan.Step] = []
  private var stages: [Plan.Stage] = []

  /// Plans the computation of `roots`, given all nodes that it takes, inputs first.
  static func plan(_ nodes: [Node], roots: [Int]) -> Plan {
    var planner = Planner(nodes)
    return planner.plan(roots)
  }

  private init(_ nodes: [Node]) {
    self.nodes = nodes
    let count = nodes.count
    (canonical, kinds) = Self.findEquals(nodes)
    views = [View?](repeating: nil, count: count)
    uses = [Int](repeating: 0, count: count)
    level = [Int](repeating: 0, count: count)
    stored = [Bool](repeating: false, count: count)
    cost = [Float](repeating: 0, count: count)
    memory = [Int?](repeating: nil, count: count)
  }

  /// Expressions of the same operation on the same operands are computed once: a gradient repeats
  /// much of what it is the gradient of.
  private static func findEquals(_ nodes: [Node]) -> (canonical: [Int], kinds: [NodeKind]) {
    var canonical = Array(nodes.indices)
    var kinds = nodes.map { node -> NodeKind in
      node.buffer != nil ? .leaf : node.constantValue != nil ? .constant : node.operation.kind
    }
    var known: [ContiguousArray<Int>: Int] = [:]
    for index in nodes.indices {
      switch kinds[index] {
      // Leaves and constants are equal only where they are one node; draws never are.
      case .leaf, .constant: continue
      default: if case .random = nodes[index].operation { continue }
      }
      var signature = Signature()
      signature.append(nodes[index], numberedBy: canonical)
      if let first = known[signature.words] {
        canonical[index] = first
        kinds[index] = .repeated
      } else {
        known[signature.words] = index
      }
    }
    return (canonical, kinds)
  }

  /// The number of a node's operand.
  private func input(_ node: Node, _ operand: Int) -> Int {
    canonical[node.input(operand).planIndex]
  }

  private mutating func plan(_ roots: [Int]) -> Plan {
    countUses(roots)
    for index in nodes.indices { place(index) }
    let holders = roots.map { rootIndex(canonical[$0]) }
    storeWhatIsUsedTwice()
    numberMemory()
    schedule()
    let rootMemory = holders.map { memory(of: $0) }
    let released = releases(keeping: rootMemory)
    let reuse = MemoryReuse(steps: steps, stages: stages, released: released)
    let parts = places(outside: Set(rootMemory))
    let arena = Arena(
      steps: steps, stages: stages, memoryCount: memoryCount, outside: Set(rootMemory),
      parts: parts, overwrites: reuse.overwrites)
    let inArena = Set(arena.places.map(\.memory))
    var leaves: [(node: Int, memory: Int)] = []
    var storedConstants: [(constant: Int, memory: Int, type: ScalarType)] = []
    for index in nodes.indices {
      guard let memory = memory[index] else { continue }
      if kinds[index] == .leaf { leaves.append((index, memory)) }
      if kinds[index] == .constant {
        storedConstants.append((constantNumber(index), memory, nodes[index].type))
      }
    }
    return Plan(
      memoryCount: memoryCount, leaves: leaves, storedConstants: storedConstants,
      constants: constants, randoms: randoms, steps: steps, stages: stages, arena: arena,
      released: stages.map { stage in
        stage.steps.flatMap { released[$0].filter { !inArena.contains($0) } }
      },
      overwrites: reuse.overwrites, places: parts, roots: rootMemory)
  }

  /// The number of a node's memory, given one if it has none.
  private mutating func memory(of index: Int) -> Int {
    if let number = memory[index] { return number }
    memory[index] = memoryCount
    memoryCount += 1
    return memoryCount - 1
  }

  private mutating func numberMemory() {
    for index in nodes.indices {
      switch kinds[index] {
      case .bulk:
        if let sum = sums[index] { memory[index] = memory(of: sum.addend) }
        _ = memory(of: index)
      case .leaf, .reduction: _ = memory(of: index)
      case .elementwise, .view: if stored[index] { _ = memory(of: index) }
      case .constant, .repeated, .absorbed: break
      }
    }
  }

  private mutating func constantNumber(_ index: Int) -> Int {
    if let known = constantNumbers[index] { return known }
    constants.append(index)
    constantNumbers[index] = constants.count - 1
    return constants.count - 1
  }

  // MARK: Levels

  private func kind(_ index: Int) -> NodeKind { kinds[index] }

  /// The level from which the node's elements can be read from memory.
  private func available(_ index: Int) -> Int {
    if let view = views[index], !stored[index] { return available(view.base) }
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
    let node = nodes[index]
    switch kind(index) {
    case .leaf, .constant, .repeated, .absorbed: break
    case .view:
      let input = input(node, 0)
      var view: View
      if kind(input) == .view, !stored[input], let own = views[input] {
        view = own
      } else {
        store(input)
        view = View(base: input, strides: node.input(0).shape.contiguousStrides)
      }
      if let seen = view.applying(node.operation, from: node.input(0).shape, to: node.shape) {
        views[index] = seen
      } else {
        // Only a copy of the input has strides that this view can use.
        stored[input] = true
        let copy = View(base: input, strides: node.input(0).shape.contiguousStrides)
        views[index] = copy.applying(
          node.operation, from: node.input(0).shape, to: node.shape)
      }
      level[index] = views[index].map { available($0.base) } ?? 0
    case .elementwise:
      if let sum = productSum(node) {
        sums[index] = sum
        kinds[index] = .bulk
        kinds[sum.product] = .absorbed
        level[index] = max(level[sum.product], available(sum.addend))
        return
      }
      var own = 0
      var total = node.operation.cost
      for operand in 0..<node.inputCount {
        let input = input(node, operand)
        switch kind(input) {
        case .elementwise where node.input(operand).shape == node.shape:
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
      let input = input(node, 0)
      level[index] = kind(input) == .elementwise ? level[input] : available(input)
    case .bulk:
      var own = 0
      for operand in 0..<node.inputCount {
        let input = input(node, operand)
        if kind(input) == .view, let view = views[input] {
          let shape = node.input(operand).shape
          let usable =
            switch node.operation {
            case .multiplyMatrices: view.hasMatrixStrides(shape)
            case .rows(.softmaxCrossEntropySlope) where operand == 2,
              .rows(.logitDivergenceSlope) where operand == 2,
              .rows(.weightDivergenceSlope) where operand == 2:
              view.isContiguousOrOneNumber(shape)
            default: view.isContiguous(shape)
            }
          if !usable { stored[input] = true }
        } else {
          store(input)
        }
        own = max(own, available(input))
      }
      level[index] = own
    }
  }

  private mutating func countUses(_ roots: [Int]) {
    for root in roots { uses[canonical[root]] += 1 }
    for index in nodes.indices {
      switch kinds[index] {
      case .leaf, .constant, .repeated: continue
      default:
        for operand in 0..<nodes[index].inputCount { uses[input(nodes[index], operand)] += 1 }
      }
    }
  }

  /// A sum of two matrix products that nobody else asks for: gradients by a weight that is used twice.
  /// The later one is added where the earlier one lies.
  private func productSum(_ node: Node) -> ProductSum? {
    guard case .binary(.add) = node.operation, isProduct(of: node, 0), isProduct(of: node, 1) else {
      return nil
    }
    let (first, second) = (input(node, 0), input(node, 1))
    let isFirstLater = level[first] > level[second]
    let (product, addend) = isFirstLater ? (first, second) : (second, first)
    if sums[product] == nil { return ProductSum(product: product, addend: addend) }
    return sums[addend] == nil ? ProductSum(product: addend, addend: product) : nil
  }

  /// Whether an operand is a product, or a sum of such, that is used here alone.
  private func isProduct(of node: Node, _ operand: Int) -> Bool {
    let index = input(node, operand)
    guard kinds[index] == .bulk, uses[index] == 1, nodes[index].shape == node.shape else {
      return false
    }
    if case .multiplyMatrices = nodes[index].operation { return true }
    return sums[index] != nil
  }

  private mutating func store(ifElementwise index: Int) {
    if kind(index) == .elementwise { stored[index] = true }
  }

  /// The node that will hold a root's numbers.
  private mutating func rootIndex(_ index: Int) -> Int {
    switch kind(index) {
    case .view:
      if let view = views[index], !stored[index], view.offset == 0,
        view.isContiguous(nodes[index].shape), nodes[view.base].count == nodes[index].count
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
    let count = nodes.count
    firstUse = [Int](repeating: .max, count: count)
    lastUse = [Int](repeating: -1, count: count)
    for index in (0..<count).reversed() {
      let node = nodes[index]
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
      for operand in 0..<node.inputCount {
        let input = input(node, operand)
        guard kind(input) == .elementwise,
          node.input(operand).shape == node.shape || !isElementwise(index)
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
    for index in nodes.indices {
      switch kind(index) {
      case .elementwise, .view: if stored[index] { add(index, at: level[index]) }
      case .reduction, .bulk: add(index, at: level[index])
      case .leaf, .constant, .repeated, .absorbed: break
      }
    }
    for group in groups {
      let first = steps.count
      defer { closeStage(from: first) }
      var targets: [[Int]] = []
      for index in group {
        if kind(index) == .bulk {
          if !isComputedWithSlopes(index, group) {
            steps.append(.bulk(bulk(index, losses: lossesBeside(index, group))))
          }
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
        steps.append(.kernel(compile(list, domain: domain(of: list[0]))))
      }
    }
  }

  /// The steps of a level as one stage; those that spread work over threads themselves go alone.
  private mutating func closeStage(from first: Int) {
    var start = first
    for index in first..<steps.count {
      guard case .bulk(let bulk) = steps[index], bulk.isParallel else { continue }
      if start < index { stages.append(stage(start..<index)) }
      stages.append(Plan.Stage(steps: index..<index + 1, gain: 0, tasks: []))
      start = index + 1
    }
    if start < steps.count { stages.append(stage(start..<steps.count)) }
  }

  /// The stage's work is at best halved, and never shorter than its longest task.
  private func stage(_ range: Range<Int>) -> Plan.Stage {
    var (total, longest): (Float, Float) = (0, 0)
    for index in range {
      let cost = steps[index].cost
      total += cost
      longest = max(longest, cost / Float(max(steps[index].taskCount, 1)))
    }
    let gain = total - max(total / 2, longest)
    return Plan.Stage(
      steps: range, gain: gain,
      tasks: Parallel.mayBeWorthwhile(gain: gain) ? Self.tasks(of: steps[range]) : [])
  }

  /// All tasks by how far into their steps they are: threads that take them from several places on work
  /// on the same parts of all steps, and find what they wrote a step before in their own caches.
  private static func tasks(of steps: ArraySlice<Plan.Step>) -> [Plan.Task] {
    var tasks: [(task: Plan.Task, place: Double)] = []
    for (position, step) in steps.enumerated() {
      let count = step.taskCount
      for number in 0..<count {
        let task = Plan.Task(step: Int32(position), number: Int32(number))
        tasks.append((task, (Double(number) + 0.5) / Double(count)))
      }
    }
    if steps.count > 1 {
      tasks.sort { ($0.place, $0.task.step) < ($1.place, $1.task.step) }
    }
    return tasks.map(\.task)
  }

  private func domain(of index: Int) -> [Int] {
    kind(index) == .reduction ? nodes[index].input(0).shape : nodes[index].shape
  }

  /// The node of the losses whose slopes are node `index`, if both are computed at one level: a row
  /// in cache is good for both.
  private func lossesBeside(_ index: Int, _ group: [Int]) -> Int? {
    guard case .rows(.softmaxCrossEntropySlope) = nodes[index].operation else { return nil }
    return group.first { isLossesOfSlopes($0, index) }
  }

  private func isComputedWithSlopes(_ index: Int, _ group: [Int]) -> Bool {
    guard case .rows(.softmaxCrossEntropy) = nodes[index].operation else { return false }
    return group.contains { isLossesOfSlopes(index, $0) }
  }

  private func isLossesOfSlopes(_ losses: Int, _ slopes: Int) -> Bool {
    guard case .rows(.softmaxCrossEntropy) = nodes[losses].operation,
      case .rows(.softmaxCrossEntropySlope) = nodes[slopes].operation
    else { return false }
    return (0..<2).allSatisfy { input(nodes[losses], $0) == input(nodes[slopes], $0) }
  }

  private mutating func bulk(_ index: Int, losses: Int? = nil) -> Plan.Bulk {
    let sum = sums[index]
    let node = nodes[sum?.product ?? index]
    var operands: [Plan.Bulk.Operand] = []
    for operand in 0..<node.inputCount {
      let input = node.input(operand)
      let view = source(canonical[input.planIndex])
      operands.append(
        Plan.Bulk.Operand(
          memory: memory(of: view.base), type: input.type, shape: input.shape,
          offset: view.offset, strides: view.strides))
    }
    return Plan.Bulk(
      operation: node.operation, type: node.type, shape: node.shape, operands: operands,
      result: memory(of: index), isAdded: sum != nil, losses: losses.map { memory(of: $0) })
  }

  /// Where a node's elements lie.
  private func source(_ index: Int) -> View {
    if let view = views[index], !stored[index] { return view }
    return View(base: index, strides: nodes[index].shape.contiguousStrides)
  }

  /// Results of steps that are operands of a concatenation along the outermost axis are written where
  /// it will have them.
  private func places(outside roots: Set<Int>) -> [Plan.Place?] {
    var places = [Plan.Place?](repeating: nil, count: memoryCount)
    for index in nodes.indices {
      let node = nodes[index]
      guard case .concatenate(let axis) = node.operation, kinds[index] == .bulk,
        node.shape[..<axis].allSatisfy({ $0 == 1 }), let whole = memory[index]
      else { continue }
      var offset = 0
      for operand in 0..<node.inputCount {
        let shape = node.input(operand).shape
        let bytes = shape.elementCount * node.type.size
        defer { offset += bytes }
        let view = source(input(node, operand))
        guard view.offset == 0, view.isContiguous(shape),
          nodes[view.base].count * node.type.size == bytes,
          bytes > 0, isWritten(view.base), let part = memory[view.base], !roots.contains(part),
          places[part] == nil
        else { continue }
        places[part] = Plan.Place(
          whole: whole, offset: offset, wholeBytes: node.count * node.type.size)
      }
    }
    return places
  }

  /// Whether the node's memory is written by a step that is no concatenation.
  private func isWritten(_ index: Int) -> Bool {
    switch kinds[index] {
    case .elementwise, .reduction: return true
    case .bulk:
      if case .concatenate = nodes[index].operation { return false }
      return true
    case .leaf, .constant, .view, .repeated, .absorbed: return false
    }
  }

  /// For each step, the memory that no later step reads.
  private func releases(keeping roots: [Int]) -> [[Int]] {
    var last = [Int](repeating: -1, count: memoryCount)
    for (step, work) in steps.enumerated() {
      switch work {
      case .kernel(let kernel): for load in kernel.loads { last[load.memory] = step }
      case .bulk(let bulk): for operand in bulk.operands { last[operand.memory] = step }
      }
    }
    for root in roots { last[root] = -1 }
    var released = [[Int]](repeating: [], count: steps.count)
    for memory in last.indices where last[memory] >= 0 { released[last[memory]].append(memory) }
    return released
  }

  /// One pass that computes `targets`, all of them over `domain`.
  private mutating func compile(_ targets: [Int], domain: [Int]) -> Kernel {
    var builder = KernelBuilder(domain: domain)
    let current = level[targets[0]]
    // What must be computed here, found from the targets back.
    var needed: [Int] = []
    var seen = Set<Int>(minimumCapacity: 16)
    var pending = targets
    while let index = pending.popLast() {
      guard seen.insert(index).inserted else { continue }
      needed.append(index)
      let node = nodes[index]
      for operand in 0..<node.inputCount {
        let input = input(node, operand)
        if isComputedHere(input, from: index, at: current) { pending.append(input) }
      }
    }
    needed.sort()
    for index in needed {
      let node = nodes[index]
      switch kind(index) {
      case .view:
        // A stored view is copied out of the memory it shows.
        let view = views[index] ?? source(index)
        let result = memory(of: index)
        builder.copy(load(view, node), result: result)
        builder.name(index)
      case .reduction:
        builder.reduce(
          node, operand(of: index, 0, at: current), result: memory(of: index))
      default:
        var sources: [KernelBuilder.Source] = []
        for number in 0..<node.inputCount {
          sources.append(operand(of: index, number, at: current))
        }
        var random = 0
        if case .random = node.operation {
          random = randoms.count
          randoms.append(index)
        }
        let isStored = stored[index] && level[index] == current
        builder.compute(
          node, sources, result: isStored ? memory(of: index) : nil, random: random)
        builder.name(index)
      }
    }
    return builder.finish()
  }

  /// How a kernel at `current` gets at an operand.
  private mutating func operand(
    of index: Int, _ number: Int, at current: Int
  ) -> KernelBuilder.Source {
    let node = nodes[index].input(number)
    let input = input(nodes[index], number)
    if isComputedHere(input, from: index, at: current) { return .computed(input) }
    if kind(input) == .constant { return .constant(constantNumber(input), node.type) }
    return .load(load(source(input), node))
  }

  private mutating func load(_ view: View, _ node: Node) -> KernelBuilder.Load {
    KernelBuilder.Load(
      memory: memory(of: view.base), view: view, shape: node.shape, type: node.type)
  }

  /// Whether the kernel at `current` computes `input` itself where `index` uses it.
  private func isComputedHere(_ input: Int, from index: Int, at current: Int) -> Bool {
    guard kind(input) == .elementwise, kind(index) != .view else { return false }
    if stored[input] && level[input] < current { return false }
    return kind(index) == .reduction
      || nodes[input].shape == nodes[index].shape
  }
}
