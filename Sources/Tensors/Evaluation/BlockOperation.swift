import CVectorMath

/// What an instruction does to a block; `double`, `float` say which numbers.
enum BlockOperation: Sendable {
  case unaryDouble(vm_unary_f64_fn)
  case unaryFloat(vm_unary_f32_fn)
  case binaryDouble(vm_binary_f64_fn)
  case binaryFloat(vm_binary_f32_fn)
  case ternaryDouble(vm_ternary_f64_fn)
  case ternaryFloat(vm_ternary_f32_fn)
  case quaternaryDouble(vm_quaternary_f64_fn)
  case quaternaryFloat(vm_quaternary_f32_fn)
  case compareDouble(vm_compare_f64_fn)
  case compareFloat(vm_compare_f32_fn)
  case select(ScalarType)
  case integerUnary(UnaryFunction)
  case integerBinary(BinaryFunction)
  case integerCompare(Comparison)
  case and, or, not
  case convert(from: ScalarType, to: ScalarType)
  case polygamma(Int, ScalarType)
  /// By its number among the kernel's own functions, and how many numbers it takes.
  case custom(Int, arity: Int, ScalarType)
  /// By its number among the plan's draws.
  case random(DrawKind, Int, ScalarType)
  case copy(ScalarType)
}

/// The kind of a draw alone, plain bits: to hand an instruction on counts no references.
enum DrawKind: Sendable {
  case uniform, normal, logGamma, gamma, beta, poisson, binomial, vonMises, guided

  init(_ kind: RandomKind) {
    switch kind {
    case .uniform: self = .uniform
    case .normal: self = .normal
    case .logGamma: self = .logGamma
    case .gamma: self = .gamma
    case .beta: self = .beta
    case .poisson: self = .poisson
    case .binomial: self = .binomial
    case .vonMises: self = .vonMises
    case .guided: self = .guided
    }
  }
}

extension BlockOperation {
  init?(_ formula: FusedFunction.Formula, _ type: ScalarType) {
    switch (formula, type) {
    case (.ternary(let function), .float32):
      guard let kernel = vm_ternary_f32(function.rawValue) else { return nil }
      self = .ternaryFloat(kernel)
    case (.ternary(let function), _):
      guard let kernel = vm_ternary_f64(function.rawValue) else { return nil }
      self = .ternaryDouble(kernel)
    case (.quaternary(let function), .float32):
      guard let kernel = vm_quaternary_f32(function.rawValue) else { return nil }
      self = .quaternaryFloat(kernel)
    case (.quaternary(let function), _):
      guard let kernel = vm_quaternary_f64(function.rawValue) else { return nil }
      self = .quaternaryDouble(kernel)
    }
  }

  var operandCount: Int {
    switch self {
    case .unaryDouble, .unaryFloat, .integerUnary, .not, .convert, .polygamma, .copy: 1
    case .binaryDouble, .binaryFloat, .compareDouble, .compareFloat, .integerBinary,
      .integerCompare, .and, .or:
      2
    case .select, .ternaryDouble, .ternaryFloat: 3
    case .quaternaryDouble, .quaternaryFloat: 4
    case .custom(_, let arity, _): arity
    case .random(.logGamma, _, _), .random(.gamma, _, _), .random(.poisson, _, _),
      .random(.vonMises, _, _):
      1
    case .random(.beta, _, _), .random(.binomial, _, _): 2
    case .random: 0
    }
  }

  /// Whether an element's operands are read before the element is written, and never again.
  var readsBeforeItWrites: Bool {
    if case .random = self { false } else { true }
  }

  /// Whether an operand may be one number used throughout instead of a block.
  func takesSingle(operand: Int) -> Bool {
    switch self {
    case .binaryDouble, .binaryFloat, .compareDouble, .compareFloat, .integerBinary,
      .integerCompare, .and, .or, .custom, .ternaryDouble, .ternaryFloat, .quaternaryDouble,
      .quaternaryFloat, .random:
      true
    case .select: operand > 0
    default: false
    }
  }

  /// Whether the operands after the first may begin anew after some elements.
  var takesRowsOfParameters: Bool {
    switch self {
    case .ternaryDouble, .ternaryFloat, .quaternaryDouble, .quaternaryFloat: true
    default: false
    }
  }

  /// Roughly the nanoseconds that an element takes.
  var cost: Float {
    switch self {
    case .unaryDouble, .unaryFloat, .ternaryDouble, .ternaryFloat: 0.3
    case .quaternaryDouble, .quaternaryFloat: 0.6
    case .polygamma, .custom: 20
    case .random: 1
    default: 0.04
    }
  }
}
