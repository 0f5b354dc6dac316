import Foundation
import Testing

@Suite("Draws", .serialized)
struct SampleTests {
  @Test("the same seed gives the same draws, another seed others, and few are the first of many")
  func seeds() throws {
    let first = try Tool.run("sample", "Normal(0, 1)", "--count", "50000", "--seed", "3")
    let again = try Tool.run("sample", "Normal(0, 1)", "--count", "50000", "--seed", "3")
    let other = try Tool.run("sample", "Normal(0, 1)", "--count", "50000", "--seed", "4")
    let few = try Tool.run("sample", "Normal(0, 1)", "--count", "5", "--seed", "3")
    #expect(first.lines.count == 50000)
    #expect(first.output == again.output)
    #expect(first.output != other.output)
    #expect(few.lines == Array(first.lines.prefix(5)))
  }

  @Test("the draws are of the family's kind")
  func kinds() throws {
    let bernoulli = try Tool.value(
      of: #"{"op":"sample","p":"Bernoulli(1)","count":3,"seed":1}"#)
    #expect((bernoulli as? [Bool]) == [true, true, true])
    let categorical = try Tool.run(
      "sample", "Categorical([0, 0, 1])", "--count", "2", "--format", "json")
    #expect(categorical.output == "[2,2]\n")
    let none = try Tool.value(of: #"{"op":"sample","p":"Normal(0,1)","count":0}"#)
    #expect((none as? [Double]) == [])
  }

  @Test("evaluate and sample draw the same numbers")
  func sameDraws() throws {
    let answer = try Tool.value(
      of: #"{"op":"sample","p":"Normal(0,1)","count":4,"seed":18446744073709551615}"#)
    let lines = try Tool.run(
      "sample", "Normal(0, 1)", "--count", "4", "--seed", "18446744073709551615"
    ).lines
    #expect(try #require(answer as? [Double]) == lines.compactMap(Double.init))
  }

  @Test("CSV has a header, NumPy files are aligned; nothing is left over")
  func files() throws {
    let folder = try Tool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let csv = folder.appendingPathComponent("draws.csv")
    #expect(
      try Tool.run("sample", "Uniform(0, 1)", "--count", "20000", "--output", csv.path).status == 0)
    let lines = try String(contentsOf: csv, encoding: .utf8).split(separator: "\n")
    #expect(lines.first == "x")
    #expect(lines.count == 20001)

    let npy = folder.appendingPathComponent("draws.npy")
    #expect(
      try Tool.run("sample", "Uniform(0, 1)", "--count", "20000", "--output", npy.path).status == 0)
    let data = try Data(contentsOf: npy)
    #expect(data.prefix(6) == Data([0x93]) + Data("NUMPY".utf8))
    let head = 10 + Int(data[8]) + 256 * Int(data[9])
    #expect(head % 64 == 0)
    #expect(
      String(decoding: data[10..<head], as: UTF8.self)
        .hasPrefix("{'descr': '<f8', 'fortran_order': False, 'shape': (20000,), }"))
    #expect(data.count == head + 8 * 20000)
    let numbers = data[head...].withUnsafeBytes { bytes in
      (0..<20000).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
    }
    #expect(numbers == lines.dropFirst().compactMap { Double($0) })
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: folder.path))
        == ["draws.csv", "draws.npy"])
  }

  @Test("a file that cannot be written is an error and leaves nothing")
  func unwritable() throws {
    let result = try Tool.run(
      "sample", "Normal(0, 1)", "--output", "/nowhere/at/all/draws.csv")
    #expect(result.status != 0)
    #expect(result.errors.contains("/nowhere/at/all/draws.csv"))
    #expect(try Tool.run("sample", "Normal(0, 1)", "--output", "draws.txt").status != 0)
    #expect(try Tool.run("sample", "Normal(0, 1)", "--count", "-1").status != 0)
  }

  @Test("a reader that goes away ends the command quietly")
  func closedPipe() throws {
    let process = Process()
    let output = Pipe()
    let errors = Pipe()
    process.executableURL = try Tool.url()
    process.arguments = ["sample", "Normal(0, 1)", "--count", "10000000"]
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    _ = output.fileHandleForReading.readData(ofLength: 100)
    try output.fileHandleForReading.close()
    process.waitUntilExit()
    #expect(errors.fileHandleForReading.readDataToEndOfFile().isEmpty)
    #expect(process.terminationReason == .exit || process.terminationStatus == SIGPIPE)
  }
}
