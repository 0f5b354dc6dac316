// Sums, means, extremes and cumulative sums along axes.

extension Tensor where Scalar: Numeric {
  /// The sum along axes (all by default), which vanish unless their rank is kept.
  public func sum(alongAxes axes: [Int]? = nil, keepRank: Bool = false) -> Tensor {
    reduced(.sum, axes, keepRank, "sum")
  }
  /// The sum along one or more axes.
  public func sum(alongAxes axes: Int..., keepRank: Bool = false) -> Tensor {
    reduced(.sum, axes, keepRank, "sum")
  }

  /// The largest element along axes; NaN if any is NaN, −infinity (the least integer) of none.
  public func max(alongAxes axes: [Int]? = nil, keepRank: Bool = false) -> Tensor {
    reduced(.maximum, axes, keepRank, "max")
  }
  /// The largest element along one or more axes.
  public func max(alongAxes axes: Int..., keepRank: Bool = false) -> Tensor {
    reduced(.maximum, axes, keepRank, "max")
  }

  /// The smallest element along axes; NaN if any is NaN, +infinity (the greatest integer) of none.
  public func min(alongAxes axes: [Int]? = nil, keepRank: Bool = false) -> Tensor {
    reduced(.minimum, axes, keepRank, "min")
  }
  /// The smallest element along one or more axes.
  public func min(alongAxes axes: Int..., keepRank: Bool = false) -> Tensor {
    reduced(.minimum, axes, keepRank, "min")
  }

  private func reduced(
    _ reduction: Reduction, _ axes: [Int]?, _ keepRank: Bool, _ name: StaticString
  ) -> Tensor {
    let axes = axes.map { normalized(axes: $0, rank: rank, operation: name) } ?? Array(0..<rank)
    let result = Node.reduce(reduction, node, axes: axes)
    return Tensor(node: keepRank ? .reshape(result, to: keptShape(axes)) : result)
  }

  /// The index of the largest element along an axis, the first of equals, the first NaN if any.
  public func argmax(alongAxis axis: Int = -1) -> Tensor<Int64> {
    Tensor<Int64>(
      node: .argmax(node, axis: normalized(axis: axis, rank: rank, operation: "argmax")))
  }

  /// The sums of the elements up to and including each, along an axis.
  public func cumulativeSum(alongAxis axis: Int = -1) -> Tensor {
    Tensor(
      node: .cumulativeSum(
        node, axis: normalized(axis: axis, rank: rank, operation: "cumulativeSum"),
        reversed: false))
  }
}

extension Tensor {
  /// The shape with the given axes at length 1.
  func keptShape(_ axes: [Int]) -> [Int] {
    var shape = shape
    for axis in axes { shape[axis] = 1 }
    return shape
  }
}

extension Tensor where Scalar == Bool {
  /// Whether all elements are true.
  public func all() -> Bool { withUnsafeScalars { $0.allSatisfy { $0 } } }
  /// Whether any element is true.
  public func any() -> Bool { withUnsafeScalars { $0.contains(true) } }
}

extension Tensor where Scalar: FloatingPointTensorScalar {
  /// The mean along axes (all by default); NaN of no elements.
  public func mean(alongAxes axes: [Int]? = nil, keepRank: Bool = false) -> Tensor {
    let axes = axes.map { normalized(axes: $0, rank: rank, operation: "mean") } ?? Array(0..<rank)
    let count = axes.map { shape[$0] }.elementCount
    return sum(alongAxes: axes, keepRank: keepRank) / Tensor(Double(count))
  }
  /// The mean along one or more axes.
  public func mean(alongAxes axes: Int..., keepRank: Bool = false) -> Tensor {
    mean(alongAxes: axes, keepRank: keepRank)
  }

  /// log Σ exp along axes without overflow: m + log Σ exp(x − m) with m the largest element.
  /// −infinity where all are −infinity, with gradient 0 there.
  public func logSumExp(alongAxes axes: [Int]? = nil, keepRank: Bool = false) -> Tensor {
    let axes =
      axes.map { normalized(axes: $0, rank: rank, operation: "logSumExp") } ?? Array(0..<rank)
    let largest = max(alongAxes: axes, keepRank: true).stoppingGradient()
    // An infinite maximum is the answer itself; a shift by 0 keeps its differences from being NaN.
    let finite = abs(largest) .< Tensor.infinity
    let shift = Tensor.select(finite, largest, 0)
    let total = exp(self - shift).sum(alongAxes: axes, keepRank: true)
    // The logarithm's own input is made safe where the sum is 0, so that its gradient is not NaN.
    let empty = total .== 0
    let result = Tensor.select(
      empty, -Tensor.infinity, shift + log(Tensor.select(empty, 1, total)))
    if keepRank { return result }
    var shape = shape
    for axis in axes.reversed() { shape.remove(at: axis) }
    return result.reshaped(to: shape)
  }
  /// log Σ exp along one or more axes.
  public func logSumExp(alongAxes axes: Int..., keepRank: Bool = false) -> Tensor {
    logSumExp(alongAxes: axes, keepRank: keepRank)
  }

  /// exp(x) / Σ exp(x) along an axis.
  public func softmax(alongAxis axis: Int = -1) -> Tensor {
    massRows(alongAxis: axis, logarithms: false) ?? exp(logSoftmax(alongAxis: axis))
  }

  /// x − log Σ exp(x) along an axis.
  public func logSoftmax(alongAxis axis: Int = -1) -> Tensor {
    massRows(alongAxis: axis, logarithms: true)
      ?? self - logSumExp(alongAxes: [axis], keepRank: true)
  }

  /// The mean of squared differences from the mean, along axes; divided by n − `correction`.
  public func variance(
    alongAxes axes: [Int]? = nil, correction: Double = 0, keepRank: Bool = false
  ) -> Tensor {
    let axes =
      axes.map { normalized(axes: $0, rank: rank, operation: "variance") } ?? Array(0..<rank)
    let count = Double(axes.map { shape[$0] }.elementCount)
    let differences = self - mean(alongAxes: axes, keepRank: true)
    return square(differences).sum(alongAxes: axes, keepRank: keepRank)
      / Tensor(count - correction)
  }
}
