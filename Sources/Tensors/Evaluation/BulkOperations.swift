import COpenBLAS
import CVectorMath

/// An operand of a bulk operation where it lies in memory.
struct BulkOperand {
  let pointer: UnsafeMutableRawPointer
  let type: ScalarType
  let shape: [Int]
  let strides: [Int]

  func typed<T>(_: T.Type) -> UnsafeMutablePointer<T> { pointer.assumingMemoryBound(to: T.self) }
}

/// The operations that are not elementwise, each a pass of its own.
enum BulkOperations {
  static func run(
    _ node: Plan.Bulk, _ operands: [BulkOperand], into result: UnsafeMutableRawPointer,
    losses: UnsafeMutableRawPointer? = nil
  ) {
    if case .rows(let function) = node.operation {
      switch function {
      case .weightDivergence:
        divergenceRows(
          node, operands, into: result, vm_divergence_rows_f64, vm_divergence_rows_f32)
      case .logitDivergence:
        divergenceRows(node, operands, into: result, vm_logit_rows_f64, vm_logit_rows_f32)
      case .logitDivergenceSlope(_, let byFirst):
        let first: Int32 = byFirst ? 1 : 0
        divergenceSlopes(node, operands, into: result) {
          vm_logit_slopes_f64($0, $1, first, $2, $3, $4, $5, $6, $7)
        } _: {
          vm_logit_slopes_f32($0, $1, first, $2, $3, $4, $5, $6, $7)
        }
      case .weightDivergenceSlope:
        divergenceSlopes(node, operands, into: result) {
          vm_weight_slopes_f64($0, $1, $2, $3, $4, $5, $7)
        } _: {
          vm_weight_slopes_f32($0, $1, $2, $3, $4, $5, $7)
        }
      case .whitenedLength: whitenedRows(node, operands, into: result)
      case .normalDivergence: normalPairs(node, operands, into: result)
      case .dirichletLogDensity: dirichletRows(node, operands, into: result)
      case .pairs(let function): pairs(node, function, operands, into: result)
      case .matrix(let matrix): pairMatrix(matrix, operands, into: result)
      case .classLogMass(_, let logits): classLogMass(node, operands, logits, into: result)
      case .classEntropy(_, let logits): classEntropy(node, operands[0], logits, into: result)
      case .oneHotClasses: oneHotClasses(node, operands[0], into: result)
      case .oneHot: oneHot(node, operands[0], into: result)
      case .entries: entries(node, operands, into: result)
      case .masses(let logarithms): massRows(node, operands[0], logarithms, into: result)
      case .softmaxCrossEntropy, .softmaxCrossEntropySlope:
        softmaxRows(node, operands, into: result, loss: losses)
      }
      return
    }
    switch node.type {
    case .float64: run(node, operands, result, Double.self)
    case .float32: run(node, operands, result, Float.self)
    case .int64:
      if case .argmax(let axis) = node.operation {
        argmax(node, operands[0], axis, result.assumingMemoryBound(to: Int64.self))
      } else {
        rearrange(node, operands, result.assumingMemoryBound(to: Int64.self), missing: 0)
      }
    case .bool: rearrange(node, operands, result.assumingMemoryBound(to: Bool.self), missing: false)
    }
  }

  private static func run<T: LinearAlgebraScalar>(
    _ node: Plan.Bulk, _ operands: [BulkOperand], _ result: UnsafeMutableRawPointer, _: T.Type
  ) {
    let out = result.assumingMemoryBound(to: T.self)
    switch node.operation {
    case .cholesky: cholesky(node, operands[0], out)
    case .triangularSolve(let lower, let transpose):
      triangularSolve(node, operands[0], operands[1], lower, transpose, out)
    default: rearrange(node, operands, out, missing: .nan)
    }
  }

  // MARK: Rearrangements

  private static func rearrange<T: ZeroInitializable>(
    _ node: Plan.Bulk, _ operands: [BulkOperand], _ out: UnsafeMutablePointer<T>, missing: T
  ) {
    switch node.operation {
    case .concatenate(let axis): concatenate(node, operands, axis, out)
    case .pad(let start, let step): pad(node, operands[0], start, step, out)
    case .gather(let axis): gather(node, operands[0], operands[1], axis, out, missing)
    case .scatterAdd(let axis): scatterAdd(node, operands[0], operands[1], axis, out)
    case .cumulativeSum(let axis, let reversed):
      cumulativeSum(node, operands[0], axis, reversed, out)
    default: break
    }
  }

