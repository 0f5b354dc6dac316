import CVectorMath

/// One pass over memory: a straight-line program run block by block over a shape.
final class Kernel: Sendable {
  /// Bytes of a block of temporary memory, few enough that all blocks stay in cache; more where there are
  /// few, because every block costs a call for each instruction.
  private static func blockBytes(scratchCount: Int) -> Int { scratchCount <= 2 ? 8192 : 4096 }

  let count: Int
  /// Elements that go through the program at a time.
  let blockLength: Int
  /// Elements a thread takes at a time: whole rows of what is reduced where rows are short. It
  /// does not depend on the number of threads, and so neither do the results.
  let chunkLength: Int
  let chunks: Int
  /// Roughly the nanoseconds it takes.
  let cost: Float

  private static let leastChunk = 16_384
  let slots: [Slot]
  /// Where each slot is.
  let places: [Place]
  let loads: [Load]
  let stores: [Store]
  let instructions: [Instruction]
  let reductions: [Reducing]
  let constants: [ConstantCell]
  let customs: [CustomFunction]
  /// What is gathered into blocks before the first instruction.
  let gathers: [Gather]
  /// The same for what has more than two axes.
  let deepGathers: [DeepGather]
  /// The length of the rows that blocks do not go beyond, because some operand is one number for each
  /// of them; 0 if there is none.
  let rowLength: Int
  /// The scratch memory that it takes.
  let scratchBytes: Int
  /// Stores that may go where a load lies, each load's memory named once: nothing reads an element
  /// there after it is written.
  let overwrites: [Overwrite]

  init(_ draft: KernelDraft) {
    count = draft.count
    var cost: Float = 0.05
    for instruction in draft.instructions { cost += instruction.operation.cost }
    self.cost = cost * Float(draft.count)
    let rows = draft.reductions.map { $0.reduced * $0.inner }
    let unit = max(1, rows.max() ?? 1)
    var chunk = Self.leastChunk
    let inner = draft.reductions.map(\.inner).max() ?? 1
    if unit > chunk && (inner > 1 || unit > 4 * chunk) && inner <= chunk {
      chunk = chunk / inner * inner
    } else if unit <= 4 * chunk {
      chunk = (chunk + unit - 1) / unit * unit
    }
    slots = draft.slots
    loads = draft.loads
    stores = draft.stores
    instructions = draft.instructions
    reductions = draft.reductions
    constants = draft.constants
    customs = draft.customs
    let (slots, loads) = (draft.slots, draft.loads)
    let period = LawPeriod(draft, chunk: chunk, unit: unit)
    if let period { chunk = period.chunk }
    let blockBytes = period?.blockBytes ?? Self.blockBytes(scratchCount: draft.scratchCount)
    places = slots.map { Place($0, draft, blockBytes: blockBytes) }
    overwrites = draft.overwrites
    // Blocks begin where rows do, so that a row that is used throughout is gathered once.
    let repeated = draft.gathers.compactMap { slot -> Int? in
      guard case .gathered(let number, _) = draft.slots[slot] else { return nil }
      return draft.loads[number].gather?.repeatedRow
    }
    var block = blockBytes / draft.widest
    if let period {
      block = period.block
    } else if let row = repeated.max(), row > 0, row <= block {
      block = block / row * row
      if draft.reductions.isEmpty { chunk = max(chunk / row, 1) * row }
    }
    // One operation from memory to memory has nothing that must stay in cache, and a reduction of memory
    // takes it as it comes.
    let goesThrough =
      draft.instructions.count + (draft.reductions.isEmpty ? 0 : 1) == 1 && draft.scratchCount == 0
    let length = goesThrough ? chunk : block
    blockLength = length
    chunkLength = chunk
    chunks = max(1, (draft.count + chunk - 1) / chunk)
    let all = draft.gathers.compactMap { slot -> DeepGather? in
      guard case .gathered(let number, _) = slots[slot], let access = loads[number].gather
      else { return nil }
      return DeepGather(slot: slot, type: loads[number].type, access: access)
    }
    gathers = all.compactMap { gather in
      gather.access.plane.map { plane in
        let row = gather.access.repeatedRow ?? 0
        let isAligned = draft.rowLength == 0 || (draft.rowLength == row && row <= length)
        return Gather(
          slot: gather.slot, type: gather.type, access: plane,
          isRepeated: row > 0 && length % row == 0 && chunk % row == 0 && isAligned,
          isSingle: draft.rowSingles.contains(gather.slot),
          period: row > 0 ? period?.length ?? 0 : 0)
      }
    }
    deepGathers = all.filter { $0.access.plane == nil }
    rowLength = draft.rowLength
    scratchBytes = max(draft.scratchCount, 1) * blockBytes
  }

