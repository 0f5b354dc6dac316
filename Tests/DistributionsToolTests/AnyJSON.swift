import Foundation

/// A JSON text as dictionaries, arrays, strings, numbers and truth values.
///
/// `JSONSerialization` rounds some numbers to a neighbour (0.4431471805599453 for one), so texts
/// are read by `JSONDecoder`.
struct AnyJSON: Decodable {
  let value: Any

  static func read(_ text: String) throws -> Any {
    try JSONDecoder().decode(AnyJSON.self, from: Data(text.utf8)).value
  }

  static func object(_ text: String) throws -> [String: Any]? {
    try read(text) as? [String: Any]
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let bool = try? container.decode(Bool.self) {
      value = bool
    } else if let number = try? container.decode(Double.self) {
      value = number
    } else if let string = try? container.decode(String.self) {
      value = string
    } else if let array = try? container.decode([AnyJSON].self) {
      value = array.map(\.value)
    } else if container.decodeNil() {
      value = NSNull()
    } else {
      value = try container.decode([String: AnyJSON].self).mapValues(\.value)
    }
  }
}
