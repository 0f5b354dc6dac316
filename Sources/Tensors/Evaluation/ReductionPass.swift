import CVectorMath

/// A reduction that takes part in a pass: partial results of each chunk, joined in order, so that
/// the result does not depend on which thread took which chunk.
final class ReductionPass {
  let slot: Int
  /// Elements of the domain that go into one row of results.
  var rowLength: Int { reducing.reduced * reducing.inner }
  var inner: Int { reducing.inner }

  private let reducing: Kernel.Reducing
  private let count: Int
  private let result: UnsafeMutableRawPointer
  private var partials: [Partial] = []
  /// What the partial results lie in.
  private var owner: Buffer?
  private var direct = true

  /// Where a chunk's results go: rows from `firstRow` on. Plain numbers, so that the loop over blocks
  /// counts no references.
  struct Partial {
    let reducing: Kernel.Reducing
    let pointer: UnsafeMutableRawPointer
    let firstRow: Int
    let rows: Int
  }

  init(_ reducing: Kernel.Reducing, count: Int, result: UnsafeMutableRawPointer) {
    self.reducing = reducing
    self.slot = reducing.slot
    self.count = count
    self.result = result
  }

  func prepare(chunks: Int, chunkLength: Int) {
    fill(result, reducing.resultCount)
    direct = chunks == 1 || rowLength == 0 || chunkLength % rowLength == 0
    guard !direct else { return }
    // A row that two chunks share is in both.
    let most = reducing.resultCount + chunks * reducing.inner
    let owner = Buffer(bytes: most * reducing.type.size)
    fill(owner.pointer, most)
    var pointer = owner.pointer
    partials.reserveCapacity(chunks)
    for chunk in 0..<chunks {
      let start = chunk * chunkLength
      let end = min(count, start + chunkLength)
      let firstRow = start / rowLength
      let rows = (end - 1) / rowLength - firstRow + 1
      partials.append(
        Partial(reducing: reducing, pointer: pointer, firstRow: firstRow, rows: rows))
      pointer += rows * reducing.inner * reducing.type.size
    }
    self.owner = owner
  }

  func partial(chunk: Int) -> Partial {
    direct
      ? Partial(reducing: reducing, pointer: result, firstRow: 0, rows: 0) : partials[chunk]
  }

  /// Joins the chunks' results in order.
  func finish() {
    guard !direct else { return }
    defer { owner = nil }
    let inner = reducing.inner
    for partial in partials {
      let n = partial.rows * inner
      let target = result + partial.firstRow * inner * reducing.type.size
      switch reducing.type {
      case .float64: join(partial.pointer, to: target, n, Double.self)
      case .float32: join(partial.pointer, to: target, n, Float.self)
      case .int64: join(partial.pointer, to: target, n, Int64.self)
      case .bool: break
      }
    }
  }

  private func join<T: Reducible>(
    _ source: UnsafeMutableRawPointer, to target: UnsafeMutableRawPointer, _ n: Int, _: T.Type
  ) {
    let from = source.assumingMemoryBound(to: T.self)
    let to = target.assumingMemoryBound(to: T.self)
    T.accumulate(reducing.reduction, from, into: to, n)
  }

  private func fill(_ pointer: UnsafeMutableRawPointer, _ n: Int) {
    func fill<T: Reducible>(_: T.Type) {
      pointer.assumingMemoryBound(to: T.self)
        .update(repeating: T.start(of: reducing.reduction), count: n)
    }
    switch reducing.type {
    case .float64: fill(Double.self)
    case .float32: fill(Float.self)
    case .int64: fill(Int64.self)
    case .bool: break
    }
  }
}

extension ReductionPass.Partial {
  /// Adds a block of the domain to the chunk's results.
  func add(_ block: UnsafeMutableRawPointer, start: Int, count: Int) {
    switch reducing.type {
    case .float64: add(block.assumingMemoryBound(to: Double.self), start, count)
    case .float32: add(block.assumingMemoryBound(to: Float.self), start, count)
    case .int64: add(block.assumingMemoryBound(to: Int64.self), start, count)
    case .bool: break
    }
  }

