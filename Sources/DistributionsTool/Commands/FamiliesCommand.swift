import ArgumentParser
import Distributions

struct FamiliesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "families", abstract: "List the families and how they are written.")

  @OptionGroup var output: FormatOption

  func run() throws {
    let families = LiteralFamilies.standard
    let spellings = families.names.map { name in
      (name, (families.spellings(of: name) ?? []).map { $0.signature(name) })
    }
    switch output.format {
    case .text:
      try printLines(spellings.flatMap(\.1))
    case .json:
      var writer = JSONWriter()
      writer.list(count: spellings.count) { writer, index in
        writer.raw("{\"family\":")
        writer.string(spellings[index].0)
        writer.raw(",\"spellings\":")
        writer.list(count: spellings[index].1.count) { $0.string(spellings[index].1[$1]) }
        writer.raw("}")
      }
      try printLines([String(decoding: writer.bytes, as: UTF8.self)])
    }
  }
}
