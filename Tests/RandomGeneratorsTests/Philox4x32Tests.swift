import Foundation
import RandomGenerators
import Testing

@Suite("Philox4x32-10")
struct Philox4x32Tests {
  /// The three known answers for `philox4x32 10` in `kat_vectors` of Random123, the library of the
  /// authors of the paper: counter, key and result as 32-bit words, lowest first.
  static let knownAnswers: [(counter: [UInt32], key: [UInt32], result: [UInt32])] = [
    (
      [0, 0, 0, 0], [0, 0],
      [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
    ),
    (
      [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
      [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
    ),
    (
      [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
      [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    ),
  ]

  static func joined(_ low: UInt32, _ high: UInt32) -> UInt64 {
    UInt64(high) << 32 | UInt64(low)
  }

  @Test("gives the known answers of Random123", arguments: 0..<3)
  func knownAnswer(index: Int) {
    let (counter, key, result) = Self.knownAnswers[index]
    let words = Philox4x32.block(
      Self.joined(counter[0], counter[1]), stream: Self.joined(counter[2], counter[3]),
      seed: Self.joined(key[0], key[1]))
    #expect(words.0 == Self.joined(result[0], result[1]))
    #expect(words.1 == Self.joined(result[2], result[3]))
  }

  @Test("is a sequence of blocks, low half first")
  func sequence() {
    var generator = Philox4x32(seed: 42, stream: 7)
    for number in UInt64(0)..<50 {
      let words = Philox4x32.block(number, stream: 7, seed: 42)
      #expect(generator.next() == words.0)
      #expect(generator.next() == words.1)
    }
    #expect(generator.position == 100)
  }

  @Test("goes on from any position", arguments: [0, 1, 2, 3, 17, 1 << 40, UInt64.max])
  func position(start: UInt64) {
    var moved = Philox4x32(seed: 3)
    moved.position = start
    var advanced = Philox4x32(seed: 3)
    _ = advanced.next()
    advanced.advance(by: start &- 1)
    #expect(moved == advanced)
    for offset in UInt64(0)..<5 {
      let place = start &+ offset
      let words = Philox4x32.block(place >> 1, stream: 0, seed: 3)
      let expected = place & 1 == 0 ? words.0 : words.1
      #expect(moved.next() == expected)
      #expect(advanced.next() == expected)
    }
  }

  @Test("compares and hashes by what it will give")
  func equality() {
    var a = Philox4x32(seed: 1)
    _ = a.next()
    _ = a.next()
    var b = Philox4x32(seed: 1)
    b.position = 2
    #expect(a == b)
    #expect(Set([a, b]).count == 1)
    #expect(a != Philox4x32(seed: 1))
    #expect(a != a.stream(0))
    #expect(Philox4x32(seed: 1, stream: 2) == a.stream(2))
  }

  @Test("is read back where it stood", arguments: [UInt64(0), 5, 1 << 63])
  func storage(position: UInt64) throws {
    var generator = Philox4x32(seed: .max, stream: 9)
    generator.position = position
    let data = try JSONEncoder().encode(generator)
    var copy = try JSONDecoder().decode(Philox4x32.self, from: data)
    #expect(copy == generator)
    #expect(copy.next() == generator.next())
  }

  @Test("parts into generators that share no word and repeat")
  func split() {
    var first = Philox4x32(seed: 11)
    var second = Philox4x32(seed: 11)
    let parts = first.split(into: 20)
    #expect(parts == second.split(into: 20))
    #expect(first == second)
    #expect(first.position == 40)
    #expect(first.split(into: 0).isEmpty)
    #expect(first.split(into: -1).isEmpty)
    #expect(first.split() == second.split(into: 1).first)

    var seen = Set<UInt64>()
    for part in parts + [first] + (1..<20).map({ first.stream(UInt64($0)) }) {
      var generator = part
      for _ in 0..<1000 {
        seen.insert(generator.next())
      }
    }
    // 40,000 words of 64 bits coincide with probability 4e-11.
    #expect(seen.count == 40_000)
  }
}
