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

  /// Colours by log10 of the divergence; infinite ones are grey, zeros white.
  var heatmapScript: String {
    let finite = values.filter { $0 > 0 && $0.isFinite }
    let least = finite.min().map { logarithm($0) } ?? 0
    let greatest = finite.max().map { logarithm($0) } ?? 1
    let range = greatest - least < 1e-9 ? (least - 0.5, greatest + 0.5) : (least, greatest)
    var cells = ""
    for row in names.indices {
      for column in names.indices {
        let number = value(row, column)
        let level = number > 0 && number.isFinite ? "\(logarithm(number))" : "NaN"
        cells += "\(column) \(row) \(level)\n"
      }
    }
    let tics = names.enumerated().map { index, name in
      "\(Gnuplot.quoted(name.count <= 40 ? name : name.prefix(39) + "…")) \(index)"
    }
    let infinite = names.indices.flatMap { row in
      names.indices.filter { value(row, $0).isInfinite }.map { "\($0) \(row)\n" }
    }
    let last = Double(names.count) - 0.5
    var script = "$cells << EOD\n\(cells)EOD\n"
    if !infinite.isEmpty { script += "$infinite << EOD\n\(infinite.joined())EOD\n" }
    script += """
      set palette defined (0 '#440154', 0.25 '#3B528B', 0.5 '#21908C', 0.75 '#5DC863', 1 '#FDE725')
      set cbrange [\(range.0):\(range.1)]
      set cblabel 'log10 KL(row‖column)'
      set xrange [-0.5:\(last)]
      set yrange [\(last):-0.5]
      set xtics rotate by 45 right (\(tics.joined(separator: ", ")))
      set ytics (\(tics.joined(separator: ", ")))
      set tics scale 0
      unset key
      plot $cells using 1:2:3 with image pixels

      """
    if !infinite.isEmpty {
      script.removeLast()
      script += ", $infinite using 1:2:('∞') with labels textcolor rgb '#888888'\n"
    }
    return script
  }

  private func logarithm(_ x: Double) -> Double { log10(x) }
}
