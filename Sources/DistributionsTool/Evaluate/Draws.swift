import Distributions

/// Independent draws of a distribution, of whatever type they are.
struct Draws {
  enum Scalars {
    case numbers([Double])
    case counts([Int64])
    case bools([Bool])
  }

  /// The number of draws, then the shape of one.
  let shape: [Int]
  let scalars: Scalars

  /// The draws that a seed gives: the same for the same seed, whatever the number of threads.
  init(of p: any Distribution<Double>, count: Int, seed: UInt64) {
    self = Self.draws(of: p, count: count, seed: seed)
  }

  private init(shape: [Int], scalars: Scalars) {
    self.shape = shape
    self.scalars = scalars
  }

  private static func draws(
    of p: some Distribution<Double>, count: Int, seed: UInt64
  ) -> Draws {
    var generator = Philox4x32(seed: seed)
    let tensor = p.sample(shape: [count], using: &generator)
    let scalars: Scalars
    switch tensor.scalars {
    case let bools as [Bool]: scalars = .bools(bools)
    case let counts as [Int64]: scalars = .counts(counts)
    case let numbers as [Double]: scalars = .numbers(numbers)
    default: scalars = .numbers([])
    }
    return Draws(shape: tensor.shape, scalars: scalars)
  }

  func write(to writer: inout JSONWriter) {
    writer.nested(shape: shape) { writer, index in
      switch scalars {
      case .numbers(let numbers): writer.number(numbers[index])
      case .counts(let counts): writer.integer(counts[index])
      case .bools(let bools): writer.bool(bools[index])
      }
    }
  }
}
