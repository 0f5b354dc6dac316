import CVectorMath

/// Carries out a plan.
struct Execution {
  private let plan: Plan
  private var buffers: [Buffer?]

  init(_ plan: Plan) {
    self.plan = plan
    buffers = plan.buffers
  }

  mutating func run() {
    for (index, step) in plan.steps.enumerated() {
      switch step {
      case .kernel(let kernel): run(kernel)
      case .bulk(let node, let inputs): run(bulk: node, inputs)
      }
      for released in plan.released[index] { buffers[released] = nil }
    }
  }

  /// The memory of root number `index`.
  func result(of index: Int) -> Buffer {
    let root = plan.roots[index]
    if let buffer = buffers[root] { return buffer }
    // A root that is a constant needed no step.
    let node = plan.nodes[root]
    let buffer = Buffer(bytes: node.type.size)
    write(node.constantValue ?? .nan, node.type, to: buffer.pointer)
    return buffer
  }

  private func write(_ value: Double, _ type: ScalarType, to pointer: UnsafeMutableRawPointer) {
    switch type {
    case .float64: pointer.storeBytes(of: value, as: Double.self)
    case .float32: pointer.storeBytes(of: Float(value), as: Float.self)
    case .int64: pointer.storeBytes(of: Int64(value), as: Int64.self)
    case .bool: pointer.storeBytes(of: value != 0, as: Bool.self)
    }
  }

  /// The memory of a node; a constant's is made when a bulk operation reads it.
  private mutating func memory(_ index: Int) -> Buffer {
    if let buffer = buffers[index] { return buffer }
    let node = plan.nodes[index]
    let buffer = Buffer(bytes: max(node.count, 1) * node.type.size)
    if let value = node.constantValue { write(value, node.type, to: buffer.pointer) }
    buffers[index] = buffer
    return buffer
  }

  private mutating func run(bulk index: Int, _ inputs: [Int]) {
    let node = plan.nodes[index]
    var operands: [BulkOperand] = []
    for (operand, input) in inputs.enumerated() {
      let shape = node.inputs[operand].shape
      let view = plan.views[input] ?? View(base: input, strides: shape.contiguousStrides)
      let buffer = memory(view.base)
      operands.append(
        BulkOperand(
          buffer: buffer,
          pointer: buffer.pointer + view.offset * node.inputs[operand].type.size,
          shape: shape, strides: view.strides))
    }
    let result = memory(index)
    BulkOperations.run(node, operands, into: result.pointer)
  }

  // MARK: Kernels

  private mutating func run(_ kernel: Kernel) {
    for store in kernel.stores { buffers[store.result] = Buffer(bytes: kernel.count * store.type.size) }
    for reducing in kernel.reductions {
      buffers[reducing.result] = Buffer(bytes: reducing.resultCount * reducing.type.size)
    }
    for load in kernel.loads { _ = memory(load.base) }
    var cells = [UInt64](repeating: 0, count: kernel.constants.count)
    let reductions = kernel.reductions.map { reducing in
      ReductionPass(reducing, count: kernel.count, result: memory(reducing.result).pointer)
    }
    let outputs = kernel.stores.map { memory($0.result).pointer }
    let sources = kernel.loads.map { load in
      memory(load.base).pointer + load.offset * load.type.size
    }
    cells.withUnsafeMutableBytes { cells in
      for (i, cell) in kernel.constants.enumerated() {
        if let base = cells.baseAddress { write(cell.value, cell.type, to: base + 8 * i) }
      }
      let pass = KernelPass(
        kernel: kernel, sources: sources, outputs: outputs, constants: cells.baseAddress,
        reductions: reductions)
      pass.run()
    }
  }
}

/// One kernel with its memory, ready to run.
private struct KernelPass {
  let kernel: Kernel
  let sources: [UnsafeMutableRawPointer]
  let outputs: [UnsafeMutableRawPointer]
  let constants: UnsafeMutableRawPointer?
  let reductions: [ReductionPass]

  /// Elements a thread takes at a time: whole rows of what is reduced where rows are short. It
  /// does not depend on the number of threads, and so neither do the results.
  private static let chunkLength = 16_384

