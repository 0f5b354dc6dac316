import COpenBLAS
import CVectorMath

/// Writes the masses p that the weights or the logits of rows give their classes, and −log p, 0 for a class
/// without mass, into rows `stride` apart; Σ p log p of each row, and 1 for one that has a class without
/// mass. Of what is no law masses or logarithms are NaN, and so is the sum.
package func writeMassTables(
  of rows: UnsafePointer<Double>, areLogits: Bool, count: Int, classes: Int, stride: Int,
  masses: UnsafeMutablePointer<Double>, logs: UnsafeMutablePointer<Double>,
  sums: UnsafeMutablePointer<Double>, absent: UnsafeMutablePointer<UInt8>
) {
  vm_class_tables(
    rows, areLogits ? 1 : 0, count, classes, stride, masses, logs, sums, absent)
}

/// The most classes of rows that are drawn from by ``writeDraws(ofRows:count:classes:levels:into:)``.
package let mostDrawnClasses = Int(VM_MOST_DRAWN_CLASSES)

/// A draw of each row of weights: the first class up to which the row adds up to that share of its sum, among
/// those with mass; −1 of a row that is no law.
package func writeDraws(
  ofRows weights: UnsafePointer<Double>, count: Int, classes: Int, levels: UnsafePointer<Double>,
  into draws: UnsafeMutablePointer<Int64>
) {
  vm_class_draws(weights, count, classes, levels, draws)
}

/// The rows of a matrix that many others are multiplied with.
package struct ProductRows {
  private let rows: UnsafePointer<Double>
  private let count: Int
  private let terms: Int
  /// The rows as the products read them; nil where these read them as they are.
  private let panels: Tensor<Double>?

  /// - Parameter rows: `count` rows of `terms` numbers, which stay where they are as long as this is used.
  package init(_ rows: UnsafePointer<Double>, count: Int, terms: Int) {
    self.rows = rows
    self.count = count
    self.terms = terms
    guard terms > 0, blas_has_panels() != 0 else {
      panels = nil
      return
    }
    panels = Tensor(shape: [(count + 7) / 8 * 8 * terms]) { panels in
      guard let panels = panels.baseAddress else { return }
      let atOnce = 16 * max(1, 512 / terms)
      Parallel.forEach((count + atOnce - 1) / atOnce) { piece in
        let first = piece * atOnce
        blas_panels_f64(
          min(count - first, atOnce), terms, rows + first * terms, terms, panels + first * terms)
      }
    }
  }

  /// Writes Σₖ a[i, k] b[j, k] for rows a, as many as there are of the matrix b in each row.
  package func write(
    productsOf a: UnsafePointer<Double>, rows own: Int, into out: UnsafeMutablePointer<Double>
  ) {
    guard let panels else {
      return Double.multiply(
        false, true, own, count, terms, a, terms, rows, terms, out, count, adding: false)
    }
    panels.withUnsafeScalars { panels in
      if let panels = panels.baseAddress {
        blas_gemm_panels_f64(own, count, terms, a, terms, panels, out, count)
      }
    }
  }
}
