import ArgumentParser
import Distributions

/// The options of every command that finds a divergence or an entropy.
struct DivergenceOptions: ParsableArguments {
  @Option(
    help: "closedForm, quadrature, summation or monteCarlo; without it the best that answers.",
    completion: .list(["closedForm", "quadrature", "summation", "monteCarlo"]))
  var method: String?
  @Option(help: "The relative error that is good enough (default: 1e-10).")
  var tolerance: Double?
  @Option(help: "Allow Monte Carlo with so many draws where nothing else answers.")
  var draws: UInt64?
  @Option(help: "The seed of Monte Carlo.")
  var seed: UInt64?
  @OptionGroup var output: FormatOption

  /// The options together.
  func query() throws -> DivergenceQuery {
    do {
      return try DivergenceQuery(
        method: method, tolerance: tolerance, draws: draws, seed: seed)
    } catch {
      throw CommandFailure(error.message)
    }
  }

  /// Prints what `estimate` finds.
  func report(
    _ estimate: (DivergenceQuery) throws -> Estimate<Double>
  ) throws {
    let result: Estimate<Double>
    do {
      result = try estimate(query())
    } catch let error as DivergenceError {
      throw CommandFailure(error.description)
    } catch let failure as Failure {
      throw CommandFailure(failure.message)
    }
    switch output.format {
    case .text:
      try printLines(
        aligned([
          ("value", "\(result.value)"), ("error", "\(result.error)"),
          ("method", Self.name(of: result.method)),
        ]))
    case .json:
      var writer = JSONWriter()
      writer.raw("{")
      writer.members(of: Answer(result))
      writer.raw("}")
      try printLines([String(decoding: writer.bytes, as: UTF8.self)])
    }
  }

  private static func name(of method: EstimateMethod) -> String {
    switch method {
    case .closedForm: "closed form"
    case .quadrature: "quadrature"
    case .summation: "summation"
    case .monteCarlo(let draws): "Monte Carlo, \(draws) draws"
    }
  }
}

struct KLCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kl",
    abstract: "The Kullback–Leibler divergence of P from Q, KL(P‖Q), in nats.",
    discussion: """
      Examples:
        distributions kl "Normal(mean: 0, standardDeviation: 1)" "Normal(1, 2)"
        distributions kl "Cauchy(0, 1)" "Normal(0, 1)"
        distributions kl "Normal(0, 1)" "StudentT(3, 0, 1)" --method quadrature
      """)

  @Argument(help: "The first distribution.") var p: String
  @Argument(help: "The second distribution.") var q: String
  @OptionGroup var options: DivergenceOptions

  func run() throws {
    let p = try parsedDistribution(p)
    let q = try parsedDistribution(q)
    try options.report { try $0.kl(p, q) }
  }
}

struct DivergenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "divergence",
    abstract: "Another divergence between P and Q, by its name.",
    discussion: """
      Names: \(Divergence.names.joined(separator: ", ")).
      renyi, alpha and wasserstein take --order.

      Examples:
        distributions divergence totalVariation "Normal(0, 1)" "Normal(1, 2)"
        distributions divergence wasserstein "Normal(0, 1)" "Cauchy(0, 1)" --order 1
      """)

  @Argument(help: "The divergence.", completion: .list(Divergence.names)) var name: String
  @Argument(help: "The first distribution.") var p: String
  @Argument(help: "The second distribution.") var q: String
  @Option(help: "The order of renyi (default: 2), alpha (0.5) and wasserstein (1).")
  var order: Double?
  @OptionGroup var options: DivergenceOptions

  func run() throws {
    let p = try parsedDistribution(p)
    let q = try parsedDistribution(q)
    try options.report {
      try $0.divergence(DivergenceQuery.divergence(named: name, order: order), p, q)
    }
  }
}

struct CrossEntropyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cross-entropy",
    abstract: "The cross-entropy of P under Q, −E log q(X) for X drawn from P, in nats.",
    discussion: """
      Examples:
        distributions cross-entropy "Normal(0, 1)" "Cauchy(0, 1)"
        distributions cross-entropy "Normal(1e6, 1e-3)" "Normal(1000001, 0.002)" \\
          --method quadrature
      """)

  @Argument(help: "The distribution that draws.") var p: String
  @Argument(help: "The distribution that is asked for their log-probability.") var q: String
  @OptionGroup var options: DivergenceOptions

  func run() throws {
    let p = try parsedDistribution(p)
    let q = try parsedDistribution(q)
    try options.report { try $0.crossEntropy(p, q) }
  }
}

struct EntropyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "entropy",
    abstract: "The entropy of P, differential if P is continuous, in nats.",
    discussion: """
      Example:
        distributions entropy "Gamma(shape: 2.5, rate: 1)"
      """)

  @Argument(help: "A distribution literal.") var p: String
  @OptionGroup var options: DivergenceOptions

  func run() throws {
    let p = try parsedDistribution(p)
    try options.report { try $0.entropy(p) }
  }
}
