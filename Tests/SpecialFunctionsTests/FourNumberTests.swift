import CVectorMath
import Foundation
import Testing

/// The formulas of four numbers against values with 60 digits.
@Suite struct FourNumberTests {
  /// `Tests/References/four_numbers.json`.
  private struct Entry: Decodable {
    let function: String
    let numbers: [Double]
    let value: Double
    /// What the value is a sum or difference of.
    let size: Double
  }

  @Test func values() throws {
    let entries = try JSONDecoder().decode(
      [Entry].self, from: References.contents(of: "four_numbers.json"))
    #expect(entries.count > 60)
    for entry in entries {
      let function = Int32(entry.function == "log_sum" ? VM_LOG_SUM : VM_NORMAL_CROSS_ENTROPY)
      let (x, floats) = (entry.numbers, entry.numbers.map { Float($0) })
      for level in levels {
        try withInstructionSet(level) {
          let kernel = try #require(vm_quaternary_f64(function))
          let single = try #require(vm_quaternary_f32(function))
          var (a, b) = (0.0, Float(0))
          kernel([x[0]], 1, [x[1]], 1, [x[2]], 1, [x[3]], 1, &a, 1)
          single([floats[0]], 1, [floats[1]], 1, [floats[2]], 1, [floats[3]], 1, &b, 1)
          #expect(abs(a - entry.value) <= 8e-16 * entry.size, "\(entry), level \(level): \(a)")
          let isOutside = abs(entry.value) > 3e38
          #expect(
            isOutside ? b.isInfinite : abs(Double(b) - entry.value) <= 2e-7 * entry.size,
            "\(entry), level \(level): \(b)")
        }
      }
    }
  }

  /// Of log sums: no number among them, infinite ones, and none.
  @Test func specialLogSums() throws {
    let inf = Double.infinity
    let cases: [([Double], Double)] = [
      ([-inf, -inf, -inf, -inf], -inf), ([inf, -inf, 3, 1], inf), ([1, inf, inf, -inf], inf),
      ([.nan, -inf, -inf, -inf], .nan), ([1, 2, .nan, inf], .nan), ([-inf, 2, -inf, -inf], 2),
      ([-inf, -inf, -inf, 1e308], 1e308), ([-1e308, 1e308, 0, 0], 1e308),
      ([-inf, -inf, -inf, .nan], .nan),
    ]
    for level in levels {
      try withInstructionSet(level) {
        let kernel = try #require(vm_quaternary_f64(Int32(VM_LOG_SUM)))
        let single = try #require(vm_quaternary_f32(Int32(VM_LOG_SUM)))
        for (x, expected) in cases {
          var (a, b) = (0.0, Float(0))
          kernel([x[0]], 1, [x[1]], 1, [x[2]], 1, [x[3]], 1, &a, 1)
          let f = x.map { Float($0) }
          single([f[0]], 1, [f[1]], 1, [f[2]], 1, [f[3]], 1, &b, 1)
          #expect(a == expected || (a.isNaN && expected.isNaN), "\(x), level \(level): \(a)")
          let wanted = Float(expected)
          #expect(b == wanted || (b.isNaN && wanted.isNaN), "\(x), level \(level): \(b)")
        }
      }
    }
  }

  /// Of cross-entropies: parameters that are none give no number.
  @Test func invalidCrossEntropies() throws {
    let inf = Double.infinity
    let invalid: [[Double]] = [
      [0, 0, 0, 1], [0, 0, -1, 1], [0, 0, 1, 0], [0, 0, 1, -2], [0, 0, inf, 1], [0, 0, 1, inf],
      [inf, 0, 1, 1], [0, -inf, 1, 1], [inf, inf, 1, 1], [.nan, 0, 1, 1], [0, 0, .nan, 1],
      [0, 0, 1, .nan],
    ]
    for level in levels {
      try withInstructionSet(level) {
        let kernel = try #require(vm_quaternary_f64(Int32(VM_NORMAL_CROSS_ENTROPY)))
        for x in invalid {
          var a = 0.0
          kernel([x[0]], 1, [x[1]], 1, [x[2]], 1, [x[3]], 1, &a, 1)
          #expect(a.isNaN, "\(x), level \(level): \(a)")
        }
        // Distances and squares that overflow where half of them does not; subnormal deviations.
        let extreme: [([Double], Double)] = [
          ([1.7e308, -1.7e308, 1, 1e308], 0.5 * 3.4 * 3.4 + log(1e308) + 0.9189385332046727),
          ([1.5e154, 0, 1, 1], 1.125e308), ([0, 0, 1.5e154, 1], 1.125e308),
          ([3, 3, 1, 0x1p-1074], inf),
          ([0, 0x3p-1030, 0x1p-1030, 0x1p-1030], 5 + log(0x1p-1030) + 0.9189385332046727),
        ]
        for (x, expected) in extreme {
          var a = 0.0
          kernel([x[0]], 1, [x[1]], 1, [x[2]], 1, [x[3]], 1, &a, 1)
          #expect(a == expected || abs(a - expected) < 1e-12 * abs(expected), "\(x): \(a)")
        }
      }
    }
  }
}
