import Foundation
import GAN

/// Real and generated rows side by side, drawn by gnuplot.
///
/// Two columns become two panels. More become a matrix of scatter plots, real rows below the
/// diagonal and generated ones above it at the mirrored place, with the densities of both on it.
/// Images become an array of images.
struct Picture {
  let real: Table
  let generated: Table
  let plan: RunPlan

  /// Colours that the colour-blind can tell apart (Okabe and Ito 2008).
  private static let colors = [
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442",
  ]
  /// At most so many rows of each kind are drawn.
  private static let shownRows = 600

  /// Draws; gives a sentence where it could not.
  func write(to folder: OutputFolder) -> String? {
    if plan.data == "digits" {
      return ImageArray(real: real, generated: generated, condition: "digit", side: 8)
        .write(to: folder.file("samples.png"))
    }
    let columns = Array(real.numericColumns.map(\.name).prefix(6))
    guard !columns.isEmpty else { return "No picture was drawn: there is no column of numbers." }
    let groups = self.groups
    var script = data(columns, groups)
    let size: String
    if columns.count == 2 {
      script += panels(columns, groups)
      size = "1000,540"
    } else {
      script += matrix(columns, groups)
      let side = max(420, 230 * columns.count)
      size = "\(side),\(side)"
    }
    return Gnuplot.draw(
      script, terminal: "svg size \(size) dynamic background '#ffffff' font 'Helvetica,13'",
      to: folder.file("samples.svg"))
  }

  private struct Group {
    let name: String
    let color: String
    let real: Table
    let generated: Table
  }

  /// The rows of each level of the condition, or all of them.
  private var groups: [Group] {
    guard let name = plan.conditions.first,
      case .labels(let a, let levels)? = real.column(name)?.values,
      case .labels(let b, _)? = generated.column(name)?.values, levels.count <= Self.colors.count
    else {
      return [
        Group(
          name: "", color: Self.colors[0], real: Self.thinned(real, Self.shownRows * 5),
          generated: Self.thinned(generated, Self.shownRows * 5))
      ]
    }
    return levels.indices.map { level in
      Group(
        name: levels[level], color: Self.colors[level],
        real: Self.thinned(real.rows(a.indices.filter { a[$0] == level }), Self.shownRows),
        generated: Self.thinned(
          generated.rows(b.indices.filter { b[$0] == level }), Self.shownRows))
    }
  }

  private static func thinned(_ table: Table, _ limit: Int) -> Table {
    guard table.rowCount > limit else { return table }
    return table.rows((0..<limit).map { $0 * table.rowCount / limit })
  }

  /// The rows as blocks `$real0`, `$made0`, ..., and the range of each column.
  private func data(_ columns: [String], _ groups: [Group]) -> String {
    var script = ""
    for (index, group) in groups.enumerated() {
      for (name, table) in [("real", group.real), ("made", group.generated)] {
        script += "$\(name)\(index) << EOD\n"
        let numbers = Self.numbers(table, columns)
        for row in 0..<table.rowCount {
          script += numbers.map { "\(Float($0[row]))" }.joined(separator: " ") + "\n"
        }
        script += "EOD\n"
      }
    }
    for (index, _) in columns.enumerated() {
      let all = groups.flatMap { group in
        Self.numbers(group.real, columns)[index] + Self.numbers(group.generated, columns)[index]
      }
      let (least, most) = (all.min() ?? 0, all.max() ?? 1)
      let margin = most > least ? 0.06 * (most - least) : 1
      script += "low\(index) = \(least - margin)\nhigh\(index) = \(most + margin)\n"
    }
    return script
  }

  private static func numbers(_ table: Table, _ columns: [String]) -> [[Double]] {
    table.numericColumns.filter { columns.contains($0.name) }.map(\.values)
  }

  private func points(_ kind: String, _ x: Int, _ y: Int, _ groups: [Group]) -> String {
    let size = groups.count == 1 ? 0.15 : 0.3
    let list = groups.enumerated().map { index, group in
      "$\(kind)\(index) using \(x + 1):\(y + 1) with points pt 7 ps \(size) lc rgb '\(group.color)' notitle"
    }
    return "plot " + list.joined(separator: ", ") + "\n"
  }

  private func panels(_ columns: [String], _ groups: [Group]) -> String {
    var script = "set multiplot layout 1,2\nset tics nomirror out\nset border 3\nset size square\n"
    script += "set xlabel \(Gnuplot.quoted(columns[0])) noenhanced\n"
    script += "set ylabel \(Gnuplot.quoted(columns[1])) noenhanced\n"
    script += "set xrange [low0:high0]\nset yrange [low1:high1]\n"
    for (kind, title) in [("real", "real"), ("made", "generated")] {
      script += "set title '\(title)'\n" + points(kind, 0, 1, groups)
    }
    return script + "unset multiplot\n"
  }

