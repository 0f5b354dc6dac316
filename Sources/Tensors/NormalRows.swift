import CVectorMath

/// Multivariate normal laws as rows of numbers, such that a scalar product of two is all of the
/// divergence that is made of both.
///
/// With S = L Lᵀ and A = S⁻¹,
///
/// ```
/// tr(A′ S) + μᵀ A′ μ − 2 μᵀ A′ μ′ = ⟨S + μ μᵀ, A′⟩ + ⟨μ, −2 A′ μ′⟩
/// ```
///
/// and of a symmetric matrix the lower triangle is enough, where the other factor has what is beside the
/// diagonal twice.
package struct NormalRows {
  /// Which of both laws of a divergence.
  package enum Role { case first, second }

  /// One row for each law.
  package let rows: Tensor<Double>
  /// Of the first, log |S|; of the second, μᵀ A μ + log |S|.
  package let constants: [Double]
  /// The lengths of the matrix and of the vector in a row.
  package let sizes: [(matrix: Double, vector: Double)]

  /// - Parameters:
  ///   - role: which of both laws these are.
  ///   - factors: L of each, of shape [count, n, n].
  ///   - means: μ of each, of shape [count, n].
  package init(_ role: Role, factors: Tensor<Double>, means: Tensor<Double>) {
    precondition(
      factors.rank == 3 && factors.shape[1] == factors.shape[2]
        && means.shape == Array(factors.shape.dropLast()))
    let (count, n) = (means.shape[0], means.shape[1])
    let length = n * (n + 1) / 2 + n
    var facts = [Double](repeating: 0, count: 3 * count)
    rows = factors.withUnsafeScalars { factors in
      means.withUnsafeScalars { means in
        facts.withUnsafeMutableBufferPointer { facts in
          Tensor(shape: [count, length]) { (out: UnsafeMutableBufferPointer<Double>) in
            guard let factor = factors.baseAddress, let mean = means.baseAddress,
              let row = out.baseAddress, let fact = facts.baseAddress
            else { return }
            BulkOperations.forEach(count, work: n * n * n) { index in
              withUnsafeTemporaryAllocation(of: Double.self, capacity: (n + 2) * (n + 7)) { work in
                guard let work = work.baseAddress else { return }
                let (l, m) = (factor + index * n * n, mean + index * n)
                let (target, known) = (row + index * length, fact + 3 * index)
                switch role {
                case .first: vm_normal_row_of_first(n, l, m, work, target, known)
                case .second: vm_normal_row_of_second(n, l, m, work, target, known)
                }
              }
            }
          }
        }
      }
    }
    constants = (0..<count).map { facts[3 * $0] }
    sizes = (0..<count).map { (facts[3 * $0 + 1], facts[3 * $0 + 2]) }
  }
}
