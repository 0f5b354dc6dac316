/// A literal as it is written, before families give it a meaning.
struct LiteralNode: Sendable {
  enum Value: Sendable {
    case number(Double)
    /// A list of nothing but numbers, or an empty one.
    case numbers([Double])
    /// A list that holds something other than a number.
    case list([LiteralNode])
    case call(LiteralCall)
  }

  let value: Value
  /// The place, in bytes.
  let range: Range<Int>

  /// What this is, for messages: "a number".
  var kindName: String {
    switch value {
    case .number: "a number"
    case .numbers(let numbers): numbers.isEmpty ? "an empty list" : "a list of numbers"
    case .list(let elements):
      elements.allSatisfy { if case .call = $0.value { true } else { false } }
        ? "a list of \(elements.count == 1 ? "one name" : "names") with arguments"
        : "a list"
    case .call(let call): "\(call.name)(…)"
    }
  }
}

/// `Name(label: value, value, …)`.
struct LiteralCall: Sendable {
  struct Argument: Sendable {
    let label: String?
    let labelRange: Range<Int>
    /// Where an equals sign stands in the place of the colon, as in other languages.
    let equalsSign: Int?
    let value: LiteralNode
  }

  let name: String
  let nameRange: Range<Int>
  let arguments: [Argument]
  /// The closing bracket.
  let end: Int
}

/// Reads the syntax of literals from bytes, each once:
///
/// ```
/// value  = number | list | call
/// number = sign? (digits ("." digits)? exponent? | hexadecimal | "inf" | "infinity" | "nan")
/// list   = "[" (value ("," value)* ","?)? "]"
/// call   = name "(" (argument ("," argument)* ","?)? ")"
/// argument = (name ":")? value
/// ```
///
/// White space may stand between any two of these. Brackets nest at most ``depthLimit`` deep, so
/// that no text can exhaust the stack.
struct LiteralSyntax {
  static let depthLimit = 100

  private let text: String
  private let bytes: [UInt8]
  private var position = 0

  private init(_ text: String) {
    self.text = text
    self.bytes = Array(text.utf8)
  }

