import Tensors

/// The table of the numbers of a law about its mode, for drawing many, and the first of them.
struct CountWindow {
  let table: GuideTable
  let first: Double

  /// From the mode outwards by the ratios of neighbours, until the mass is below 10⁻²² of the mode's; nil
  /// where that takes more numbers than it is worth.
  ///
  /// The law has one mode, and its masses fall on both sides of it.
  ///
  /// - Parameters:
  ///   - logMass: That of the mode.
  ///   - ratio: P(k + 1)/P(k).
  ///   - count: How many draws are wanted.
  init?(
    mode: Double, from lower: Double, through upper: Double, logMass: Double, count: Int,
    ratio: (Double) -> Double
  ) {
    guard mode >= lower, mode <= upper, upper.magnitude < 0x1p53, logMass <= 0 else { return nil }
    // A mass costs as much as a few draws; a longer table leaves the cache.
    let longest = min(1 << 17, 20 + count / 5)
    var above = [exp(logMass)]
    var below: [Double] = []
    let least = above[0] * 1e-22
    var k = mode
    while k < upper, let mass = above.last, mass > least {
      guard above.count < longest else { return nil }
      above.append(mass * ratio(k))
      k += 1
    }
    k = mode
    while k > lower, (below.last ?? above[0]) > least {
      guard above.count + below.count < longest else { return nil }
      k -= 1
      below.append((below.last ?? above[0]) / ratio(k))
    }
    guard above.allSatisfy({ $0 < .infinity }) else { return nil }
    table = GuideTable(masses: below.reversed() + above)
    first = mode - Double(below.count)
  }

  /// Draws by the table.
  func draws(shape: [Int], using generator: inout some RandomNumberGenerator) -> Tensor<Int64> {
    let draws = Tensor(drawsOf: table, shape: shape, using: &generator)
    return first == 0 ? draws : draws + Tensor<Int64>(Int64(first))
  }
}
