import ArgumentParser
import Distributions

struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Support, moments and quantiles of a distribution.",
    discussion: """
      Example:
        distributions describe "Gamma(shape: 2.5, rate: 1)"
      """)

  @Argument(help: "A distribution literal.") var p: String
  @OptionGroup var output: FormatOption

  func run() throws {
    let p = try parsedDistribution(p)
    let facts = Description(of: p)
    switch output.format {
    case .text: try printLines([facts.literal, ""] + aligned(facts.rows))
    case .json: try printLines([String(decoding: facts.json.bytes, as: UTF8.self)])
    }
  }
}

/// The facts that `describe` prints.
private struct Description {
  enum Fact {
    case text(String)
    case number(Double)
    case pair(Double, Double)
    case tensor(Tensor<Double>)
  }

  let literal: String
  private var facts: [(name: String, key: String, fact: Fact)] = []
  private var quantiles: [(Double, Double)] = []

  init(of p: any Distribution<Double>) {
    literal = p.description
    add("space", .text(p.space.description))
    switch p {
    case let p as any UnivariateDistribution<Double>:
      add("support", .pair(p.support.lowerBound, p.support.upperBound))
      add("mean", .number(p.mean))
      add("standard deviation", key: "standardDeviation", .number(p.standardDeviation))
      add("variance", .number(p.variance))
      add("skewness", .number(p.skewness))
      add("excess kurtosis", key: "excessKurtosis", .number(p.excessKurtosis))
      add("mode", .number(p.mode))
      add("median", .number(p.median))
      quantiles = Self.levels.map { ($0, p.quantile($0)) }
    case let p as any MultivariateDistribution<Double>:
      add("mean", .tensor(p.mean))
      add("covariance", .tensor(p.covariance))
      add("mode", .tensor(p.mode))
    default: break
    }
    entropy(of: p)
  }

  private static let levels: [Double] = [0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999]

  private mutating func add(_ name: String, key: String? = nil, _ fact: Fact) {
    facts.append((name, key ?? name, fact))
  }

  private mutating func entropy(of p: any Distribution<Double>) {
    let value = (try? entropyEstimate(of: p))?.value ?? p.entropy
    add("entropy", .number(value))
  }

  var rows: [(name: String, value: String)] {
    facts.map { ($0.name, Self.text($0.fact)) }
      + quantiles.map { ("quantile \($0.0)", "\($0.1)") }
  }

  private static func text(_ fact: Fact) -> String {
    switch fact {
    case .text(let text): text
    // Swift prints the sign of a NaN, which means nothing.
    case .number(let number): number.isNaN ? "nan" : "\(number)"
    case .pair(let lower, let upper): "[\(lower), \(upper)]"
    case .tensor(let tensor): nestedText(tensor)
    }
  }

  private static func nestedText(_ tensor: Tensor<Double>) -> String {
    var writer = JSONWriter()
    Answer(tensor).write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self).split(separator: ",").joined(
      separator: ", ")
  }

  var json: JSONWriter {
    var writer = JSONWriter()
    writer.raw("{\"distribution\":")
    writer.string(literal)
    for (_, key, fact) in facts {
      writer.raw(",")
      writer.string(key)
      writer.raw(":")
      switch fact {
      case .text(let text): writer.string(text)
      case .number(let number): writer.number(number)
      case .pair(let lower, let upper):
        writer.list(count: 2) { $0.number($1 == 0 ? lower : upper) }
      case .tensor(let tensor): Answer(tensor).write(&writer)
      }
    }
    if !quantiles.isEmpty {
      writer.raw(",\"quantiles\":")
      writer.list(count: quantiles.count) { writer, index in
        writer.list(count: 2) { $0.number($1 == 0 ? quantiles[index].0 : quantiles[index].1) }
      }
    }
    writer.raw("}")
    return writer
  }
}
