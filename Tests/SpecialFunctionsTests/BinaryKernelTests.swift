import CVectorMath
import Foundation
import Testing

private func binary(
  _ number: Int, _ x: [Double], _ xStep: Int = 1, _ y: [Double], _ yStep: Int = 1, count: Int
) throws -> [Double] {
  let function = try #require(vm_binary_f64(Int32(number)))
  return [Double](unsafeUninitializedCapacity: count) { out, initialized in
    function(x, xStep, y, yStep, out.baseAddress, count)
    initialized = count
  }
}

private let numbers: [Double] = [
  0, -0.0, 1, -1, 2, -2, 3, 0.5, -0.5, 0.1, 1e300, -1e300, 1e-300, .infinity, -.infinity, .nan,
  7.25,
  -1.5, .greatestFiniteMagnitude, 709, 0x1p-1074,
]

@Suite struct BinaryKernelTests {
  /// The C library's pow and atan2 are the definition, special cases included.
  @Test func powerAndArctangentAreTheLibrarys() throws {
    for level in levels {
      try withInstructionSet(level) {
        for y in numbers {
          let powers = try binary(VM_POWER, numbers, 1, [y], 0, count: numbers.count)
          let angles = try binary(VM_ATAN2, [y], 0, numbers, 1, count: numbers.count)
          for (i, x) in numbers.enumerated() {
            #expect(ulps(powers[i], pow(x, y)) <= 2, "pow(\(x), \(y)), level \(level)")
            #expect(ulps(angles[i], atan2(y, x)) <= 2, "atan2(\(y), \(x)), level \(level)")
          }
        }
      }
    }
  }

  @Test func extremaGiveNaNForEither() throws {
    for level in levels {
      try withInstructionSet(level) {
        for y in numbers {
          let low = try binary(VM_MINIMUM, numbers, 1, [y], 0, count: numbers.count)
          let high = try binary(VM_MAXIMUM, [y], 0, numbers, 1, count: numbers.count)
          for (i, x) in numbers.enumerated() {
            if x.isNaN || y.isNaN {
              #expect(low[i].isNaN && high[i].isNaN)
            } else {
              #expect(low[i] == min(x, y) && high[i] == max(x, y))
            }
          }
        }
      }
    }
  }

  @Test func zeroTimesTheLogarithmOfZeroIsZero() throws {
    for level in levels {
      try withInstructionSet(level) {
        let x: [Double] = [0, 0, 0, .nan, 0, 2, 2]
        let y: [Double] = [0, .infinity, 5, 0, .nan, 8, -1]
        let value = try binary(VM_X_LOG_Y, x, 1, y, 1, count: 7)
        #expect(value[0] == 0 && value[1] == 0 && value[2] == 0)
        #expect(value[3].isNaN && value[4].isNaN && value[6].isNaN)
        #expect(ulps(value[5], 2 * log(8.0)) <= 2)
        let plus = try binary(
          VM_X_LOG_ONE_PLUS_Y, [0, 3, 0], 1, [-1, 1e-20, .nan], 1, count: 3)
        #expect(plus[0] == 0 && ulps(plus[1], 3e-20) <= 2 && plus[2].isNaN)
      }
    }
  }

  /// Σ (−d)ᵏ/k from the second order on, of a few terms near equality, and the definition where nothing
  /// cancels; the ends as limits.
  @Test func remaindersKeepTheirDigits() throws {
    for level in levels {
      try withInstructionSet(level) {
        for d in [1e-3, -1e-3, 1e-6, -1e-9, 0x1p-40, -0x1p-52] as [Double] {
          let x = 3 * (1 + d)
          let exact = (x - 3) / 3
          let series =
            exact * exact
            * (0.5 - exact * (1.0 / 3 - exact * (0.25 - exact * (0.2 - exact / 6))))
          let value = try binary(VM_RATIO_REMAINDER, [x], 1, [3], 1, count: 1)[0]
          #expect(abs(value - series) <= 1e-15 * series, "\(d), level \(level)")
          let mass = try binary(VM_MASS_DIVERGENCE, [3], 1, [x], 1, count: 1)[0]
          #expect(abs(mass - 3 * series) <= 3e-15 * series, "\(d), level \(level)")
        }
        let far = try binary(
          VM_RATIO_REMAINDER, [1, 1, 1e-200, 1e300, 2, 0], 1, [100, 1e-3, 1e200, 1e-200, 2, 1], 1,
          count: 6)
        #expect(ulps(far[0], 0.01 - 1 + log(100.0)) <= 4)
        #expect(ulps(far[1], 999 - log(1000.0)) <= 4)
        #expect(ulps(far[2], -1 + 400 * log(10.0)) <= 4)
        #expect(far[3] == .infinity && far[4] == 0 && far[5] == .infinity)
        let masses = try binary(
          VM_MASS_DIVERGENCE, [0, 0, 1, 1e-300, 0.5, .nan], 1, [0.25, 0, 0, 1, 0.5, 1], 1, count: 6)
        #expect(masses[0] == 0.25 && masses[1] == 0 && masses[2] == .infinity)
        #expect(masses[3] == 1 && masses[4] == 0 && masses[5].isNaN)
      }
    }
  }

  @Test func stepsOfZeroRepeatOneNumber() throws {
    let x = (0..<37).map { Double($0) - 5.5 }
    for level in levels {
      try withInstructionSet(level) {
        for (number, apply) in [
          (VM_ADD, { $0 + $1 }), (VM_SUBTRACT, { $0 - $1 }), (VM_MULTIPLY, { $0 * $1 }),
          (VM_DIVIDE, { $0 / $1 }),
        ] as [(Int, (Double, Double) -> Double)] {
          let first = try binary(number, x, 1, [3], 0, count: 37)
          #expect(first == x.map { apply($0, 3) })
          let second = try binary(number, [3], 0, x, 1, count: 37)
          #expect(second == x.map { apply(3, $0) })
          let both = try binary(number, [3], 0, [7], 0, count: 5)
          #expect(both == [Double](repeating: apply(3, 7), count: 5))
        }
      }
    }
  }

  @Test func comparisonsAndSelection() throws {
    let apply: [(Double, Double) -> Bool] = [(<), (<=), (>), (>=), (==), (!=)]
    for level in levels {
      try withInstructionSet(level) {
        for y in numbers {
          for (number, operation) in apply.enumerated() {
            let function = try #require(vm_compare_f64(Int32(number)))
            var mask = [UInt8](repeating: 9, count: numbers.count)
            function(numbers, 1, [y], 0, &mask, numbers.count)
            let wanted: [UInt8] = numbers.map { operation($0, y) ? 1 : 0 }
            #expect(mask == wanted)
            var chosen = [Double](repeating: 0, count: numbers.count)
            let select = try #require(vm_select_f64())
            select(mask, [1], 0, [2], 0, &chosen, numbers.count)
            let picked: [Double] = mask.map { $0 == 1 ? 1 : 2 }
            #expect(chosen == picked)
          }
        }
      }
    }
  }

  @Test func multiplyAddRoundsOnce() {
    let a = [Double](repeating: 1 + 0x1p-30, count: 21)
    let wanted = (-1.0 - 0x1p-29).addingProduct(1 + 0x1p-30, 1 + 0x1p-30)
    for level in levels {
      withInstructionSet(level) {
        var out = [Double](repeating: 0, count: 21)
        vm_multiply_add_f64(a, 1, [1 + 0x1p-30], 0, [-1 - 0x1p-29], 0, &out, 21)
        #expect(out.allSatisfy { $0 == wanted && wanted == 0x1p-60 })
      }
    }
  }
}
