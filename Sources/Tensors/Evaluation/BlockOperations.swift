import CVectorMath
import SpecialFunctions

/// The memory of an instruction's operands and result for one block; a step of 0 means one
/// number used throughout.
struct BlockOperands {
  let x: UnsafeMutableRawPointer
  let y: UnsafeMutableRawPointer
  let z: UnsafeMutableRawPointer
  let w: UnsafeMutableRawPointer
  let xStep: Int
  let yStep: Int
  let zStep: Int
  let wStep: Int
  let out: UnsafeMutableRawPointer
  let count: Int

  @inline(__always) func x<T>(_ type: T.Type) -> UnsafeMutablePointer<T> {
    x.assumingMemoryBound(to: type)
  }
  @inline(__always) func y<T>(_ type: T.Type) -> UnsafeMutablePointer<T> {
    y.assumingMemoryBound(to: type)
  }
  @inline(__always) func z<T>(_ type: T.Type) -> UnsafeMutablePointer<T> {
    z.assumingMemoryBound(to: type)
  }
  @inline(__always) func w<T>(_ type: T.Type) -> UnsafeMutablePointer<T> {
    w.assumingMemoryBound(to: type)
  }
  @inline(__always) func out<T>(_ type: T.Type) -> UnsafeMutablePointer<T> {
    out.assumingMemoryBound(to: type)
  }
}

/// The key and stream of a tensor of draws, and the table of those that need one.
struct Draw: Sendable {
  let key: UInt64
  let stream: UInt64
  let table: GuideTable?
}

extension BlockOperation {
  /// Runs the instruction over a block whose first element is element `start` of the domain.
  func run(
    _ block: BlockOperands, start: Int, customs: [CustomFunction], draws: [Draw]
  ) {
    let n = block.count
    switch self {
    case .unaryDouble(let kernel): kernel(block.x(Double.self), block.out(Double.self), n)
    case .unaryFloat(let kernel): kernel(block.x(Float.self), block.out(Float.self), n)
    case .binaryDouble(let kernel):
      kernel(
        block.x(Double.self), block.xStep, block.y(Double.self), block.yStep,
        block.out(Double.self), n)
    case .binaryFloat(let kernel):
      kernel(
        block.x(Float.self), block.xStep, block.y(Float.self), block.yStep,
        block.out(Float.self), n)
    case .ternaryDouble(let kernel):
      kernel(
        block.x(Double.self), block.xStep, block.y(Double.self), block.yStep,
        block.z(Double.self), block.zStep, block.out(Double.self), n)
    case .ternaryFloat(let kernel):
      kernel(
        block.x(Float.self), block.xStep, block.y(Float.self), block.yStep,
        block.z(Float.self), block.zStep, block.out(Float.self), n)
    case .quaternaryDouble(let kernel):
      kernel(
        block.x(Double.self), block.xStep, block.y(Double.self), block.yStep,
        block.z(Double.self), block.zStep, block.w(Double.self), block.wStep,
        block.out(Double.self), n)
    case .quaternaryFloat(let kernel):
      kernel(
        block.x(Float.self), block.xStep, block.y(Float.self), block.yStep,
        block.z(Float.self), block.zStep, block.w(Float.self), block.wStep,
        block.out(Float.self), n)
    case .compareDouble(let kernel):
      kernel(
        block.x(Double.self), block.xStep, block.y(Double.self), block.yStep,
        block.out(UInt8.self), n)
    case .compareFloat(let kernel):
      kernel(
        block.x(Float.self), block.xStep, block.y(Float.self), block.yStep,
        block.out(UInt8.self), n)
    case .select(let type): Self.select(block, type)
    case .integerUnary(let function): Self.integerUnary(function, block)
    case .integerBinary(let function): Self.integerBinary(function, block)
    case .integerCompare(let comparison): Self.integerCompare(comparison, block)
    case .and: Self.combine(block, UInt8.self, UInt8.self) { $0 & $1 }
    case .or: Self.combine(block, UInt8.self, UInt8.self) { $0 | $1 }
    case .not:
      let (x, out) = (block.x(UInt8.self), block.out(UInt8.self))
      for i in 0..<n { out[i] = x[i] ^ 1 }
    case .convert(let from, let to): Self.convert(block, from: from, to: to)
    case .polygamma(let order, let type):
      if type == .float64 {
        Self.map1(block, Double.self) { SpecialFunctions.polygamma(order: order, $0) }
      } else {
        Self.map1(block, Float.self) { SpecialFunctions.polygamma(order: order, $0) }
      }
    case .custom(let number, _, let type):
      if type == .float64 {
        Self.custom(customs[number], block, Double.self)
      } else {
        Self.custom(customs[number], block, Float.self)
      }
    case .random(let kind, let number, let type):
      Self.random(kind, draws[number], type, block, start: start)
    case .copy(let type): Self.copy(block, type)
    }
  }

