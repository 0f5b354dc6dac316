import Tensors

/// Linear discriminant analysis: classes as normal laws with one covariance.
///
/// ```
/// class of x = argmax_c  log π_c − ½ (x − μ_c)ᵀ Σ⁻¹ (x − μ_c)
/// ```
///
/// with the means μ_c and shares π_c of the classes, and the covariance Σ pooled within them. A
/// billionth of the mean variance is added to Σ's diagonal, so that columns that do not vary harm
/// nothing.
///
/// Source: R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936.
public struct LinearDiscriminant: Sendable {
  /// μ_c `[classes, features]`.
  public let means: Tensor<Double>
  /// log π_c `[classes]`; −infinity for a class without rows.
  public let logShares: Tensor<Double>
  /// L with Σ = L Lᵀ.
  private let factor: Tensor<Double>

  /// Learns from rows `[count, features]` and the class of each.
  ///
  /// - Precondition: As many labels as rows, each in `0..<classes`.
  public init(rows: Tensor<Double>, labels: [Int], classes: Int) {
    precondition(
      rows.rank == 2 && rows.shape[0] == labels.count
        && labels.allSatisfy { $0 >= 0 && $0 < classes },
      "LinearDiscriminant: rows of shape \(rows.shape), \(labels.count) labels")
    let (count, width) = (rows.shape[0], rows.shape[1])
    let indices = Tensor<Int64>(labels.map { Int64($0) })
    let members = Tensor<Double>(oneHot: indices, depth: classes)
    let sizes = members.sum(alongAxes: 0).materialized()
    let sums = members.transposed().matmul(rows)
    means = (sums / maximum(sizes, 1).expandingShape(at: 1)).materialized()
    logShares = log(sizes / Tensor(Double(count))).materialized()
    let centred = rows - means.gathering(atIndices: indices)
    let freedom = Double(Swift.max(count - classes, 1))
    let scatter = centred.transposed().matmul(centred) / Tensor(freedom)
    let variance = scatter.diagonalPart().mean().scalar
    let ridge = variance > 0 ? 1e-9 * variance : 1
    let diagonal = Tensor<Double>(repeating: ridge, shape: [width]).diagonal()
    factor = (scatter + diagonal).cholesky().materialized()
  }

  /// The classes of rows.
  public func classes(of rows: Tensor<Double>) -> [Int] {
    // Whitened by L⁻¹, squared distances are Euclidean.
    let x = factor.triangularSolve(rows.transposed()).transposed()
    let m = factor.triangularSolve(means.transposed()).transposed()
    let differences = x.expandingShape(at: 1) - m
    let scores = logShares - 0.5 * square(differences).sum(alongAxes: [-1])
    return scores.argmax().scalars.map { Int($0) }
  }

  /// The share of rows whose class is found.
  public func accuracy(rows: Tensor<Double>, labels: [Int]) -> Double {
    let hits = zip(classes(of: rows), labels).count { $0 == $1 }
    return Double(hits) / Double(labels.count)
  }
}
