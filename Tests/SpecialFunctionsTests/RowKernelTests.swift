import CVectorMath
import Testing

/// Kernels that take rows of numbers.
@Suite struct RowKernelTests {
  private static func numbers(_ count: Int, _ lowest: Double, _ highest: Double) -> [Double] {
    (0..<count).map { lowest + (highest - lowest) * Double(($0 * 7919 + 13) % 1009) / 1009 }
  }

  /// The numbers again and again, up to a count.
  private static func repeated<T>(_ row: [T], _ count: Int) -> [T] {
    (0..<count).map { row[$0 % row.count] }
  }

  private static func bits(_ x: [Double]) -> [UInt64] { x.map { $0.isNaN ? 0 : $0.bitPattern } }
  private static func bits(_ x: [Float]) -> [UInt32] { x.map { $0.isNaN ? 0 : $0.bitPattern } }

  /// Parameters that begin anew with each row give the same bits as if they were written out, also where
  /// the last row is not whole.
  @Test(arguments: [2, 3, 8, 16, 19, 33]) func rowsOfThree(_ row: Int) throws {
    let count = 5 * row + row / 2
    let x = Self.numbers(count, -0.5, 3)
    let (y, z) = (Self.numbers(row, 0.1, 2), Self.numbers(row, 0.2, 20))
    let (all, others) = (Self.repeated(y, count), Self.repeated(z, count))
    let (xf, yf, zf) = (x.map { Float($0) }, y.map { Float($0) }, z.map { Float($0) })
    let (allf, othersf) = (all.map { Float($0) }, others.map { Float($0) })
    for level in levels {
      try withInstructionSet(level) {
        for function in 0..<Int32(VM_TERNARY_END) {
          let kernel = try #require(vm_ternary_f64(function))
          let single = try #require(vm_ternary_f32(function))
          for (yStep, zStep) in [(row, row), (0, row), (row, 0)] {
            var (a, b) = (
              [Double](repeating: 7, count: count), [Double](repeating: 7, count: count)
            )
            kernel(x, 1, y, yStep, z, zStep, &a, count)
            kernel(x, 1, all, yStep == 0 ? 0 : 1, others, zStep == 0 ? 0 : 1, &b, count)
            #expect(Self.bits(a) == Self.bits(b), "\(function), level \(level)")
            var (c, d) = ([Float](repeating: 7, count: count), [Float](repeating: 7, count: count))
            single(xf, 1, yf, yStep, zf, zStep, &c, count)
            single(xf, 1, allf, yStep == 0 ? 0 : 1, othersf, zStep == 0 ? 0 : 1, &d, count)
            #expect(Self.bits(c) == Self.bits(d), "\(function), level \(level)")
          }
        }
      }
    }
  }

  @Test(arguments: [2, 8, 19, 33]) func rowsOfFour(_ row: Int) throws {
    let count = 4 * row + row / 2
    let x = Self.numbers(count, -0.5, 3)
    let y = Self.numbers(row, 0.1, 2)
    let (z, w) = (Self.numbers(row, 0.2, 20), Self.numbers(row, 0.3, 1.5))
    func written(_ x: [Double]) -> [Double] { Self.repeated(x, count) }
    for level in levels {
      try withInstructionSet(level) {
        for function in 0..<Int32(VM_QUATERNARY_END) {
          let kernel = try #require(vm_quaternary_f64(function))
          let single = try #require(vm_quaternary_f32(function))
          for steps in [(row, row, row), (0, row, 0), (row, 0, 0), (0, 0, row), (row, 0, row)] {
            let along = (steps.0 / row, steps.1 / row, steps.2 / row)
            var (a, b) = (
              [Double](repeating: 7, count: count), [Double](repeating: 7, count: count)
            )
            kernel(x, 1, y, steps.0, z, steps.1, w, steps.2, &a, count)
            kernel(x, 1, written(y), along.0, written(z), along.1, written(w), along.2, &b, count)
            #expect(Self.bits(a) == Self.bits(b), "\(function), level \(level)")
            var (c, d) = ([Float](repeating: 7, count: count), [Float](repeating: 7, count: count))
            let (xf, yf) = (x.map { Float($0) }, y.map { Float($0) })
            let (zf, wf) = (z.map { Float($0) }, w.map { Float($0) })
            single(xf, 1, yf, steps.0, zf, steps.1, wf, steps.2, &c, count)
            single(
              xf, 1, written(y).map { Float($0) }, along.0, written(z).map { Float($0) }, along.1,
              written(w).map { Float($0) }, along.2, &d, count)
            #expect(Self.bits(c) == Self.bits(d), "\(function), level \(level)")
          }
        }
      }
    }
  }

