import Distributions
import Testing

@Suite("Literals that are wrong")
struct LiteralErrorTests {
  private func failure(_ text: String, recording: Bool = false) throws -> LiteralError {
    var families = LiteralFamilies.standard
    if recording { try families.register(Recording.self) }
    do {
      let parsed = try distribution(parsing: text, families: families)
      throw Unexpected(text: "\(parsed)")
    } catch let error as LiteralError {
      return error
    }
  }

  private struct Unexpected: Error {
    let text: String
  }

  /// What stands at the error's place.
  private func place(_ error: LiteralError) -> String {
    let bytes = Array(error.text.utf8)
    let range = error.range.clamped(to: 0..<bytes.count)
    return String(decoding: bytes[range], as: UTF8.self)
  }

  @Test(
    "a family that is not there, with the nearest name",
    arguments: [
      ("Norml(0, 1)", "Normal"), ("normal(0, 1)", "Normal"), ("Gaussian(0, 1)", "Normal"),
      ("norm(0, 1)", "Normal"), ("Nomral(0, 1)", "Normal"),
    ])
  func families(text: String, suggestion: String) throws {
    let error = try failure(text)
    guard case .unknownFamily(let name, let found) = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(text.hasPrefix(name))
    #expect(found == suggestion)
    #expect(error.message.contains(suggestion))
    #expect(place(error) == name)
  }

