import ArgumentParser
import Distributions

struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Fit families to a column of numbers by maximum likelihood, and rank them.",
    discussion: """
      The file is comma-separated with a header; - is standard input. The families are ranked by \
      Akaike's criterion. A column of whole numbers is taken for counts, and fitted by the families \
      over whole numbers, unless --as measurements says otherwise. The p-value is that of \
      Kolmogorov's and Smirnov's test; it is too large, because the fit follows the data.

      Examples:
        distributions fit iris.csv --column petal_length
        distributions fit waits.csv --column minutes --family Gamma --plot fit.svg
        distributions fit table.csv --column value --weights count --format json
      """)

  /// What the values are.
  enum Kind: String, ExpressibleByArgument, CaseIterable { case counts, measurements }
  enum MissingCells: String, ExpressibleByArgument, CaseIterable { case refuse, skip }

  @Argument(
    help: "A file of comma-separated values with a header; - for standard input.",
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var file: String
  @Option(help: "The column's name; not needed where there is only one.") var column: String?
  @Option(
    help: "A family to fit; may be given several times. All of them unless told.",
    completion: .list(FittableFamilies.standard.names))
  var family: [String] = []
  @Option(help: "A column that says how often each row counts.") var weights: String?
  @Option(name: .customLong("as"), help: "What the values are: counts or measurements.")
  var kind: Kind?
  @Option(help: "What is done about empty cells, NA and nan: refuse or skip.")
  var missing: MissingCells = .refuse
  @Option(help: "What parts the columns: one character, or tab.") var separator: String = ","
  @Option(help: "A picture of the best fit, ending in .svg or .png.", completion: .file())
  var plot: String?
  @Flag(help: "The same as --format json.") var json = false
  @OptionGroup var format: FormatOption

  func validate() throws {
    try checkPictureName(plot)
    guard separatorByte != nil else {
      throw ValidationError("--separator \(separator): this must be one character, or tab.")
    }
  }

  private var separatorByte: UInt8? {
    if separator == "tab" || separator == "\\t" { return UInt8(ascii: "\t") }
    let bytes = Array(separator.utf8)
    return bytes.count == 1 && bytes[0] != 0x0A && bytes[0] != 0x22 ? bytes[0] : nil
  }

  func run() throws {
    let chosen = try chosenFamilies()
    let table = try NumberColumns(
      of: file, named: weights == nil ? [column] : [column, weights],
      missing: missing == .skip ? .skip : .refuse, separator: separatorByte ?? UInt8(ascii: ","))
    let observations = try observations(table)
    let families = chosen ?? families(for: observations)
    var progress = Progress(of: families.names.count, what: "families fitted")
    let ranking = families.ranking(of: observations) { _ in progress.advance() }
    progress.end()
    let report = FitReport(
      ranking, of: observations, column: table.names[0], file: file, skipped: table.skipped,
      row: table.row)
    guard let best = ranking.fits.first else {
      throw CommandFailure(
        "Nothing could be fitted.\n" + report.failureLines.joined(separator: "\n"))
    }
    if let plot {
      let picture = FitPicture(best, of: observations, column: table.names[0])
      try Gnuplot.draw(
        picture.script, to: .file(plot, width: FitPicture.width, height: FitPicture.height))
    }
    switch json ? .json : format.format {
    case .text: try printLines(report.lines)
    case .json: try printBytes(report.json)
    }
  }

  /// The families that the options name; nil for none.
  private func chosenFamilies() throws -> FittableFamilies? {
    guard !family.isEmpty else { return nil }
    var chosen: [any FittableDistribution.Type] = []
    for name in family {
      if let found = FittableFamilies.all.family(name) {
        if !chosen.contains(where: { $0 == found }) { chosen.append(found) }
        continue
      }
      let names = FittableFamilies.all.names
      let hint = NearestName.suggestion(for: name, among: names).map { " Did you mean \($0)?" }
      let known = LiteralFamilies.standard.names.contains(name)
      throw CommandFailure(
        (known ? "\(name) cannot be fitted to a column." : "There is no family \(name).")
          + (hint ?? "") + " Families that can be fitted: \(names.joined(separator: ", ")).")
    }
    return FittableFamilies(chosen)
  }

  /// Those over whole numbers for a column of them, else the continuous ones.
  private func families(for observations: Observations) -> FittableFamilies {
    let areCounts = kind.map { $0 == .counts } ?? observations.isWhole
    return areCounts ? .standard.discrete : .standard.continuous
  }

  private func observations(_ table: NumberColumns) throws -> Observations {
    do {
      return try Observations(table.columns[0], weights: weights == nil ? nil : table.columns[1])
    } catch FittingError.invalidWeight(let weight, let index) {
      throw CommandFailure(
        "\(file), row \(table.row(index)), column \(table.names[1]): "
          + "a weight must not be negative, but this is \(weight).")
    } catch {
      throw CommandFailure(error.description)
    }
  }
}
