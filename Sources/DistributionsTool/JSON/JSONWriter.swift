/// Builds JSON texts as bytes.
///
/// Numbers are written with as few digits as read back exactly; infinities and NaN, which JSON
/// does not have, as the strings `"inf"`, `"-inf"` and `"nan"`.
struct JSONWriter {
  var bytes: [UInt8] = []
  /// Off in tables that are not JSON.
  var nonFiniteQuoted = true

  mutating func raw(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func raw(_ slice: ArraySlice<UInt8>) { bytes.append(contentsOf: slice) }

  mutating func number(_ value: Double) {
    if value.isFinite {
      var text = value.description
      text.withUTF8 { bytes.append(contentsOf: $0) }
    } else {
      if nonFiniteQuoted { raw("\"") }
      raw(value.isNaN ? "nan" : value > 0 ? "inf" : "-inf")
      if nonFiniteQuoted { raw("\"") }
    }
  }

  mutating func integer(_ value: some BinaryInteger) {
    var text = value.description
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): raw("\\\"")
      case UInt8(ascii: "\\"): raw("\\\\")
      case 0x0A: raw("\\n")
      case 0x0D: raw("\\r")
      case 0x09: raw("\\t")
      case 0..<0x20, 0x7F:
        raw("\\u00")
        bytes.append(Self.digits[Int(byte >> 4)])
        bytes.append(Self.digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Elements in square brackets.
  mutating func list(count: Int, _ element: (inout JSONWriter, Int) -> Void) {
    bytes.append(UInt8(ascii: "["))
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      element(&self, index)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Elements in row-major order as lists of lists, an axis a level.
  mutating func nested(shape: [Int], _ element: (inout JSONWriter, Int) -> Void) {
    nested(shape[...], first: 0, element)
  }

  private mutating func nested(
    _ shape: ArraySlice<Int>, first: Int, _ element: (inout JSONWriter, Int) -> Void
  ) {
    guard let count = shape.first else {
      element(&self, first)
      return
    }
    let inner = shape.dropFirst()
    let stride = inner.reduce(1, *)
    list(count: count) { writer, index in
      writer.nested(inner, first: first + index * stride, element)
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
