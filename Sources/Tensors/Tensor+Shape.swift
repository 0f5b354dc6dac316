// Views and rearrangements.

extension Tensor {
  /// The same elements in row-major order under another shape; one length may be −1.
  public func reshaped(to shape: [Int]) -> Tensor {
    var shape = shape
    if let unknown = shape.firstIndex(of: -1) {
      shape[unknown] = 1
      let rest = shape.elementCount
      precondition(
        rest > 0 && node.count % rest == 0,
        "reshaped(to:): \(node.count) elements of shape \(node.shape) do not divide into \(shape)")
      shape[unknown] = node.count / rest
    }
    return Tensor(node: .reshape(node, to: shape))
  }

  /// One axis of all elements.
  public func flattened() -> Tensor { reshaped(to: [node.count]) }

  /// A new axis of length 1 before `axis` (−1: after the last).
  public func expandingShape(at axis: Int) -> Tensor {
    let axis = axis < 0 ? axis + rank + 1 : axis
    precondition(axis >= 0 && axis <= rank, "expandingShape: axis \(axis) of rank \(rank)")
    var shape = shape
    shape.insert(1, at: axis)
    return reshaped(to: shape)
  }

  /// Without the axis, whose length must be 1.
  public func squeezingShape(at axis: Int) -> Tensor {
    let axis = normalized(axis: axis, rank: rank, operation: "squeezingShape")
    precondition(
      shape[axis] == 1, "squeezingShape: axis \(axis) of shape \(shape) has not length 1")
    var shape = shape
    shape.remove(at: axis)
    return reshaped(to: shape)
  }

  /// Axis i of the result is axis `permutation[i]` of this tensor.
  public func transposed(permutation: [Int]) -> Tensor {
    Tensor(
      node: .transpose(
        node,
        permutation.map { normalized(axis: $0, rank: rank, operation: "transposed(permutation:)") })
    )
  }

  /// Axis i of the result is axis `permutation[i]` of this tensor.
  public func transposed(permutation: Int...) -> Tensor { transposed(permutation: permutation) }

  /// The axes in reverse order.
  public func transposed() -> Tensor { transposed(permutation: Array((0..<rank).reversed())) }

  /// The last two axes exchanged: the transpose of each matrix.
  public func matrixTransposed() -> Tensor {
    precondition(rank >= 2, "matrixTransposed: shape \(shape) has fewer than two axes")
    var permutation = Array(0..<rank)
    permutation.swapAt(rank - 1, rank - 2)
    return transposed(permutation: permutation)
  }

  /// Stretched to a larger shape by NumPy's rules, without copying.
  public func broadcast(to shape: [Int]) -> Tensor { Tensor(node: .broadcast(node, to: shape)) }

  /// The elements of `range` along one axis.
  public func sliced(_ range: Range<Int>, alongAxis axis: Int = 0) -> Tensor {
    sliced(start: range.lowerBound, end: range.upperBound, step: 1, alongAxis: axis)
  }

  /// Every `step`-th element from `start` up to but not including `end` along one axis.
  public func sliced(start: Int, end: Int, step: Int, alongAxis axis: Int = 0) -> Tensor {
    let axis = normalized(axis: axis, rank: rank, operation: "sliced")
    precondition(
      start >= 0 && start <= end && end <= shape[axis] && step >= 1,
      "sliced: \(start)..<\(end) by \(step) of axis \(axis) of shape \(shape)")
    var starts = [Int](repeating: 0, count: rank)
    var steps = [Int](repeating: 1, count: rank)
    var shape = shape
    starts[axis] = start
    steps[axis] = step
    shape[axis] = (end - start + step - 1) / step
    return Tensor(node: .slice(node, start: starts, step: steps, shape: shape))
  }

  /// Element `index` of the first axis, which vanishes.
  public subscript(index: Int) -> Tensor {
    precondition(
      rank > 0 && index >= 0 && index < shape[0], "subscript: index \(index) of shape \(shape)")
    return sliced(index..<(index + 1)).squeezingShape(at: 0)
  }

  /// Tensors joined along an axis they have.
  public init(concatenating tensors: [Tensor], alongAxis axis: Int = 0) {
    precondition(!tensors.isEmpty, "concatenating: no tensors")
    let axis = normalized(axis: axis, rank: tensors[0].rank, operation: "concatenating")
    node = tensors.count == 1 ? tensors[0].node : .concatenate(tensors.map { $0.node }, axis: axis)
  }

  /// Tensors of one shape joined along a new axis.
  public init(stacking tensors: [Tensor], alongAxis axis: Int = 0) {
    self.init(
      concatenating: tensors.map { $0.expandingShape(at: axis) }, alongAxis: axis)
  }

  /// The rows named by `indices` along an axis; the indices' axes take that axis' place.
  ///
  /// An index outside `0..<shape[axis]` gives NaN (0 of a whole number, false of a `Bool`).
  public func gathering(atIndices indices: Tensor<Int64>, alongAxis axis: Int = 0) -> Tensor {
    let axis = normalized(axis: axis, rank: rank, operation: "gathering")
    return Tensor(node: .gather(node, indices.node, axis: axis))
  }
}

extension Tensor where Scalar: FloatingPointTensorScalar {
  /// 1 at the index along a new last axis of length `depth`, else 0.
  public init(oneHot indices: Tensor<Int64>, depth: Int) {
    precondition(depth >= 0, "oneHot: depth \(depth) is negative")
    self.init(node: .oneHot(indices.node, depth: depth, Scalar.scalarType))
  }

  /// For each position of all axes but the last, the element at that position's index: the last
  /// axis chosen row by row. An index outside gives NaN.
  public func selectingLastAxis(atIndices indices: Tensor<Int64>) -> Tensor {
    precondition(rank >= 1, "selectingLastAxis: rank 0")
    let classes = shape[rank - 1]
    let batch = Array(shape.dropLast())
    guard let common = broadcastShape(batch, indices.shape) else {
      preconditionFailure("selectingLastAxis: shapes \(shape) and \(indices.shape) do not fit")
    }
    if batch.isEmpty {
      return gathering(atIndices: indices.flattened()).reshaped(to: common)
    }
    let rows = common.elementCount
    let flat = broadcast(to: common + [classes]).reshaped(to: [rows * classes])
    let offsets = Tensor<Int64>((0..<rows).map { Int64($0 * classes) })
    let index = indices.broadcast(to: common).flattened()
    let inside = (index .>= 0) .& (index .< Tensor<Int64>(Int64(classes)))
    let safe = Tensor<Int64>.select(inside, index + offsets, -1)
    return flat.gathering(atIndices: safe).reshaped(to: common)
  }
}
