import CVectorMath

/// One pass over memory: a straight-line program run block by block over a shape.
struct Kernel {
  /// Elements that go through the program at a time; temporaries of this length stay in cache.
  static let blockLength = 512

  let count: Int
  var slots: [Slot] = []
  var loads: [Load] = []
  var stores: [Store] = []
  var instructions: [Instruction] = []
  var reductions: [Reducing] = []
  var constants: [ConstantCell] = []
  var scratchCount = 0

  /// Where an operand or a result is during a block.
  enum Slot {
    /// A block of temporary memory.
    case scratch(Int)
    /// A number used throughout.
    case constant(Int)
    /// Memory that the block runs along.
    case memory(load: Int)
    /// One element of memory used throughout.
    case single(load: Int)
    /// Memory that the result is written to.
    case output(store: Int)
    /// A temporary that has not been given a block yet.
    case virtual(Int)

    var isSingle: Bool {
      switch self {
      case .constant, .single: true
      default: false
      }
    }
  }

  struct Load {
    let base: Int
    let offset: Int
    let type: ScalarType
    /// How to gather the elements into a block first, where they do not run along.
    let gather: (access: StridedAccess, slot: Int)?
  }

  struct Store {
    let result: Int
    let type: ScalarType
  }

  struct Instruction {
    let operation: BlockOperation
    let x: Int
    let y: Int
    let z: Int
    let out: Int
  }

  struct Reducing {
    let reduction: Reduction
    let type: ScalarType
    let slot: Int
    /// The result's number, and how the domain falls into outer × reduced × inner.
    let result: Int
    let reduced: Int
    let inner: Int
    let resultCount: Int
  }

  struct ConstantCell {
    let value: Double
    let type: ScalarType
  }
}

/// What an instruction does to a block; `double`, `float` say which numbers.
enum BlockOperation {
  case unaryDouble(vm_unary_f64_fn)
  case unaryFloat(vm_unary_f32_fn)
  case binaryDouble(vm_binary_f64_fn)
  case binaryFloat(vm_binary_f32_fn)
  case compareDouble(vm_compare_f64_fn)
  case compareFloat(vm_compare_f32_fn)
  case select(ScalarType)
  case integerUnary(UnaryFunction)
  case integerBinary(BinaryFunction)
  case integerCompare(Comparison)
  case and, or, not
  case convert(from: ScalarType, to: ScalarType)
  case polygamma(Int, ScalarType)
  case custom(CustomFunction, ScalarType)
  case random(RandomKind, key: UInt64, stream: UInt64, ScalarType)
  case copy(ScalarType)
}

/// Builds a kernel from nodes in order.
struct KernelBuilder {
  struct Load {
    let view: View
    let shape: [Int]
    let type: ScalarType
  }

  enum Source {
    case computed(Int)
    case load(Load)
    case constant(Double, ScalarType)
  }

  private let domain: [Int]
  private var kernel: Kernel
  private var slotOfNode: [Int: Int] = [:]
  private var virtualCount = 0

  init(domain: [Int]) {
    self.domain = domain
    kernel = Kernel(count: domain.elementCount)
  }

  mutating func compute(_ node: Node, _ sources: [Source], result: Int, isStored: Bool) {
    if case .stopGradient = node.operation {
      let slot = operand(sources[0], mayBeSingle: false)
      slotOfNode[result] = slot
      if isStored { emit(.copy(node.type), slot, out: output(result, node.type)) }
      return
    }
    let operation = blockOperation(node)
    var operands = [0, 0, 0]
    for (i, source) in sources.enumerated() where i < 3 {
      operands[i] = operand(source, mayBeSingle: operation.takesSingle(operand: i))
    }
    let out = isStored ? output(result, node.type) : temporary()
    slotOfNode[result] = out
    kernel.instructions.append(
      Kernel.Instruction(
        operation: operation, x: operands[0], y: operands[1], z: operands[2], out: out))
  }

  mutating func copy(_ load: Load, type: ScalarType, result: Int) {
    let source = operand(.load(load), mayBeSingle: false)
    let out = output(result, type)
    slotOfNode[result] = out
    emit(.copy(type), source, out: out)
  }

