import COpenBLAS
import CVectorMath

/// Writes the masses p that weights or logits give their classes, and −log p, 0 for a class without mass, into
/// rows `stride` apart; Σ p log p of each row, and 1 for one that has a class without mass. Of what is no law
/// masses or logarithms are NaN, and so is the sum.
///
/// - Parameter laws: Where the weights or the logits of each law lie, as many as there are classes.
package func writeMassTables(
  of laws: UnsafeBufferPointer<UnsafePointer<Double>?>, areLogits: Bool, classes: Int, stride: Int,
  masses: UnsafeMutablePointer<Double>, logs: UnsafeMutablePointer<Double>,
  sums: UnsafeMutablePointer<Double>, absent: UnsafeMutablePointer<UInt8>
) {
  vm_class_tables(
    laws.baseAddress, areLogits ? 1 : 0, laws.count, classes, stride, masses, logs, sums, absent)
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

/// The rows of a matrix that many others are multiplied with, laid out as the products read them.
package struct ProductRows {
  private let count: Int
  private let terms: Int
  /// Panels of columns, else the rows as they are.
  private let numbers: Tensor<Double>
  private let arePanels: Bool

  /// - Parameter write: Writes the rows of a range one after the other; called by several threads.
  package init(
    count: Int, terms: Int, _ write: (Range<Int>, UnsafeMutablePointer<Double>) -> Void
  ) {
    (self.count, self.terms, arePanels) = (count, terms, blas_has_panels() != 0)
    // Panels are made of what is still in cache, if it can be.
    let isLong = terms > 1_024
    let rows = isLong || !arePanels ? Self.rows(count, terms, write) : Tensor(0)
    guard arePanels else {
      numbers = rows
      return
    }
    let atOnce = 24 * max(1, 512 / max(terms, 1))
    numbers = Tensor(shape: [(count + 7) / 8 * 8 * terms]) { panels in
      guard let panels = panels.baseAddress else { return }
      Parallel.forEach((count + atOnce - 1) / atOnce) { piece in
        let range = piece * atOnce..<min(count, (piece + 1) * atOnce)
        func copy(_ rows: UnsafePointer<Double>) {
          blas_panels_f64(range.count, terms, rows, terms, panels + range.lowerBound * terms)
        }
        if isLong {
          return rows.withUnsafeScalars {
            if let rows = $0.baseAddress { copy(rows + range.lowerBound * terms) }
          }
        }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: range.count * terms) { scratch in
          guard let scratch = scratch.baseAddress else { return }
          write(range, scratch)
          copy(scratch)
        }
      }
    }
  }

  /// All rows one after the other.
  private static func rows(
    _ count: Int, _ terms: Int, _ write: (Range<Int>, UnsafeMutablePointer<Double>) -> Void
  ) -> Tensor<Double> {
    let atOnce = max(1, 8_192 / max(terms, 1))
    return Tensor(shape: [count * terms]) { rows in
      guard let rows = rows.baseAddress else { return }
      Parallel.forEach((count + atOnce - 1) / atOnce) { piece in
        let range = piece * atOnce..<min(count, (piece + 1) * atOnce)
        write(range, rows + range.lowerBound * terms)
      }
    }
  }

  /// Writes Σₖ a[i, k] b[j, k] for rows a, as many as there are of the matrix b in each row.
  package func write(
    productsOf a: UnsafePointer<Double>, rows own: Int, into out: UnsafeMutablePointer<Double>
  ) {
    numbers.withUnsafeScalars { numbers in
      guard let numbers = numbers.baseAddress else { return }
      if arePanels {
        blas_gemm_panels_f64(own, count, terms, a, terms, numbers, out, count)
      } else {
        Double.multiply(
          false, true, own, count, terms, a, terms, numbers, terms, out, count, adding: false)
      }
    }
  }
}
