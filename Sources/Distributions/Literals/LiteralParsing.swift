/// The distribution that a literal writes: `Gamma(shape: 2.5, rate: 1)`.
///
/// Labels may be left out: `Gamma(2.5, 1)` gives its values to the parameters in the order of the
/// first spelling that they fit. Values without a label stand for the parameter at their place;
/// values with one may stand in any order. Numbers are written as Swift and JSON write them, and
/// `inf`, `-inf` and `nan`; lists in square brackets; distributions nest:
/// `Mixture(weights: [0.3, 0.7], components: [Normal(0, 1), Normal(4, 0.5)])`.
///
/// - Parameters:
///   - text: The literal; white space around it and between its parts does not count.
///   - families: The families it may name.
/// - Returns: The distribution, whose `validate()` has passed, as have those of its parts.
/// - Throws: ``LiteralError``, which names the place; a parameter out of its domain is its problem
///   ``LiteralError/Problem/invalidParameter(_:)``, with family, parameter, value and bound.
public func distribution(
  parsing text: String, families: LiteralFamilies = .standard
) throws(LiteralError) -> any Distribution<Double> {
  let call = try LiteralSyntax.call(in: text)
  return try LiteralResolver(text: text, families: families).distribution(call)
}

/// Gives a parsed literal its meaning.
struct LiteralResolver {
  let text: String
  let families: LiteralFamilies

  func distribution(_ call: LiteralCall) throws(LiteralError) -> any Distribution<Double> {
    guard let spellings = families.spellings(of: call.name) else {
      throw unknownFamily(call)
    }
    let equalsSign = call.arguments.lazy.compactMap(\.equalsSign).first
    var failure: LiteralMismatch?
    for spelling in spellings {
      switch LiteralMatch.match(call, spelling) {
      case .success(let match):
        if let equalsSign {
          throw error(
            equalsSign..<equalsSign + 1, .syntax,
            "A label is followed by a colon: \(spelling.signature(call.name)).")
        }
        return try make(call, spelling, match)
      case .failure(let mismatch):
        if failure.map({ mismatch.progress > $0.progress }) ?? true { failure = mismatch }
      }
    }
    throw explain(failure, call, spellings)
  }

  private func make(
    _ call: LiteralCall, _ spelling: LiteralSpelling, _ match: LiteralMatch
  ) throws(LiteralError) -> any Distribution<Double> {
    var arguments: [(label: String, value: LiteralArguments.Argument)] = []
    arguments.reserveCapacity(spelling.parameters.count)
    for (slot, parameter) in spelling.parameters.enumerated() {
      guard let index = match.arguments[slot] else { continue }
      let value = try value(of: call.arguments[index].value, as: parameter.kind)
      arguments.append((parameter.label, value))
    }
    do {
      let distribution = try spelling.make(LiteralArguments(arguments))
      try distribution.validate()
      return distribution
    } catch let error as LiteralError {
      throw error
    } catch let error as ParameterError {
      let slot = spelling.parameters.firstIndex { $0.label == error.parameter }
      let index = error.family == call.name ? slot.flatMap { match.arguments[$0] } : nil
      throw self.error(
        index.map { call.arguments[$0].value.range } ?? call.nameRange,
        .invalidParameter(error), error.description)
    } catch {
      throw self.error(call.nameRange, .rejected, "\(call.name): \(error)")
    }
  }

  /// A value whose shallow form has been matched to the kind.
  private func value(
    of node: LiteralNode, as kind: LiteralParameter.Kind
  ) throws(LiteralError) -> LiteralArguments.Argument {
    switch (node.value, kind) {
    case (.number(let number), .number), (.number(let number), .wholeNumber):
      return .number(number)
    case (.numbers(let numbers), .numbers):
      return .numbers(numbers)
    case (.numbers, .matrix):
      return .matrix([])
    case (.list(let rows), .matrix):
      return .matrix(rows.map { if case .numbers(let row) = $0.value { row } else { [] } })
    case (.call(let call), .distribution):
      return .distribution(try distribution(call))
    case (.numbers, .distributions):
      return .distributions([])
    case (.list(let elements), .distributions):
      var distributions: [any Distribution<Double>] = []
      for element in elements {
        if case .call(let call) = element.value { distributions.append(try distribution(call)) }
      }
      return .distributions(distributions)
    case (.call(let call), .batch):
      return .distributions(try batch(call))
    case (.call(let call), .bijection):
      return .bijection(try bijection(call))
    case (.numbers, .bijections):
      return .bijections([])
    case (.list(let elements), .bijections):
      return .bijections(try bijections(elements))
    default:
      throw error(node.range, .syntax, "Expected \(kind), found \(node.kindName).")
    }
  }

