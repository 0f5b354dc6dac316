import Distributions

/// Independent draws of a distribution, of whatever type they are: the same for the same seed,
/// whatever the number of threads.
///
/// They are made in blocks of a fixed length, so that any number of them takes little memory. Where
/// a family's draw is a function of its place alone, the first of many are those of few.
struct Draws {
  let distribution: any Distribution<Double>
  let count: Int
  let seed: UInt64

  enum Scalars {
    case numbers([Double])
    case counts([Int64])
    case bools([Bool])
  }

  /// Some draws, one after another.
  struct Block {
    /// The number of draws in the block.
    let count: Int
    /// The shape of one draw.
    let eventShape: [Int]
    /// Row-major.
    let scalars: Scalars

    /// One number of a draw as text that reads back exactly.
    func write(_ index: Int, to writer: inout JSONWriter) {
      switch scalars {
      case .numbers(let numbers): writer.number(numbers[index])
      case .counts(let counts): writer.integer(counts[index])
      case .bools(let bools): writer.bool(bools[index])
      }
    }
  }

  private static let blockLength = 1 << 14

  /// The draws, block by block; one block at least.
  ///
  /// - Parameter showingProgress: Whether a terminal is told how far they are.
  func blocks(showingProgress: Bool = false, _ body: (Block) throws -> Void) throws {
    var generator = Philox4x32(seed: seed)
    var progress = Progress(of: count, what: "draws")
    defer { progress.end() }
    var drawn = 0
    repeat {
      let length = min(count - drawn, Self.blockLength)
      try body(distribution.drawBlock(length, using: &generator))
      drawn += length
      if showingProgress { progress.advance(by: length) }
    } while drawn < count
  }

  /// All draws as JSON.
  func write(to writer: inout JSONWriter) throws {
    writer.raw("[")
    var isFirst = true
    try blocks { block in
      let size = block.eventShape.reduce(1, *)
      for draw in 0..<block.count {
        if !isFirst { writer.raw(",") }
        isFirst = false
        writer.nested(shape: block.eventShape) { block.write(draw * size + $1, to: &$0) }
      }
    }
    writer.raw("]")
  }
}

extension Distribution<Double> {
  fileprivate func drawBlock(_ length: Int, using generator: inout Philox4x32) -> Draws.Block {
    let tensor = sample(shape: [length], using: &generator)
    let scalars: Draws.Scalars
    switch tensor.scalars {
    case let bools as [Bool]: scalars = .bools(bools)
    case let counts as [Int64]: scalars = .counts(counts)
    case let numbers as [Double]: scalars = .numbers(numbers)
    default: scalars = .numbers([])
    }
    return Draws.Block(
      count: length, eventShape: Array(tensor.shape.dropFirst()), scalars: scalars)
  }
}
