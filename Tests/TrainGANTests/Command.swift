import Foundation

/// The command `train-gan`, as a person runs it.
struct Command {
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The command stands in the folder of the tests' own program, or above it.
  static var path: String {
    let arguments = CommandLine.arguments
    var programs = [arguments.first, Bundle.main.executablePath]
    if let flag = arguments.firstIndex(of: "--test-bundle-path"), flag + 1 < arguments.count {
      programs.append(arguments[flag + 1])
    }
    for case let program? in programs {
      var folder = URL(filePath: program)
      for _ in 0..<4 {
        folder.deleteLastPathComponent()
        let candidate = folder.appending(path: "train-gan").path(percentEncoded: false)
        if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      }
    }
    return "train-gan does not stand beside the tests"
  }

  /// Runs to the end.
  static func run(_ arguments: [String], environment: [String: String]? = nil) throws -> Result {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files rather than pipes: nobody has to read them while the process runs.
    let output = folder.appending(path: "output")
    let errors = folder.appending(path: "errors")
    for file in [output, errors] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    if let environment { process.environment = environment }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }

  /// An empty folder of its own.
  static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "train-gan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
