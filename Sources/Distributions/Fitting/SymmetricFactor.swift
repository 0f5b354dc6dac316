/// Cholesky's factor of a small positive definite matrix, its rows and columns scaled to a diagonal
/// of ones first, so that parameters may have any units.
struct SymmetricFactor {
  private let factor: [[Double]]
  private let scale: [Double]

  /// nil where the matrix is not positive definite.
  init?(_ matrix: [[Double]]) {
    let n = matrix.count
    guard matrix.indices.allSatisfy({ matrix[$0][$0] > 0 && matrix[$0][$0] < .infinity }) else {
      return nil
    }
    let scale = matrix.indices.map { 1 / matrix[$0][$0].squareRoot() }
    var l = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for i in 0..<n {
      for j in 0...i {
        var sum = matrix[i][j] * scale[i] * scale[j]
        for k in 0..<j { sum -= l[i][k] * l[j][k] }
        if i == j {
          guard sum > 0 else { return nil }
          l[i][i] = sum.squareRoot()
        } else {
          l[i][j] = sum / l[j][j]
        }
      }
    }
    factor = l
    self.scale = scale
  }

  /// The smallest pivot of the scaled matrix: 0 where rows depend on each other.
  var smallestPivot: Double { factor.indices.map { factor[$0][$0] * factor[$0][$0] }.min() ?? 1 }

  /// The log of the determinant.
  var logDeterminant: Double {
    2 * factor.indices.reduce(0) { $0 + log(factor[$1][$1] / scale[$1]) }
  }

  /// The solution of A x = b.
  func solve(_ b: [Double]) -> [Double] {
    let n = factor.count
    var x = zip(b, scale).map { $0 * $1 }
    for i in 0..<n {
      for k in 0..<i { x[i] -= factor[i][k] * x[k] }
      x[i] /= factor[i][i]
    }
    for i in (0..<n).reversed() {
      for k in (i + 1)..<max(n, i + 1) { x[i] -= factor[k][i] * x[k] }
      x[i] /= factor[i][i]
    }
    return zip(x, scale).map { $0 * $1 }
  }

  /// A⁻¹.
  var inverse: [[Double]] {
    factor.indices.map { i in
      solve(factor.indices.map { $0 == i ? 1 : 0 })
    }
  }
}
