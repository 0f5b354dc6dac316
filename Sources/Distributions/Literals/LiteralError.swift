/// What is wrong with a distribution literal, and where.
///
/// ``description`` is a sentence and the text with a caret under the place:
///
/// ```
/// Normal has no sigma; did you mean standardDeviation?
///   Normal(mean: 0, sigma: 1)
///                   ^~~~~
/// ```
public struct LiteralError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, for programs.
  public enum Problem: Equatable, Sendable {
    /// No family is called so; `suggestion` is the nearest name.
    case unknownFamily(String, suggestion: String?)
    /// The family has no such label in any spelling.
    case unknownLabel(String, family: String, suggestion: String?)
    /// The labels belong to different spellings of the family.
    case labelsOfDifferentSpellings(family: String)
    /// A parameter without a value.
    case missingArgument(String, family: String)
    /// A parameter with two values.
    case duplicateArgument(String, family: String)
    /// More values than the family has parameters.
    case tooManyArguments(family: String)
    /// A list where a number is needed, and the like.
    case wrongKind(label: String, family: String, expected: LiteralParameter.Kind)
    /// A number out of its domain.
    case invalidParameter(ParameterError)
    /// A bracket that is not closed, or closed by the wrong one.
    case unbalancedBracket
    /// Brackets nested deeper than the limit.
    case tooDeep(limit: Int)
    /// Text after the end of the distribution.
    case trailingText
    /// A number that is not written as Swift and JSON write it, or beyond the range of `Double`.
    case badNumber(String)
    /// Something else that is not a literal.
    case syntax
    /// What the family itself says of its arguments.
    case rejected
  }

  /// The whole text.
  public let text: String
  /// The place, in UTF-8 bytes from the start of ``text``.
  public let range: Range<Int>
  /// What is wrong, for programs.
  public let problem: Problem
  /// What is wrong, as a sentence without the place.
  public let message: String

  public init(text: String, range: Range<Int>, problem: Problem, message: String) {
    self.text = text
    self.range = range
    self.problem = problem
    self.message = message
  }

  /// The sentence, then the text with a caret under the place.
  public var description: String { "\(message)\n\(excerpt())" }

  /// The line of the text that holds the place and, below it, a caret under the place, both
  /// indented by two spaces; long lines are cut to the neighbourhood of the place.
  public func excerpt(width: Int = 76) -> String {
    let bytes = Array(text.utf8)
    let start = min(max(range.lowerBound, 0), bytes.count)
    let end = min(max(range.upperBound, start), bytes.count)
    let newline = UInt8(ascii: "\n")
    let lineStart = bytes[..<start].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let lineEnd = bytes[start...].firstIndex(of: newline) ?? bytes.count
    let before = Self.printable(bytes[lineStart..<start])
    let place = Self.printable(bytes[start..<min(end, lineEnd)])
    let after = Self.printable(bytes[min(end, lineEnd)..<lineEnd])

    // Of a long line: half a width before the place, the place, and what fits behind.
    let leading = before.count > width / 2 ? ["…"] + before.suffix(width / 2 - 1) : before
    let room = max(width - leading.count, 8)
    let marked = place.count > room ? place.prefix(room - 1) + ["…"] : place
    let rest = max(room - marked.count, 0)
    let trailing = after.count > rest ? after.prefix(max(rest - 1, 0)) + ["…"] : after
    let caret =
      String(repeating: " ", count: leading.count) + "^"
      + String(repeating: "~", count: max(marked.count - 1, 0))
    let line = String(leading) + String(marked) + String(trailing)
    return "  \(line)\n  \(caret)"
  }

  /// The bytes as characters that take one place each on a terminal.
  private static func printable(_ bytes: ArraySlice<UInt8>) -> [Character] {
    String(decoding: bytes, as: UTF8.self).map { character in
      guard let first = character.unicodeScalars.first else { return " " }
      return first.value < 0x20 || (0x7F...0x9F).contains(first.value) ? " " : character
    }
  }
}

extension LiteralParameter.Kind: CustomStringConvertible {
  /// What the kind takes, for messages: "a number".
  public var description: String {
    switch self {
    case .number: "a number"
    case .numbers: "a list of numbers"
    case .matrix: "a list of rows of numbers"
    case .wholeNumber: "a whole number"
    case .distribution: "a distribution"
    case .distributions: "a list of distributions"
    case .bijection: "a bijection"
    case .bijections: "a list of bijections"
    case .batch: "a distribution, its parameters numbers or lists of them"
    }
  }
}
