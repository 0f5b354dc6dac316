import Foundation

/// The program that draws.
enum Gnuplot {
  /// Runs a script that draws to `path`; gives a sentence where that fails. The picture appears
  /// whole or not at all.
  static func draw(_ script: String, terminal: String, to path: String) -> String? {
    let beside = path + ".partial"
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gnuplot", "-"]
    let input = Pipe()
    let errors = Pipe()
    process.standardInput = input
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    let quotedPath = beside.replacingOccurrences(of: "'", with: "''")
    let text =
      "set terminal \(terminal)\nset output '\(quotedPath)'\n" + script + "\nunset output\n"
    do {
      try process.run()
    } catch {
      return "No picture was drawn: gnuplot cannot be started."
    }
    // A program that is not there leaves the pipe without a reader, which is no reason to die.
    signal(SIGPIPE, SIG_IGN)
    try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try? input.fileHandleForWriting.close()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0, FileManager.default.fileExists(atPath: beside) else {
      try? FileManager.default.removeItem(atPath: beside)
      if process.terminationStatus == 127 {
        return "No picture was drawn: gnuplot is not installed (apt-get install gnuplot-nox)."
      }
      let reason = String(decoding: complaint, as: UTF8.self).split(separator: "\n").last ?? ""
      return "No picture was drawn: gnuplot ended with \(process.terminationStatus). \(reason)"
    }
    guard rename(beside, path) == 0 else { return "The picture cannot be moved to \(path)." }
    return nil
  }

  /// Text between double quotes.
  static func quoted(_ text: String) -> String {
    let escaped = text.replacingOccurrences(of: "\\", with: "\\\\")
      .replacingOccurrences(of: "\"", with: "\\\"").replacingOccurrences(of: "\n", with: " ")
    return "\"\(escaped)\""
  }
}
