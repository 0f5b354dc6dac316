import Foundation
import Tensors

/// Named tensors and notes in the safetensors format, which PyTorch, JAX and others read.
///
/// A file is the length of the header (8 bytes, little-endian), the header (JSON: for each name the
/// type, the shape and where the bytes are), and the bytes. Equal contents give equal files: tensors
/// are laid out by name.
///
/// Source: https://github.com/huggingface/safetensors.
public struct Safetensors: Sendable {
  /// One tensor as bytes.
  struct Entry: Sendable {
    let type: ScalarType
    let shape: [Int]
    let bytes: Data
  }

  private(set) var entries: [String: Entry] = [:]
  /// Notes: the header's `__metadata__`.
  public var metadata: [String: String]

  public init(metadata: [String: String] = [:]) { self.metadata = metadata }

  /// The names of the tensors, in order.
  public var names: [String] { entries.keys.sorted() }

  /// Adds a tensor, or replaces the one of that name.
  public mutating func set<Scalar: TensorScalar>(_ name: String, to tensor: Tensor<Scalar>) {
    let bytes = tensor.withUnsafeScalars { Data(UnsafeRawBufferPointer($0)) }
    entries[name] = Entry(type: Scalar.scalarType, shape: tensor.shape, bytes: bytes)
  }

  /// The tensor of a name.
  ///
  /// - Throws: ``SafetensorsError`` where there is none, or it holds other numbers.
  public func tensor<Scalar: TensorScalar>(
    _ name: String, of type: Scalar.Type = Scalar.self
  ) throws(SafetensorsError) -> Tensor<Scalar> {
    guard let entry = entries[name] else { throw .missing(name: name) }
    guard entry.type == Scalar.scalarType else {
      throw .wrongType(
        name: name, expected: Self.typeName(Scalar.scalarType), found: Self.typeName(entry.type))
    }
    // The count was checked against the bytes when the entry was made.
    return Tensor(shape: entry.shape) { target in
      _ = entry.bytes.copyBytes(to: UnsafeMutableRawBufferPointer(target))
    }
  }

  static func typeName(_ type: ScalarType) -> String {
    switch type {
    case .float64: "F64"
    case .float32: "F32"
    case .int64: "I64"
    case .bool: "BOOL"
    }
  }

  static func scalarType(_ name: String) -> (type: ScalarType, size: Int)? {
    switch name {
    case "F64": (.float64, 8)
    case "F32": (.float32, 4)
    case "I64": (.int64, 8)
    case "BOOL": (.bool, 1)
    default: nil
    }
  }
}

/// Bytes that are not a safetensors file, or not the one wanted.
public enum SafetensorsError: Error, Equatable, CustomStringConvertible {
  /// The bytes break the format's rules.
  case malformed(String)
  /// No tensor has this name.
  case missing(name: String)
  /// The tensor holds numbers of another type.
  case wrongType(name: String, expected: String, found: String)

  public var description: String {
    switch self {
    case .malformed(let problem): "This is no safetensors file: \(problem)."
    case .missing(let name): "There is no tensor \(name)."
    case .wrongType(let name, let expected, let found):
      "Tensor \(name) holds \(found), but \(expected) is needed."
    }
  }
}

// MARK: - Bytes

extension Safetensors {
  /// The file's bytes.
  public func encoded() -> Data {
    var header = "{"
    if !metadata.isEmpty {
      let notes = metadata.sorted { $0.key < $1.key }
        .map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
      header += "\"__metadata__\":{" + notes.joined(separator: ",") + "}"
    }
    var offset = 0
    // Wider numbers first, so that every tensor starts at a multiple of its numbers' size.
    let order = names.sorted { a, b in
      let (x, y) = (entries[a]?.type.byteCount ?? 0, entries[b]?.type.byteCount ?? 0)
      return x == y ? a < b : x > y
    }
    for name in order {
      guard let entry = entries[name] else { continue }
      if header.count > 1 { header += "," }
      let end = offset + entry.bytes.count
      header += "\(Self.quoted(name)):{\"dtype\":\"\(Self.typeName(entry.type))\","
      header += "\"shape\":[\(entry.shape.map(String.init).joined(separator: ","))],"
      header += "\"data_offsets\":[\(offset),\(end)]}"
      offset = end
    }
    header += "}"
    var text = Data(header.utf8)
    while text.count % 8 != 0 { text.append(0x20) }
    var data = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
    data.append(text)
    for name in order { data.append(entries[name]?.bytes ?? Data()) }
    return data
  }