  private static func concatenate<T>(
    _ node: Plan.Bulk, _ operands: [BulkOperand], _ axis: Int, _ out: UnsafeMutablePointer<T>
  ) {
    let inner = node.shape[(axis + 1)...].reduce(1, *)
    let outer = node.shape[..<axis].reduce(1, *)
    let row = node.shape[axis] * inner
    var offset = 0
    for operand in operands {
      let width = operand.shape[axis] * inner
      let source = operand.typed(T.self)
      // An operand may have been written here in the first place.
      if source != out + offset, width < 8 {
        // Too few for a call each.
        for i in 0..<outer {
          for j in 0..<width { out[i * row + offset + j] = source[i * width + j] }
        }
      } else if source != out + offset {
        for i in 0..<outer {
          (out + i * row + offset).update(from: source + i * width, count: width)
        }
      }
      offset += width
    }
  }

  private static func pad<T: ZeroInitializable>(
    _ node: Plan.Bulk, _ operand: BulkOperand, _ start: [Int], _ step: [Int],
    _ out: UnsafeMutablePointer<T>
  ) {
    let source = operand.typed(T.self)
    let shape = operand.shape
    if shape.count == 2, start[0] == 0, step == [1, 1], shape[0] == node.shape[0] {
      // Columns of zeros on either side.
      let (width, from, row) = (shape[1], start[1], node.shape[1])
      for i in 0..<shape[0] {
        let line = out + i * row
        line.update(repeating: T.zeroValue, count: from)
        (line + from).update(from: source + i * width, count: width)
        (line + from + width).update(repeating: T.zeroValue, count: row - from - width)
      }
      return
    }
    out.update(repeating: T.zeroValue, count: node.count)
    let strides = node.shape.contiguousStrides
    let count = shape.elementCount
    guard count > 0 else { return }
    var offset = 0
    for axis in start.indices { offset += start[axis] * strides[axis] }
    let steps = zip(strides, step).map { $0 * $1 }
    // Runs of the last axis, copied whole where it is not stretched.
    let run = shape.last ?? 1
    let stride = steps.last ?? 1
    var index = [Int](repeating: 0, count: shape.count)
    for i in Swift.stride(from: 0, to: count, by: run) {
      var position = offset
      for axis in index.indices { position += index[axis] * steps[axis] }
      if stride == 1 {
        (out + position).update(from: source + i, count: run)
      } else {
        for j in 0..<run { out[position + j * stride] = source[i + j] }
      }
      var axis = index.count - 2
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < shape[axis] { break }
        index[axis] = 0
        axis -= 1
      }
    }
  }

  private static func gather<T>(
    _ node: Plan.Bulk, _ operand: BulkOperand, _ indices: BulkOperand, _ axis: Int,
    _ out: UnsafeMutablePointer<T>, _ missing: T
  ) {
    let source = operand.typed(T.self)
    let chosen = indices.typed(Int64.self)
    let chosenCount = indices.shape.elementCount
    let length = operand.shape[axis]
    let inner = operand.shape[(axis + 1)...].reduce(1, *)
    let outer = operand.shape[..<axis].reduce(1, *)
    if inner == 1, outer == 1 {
      let piece = 16_384
      forEach((chosenCount + piece - 1) / piece, work: piece) { part in
        for j in part * piece..<min(chosenCount, (part + 1) * piece) {
          let index = Int(chosen[j])
          out[j] = index >= 0 && index < length ? source[index] : missing
        }
      }
      return
    }
    for i in 0..<outer {
      for j in 0..<chosenCount {
        let target = out + (i * chosenCount + j) * inner
        let index = Int(chosen[j])
        if index >= 0 && index < length {
          target.update(from: source + (i * length + index) * inner, count: inner)
        } else {
          target.update(repeating: missing, count: inner)
        }
      }
    }
  }

  private static func scatterAdd<T: ZeroInitializable>(
    _ node: Plan.Bulk, _ operand: BulkOperand, _ indices: BulkOperand, _ axis: Int,
    _ out: UnsafeMutablePointer<T>
  ) {
    out.update(repeating: T.zeroValue, count: node.count)
    let source = operand.typed(T.self)
    let chosen = indices.typed(Int64.self)
    let chosenCount = indices.shape.elementCount
    let length = node.shape[axis]
    let inner = node.shape[(axis + 1)...].reduce(1, *)
    let outer = node.shape[..<axis].reduce(1, *)
    for i in 0..<outer {
      for j in 0..<chosenCount {
        let index = Int(chosen[j])
        guard index >= 0 && index < length else { continue }
        let target = out + (i * length + index) * inner
        let row = source + (i * chosenCount + j) * inner
        for k in 0..<inner { target[k] = T.sum(target[k], row[k]) }
      }
    }
  }

  private static func cumulativeSum<T: ZeroInitializable>(
    _ node: Plan.Bulk, _ operand: BulkOperand, _ axis: Int, _ reversed: Bool,
    _ out: UnsafeMutablePointer<T>
  ) {
    let source = operand.typed(T.self)
    let length = node.shape[axis]
    let inner = node.shape[(axis + 1)...].reduce(1, *)
    let outer = node.shape[..<axis].reduce(1, *)
    guard node.count > 0 else { return }
    let first = reversed ? length - 1 : 0
    let step = reversed ? -1 : 1
    if inner == 1 {
      // Four rows at a time: a sum waits for the one before it in its own row alone.
      forEach((outer + 3) / 4, work: 4 * length) { group in
        let start = (4 * group * length) + first
        if 4 * group + 4 <= outer {
          var totals = (T.zeroValue, T.zeroValue, T.zeroValue, T.zeroValue)
          var (p, q) = (start, start + 2 * length)
          for _ in 0..<length {
            totals.0 = T.sum(totals.0, source[p])
            totals.1 = T.sum(totals.1, source[p + length])
            totals.2 = T.sum(totals.2, source[q])
            totals.3 = T.sum(totals.3, source[q + length])
            out[p] = totals.0
            out[p + length] = totals.1
            out[q] = totals.2
            out[q + length] = totals.3
            p += step
            q += step
          }
        } else {
          for row in 0..<outer - 4 * group {
            var total = T.zeroValue
            var p = start + row * length
            for _ in 0..<length {
              total = T.sum(total, source[p])
              out[p] = total
              p += step
            }
          }
        }
      }
      return
    }
    // Line by line, in pieces of lines that stay in cache.
    let piece = min(inner, 1024)
    let pieces = (inner + piece - 1) / piece
    forEach(outer * pieces, work: length * piece) { task in
      let column = task % pieces * piece
      let width = min(piece, inner - column)
      let start = task / pieces * length * inner + column
      for k in 0..<width {
        let p = start + first * inner + k
        out[p] = T.sum(T.zeroValue, source[p])
      }
      var p = start + first * inner
      for _ in 1..<length {
        let last = out + p
        p += step * inner
        for k in 0..<width { out[p + k] = T.sum(last[k], source[p + k]) }
      }
    }
  }

  private static func argmax(
    _ node: Plan.Bulk, _ operand: BulkOperand, _ axis: Int, _ out: UnsafeMutablePointer<Int64>
  ) {
    let length = operand.shape[axis]
    let inner = operand.shape[(axis + 1)...].reduce(1, *)
    let outer = operand.shape[..<axis].reduce(1, *)
    guard length > 0 else { return out.update(repeating: 0, count: outer * inner) }
    if inner == 1, operand.type == .float64 || operand.type == .float32 {
      let piece = max(1, 16_384 / length)
      forEach((outer + piece - 1) / piece, work: piece * length) { part in
        let first = part * piece
        let rows = min(piece, outer - first)
        if operand.type == .float64 {
          vm_largest_places_f64(
            operand.typed(Double.self) + first * length, rows, length, out + first)
        } else {
          vm_largest_places_f32(
            operand.typed(Float.self) + first * length, rows, length, out + first)
        }
      }
      return
    }
    func scan<T: Comparable>(_: T.Type) {
      let source = operand.typed(T.self)
      forEach(outer, work: length * inner) { i in
        let rows = source + i * length * inner
        let indices = out + i * inner
        indices.update(repeating: 0, count: inner)
        withUnsafeTemporaryAllocation(of: T.self, capacity: inner) { buffer in
          guard inner > 0, let largest = buffer.baseAddress else { return }
          largest.initialize(from: rows, count: inner)
          for j in 1..<length {
            let line = rows + j * inner
            for k in 0..<inner {
              // The first NaN wins: it is unequal to itself.
              let isLarger = !(line[k] <= largest[k]) && largest[k] == largest[k]
              indices[k] = isLarger ? Int64(j) : indices[k]
              largest[k] = isLarger ? line[k] : largest[k]
            }
          }
        }
      }
    }
    switch operand.type {
    case .float64: scan(Double.self)
    case .float32: scan(Float.self)
    case .int64: scan(Int64.self)
    case .bool: break
    }
  }

  // MARK: Factorisations

  private static func cholesky<T: LinearAlgebraScalar>(
    _ node: Plan.Bulk, _ operand: BulkOperand, _ out: UnsafeMutablePointer<T>
  ) {
    let n = node.shape[node.shape.count - 1]
    let batch = n == 0 ? 0 : node.count / (n * n)
    let source = operand.typed(T.self)
    forEach(batch, work: n * n * n / 3) { i in
      let matrix = out + i * n * n
      matrix.update(from: source + i * n * n, count: n * n)
      if T.cholesky(n, matrix) != 0 { matrix.update(repeating: .nan, count: n * n) }
    }
  }

  private static func triangularSolve<T: LinearAlgebraScalar>(
    _ node: Plan.Bulk, _ matrix: BulkOperand, _ right: BulkOperand, _ lower: Bool,
    _ transpose: Bool,
    _ out: UnsafeMutablePointer<T>
  ) {
    let rank = node.shape.count
    let (n, m) = (node.shape[rank - 2], node.shape[rank - 1])
    guard n * m > 0 else { return }
    let batchShape = Array(node.shape.dropLast(2))
    let matrices = matrix.batchOffsets(over: batchShape)
    let rights = right.batchOffsets(over: batchShape)
    let count = batchShape.elementCount
    if m == 1, count > 4, let first = matrices.first, matrices.allSatisfy({ $0 == first }) {
      // Many vectors and one matrix, in pieces that do not depend on the number of threads.
      let piece = max(1, 16_384 / n)
      forEach((count + piece - 1) / piece, work: piece * n * n) { part in
        let rows = part * piece..<min(count, (part + 1) * piece)
        for i in rows {
          (out + i * n).update(from: right.typed(T.self) + rights[i], count: n)
        }
        T.triangularSolveRows(
          lower, transpose, n, rows.count, matrix.typed(T.self) + first,
          out + rows.lowerBound * n)
      }
      return
    }
    forEach(batchShape.elementCount, work: n * n * m) { i in
      let target = out + i * n * m
      target.update(from: right.typed(T.self) + rights[i], count: n * m)
      T.triangularSolve(lower, transpose, n, m, matrix.typed(T.self) + matrices[i], target)
    }
  }

  /// Spreads items over threads where that is worth waking them.
  static func forEach(_ count: Int, work: Int, _ body: (Int) -> Void) {
    if count > 1 && count * work > 200_000 {
      let perTask = max(1, min(count / 8, 50_000 / max(work, 1)))
      Parallel.forEach((count + perTask - 1) / perTask) { task in
        for i in task * perTask..<min(count, (task + 1) * perTask) { body(i) }
      }
    } else {
      for i in 0..<count { body(i) }
    }
  }
}

