import ArgumentParser
import Distributions

struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Independent draws, the same for the same seed.",
    discussion: """
      Without --output they are printed, one a line (vectors as CSV rows). A file is written \
      whole or not at all.

      Examples:
        distributions sample "Normal(0, 1)" --count 5 --seed 7
        distributions sample "Dirichlet([1, 2, 3])" --count 1000 --output draws.npy
      """)

  @Argument(help: "A distribution literal.") var p: String
  @Option(help: "How many draws.") var count: Int = 10
  @Option(help: "The seed, from 0 to 2^64 - 1.") var seed: UInt64 = 0
  @Option(help: "A file to write to, ending in .csv or .npy.", completion: .file())
  var output: String?
  @OptionGroup var format: FormatOption

  func validate() throws {
    guard count >= 0 else {
      throw ValidationError("--count is \(count), but must not be negative.")
    }
    if let output, !output.hasSuffix(".csv"), !output.hasSuffix(".npy") {
      throw ValidationError("--output \(output): the name must end in .csv or .npy.")
    }
  }

  func run() throws {
    let draws = Draws(distribution: try parsedDistribution(p), count: count, seed: seed)
    do {
      if let output {
        var file = try NewFile(path: output)
        if output.hasSuffix(".npy") {
          try DrawTable.writeNumPy(draws, to: &file)
        } else {
          try DrawTable.writeCSV(draws, to: &file)
        }
        try file.commit()
      } else {
        try printDraws(draws)
      }
    } catch OutputError.closedPipe {
      throw ExitCode(1)
    }
  }

  private func printDraws(_ draws: Draws) throws {
    var output = StandardOutput()
    switch format.format {
    case .text:
      try draws.blocks { try output.write(DrawTable.rows(of: $0)) }
    case .json:
      var writer = JSONWriter()
      try draws.write(to: &writer)
      writer.raw("\n")
      try output.write(writer.bytes)
    }
    try output.flush()
  }
}
