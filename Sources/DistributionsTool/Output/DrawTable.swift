/// Draws as tables in files.
enum DrawTable {
  /// A line a draw, its numbers parted by commas.
  static func rows(of block: Draws.Block) -> [UInt8] {
    let size = block.eventShape.reduce(1, *)
    var writer = JSONWriter(nonFiniteQuoted: false)
    for draw in 0..<block.count {
      for index in 0..<size {
        if index > 0 { writer.raw(",") }
        block.write(draw * size + index, to: &writer)
      }
      writer.raw("\n")
    }
    return writer.bytes
  }

  /// A header and a line a draw: `x` for numbers, `x0,x1` for vectors, `x0_0,x0_1` for matrices.
  static func writeCSV(_ draws: Draws, to file: inout NewFile) throws {
    var isFirst = true
    try draws.blocks(showingProgress: true) { block in
      if isFirst { try file.write(Array((header(block.eventShape) + "\n").utf8)) }
      isFirst = false
      try file.write(rows(of: block))
    }
  }

  private static func header(_ eventShape: [Int]) -> String {
    var names = ["x"]
    for (axis, length) in eventShape.enumerated() {
      names = names.flatMap { name in
        (0..<length).map { "\(name)\(axis == 0 ? "" : "_")\($0)" }
      }
    }
    return names.joined(separator: ",")
  }

  /// NumPy's array file.
  static func writeNumPy(_ draws: Draws, to file: inout NewFile) throws {
    var isFirst = true
    try draws.blocks(showingProgress: true) { block in
      if isFirst {
        let shape = [draws.count] + block.eventShape
        try file.write(NumPyHeader.bytes(shape: shape, element: block.scalars.element))
      }
      isFirst = false
      try file.write(block.scalars.littleEndianBytes)
    }
  }
}

extension Draws.Scalars {
  var element: NumPyHeader.Element {
    switch self {
    case .numbers: .float64
    case .counts: .int64
    case .bools: .bool
    }
  }

  var littleEndianBytes: [UInt8] {
    switch self {
    case .numbers(let numbers): Self.bytes(numbers.map { $0.bitPattern.littleEndian })
    case .counts(let counts): Self.bytes(counts.map { $0.littleEndian })
    case .bools(let bools): bools.map { $0 ? 1 : 0 }
    }
  }

  private static func bytes(_ words: [some FixedWidthInteger]) -> [UInt8] {
    words.withUnsafeBytes { Array($0) }
  }
}
