import Foundation
import Testing

/// The built command, run as its users run it.
enum Tool {
  struct Result {
    let status: Int32
    let output: String
    let errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  private struct NotBuilt: Error, CustomStringConvertible {
    let description = "The command distributions does not stand beside the tests."
  }

  /// The command stands in the folder of the tests' own program.
  static func url() throws -> URL {
    let arguments = CommandLine.arguments
    var programs = [arguments.first]
    if let flag = arguments.firstIndex(of: "--test-bundle-path"), flag + 1 < arguments.count {
      programs.append(arguments[flag + 1])
    }
    programs.append(Bundle.main.executablePath)
    for case let program? in programs {
      var folder = URL(fileURLWithPath: program)
      for _ in 0..<4 {
        folder.deleteLastPathComponent()
        let candidate = folder.appendingPathComponent("distributions")
        if FileManager.default.isExecutableFile(atPath: candidate.path),
          (try? candidate.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
        {
          return candidate
        }
      }
    }
    throw NotBuilt()
  }

  /// Runs the command to its end.
  static func run(_ arguments: String..., input: Data = Data()) throws -> Result {
    try run(arguments: arguments, input: input)
  }

  /// Likewise.
  static func run(arguments: [String], input: Data = Data()) throws -> Result {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["in", "out", "err"].map { folder.appendingPathComponent($0) }
    try input.write(to: files[0])
    for file in files[1...] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = try url()
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit, "\(arguments)")
    return Result(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
  }

  /// The answers of `evaluate` to lines of text, each read by Foundation.
  static func evaluate(_ lines: String...) throws -> (answers: [[String: Any]], status: Int32) {
    let text = lines.joined(separator: "\n") + "\n"
    let result = try run("evaluate", input: Data(text.utf8))
    #expect(result.errors.isEmpty)
    let answers = try result.lines.map { line in
      try #require(
        try AnyJSON.object(line), "\(line)")
    }
    #expect(answers.count == lines.count)
    return (answers, result.status)
  }

  /// The value of one request, as Foundation reads it.
  static func value(of request: String) throws -> Any {
    let (answers, status) = try evaluate(request)
    let value = try #require(answers.first?["value"], "\(answers)")
    #expect(status == 0)
    return value
  }

  /// The value of one request that is answered by a number, infinities and NaN included.
  static func number(of request: String) throws -> Double {
    let value = try value(of: request)
    return try #require(value as? Double ?? (value as? String).flatMap(Double.init), "\(value)")
  }

  /// The code of the failure of one request.
  static func failure(of request: String) throws -> String {
    let (answers, status) = try evaluate(request)
    let failure = try #require(answers.first?["failure"] as? [String: String], "\(answers)")
    #expect(status == 1)
    #expect(failure["message"]?.isEmpty == false)
    return try #require(failure["code"])
  }

  static func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("distributions-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}

/// Equal infinities, both NaN, or a relative difference of at most the tolerance.
func agrees(_ value: Double, _ truth: Double, within tolerance: Double) -> Bool {
  if value.isNaN || truth.isNaN { return value.isNaN && truth.isNaN }
  if value == truth { return true }
  return abs(value - truth) <= tolerance * abs(truth)
}