  private func add<T: Reducible>(
    _ block: UnsafeMutablePointer<T>, _ start: Int, _ count: Int
  ) {
    let target = pointer.assumingMemoryBound(to: T.self)
    let inner = reducing.inner
    if inner == 1 {
      let length = reducing.reduced
      var row = start / length
      var column = start - row * length
      var done = 0
      while done < count {
        if column == 0, length <= T.shortRow {
          // Whole rows, as many as there are.
          let rows = (count - done) / length
          T.reduceRows(reducing.reduction, block + done, length, rows, target + (row - firstRow))
          done += rows * length
          row += rows
          if done == count { return }
        }
        let run = min(length - column, count - done)
        let slot = target + (row - firstRow)
        slot.pointee = T.combine(
          reducing.reduction, slot.pointee, T.reduce(reducing.reduction, block + done, run))
        done += run
        column = 0
        row += 1
      }
    } else {
      var line = start / inner
      var column = start - line * inner
      var done = 0
      while done < count {
        let row = line / reducing.reduced - firstRow
        if column == 0 {
          // Whole lines of one result, as many as there are.
          let lines = min((count - done) / inner, reducing.reduced - line % reducing.reduced)
          if lines > 1 {
            T.accumulateLines(
              reducing.reduction, block + done, inner, lines, into: target + row * inner)
            done += lines * inner
            line += lines
            continue
          }
        }
        let run = min(inner - column, count - done)
        T.accumulate(
          reducing.reduction, block + done, into: target + row * inner + column, run)
        done += run
        column = 0
        line += 1
      }
    }
  }
}

/// A number that blocks of can be reduced.
protocol Reducible: Comparable, Numeric {
  static func start(of reduction: Reduction) -> Self
  static func combine(_ reduction: Reduction, _ x: Self, _ y: Self) -> Self
  static func reduce(_ reduction: Reduction, _ x: UnsafePointer<Self>, _ count: Int) -> Self
  static func accumulate(
    _ reduction: Reduction, _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>,
    _ count: Int)
  /// Joins lines of `length` elements to one, one after the other.
  static func accumulateLines(
    _ reduction: Reduction, _ x: UnsafePointer<Self>, _ length: Int, _ lines: Int,
    into y: UnsafeMutablePointer<Self>)
  /// Joins each row's elements to its result.
  static func reduceRows(
    _ reduction: Reduction, _ x: UnsafePointer<Self>, _ length: Int, _ rows: Int,
    _ y: UnsafeMutablePointer<Self>)
}

extension Reduction {
  /// What joins two numbers.
  fileprivate var function: BinaryFunction {
    switch self {
    case .sum: .add
    case .maximum: .maximum
    case .minimum: .minimum
    }
  }
}

extension Reducible {
  /// The longest rows that are reduced together.
  static var shortRow: Int { 32 }

  static func accumulateLines(
    _ reduction: Reduction, _ x: UnsafePointer<Self>, _ length: Int, _ lines: Int,
    into y: UnsafeMutablePointer<Self>
  ) {
    for line in 0..<lines { accumulate(reduction, x + line * length, into: y, length) }
  }

  @inline(__always)
  static func accumulateByLoop(
    _ reduction: Reduction, _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>,
    _ count: Int
  ) {
    if reduction == .sum {
      for i in 0..<count { y[i] += x[i] }
    } else {
      for i in 0..<count { y[i] = combine(reduction, y[i], x[i]) }
    }
  }
}

