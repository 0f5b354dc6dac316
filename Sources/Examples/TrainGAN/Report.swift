import Foundation
import GAN

/// What `report.json` holds: the plan and how good its result is. No times, so that equal runs give
/// equal reports.
struct Report: Encodable {
  let plan: RunPlan
  /// The objective, and what its penalty and its distance are.
  let objective: String
  let rows: Int
  let sampleRows: Int
  let generatorParameters: Int
  let criticParameters: Int
  let finalLosses: History.Entry?
  /// Generated against real rows.
  let comparison: TableComparison
  /// How near generated rows lie to real ones.
  let nearestNeighbours: NearestNeighbours?
  /// For toys: how the modes are covered.
  let modes: ModeCoverage?
  /// For toys: generated points under the log-density of what they imitate.
  let target: TargetComparison?

  init(plan: RunPlan, gan: TableGAN, samples: Table) {
    self.plan = plan
    objective = gan.trainer.objective.name
    rows = gan.table.rowCount
    sampleRows = samples.rowCount
    generatorParameters = gan.trainer.generator.parameterCount
    criticParameters = gan.trainer.critic.parameterCount
    finalLosses = gan.trainer.history.entries.last
    comparison = TableComparison(
      real: gan.table, generated: samples, condition: gan.encoding.conditionNames.first)
    let isImages = plan.data == "digits"
    nearestNeighbours = NearestNeighbours(
      real: gan.table, generated: samples, condition: gan.encoding.conditionNames.first,
      isScaled: !isImages)
    guard let toy = Toy(rawValue: plan.data) else {
      modes = nil
      target = nil
      return
    }
    let columns = samples.numericColumns
    let points = zip(columns[0].values, columns[1].values).map { (x: $0, y: $1) }
    target = TargetComparison(points: points, toy: toy)
    modes =
      toy.centres.isEmpty
      ? nil : ModeCoverage(points: points, centres: toy.centres, deviation: toy.deviation)
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
    lines.append(
      "energy distance \(number(comparison.energyDistance)), largest error of a correlation "
        + number(comparison.correlationError))
    if let classifier = comparison.classifier {
      lines.append(
        "\(classifier.method): \(percent(classifier.trainedOnGeneratedAccuracy)) of the real rows "
          + "after learning from generated ones (\(percent(classifier.trainedOnRealAccuracy)) "
          + "from the real ones)")
    }
    if let near = nearestNeighbours { lines += Self.lines(of: near) }
    if let modes {
      lines.append(
        "modes \(modes.captured) of \(modes.modes), good samples \(percent2(modes.goodShare)), "
          + "reverse KL \(String(format: "%.5f", modes.reverseKL))")
    }
    if let target { lines += Self.lines(of: target) }
    lines.append("objective \(objective), \(plan.training.steps) steps, seed \(plan.training.seed)")
    return lines.joined(separator: "\n")
  }

  private static func lines(of near: NearestNeighbours) -> [String] {
    var lines: [String] = []
    if let accuracy = near.conditionAccuracy, let own = near.realConditionAccuracy {
      lines.append(
        "nearest real row has the wanted condition for \(percent(accuracy)) of the generated rows "
          + "(\(percent(own)) among real rows)")
    }
    lines.append(
      "\(percent(near.closerShare)) of the generated rows lie nearer to a real row than the closest "
        + "1% of real rows to each other (a perfect sampler: about 1%)")
    return lines
  }

  private static func lines(of target: TargetComparison) -> [String] {
    func text(_ figure: TargetComparison.Figure) -> String {
      String(format: "%.4f ± %.4f", figure.value, figure.standardError)
    }
    var lines = [
      "cross-entropy under the target \(text(target.crossEntropy)), its entropy "
        + text(target.targetEntropy)
    ]
    if let from = target.divergenceFromTarget, let of = target.divergenceOfTarget {
      lines.append(
        "KL(generated‖target) \(text(from)), KL(target‖generated) \(text(of)), of a normal mixture "
          + "fitted to the samples")
    }
    return lines
  }
}

private func percent(_ share: Double) -> String { String(format: "%.1f%%", 100 * share) }
private func percent2(_ share: Double) -> String { String(format: "%.2f%%", 100 * share) }