  mutating func reduce(_ node: Node, _ source: Source, result: Int) {
    guard case .reduce(let reduction, let axes) = node.operation else { return }
    let shape = node.inputs[0].shape
    kernel.reductions.append(
      Kernel.Reducing(
        reduction: reduction, type: node.type, slot: operand(source, mayBeSingle: false),
        result: result, reduced: axes.map { shape[$0] }.elementCount,
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
      note(instruction.out, time)
    }
    for reducing in kernel.reductions { note(reducing.slot, end) }
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
    for load in kernel.loads {
      if let gather = load.gather { take(gather.slot) }
    }
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
        kernel.slots[slot] = .scratch(max(block[number], 0))
      }
    }
    kernel.scratchCount = max(kernel.scratchCount, 1)
    return kernel
  }

  // MARK: Slots

  private mutating func emit(_ operation: BlockOperation, _ x: Int, out: Int) {
    kernel.instructions.append(
      Kernel.Instruction(operation: operation, x: x, y: 0, z: 0, out: out))
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
    kernel.stores.append(Kernel.Store(result: result, type: type))
    return slot(.output(store: kernel.stores.count - 1))
  }

  private mutating func operand(_ source: Source, mayBeSingle: Bool) -> Int {
    switch source {
    case .computed(let index):
      // Present because a kernel's nodes come inputs first.
      return slotOfNode[index] ?? 0
    case .constant(let value, let type):
      if mayBeSingle || kernel.count == 1 {
        kernel.constants.append(Kernel.ConstantCell(value: value, type: type))
        return slot(.constant(kernel.constants.count - 1))
      }
      kernel.constants.append(Kernel.ConstantCell(value: value, type: type))
      let single = slot(.constant(kernel.constants.count - 1))
      let out = temporary()
      emit(.copy(type), single, out: out)
      return out
    case .load(let load):
      let access = StridedAccess(load.view, shape: load.shape, domain: domain)
      let number = kernel.loads.count
      var gather: (access: StridedAccess, slot: Int)?
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
        gather = (access, result)
      }
      kernel.loads.append(
        Kernel.Load(base: load.view.base, offset: load.view.offset, type: load.type, gather: gather))
      return result
    }
  }

  private func blockOperation(_ node: Node) -> BlockOperation {
    switch node.operation {
    case .unary(let function):
      switch node.type {
      case .float64: if let kernel = vm_unary_f64(function.rawValue) { return .unaryDouble(kernel) }
      case .float32: if let kernel = vm_unary_f32(function.rawValue) { return .unaryFloat(kernel) }
      case .int64, .bool: return .integerUnary(function)
      }
    case .binary(let function):
      switch node.type {
      case .float64: if let kernel = vm_binary_f64(function.rawValue) { return .binaryDouble(kernel) }
      case .float32: if let kernel = vm_binary_f32(function.rawValue) { return .binaryFloat(kernel) }
      case .int64, .bool: return .integerBinary(function)
      }
    case .compare(let comparison):
      switch node.inputs[0].type {
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
    case .convert: return .convert(from: node.inputs[0].type, to: node.type)
    case .polygamma(let order): return .polygamma(order, node.type)
    case .custom(let function): return .custom(function, node.type)
    case .random(let kind, let key, let stream):
      return .random(kind, key: key, stream: stream, node.type)
    default: break
    }
    return .copy(node.type)
  }
}

extension BlockOperation {
  var operandCount: Int {
    switch self {
    case .unaryDouble, .unaryFloat, .integerUnary, .not, .convert, .polygamma, .copy: 1
    case .binaryDouble, .binaryFloat, .compareDouble, .compareFloat, .integerBinary,
      .integerCompare, .and, .or:
      2
    case .select: 3
    case .custom(let function, _): function.derivatives.count
    case .random: 0
    }
  }

  /// Whether an operand may be one number used throughout instead of a block.
  func takesSingle(operand: Int) -> Bool {
    switch self {
    case .binaryDouble, .binaryFloat, .compareDouble, .compareFloat, .integerBinary,
      .integerCompare, .and, .or, .custom:
      true
    case .select: operand > 0
    default: false
    }
  }
}
