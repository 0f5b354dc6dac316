import Distributions
import Testing

@Suite("Literals are read")
struct LiteralParsingTests {
  private static let families: LiteralFamilies = {
    var families = LiteralFamilies.standard
    try? families.register(Recording.self)
    return families
  }()

  private func recording(_ text: String) throws -> Recording {
    let parsed = try distribution(parsing: text, families: Self.families)
    return try #require(parsed as? Recording)
  }

  @Test(
    "with labels, without, mixed, in any order",
    arguments: [
      "Normal(mean: 0.5, standardDeviation: 2)", "Normal(0.5, 2)",
      "Normal(0.5, standardDeviation: 2)", "Normal(standardDeviation: 2, mean: 0.5)",
      " Normal ( mean :0.5 ,\n\tstandardDeviation: 2.0, ) ", "Normal(+5e-1, 0.2E+1)",
    ])
  func ways(text: String) throws {
    let parsed = try distribution(parsing: text)
    #expect(parsed as? Normal<Double> == Normal(mean: 0.5, standardDeviation: 2))
    #expect(parsed.description == "Normal(mean: 0.5, standardDeviation: 2.0)")
  }

  @Test("the first spelling that fits is meant")
  func spellings() throws {
    #expect(try recording("Recording(2, 3)").numbers == [1, 2, 3])
    #expect(try recording("Recording(2, scale: 3)").numbers == [2, 2, 3])
    #expect(try recording("Recording(scale: 3, shape: 2)").numbers == [2, 2, 3])
    #expect(try recording("Recording(7)").numbers == [7])
    #expect(try recording("Recording([[1, 2], [3, 4]])").rows == [[1, 2], [3, 4]])
  }

  @Test("distributions nest")
  func nesting() throws {
    let mixture = try recording(
      "Recording(weights: [0.25, 0.75], components: [Normal(0, 1), Normal(4, 0.5)])")
    #expect(mixture.numbers == [0.25, 0.75])
    #expect(
      mixture.parts == [
        "Normal(mean: 0.0, standardDeviation: 1.0)", "Normal(mean: 4.0, standardDeviation: 0.5)",
      ])
    #expect(try recording("Recording(Normal(0, 1))").numbers == [-.infinity, .infinity])
    #expect(
      try recording("Recording(Normal(0, 1), upperBound: 3)").numbers == [-.infinity, 3])
  }

  @Test("every double reads back exactly")
  func numbers() throws {
    var generator = Philox4x32(seed: 2)
    var values: [Double] = [
      0, -0.0, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 0.1, 1e22,
      1e23, 9_007_199_254_740_992, 123_456_789_012_345_680,
    ]
    for _ in 0..<2000 {
      let bits = Double(bitPattern: generator.next())
      if bits.isFinite { values.append(bits) }
      values.append(Double(Int64(bitPattern: generator.next()) >> 20) / 1000)
    }
    let parsed = try recording(
      "Recording(weights: [\(values.map { "\($0)" }.joined(separator: ", "))], components: [])")
    #expect(parsed.numbers.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test("numbers have the forms of Swift and JSON")
  func forms() throws {
    let parsed = try recording(
      "Recording([1, -2.50, 3e2, 4E-1, +5, inf, -inf, 0x1p-3, 1e-400, 007], [])")
    #expect(
      parsed.numbers == [1, -2.5, 300, 0.4, 5, .infinity, -.infinity, 0.125, 0, 7])
    #expect(try recording("Recording([nan], [])").numbers.first?.isNaN == true)
  }

  @Test("a list of 50,000 numbers")
  func longList() throws {
    let text = "Recording([\(String(repeating: "0.5,", count: 50_000))], [])"
    #expect(try recording(text).numbers.count == 50_000)
  }

  @Test("random text and mutated literals give an error or a distribution, never a trap")
  func randomText() throws {
    let pieces = [
      "Normal", "Recording", "(", ")", "[", "]", ",", ":", "0", "-1e5", "inf", "mean", " ", "é",
      "\u{0}", "1e", ".5", "base", "components", "weights", "_", "=", "\n",
    ]
    var generator = Philox4x32(seed: 5)
    for _ in 0..<5000 {
      let text = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }.joined()
      do {
        let parsed = try distribution(parsing: text, families: Self.families)
        #expect(!parsed.description.isEmpty)
      } catch {
        #expect(!error.message.isEmpty)
        #expect(error.range.lowerBound >= 0 && error.range.upperBound <= text.utf8.count + 1)
        #expect(error.description.contains("^"))
      }
    }
  }

  @Test("a family registers once")
  func registration() {
    var families = Self.families
    #expect(throws: LiteralFamilies.DuplicateFamily.self) {
      try families.register(Recording.self)
    }
    #expect(families.names.contains("Normal"))
    #expect(families.spellings(of: "Recording")?.first?.signature("R") == "R(shape:rate:)")
  }

  @Test("literals of composed families read back")
  func composed() throws {
    for literal in [
      "Mixture(weights: [0.3, 0.7], components: [Normal(0, 1), Normal(4, 0.5)])",
      "Truncated(Normal(0, 1), lowerBound: 0)", "Truncated(base: StudentT(3, 0, 1), upperBound: 2)",
      "Mixture([0.5, 0.5], [Bernoulli(logit: 0.5), Categorical([0.25, 0.75])])",
      "Truncated(Mixture([1], [Cauchy(0, 1)]), -1, 1)",
    ] {
      let once = try distribution(parsing: literal).description
      #expect(try distribution(parsing: once).description == once)
    }
    let truncated = LiteralFamilies.standard.spellings(of: "Truncated")?.first
    #expect(truncated?.signature("Truncated") == "Truncated(_:lowerBound:upperBound:)")
  }

  @Test("every family of the package prints what it is read from")
  func signatures() {
    for name in LiteralFamilies.standard.names {
      let spellings = LiteralFamilies.standard.spellings(of: name) ?? []
      #expect(!spellings.isEmpty, "\(name)")
      #expect(spellings.allSatisfy { !$0.parameters.isEmpty }, "\(name)")
    }
  }
}
