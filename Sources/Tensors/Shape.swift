// Shapes: the lengths along each axis, the last axis contiguous in memory.

extension [Int] {
  /// The number of elements of a tensor of this shape.
  var elementCount: Int {
    var count = 1
    for length in self { count *= length }
    return count
  }

  /// How far apart neighbours along each axis are in memory.
  var contiguousStrides: [Int] {
    var strides = [Int](repeating: 1, count: count)
    var step = 1
    for axis in indices.reversed() {
      strides[axis] = step
      step *= self[axis]
    }
    return strides
  }
}

/// The shape of two operands broadcast against each other by NumPy's rules, or nil where they
/// do not fit: axes are aligned at the last one, and a length of 1 stretches.
public func broadcastShape(_ x: [Int], _ y: [Int]) -> [Int]? {
  if x == y || y.isEmpty { return x }
  if x.isEmpty { return y }
  let rank = max(x.count, y.count)
  var result = [Int](repeating: 1, count: rank)
  for axis in 0..<rank {
    let a = axis + x.count - rank
    let b = axis + y.count - rank
    let m = a >= 0 ? x[a] : 1
    let n = b >= 0 ? y[b] : 1
    guard m == n || m == 1 || n == 1 else { return nil }
    result[axis] = m == 1 ? n : m
  }
  return result
}

/// The common shape of many operands, or nil where they do not fit.
public func broadcastShape(_ shapes: [[Int]]) -> [Int]? {
  var result: [Int] = []
  for shape in shapes {
    guard let wider = broadcastShape(result, shape) else { return nil }
    result = wider
  }
  return result
}

/// Axes counted from the front; negative ones count from the end. Traps outside the rank.
func normalized(axis: Int, rank: Int, operation: StaticString) -> Int {
  let result = axis < 0 ? axis + rank : axis
  precondition(
    result >= 0 && result < rank, "\(operation): axis \(axis) of a tensor of rank \(rank)")
  return result
}

func normalized(axes: [Int], rank: Int, operation: StaticString) -> [Int] {
  let result = axes.map { normalized(axis: $0, rank: rank, operation: operation) }.sorted()
  for (a, b) in zip(result, result.dropFirst()) {
    precondition(a != b, "\(operation): axis \(a) is named twice")
  }
  return result
}
