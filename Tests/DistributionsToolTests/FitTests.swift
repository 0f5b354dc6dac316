import Foundation
import Testing

/// `distributions fit`: a column, its ranked families, and every way a table can be wrong.
@Suite("Fitting a column", .serialized)
struct FitTests {
  private func fit(_ text: String, _ arguments: String...) throws -> Tool.Result {
    try fit(bytes: Array(text.utf8), arguments)
  }

  private func fit(bytes: [UInt8], _ arguments: [String]) throws -> Tool.Result {
    let folder = try Tool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("table.csv")
    try Data(bytes).write(to: file)
    return try Tool.run(arguments: ["fit", file.path] + arguments)
  }

  private let small = "a,b\n1.5,1\n2.25,2\n0.75,1\n3.5,3\n2,1\n"

  @Test("JSON has every number, best family first")
  func json() throws {
    let result = try fit(
      small, "--column", "a", "--family", "Normal", "--family", "Exponential", "--json")
    #expect(result.status == 0, "\(result.errors)")
    let answer = try #require(try AnyJSON.object(result.output))
    #expect(answer["column"] as? String == "a")
    #expect(answer["observations"] as? Double == 5)
    let fits = try #require(answer["fits"] as? [[String: Any]])
    #expect(fits.map { $0["family"] as? String } == ["Normal", "Exponential"])
    let aics = fits.compactMap { $0["aic"] as? Double }
    #expect(aics.count == 2 && aics[0] <= aics[1])
    let parameters = try #require(fits[0]["parameters"] as? [[String: Any]])
    // The mean of 1.5, 2.25, 0.75, 3.5 and 2, and the root of the mean squared difference, 0.9083.
    #expect(parameters[0]["value"] as? Double == 2)
    let deviation = try #require(parameters[1]["value"] as? Double)
    #expect(abs(deviation * deviation - 4.125 / 5) < 1e-14)
    let error = try #require(parameters[0]["standardError"] as? Double)
    #expect(abs(error * error - 4.125 / 25) < 1e-14)
    #expect(fits.allSatisfy { ($0["ksDistance"] as? Double ?? 2) <= 1 })
    #expect(try fit(small, "--column", "a", "--format", "json").output.hasPrefix("{"))
  }

  @Test("text ends with the literal and the line of Swift")
  func text() throws {
    let result = try fit(small, "--column", "a", "--family", "Exponential")
    #expect(result.status == 0)
    #expect(result.output.contains("best     Exponential(rate: 0.5)\n"))
    #expect(result.output.contains("swift    let p = Exponential(rate: 0.5)\n"))
    #expect(result.output.contains("try Exponential.fit(to: a)"))
    #expect(result.output.contains("rate 0.5 ± 0.22"))
    let literal = try #require(result.lines.first { $0.hasPrefix("best") }).dropFirst(9)
    #expect(try Tool.run("describe", String(literal)).status == 0)
  }

  @Test("weights count as repetitions")
  func weights() throws {
    let weighted = try fit(small, "--column", "a", "--weights", "b", "--family", "Gamma", "--json")
    let repeated = try fit(
      "a\n1.5\n2.25\n2.25\n0.75\n3.5\n3.5\n3.5\n2\n", "--family", "Gamma", "--json")
    let answers = try [weighted, repeated].map { result in
      let answer = try #require(try AnyJSON.object(result.output), "\(result.errors)")
      let fits = try #require(answer["fits"] as? [[String: Any]])
      return try #require(fits.first?["logLikelihood"] as? Double)
    }
    #expect(abs(answers[0] - answers[1]) < 1e-12)
    let negative = try fit("a,b\n1,1\n2,-1\n", "--column", "a", "--weights", "b")
    #expect(negative.status != 0)
    #expect(negative.errors.contains("row 2"))
  }

  @Test("whole numbers are counts unless told otherwise")
  func counts() throws {
    let counts = "n\n0\n3\n1\n7\n2\n2\n12\n0\n"
    #expect(try fit(counts).output.contains("NegativeBinomial"))
    #expect(try !fit(counts).output.contains("Normal "))
    #expect(try fit(counts, "--as", "measurements").output.contains("Normal "))
    let chosen = try fit(counts, "--family", "Normal")
    #expect(chosen.status == 0)
  }