  /// The call that is the whole of the text.
  static func call(in text: String) throws(LiteralError) -> LiteralCall {
    var syntax = LiteralSyntax(text)
    let node = try syntax.value(depth: 0)
    guard case .call(let call) = node.value else {
      throw syntax.error(
        node.range, .syntax,
        "\(node.kindName) is not a distribution; write Normal(0, 1) or the like.")
    }
    syntax.skipSpace()
    if let byte = syntax.current {
      if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") {
        throw syntax.error(
          syntax.position..<syntax.position + 1, .unbalancedBracket,
          "This \(syntax.found) closes nothing.")
      }
      throw syntax.error(
        syntax.position..<syntax.bytes.count, .trailingText,
        "Text after the end of the distribution.")
    }
    return call
  }

  // MARK: - Characters

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private static func startsName(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")) || byte == UInt8(ascii: "_")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private mutating func name() -> String {
    let start = position
    while let byte = current, Self.startsName(byte) || Self.isDigit(byte) { position += 1 }
    return string(start..<position)
  }

  private func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  private func error(
    _ range: Range<Int>, _ problem: LiteralError.Problem, _ message: String
  ) -> LiteralError {
    LiteralError(text: text, range: range, problem: problem, message: message)
  }

  /// The character at the position, for messages.
  private var found: String {
    guard position < bytes.count else { return "the end" }
    let rest = String(decoding: bytes[position..<min(position + 8, bytes.count)], as: UTF8.self)
    return rest.first.map { "“\($0)”" } ?? "the end"
  }

  private func unexpected(_ expected: String) -> LiteralError {
    let end = min(position + 1, bytes.count)
    return error(position..<end, .syntax, "Expected \(expected), found \(found).")
  }

  // MARK: - Grammar

  private mutating func value(depth: Int) throws(LiteralError) -> LiteralNode {
    skipSpace()
    let start = position
    guard let byte = current else {
      throw unexpected(depth == 0 ? "a distribution" : "a value")
    }
    if byte == UInt8(ascii: "[") { return try list(depth: depth + 1) }
    guard Self.startsName(byte) else { return try number() }

    let name = name()
    skipSpace()
    if current == UInt8(ascii: "(") {
      let call = try call(
        name, nameRange: start..<start + name.utf8.count, depth: depth + 1)
      return LiteralNode(value: .call(call), range: start..<position)
    }
    let end = start + name.utf8.count
    if let number = Self.wordNumber(name) {
      return LiteralNode(value: .number(number), range: start..<end)
    }
    if position == bytes.count || depth == 0 {
      throw error(
        start..<end, .syntax,
        "\(name) needs its parameters in brackets after it: \(name)(…).")
    }
    throw error(
      start..<end, .syntax,
      "\(name) is not a value; a value is a number, a list or a distribution.")
  }

  private static func wordNumber(_ word: String) -> Double? {
    switch word {
    case "inf", "infinity", "Infinity": .infinity
    case "nan", "NaN": .nan
    default: nil
    }
  }

  private mutating func list(depth: Int) throws(LiteralError) -> LiteralNode {
    let start = position
    try checkDepth(depth)
    position += 1
    var numbers: [Double] = []
    var elements: [LiteralNode] = []
    while true {
      skipSpace()
      if current == UInt8(ascii: "]") { break }
      let element = try value(depth: depth)
      if elements.isEmpty, case .number(let number) = element.value {
        numbers.append(number)
      } else {
        if elements.isEmpty {
          elements = numbers.map {
            LiteralNode(value: .number($0), range: start..<element.range.lowerBound)
          }
          numbers = []
        }
        elements.append(element)
      }
      if try !another(until: UInt8(ascii: "]"), opened: start) { break }
    }
    position += 1
    return LiteralNode(
      value: elements.isEmpty ? .numbers(numbers) : .list(elements), range: start..<position)
  }

  private mutating func call(
    _ name: String, nameRange: Range<Int>, depth: Int
  ) throws(LiteralError) -> LiteralCall {
    let opening = position
    try checkDepth(depth)
    position += 1
    var arguments: [LiteralCall.Argument] = []
    while true {
      skipSpace()
      if current == UInt8(ascii: ")") { break }
      arguments.append(try argument(depth: depth))
      if try !another(until: UInt8(ascii: ")"), opened: opening) { break }
    }
    position += 1
    return LiteralCall(
      name: name, nameRange: nameRange, arguments: arguments, end: position - 1)
  }

  private mutating func argument(depth: Int) throws(LiteralError) -> LiteralCall.Argument {
    let start = position
    if let byte = current, Self.startsName(byte) {
      let label = name()
      let end = position
      skipSpace()
      if let byte = current, byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") {
        let equalsSign = byte == UInt8(ascii: "=") ? position : nil
        position += 1
        return LiteralCall.Argument(
          label: label, labelRange: start..<end, equalsSign: equalsSign,
          value: try value(depth: depth))
      }
      position = start
    }
    return LiteralCall.Argument(
      label: nil, labelRange: start..<start, equalsSign: nil,
      value: try value(depth: depth))
  }

  /// After an element: true at a comma, which is taken; false at the closing bracket, which is
  /// not.
  private mutating func another(
    until close: UInt8, opened: Int
  ) throws(LiteralError) -> Bool {
    skipSpace()
    guard let byte = current else {
      throw error(
        opened..<opened + 1, .unbalancedBracket,
        "This \(bytes[opened] == UInt8(ascii: "(") ? "(" : "[") is never closed.")
    }
    if byte == close { return false }
    if byte == UInt8(ascii: ",") {
      position += 1
      return true
    }
    let closing = String(UnicodeScalar(close))
    if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") {
      throw error(
        position..<position + 1, .unbalancedBracket,
        "Expected “,” or “\(closing)”, found \(found).")
    }
    throw unexpected("“,” or “\(closing)”")
  }

  private func checkDepth(_ depth: Int) throws(LiteralError) {
    guard depth > Self.depthLimit else { return }
    throw error(
      position..<position + 1, .tooDeep(limit: Self.depthLimit),
      "Brackets are nested more than \(Self.depthLimit) deep.")
  }

  // MARK: - Numbers

  private mutating func number() throws(LiteralError) -> LiteralNode {
    let start = position
    let sign = current
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { position += 1 }
    if let byte = current, Self.startsName(byte) {
      let wordStart = position
      let word = name()
      guard let number = Self.wordNumber(word) else {
        position = wordStart
        throw unexpected("a number")
      }
      return LiteralNode(
        value: .number(sign == UInt8(ascii: "-") ? -number : number), range: start..<position)
    }
    guard let byte = current, Self.isDigit(byte) || byte == UInt8(ascii: ".") else {
      position = start
      throw unexpected("a value")
    }
    while let byte = current {
      let isSign = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      let follows = Self.isDigit(byte) || byte == UInt8(ascii: ".") || Self.startsName(byte)
      guard follows || (isSign && Self.isExponent(bytes[position - 1])) else { break }
      position += 1
    }
    let range = start..<position
    switch DecimalNumber.value(of: bytes[range], hexadecimal: true) {
    case .number(let number): return LiteralNode(value: .number(number), range: range)
    case .outOfRange:
      throw error(
        range, .badNumber(string(range)),
        "\(string(range)) is beyond the range of numbers; write inf or -inf if you mean that.")
    case .malformed:
      throw error(range, .badNumber(string(range)), Self.advice(on: string(range)))
    }
  }

  private static func isExponent(_ byte: UInt8) -> Bool {
    byte | 0x20 == UInt8(ascii: "e") || byte | 0x20 == UInt8(ascii: "p")
  }

  private static func advice(on text: String) -> String {
    if text.contains("_") { return "\(text): numbers are written without underscores." }
    if text.hasPrefix(".") || text.hasPrefix("-.") || text.hasPrefix("+.") || text.hasSuffix(".") {
      return "\(text) is not a number; digits stand on both sides of the point: 0.5, 1.0."
    }
    return "\(text) is not a number."
  }
}
