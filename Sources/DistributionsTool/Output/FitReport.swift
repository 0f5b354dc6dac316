import Distributions

/// What `fit` prints.
struct FitReport {
  private struct Row {
    let fit: Fit<any UnivariateDistribution<Double>>
    let test: KolmogorovSmirnov
  }

  private let rows: [Row]
  private let failures: [(family: String, sentence: String)]
  private let observations: Observations
  private let column: String
  private let file: String
  private let skipped: Int

  /// - Parameter row: The row of the file that an observation stood in.
  init(
    _ ranking: FittableFamilies.Ranking, of observations: Observations, column: String,
    file: String, skipped: Int, row: (Int) -> Int
  ) {
    rows = ranking.fits.map { Row(fit: $0, test: $0.kolmogorovSmirnov(of: observations)) }
    failures = ranking.failures.map { ($0.family, Self.sentence($0.error, row)) }
    self.observations = observations
    self.column = column
    self.file = file
    self.skipped = skipped
  }

  /// The reason without the family's name, and with rows of the file.
  private static func sentence(_ error: FittingError, _ row: (Int) -> Int) -> String {
    switch error {
    case .outsideSupport(_, let value, let index, let requirement):
      return "row \(row(index)) is \(short(value)), but must be \(requirement)"
    case .tooFewValues(_, 1, _): return "all values are equal"
    case .tooFewValues(_, let distinct, let needed):
      return "there are \(distinct) different values, but \(needed) are needed"
    case .noMaximum(_, let reason): return "the likelihood has no maximum: \(reason)"
    case .notConverged(_, let reason): return "the maximum was not found: \(reason)"
    default: return error.description
    }
  }

  // MARK: - Text

  var lines: [String] {
    var lines = [summary, ""]
    lines += table
    if !failures.isEmpty { lines += [""] + failureLines }
    guard let best = rows.first?.fit else { return lines }
    lines += [
      "", "best     \(best.distribution)", "swift    let p = \(best.distribution)",
      "         let fit = try \(best.familyName).fit(to: \(Self.identifier(column)))",
    ]
    return lines
  }

  private var summary: String {
    let count = observations.values.count
    var text = "\(count) value\(count == 1 ? "" : "s") of \(column)"
    if observations.weights != nil {
      text += ", weight \(Self.short(observations.totalWeight)) in all"
    }
    if skipped > 0 { text += "; \(skipped) row\(skipped == 1 ? "" : "s") left out" }
    return text
  }

  var failureLines: [String] {
    guard !failures.isEmpty else { return [] }
    let width = failures.map(\.family.count).max() ?? 0
    return ["not fitted"]
      + failures.map { "  \(Self.padded($0.family, width))  \($0.sentence)" }
  }

  private var table: [String] {
    let least = rows.first?.fit.aic ?? 0
    let header = ["family", "AIC", "ΔAIC", "KS", "p", "parameters"]
    let cells = rows.map { row in
      [
        row.fit.familyName, Self.fixed(row.fit.aic), Self.fixed(row.fit.aic - least),
        Self.short(row.test.distance, digits: 3), Self.short(row.test.pValue, digits: 2),
        row.fit.parameters.map(Self.parameter).joined(separator: ", "),
      ]
    }
    let widths = header.indices.map { column in
      ([header] + cells).map { $0[column].count }.max() ?? 0
    }
    return ([header] + cells).map { row in
      var line = Self.padded(row[0], widths[0])
      for column in 1...4 {
        line += "  " + String(repeating: " ", count: widths[column] - row[column].count)
        line += row[column]
      }
      return line + "  " + row[5]
    }
  }

  private static func parameter(_ parameter: FittedParameter) -> String {
    let value = "\(parameter.label) \(short(parameter.value))"
    guard parameter.standardError.isFinite else { return value }
    return "\(value) ± \(short(parameter.standardError, digits: 2))"
  }

  /// Five significant digits, for people; the literals and JSON have them all.
  private static func short(_ x: Double, digits: Int = 5) -> String {
    guard x.isFinite, x != 0 else { return x == 0 ? "0" : "\(x)" }
    let exponent = Int((log(abs(x)) / 2.302585092994045684).rounded(.down))
    if exponent < -4 || exponent > 14 {
      let power = pow(10, Double(exponent))
      return "\(short(x / power, digits: digits))e\(exponent)"
    }
    let places = digits - 1 - exponent
    guard places > 0 else { return "\(Int(x.rounded()))" }
    return fixed(x, places: places)
  }

  /// A number with so many digits behind the point, without zeros at its end.
  private static func fixed(_ x: Double, places: Int = 2) -> String {
    guard x.isFinite, abs(x) < 1e15 else { return "\(x)" }
    let unit = pow(10, Double(min(places, 15)))
    let rounded = (x * unit).rounded() / unit
    let text = "\(rounded)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// The column's name as a name in Swift.
  private static func identifier(_ name: String) -> String {
    let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    guard let first = words.first, first.first?.isLetter == true else { return "values" }
    return
      ([first.lowercased()] + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() })
      .joined()
  }

  // MARK: - JSON

  var json: [UInt8] {
    var writer = JSONWriter()
    writer.raw("{\"file\":")
    writer.string(file)
    writer.raw(",\"column\":")
    writer.string(column)
    writer.raw(",\"observations\":")
    writer.integer(observations.values.count)
    writer.raw(",\"totalWeight\":")
    writer.number(observations.totalWeight)
    writer.raw(",\"skipped\":")
    writer.integer(skipped)
    writer.raw(",\"fits\":")
    writer.list(count: rows.count) { Self.write(rows[$1], to: &$0) }
    writer.raw(",\"failures\":")
    writer.list(count: failures.count) { writer, index in
      writer.raw("{\"family\":")
      writer.string(failures[index].family)
      writer.raw(",\"message\":")
      writer.string(failures[index].sentence)
      writer.raw("}")
    }
    writer.raw("}\n")
    return writer.bytes
  }

  private static func write(_ row: Row, to writer: inout JSONWriter) {
    let fit = row.fit
    writer.raw("{\"family\":")
    writer.string(fit.familyName)
    writer.raw(",\"distribution\":")
    writer.string("\(fit.distribution)")
    let numbers: [(String, Double)] = [
      ("logLikelihood", fit.logLikelihood), ("aic", fit.aic), ("bic", fit.bic),
      ("ksDistance", row.test.distance), ("pValue", row.test.pValue),
    ]
    for (name, number) in numbers {
      writer.raw(",")
      writer.string(name)
      writer.raw(":")
      writer.number(number)
    }
    writer.raw(",\"parameterCount\":")
    writer.integer(fit.parameterCount)
    writer.raw(",\"parameters\":")
    writer.list(count: fit.parameters.count) { writer, index in
      let parameter = fit.parameters[index]
      writer.raw("{\"label\":")
      writer.string(parameter.label)
      writer.raw(",\"value\":")
      writer.number(parameter.value)
      writer.raw(",\"standardError\":")
      writer.number(parameter.standardError)
      if let remark = parameter.remark {
        writer.raw(",\"remark\":")
        writer.string(remark)
      }
      writer.raw("}")
    }
    writer.raw("}")
  }
}
