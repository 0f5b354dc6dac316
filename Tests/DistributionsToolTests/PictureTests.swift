import Foundation
import Testing

@Suite("Pairs and pictures", .serialized)
struct PictureTests {
  private let hasGnuplot = [
    "/usr/bin/gnuplot", "/usr/local/bin/gnuplot", "/opt/homebrew/bin/gnuplot",
  ]
  .contains { FileManager.default.isExecutableFile(atPath: $0) }

  @Test("pairwise prints the matrix with names")
  func pairwise() throws {
    let list = Data("# two normals\n\nNormal(0, 1)\n  Normal(1, 2)\r\n".utf8)
    let result = try Tool.run("pairwise", "-", input: list)
    #expect(result.status == 0)
    let names = [
      "\"Normal(mean: 0.0, standardDeviation: 1.0)\"",
      "\"Normal(mean: 1.0, standardDeviation: 2.0)\"",
    ]
    #expect(result.lines.count == 3)
    #expect(result.lines.first == "p,\(names[0]),\(names[1])")
    // log 2 − 1/4, by the formula log(σq/σp) + (σp² + Δ²)/(2σq²) − ½.
    #expect(result.lines[1] == "\(names[0]),0.0,0.4431471805599453")
    let last = try #require(result.lines[2].split(separator: ",").suffix(2).first)
    // −log 2 + 4/2 + 1/2 − ½ = 2 − log 2.
    #expect(agrees(try #require(Double(last)), 1.3068528194400546906, within: 1e-15))
    let json = try Tool.run("pairwise", "-", "--format", "json", input: list)
    let object = try #require(try AnyJSON.object(json.output))
    #expect((object["distributions"] as? [String])?.count == 2)
    #expect((object["kl"] as? [[Double]])?.count == 2)
  }

  @Test("pairwise says which line is wrong")
  func pairwiseMistakes() throws {
    let wrong = try Tool.run("pairwise", "-", input: Data("Normal(0, 1)\nNormal(0\n".utf8))
    #expect(wrong.status != 0)
    #expect(wrong.errors.contains("line 2"))
    #expect(wrong.errors.contains("^"))
    #expect(try Tool.run("pairwise", "/nowhere").errors.contains("/nowhere"))
    let folder = NSTemporaryDirectory()
    #expect(try Tool.run("pairwise", folder).errors.contains("Cannot read"))
    #expect(try Tool.run("pairwise", "-").status != 0)
    #expect(try Tool.run("pairwise", "-", input: Data([0xFF, 0x0A])).status != 0)
    let mixed = Data("Normal(0, 1)\nBernoulli(0.5)\n".utf8)
    #expect(try Tool.run("pairwise", "-", input: mixed).errors.contains("whole numbers"))
  }

  @Test("pictures appear whole under their names, or not at all")
  func pictures() throws {
    guard hasGnuplot else { return }
    let folder = try Tool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let svg = folder.appendingPathComponent("it's a plot.svg")
    let plot = try Tool.run(
      "plot", "Normal(0, 1)", "Normal(1, 2)", "--integrand", "--output", svg.path)
    #expect(plot.status == 0, "\(plot.errors)")
    let text = try String(contentsOf: svg, encoding: .utf8)
    #expect(text.contains("Normal(mean: 1.0, standardDeviation: 2.0)"))
    #expect(text.contains("</svg>"))
    let png = folder.appendingPathComponent("kl.png")
    let heatmap = try Tool.run(
      "pairwise", "-", "--heatmap", png.path, input: Data("Normal(0, 1)\nCauchy(0, 1)\n".utf8))
    #expect(heatmap.status == 0, "\(heatmap.errors)")
    #expect(try Data(contentsOf: png).prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
    #expect(try Tool.run("plot", "Bernoulli(0.25)").output.contains("*"))
    let nowhere = try Tool.run("plot", "Normal(0, 1)", "--output", "/nowhere/at/all.svg")
    #expect(nowhere.status != 0)
    #expect(nowhere.output.isEmpty)
  }

  @Test("what cannot be drawn is refused")
  func refusals() throws {
    let mixed = try Tool.run("plot", "Normal(0, 1)", "Bernoulli(0.5)")
    #expect(mixed.status != 0)
    #expect(try Tool.run("plot", "Normal(0, 1)", "--output", "a.gif").status != 0)
    #expect(try Tool.run("plot", "Normal(0, 1)", "--integrand").status != 0)
    #expect(try Tool.run("plot").status != 0)
  }
}