  /// Reads a file's bytes, believing nothing: every length and offset is checked first.
  public init(_ data: Data) throws(SafetensorsError) {
    let data = Data(data)
    guard data.count >= 8 else { throw .malformed("\(data.count) bytes hold no header") }
    let length = data.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    guard length <= 100_000_000, Int(length) <= data.count - 8 else {
      throw .malformed("a header of \(length) bytes does not fit into \(data.count)")
    }
    let start = 8 + Int(length)
    let header: [String: HeaderEntry]
    do {
      header = try JSONDecoder().decode([String: HeaderEntry].self, from: data[8..<start])
    } catch {
      throw .malformed("the header is not as it should be")
    }
    self.init()
    var spans: [Range<Int>] = []
    for (name, entry) in header {
      switch entry {
      case .notes(let notes):
        guard name == "__metadata__" else { throw .malformed("\(name) has no type") }
        metadata = notes
      case .tensor(let typeName, let shape, let offsets):
        guard let (type, size) = Self.scalarType(typeName) else {
          throw .malformed("\(name) holds \(typeName), which is not known here")
        }
        guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1],
          offsets[1] <= data.count - start
        else { throw .malformed("\(name) lies at \(offsets), outside the file") }
        var bytes = size
        for extent in shape {
          let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
          guard extent >= 0, !overflow else { throw .malformed("\(name) has shape \(shape)") }
          bytes = product
        }
        guard offsets[1] - offsets[0] == bytes else {
          throw .malformed("\(name) of shape \(shape) has \(offsets[1] - offsets[0]) bytes")
        }
        spans.append(offsets[0]..<offsets[1])
        let content = Data(data[(start + offsets[0])..<(start + offsets[1])])
        // Any other byte would be no Bool in memory.
        if type == .bool, content.contains(where: { $0 > 1 }) {
          throw .malformed("\(name) holds bytes that are neither true nor false")
        }
        entries[name] = Entry(type: type, shape: shape, bytes: content)
      }
    }
    spans.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    var end = 0
    for span in spans {
      guard span.lowerBound == end else { throw .malformed("tensors overlap or leave gaps") }
      end = span.upperBound
    }
    guard end == data.count - start else { throw .malformed("bytes are left over at the end") }
  }

  /// Reads a file.
  public init(contentsOf path: String) throws(FileError) {
    let data = try WholeFile.read(path)
    do throws(SafetensorsError) {
      try self.init(data)
    } catch {
      throw FileError(path: path, problem: "\(error)")
    }
  }

  /// Writes a file, whole or not at all.
  public func write(to path: String) throws(FileError) {
    try WholeFile.write(encoded(), to: path)
  }

  private enum HeaderEntry: Decodable {
    case tensor(type: String, shape: [Int], offsets: [Int])
    case notes([String: String])

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }

    init(from decoder: any Decoder) throws {
      if let values = try? decoder.container(keyedBy: CodingKeys.self), values.contains(.offsets) {
        self = .tensor(
          type: try values.decode(String.self, forKey: .dtype),
          shape: try values.decode([Int].self, forKey: .shape),
          offsets: try values.decode([Int].self, forKey: .offsets))
      } else {
        self = .notes(try decoder.singleValueContainer().decode([String: String].self))
      }
    }
  }

  /// A JSON string.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension ScalarType {
  /// Bytes a number takes.
  fileprivate var byteCount: Int { Safetensors.scalarType(Safetensors.typeName(self))?.size ?? 0 }
}
