import Tensors

/// How near generated rows lie to real ones: a generator that copies gives itself away.
///
/// Distances are Euclidean, over the columns of numbers: each divided by its standard deviation, or,
/// for images, as they are. At most 2,000 rows of each table are used, evenly chosen.
public struct NearestNeighbours: Sendable, Hashable, Codable {
  public let realRows: Int
  public let generatedRows: Int
  /// The median distance of a real row from the nearest other one.
  public let realMedian: Double
  /// The median distance of a generated row from the nearest real one.
  public let generatedMedian: Double
  /// The distance that 1% of the real rows have from the nearest other one, or less.
  public let closestOfReal: Double
  /// The share of generated rows that lie nearer to a real row than that: about 1% for a perfect
  /// sampler, all of them for a copier.
  public let closerShare: Double
  /// The share of generated rows whose nearest real row has the condition they were made for; nil
  /// without a condition.
  public let conditionAccuracy: Double?
  /// The same of real rows and the nearest other real one, which is what to compare with.
  public let realConditionAccuracy: Double?

  /// - Parameters:
  ///   - real, generated: Tables of the same columns.
  ///   - condition: The column of labels that rows were made for, or nil.
  ///   - isScaled: Whether to divide by standard deviations.
  ///   - limit: How many rows of each are used at most.
  public init?(
    real: Table, generated: Table, condition: String?, isScaled: Bool, limit: Int = 2_000
  ) {
    let (own, made) = (Self.thinned(real, limit), Self.thinned(generated, limit))
    guard own.rowCount > 1, made.rowCount > 0, !own.numericColumns.isEmpty else { return nil }
    let scales = real.numericColumns.map { column -> Double in
      let deviation = ColumnStatistics.moments(column.values).standardDeviation
      return isScaled && deviation > 0 ? 1 / deviation : 1
    }
    let x = Self.matrix(own, scales)
    let y = Self.matrix(made, scales)
    let within = Self.nearest(x, x, isSame: true)
    let between = Self.nearest(y, x, isSame: false)
    realRows = own.rowCount
    generatedRows = made.rowCount
    let ordered = within.map(\.distance).sorted()
    realMedian = ordered[ordered.count / 2]
    generatedMedian = between.map(\.distance).sorted()[between.count / 2]
    let closest = ordered[max(0, (ordered.count + 99) / 100 - 1)]
    closestOfReal = closest
    closerShare = Double(between.count { $0.distance < closest }) / Double(between.count)
    guard let condition, case .labels(let a, _)? = own.column(condition)?.values,
      case .labels(let b, _)? = made.column(condition)?.values
    else {
      conditionAccuracy = nil
      realConditionAccuracy = nil
      return
    }
    conditionAccuracy =
      Double(b.indices.count { a[between[$0].index] == b[$0] }) / Double(b.count)
    realConditionAccuracy =
      Double(a.indices.count { a[within[$0].index] == a[$0] }) / Double(a.count)
  }

  private static func thinned(_ table: Table, _ limit: Int) -> Table {
    guard table.rowCount > limit else { return table }
    return table.rows((0..<limit).map { $0 * table.rowCount / limit })
  }

  private static func matrix(_ table: Table, _ scales: [Double]) -> [[Float]] {
    let columns = table.numericColumns.map(\.values)
    return (0..<table.rowCount).map { row in
      zip(columns, scales).map { Float($0[row] * $1) }
    }
  }

  /// For each row the nearest of the others, by differences: sums of products would lose the
  /// distances that matter here, the small ones.
  private static func nearest(
    _ rows: [[Float]], _ others: [[Float]], isSame: Bool
  ) -> [(index: Int, distance: Double)] {
    let width = others[0].count
    let flat = others.flatMap { $0 }
    return rows.enumerated().map { number, row in
      var best = (index: 0, square: Float.infinity)
      flat.withUnsafeBufferPointer { flat in
        row.withUnsafeBufferPointer { row in
          for other in others.indices where !(isSame && other == number) {
            var sum: Float = 0
            let start = other * width
            for k in 0..<width {
              let difference = row[k] - flat[start + k]
              sum += difference * difference
            }
            if sum < best.square { best = (other, sum) }
          }
        }
      }
      return (index: best.index, distance: Double(best.square).squareRoot())
    }
  }
}
