/// Carries out a plan on the numbers of one graph.
struct Execution {
  private let graph: PlannedGraph
  private var buffers: [Buffer?]

  init(_ graph: PlannedGraph) {
    self.graph = graph
    let plan = graph.plan
    buffers = [Buffer?](repeating: nil, count: plan.memoryCount)
    for (i, leaf) in plan.leaves.enumerated() { buffers[leaf.memory] = graph.leaves[i] }
    for stored in plan.storedConstants {
      let buffer = Buffer(bytes: stored.type.size)
      stored.type.write(graph.constants[stored.constant], to: buffer.pointer)
      buffers[stored.memory] = buffer
    }
  }

  mutating func run() {
    let plan = graph.plan
    for index in plan.steps.indices {
      switch plan.steps[index] {
      case .kernel(let kernel): run(kernel)
      case .bulk(let bulk): run(bulk)
      }
      for memory in plan.released[index] { buffers[memory] = nil }
    }
  }

  /// The memory of root number `index`.
  func result(of index: Int) -> Buffer {
    // Every root's memory was a leaf, a constant or the result of a step.
    buffers[graph.plan.roots[index]] ?? Buffer(bytes: 0)
  }

  private mutating func memory(_ number: Int, bytes: Int) -> UnsafeMutableRawPointer {
    let buffer = Buffer(bytes: bytes)
    buffers[number] = buffer
    return buffer.pointer
  }

  private func pointer(_ number: Int) -> UnsafeMutableRawPointer {
    if let buffer = buffers[number] { return buffer.pointer }
    preconditionFailure("a step reads memory that no step wrote")
  }

  private mutating func run(_ bulk: Plan.Bulk) {
    if let product = bulk.product {
      let (a, b) = (bulk.operands[0], bulk.operands[1])
      let result = memory(bulk.result, bytes: bulk.count * bulk.type.size)
      product.run(
        bulk.type, pointer(a.memory) + a.offset * a.type.size,
        pointer(b.memory) + b.offset * b.type.size, into: result)
      return
    }
    let operands = bulk.operands.map { operand in
      BulkOperand(
        pointer: pointer(operand.memory) + operand.offset * operand.type.size,
        type: operand.type, shape: operand.shape, strides: operand.strides)
    }
    let result = memory(bulk.result, bytes: bulk.count * bulk.type.size)
    let losses = bulk.losses.map { number in
      memory(number, bytes: bulk.shape.dropLast().reduce(1, *) * bulk.type.size)
    }
    BulkOperations.run(bulk, operands, into: result, losses: losses)
  }

  private mutating func run(_ kernel: Kernel) {
    for store in kernel.stores {
      _ = memory(store.memory, bytes: kernel.count * store.type.size)
    }
    let reductions = kernel.reductions.map { reducing in
      ReductionPass(
        reducing, count: kernel.count,
        result: memory(reducing.memory, bytes: reducing.resultCount * reducing.type.size))
    }
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: kernel.constants.count) { cells in
      for (i, cell) in kernel.constants.enumerated() {
        if let base = cells.baseAddress {
          cell.type.write(
            graph.constants[cell.constant], to: UnsafeMutableRawPointer(base + i))
        }
      }
      withUnsafeTemporaryAllocation(
        of: KernelPass.SlotAddress.self, capacity: kernel.slots.count
      ) { slots in
        for (i, slot) in kernel.slots.enumerated() {
          slots.initializeElement(at: i, to: address(of: slot, kernel, cells.baseAddress))
        }
        KernelPass(
          kernel: kernel, slots: UnsafeMutableBufferPointer(rebasing: slots[...]),
          reductions: reductions, draws: graph.draws
        ).run()
      }
    }
  }

  /// Where a slot is; a temporary's address is an offset into each thread's scratch memory.
  private func address(
    of slot: Kernel.Slot, _ kernel: Kernel, _ constants: UnsafeMutablePointer<UInt64>?
  ) -> KernelPass.SlotAddress {
    switch slot {
    case .scratch(let block), .virtual(let block):
      return KernelPass.SlotAddress(
        base: nil, scratchOffset: block * Kernel.blockLength * 8, bytes: 0, step: 1)
    case .constant(let cell):
      return KernelPass.SlotAddress(
        base: constants.map { UnsafeMutableRawPointer($0 + cell) }, scratchOffset: 0, bytes: 0,
        step: 0)
    case .memory(let number):
      let load = kernel.loads[number]
      return KernelPass.SlotAddress(
        base: pointer(load.memory) + load.offset * load.type.size, scratchOffset: 0,
        bytes: load.type.size, step: 1)
    case .single(let number):
      let load = kernel.loads[number]
      return KernelPass.SlotAddress(
        base: pointer(load.memory) + load.offset * load.type.size, scratchOffset: 0, bytes: 0,
        step: 0)
    case .gathered(let number, let block):
      let load = kernel.loads[number]
      return KernelPass.SlotAddress(
        base: nil, scratchOffset: block * Kernel.blockLength * 8, bytes: 0, step: 1,
        source: pointer(load.memory))
    case .output(let number):
      let store = kernel.stores[number]
      return KernelPass.SlotAddress(
        base: pointer(store.memory), scratchOffset: 0, bytes: store.type.size, step: 1)
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
