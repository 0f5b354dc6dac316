/// Carries out a plan on the numbers of one graph.
struct Execution {
  private var graph: PlannedGraph
  private var buffers: [Buffer?]
  /// Where each buffer is.
  private var pointers: [UnsafeMutableRawPointer?]
  /// The memory of what lies in the plan's arena.
  private var arena: Buffer?
  /// The scratch memory of steps that run one after the other.
  private var scratch: Buffer?

  init(_ graph: consuming PlannedGraph) {
    let plan = graph.plan
    self.graph = consume graph
    buffers = [Buffer?](repeating: nil, count: plan.memoryCount)
    pointers = [UnsafeMutableRawPointer?](repeating: nil, count: plan.memoryCount)
    if plan.arena.bytes > 0 {
      let arena = Buffer(bytes: plan.arena.bytes)
      for place in plan.arena.places { pointers[place.memory] = arena.pointer + place.offset }
      self.arena = arena
    }
    for (i, leaf) in plan.leaves.enumerated() { hold(self.graph.leaves[i], as: leaf.memory) }
    // Held once: what nobody else holds may be written over.
    self.graph.leaves = []
    for stored in plan.storedConstants {
      let buffer = Buffer(bytes: stored.type.size)
      stored.type.write(self.graph.constants[stored.constant], to: buffer.pointer)
      hold(buffer, as: stored.memory)
    }
  }

  private mutating func hold(_ buffer: Buffer, as number: Int) {
    pointers[number] = buffer.pointer
    buffers[number] = buffer
  }

  mutating func run() {
    let plan = graph.plan
    let isAlone = ThreadCount.current == 1
    for stage in plan.stages.indices {
      let steps = plan.stages[stage].steps
      if !isAlone && Parallel.isWorthwhile(gain: plan.stages[stage].gain) {
        // Prepared first: a copy of `self` meanwhile would hold every buffer twice.
        let ready = steps.map { prepared($0) }
        Self.runTogether(ready, plan.stages[stage].tasks)
      } else {
        for index in steps {
          switch plan.steps[index] {
          case .kernel(let kernel): run(kernel, step: index)
          case .bulk(let bulk): run(bulk)
          }
        }
      }
      for memory in plan.released[stage] {
        buffers[memory] = nil
        pointers[memory] = nil
      }
    }
  }

  // MARK: One step after the other

  private mutating func run(_ bulk: Plan.Bulk) {
    if let product = bulk.product {
      let result = memory(bulk.result, bytes: bulk.count * bulk.type.size)
      let (first, second) = factors(of: product)
      product.run(first, second, into: result)
      return
    }
    prepared(bulk).run(task: 0)
  }

