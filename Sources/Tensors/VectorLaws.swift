import CVectorMath

extension Tensor where Scalar == Double {
  /// KL of multivariate normal laws from others, from their means, on the last axis, and their lower
  /// triangular factors, on the last two, in batches of one shape; `meaning` is the same in plain
  /// operations.
  package static func normalDivergence(
    _ mean: Tensor, _ factor: Tensor, _ otherMean: Tensor, _ otherFactor: Tensor,
    meaning: @escaping @Sendable (Tensor, Tensor, Tensor, Tensor) -> Tensor
  ) -> Tensor {
    let batch = Array(mean.shape.dropLast())
    let n = mean.shape.last ?? 0
    let (vectors, matrices) = (batch + [n], batch + [n, n])
    precondition(
      otherMean.shape == vectors && factor.shape == matrices && otherFactor.shape == matrices,
      "normalDivergence: means of shapes \(vectors), \(otherMean.shape), factors \(factor.shape), "
        + "\(otherFactor.shape)")
    let expansion = RowMeaning { x in
      meaning(
        Tensor(node: x[0]), Tensor(node: x[1]), Tensor(node: x[2]), Tensor(node: x[3])
      ).node
    }
    let inputs = Inputs([mean.node, factor.node, otherMean.node, otherFactor.node])
    return Tensor(
      node: Node(.rows(.normalDivergence(expansion)), inputs, shape: batch, type: .float64))
  }

  /// The log-density of a Dirichlet law of one concentration at the points on the last axis.
  package func dirichletLogDensity(
    concentration: Tensor, meaning: @escaping @Sendable (Tensor, Tensor) -> Tensor
  ) -> Tensor {
    precondition(
      concentration.rank == 1 && shape.last == concentration.shape[0],
      "dirichletLogDensity: points of shape \(shape), concentration \(concentration.shape)")
    let expansion = RowMeaning { meaning(Tensor(node: $0[0]), Tensor(node: $0[1])).node }
    return Tensor(
      node: Node(
        .rows(.dirichletLogDensity(expansion)), Inputs(node, concentration.node),
        shape: Array(shape.dropLast()), type: .float64))
  }
}

extension BulkOperations {
  static func normalPairs(
    _ node: Plan.Bulk, _ operands: [BulkOperand], into result: UnsafeMutableRawPointer
  ) {
    let n = operands[0].shape[operands[0].shape.count - 1]
    let numbers = operands.map { UnsafePointer($0.typed(Double.self)) }
    inPieces(
      of: node, length: n * n, work: n * n * n, room: 16 * n * (n + 1) + 8, result
    ) { rows, work, out in
      let first = rows.lowerBound
      vm_normal_pairs(
        n, numbers[0] + first * n, numbers[1] + first * n * n, numbers[2] + first * n,
        numbers[3] + first * n * n, rows.count, work, out)
    }
  }

  static func dirichletRows(
    _ node: Plan.Bulk, _ operands: [BulkOperand], into result: UnsafeMutableRawPointer
  ) {
    let n = operands[1].shape[0]
    let (x, alpha) = (operands[0].typed(Double.self), operands[1].typed(Double.self))
    inPieces(of: node, length: n, work: 8 * n, room: 8 * n + 8, result) { rows, work, out in
      vm_dirichlet_rows(n, alpha, x + rows.lowerBound * n, rows.count, work, out)
    }
  }
}
