import CVectorMath
import Foundation
import Testing

private struct PhiloxFile: Decodable {
  struct Case: Decodable {
    let key: String
    let stream: String
    let start: String
    let words: [String]
  }
  let cases: [Case]
}

@Suite struct RandomKernelTests {
  /// Words from the definition in Python, which the published Random123 answers check there.
  @Test func wordsAreThoseOfTheDefinition() throws {
    let file = try JSONDecoder().decode(
      PhiloxFile.self, from: References.contents(of: "philox.json"))
    for level in levels {
      try withInstructionSet(level) {
        for c in file.cases {
          let key = try #require(UInt64(c.key))
          let stream = try #require(UInt64(c.stream))
          let start = try #require(UInt64(c.start))
          var words = [UInt64](repeating: 0, count: 2)
          vm_random_bits(key, stream, start, &words, 2)
          #expect(words.map(String.init) == c.words)
        }
      }
    }
  }

  @Test func rangesMayBeCutAnywhereAndSetsAgree() {
    let count = 75
    var whole = [UInt64](repeating: 0, count: count)
    withInstructionSet(0) { vm_random_bits(11, 22, 1000, &whole, count) }
    var normals = [Double](repeating: 0, count: count)
    withInstructionSet(0) { vm_random_normal_f64(11, 22, 1000, &normals, count) }
    for level in levels {
      withInstructionSet(level) {
        for first in 0..<20 {
          for length in [0, 1, 2, 3, 15, 16, 17, 33, 50] {
            var part = [UInt64](repeating: 0, count: length + 1)
            vm_random_bits(11, 22, 1000 + UInt64(first), &part, length)
            #expect(Array(part[0..<length]) == Array(whole[first..<first + length]))
            #expect(part[length] == 0)
            var draws = [Double](repeating: 0, count: length)
            vm_random_normal_f64(11, 22, 1000 + UInt64(first), &draws, length)
            #expect(draws == Array(normals[first..<first + length]))
          }
        }
      }
    }
  }

  @Test func uniformsAreTheFormulaOfTheWords() {
    let count = 400
    var words = [UInt64](repeating: 0, count: count)
    vm_random_bits(3, 4, 5, &words, count)
    for level in levels {
      withInstructionSet(level) {
        var doubles = [Double](repeating: 0, count: count)
        vm_random_uniform_f64(3, 4, 5, &doubles, count)
        #expect(doubles == words.map { (Double($0 >> 12) + 0.5) * 0x1p-52 })
        var floats = [Float](repeating: 0, count: count)
        vm_random_uniform_f32(3, 4, 5, &floats, count)
        #expect(floats == words.map { (Float($0 >> 41) + 0.5) * 0x1p-23 })
      }
    }
  }

  /// Φ of a normal draw is the uniform it was made from.
  @Test func normalsInvertTheirUniforms() {
    let count = 300
    var words = [UInt64](repeating: 0, count: count)
    vm_random_bits(3, 4, 5, &words, count)
    for level in levels {
      withInstructionSet(level) {
        var draws = [Double](repeating: 0, count: count)
        vm_random_normal_f64(3, 4, 5, &draws, count)
        var floats = [Float](repeating: 0, count: count)
        vm_random_normal_f32(3, 4, 5, &floats, count)
        for (i, word) in words.enumerated() {
          #expect((draws[i] < 0) == (word >> 63 == 1))
          let p = (Double(word & (1 << 63 - 1)) + 0.5) * 0x1p-64
          #expect(abs(erfc(abs(draws[i]) / 2.0.squareRoot()) / 2 / p - 1) < 1e-13)
          let q = (Double(word >> 32 & 0x7fff_ffff) + 0.5) * 0x1p-32
          let z = Double(floats[i])
          let slack = 0x1p-23 * (1 + z * z) * 2
          #expect(abs(erfc(abs(z) / 2.0.squareRoot()) / 2 / q - 1) < slack)
        }
      }
    }
  }
}