extension BulkOperand {
  fileprivate func batchOffsets(over batch: [Int]) -> [Int] {
    matrixOffsets(shape: shape, strides: strides, over: batch)
  }
}

extension Plan.Bulk.Operand {
  func batchOffsets(over batch: [Int]) -> [Int] {
    matrixOffsets(shape: shape, strides: strides, over: batch)
  }
}

/// Where each matrix of a broadcast batch begins, in elements.
private func matrixOffsets(shape: [Int], strides: [Int], over batch: [Int]) -> [Int] {
  let own = shape.count - 2
  let extra = batch.count - own
  var offsets = [0]
  for axis in batch.indices {
    let position = axis - extra
    let stride = position >= 0 && shape[position] != 1 ? strides[position] : 0
    offsets = offsets.flatMap { offset in (0..<batch[axis]).map { offset + $0 * stride } }
  }
  return offsets
}

/// What rearrangements need of an element.
protocol ZeroInitializable {
  static var zeroValue: Self { get }
  static func sum(_ x: Self, _ y: Self) -> Self
}
extension Int64: ZeroInitializable {
  static var zeroValue: Int64 { 0 }
  static func sum(_ x: Int64, _ y: Int64) -> Int64 { x &+ y }
}
extension Bool: ZeroInitializable {
  static var zeroValue: Bool { false }
  static func sum(_ x: Bool, _ y: Bool) -> Bool { x || y }
}

