/// What a plan depends on, as a list of numbers: the operations, how they are joined, shapes and
/// types, and which nodes have numbers already. Graphs with equal signatures share one plan; the
/// numbers in memory, constants and the keys of draws are not part of it.
struct Signature {
  private(set) var words: ContiguousArray<Int> = []

  mutating func removeAll() { words.removeAll(keepingCapacity: true) }

  var hash: Int {
    words.withUnsafeBufferPointer { words in
      var hash: UInt = 0x9e37_79b9_7f4a_7c15
      for word in words {
        hash = (hash ^ UInt(bitPattern: word)) &* 0xbf58_476d_1ce4_e5b9
        hash ^= hash >> 29
      }
      return Int(bitPattern: hash)
    }
  }

  @inline(__always)
  mutating func append(_ word: Int) { words.append(word) }

  mutating func append(_ list: [Int]) {
    words.append(list.count)
    for word in list { words.append(word) }
  }

  /// Adds a node by the given numbers of its operands.
  mutating func append(_ node: Node, numberedBy numbers: [Int]) {
    words.append(node.operation.code | Int(node.type.rawValue) << 8 | node.inputCount << 16)
    append(node.shape)
    for index in 0..<node.inputCount { words.append(numbers[node.input(index).planIndex]) }
    appendPayload(of: node.operation)
  }

  /// Adds a node whose operands have been added.
  mutating func append(_ node: Node) {
    let isLeaf = node.buffer != nil
    let isConstant = node.constantValue != nil
    let head = isLeaf ? 255 : isConstant ? 1 : node.operation.code
    words.append(head | Int(node.type.rawValue) << 8 | node.inputCount << 16)
    append(node.shape)
    if isLeaf || isConstant { return }
    for index in 0..<node.inputCount {
      words.append(node.unretainedInput(index)._withUnsafeGuaranteedRef { $0.planIndex })
    }
    appendPayload(of: node.operation)
  }

  private mutating func appendPayload(of operation: Operation) {
    switch operation {
    case .data, .constant, .and, .or, .not, .select, .convert, .reshape, .broadcast, .cholesky,
      .stopGradient:
      break
    // A table is not part of the plan, but one of the numbers that go through it.
    case .random(let kind, _, _): append(kind.code)
    case .fused(let fused):
      switch fused.formula {
      case .ternary(let function): append(Int(function.rawValue))
      case .quaternary(let function): append(1000 + Int(function.rawValue))
      }
    case .unary(let function): append(Int(function.rawValue))
    case .binary(let function): append(Int(function.rawValue))
    case .compare(let comparison): append(Int(comparison.rawValue))
    case .polygamma(let order): append(order)
    // A cached plan keeps the function, so its address is not used again while the plan lives.
    case .custom(let function):
      append(Int(bitPattern: Unmanaged.passUnretained(function).toOpaque()))
    case .transpose(let permutation): append(permutation)
    case .slice(let start, let step), .pad(let start, let step):
      append(start)
      append(step)
    case .reduce(let reduction, let axes):
      append(reduction == .sum ? 0 : reduction == .maximum ? 1 : 2)
      append(axes)
    case .argmax(let axis), .concatenate(let axis), .gather(let axis), .scatterAdd(let axis):
      append(axis)
    case .cumulativeSum(let axis, let reversed): append(axis << 1 | (reversed ? 1 : 0))
    case .multiplyMatrices(let first, let second):
      append((first ? 1 : 0) | (second ? 2 : 0))
    case .rows(let function):
      switch function {
      case .softmaxCrossEntropy: append(0)
      case .softmaxCrossEntropySlope: append(1)
      case .masses(let logarithms): append(logarithms ? -1 : -2)
      case .classLogMass(_, let logits): append(logits ? -3 : -4)
      case .classEntropy(_, let logits): append(logits ? -5 : -6)
      case .oneHotClasses: append(-7)
      case .oneHot: append(-8)
      case .entries: append(-9)
      case .logitDivergenceSlope(_, let byFirst): append(byFirst ? -10 : -11)
      case .weightDivergenceSlope: append(-12)
      case .weightDivergence: append(2)
      case .whitenedLength: append(3)
      case .logitDivergence: append(4)
      case .normalDivergence: append(5)
      case .dirichletLogDensity: append(6)
      case .pairs(let function):
        append(16 + Int(function.family.rawValue) * 2 + (function.isTransposed ? 1 : 0))
      case .matrix(let matrix): append(7 + matrix.kind.code)
      }
    case .triangularSolve(let lower, let transpose):
      append((lower ? 1 : 0) | (transpose ? 2 : 0))
    }
  }
}

extension Operation {
  /// A number for the kind of operation.
  fileprivate var code: Int {
    switch self {
    case .data: 0
    case .constant: 1
    case .random: 2
    case .unary: 3
    case .polygamma: 4
    case .binary: 5
    case .compare: 6
    case .and: 7
    case .or: 8
    case .not: 9
    case .select: 10
    case .convert: 11
    case .custom: 12
    case .reshape: 13
    case .broadcast: 14
    case .transpose: 15
    case .slice: 16
    case .reduce: 17
    case .argmax: 18
    case .cumulativeSum: 19
    case .concatenate: 20
    case .pad: 21
    case .gather: 22
    case .scatterAdd: 23
    case .multiplyMatrices: 24
    case .cholesky: 25
    case .triangularSolve: 26
    case .stopGradient: 27
    case .rows: 29
    case .fused: 28
    }
  }
}

extension RandomKind {
  fileprivate var code: Int {
    switch self {
    case .uniform: 0
    case .normal: 1
    case .logGamma: 2
    case .guided: 3
    case .poisson: 4
    case .gamma: 5
    case .beta: 6
    case .binomial: 7
    case .vonMises: 8
    }
  }
}