  /// Where an operand or a result is during a block.
  enum Slot: Sendable {
    /// A block of temporary memory.
    case scratch(Int)
    /// A number used throughout.
    case constant(Int)
    /// Memory that the block runs along.
    case memory(load: Int)
    /// One element of memory used throughout.
    case single(load: Int)
    /// Memory whose elements are gathered into a block of temporary memory first.
    case gathered(load: Int, Int)
    /// Memory that the result is written to.
    case output(store: Int)
    /// A temporary that has not been given a block yet.
    case virtual(Int)
  }

  /// Where a slot is, as plain numbers: binding a kernel to memory counts no references.
  struct Place: Sendable {
    enum Kind { case scratch, constant, memory, gathered }
    let kind: Kind
    /// The plan's number of the memory, or the constant's cell.
    var number = 0
    /// Where a block of scratch memory is gathered from.
    var source = 0
    /// Bytes from where the memory, or the scratch memory, begins.
    var offset = 0
    /// Bytes that the slot moves with each element of the domain.
    var bytes = 0
    /// 0 for one number used throughout.
    var step = 1

    fileprivate init(_ slot: Slot, _ draft: KernelDraft, blockBytes: Int) {
      switch slot {
      case .scratch(let block), .virtual(let block):
        (kind, offset) = (.scratch, block * blockBytes)
      case .constant(let cell):
        (kind, number, step) = (.constant, cell, 0)
      case .memory(let index), .single(let index):
        let load = draft.loads[index]
        (kind, number, offset) = (.memory, load.memory, load.offset * load.type.size)
        if case .single = slot { step = 0 } else { bytes = load.type.size }
      case .gathered(let index, let block):
        (kind, offset, source) = (.gathered, block * blockBytes, draft.loads[index].memory)
      case .output(let index):
        let store = draft.stores[index]
        (kind, number, bytes) = (.memory, store.memory, store.type.size)
      }
    }
  }

  struct Load: Sendable {
    let memory: Int
    let offset: Int
    let type: ScalarType
    /// How to gather the elements into a block first, where they do not run along.
    let gather: StridedAccess?
  }

  /// A slot and how its blocks are gathered; plain numbers, so that the loop over blocks counts no
  /// references.
  struct Gather: Sendable {
    let slot: Int
    let type: ScalarType
    let access: StridedAccess.Plane
    /// Whether every block of a chunk is the same.
    let isRepeated: Bool
    /// Whether a block has but one number.
    let isSingle: Bool
    /// The numbers of a block that begins anew after so many (``LawPeriod``); 0 where there are as many as
    /// elements.
    let period: Int
  }

  /// A store and the memory of a load that it may take the place of.
  struct Overwrite: Sendable {
    let store: Int
    let memory: Int
  }

  struct DeepGather: Sendable {
    let slot: Int
    let type: ScalarType
    let access: StridedAccess
  }

  struct Store: Sendable {
    let memory: Int
    let type: ScalarType
  }

  struct Instruction: Sendable {
    let operation: BlockOperation
    let x: Int
    let y: Int
    let z: Int
    let w: Int
    let out: Int
  }

  struct Reducing: Sendable {
    let reduction: Reduction
    let type: ScalarType
    let slot: Int
    /// The result's memory, and how the domain falls into outer × reduced × inner.
    let memory: Int
    let reduced: Int
    let inner: Int
    let resultCount: Int
  }

  struct ConstantCell: Sendable {
    let constant: Int
    let type: ScalarType
  }
}

