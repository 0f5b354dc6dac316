import ArgumentParser
import Distributions

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw densities or masses and cumulative functions.",
    discussion: """
      The 5%, 50% and 95% quantiles are marked. Without --output the picture is made of
      characters.

      Examples:
        distributions plot "Normal(0, 1)" "StudentT(3, 0, 1)" --output pair.svg
        distributions plot "Normal(0, 1)" "Normal(1, 2)" --integrand --output kl.png
      """)

  @Argument(help: "Distribution literals, all over the line or all over whole numbers.")
  var distributions: [String]
  @Option(help: "A file to write to, ending in .svg or .png.", completion: .file())
  var output: String?
  @Flag(help: "Of two distributions, shade what KL(P‖Q) is the integral of.")
  var integrand = false

  func validate() throws {
    try checkPictureName(output)
    if integrand, distributions.count != 2 {
      throw ValidationError("--integrand needs two distributions.")
    }
  }

  func run() throws {
    var lines: [any UnivariateDistribution<Double>] = []
    for literal in distributions {
      let p = try parsedDistribution(literal)
      guard let line = p as? any UnivariateDistribution<Double> else {
        throw CommandFailure("\(literal) is over \(p.space) and cannot be drawn as a curve.")
      }
      if let first = lines.first, first.space != line.space {
        throw CommandFailure(
          "\(first) is over \(first.space), \(line) over \(line.space): draw them apart.")
      }
      lines.append(line)
    }
    let picture = try DistributionPicture(of: lines, divergence: integrand)
    let destination: Gnuplot.Destination =
      output.map { .file($0, width: 900, height: 300 * picture.panels + 60) }
      ?? .terminal(rows: 18 * picture.panels)
    try Gnuplot.draw(picture.script(inTerminal: output == nil), to: destination)
  }
}

/// Pictures are SVG or PNG.
func checkPictureName(_ name: String?) throws {
  if let name, !name.hasSuffix(".svg"), !name.hasSuffix(".png") {
    throw ValidationError("\(name): the name of a picture must end in .svg or .png.")
  }
}
