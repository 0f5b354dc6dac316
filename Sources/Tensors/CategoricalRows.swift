import CVectorMath

/// Writes the masses that weights are of their sum S, and the logarithms log w − log S; a class without
/// weight has the logarithm 0, and so have the `classes` beyond the last weight. Of what is no law masses and
/// logarithms are NaN.
///
/// - Returns: Σ p log p, and whether some class has no mass.
package func writeMasses(
  ofWeights weights: UnsafeBufferPointer<Double>, classes: Int,
  masses: UnsafeMutablePointer<Double>, logs: UnsafeMutablePointer<Double>
) -> (negativeEntropy: Double, hasAbsent: Bool) {
  let count = weights.count
  guard let given = weights.baseAddress, let row = RowKernels.standard else { return (.nan, false) }
  var sum = vm_sum_f64(given, count)
  var logSum = 0.0
  row.log(&sum, &logSum, 1)
  row.divide(given, 1, &sum, 0, masses, count)
  row.log(given, logs, count)
  row.subtract(logs, 1, &logSum, 0, logs, count)
  let isAbsent = !(vm_minimum_of_f64(given, count) > 0)
  if isAbsent {
    for index in 0..<count where given[index] == 0 { logs[index] = 0 / sum }
  }
  return row.finish(count, classes, masses, logs, hasAbsent: isAbsent && sum == sum)
}

/// Writes the masses of classes of these logits, and the logarithms of them, as
/// ``writeMasses(ofWeights:classes:masses:logs:)`` does; a class of logit −∞ has no mass.
package func writeMasses(
  ofLogits logits: UnsafeBufferPointer<Double>, classes: Int,
  masses: UnsafeMutablePointer<Double>, logs: UnsafeMutablePointer<Double>
) -> (negativeEntropy: Double, hasAbsent: Bool) {
  let count = logits.count
  guard let given = logits.baseAddress, let row = RowKernels.standard else { return (.nan, false) }
  var largest = vm_maximum_of_f64(given, count)
  row.subtract(given, 1, &largest, 0, logs, count)
  row.exp(logs, masses, count)
  var total = vm_sum_f64(masses, count)
  var logTotal = 0.0
  row.log(&total, &logTotal, 1)
  row.divide(masses, 1, &total, 0, masses, count)
  row.subtract(logs, 1, &logTotal, 0, logs, count)
  let isAbsent = !(vm_minimum_of_f64(given, count) > -.infinity)
  if isAbsent {
    for index in 0..<count where given[index] == -.infinity { logs[index] = 0 * total }
  }
  return row.finish(count, classes, masses, logs, hasAbsent: isAbsent && total == total)
}

/// Writes Σₖ a[i, k] b[j, k] for the rows of two matrices that lie row by row.
package func writeRowProducts(
  _ a: UnsafePointer<Double>, rows: Int, _ b: UnsafePointer<Double>, rows columns: Int, terms: Int,
  into out: UnsafeMutablePointer<Double>
) {
  Double.multiply(
    false, true, rows, columns, terms, a, terms, b, terms, out, columns, adding: false)
}

/// The kernels that rows of a moderate length go through one after the other.
private struct RowKernels: Sendable {
  let log: vm_unary_f64_fn
  let exp: vm_unary_f64_fn
  let divide: vm_binary_f64_fn
  let subtract: vm_binary_f64_fn
  let multiply: vm_binary_f64_fn

  static let standard: RowKernels? = {
    guard let log = vm_unary_f64(UnaryFunction.log.rawValue),
      let exp = vm_unary_f64(UnaryFunction.exp.rawValue),
      let divide = vm_binary_f64(BinaryFunction.divide.rawValue),
      let subtract = vm_binary_f64(BinaryFunction.subtract.rawValue),
      let multiply = vm_binary_f64(BinaryFunction.multiply.rawValue)
    else { return nil }
    return RowKernels(log: log, exp: exp, divide: divide, subtract: subtract, multiply: multiply)
  }()

  /// Fills a row up to its classes, and sums.
  func finish(
    _ count: Int, _ classes: Int, _ masses: UnsafeMutablePointer<Double>,
    _ logs: UnsafeMutablePointer<Double>, hasAbsent: Bool
  ) -> (negativeEntropy: Double, hasAbsent: Bool) {
    guard count > 0 else {
      // No classes, no law.
      masses.update(repeating: .nan, count: classes)
      logs.update(repeating: .nan, count: classes)
      return (.nan, false)
    }
    (masses + count).update(repeating: 0, count: classes - count)
    (logs + count).update(repeating: 0, count: classes - count)
    let sum = withUnsafeTemporaryAllocation(of: Double.self, capacity: max(count, 1)) { terms in
      guard let products = terms.baseAddress else { return Double.nan }
      multiply(masses, 1, logs, 1, products, count)
      return vm_sum_f64(products, count)
    }
    return (sum, hasAbsent || count < classes)
  }
}