/// A kernel in the making.
struct KernelDraft {
  let count: Int
  var slots: [Kernel.Slot] = []
  var loads: [Kernel.Load] = []
  var stores: [Kernel.Store] = []
  var instructions: [Kernel.Instruction] = []
  var reductions: [Kernel.Reducing] = []
  var constants: [Kernel.ConstantCell] = []
  var customs: [CustomFunction] = []
  var gathers: [Int] = []
  /// The slots that have one number for each row, and the length of the rows.
  var rowSingles: Set<Int> = []
  var rowLength = 0
  var overwrites: [Kernel.Overwrite] = []
  var scratchCount = 0
  /// Bytes of the largest elements.
  var widest = 4

  init(count: Int) { self.count = count }
}

/// Builds a kernel from nodes in order.
struct KernelBuilder {
  struct Load {
    let memory: Int
    let view: View
    let shape: [Int]
    let type: ScalarType
  }

  enum Source {
    case computed(Int)
    case load(Load)
    case constant(Int, ScalarType)
  }

  private let domain: [Int]
  private var kernel: KernelDraft
  private var slotOfNode: [Int: Int] = [:]
  private var lastSlot = 0
  private var virtualCount = 0
  /// For slots that are gathered, the load they come from.
  private var gathered: [Int: Int] = [:]

  init(domain: [Int]) {
    self.domain = domain
    kernel = KernelDraft(count: domain.elementCount)
  }

  /// Remembers what was computed last as the value of node `index`.
  mutating func name(_ index: Int) { slotOfNode[index] = lastSlot }

  /// Computes an elementwise node, into memory `result` where it is stored.
  mutating func compute(_ node: Node, _ sources: [Source], result: Int?, random: Int) {
    if case .stopGradient = node.operation {
      lastSlot = operand(sources[0], mayBeSingle: false)
      if let result {
        let out = output(result, node.type)
        emit(.copy(node.type), lastSlot, out: out)
      }
      return
    }
    kernel.widest = max(kernel.widest, node.type.size)
    let operation = blockOperation(node, random: random)
    var operands = [0, 0, 0, 0]
    for (i, source) in sources.enumerated() where i < 4 {
      operands[i] = operand(source, mayBeSingle: operation.takesSingle(operand: i))
    }
    let out = result.map { output($0, node.type) } ?? temporary()
    lastSlot = out
    kernel.instructions.append(
      Kernel.Instruction(
        operation: operation, x: operands[0], y: operands[1], z: operands[2], w: operands[3],
        out: out))
  }

  /// Copies what a view shows into memory `result`.
  mutating func copy(_ load: Load, result: Int) {
    let source = operand(.load(load), mayBeSingle: false)
    let out = output(result, load.type)
    lastSlot = out
    emit(.copy(load.type), source, out: out)
  }

  mutating func reduce(_ node: Node, _ source: Source, result: Int) {
    guard case .reduce(let reduction, let axes) = node.operation else { return }
    let shape = node.input(0).shape
    kernel.reductions.append(
      Kernel.Reducing(
        reduction: reduction, type: node.type, slot: operand(source, mayBeSingle: false),
        memory: result, reduced: axes.map { shape[$0] }.elementCount,
        inner: shape[((axes.last ?? -1) + 1)...].reduce(1, *), resultCount: node.count))
  }

  /// Gives temporaries blocks of scratch memory, each reused once its number is no longer needed.
  mutating func finish() -> Kernel {
    var lastUse = [Int](repeating: -1, count: virtualCount)
    func note(_ slot: Int, _ time: Int) {
      if case .virtual(let number) = kernel.slots[slot] {
        lastUse[number] = max(lastUse[number], time)
      }
    }
    let end = kernel.instructions.count
    for (time, instruction) in kernel.instructions.enumerated() {
      let used = instruction.operation.operandCount
      if used > 0 { note(instruction.x, time) }
      if used > 1 { note(instruction.y, time) }
      if used > 2 { note(instruction.z, time) }
      if used > 3 { note(instruction.w, time) }
      note(instruction.out, time)
    }
    for reducing in kernel.reductions { note(reducing.slot, end) }
    // A row that is gathered once stays to the end of the chunk.
    for (slot, number) in gathered where kernel.loads[number].gather?.repeatedRow != nil {
      note(slot, end)
    }
    // Gathered loads fill their blocks before the first instruction.
    var free: [Int] = []
    var block = [Int](repeating: -1, count: virtualCount)
    func take(_ slot: Int) {
      guard case .virtual(let number) = kernel.slots[slot], block[number] < 0 else { return }
      if let reused = free.popLast() {
        block[number] = reused
      } else {
        block[number] = kernel.scratchCount
        kernel.scratchCount += 1
      }
    }
    kernel.gathers = gathered.keys.sorted()
    for slot in kernel.gathers { take(slot) }
    var ending = [[Int]](repeating: [], count: end + 1)
    for number in 0..<virtualCount where lastUse[number] >= 0 {
      ending[lastUse[number]].append(number)
    }
    for (time, instruction) in kernel.instructions.enumerated() {
      take(instruction.out)
      for number in ending[time] where block[number] >= 0 { free.append(block[number]) }
    }
    for slot in kernel.slots.indices {
      if case .virtual(let number) = kernel.slots[slot] {
        let place = max(block[number], 0)
        kernel.slots[slot] = gathered[slot].map { .gathered(load: $0, place) } ?? .scratch(place)
      }
    }
    kernel.overwrites = overwrites()
    findRowSingles()
    return Kernel(kernel)
  }