  // MARK: - Errors

  func error(
    _ range: Range<Int>, _ problem: LiteralError.Problem, _ message: String
  ) -> LiteralError {
    LiteralError(text: text, range: range, problem: problem, message: message)
  }

  private func unknownFamily(_ call: LiteralCall) -> LiteralError {
    let suggestion = NearestName.suggestion(for: call.name, among: families.names)
    let advice = suggestion.map { "; did you mean \($0)?" } ?? "."
    return error(
      call.nameRange, .unknownFamily(call.name, suggestion: suggestion),
      "No family is called \(call.name)\(advice)")
  }

  private func advice(_ label: String, _ suggestion: String?) -> String {
    guard let suggestion else { return "." }
    if NearestName.variances.contains(label), suggestion.hasSuffix("tandardDeviation") {
      return "; it takes the \(suggestion), the square root of the variance."
    }
    return "; did you mean \(suggestion)?"
  }

  /// Whether two digits have nothing but a comma between them.
  private func hasDecimalComma(_ call: LiteralCall) -> Bool {
    let bytes = Array(Array(text.utf8)[call.nameRange.lowerBound..<call.end])
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    return bytes.indices.dropFirst().dropLast().contains { index in
      bytes[index] == UInt8(ascii: ",") && isDigit(bytes[index - 1]) && isDigit(bytes[index + 1])
    }
  }

  private func explain(
    _ mismatch: LiteralMismatch?, _ call: LiteralCall, _ spellings: [LiteralSpelling]
  ) -> LiteralError {
    let family = call.name
    let written = spellings.map { $0.form(family) }.joined(separator: " or ")
    switch mismatch?.reason {
    case .unknownLabel(let label, let range):
      let labels = spellings.flatMap { $0.parameters.map(\.label) }
      if labels.contains(label) {
        return error(
          range, .labelsOfDifferentSpellings(family: family),
          "\(family) takes \(label) only as one of: \(written).")
      }
      let suggestion = NearestName.suggestion(for: label, among: labels)
      return error(
        range, .unknownLabel(label, family: family, suggestion: suggestion),
        "\(family) has no \(label)\(advice(label, suggestion)) It is written \(written).")
    case .duplicate(let label, let range):
      return error(
        range, .duplicateArgument(label, family: family),
        "\(family) is given \(label) twice. It is written \(written).")
    case .tooMany(let range):
      let hint = hasDecimalComma(call) ? " In numbers the decimal mark is a point." : ""
      return error(
        range, .tooManyArguments(family: family),
        "\(family) does not take so many values. It is written \(written).\(hint)")
    case .missing(let label):
      return error(
        call.end..<call.end + 1, .missingArgument(label, family: family),
        "\(family) needs \(label). It is written \(written).")
    case .wrongKind(let parameter, let node, let found):
      return error(
        node, .wrongKind(label: parameter.label, family: family, expected: parameter.kind),
        "\(family): \(parameter.label) takes \(parameter.kind), not \(found).")
    case nil:
      return error(call.nameRange, .rejected, "\(family) cannot be written as text.")
    }
  }
}

extension LiteralSpelling {
  /// The spelling as it is spoken of: `Gamma(shape:rate:)`, `Truncated(_:lowerBound:upperBound:)`.
  ///
  /// What another distribution is made of, its `base`, has no label in Swift; a literal may give it
  /// one.
  public func signature(_ family: String) -> String {
    let labels = parameters.map { $0.label == "base" ? "_:" : "\($0.label):" }
    return "\(family)(\(labels.joined()))"
  }

  /// The spelling with its values left open: `Gamma(shape: …, rate: …)`, `Categorical(logits: […])`.
  func form(_ family: String) -> String {
    let arguments = parameters.map { parameter in
      let isList = [.numbers, .matrix, .distributions, .bijections].contains(parameter.kind)
      let value = isList ? "[…]" : "…"
      return parameter.label == "base" ? value : "\(parameter.label): \(value)"
    }
    return "\(family)(\(arguments.joined(separator: ", ")))"
  }
}