  private static func select(_ block: BlockOperands, _ type: ScalarType) {
    let n = block.count
    switch type {
    case .float64:
      vm_select_f64()?(
        block.x(UInt8.self), block.y(Double.self), block.yStep, block.z(Double.self), block.zStep,
        block.out(Double.self), n)
    case .float32:
      vm_select_f32()?(
        block.x(UInt8.self), block.y(Float.self), block.yStep, block.z(Float.self), block.zStep,
        block.out(Float.self), n)
    case .int64:
      let (mask, y, z) = (block.x(Bool.self), block.y(Int64.self), block.z(Int64.self))
      let out = block.out(Int64.self)
      for i in 0..<n { out[i] = mask[i] ? y[i * block.yStep] : z[i * block.zStep] }
    case .bool:
      let (mask, y, z) = (block.x(Bool.self), block.y(Bool.self), block.z(Bool.self))
      let out = block.out(Bool.self)
      for i in 0..<n { out[i] = mask[i] ? y[i * block.yStep] : z[i * block.zStep] }
    }
  }

  /// Whole numbers wrap around where they overflow; a quotient by 0 is 0.
  static func integer(_ function: BinaryFunction, _ x: Int64, _ y: Int64) -> Int64 {
    switch function {
    case .add: x &+ y
    case .subtract: x &- y
    case .multiply: x &* y
    case .divide: y == 0 ? 0 : x.dividedReportingOverflow(by: y).partialValue
    case .minimum: min(x, y)
    case .maximum: max(x, y)
    case .power, .atan2, .xLogY, .xLogOnePlusY, .ratioRemainder, .massDivergence: 0
    }
  }

  static func integer(_ function: UnaryFunction, _ x: Int64) -> Int64 {
    switch function {
    case .negate: 0 &- x
    case .absolute: x < 0 ? 0 &- x : x
    case .sign: x.signum()
    case .square: x &* x
    default: x
    }
  }

  private static func integerUnary(_ function: UnaryFunction, _ block: BlockOperands) {
    let (x, out) = (block.x(Int64.self), block.out(Int64.self))
    for i in 0..<block.count { out[i] = integer(function, x[i]) }
  }

  /// A function of two elements over a block; one loop for each way the operands step, so that
  /// the compiler can make vectors of it.
  @inline(__always)
  private static func combine<T, Out>(
    _ block: BlockOperands, _: T.Type, _: Out.Type, _ function: (T, T) -> Out
  ) {
    let (x, y, out) = (block.x(T.self), block.y(T.self), block.out(Out.self))
    let n = block.count
    if block.xStep == 1 && block.yStep == 1 {
      for i in 0..<n { out[i] = function(x[i], y[i]) }
    } else if block.xStep == 1 {
      let b = y.pointee
      for i in 0..<n { out[i] = function(x[i], b) }
    } else if block.yStep == 1 {
      let a = x.pointee
      for i in 0..<n { out[i] = function(a, y[i]) }
    } else {
      out.update(repeating: function(x.pointee, y.pointee), count: n)
    }
  }

  private static func integerBinary(_ function: BinaryFunction, _ block: BlockOperands) {
    switch function {
    case .add: combine(block, Int64.self, Int64.self) { $0 &+ $1 }
    case .subtract: combine(block, Int64.self, Int64.self) { $0 &- $1 }
    case .multiply: combine(block, Int64.self, Int64.self) { $0 &* $1 }
    default: combine(block, Int64.self, Int64.self) { integer(function, $0, $1) }
    }
  }

  private static func integerCompare(_ comparison: Comparison, _ block: BlockOperands) {
    switch comparison {
    case .less: combine(block, Int64.self, UInt8.self) { $0 < $1 ? 1 : 0 }
    case .lessEqual: combine(block, Int64.self, UInt8.self) { $0 <= $1 ? 1 : 0 }
    case .greater: combine(block, Int64.self, UInt8.self) { $0 > $1 ? 1 : 0 }
    case .greaterEqual: combine(block, Int64.self, UInt8.self) { $0 >= $1 ? 1 : 0 }
    case .equal: combine(block, Int64.self, UInt8.self) { $0 == $1 ? 1 : 0 }
    case .notEqual: combine(block, Int64.self, UInt8.self) { $0 != $1 ? 1 : 0 }
    }
  }

  private static func convert(_ block: BlockOperands, from: ScalarType, to: ScalarType) {
    let n = block.count
    switch (from, to) {
    case (.float64, .float32):
      vm_convert_f64_f32(block.x(Double.self), block.out(Float.self), n)
    case (.float32, .float64):
      vm_convert_f32_f64(block.x(Float.self), block.out(Double.self), n)
    case (.int64, .float64):
      vm_convert_i64_f64(block.x(Int64.self), block.out(Double.self), n)
    case (.int64, .float32):
      vm_convert_i64_f32(block.x(Int64.self), block.out(Float.self), n)
    case (.bool, .float64): vm_convert_u8_f64(block.x(UInt8.self), block.out(Double.self), n)
    case (.bool, .float32): vm_convert_u8_f32(block.x(UInt8.self), block.out(Float.self), n)
    case (.bool, .int64):
      let (x, out) = (block.x(UInt8.self), block.out(Int64.self))
      for i in 0..<n { out[i] = Int64(x[i]) }
    case (.float64, .int64):
      let (x, out) = (block.x(Double.self), block.out(Int64.self))
      for i in 0..<n { out[i] = Int64(Int(clampingFloor: x[i])) }
    case (.float32, .int64):
      let (x, out) = (block.x(Float.self), block.out(Int64.self))
      for i in 0..<n { out[i] = Int64(Int(clampingFloor: Double(x[i]))) }
    default: copy(block, to)
    }
  }

