import Foundation
import GAN

/// The folder that a run writes to; each file is written whole or not at all.
struct OutputFolder {
  let path: String

  /// Makes the folder where it is missing.
  ///
  /// - Throws: ``FileError`` where nothing can be written there, before any work is lost.
  init(_ path: String) throws {
    self.path = path
    try WholeFile.prepareFolder(path)
  }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ text: String, to name: String) throws {
    try WholeFile.write(text, to: file(name))
  }

  /// A checkpoint with the plan of the run it belongs to.
  struct Checkpoint {
    let plan: RunPlan
    let file: Safetensors
  }

  /// The checkpoint in the folder; nil where there is none.
  func savedCheckpoint() throws -> Checkpoint? {
    let path = file("checkpoint.safetensors")
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let tensors = try Safetensors(contentsOf: path)
    guard let text = tensors.metadata["run"],
      let plan = try? JSONDecoder().decode(RunPlan.self, from: Data(text.utf8))
    else { throw FileError(path: path, problem: "This checkpoint is not one of train-gan.") }
    return Checkpoint(plan: plan, file: tensors)
  }

  func save(_ trainer: Trainer<Float>, plan: RunPlan) throws {
    var tensors = try trainer.checkpoint()
    tensors.metadata["run"] = try json(plan, pretty: false)
    try tensors.write(to: file("checkpoint.safetensors"))
  }
}

/// JSON with the keys in order: equal values give equal bytes.
func json(_ value: some Encodable, pretty: Bool) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
