import RandomGenerators
import Testing

/// Statistics of fixed seeds, so that they hold or fail for ever; the bounds are where a true
/// generator would fail with probability below 1e-6.
@Suite("Statistics of the words")
struct StatisticalTests {
  static let generators: [Philox4x32] = [
    Philox4x32(seed: 0), Philox4x32(seed: 1), Philox4x32(seed: 0, stream: 1),
    Philox4x32(seed: .max, stream: .max),
  ]

  @Test("each bit is set half of the time", arguments: generators)
  func bits(generator: Philox4x32) {
    var generator = generator
    let count = 100_000
    var ones = [Int](repeating: 0, count: 64)
    for _ in 0..<count {
      let word = generator.next()
      for bit in 0..<64 {
        ones[bit] += Int(word >> UInt64(bit) & 1)
      }
    }
    // Six standard deviations of √(n/4), for 64 bits.
    let bound = 6 * Double(count).squareRoot() / 2
    for bit in 0..<64 {
      #expect(abs(Double(ones[bit]) - Double(count) / 2) < bound)
    }
  }

  @Test("the numbers are uniform", arguments: generators)
  func uniform(generator: Philox4x32) {
    var generator = generator
    let count = 200_000
    let cells = 256
    var counts = [Int](repeating: 0, count: cells)
    var sum = 0.0
    for _ in 0..<count {
      let number = OpenUnitInterval.double(using: &generator)
      counts[Int(number * Double(cells))] += 1
      sum += number
    }
    let expected = Double(count) / Double(cells)
    let statistic = counts.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) }
    // Chi-squared with 255 degrees of freedom: mean 255, standard deviation √510 = 22.6.
    #expect(statistic / expected < 255 + 6 * 22.6)
    #expect(statistic / expected > 255 - 5 * 22.6)
    // The mean of n uniforms has the standard deviation 1/√(12 n).
    #expect(abs(sum / Double(count) - 0.5) < 6 / (12 * Double(count)).squareRoot())
  }

  @Test("neighbours do not correlate: words, streams and seeds")
  func correlation() {
    let count = 50_000
    func correlation(_ a: (Int) -> Double, _ b: (Int) -> Double) -> Double {
      (0..<count).reduce(0.0) { $0 + (a($1) - 0.5) * (b($1) - 0.5) } * 12 / Double(count)
    }
    func number(_ place: Int, stream: UInt64 = 0, seed: UInt64 = 9) -> Double {
      let words = Philox4x32.block(UInt64(place) >> 1, stream: stream, seed: seed)
      return OpenUnitInterval.double(place & 1 == 0 ? words.0 : words.1)
    }
    let bound = 5 / Double(count).squareRoot()
    #expect(abs(correlation({ number($0) }, { number($0 + 1) })) < bound)
    #expect(abs(correlation({ number($0) }, { number($0 + 2) })) < bound)
    #expect(abs(correlation({ number($0) }, { number($0, stream: 1) })) < bound)
    #expect(abs(correlation({ number($0) }, { number($0, seed: 8) })) < bound)
  }

  @Test("changing one bit of counter, stream or seed changes half of the bits")
  func avalanche() {
    var changed = 0
    for bit in UInt64(0)..<64 {
      let flip = UInt64(1) << bit
      let base = Philox4x32.block(12345, stream: 6, seed: 789)
      for other in [
        Philox4x32.block(12345 ^ flip, stream: 6, seed: 789),
        Philox4x32.block(12345, stream: 6 ^ flip, seed: 789),
        Philox4x32.block(12345, stream: 6, seed: 789 ^ flip),
      ] {
        changed += (base.0 ^ other.0).nonzeroBitCount + (base.1 ^ other.1).nonzeroBitCount
      }
    }
    // 24,576 bits: the standard deviation is √n/2 = 78.
    #expect(abs(changed - 12_288) < 6 * 78)
  }
}