  private static func copy(_ block: BlockOperands, _ type: ScalarType) {
    if block.xStep == 1 {
      block.out.copyMemory(from: block.x, byteCount: block.count * type.size)
      return
    }
    switch type {
    case .float64, .int64:
      block.out(Int64.self).update(repeating: block.x(Int64.self).pointee, count: block.count)
    case .float32:
      block.out(Int32.self).update(repeating: block.x(Int32.self).pointee, count: block.count)
    case .bool:
      block.out(UInt8.self).update(repeating: block.x(UInt8.self).pointee, count: block.count)
    }
  }

  @inline(__always)
  private static func map1<T: FloatingPointTensorScalar>(
    _ block: BlockOperands, _ type: T.Type, _ function: (Double) -> Double
  ) {
    let (x, out) = (block.x(T.self), block.out(T.self))
    for i in 0..<block.count { out[i] = T(function(Double(x[i * block.xStep]))) }
  }

  private static func custom<T: FloatingPointTensorScalar>(
    _ function: CustomFunction, _ block: BlockOperands, _ type: T.Type
  ) {
    let (x, y, z, out) = (block.x(T.self), block.y(T.self), block.z(T.self), block.out(T.self))
    switch function.evaluate {
    case .one(let f): map1(block, T.self, f)
    case .two(let f):
      for i in 0..<block.count {
        out[i] = T(f(Double(x[i * block.xStep]), Double(y[i * block.yStep])))
      }
    case .three(let f):
      for i in 0..<block.count {
        out[i] = T(
          f(
            Double(x[i * block.xStep]), Double(y[i * block.yStep]),
            Double(z[i * block.zStep])))
      }
    case .kernel(_, let f):
      for i in 0..<block.count {
        out[i] = T(
          f(
            Double(x[i * block.xStep]), Double(y[i * block.yStep]),
            Double(z[i * block.zStep])))
      }
    }
  }

  private static func random(
    _ kind: DrawKind, _ draw: Draw, _ type: ScalarType, _ block: BlockOperands, start: Int
  ) {
    let (key, stream) = (draw.key, draw.stream)
    let (first, n) = (UInt64(start), block.count)
    switch (kind, type) {
    case (.uniform, .float32):
      vm_random_uniform_f32(key, stream, first, block.out(Float.self), n)
    case (.uniform, _): vm_random_uniform_f64(key, stream, first, block.out(Double.self), n)
    case (.normal, .float32):
      vm_random_normal_f32(key, stream, first, block.out(Float.self), n)
    case (.normal, _): vm_random_normal_f64(key, stream, first, block.out(Double.self), n)
    case (.logGamma, .float32):
      floats(draw, block, start: first, by: vm_random_log_gamma)
    case (.gamma, .float32): floats(draw, block, start: first, by: vm_random_gamma)
    case (.gamma, _):
      vm_random_gamma(
        key, stream, first, block.x(Double.self), block.xStep, block.out(Double.self), n)
    case (.beta, _):
      vm_random_beta(
        key, stream, first, block.x(Double.self).pointee, block.y(Double.self).pointee,
        block.out(Double.self), n)
    case (.logGamma, _):
      vm_random_log_gamma(
        key, stream, first, block.x(Double.self), block.xStep, block.out(Double.self), n)
    case (.poisson, _):
      vm_random_poisson(
        key, stream, first, block.x(Double.self), block.xStep, block.out(Int64.self), n)
    case (.binomial, _):
      vm_random_binomial(
        key, stream, first, block.x(Double.self), block.xStep, block.y(Double.self), block.yStep,
        block.out(Int64.self), n)
    case (.vonMises, .float32): floats(draw, block, start: first, by: vm_random_von_mises)
    case (.vonMises, _):
      vm_random_von_mises(
        key, stream, first, block.x(Double.self), block.xStep, block.out(Double.self), n)
    case (.guided, _): draw.table?.draw(draw, start: first, block.out(Int64.self), n)
    }
  }

  /// In double precision, rounded once.
  private static func floats(
    _ draw: Draw, _ block: BlockOperands, start: UInt64,
    by kernel: (
      UInt64, UInt64, UInt64, UnsafePointer<Double>?, Int, UnsafeMutablePointer<Double>?, Int
    ) -> Void
  ) {
    let n = block.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * n) { memory in
      guard let shapes = memory.baseAddress else { return }
      let draws = shapes + n
      vm_convert_f32_f64(block.x(Float.self), shapes, block.xStep == 0 ? 1 : n)
      kernel(draw.key, draw.stream, start, shapes, block.xStep, draws, n)
      vm_convert_f64_f32(draws, block.out(Float.self), n)
    }
  }
}
