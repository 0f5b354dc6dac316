/// The head of a NumPy file, format version 1.0.
///
/// Source: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays".
enum NumPyHeader {
  enum Element: String {
    case float64 = "<f8"
    case int64 = "<i8"
    case bool = "|b1"
  }

  /// Magic, version, length and dictionary, padded to a multiple of 64 bytes.
  static func bytes(shape: [Int], element: Element) -> [UInt8] {
    let axes = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let dictionary =
      "{'descr': '\(element.rawValue)', 'fortran_order': False, 'shape': (\(axes)), }"
    let prefix = 10
    let padding = 63 - (prefix + dictionary.utf8.count) % 64
    let text = dictionary + String(repeating: " ", count: padding) + "\n"
    let length = text.utf8.count
    let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]
    return magic + [UInt8(length & 255), UInt8(length >> 8)] + Array(text.utf8)
  }
}
