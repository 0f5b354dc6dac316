import ArgumentParser
import Distributions

/// How a command prints.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

struct FormatOption: ParsableArguments {
  @Option(help: "text or json.")
  var format: OutputFormat = .text
}

/// The distribution that an argument writes; what is wrong with it ends the command with a sentence
/// and a caret. A lone hyphen stands for the next line of standard input.
func parsedDistribution(_ argument: String) throws -> any Distribution<Double> {
  let literal = argument == "-" ? readLine() ?? "" : argument
  do {
    return try distribution(parsing: literal)
  } catch {
    throw CommandFailure(error.description)
  }
}

/// Ends a command with a sentence on standard error and status 1.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Prints lines; a reader that has gone is no failure.
func printLines(_ lines: [String]) throws {
  try printBytes(Array((lines.joined(separator: "\n") + "\n").utf8))
}

/// Prints bytes; a reader that has gone is no failure.
func printBytes(_ bytes: [UInt8]) throws {
  do {
    try writeAll(bytes, to: 1)
  } catch OutputError.closedPipe {
    throw ExitCode(1)
  }
}

/// Names and values in two columns.
func aligned(_ rows: [(name: String, value: String)]) -> [String] {
  let width = rows.map(\.name.count).max() ?? 0
  return rows.map { row in
    let space = String(repeating: " ", count: width - row.name.count + 2)
    return "\(row.name)\(space)\(row.value)"
  }
}
