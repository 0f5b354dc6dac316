import CVectorMath
import RandomGenerators

/// Whole numbers 0, 1, ... to be drawn by their cumulative probabilities: the smallest k whose
/// cumulative probability is above a uniform number, found by one look-up and mostly no search.
///
/// The probabilities are rounded to multiples of 2^-63. A guide says for each of at least four times as
/// many equal parts of the unit interval as there are numbers where the search begins
/// (H.-C. Chen, Y. Asau, "On generating random variates from an empirical distribution", AIIE
/// Transactions 6 (1974) 163-166).
package final class GuideTable: Sendable {
  /// The cumulative probabilities times 2^63, never falling, the last one 2^63.
  private let thresholds: [UInt64]
  private let guide: [UInt32]
  private let guideBits: Int

  /// - Parameters:
  ///   - cumulative: P(X ≤ k) of each k, not falling; from the last of them that is reached on it is
  ///     taken for 1.
  ///   - survival: P(X > k) of each k, which has the digits where the cumulative probability is near 1.
  ///   - last: The last number with mass.
  package init(cumulative: [Double], survival: [Double], last: Int) {
    let one: UInt64 = 1 << 63
    var thresholds = [UInt64](repeating: one, count: max(cumulative.count, 1))
    var least: UInt64 = 0
    for k in cumulative.indices where k < last {
      let lower = cumulative[k]
      let threshold =
        lower < 0.5
        ? UInt64(max(0, lower) * 0x1p63) : one - UInt64(min(max(0, survival[k]), 1) * 0x1p63)
      least = max(least, min(threshold, one))
      thresholds[k] = least
    }
    var bits = 6
    while 1 << bits < 4 * thresholds.count, bits < 20 { bits += 1 }
    var guide = [UInt32](repeating: 0, count: 1 << bits)
    var k = 0
    for part in guide.indices {
      let start = UInt64(part) << UInt64(63 - bits)
      while thresholds[k] <= start { k += 1 }
      guide[part] = UInt32(k)
    }
    self.thresholds = thresholds
    self.guide = guide
    guideBits = bits
  }

  /// The number that a random word stands for.
  package func draw(_ word: UInt64) -> Int {
    let w = word >> 1
    var k = Int(guide[Int(w >> UInt64(63 - guideBits))])
    while w >= thresholds[k] { k += 1 }
    return k
  }

  /// Elements `start`, ... of a tensor of draws.
  func draw(_ draw: Draw, start: UInt64, _ out: UnsafeMutablePointer<Int64>, _ count: Int) {
    thresholds.withUnsafeBufferPointer { thresholds in
      guide.withUnsafeBufferPointer { guide in
        vm_random_guided(
          draw.key, draw.stream, start, thresholds.baseAddress, guide.baseAddress,
          Int32(guideBits), out, count)
      }
    }
  }

  /// Element `index` of a tensor of draws, from its word.
  func draw(key: UInt64, stream: UInt64, index: Int) -> Int64 {
    var word: UInt64 = 0
    vm_random_bits(key, stream, UInt64(index), &word, 1)
    return Int64(draw(word))
  }
}

extension Tensor where Scalar == Int64 {
  /// Poisson draws of the given rates, stretched to `shape`, each a function of its index in the stream: 0
  /// of a rate that is negative or NaN, the largest number of an infinite one.
  package init<Rate: FloatingPointTensorScalar>(
    poissonOf rates: Tensor<Rate>, shape: [Int], using generator: inout some RandomNumberGenerator
  ) {
    let operand = rates.scalarCount == 1 ? Node.reshape(rates.node, to: []) : rates.node
    self.init(
      node: Node(
        .random(.poisson, key: generator.next(), stream: generator.next()),
        Inputs(.convert(operand, to: .float64)), shape: shape, type: .int64))
  }

  /// Binomial draws of the given trials and probabilities, stretched to `shape`, each a function of its
  /// index in the stream: 0 of invalid parameters.
  package init<Parameter: FloatingPointTensorScalar>(
    binomialOf trials: Tensor<Parameter>, probability: Tensor<Parameter>, shape: [Int],
    using generator: inout some RandomNumberGenerator
  ) {
    func operand(_ x: Tensor<Parameter>) -> Node {
      .convert(x.scalarCount == 1 ? Node.reshape(x.node, to: []) : x.node, to: .float64)
    }
    self.init(
      node: Node(
        .random(.binomial, key: generator.next(), stream: generator.next()),
        Inputs(operand(trials), operand(probability)), shape: shape, type: .int64))
  }

  /// Draws by a table of cumulative probabilities, each a function of its index in the stream.
  package init(
    drawsOf table: GuideTable, shape: [Int], using generator: inout some RandomNumberGenerator
  ) {
    self.init(
      node: Node(
        .random(.guided(table), key: generator.next(), stream: generator.next()), shape: shape,
        type: .int64))
  }
}
