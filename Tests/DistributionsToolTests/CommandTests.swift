import Foundation
import Testing

@Suite("The subcommands", .serialized)
struct CommandTests {
  @Test("kl of two normals: the closed form")
  func kl() throws {
    let result = try Tool.run(
      "kl", "Normal(mean: 0, standardDeviation: 1)", "Normal(mean: 1, standardDeviation: 2)")
    #expect(result.status == 0)
    // log 2 + 1/4 − 1/2
    #expect(result.lines.first == "value   0.4431471805599453")
    #expect(result.lines.last == "method  closed form")
    #expect(result.errors.isEmpty)
  }

  @Test("kl as JSON reads back")
  func klAsJSON() throws {
    let result = try Tool.run(
      "kl", "Normal(0, 1)", "Normal(1, 2)", "--format", "json")
    let answer = try #require(
      try AnyJSON.object(result.output))
    #expect(answer["value"] as? Double == 0.4431471805599453)
    #expect(answer["method"] as? String == "closedForm")
    #expect((answer["error"] as? Double ?? 1) < 1e-14)
  }

  @Test(
    "cross-entropies by quadrature and from tails",
    arguments: [
      // 50-digit values by mpmath.
      ("Normal(0, 1)", "Cauchy(0, 1)", "quadrature", 1.678183065693535),
      ("Normal(1e6, 1e-3)", "Normal(1000001, 0.002)", "quadrature", 124994.8293304347773),
      ("Cauchy(0, 1)", "Normal(0, 1)", nil, Double.infinity),
    ])
  func crossEntropy(p: String, q: String, method: String?, truth: Double) throws {
    let result =
      if let method {
        try Tool.run("cross-entropy", p, q, "--method", method, "--format", "json")
      } else {
        try Tool.run("cross-entropy", p, q, "--format", "json")
      }
    let answer = try #require(
      try AnyJSON.object(result.output),
      "\(result)")
    let value = answer["value"] as? Double ?? (answer["value"] as? String).flatMap(Double.init)
    #expect(agrees(try #require(value), truth, within: 1e-10))
    if let method { #expect(answer["method"] as? String == method) }
  }

  @Test("entropy of a normal: log σ + ½ log 2πe")
  func entropy() throws {
    let result = try Tool.run("entropy", "Normal(0, 2)")
    #expect(result.lines.first == "value   2.112085713764618")
  }

  @Test("a parameter out of its domain is named, with value and bound")
  func domain() throws {
    let result = try Tool.run("kl", "Normal(0, -1)", "Normal(0, 1)")
    #expect(result.status != 0)
    #expect(result.output.isEmpty)
    for part in ["Normal", "standardDeviation", "-1", "positive", "^"] {
      #expect(result.errors.contains(part), "\(result.errors)")
    }
  }

  @Test(
    "mistakes are answered by a sentence that leads on",
    arguments: [
      ("Normal(loc: 0, scale: 1)", "mean"), ("Gaussian(0, 1)", "Normal"),
      ("Normal(0, 1", "never closed"), ("Normal(mean: 0, sigma: 1)", "standardDeviation"),
      ("Uniform(1, 0)", "upperBound"), ("Normal(0)", "standardDeviation"),
      ("Categorical([0.5, 0.6])", "probabilities"), ("", "distribution"),
    ])
  func mistakes(literal: String, help: String) throws {
    let result = try Tool.run("entropy", literal)
    #expect(result.status != 0)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(help), "\(result.errors)")
  }

  @Test("different spaces, unknown methods and options")
  func refusals() throws {
    let spaces = try Tool.run("kl", "Normal(0, 1)", "Bernoulli(0.5)")
    #expect(spaces.status != 0)
    #expect(spaces.errors.contains("real line"))
    #expect(spaces.errors.contains("whole numbers"))
    let method = try Tool.run("kl", "Normal(0, 1)", "Normal(0, 2)", "--method", "quadratur")
    #expect(method.status != 0)
    #expect(method.errors.contains("quadrature"))
    let tolerance = try Tool.run("kl", "Normal(0, 1)", "Normal(0, 2)", "--tolerance", "-1")
    #expect(tolerance.status != 0)
    #expect(try Tool.run("nothing").status != 0)
  }

  @Test("describe: text and JSON")
  func describe() throws {
    let text = try Tool.run("describe", "Uniform(0, 1)")
    #expect(text.status == 0)
    #expect(text.lines.first == "Uniform(lowerBound: 0.0, upperBound: 1.0)")
    #expect(text.output.contains("mean                0.5\n"))
    let json = try Tool.run("describe", "Uniform(0, 1)", "--format", "json")
    let facts = try #require(
      try AnyJSON.object(json.output))
    #expect(facts["support"] as? [Double] == [0, 1])
    #expect(facts["median"] as? Double == 0.5)
    #expect(facts["entropy"] as? Double == 0)
    #expect((facts["quantiles"] as? [[Double]])?.first == [0.001, 0.001])
  }

  @Test("every family is listed with its spellings")
  func families() throws {
    let result = try Tool.run("families")
    #expect(result.lines.contains("Normal(mean:standardDeviation:)"))
    #expect(result.lines.contains("Bernoulli(logit:)"))
  }

  @Test("a hyphen reads the next line of standard input")
  func standardInput() throws {
    let result = try Tool.run("kl", "-", "-", input: Data("Normal(0, 1)\nNormal(1, 2)\n".utf8))
    #expect(result.lines.first == "value   0.4431471805599453")
    #expect(try Tool.run("kl", "-", "-", input: Data("Normal(0, 1)".utf8)).status != 0)
  }

  @Test("help has examples")
  func help() throws {
    for command in ["kl", "cross-entropy", "entropy", "describe", "sample", "evaluate"] {
      let result = try Tool.run("help", command)
      #expect(result.status == 0)
      #expect(result.output.contains("distributions \(command)"))
    }
  }
}