  /// Where operands are one number for each long row, and whatever reads them takes single numbers, they
  /// need not be stretched to blocks.
  private mutating func findRowSingles() {
    var rows: [Int: Int] = [:]
    for slot in kernel.gathers {
      guard case .gathered(let number, _) = kernel.slots[slot],
        let plane = kernel.loads[number].gather?.plane, plane.innerStride == 0,
        plane.outerStride != 0, plane.inner >= Self.leastRow
      else { continue }
      rows[slot] = plane.inner
    }
    guard let length = rows.values.min() else { return }
    for instruction in kernel.instructions {
      let operands = [instruction.x, instruction.y, instruction.z, instruction.w]
      for index in 0..<instruction.operation.operandCount
      where !instruction.operation.takesSingle(operand: index) {
        rows[operands[index]] = nil
      }
    }
    for reducing in kernel.reductions { rows[reducing.slot] = nil }
    kernel.rowSingles = Set(rows.filter { $0.value == length }.keys)
    if !kernel.rowSingles.isEmpty { kernel.rowLength = length }
  }

  /// Rows shorter than this are stretched: each block costs a call for each instruction.
  private static let leastRow = 128

  /// Which stores may take the place of which loads: those of instructions that no later one reads
  /// the load after, where the elements run along.
  private func overwrites() -> [Kernel.Overwrite] {
    var lastRead: [Int: Int] = [:]
    var spoiled = Set<Int>()
    func note(_ slot: Int, _ time: Int) {
      switch kernel.slots[slot] {
      case .memory(let number):
        let load = kernel.loads[number]
        lastRead[load.memory] = max(lastRead[load.memory] ?? -1, time)
        if load.offset != 0 { spoiled.insert(load.memory) }
      case .single(let number), .gathered(let number, _):
        spoiled.insert(kernel.loads[number].memory)
      default: break
      }
    }
    for (time, instruction) in kernel.instructions.enumerated() {
      let used = instruction.operation.operandCount
      if used > 0 { note(instruction.x, time) }
      if used > 1 { note(instruction.y, time) }
      if used > 2 { note(instruction.z, time) }
      if used > 3 { note(instruction.w, time) }
    }
    for reducing in kernel.reductions { note(reducing.slot, .max) }
    var types: [Int: ScalarType] = [:]
    for load in kernel.loads {
      if let known = types[load.memory], known.size != load.type.size {
        spoiled.insert(load.memory)
      }
      types[load.memory] = load.type
    }
    var result: [Kernel.Overwrite] = []
    for (time, instruction) in kernel.instructions.enumerated() {
      guard case .output(let store) = kernel.slots[instruction.out],
        instruction.operation.readsBeforeItWrites
      else { continue }
      let free = lastRead.filter { memory, last in
        last <= time && !spoiled.contains(memory)
          && types[memory]?.size == kernel.stores[store].type.size
      }
      guard let memory = free.keys.min() else { continue }
      spoiled.insert(memory)
      result.append(Kernel.Overwrite(store: store, memory: memory))
    }
    return result
  }

  // MARK: Slots