  private func matrix(_ columns: [String], _ groups: [Group]) -> String {
    let n = columns.count
    let (left, right, bottom, top) = (0.075, 0.985, 0.065, 0.925)
    let (width, height) = ((right - left) / Double(n), (top - bottom) / Double(n))
    var script = "set multiplot\nset tics out nomirror font ',10'\nset border lw 0.6\n"
    script +=
      "set label 1 'Real rows below the diagonal, generated rows above; on it the densities, "
    script += "real as areas, generated as lines' at screen 0.5,0.975 center\n"
    for (index, group) in groups.enumerated() where !group.name.isEmpty {
      let x = 0.5 + (Double(index) - 0.5 * Double(groups.count - 1)) * 0.16
      script += "set label \(index + 2) \(Gnuplot.quoted("● " + group.name)) noenhanced "
      script += "at screen \(x),0.948 center tc rgb '\(group.color)'\n"
    }
    for row in 0..<n {
      for column in 0..<n {
        let x = left + Double(column) * width
        let y = top - Double(row + 1) * height
        script += "set lmargin at screen \(x + 0.006)\nset rmargin at screen \(x + width - 0.006)\n"
        script +=
          "set bmargin at screen \(y + 0.006)\nset tmargin at screen \(y + height - 0.006)\n"
        script += "set xrange [low\(column):high\(column)]\n"
        let isBottom = row == n - 1
        script += isBottom ? "set format x '%g'\n" : "set format x ''\n"
        script +=
          isBottom
          ? "set xlabel \(Gnuplot.quoted(columns[column])) noenhanced offset 0,0.4\n"
          : "unset xlabel\n"
        if column == 0 {
          let middle = "at screen 0.016,\(y + 0.5 * height) center rotate by 90"
          script += "set label \(Gnuplot.quoted(columns[row])) noenhanced \(middle)\n"
        }
        if row == column {
          script += "set yrange [0:*]\nset format y ''\nunset ytics\n"
          script += densities(column, groups)
          script += "set ytics\n"
        } else {
          script += "set yrange [low\(row):high\(row)]\n"
          script += column == 0 ? "set format y '%g'\n" : "set format y ''\n"
          script += points(row > column ? "real" : "made", column, row, groups)
        }
        // The labels belong to the page and are drawn once.
        script += "unset label\n"
      }
    }
    return script + "unset multiplot\n"
  }

  private func densities(_ column: Int, _ groups: [Group]) -> String {
    var parts: [String] = []
    for (index, group) in groups.enumerated() {
      let using = { (count: Int) in "using \(column + 1):(\(1 / Double(max(count, 1))))" }
      parts.append(
        "$real\(index) \(using(group.real.rowCount)) smooth kdensity with filledcurves y1=0 "
          + "fs transparent solid 0.3 noborder lc rgb '\(group.color)' notitle")
    }
    for (index, group) in groups.enumerated() {
      let using = "using \(column + 1):(\(1 / Double(max(group.generated.rowCount, 1))))"
      parts.append(
        "$made\(index) \(using) smooth kdensity with lines lw 1.6 lc rgb '\(group.color)' notitle")
    }
    return "plot " + parts.joined(separator: ", ") + "\n"
  }
}

/// Rows of images, real ones on the left and generated ones on the right, a level of the condition
/// a line.
struct ImageArray {
  let real: Table
  let generated: Table
  let condition: String
  let side: Int

  private let shown = 8

  init(real: Table, generated: Table, condition: String, side: Int) {
    self.real = real
    self.generated = generated
    self.condition = condition
    self.side = side
  }

  func write(to path: String) -> String? {
    guard case .labels(let a, let levels)? = real.column(condition)?.values,
      case .labels(let b, _)? = generated.column(condition)?.values
    else { return "No picture was drawn: there is no column \(condition)." }
    let cell = side + 1
    let (width, height) = (2 * shown * cell + 4, levels.count * cell)
    var pixels = [Double](repeating: 0, count: width * height)
    for (table, labels, start) in [(real, a, 0), (generated, b, shown * cell + 4)] {
      let columns = table.numericColumns.map(\.values)
      guard columns.count == side * side else { return "No picture was drawn: no square images." }
      for level in levels.indices {
        let rows = labels.indices.filter { labels[$0] == level }
        for place in 0..<min(shown, rows.count) {
          let row = rows[place * rows.count / min(shown, rows.count)]
          for pixel in 0..<(side * side) {
            let x = start + place * cell + pixel % side
            let y = level * cell + pixel / side
            pixels[y * width + x] = columns[pixel][row]
          }
        }
      }
    }
    var script = "$pixels << EOD\n"
    for y in 0..<height {
      script += (0..<width).map { "\(Float(pixels[y * width + $0]))" }.joined(separator: " ") + "\n"
    }
    script += """
      EOD
      set palette gray negative
      unset colorbox
      unset tics
      unset border
      set cbrange [0:16]
      set xrange [-1:\(width)]
      set yrange [\(height):-1]
      set lmargin 1
      set rmargin 1
      set tmargin 2
      set bmargin 1
      set label 1 'real' at graph 0.25, graph 1.03 center
      set label 2 'generated' at graph 0.75, graph 1.03 center
      plot $pixels matrix with image notitle

      """
    return Gnuplot.draw(
      script, terminal: "pngcairo size \(width * 7),\(height * 7 + 30) font 'Helvetica,13'",
      to: path)
  }
}