/// A real number that BLAS computes with.
protocol LinearAlgebraScalar: BinaryFloatingPoint, ZeroInitializable {
  static func multiply(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int,
    _ a: UnsafePointer<Self>, _ lda: Int, _ b: UnsafePointer<Self>, _ ldb: Int,
    _ c: UnsafeMutablePointer<Self>, _ ldc: Int, adding: Bool)
  static func cholesky(_ n: Int, _ a: UnsafeMutablePointer<Self>) -> Int32
  static func triangularSolve(
    _ lower: Bool, _ transpose: Bool, _ n: Int, _ m: Int, _ t: UnsafePointer<Self>,
    _ b: UnsafeMutablePointer<Self>)
  /// Many vectors of length n, one after the other.
  static func triangularSolveRows(
    _ lower: Bool, _ transpose: Bool, _ n: Int, _ rows: Int, _ t: UnsafePointer<Self>,
    _ b: UnsafeMutablePointer<Self>)
}

extension Double: LinearAlgebraScalar {
  static var zeroValue: Double { 0 }
  static func sum(_ x: Double, _ y: Double) -> Double { x + y }
  static func multiply(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int,
    _ a: UnsafePointer<Double>, _ lda: Int, _ b: UnsafePointer<Double>, _ ldb: Int,
    _ c: UnsafeMutablePointer<Double>, _ ldc: Int, adding: Bool
  ) {
    blas_gemm_f64(
      transposeA ? 1 : 0, transposeB ? 1 : 0, m, n, k, 1, a, lda, b, ldb, adding ? 1 : 0, c, ldc)
  }
  static func cholesky(_ n: Int, _ a: UnsafeMutablePointer<Double>) -> Int32 {
    blas_cholesky_f64(n, a)
  }
  static func triangularSolve(
    _ lower: Bool, _ transpose: Bool, _ n: Int, _ m: Int, _ t: UnsafePointer<Double>,
    _ b: UnsafeMutablePointer<Double>
  ) { blas_triangular_solve_f64(lower ? 1 : 0, transpose ? 1 : 0, n, m, t, b) }
  static func triangularSolveRows(
    _ lower: Bool, _ transpose: Bool, _ n: Int, _ rows: Int, _ t: UnsafePointer<Double>,
    _ b: UnsafeMutablePointer<Double>
  ) { blas_triangular_solve_rows_f64(lower ? 1 : 0, transpose ? 1 : 0, n, rows, t, b) }
}