  private mutating func run(_ kernel: Kernel, step: Int) {
    let reductions = preparedReductions(kernel, step: step)
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: kernel.constants.count) { cells in
      withUnsafeTemporaryAllocation(
        of: KernelPass.SlotAddress.self, capacity: kernel.slots.count
      ) { slots in
        fill(slots, UnsafeMutableRawPointer(cells.baseAddress), kernel)
        let pass = KernelPass(
          kernel: kernel, slots: UnsafeMutableBufferPointer(rebasing: slots[...]),
          reductions: reductions, draws: graph.draws)
        let scratch = self.scratch ?? Buffer(bytes: graph.plan.scratchBytes)
        self.scratch = scratch
        for chunk in 0..<kernel.chunks { pass.run(chunk: chunk, scratch: scratch.pointer) }
        pass.finish()
      }
    }
  }

  /// Memory for what a kernel stores, and its reductions.
  private mutating func preparedReductions(_ kernel: Kernel, step: Int) -> [ReductionPass] {
    let overwrites = graph.plan.overwrites[step]
    for (number, store) in kernel.stores.enumerated() {
      let bytes = kernel.count * store.type.size
      if graph.plan.places[store.memory] == nil,
        let former = overwrites.first(where: { $0.store == number })?.memory,
        isFree(former, for: bytes), let buffer = buffers[former]
      {
        hold(buffer, as: store.memory)
      } else {
        _ = memory(store.memory, bytes: bytes)
      }
    }
    return kernel.reductions.map { reducing in
      ReductionPass(
        reducing, count: kernel.count,
        result: memory(reducing.memory, bytes: reducing.resultCount * reducing.type.size))
    }
  }

  /// Writes a kernel's constants and where its slots are.
  private func fill(
    _ slots: UnsafeMutableBufferPointer<KernelPass.SlotAddress>,
    _ cells: UnsafeMutableRawPointer?, _ kernel: Kernel
  ) {
    if let cells {
      for (i, cell) in kernel.constants.enumerated() {
        cell.type.write(graph.constants[cell.constant], to: cells + 8 * i)
      }
    }
    for i in kernel.places.indices {
      slots.initializeElement(at: i, to: address(of: kernel.places[i], cells))
    }
    for gather in kernel.gathers where gather.isSingle || gather.period > 0 {
      let slot = slots[gather.slot]
      slots[gather.slot] = KernelPass.SlotAddress(
        base: slot.base, scratchOffset: slot.scratchOffset, bytes: 0,
        step: gather.isSingle ? 0 : gather.period, source: slot.source)
    }
  }

  private func factors(
    of product: MatrixProduct
  ) -> (UnsafeMutableRawPointer, UnsafeMutableRawPointer) {
    (
      pointer(product.first.memory) + product.first.start,
      pointer(product.second.memory) + product.second.start
    )
  }

  // MARK: Steps side by side

  /// A step with its memory: a number of tasks that may run in any order, on any threads.
  private enum Prepared {
    case pass(KernelPass, slots: Buffer)
    case product(
      MatrixProduct, UnsafeMutableRawPointer, UnsafeMutableRawPointer,
      into: UnsafeMutableRawPointer)
    case bulk(Plan.Bulk, [BulkOperand], UnsafeMutableRawPointer, losses: UnsafeMutableRawPointer?)

    func run(task: Int) {
      switch self {
      case .pass(let pass, _): pass.run(chunk: task)
      case .product(let product, let a, let b, let result):
        product.run(task: task, a, b, into: result)
      case .bulk(let bulk, let operands, let result, let losses):
        BulkOperations.run(bulk, operands, into: result, losses: losses)
      }
    }
  }

  /// The steps of a stage depend on none of each other: all their tasks are one parallel loop.
  private static func runTogether(_ steps: [Prepared], _ tasks: [Plan.Task]) {
    Parallel.forEach(tasks.count) { index in
      let task = tasks[index]
      steps[Int(task.step)].run(task: Int(task.number))
    }
    for step in steps {
      if case .pass(let pass, _) = step { pass.finish() }
    }
  }

  /// The memory of root number `index`.
  func result(of index: Int) -> Buffer {
    // Every root's memory was a leaf, a constant or the result of a step.
    buffers[graph.plan.roots[index]] ?? Buffer(bytes: 0)
  }

  private mutating func memory(_ number: Int, bytes: Int) -> UnsafeMutableRawPointer {
    // What lies in the arena has its place; a concatenation's memory may be there already, some operands
    // in it; so may a sum's, which holds what is added to.
    if let pointer = pointers[number] { return pointer }
    let buffer: Buffer
    if let place = graph.plan.places[number] {
      let whole = buffers[place.whole] ?? Buffer(bytes: place.wholeBytes)
      hold(whole, as: place.whole)
      buffer = Buffer(partOf: whole, at: place.offset, bytes: bytes)
    } else {
      buffer = Buffer(bytes: bytes)
    }
    hold(buffer, as: number)
    return buffer.pointer
  }

  /// Whether nobody else holds this memory, and it is not much larger than asked for.
  private mutating func isFree(_ number: Int, for bytes: Int) -> Bool {
    guard isKnownUniquelyReferenced(&buffers[number]), let buffer = buffers[number] else {
      return false
    }
    return !buffer.isPart && buffer.capacity >= bytes && buffer.capacity / 2 <= max(bytes, 64)
  }

  private func pointer(_ number: Int) -> UnsafeMutableRawPointer {
    if let pointer = pointers[number] { return pointer }
    preconditionFailure("a step reads memory that no step wrote")
  }

  private mutating func prepared(_ step: Int) -> Prepared {
    switch graph.plan.steps[step] {
    case .kernel(let kernel): prepared(kernel, step: step)
    case .bulk(let bulk): prepared(bulk)
    }
  }

  private mutating func prepared(_ bulk: Plan.Bulk) -> Prepared {
    let result = memory(bulk.result, bytes: bulk.count * bulk.type.size)
    if let product = bulk.product {
      let (first, second) = factors(of: product)
      return .product(product, first, second, into: result)
    }
    let operands = bulk.operands.map { operand in
      BulkOperand(
        pointer: pointer(operand.memory) + operand.offset * operand.type.size,
        type: operand.type, shape: operand.shape, strides: operand.strides)
    }
    let losses = bulk.losses.map { number in
      memory(number, bytes: bulk.lossCount * bulk.type.size)
    }
    return .bulk(bulk, operands, result, losses: losses)
  }

  private mutating func prepared(_ kernel: Kernel, step: Int) -> Prepared {
    let reductions = preparedReductions(kernel, step: step)
    let stride = MemoryLayout<KernelPass.SlotAddress>.stride
    let slotBytes = kernel.slots.count * stride
    let memory = Buffer(bytes: slotBytes + 8 * kernel.constants.count)
    let slots = UnsafeMutableBufferPointer(
      start: memory.pointer.bindMemory(
        to: KernelPass.SlotAddress.self, capacity: kernel.slots.count),
      count: kernel.slots.count)
    fill(slots, memory.pointer + slotBytes, kernel)
    return .pass(
      KernelPass(
        kernel: kernel, slots: slots, reductions: reductions, draws: graph.draws),
      slots: memory)
  }

  /// Where a slot is; a temporary's address is an offset into each thread's scratch memory.
  @inline(__always)
  private func address(
    of place: Kernel.Place, _ constants: UnsafeMutableRawPointer?
  ) -> KernelPass.SlotAddress {
    switch place.kind {
    case .scratch:
      KernelPass.SlotAddress(
        base: nil, scratchOffset: place.offset, bytes: 0, step: 1)
    case .constant:
      KernelPass.SlotAddress(
        base: constants.map { $0 + 8 * place.number }, scratchOffset: 0, bytes: 0, step: 0)
    case .memory:
      KernelPass.SlotAddress(
        base: pointer(place.number) + place.offset, scratchOffset: 0, bytes: place.bytes,
        step: place.step)
    case .gathered:
      KernelPass.SlotAddress(
        base: nil, scratchOffset: place.offset, bytes: 0, step: 1,
        source: pointer(place.source))
    }
  }
}

extension ScalarType {
  /// Writes a number as one element.
  func write(_ value: Double, to pointer: UnsafeMutableRawPointer) {
    switch self {
    case .float64: pointer.storeBytes(of: value, as: Double.self)
    case .float32: pointer.storeBytes(of: Float(value), as: Float.self)
    case .int64: pointer.storeBytes(of: Int64(value), as: Int64.self)
    case .bool: pointer.storeBytes(of: value != 0, as: Bool.self)
    }
  }
}
