import ArgumentParser
import Distributions

struct ClosedFormsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "closed-forms",
    abstract: "List the pairs whose KL divergence has a closed form.",
    discussion: "Pairs marked * have one for some parameters only, as those of one shape.")

  @OptionGroup var output: FormatOption

  func run() throws {
    let rules = KLRegistry<Double>.standard.allRules
    switch output.format {
    case .text:
      try printLines(rules.map { "\($0.pair)\($0.isConditional ? "*" : "")" })
    case .json:
      var writer = JSONWriter()
      writer.list(count: rules.count) { writer, index in
        let rule = rules[index]
        writer.raw("{\"p\":")
        writer.string(rule.pair.p)
        writer.raw(",\"q\":")
        writer.string(rule.pair.q)
        writer.raw(rule.isConditional ? ",\"conditional\":true" : ",\"conditional\":false")
        writer.raw(",\"source\":")
        writer.string(rule.source)
        writer.raw("}")
      }
      try printLines([String(decoding: writer.bytes, as: UTF8.self)])
    }
  }
}
