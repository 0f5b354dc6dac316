import Foundation
import GAN

/// What `report.json` holds: the plan and how good its result is. No times, so that equal runs give
/// equal reports.
struct Report: Encodable {
  let plan: RunPlan
  let rows: Int
  let sampleRows: Int
  let generatorParameters: Int
  let criticParameters: Int
  let finalLosses: History.Entry?
  /// Generated against real rows.
  let comparison: TableComparison
  /// For toys: how the modes are covered.
  let modes: ModeCoverage?

  init(plan: RunPlan, gan: TableGAN, samples: Table) {
    self.plan = plan
    rows = gan.table.rowCount
    sampleRows = samples.rowCount
    generatorParameters = gan.trainer.generator.parameterCount
    criticParameters = gan.trainer.critic.parameterCount
    finalLosses = gan.trainer.history.entries.last
    comparison = TableComparison(
      real: gan.table, generated: samples, condition: gan.encoding.conditionNames.first)
    if let toy = Toy(rawValue: plan.data), !toy.centres.isEmpty {
      let columns = samples.numericColumns
      let points = zip(columns[0].values, columns[1].values).map { (x: $0, y: $1) }
      modes = ModeCoverage(points: points, centres: toy.centres, deviation: toy.deviation)
    } else {
      modes = nil
    }
  }

  /// A few lines for the terminal.
  var summary: String {
    var lines: [String] = []
    func row(_ cells: [String], _ widths: [Int]) -> String {
      zip(cells, widths).map { cell, width in
        cell + String(repeating: " ", count: max(0, width - cell.count))
      }.joined(separator: "  ")
    }
    func number(_ value: Double) -> String { String(format: "%.3f", value) }
    let groups =
      comparison.groups.isEmpty
      ? [("", comparison.columns)] : comparison.groups.map { ($0.condition, $0.columns) }
    let table = groups.flatMap { group, columns in
      columns.prefix(8).map { column in
        [
          group, column.column, number(column.realMean), number(column.generatedMean),
          number(column.realStandardDeviation), number(column.generatedStandardDeviation),
        ]
      }
    }
    let header = ["", "column", "mean", "generated", "sd", "generated"]
    let widths = header.indices.map { index in
      ([header] + table).map { $0[index].count }.max() ?? 0
    }
    lines.append(row(header, widths))
    lines += table.prefix(40).map { row($0, widths) }
    lines.append("energy distance \(number(comparison.energyDistance))")
    if let classifier = comparison.classifier {
      lines.append(
        "\(classifier.method): \(percent(classifier.trainedOnGeneratedAccuracy)) of the real rows "
          + "after learning from generated ones (\(percent(classifier.trainedOnRealAccuracy)) "
          + "from the real ones)")
    }
    if let modes {
      lines.append(
        "modes \(modes.captured) of \(modes.modes), good samples \(percent(modes.goodShare)), "
          + "reverse KL \(String(format: "%.5f", modes.reverseKL))")
    }
    return lines.joined(separator: "\n")
  }

  private func percent(_ share: Double) -> String { String(format: "%.1f%%", 100 * share) }
}