extension Double: Reducible {
  static func start(of reduction: Reduction) -> Double {
    switch reduction {
    case .sum: 0
    case .maximum: -.infinity
    case .minimum: .infinity
    }
  }
  static func combine(_ reduction: Reduction, _ x: Double, _ y: Double) -> Double {
    switch reduction {
    case .sum: x + y
    case .maximum: binary(.maximum, x, y)
    case .minimum: binary(.minimum, x, y)
    }
  }
  static func reduce(_ reduction: Reduction, _ x: UnsafePointer<Double>, _ count: Int) -> Double {
    switch reduction {
    case .sum: vm_sum_f64(x, count)
    case .maximum: vm_maximum_of_f64(x, count)
    case .minimum: vm_minimum_of_f64(x, count)
    }
  }
  static func accumulate(
    _ reduction: Reduction, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>,
    _ count: Int
  ) {
    if count > 16, let join = vm_binary_f64(reduction.function.rawValue) {
      join(y, 1, x, 1, y, count)
    } else {
      accumulateByLoop(reduction, x, into: y, count)
    }
  }
  static func accumulateLines(
    _ reduction: Reduction, _ x: UnsafePointer<Double>, _ length: Int, _ lines: Int,
    into y: UnsafeMutablePointer<Double>
  ) {
    if reduction == .sum {
      vm_add_rows_f64(x, length, lines, y)
    } else {
      for line in 0..<lines { accumulate(reduction, x + line * length, into: y, length) }
    }
  }
  static func reduceRows(
    _ reduction: Reduction, _ x: UnsafePointer<Double>, _ length: Int, _ rows: Int,
    _ y: UnsafeMutablePointer<Double>
  ) {
    switch reduction {
    case .sum: vm_sum_rows_f64(x, length, rows, y)
    case .maximum: vm_maximum_rows_f64(x, length, rows, y)
    case .minimum: vm_minimum_rows_f64(x, length, rows, y)
    }
  }
}

extension Float: Reducible {
  static func start(of reduction: Reduction) -> Float { Float(Double.start(of: reduction)) }
  static func combine(_ reduction: Reduction, _ x: Float, _ y: Float) -> Float {
    switch reduction {
    case .sum: x + y
    case .maximum: binary(.maximum, x, y)
    case .minimum: binary(.minimum, x, y)
    }
  }
  static func reduce(_ reduction: Reduction, _ x: UnsafePointer<Float>, _ count: Int) -> Float {
    switch reduction {
    case .sum: vm_sum_f32(x, count)
    case .maximum: vm_maximum_of_f32(x, count)
    case .minimum: vm_minimum_of_f32(x, count)
    }
  }
  static func accumulate(
    _ reduction: Reduction, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    if count > 16, let join = vm_binary_f32(reduction.function.rawValue) {
      join(y, 1, x, 1, y, count)
    } else {
      accumulateByLoop(reduction, x, into: y, count)
    }
  }
  static func accumulateLines(
    _ reduction: Reduction, _ x: UnsafePointer<Float>, _ length: Int, _ lines: Int,
    into y: UnsafeMutablePointer<Float>
  ) {
    if reduction == .sum {
      vm_add_rows_f32(x, length, lines, y)
    } else {
      for line in 0..<lines { accumulate(reduction, x + line * length, into: y, length) }
    }
  }
  static func reduceRows(
    _ reduction: Reduction, _ x: UnsafePointer<Float>, _ length: Int, _ rows: Int,
    _ y: UnsafeMutablePointer<Float>
  ) {
    switch reduction {
    case .sum: vm_sum_rows_f32(x, length, rows, y)
    case .maximum: vm_maximum_rows_f32(x, length, rows, y)
    case .minimum: vm_minimum_rows_f32(x, length, rows, y)
    }
  }
}

extension Int64: Reducible {
  static func start(of reduction: Reduction) -> Int64 {
    switch reduction {
    case .sum: 0
    case .maximum: .min
    case .minimum: .max
    }
  }
  static func combine(_ reduction: Reduction, _ x: Int64, _ y: Int64) -> Int64 {
    switch reduction {
    case .sum: x &+ y
    case .maximum: Swift.max(x, y)
    case .minimum: Swift.min(x, y)
    }
  }
  static func reduce(_ reduction: Reduction, _ x: UnsafePointer<Int64>, _ count: Int) -> Int64 {
    var result = start(of: reduction)
    for i in 0..<count { result = combine(reduction, result, x[i]) }
    return result
  }
  static func accumulate(
    _ reduction: Reduction, _ x: UnsafePointer<Int64>, into y: UnsafeMutablePointer<Int64>,
    _ count: Int
  ) {
    for i in 0..<count { y[i] = combine(reduction, y[i], x[i]) }
  }
  static func reduceRows(
    _ reduction: Reduction, _ x: UnsafePointer<Int64>, _ length: Int, _ rows: Int,
    _ y: UnsafeMutablePointer<Int64>
  ) {
    for i in 0..<rows {
      y[i] = combine(reduction, y[i], reduce(reduction, x + i * length, length))
    }
  }
}
