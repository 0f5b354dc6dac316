/// One kernel with its memory, ready to run.
struct KernelPass {
  let kernel: Kernel
  let slots: UnsafeMutableBufferPointer<SlotAddress>
  let reductions: [ReductionPass]
  let draws: [Draw]

  /// Where a slot is: a base (nil: the thread's scratch memory at an offset), the bytes it moves
  /// with each element of the domain, and its step.
  struct SlotAddress {
    let base: UnsafeMutableRawPointer?
    let scratchOffset: Int
    let bytes: Int
    let step: Int
    /// For what is gathered into scratch memory first: the memory it comes from.
    var source: UnsafeMutableRawPointer?

    @inline(__always)
    func at(_ start: Int, _ scratch: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
      (base ?? scratch + scratchOffset) + start * bytes
    }
  }

  init(
    kernel: Kernel, slots: UnsafeMutableBufferPointer<SlotAddress>, reductions: [ReductionPass],
    draws: [Draw]
  ) {
    self.kernel = kernel
    self.slots = slots
    self.reductions = reductions
    self.draws = draws
    for reduction in reductions {
      reduction.prepare(chunks: kernel.chunks, chunkLength: kernel.chunkLength)
    }
  }

  /// Joins what the chunks' reductions gave, after all chunks have run.
  func finish() {
    for reduction in reductions { reduction.finish() }
  }

  /// Runs a chunk in scratch memory of its own.
  func run(chunk: Int) {
    let scratch = Buffer(bytes: kernel.scratchBytes)
    withExtendedLifetime(scratch) { run(chunk: chunk, scratch: scratch.pointer) }
  }

  func run(chunk: Int, scratch: UnsafeMutableRawPointer) {
    let length = kernel.chunkLength
    let range = chunk * length..<min(kernel.count, (chunk + 1) * length)
    withUnsafeTemporaryAllocation(
      of: ReductionPass.Partial.self, capacity: reductions.count
    ) { partials in
      for (i, reduction) in reductions.enumerated() {
        partials.initializeElement(at: i, to: reduction.partial(chunk: chunk))
      }
      run(range, UnsafeMutableBufferPointer(rebasing: partials[...]), scratch)
    }
  }

  private func run(
    _ range: Range<Int>, _ partials: UnsafeMutableBufferPointer<ReductionPass.Partial>,
    _ scratch: UnsafeMutableRawPointer
  ) {
    let customs = kernel.customs
    let draws = draws
    let blockLength = kernel.blockLength
    let rowLength = kernel.rowLength
    let hasDeepGathers = !kernel.deepGathers.isEmpty
    let (slots, gathers) = (slots, kernel.gathers)
    kernel.instructions.withUnsafeBufferPointer { instructions in
      gathers.withUnsafeBufferPointer { gathers in
        var start = range.lowerBound
        while start < range.upperBound {
          var n = min(blockLength, range.upperBound - start)
          if rowLength > 0 { n = min(n, rowLength - start % rowLength) }
          for gather in gathers where !gather.isRepeated || start == range.lowerBound {
            let count = gather.isSingle ? 1 : gather.period > 0 ? gather.period : n
            Self.gather(gather, slots, start, count, scratch)
          }
          if hasDeepGathers { gatherDeep(start, n, scratch) }
          for instruction in instructions {
            let (x, y) = (slots[instruction.x], slots[instruction.y])
            let (z, w) = (slots[instruction.z], slots[instruction.w])
            let block = BlockOperands(
              x: x.at(start, scratch), y: y.at(start, scratch), z: z.at(start, scratch),
              w: w.at(start, scratch), xStep: x.step, yStep: y.step, zStep: z.step, wStep: w.step,
              out: slots[instruction.out].at(start, scratch), count: n)
            instruction.operation.run(block, start: start, customs: customs, draws: draws)
          }
          for partial in partials {
            partial.add(
              slots[partial.reducing.slot].at(start, scratch), start: start, count: n)
          }
          start += n
        }
      }
    }
  }

  private static func gather(
    _ gather: Kernel.Gather, _ slots: UnsafeMutableBufferPointer<SlotAddress>, _ start: Int,
    _ count: Int, _ scratch: UnsafeMutableRawPointer
  ) {
    let slot = slots[gather.slot]
    guard let source = slot.source else { return }
    let target = slot.at(start, scratch)
    switch gather.type {
    case .float64, .int64:
      gather.access.copy(
        from: source.assumingMemoryBound(to: Int64.self), start: start, count: count,
        to: target.assumingMemoryBound(to: Int64.self))
    case .float32:
      gather.access.copy(
        from: source.assumingMemoryBound(to: Int32.self), start: start, count: count,
        to: target.assumingMemoryBound(to: Int32.self))
    case .bool:
      gather.access.copy(
        from: source.assumingMemoryBound(to: UInt8.self), start: start, count: count,
        to: target.assumingMemoryBound(to: UInt8.self))
    }
  }

  private func gatherDeep(
    _ start: Int, _ count: Int, _ scratch: UnsafeMutableRawPointer
  ) {
    for gather in kernel.deepGathers {
      let slot = slots[gather.slot]
      guard let source = slot.source else { continue }
      let target = slot.at(start, scratch)
      switch gather.type {
      case .float64, .int64:
        gather.access.copy(
          from: source.assumingMemoryBound(to: Int64.self), start: start, count: count,
          to: target.assumingMemoryBound(to: Int64.self))
      case .float32:
        gather.access.copy(
          from: source.assumingMemoryBound(to: Int32.self), start: start, count: count,
          to: target.assumingMemoryBound(to: Int32.self))
      case .bool:
        gather.access.copy(
          from: source.assumingMemoryBound(to: UInt8.self), start: start, count: count,
          to: target.assumingMemoryBound(to: UInt8.self))
      }
    }
  }
}
