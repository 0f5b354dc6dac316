import ArgumentParser
import Distributions

struct PairwiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pairwise",
    abstract: "The KL divergences of every pair of a list, as CSV.",
    discussion: """
      FILE has a distribution literal a line; empty lines and those that begin with # do not \
      count; - is standard input. Row i, column j is KL(i‖j).

      Examples:
        distributions pairwise families.txt --output kl.csv --heatmap kl.svg
        printf 'Normal(0, 1)\\nCauchy(0, 1)\\n' | distributions pairwise -
      """)

  @Argument(help: "A file of distribution literals.", completion: .file()) var file: String
  @Option(help: "A CSV file to write to; else the matrix is printed.", completion: .file())
  var output: String?
  @Option(help: "A picture of the matrix, ending in .svg or .png.", completion: .file())
  var heatmap: String?
  @OptionGroup var options: DivergenceOptions

  func validate() throws {
    try checkPictureName(heatmap)
    if let output, !output.hasSuffix(".csv") {
      throw ValidationError("--output \(output): the name must end in .csv.")
    }
  }

  func run() throws {
    let distributions = try LiteralFile.distributions(in: file)
    let query = try options.query()
    let names = distributions.map(\.description)
    let values = try self.values(distributions, names, query)

    let matrix = DivergenceMatrix(names: names, values: values)
    if let output {
      var file = try NewFile(path: output)
      try file.write(matrix.csv)
      try file.commit()
    } else {
      try printBytes(options.output.format == .json ? matrix.json : matrix.csv)
    }
    if let heatmap {
      let size = matrix.heatmapSize
      try Gnuplot.draw(
        matrix.heatmapScript, to: .file(heatmap, width: size.width, height: size.height))
    }
  }

  /// All pairs, of one family at once, of others one by one with a line of progress.
  private func values(
    _ distributions: [any Distribution<Double>], _ names: [String], _ query: DivergenceQuery
  ) throws -> [Double] {
    if Set(distributions.map { type(of: $0).familyName }).count == 1,
      let matrix = try? pairwiseKLDivergence(
        of: distributions, from: distributions, method: query.method,
        allowing: query.monteCarlo, tolerance: query.tolerance)
    {
      return matrix.scalars
    }
    let count = distributions.count
    var progress = Progress(of: count * count, what: "pairs")
    var values: [Double] = []
    values.reserveCapacity(count * count)
    for (row, p) in distributions.enumerated() {
      for (column, q) in distributions.enumerated() {
        do {
          values.append(try query.kl(p, q).value)
        } catch {
          progress.end()
          throw CommandFailure("KL(\(names[row])‖\(names[column])): \(error.description)")
        }
        progress.advance()
      }
    }
    progress.end()
    return values
  }
}
