import Foundation

/// Arrays as NumPy's `.npy` files hold them.
///
/// Source: NumPy, "NEP 1: a simple file format for NumPy arrays", version 1.0.
public enum NumPyArray {
  /// A matrix of single-precision numbers, row by row.
  ///
  /// - Precondition: There are `rows · columns` scalars.
  public static func encoded(_ scalars: [Float], rows: Int, columns: Int) -> Data {
    precondition(scalars.count == rows * columns, "NumPyArray: \(scalars.count) scalars")
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    // Magic, version and length take 10 bytes; the numbers begin at a multiple of 64.
    let padding = (64 - (10 + header.utf8.count + 1) % 64) % 64
    header += String(repeating: " ", count: padding) + "\n"
    var data = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0])
    data.append(UInt8(header.utf8.count & 0xFF))
    data.append(UInt8(header.utf8.count >> 8))
    data.append(Data(header.utf8))
    data.reserveCapacity(data.count + 4 * scalars.count)
    for scalar in scalars {
      withUnsafeBytes(of: scalar.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    return data
  }
}

extension Table {
  /// The table as a NumPy array of single-precision numbers `(rows, columns)`; a label as the number
  /// of its level.
  public var npy: Data {
    var scalars = [Float](repeating: 0, count: rowCount * columns.count)
    for (place, column) in columns.enumerated() {
      switch column.values {
      case .numbers(let values):
        for row in values.indices { scalars[row * columns.count + place] = Float(values[row]) }
      case .labels(let labels, _):
        for row in labels.indices { scalars[row * columns.count + place] = Float(labels[row]) }
      }
    }
    return NumPyArray.encoded(scalars, rows: rowCount, columns: columns.count)
  }
}