  @Test("CRLF, quotes, a byte-order mark, blank lines and spaces are read")
  func spellings() throws {
    let text = "\u{FEFF}\"a, long\" , b\r\n 1.5 ,x\r\n\"2.25\",\"y\"\"z\"\r\n\r\n3e0,\r\n"
    let result = try fit(text, "--column", "a, long", "--family", "Exponential")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("3 values"))
    #expect(result.output.contains("Exponential(rate: 0.4444444444444444)"))
    let semicolons = try fit("a;b\n1;2\n3;4\n", "--column", "b", "--separator", ";")
    #expect(semicolons.status == 0)
    let last = try fit("a,b\n1,2\n3,4", "--column", "b", "--family", "Poisson")
    #expect(last.output.contains("Poisson(rate: 3.0)"))
  }

  @Test("standard input, and a lone column needs no name")
  func standardInput() throws {
    let result = try Tool.run(
      "fit", "-", "--family", "Poisson", input: Data("n\n2\n4\n".utf8))
    #expect(result.output.contains("Poisson(rate: 3.0)"))
  }

  @Test(
    "wrong tables are answered by a place and a reason",
    arguments: [
      ("", ["empty"]), ("\n\n", ["empty"]), ("a,b\n", ["no rows"]),
      ("a,b\n1,2\n3\n", ["line 3", "row 2", "1 cells", "2 in the header"]),
      ("a,b\n1,2\n3,4,5\n", ["line 3", "row 2", "3 cells"]),
      ("a,b\n1,2\n,4\n", ["line 3", "row 2", "column a", "empty", "--missing skip"]),
      ("a,b\n1,2\nNaN,4\n", ["row 2", "NaN", "not a number", "--missing skip"]),
      ("a,b\n1,2\nNA,4\n", ["row 2", "--missing skip"]),
      ("a,b\n1,2\ninf,4\n", ["row 2", "not finite"]),
      ("a,b\n1,2\n1e999,4\n", ["row 2", "not finite"]),
      ("a,b\n1,2\nabc,4\n", ["row 2", "\"abc\" is not a number"]),
      ("a,b\n1,2\n\"1,5\",4\n", ["row 2", "with a point"]),
      ("b,a,a\n1,2,3\n", ["2 columns", "called a"]),
      ("A,b\n1,2\n", ["no column a", "Did you mean A?", "The columns are A, b"]),
      ("a;b\n1;2\n", ["no column a", "--separator"]),
      ("1,2\n3,4\n", ["no column a", "header"]),
      ("a,b\n1,\"2\n3,4\n", ["quotation mark"]),
      ("a,b\n1,\"2\"x\n", ["quotation mark"]),
      ("a,b\n1\u{0},2\n", ["not text"]),
    ])
  func mistakes(text: String, parts: [String]) throws {
    let result = try fit(text, "--column", "a")
    #expect(result.status != 0)
    #expect(result.output.isEmpty)
    for part in parts { #expect(result.errors.contains(part), "\(result.errors)") }
    #expect(!result.errors.contains("Fatal"))
  }

  @Test("binary files and endless lines")
  func notText() throws {
    let noise = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    let binary = try fit(bytes: noise, ["--column", "a"])
    #expect(binary.status != 0)
    #expect(binary.errors.hasPrefix("Error: "))
    let endless = try fit(bytes: [UInt8](repeating: 0x31, count: 3_000_000), ["--column", "a"])
    #expect(endless.status != 0)
    #expect(endless.errors.contains("1 MiB"))
    let latin = try fit(bytes: [0x61, 0xE9, 0x0A, 0x31, 0x0A], [])
    #expect(latin.errors.contains("UTF-8"))
  }

  @Test("missing cells are left out where that is asked for")
  func missingCells() throws {
    let text = "a,b\n1,1\n,2\nNA,3\n5,4\n-1,5\n"
    let result = try fit(
      text, "--column", "a", "--missing", "skip", "--family", "Exponential", "--family", "Normal")
    #expect(result.status == 0)
    #expect(result.output.contains("3 values of a; 2 rows left out"))
    // The row is the file's.
    #expect(result.output.contains("row 5 is -1"))
    #expect(try fit("a\nNA\n", "--missing", "skip").errors.contains("lack a value"))
  }

  @Test("wrong options lead on")
  func options() throws {
    let family = try fit(small, "--column", "a", "--family", "Gama")
    #expect(family.status != 0)
    #expect(family.errors.contains("Did you mean Gamma?"))
    let mixture = try fit(small, "--column", "a", "--family", "Mixture")
    #expect(mixture.errors.contains("cannot be fitted to a column"))
    #expect(try fit(small, "--column", "a", "--plot", "x.gif").status != 0)
    #expect(try fit(small).errors.contains("--column"))
    #expect(try Tool.run("fit", "/nowhere.csv").errors.contains("Cannot read /nowhere.csv"))
    #expect(try Tool.run("fit", NSTemporaryDirectory()).errors.contains("Cannot read"))
    let equal = try fit("a\n2.5\n2.5\n", "--family", "Normal")
    #expect(equal.status != 0)
    #expect(equal.errors.contains("all values are equal"))
  }

  @Test("the picture appears whole under its name")
  func picture() throws {
    let gnuplot = ["/usr/bin/gnuplot", "/usr/local/bin/gnuplot", "/opt/homebrew/bin/gnuplot"]
    guard gnuplot.contains(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      return
    }
    let folder = try Tool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let picture = folder.appendingPathComponent("it's a fit.svg")
    for column in ["a", "b"] {
      let result = try fit(small, "--column", column, "--plot", picture.path)
      #expect(result.status == 0, "\(result.errors)")
      let text = try String(contentsOf: picture, encoding: .utf8)
      #expect(text.contains("</svg>"))
      #expect(text.contains("quantile of the fit"))
    }
    let nowhere = try fit(small, "--column", "a", "--plot", "/nowhere/at/all.svg")
    #expect(nowhere.status != 0)
    #expect(nowhere.output.isEmpty)
  }

  @Test("a closed pipe ends quietly")
  func closedPipe() throws {
    let folder = try Tool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("t.csv")
    try Data(small.utf8).write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let errors = Pipe()
    process.standardError = errors
    process.arguments = [
      "-c", "'\(try Tool.url().path)' fit '\(file.path)' --column a | true",
    ]
    try process.run()
    process.waitUntilExit()
    #expect(errors.fileHandleForReading.readDataToEndOfFile().isEmpty)
  }
}
