import ArgumentParser
import Distributions

/// The command `distributions`: it parses and prints, and computes nothing of its own.
@main
struct DistributionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distributions",
    abstract: "Probability distributions: divergences, cross-entropies, facts, draws and fits.",
    discussion: """
      A distribution is written as in Swift:
        "Normal(mean: 0, standardDeviation: 1)"
      or without labels: "Normal(0, 1)". In a list:
        "Mixture([0.3, 0.7], [Normal(0, 1), Normal(4, 0.5)])"
      Quote it, for the shell's sake; - reads it from standard input.

      Examples:
        distributions kl "Normal(0, 1)" "Normal(1, 2)"
        distributions cross-entropy "Normal(0, 1)" "Cauchy(0, 1)"
        distributions describe "Gamma(shape: 2.5, rate: 1)"
        distributions fit iris.csv --column petal_length
      """,
    version: "0.1.0",
    subcommands: [
      KLCommand.self, CrossEntropyCommand.self, EntropyCommand.self, DivergenceCommand.self,
      DescribeCommand.self,
      SampleCommand.self, FitCommand.self, PairwiseCommand.self, PlotCommand.self,
      EvaluateCommand.self, FamiliesCommand.self, ClosedFormsCommand.self,
    ])

  /// A first word that is no command is answered with the nearest one.
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let first = arguments.first, !first.hasPrefix("-"), !names.contains(first) else {
      return main(arguments)
    }
    let isLiteral = first.contains("(")
    let advice =
      isLiteral
      ? " Say first what is asked of it: distributions describe '\(first)'."
      : NearestName.suggestion(for: first, among: names).map { " Did you mean \($0)?" } ?? ""
    let list = "The commands are \(names.joined(separator: ", "))."
    exit(withError: ValidationError("There is no command \(first).\(advice) \(list)"))
  }
}
