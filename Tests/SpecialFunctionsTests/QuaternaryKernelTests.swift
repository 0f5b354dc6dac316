import CVectorMath
import Foundation
import Testing

/// The kernels of four numbers; their values are tested where the formulas are, in DistributionsTests.
@Suite struct QuaternaryKernelTests {
  private let numbers: [Double] = [
    0.3, 1, 2.5, 0.999, 1e-8, 40, 1e12, 0.5, 7, 1e-300, 3.25, 0.1, 12, 1e5, 1.0000001, 0, -1,
    .infinity, .nan, 1e308, 0x1p-1074, -.infinity,
  ]

  private func run(
    _ function: Int32, _ x: [Double], _ y: Double, _ z: [Double], _ w: Double
  ) throws -> [Double] {
    let kernel = try #require(vm_quaternary_f64(function))
    return [Double](unsafeUninitializedCapacity: x.count) { out, initialized in
      kernel(x, 1, [y], 0, z, 1, [w], 0, out.baseAddress, x.count)
      initialized = x.count
    }
  }

  /// The same bits for every instruction set, at any place in a block, with numbers used throughout.
  @Test func anElementIsTheSameEverywhere() throws {
    for function in 0..<Int32(VM_QUATERNARY_END) {
      for y in numbers {
        for (z, w) in [(1.5, 2), (0.2, 0.2), (1e6, 1), (-1, 3), (1, .nan), (40, 1e-9)] {
          let expected = try withInstructionSet(0) {
            try numbers.map { try run(function, [$0], y, [z], w)[0] }
          }
          for level in levels {
            try withInstructionSet(level) {
              let found = try run(function, numbers, y, numbers.map { _ in z }, w)
              for (a, b) in zip(found, expected) {
                #expect(a == b || (a.isNaN && b.isNaN), "\(function), \(y), \(z), level \(level)")
              }
            }
          }
        }
      }
    }
    #expect(vm_quaternary_f64(Int32(VM_QUATERNARY_END)) == nil && vm_quaternary_f32(-1) == nil)
  }

  /// Floats are the doubles rounded once, but for KL of normal laws and log sums, which are computed in floats.
  @Test func floatsAreRoundedOnce() throws {
    let x = numbers[0..<15].map { Float($0) }
    for function in 0..<Int32(VM_QUATERNARY_END) {
      let kernel = try #require(vm_quaternary_f32(function))
      for level in levels {
        try withInstructionSet(level) {
          var out = [Float](repeating: 0, count: x.count)
          kernel(x, 1, [2.5], 0, x, 1, [0.75], 0, &out, x.count)
          let exact = try run(function, x.map(Double.init), 2.5, x.map(Double.init), 0.75)
          let inFloats = [Int32(VM_NORMAL_DIVERGENCE), Int32(VM_LOG_SUM)]
          let slack: Double = inFloats.contains(function) ? 4e-7 : 0
          for (a, b) in zip(out, exact) {
            let isNear = abs(Double(a) - b) <= slack * b
            #expect(a == Float(b) || (a.isNaN && b.isNaN) || isNear, "\(function): \(a), not \(b)")
          }
        }
      }
    }
  }

