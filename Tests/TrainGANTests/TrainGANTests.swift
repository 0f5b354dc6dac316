import Foundation
import Testing

@Suite(.serialized) struct TrainGANTests {
  private static let compared = [
    "samples.csv", "report.json", "history.csv", "generator.safetensors", "critic.safetensors",
    "checkpoint.safetensors",
  ]

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = try Command.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func text(_ folder: URL, _ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  private func small(_ folder: URL, _ more: String...) -> [String] {
    ["--data", "iris", "--hidden", "8,8", "--batch", "16", "--samples", "30", "--quiet"]
      + ["--output", folder.path(percentEncoded: false)] + more
  }

  @Test func leavesItsFiles() throws {
    try withFolder { folder in
      let result = try Command.run(
        ["--data", "iris", "--steps", "30", "--hidden", "8,8", "--samples", "45"]
          + ["--output", folder.path(percentEncoded: false)])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("linear discriminant analysis"))
      #expect(result.errors.contains("step 30/30"))
      let names = try FileManager.default.contentsOfDirectory(
        atPath: folder.path(percentEncoded: false))
      let others = ["train.log", "samples.npy", "inputs.npy", "outputs.npy"]
      for name in Self.compared + others { #expect(names.contains(name), "\(name)") }
      #expect(!names.contains { $0.hasSuffix(".partial") })
      let lines = try text(folder, "samples.csv").split(separator: "\n")
      #expect(lines.count == 46)
      #expect(lines[0] == "sepal_length,sepal_width,petal_length,petal_width,species")
      #expect(lines[1].hasSuffix(",setosa") && lines[45].hasSuffix(",virginica"))
      let history = try text(folder, "history.csv").split(separator: "\n")
      #expect(history[0] == "step,critic_loss,distance,penalty,generator_loss")
      let report = try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.appending(path: "report.json")))
      let comparison = (report as? [String: Any])?["comparison"] as? [String: Any]
      #expect((comparison?["groups"] as? [Any])?.count == 3)
      #expect(comparison?["classifier"] != nil && comparison?["energyDistance"] != nil)
    }
  }

  @Test func sameBytesOnOneAndTwoThreads() throws {
    try withFolder { first in
      try withFolder { second in
        try #expect(Command.run(small(first, "--steps", "8", "--threads", "1")).status == 0)
        try #expect(Command.run(small(second, "--steps", "8", "--threads", "2")).status == 0)
        for name in Self.compared {
          try #expect(text(first, name) == text(second, name), "\(name)")
        }
      }
    }
  }

  /// Killed at some instant, then resumed: the files of an undisturbed run.
  @Test func resumesToTheSameBytes() throws {
    try withFolder { whole in
      try withFolder { broken in
        try #expect(Command.run(small(whole, "--steps", "300")).status == 0)
        let process = Process()
        process.executableURL = URL(filePath: Command.path)
        process.arguments = small(broken, "--steps", "300")
        process.standardError = FileHandle.nullDevice
        try process.run()
        Thread.sleep(forTimeInterval: 0.3)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let resumed = try Command.run(small(broken, "--steps", "300", "--resume"))
        #expect(resumed.status == 0, "\(resumed.errors)")
        for name in Self.compared {
          try #expect(text(whole, name) == text(broken, name), "\(name)")
        }
        let other = try Command.run(small(broken, "--steps", "9", "--resume"))
        #expect(other.status != 0 && other.errors.contains("contradict"))
      }
    }
  }

  /// Killed again and again, while it starts, trains and writes: no checkpoint is ever lost.
  @Test func survivesManyKills() throws {
    try withFolder { whole in
      try withFolder { broken in
        let steps = ["--steps", "600", "--checkpoint-interval", "0.01"]
        try #expect(Command.run(small(whole) + steps).status == 0)
        for wait in [0.03, 0.3, 0.11, 0.2, 0.16] {
          let process = Process()
          process.executableURL = URL(filePath: Command.path)
          process.arguments = small(broken, "--resume") + steps
          process.standardError = FileHandle.nullDevice
          try process.run()
          Thread.sleep(forTimeInterval: wait)
          kill(process.processIdentifier, SIGKILL)
          process.waitUntilExit()
        }
        let resumed = try Command.run(small(broken, "--resume") + steps)
        #expect(resumed.status == 0, "\(resumed.errors)")
        for name in Self.compared {
          try #expect(text(whole, name) == text(broken, name), "\(name)")
        }
      }
    }
  }

  @Test func interruptionSavesAndSaysHowToGoOn() throws {
    try withFolder { folder in
      let errors = folder.appending(path: "errors")
      try Data().write(to: errors)
      let process = Process()
      process.executableURL = URL(filePath: Command.path)
      process.arguments = small(folder, "--steps", "1000000")
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.run()
      // Once the first checkpoint is there, it trains and watches for the signal.
      let checkpoint = folder.appending(path: "checkpoint.safetensors")
      while process.isRunning
        && !FileManager.default.fileExists(atPath: checkpoint.path(percentEncoded: false))
      {
        Thread.sleep(forTimeInterval: 0.02)
      }
      process.interrupt()
      process.waitUntilExit()
      #expect(process.terminationStatus != 0)
      let message = try text(folder, "errors")
      #expect(message.contains("train-gan --resume --output"), "\(message)")
      #expect(message.contains("Stopped after step"))
    }
  }

  @Test func errorsHelp() throws {
    try withFolder { folder in
      func failure(_ arguments: String...) throws -> String {
        let result = try Command.run(
          arguments + ["--quiet", "--output", folder.path(percentEncoded: false)])
        #expect(result.status != 0, "\(arguments)")
        return result.errors
      }
      let bad = folder.appending(path: "bad.csv")
      try Data("a,b\n1,2\n3,x\n5,6\n".utf8).write(to: bad)
      let cell = try failure("--data", bad.path(percentEncoded: false))
      #expect(cell.contains("bad.csv, row 2, column b"))
      let column = try failure("--data", "iris", "--condition", "colour")
      #expect(column.contains("colour") && column.contains("species"))
      let file = try failure("--data", "/nonexistent.csv")
      #expect(file.contains("/nonexistent.csv: There is no such file"))
      let noise = try failure("--noise", "Normal(0, -1)")
      #expect(noise.contains("standardDeviation") && noise.contains("-1"))
      try #expect(failure("--objective", "best").contains("wasserstein"))
      try #expect(failure("--steps", "10", "--batch", "0").contains("batch is 0"))
      try #expect(failure("--hidden", "64,x").contains("64,64"))
      let folderError = try Command.run(["--quiet", "--output", "/proc/nothing"])
      #expect(folderError.status != 0 && folderError.errors.contains("/proc/nothing"))
      try Data("not a checkpoint".utf8).write(
        to: folder.appending(path: "checkpoint.safetensors"))
      try #expect(failure("--resume").contains("checkpoint.safetensors"))
    }
  }

  @Test func missingGnuplotIsAWarning() throws {
    try withFolder { folder in
      let result = try Command.run(
        small(folder, "--steps", "2"), environment: ["PATH": "/nonexistent"])
      #expect(result.status == 0)
      #expect(result.errors.contains("warning: No picture was drawn"))
      try #expect(!text(folder, "samples.csv").isEmpty)
    }
  }

  /// What the data's own units, its labels and a constant column become.
  @Test func learnsATableOfOnesOwn() throws {
    try withFolder { folder in
      var lines = "height,kind,constant\n"
      for i in 0..<60 { lines += "\(150 + i),\(i % 2 == 0 ? "a" : "b"),7\n" }
      let data = folder.appending(path: "own.csv")
      try Data(lines.utf8).write(to: data)
      let result = try Command.run(
        ["--data", data.path(percentEncoded: false), "--steps", "40", "--hidden", "8", "--quiet"]
          + ["--samples", "20", "--output", folder.path(percentEncoded: false)])
      #expect(result.status == 0, "\(result.errors)")
      let rows = try text(folder, "samples.csv").split(separator: "\n").dropFirst()
      #expect(rows.count == 20)
      for row in rows {
        let cells = row.split(separator: ",")
        #expect(cells[2] == "7" && (cells[1] == "a" || cells[1] == "b"))
        #expect(abs((Double(cells[0]) ?? .nan) - 180) < 400)
      }
    }
  }

  /// The shape of a good result, at a quarter of the steps and so with wider bounds than the full
  /// run keeps.
  @Test func learnsIris() throws {
    try withFolder { folder in
      let result = try Command.run([
        "--data", "iris", "--seed", "1", "--steps", "1000", "--quiet", "--output",
        folder.path(percentEncoded: false),
      ])
      #expect(result.status == 0, "\(result.errors)")
      let report =
        try JSONSerialization.jsonObject(
          with: Data(contentsOf: folder.appending(path: "report.json"))) as? [String: Any]
      let comparison = report?["comparison"] as? [String: Any]
      let classifier = comparison?["classifier"] as? [String: Any]
      #expect((classifier?["trainedOnGeneratedAccuracy"] as? Double ?? 0) >= 0.93)
      let groups = comparison?["groups"] as? [[String: Any]] ?? []
      #expect(groups.count == 3)
      for column in groups.flatMap({ $0["columns"] as? [[String: Any]] ?? [] }) {
        #expect(abs(column["meanDifference"] as? Double ?? .nan) < 0.3, "\(column)")
        let ratio = column["standardDeviationRatio"] as? Double ?? .nan
        #expect(ratio > 0.5 && ratio < 1.6, "\(column)")
      }
    }
  }
}
