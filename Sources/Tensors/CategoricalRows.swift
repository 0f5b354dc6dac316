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

/// Writes Σₖ a[i, k] b[j, k] for the rows of two matrices that lie row by row.
package func writeRowProducts(
  _ a: UnsafePointer<Double>, rows: Int, _ b: UnsafePointer<Double>, rows columns: Int, terms: Int,
  into out: UnsafeMutablePointer<Double>
) {
  Double.multiply(
    false, true, rows, columns, terms, a, terms, b, terms, out, columns, adding: false)
}