  /// Rows have the same bits for every instruction set, and the same first number below a bound, infinite or
  /// none.
  @Test func rowsAreTheSameEverywhere() throws {
    for count in [1, 7, 8, 64, 100, 257] {
      let p = (0..<count).map { Double(($0 * 37 + 11) % 101) }
      let q = (0..<count).map { Double(($0 * 53 + 5) % 97) + 1e-3 }
      func values(_ level: Int32) -> [Double] {
        withInstructionSet(level) {
          var rows = [0.0, 0]
          vm_divergence_rows_f64(p, q, 1, count, &rows[0])
          vm_logit_rows_f64(p, q.map { log($0) }, 1, count, &rows[1])
          let places = [0, .infinity, .nan].flatMap { bad -> [Double] in
            [0, count / 2, count - 1].map { place in
              var numbers = q
              numbers[place] = bad
              return Double(vm_first_outside(1e-4, numbers, count)) - Double(place)
            }
          }
          return rows + places + [Double(vm_first_outside(0.5, p, count))]
        }
      }
      let expected = values(0)
      #expect(expected[2..<11].allSatisfy { $0 == 0 })
      #expect(Int(expected[11]) == p.firstIndex { !($0 > 0.5) } ?? count)
      for level in levels {
        for (a, b) in zip(values(level), expected) { #expect(a == b || (a.isNaN && b.isNaN)) }
      }
    }
  }

  /// All pairs of laws of one family, of ordinary and unusual parameters, the second laws along the rows
  /// too.
  @Test func pairsAreTheSameEverywhere() {
    let count = 21
    let stride = 24
    let x = (0..<count).map { (i: Int) -> Double in Double((i * 37 + 11) % 101) * 0.0098 + 0.004 }
    let y = x.map { $0 == x[3] ? 0 : $0 == x[8] ? 1e300 : $0 * (1 + 1e-7) }
    for family in 0..<Int32(VM_PAIR_COUNT) {
      func values(_ level: Int32) -> [Double] {
        withInstructionSet(level) {
          var out = [Double](repeating: 0, count: 2 * count)
          x.withUnsafeBufferPointer { x in
            y.withUnsafeBufferPointer { y in
              let own: [UnsafePointer<Double>?] = [x.baseAddress, y.baseAddress]
              let other: [UnsafePointer<Double>?] = [y.baseAddress, x.baseAddress]
              var table = [Double](repeating: 0, count: stride * vm_pair_rows(family))
              var rows = table
              var lost = [Int32](repeating: 0, count: count)
              vm_pair_table(family, own, count, stride, &table)
              vm_pair_table(family, other, count, stride, &rows)
              out.withUnsafeMutableBufferPointer { out in
                guard let out = out.baseAddress else { return }
                for second in 0..<2 {
                  let left = vm_pair_row(
                    family, Int32(second), 5, own, table, stride, other, rows, stride, count,
                    out + second * count, &lost)
                  // What is left to the caller may be any number.
                  for place in lost[..<left] { out[second * count + Int(place)] = Double(left) }
                }
              }
            }
          }
          return out
        }
      }
      let expected = values(0)
      for level in levels {
        for (a, b) in zip(values(level), expected) { #expect(a == b || (a.isNaN && b.isNaN)) }
      }
    }
  }

  /// Laws of vectors too, and those of exponential families.
  @Test func vectorLawsAreTheSameEverywhere() throws {
    for (n, rows) in [(1, 3), (3, 8), (5, 41), (9, 70)] {
      let x = (0..<n * rows).map { (i: Int) -> Double in Double((i * 37 + 11) % 101) * 0.02 - 1 }
      let y = (0..<n * n * rows).map { (i: Int) -> Double in Double((i * 53 + 5) % 97) * 0.01 + 0.1
      }
      func values(_ level: Int32) -> [Double] {
        withInstructionSet(level) {
          var out = [Double](repeating: 0, count: 4 * rows)
          var work = [Double](repeating: 0, count: 16 * (n + 2) * (n + 2) + 40)
          out.withUnsafeMutableBufferPointer { out in
            guard let out = out.baseAddress else { return }
            vm_whitened_rows(n, y, x, rows, &work, out)
            vm_normal_pairs(n, x, y, y, y.reversed(), rows, &work, out + rows)
            let shares = y.map { $0 / Double(n) }
            vm_dirichlet_rows(n, y, shares, rows, &work, out + 2 * rows)
          }
          var lost = [Int32](repeating: 0, count: rows)
          var distances = [Double](repeating: 0, count: rows)
          let found = vm_tangent_distances(n, 0.5, x, y, y, x, y, &distances, rows, &lost)
          return out + distances + lost[..<found].map(Double.init)
        }
      }
      let expected = values(0)
      for level in levels {
        let found = values(level)
        #expect(found.count == expected.count)
        for (a, b) in zip(found, expected) { #expect(a == b || (a.isNaN && b.isNaN)) }
      }
    }
  }
}