  /// Masses and their logarithms have the same bits for every instruction set, and nothing is written
  /// behind the last row.
  @Test(arguments: [1, 2, 7, 24, 25, 100, 129, 1_000])
  func massesAreTheSameBits(_ classes: Int) {
    let rows = 6
    var x = Self.numbers(rows * classes, -30, 30)
    x[classes] = -.infinity
    x[2 * classes + classes / 2] = .infinity
    x[3 * classes + classes / 3] = .nan
    let floats = x.map { Float($0) }
    for logarithms in [Int32(0), 1] {
      var results: [[UInt64]] = []
      for level in levels {
        withInstructionSet(level) {
          var out = [Double](repeating: 7, count: rows * classes + 1)
          vm_class_masses_f64(x, rows, classes, logarithms, &out)
          #expect(out.last == 7)
          var floatOut = [Float](repeating: 7, count: rows * classes + 1)
          vm_class_masses_f32(floats, rows, classes, logarithms, &floatOut)
          #expect(floatOut.last == 7)
          results.append(Self.bits(out) + Self.bits(floatOut).map { UInt64($0) })
        }
      }
      #expect(results.allSatisfy { $0 == results[0] })
    }
  }

  /// One addition after the other.
  @Test(arguments: [1, 3, 16, 40]) func rowsAreAddedInOrder(_ length: Int) {
    for rows in [1, 3, 4, 9] {
      let x = Self.numbers(rows * length, -1, 1)
      let floats = x.map { Float($0) }
      var (expected, floatExpected) = (
        [Double](repeating: 0.1, count: length), [Float](repeating: 0.1, count: length)
      )
      for i in x.indices {
        expected[i % length] += x[i]
        floatExpected[i % length] += floats[i]
      }
      for level in levels {
        withInstructionSet(level) {
          var out = [Double](repeating: 0.1, count: length)
          vm_add_rows_f64(x, length, rows, &out)
          #expect(out == expected)
          var floatOut = [Float](repeating: 0.1, count: length)
          vm_add_rows_f32(floats, length, rows, &floatOut)
          #expect(floatOut == floatExpected)
        }
      }
    }
  }

  /// 0 is above −0, wherever they are, and a NaN is found among many numbers.
  @Test(arguments: [2, 17, 64, 65, 200]) func extremaOfZerosAndNaN(_ count: Int) {
    for level in levels {
      withInstructionSet(level) {
        for place in stride(from: 0, to: count, by: 7) {
          var x = [Double](repeating: -0.0, count: count)
          x[place] = 0
          let floats = x.map { Float($0) }
          #expect(vm_maximum_of_f64(x, count).sign == .plus)
          #expect(vm_minimum_of_f64(x, count).sign == .minus)
          #expect(vm_maximum_of_f32(floats, count).sign == .plus)
          #expect(vm_minimum_of_f32(floats, count).sign == .minus)
          x = Self.numbers(count, 1, 2)
          x[place] = .nan
          #expect(vm_maximum_of_f64(x, count).isNaN && vm_minimum_of_f64(x, count).isNaN)
          x[place] = -.infinity
          #expect(vm_minimum_of_f64(x, count) == -.infinity)
          #expect(vm_maximum_of_f64(x, count) == x.max())
        }
      }
    }
  }
}