  @Test("a family like no other has no suggestion")
  func strange() throws {
    #expect(
      try failure("Xyzzyqwv(1)").problem == .unknownFamily("Xyzzyqwv", suggestion: nil))
  }

  @Test(
    "a label that is not there, with the one that is meant",
    arguments: [
      ("Normal(loc: 0, standardDeviation: 1)", "loc", "mean"),
      ("Normal(mu: 0, standardDeviation: 1)", "mu", "mean"),
      ("Normal(mean: 0, sigma: 1)", "sigma", "standardDeviation"),
      ("Normal(mean: 0, scale: 1)", "scale", "standardDeviation"),
      ("Normal(loc=0, scale=1)", "loc", "mean"),
      ("Normal(mean: 0, sgima: 1)", "sgima", "standardDeviation"),
      ("Normal(mean: 0, std: 1)", "std", "standardDeviation"),
      ("Normal(mean: 0, standard_deviation: 1)", "standard_deviation", "standardDeviation"),
      ("Normal(mean: 0, standardDevation: 1)", "standardDevation", "standardDeviation"),
      ("Normal(mean: 0, variance: 1)", "variance", "standardDeviation"),
    ])
  func labels(text: String, label: String, suggestion: String) throws {
    let error = try failure(text)
    #expect(
      error.problem == .unknownLabel(label, family: "Normal", suggestion: suggestion))
    #expect(place(error) == label)
    #expect(error.message.contains("Normal(mean: …, standardDeviation: …)"))
  }

  @Test("values that are missing, doubled, too many")
  func counts() throws {
    #expect(
      try failure("Normal(0)").problem == .missingArgument("standardDeviation", family: "Normal"))
    #expect(try failure("Normal()").problem == .missingArgument("mean", family: "Normal"))
    #expect(
      try failure("Normal(0, 1, 2)").problem == .tooManyArguments(family: "Normal"))
    #expect(place(try failure("Normal(0, 1, 2)")) == "2")
    #expect(
      try failure("Normal(mean: 0, mean: 1)").problem
        == .duplicateArgument("mean", family: "Normal"))
    #expect(
      try failure("Normal(0, mean: 1)").problem == .duplicateArgument("mean", family: "Normal"))
    #expect(
      try failure("Recording(rate: 1, scale: 2)", recording: true).problem
        == .labelsOfDifferentSpellings(family: "Recording"))
  }

  @Test(
    "values of another kind",
    arguments: [
      ("Normal([0], 1)", "[0]"), ("Normal(0, Normal(0, 1))", "Normal(0, 1)"),
      ("Recording(weights: 1, components: [])", "1"),
      ("Recording(weights: [1, [2]], components: [])", "[2]"),
      ("Recording(weights: [1], components: [Normal(0, 1), 2])", "2"),
      ("Recording(matrix: [[1, 2], [3]])", "[3]"), ("Recording(trials: 2.5)", "2.5"),
    ])
  func kinds(text: String, where wrong: String) throws {
    let error = try failure(text, recording: true)
    guard case .wrongKind = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(place(error) == wrong)
  }

  @Test("a parameter out of its domain, nested too")
  func domains() throws {
    let error = try failure("Normal(0, -1)")
    guard case .invalidParameter(let parameter) = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(parameter.family == "Normal")
    #expect(parameter.parameter == "standardDeviation")
    #expect(parameter.value == "-1.0")
    #expect(!parameter.requirement.isEmpty)
    #expect(place(error) == "-1")

    let nested = try failure("Recording([1], [Normal(0, 1), Normal(inf, 1)])", recording: true)
    guard case .invalidParameter(let inner) = nested.problem else {
      Issue.record("\(nested)")
      return
    }
    #expect(inner.parameter == "mean")
    #expect(place(nested) == "inf")
    let outer = try failure("Recording(shape: 1, rate: 13)", recording: true)
    #expect(place(outer) == "13")
  }

  @Test(
    "text that is no literal",
    arguments: [
      ("", ""), ("   ", ""), ("Normal", "Normal"), ("3", "3"), ("[Normal(0, 1)]", "[Normal(0, 1)]"),
      ("Normal(0 1)", "1"), ("Normal(0, 1", "("), ("Normal(0, 1]", "]"), ("Normal(0, [1)", ")"),
      ("Normal(0, 1))", ")"), ("Normal(0, 1) + 2", "+ 2"),
      ("Normal(mean = 0, standardDeviation = 1)", "="),
      ("Normal(0, 1_000)", "1_000"), ("Normal(0, .5)", ".5"), ("Normal(0, 1e)", "1e"),
      ("Normal(0, 1e999)", "1e999"), ("Normal(0, --1)", "-"), ("Normal(0, x)", "x"),
      ("Normal(,)", ","), ("Normal(0,,1)", ","), ("Normal{0}", "Normal"), ("é", "\u{FFFD}"),
    ])
  func syntax(text: String, where wrong: String) throws {
    let error = try failure(text)
    #expect(place(error).hasPrefix(wrong), "\(error)")
  }

  @Test("a thousand brackets are an error of their own", arguments: ["[", "Normal(", "(", "[["])
  func depth(open: String) throws {
    let text = "Normal(" + String(repeating: open, count: 100_000)
    let error = try failure(text)
    if open == "(" {
      #expect(error.problem == .syntax)
    } else {
      #expect(error.problem == .tooDeep(limit: 100))
    }
    #expect(error.description.utf8.count < 1000)
  }

  @Test("the caret stands under the place")
  func caret() throws {
    let error = try failure("Normal(mean: 0, sigma: 1)")
    #expect(
      error.excerpt() == "  Normal(mean: 0, sigma: 1)\n                  ^~~~~")
    let second = try failure("Normal(\n  mean: 0,\n  sigma: 1)")
    #expect(second.excerpt() == "    sigma: 1)\n    ^~~~~")
    let accents = try failure("Normál(0, 1)")
    #expect(accents.excerpt().hasSuffix("\n    ^") || accents.excerpt().contains("^"))
  }

  @Test("of a long line the neighbourhood is shown")
  func longLine() throws {
    let zeros = String(repeating: "0.125, ", count: 100)
    let error = try failure("Normal(\(zeros)x, \(zeros))")
    let lines = error.excerpt().split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.count <= 78 })
    let column = lines[1].prefix { $0 == " " }.count
    #expect(Array(lines[0])[column] == "x")
  }
}