  private mutating func emit(_ operation: BlockOperation, _ x: Int, out: Int) {
    kernel.instructions.append(
      Kernel.Instruction(operation: operation, x: x, y: 0, z: 0, w: 0, out: out))
  }

  private mutating func slot(_ slot: Kernel.Slot) -> Int {
    kernel.slots.append(slot)
    return kernel.slots.count - 1
  }

  private mutating func temporary() -> Int {
    virtualCount += 1
    return slot(.virtual(virtualCount - 1))
  }

  private mutating func output(_ result: Int, _ type: ScalarType) -> Int {
    kernel.stores.append(Kernel.Store(memory: result, type: type))
    return slot(.output(store: kernel.stores.count - 1))
  }

  private mutating func operand(_ source: Source, mayBeSingle: Bool) -> Int {
    switch source {
    case .computed(let index):
      // Present because a kernel's nodes come inputs first.
      return slotOfNode[index] ?? 0
    case .constant(let constant, let type):
      kernel.widest = max(kernel.widest, type.size)
      if mayBeSingle || kernel.count == 1 {
        kernel.constants.append(Kernel.ConstantCell(constant: constant, type: type))
        return slot(.constant(kernel.constants.count - 1))
      }
      kernel.constants.append(Kernel.ConstantCell(constant: constant, type: type))
      let single = slot(.constant(kernel.constants.count - 1))
      let out = temporary()
      emit(.copy(type), single, out: out)
      return out
    case .load(let load):
      kernel.widest = max(kernel.widest, load.type.size)
      let access = StridedAccess(load.view, shape: load.shape, domain: domain)
      let number = kernel.loads.count
      var gather: StridedAccess?
      let result: Int
      switch access.pattern {
      case .contiguous: result = slot(.memory(load: number))
      case .single where mayBeSingle || kernel.count == 1: result = slot(.single(load: number))
      case .single:
        let single = slot(.single(load: number))
        result = temporary()
        emit(.copy(load.type), single, out: result)
      case .strided:
        result = temporary()
        gather = access
        gathered[result] = number
      }
      kernel.loads.append(
        Kernel.Load(
          memory: load.memory, offset: load.view.offset, type: load.type, gather: gather))
      return result
    }
  }

  private mutating func blockOperation(_ node: Node, random: Int) -> BlockOperation {
    switch node.operation {
    case .unary(let function):
      switch node.type {
      case .float64: if let kernel = vm_unary_f64(function.rawValue) { return .unaryDouble(kernel) }
      case .float32: if let kernel = vm_unary_f32(function.rawValue) { return .unaryFloat(kernel) }
      case .int64, .bool: return .integerUnary(function)
      }
    case .binary(let function):
      switch node.type {
      case .float64:
        if let kernel = vm_binary_f64(function.rawValue) { return .binaryDouble(kernel) }
      case .float32:
        if let kernel = vm_binary_f32(function.rawValue) { return .binaryFloat(kernel) }
      case .int64, .bool: return .integerBinary(function)
      }
    case .fused(let fused):
      if let operation = BlockOperation(fused.formula, node.type) { return operation }
    case .compare(let comparison):
      switch node.input(0).type {
      case .float64:
        if let kernel = vm_compare_f64(comparison.rawValue) { return .compareDouble(kernel) }
      case .float32:
        if let kernel = vm_compare_f32(comparison.rawValue) { return .compareFloat(kernel) }
      case .int64, .bool: return .integerCompare(comparison)
      }
    case .and: return .and
    case .or: return .or
    case .not: return .not
    case .select: return .select(node.type)
    case .convert: return .convert(from: node.input(0).type, to: node.type)
    case .polygamma(let order): return .polygamma(order, node.type)
    case .custom(let function):
      if case .kernel(let ternary, _) = function.evaluate {
        if node.type == .float32, let kernel = vm_ternary_f32(ternary.rawValue) {
          return .ternaryFloat(kernel)
        }
        if node.type == .float64, let kernel = vm_ternary_f64(ternary.rawValue) {
          return .ternaryDouble(kernel)
        }
      }
      kernel.customs.append(function)
      return .custom(
        kernel.customs.count - 1, arity: function.derivatives.count, node.type)
    case .random(let kind, _, _): return .random(DrawKind(kind), random, node.type)
    default: break
    }
    return .copy(node.type)
  }
}