extension Float: LinearAlgebraScalar {
  static var zeroValue: Float { 0 }
  static func sum(_ x: Float, _ y: Float) -> Float { x + y }
  static func multiply(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int,
    _ a: UnsafePointer<Float>, _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int,
    _ c: UnsafeMutablePointer<Float>, _ ldc: Int, adding: Bool
  ) {
    blas_gemm_f32(
      transposeA ? 1 : 0, transposeB ? 1 : 0, m, n, k, 1, a, lda, b, ldb, adding ? 1 : 0, c, ldc)
  }
  static func cholesky(_ n: Int, _ a: UnsafeMutablePointer<Float>) -> Int32 {
    blas_cholesky_f32(n, a)
  }
  static func triangularSolve(
    _ lower: Bool, _ transpose: Bool, _ n: Int, _ m: Int, _ t: UnsafePointer<Float>,
    _ b: UnsafeMutablePointer<Float>
  ) { blas_triangular_solve_f32(lower ? 1 : 0, transpose ? 1 : 0, n, m, t, b) }
  static func triangularSolveRows(
    _ lower: Bool, _ transpose: Bool, _ n: Int, _ rows: Int, _ t: UnsafePointer<Float>,
    _ b: UnsafeMutablePointer<Float>
  ) { blas_triangular_solve_rows_f32(lower ? 1 : 0, transpose ? 1 : 0, n, rows, t, b) }
}
