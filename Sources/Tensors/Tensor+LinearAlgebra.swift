// Matrix products and factorisations, batched over all axes but the last two.

extension Tensor where Scalar: FloatingPointTensorScalar {
  /// The matrix product over the last two axes, the others broadcast.
  ///
  /// A vector on the left is a row, on the right a column; that axis vanishes from the result.
  public func matmul(_ other: Tensor) -> Tensor {
    if rank == 1 && other.rank >= 1 {
      let product = expandingShape(at: 0).matmul(other)
      return product.squeezingShape(at: other.rank == 1 ? 0 : -2)
    }
    if other.rank == 1 {
      return matmul(other.expandingShape(at: 1)).squeezingShape(at: -1)
    }
    return Tensor(node: .multiplyMatrices(node, other.node))
  }

  /// The lower triangular L with A = L Lᵀ of each symmetric matrix; only its lower triangle is
  /// read. A matrix that is not positive definite gives NaN throughout.
  public func cholesky() -> Tensor { Tensor(node: .cholesky(node)) }

  /// X with T X = B (or Tᵀ X = B), where this tensor holds the triangular T; the other triangle is
  /// not read.
  public func triangularSolve(
    _ right: Tensor, lower: Bool = true, transpose: Bool = false
  ) -> Tensor {
    Tensor(node: .triangularSolve(node, right.node, lower: lower, transpose: transpose))
  }

  /// The diagonal of each matrix.
  public func diagonalPart() -> Tensor {
    precondition(
      rank >= 2 && shape[rank - 1] == shape[rank - 2],
      "diagonalPart: shape \(shape) is not of square matrices")
    let n = shape[rank - 1]
    let batch = Array(shape.dropLast(2))
    return reshaped(to: batch + [n * n])
      .sliced(start: 0, end: n * n, step: n + 1, alongAxis: -1)
  }

  /// Matrices with the last axis on their diagonal and zeros elsewhere.
  public func diagonal() -> Tensor {
    precondition(rank >= 1, "diagonal: rank 0")
    let n = shape[rank - 1]
    let index = Tensor<Int64>((0..<n).map { Int64($0) })
    let mask = index.expandingShape(at: 1) .== index
    return Tensor.select(mask, expandingShape(at: -1), 0)
  }

  /// The lower triangle of each matrix (with the diagonals up to `diagonal`), zeros above.
  public func lowerTriangle(diagonal: Int = 0) -> Tensor {
    precondition(rank >= 2, "lowerTriangle: shape \(shape) has fewer than two axes")
    let rows = Tensor<Int64>((0..<shape[rank - 2]).map { Int64($0 + diagonal) })
    let columns = Tensor<Int64>((0..<shape[rank - 1]).map { Int64($0) })
    return Tensor.select(rows.expandingShape(at: 1) .>= columns, self, 0)
  }
}
