import Distributions

/// A square of numbers with a name for each row and column.
struct DivergenceMatrix {
  let names: [String]
  /// Row-major.
  let values: [Double]

  private func value(_ row: Int, _ column: Int) -> Double { values[row * names.count + column] }

  /// A header of names, then a row a distribution, its name first; names are quoted.
  var csv: [UInt8] {
    var writer = JSONWriter(nonFiniteQuoted: false)
    writer.raw("p")
    for name in names {
      writer.raw(",")
      Self.quote(name, &writer)
    }
    writer.raw("\n")
    for row in names.indices {
      Self.quote(names[row], &writer)
      for column in names.indices {
        writer.raw(",")
        writer.number(value(row, column))
      }
      writer.raw("\n")
    }
    return writer.bytes
  }

  var json: [UInt8] {
    var writer = JSONWriter()
    writer.raw("{\"distributions\":")
    writer.list(count: names.count) { $0.string(names[$1]) }
    writer.raw(",\"kl\":")
    writer.nested(shape: [names.count, names.count]) { $0.number(values[$1]) }
    writer.raw("}\n")
    return writer.bytes
  }

  private static func quote(_ text: String, _ writer: inout JSONWriter) {
    writer.raw("\"")
    writer.bytes.append(contentsOf: text.utf8.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] })
    writer.raw("\"")
  }

  /// The size of ``heatmapScript``'s picture: cells of a readable size, names to their left.
  var heatmapSize: (width: Int, height: Int) {
    let cell = max(16, min(48, 800 / max(names.count, 1)))
    return (Self.namesWidth + names.count * cell + 150, names.count * cell + 90)
  }

  private static let namesWidth = 420

  /// Colours by log10 of the divergence, rows named and numbered, columns numbered; zeros and
  /// infinite ones are white and say so.
  var heatmapScript: String {
    let logarithms = values.filter { $0 > 0 && $0.isFinite }.map { log($0) / log(10) }
    let greatest = logarithms.max() ?? 1
    // Divergences that are 0 but for rounding would leave one colour for all others.
    let least = max(logarithms.min() ?? 0, greatest - 20)
    let range = greatest - least < 1e-9 ? (least - 0.5, greatest + 0.5) : (least, greatest)
    var cells = ""
    var marked = ""
    for row in names.indices {
      for column in names.indices {
        let number = value(row, column)
        let isColoured = number > 0 && number.isFinite
        cells += "\(column) \(row) \(isColoured ? "\(log(number) / log(10))" : "NaN")\n"
        if !isColoured {
          marked += "\(column) \(row) \(number == 0 ? "0" : number.isNaN ? "?" : "∞")\n"
        }
      }
    }
    let rows = names.enumerated().map { index, name in
      let short = name.count <= 42 ? name : name.prefix(41) + "…"
      return "\(Gnuplot.quoted("\(short)  \(index + 1)")) \(index)"
    }
    let stride = (names.count + 39) / 40
    let columns = names.indices.filter { $0 % max(stride, 1) == 0 }.map { "'\($0 + 1)' \($0)" }
    let last = Double(names.count) - 0.5
    let size = heatmapSize
    let left = Double(Self.namesWidth) / Double(size.width)
    let right = 1 - 120 / Double(size.width)
    return """
      $cells << EOD
      \(cells)EOD
      $marked << EOD
      \(marked.isEmpty ? "0 -9 0\n" : marked)EOD
      set palette defined (0 '#440154', 0.25 '#3B528B', 0.5 '#21908C', 0.75 '#5DC863', 1 '#FDE725')
      set cbrange [\(range.0):\(range.1)]
      set cblabel 'log10 KL(row ‖ column)'
      set lmargin at screen \(left)
      set rmargin at screen \(right)
      set xrange [-0.5:\(last)]
      set yrange [\(last):-0.5]
      set xtics (\(columns.joined(separator: ", ")))
      set ytics (\(rows.joined(separator: ", ")))
      set tics scale 0
      unset key
      plot $cells using 1:2:3 with image pixels, \
        $marked using 1:2:3 with labels textcolor rgb '#888888'

      """
  }
}
