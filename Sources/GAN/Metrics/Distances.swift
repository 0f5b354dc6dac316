import Foundation

/// Distances between two samples.
public enum SampleDistance {
  /// The Wasserstein-1 distance of two samples of numbers, of any sizes:
  ///
  /// ```
  /// ∫ |F(x) − G(x)| dx
  /// ```
  ///
  /// with their empirical cumulative functions. In the units of the numbers; NaN if one is empty.
  public static func wasserstein1(_ first: [Double], _ second: [Double]) -> Double {
    guard !first.isEmpty, !second.isEmpty else { return .nan }
    let (x, y) = (first.sorted(), second.sorted())
    var (i, j) = (0, 0)
    var last = Swift.min(x[0], y[0])
    var total = 0.0
    while i < x.count || j < y.count {
      let next: Double
      if j == y.count || (i < x.count && x[i] <= y[j]) { next = x[i] } else { next = y[j] }
      let gap = Double(i) / Double(x.count) - Double(j) / Double(y.count)
      total += Swift.abs(gap) * (next - last)
      last = next
      while i < x.count && x[i] == next { i += 1 }
      while j < y.count && y[j] == next { j += 1 }
      if next.isNaN { return .nan }
    }
    return total
  }

  /// The energy distance of two samples of rows:
  ///
  /// ```
  /// √(2 E‖X − Y‖ − E‖X − X′‖ − E‖Y − Y′‖)
  /// ```
  ///
  /// over all pairs of each kind: 0 for equal samples. Costs the product of the counts.
  ///
  /// Source: G. J. Székely, M. L. Rizzo, "Energy statistics", 2013.
  public static func energy(_ first: [[Double]], _ second: [[Double]]) -> Double {
    let squared =
      2 * meanDistance(first, second) - meanDistance(first, first) - meanDistance(second, second)
    return squared.isNaN ? .nan : Swift.max(squared, 0).squareRoot()
  }

  private static func meanDistance(_ first: [[Double]], _ second: [[Double]]) -> Double {
    guard let width = first.first?.count, !second.isEmpty else { return .nan }
    let x = first.flatMap { $0 }
    let y = second.flatMap { $0 }
    var total = 0.0
    for i in first.indices {
      for j in second.indices {
        var sum = 0.0
        for k in 0..<width {
          let difference = x[i * width + k] - y[j * width + k]
          sum += difference * difference
        }
        total += sum.squareRoot()
      }
    }
    return total / (Double(first.count) * Double(second.count))
  }
}

/// Means, standard deviations and correlations of columns.
public enum ColumnStatistics {
  /// The mean and the standard deviation, divided by n − 1 (0 for a single row).
  public static func moments(_ values: [Double]) -> (mean: Double, standardDeviation: Double) {
    let n = Double(values.count)
    let (mean, deviation) = TableEncoding.moments(values)
    return (mean, n > 1 ? deviation * (n / (n - 1)).squareRoot() : 0)
  }

  /// The correlation of two columns; 0 where one is constant.
  public static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let (mx, sx) = TableEncoding.moments(x)
    let (my, sy) = TableEncoding.moments(y)
    guard sx > 0, sy > 0 else { return 0 }
    var sum = 0.0
    for (a, b) in zip(x, y) { sum += (a - mx) / sx * ((b - my) / sy) }
    return sum / Double(x.count)
  }
}
