/// A JSON text, read.
enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  /// A list of one or more numbers and nothing else, which may be long.
  case numbers([Double])
  /// Any other list.
  case array([JSONValue])
  case object([JSONMember])

  /// What this is, for messages: "a list".
  var kindName: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .numbers, .array: "a list"
    case .object: "an object"
    }
  }
}

/// A name and a value in an object, and where the value stands in the text.
struct JSONMember: Sendable {
  let name: String
  let value: JSONValue
  let range: Range<Int>
}

/// Why a text is not JSON.
struct JSONError: Error {
  let message: String
  /// The place, in bytes.
  let position: Int
}
