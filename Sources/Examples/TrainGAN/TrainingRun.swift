import Foundation
import GAN

/// One run from its plan to the files it leaves.
struct TrainingRun {
  let plan: RunPlan
  let folder: OutputFolder
  let isQuiet: Bool
  /// How long training may go on without a checkpoint.
  var checkpointInterval = Duration.seconds(5)
  private var gan: TableGAN
  private var log: RunLog

  init(_ plan: RunPlan, folder: OutputFolder, isQuiet: Bool) throws {
    self.plan = plan
    self.folder = folder
    self.isQuiet = isQuiet
    let table = try plan.table()
    let features = try TableEncoding(table, conditions: plan.conditions).featureWidth
    gan = try TableGAN(
      table, conditions: plan.conditions, objective: plan.makeObjective(features: features),
      noise: noise(literal: plan.noise), networks: plan.networks, settings: plan.training)
    log = RunLog(path: folder.file("train.log"))
  }

  mutating func resume(from checkpoint: OutputFolder.Checkpoint) throws {
    try gan.trainer.restore(from: checkpoint.file)
    log.add("resumed after step \(gan.trainer.step)")
    if !isQuiet { Terminal.note("Going on after step \(gan.trainer.step).") }
  }

  /// Trains to the end, saving a checkpoint at the start, every few seconds and at the end.
  mutating func train() throws {
    Interruption.watch()
    let (plan, folder, isQuiet, interval) = (plan, folder, isQuiet, checkpointInterval)
    try folder.save(gan.trainer, plan: plan)
    log.add("training from step \(gan.trainer.step) on \(ThreadCount.current) threads")
    var line = ProgressLine(
      total: plan.training.steps, first: gan.trainer.step,
      rowsPerStep: plan.training.batch * plan.training.criticSteps)
    var saved = ContinuousClock.now
    do {
      try gan.train { trainer, losses in
        let isLast = trainer.step == plan.training.steps || Interruption.isRequested
        if !isQuiet {
          line.show(
            step: trainer.step, critic: losses.critic, distance: losses.distance,
            generator: losses.generator, isLast: isLast)
        }
        if isLast || ContinuousClock.now - saved >= interval {
          try folder.save(trainer, plan: plan)
          saved = ContinuousClock.now
        }
        return Interruption.isRequested ? .stop : .proceed
      }
    } catch let error as TrainingError {
      log.add("stopped: \(error)")
      throw RunError("\(error) The last good state is in \(folder.file("checkpoint.safetensors")).")
    }
    log.add("step \(gan.trainer.step) of \(plan.training.steps)")
    if gan.trainer.step < plan.training.steps {
      try folder.write(gan.trainer.history.csv, to: "history.csv")
      throw RunError(
        "Stopped after step \(gan.trainer.step) of \(plan.training.steps). To go on: "
          + "train-gan --resume --output \(folder.path)")
    }
  }

  /// Writes samples, picture, weights, history and report, and prints the report's figures.
  mutating func finish() throws {
    let generation = gan.generation(count: plan.samples, seed: plan.training.seed)
    let samples = generation.table
    let report = Report(plan: plan, gan: gan, samples: samples)
    let notes = try notes()
    try folder.write(samples.csv, to: "samples.csv")
    try WholeFile.write(samples.npy, to: folder.file("samples.npy"))
    try write(generation.inputs, to: "inputs.npy")
    try write(generation.outputs, to: "outputs.npy")
    try folder.write(gan.trainer.history.csv, to: "history.csv")
    try gan.trainer.sampler.safetensors(metadata: notes)
      .write(to: folder.file("generator.safetensors"))
    try gan.trainer.critic.safetensors(metadata: notes)
      .write(to: folder.file("critic.safetensors"))
    try folder.write(json(report, pretty: true) + "\n", to: "report.json")
    if let warning = Picture(real: gan.table, generated: samples, plan: plan).write(to: folder) {
      Terminal.note("warning: \(warning)")
    }
    let curve = HistoryPicture(
      history: gan.trainer.history, objective: gan.trainer.objective.name)
    _ = curve.write(to: folder.file("history.svg"))
    log.add("finished")
    if !isQuiet {
      print(report.summary)
      print("Files are in \(folder.path).")
    }
  }

  /// The first rows that went into the generator, or came out of it: enough to see that the weights
  /// do the same elsewhere.
  private func write(_ rows: Tensor<Float>, to name: String) throws {
    let kept = rows.sliced(0..<min(1_000, rows.shape[0]))
    let data = NumPyArray.encoded(kept.scalars, rows: kept.shape[0], columns: kept.shape[1])
    try WholeFile.write(data, to: folder.file(name))
  }

  /// What it takes to use the weights elsewhere: the networks' shape and the columns' scales.
  private func notes() throws -> [String: String] {
    [
      "networks": try json(gan.networks, pretty: false), "noise": plan.noise,
      "encoding": try json(gan.encoding, pretty: false),
    ]
  }
}

/// A run that ended before its end.
struct RunError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Times of day, kept apart from all files that two runs are compared by.
struct RunLog {
  let path: String

  func add(_ text: String) {
    let line = "\(Date().formatted(.iso8601)) \(text)\n"
    // The log is a comfort: that it cannot be written stops nothing.
    if let handle = FileHandle(forWritingAtPath: path) {
      defer { try? handle.close() }
      _ = try? handle.seekToEnd()
      try? handle.write(contentsOf: Data(line.utf8))
    } else {
      _ = FileManager.default.createFile(atPath: path, contents: Data(line.utf8))
    }
  }
}