  func run() {
    var unit = 1
    for reduction in reductions { unit = max(unit, reduction.rowLength) }
    var chunk = Self.chunkLength
    if unit <= 4 * chunk {
      chunk = (chunk + unit - 1) / unit * unit
    } else if let inner = reductions.map(\.inner).max(), inner <= chunk {
      chunk = chunk / inner * inner
    }
    let chunks = max(1, (kernel.count + chunk - 1) / chunk)
    for reduction in reductions { reduction.prepare(chunks: chunks, chunkLength: chunk) }
    let count = kernel.count
    if chunks == 1 {
      run(0..<count, chunk: 0)
    } else {
      Parallel.forEach(chunks) { index in
        run(index * chunk..<min(count, (index + 1) * chunk), chunk: index)
      }
    }
    for reduction in reductions { reduction.finish() }
  }

  private func run(_ range: Range<Int>, chunk: Int) {
    let blockLength = Kernel.blockLength
    let scratch = Buffer(bytes: kernel.scratchCount * blockLength * 8)
    let slotCount = kernel.slots.count
    withUnsafeTemporaryAllocation(of: SlotAddress.self, capacity: max(slotCount, 1)) { slots in
      for (i, slot) in kernel.slots.enumerated() {
        slots.initializeElement(at: i, to: address(of: slot, scratch.pointer))
      }
      let partials = reductions.map { $0.partial(chunk: chunk, range: range) }
      var start = range.lowerBound
      while start < range.upperBound {
        let n = min(blockLength, range.upperBound - start)
        for (i, load) in kernel.loads.enumerated() {
          if let gather = load.gather {
            copy(load.type, gather.access, sources[i] - load.offset * load.type.size, start, n, slots[gather.slot].base)
          }
        }
        for instruction in kernel.instructions {
          let (x, y, z) = (slots[instruction.x], slots[instruction.y], slots[instruction.z])
          let out = slots[instruction.out]
          instruction.operation.run(
            BlockOperands(
              x: x.at(start), y: y.at(start), z: z.at(start), xStep: x.step, yStep: y.step,
              zStep: z.step, out: out.at(start), count: n), start: start)
        }
        for (i, reduction) in reductions.enumerated() {
          reduction.add(slots[reduction.slot].at(start), start: start, count: n, to: partials[i])
        }
        start += n
      }
    }
  }

  /// Where a slot is: a base, bytes it moves with each element of the domain, and its step.
  private struct SlotAddress {
    let base: UnsafeMutableRawPointer
    let bytes: Int
    let step: Int

    @inline(__always) func at(_ start: Int) -> UnsafeMutableRawPointer { base + start * bytes }
  }

  private func address(
    of slot: Kernel.Slot, _ scratch: UnsafeMutableRawPointer
  ) -> SlotAddress {
    switch slot {
    case .scratch(let block), .virtual(let block):
      SlotAddress(base: scratch + block * Kernel.blockLength * 8, bytes: 0, step: 1)
    case .constant(let cell):
      SlotAddress(base: (constants ?? scratch) + 8 * cell, bytes: 0, step: 0)
    case .memory(let load):
      SlotAddress(base: sources[load], bytes: kernel.loads[load].type.size, step: 1)
    case .single(let load): SlotAddress(base: sources[load], bytes: 0, step: 0)
    case .output(let store):
      SlotAddress(base: outputs[store], bytes: kernel.stores[store].type.size, step: 1)
    }
  }

  private func copy(
    _ type: ScalarType, _ access: StridedAccess, _ source: UnsafeMutableRawPointer, _ start: Int,
    _ count: Int, _ target: UnsafeMutableRawPointer
  ) {
    switch type {
    case .float64, .int64:
      access.copy(
        from: source.assumingMemoryBound(to: Int64.self), start: start, count: count,
        to: target.assumingMemoryBound(to: Int64.self))
    case .float32:
      access.copy(
        from: source.assumingMemoryBound(to: Int32.self), start: start, count: count,
        to: target.assumingMemoryBound(to: Int32.self))
    case .bool:
      access.copy(
        from: source.assumingMemoryBound(to: UInt8.self), start: start, count: count,
        to: target.assumingMemoryBound(to: UInt8.self))
    }
  }
}
