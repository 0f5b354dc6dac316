import CVectorMath
import Testing

/// The kernels of the losses have the same bits for every instruction set.
@Suite struct LossKernelTests {
  private static func numbers(_ count: Int, _ factor: Double) -> [Double] {
    (0..<count).map { factor * (Double(($0 * 7919 + 13) % 1009) / 1009 - 0.5) }
  }

  @Test(arguments: [1, 2, 7, 15, 16, 17, 100, 129, 1_000])
  func softmaxRowsAreTheSameBits(_ classes: Int) throws {
    let rows = 5
    let x = Self.numbers(rows * classes, 60)
    let z = Self.numbers(rows * classes, 1).map { $0 + 0.5 }
    let (floats, weights) = (x.map { Float($0) }, z.map { Float($0) })
    let labels = (0..<rows).map { Int64($0 * 3 % classes) }
    var results: [[UInt64]] = []
    for level in levels {
      withInstructionSet(level) {
        var bits: [UInt64] = []
        for isSparse in [false, true] {
          var scratch = [Double](repeating: 0, count: classes + 16)
          var loss = [Double](repeating: 0, count: rows)
          var slope = [Double](repeating: 0, count: rows * classes)
          let one = [0.75]
          z.withUnsafeBufferPointer { z in
            labels.withUnsafeBufferPointer { labels in
              vm_softmax_rows_f64(
                x, isSparse ? nil : z.baseAddress, isSparse ? labels.baseAddress : nil, one, 0,
                rows, classes, &scratch, &loss, &slope)
            }
          }
          bits += (loss + slope).map(\.bitPattern)
          var floatScratch = [Float](repeating: 0, count: classes + 16)
          var floatLoss = [Float](repeating: 0, count: rows)
          var floatSlope = [Float](repeating: 0, count: rows * classes)
          let floatOne: [Float] = [0.75]
          weights.withUnsafeBufferPointer { z in
            labels.withUnsafeBufferPointer { labels in
              vm_softmax_rows_f32(
                floats, isSparse ? nil : z.baseAddress, isSparse ? labels.baseAddress : nil,
                floatOne, 0, rows, classes, &floatScratch, &floatLoss, &floatSlope)
            }
          }
          bits += (floatLoss + floatSlope).map { UInt64($0.bitPattern) }
        }
        results.append(bits)
      }
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test(arguments: [1, 15, 16, 33]) func sigmoidCostsAreTheSameBits(_ count: Int) throws {
    var x = Self.numbers(count, 100)
    x[0] = -.infinity
    let z = Self.numbers(count, 1).map { $0 + 0.5 }
    let (floats, weights) = (x.map { Float($0) }, z.map { Float($0) })
    for function in [Int32(VM_SIGMOID_COST), Int32(VM_SIGMOID_SLOPE)] {
      var results: [[UInt64]] = []
      for level in levels {
        try withInstructionSet(level) {
          let double = try #require(vm_ternary_f64(function))
          let single = try #require(vm_ternary_f32(function))
          var out = [Double](repeating: 0, count: count)
          double(x, 1, z, 1, [3], 0, &out, count)
          var floatOut = [Float](repeating: 0, count: count)
          single(floats, 1, weights, 1, [3], 0, &floatOut, count)
          results.append(out.map(\.bitPattern) + floatOut.map { UInt64($0.bitPattern) })
        }
      }
      #expect(results.allSatisfy { $0 == results[0] })
    }
  }

  /// Every index of a loop goes to exactly one call, also in loops within loops.
  @Test(arguments: [1, 2, 3, 8]) func loopsCallEachIndexOnce(_ threads: Int32) {
    let count = 1_000
    let counts = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { counts.deallocate() }
    for _ in 0..<200 {
      counts.update(repeating: 0, count: count)
      vm_for_each(
        count / 10, threads,
        { context, outer in
          var inner = (context, outer)
          vm_for_each(
            10, 4,
            { context, index in
              guard
                let pair = context?.assumingMemoryBound(
                  to: (UnsafeMutableRawPointer?, Int).self
                ).pointee,
                let counts = pair.0?.assumingMemoryBound(to: UInt8.self)
              else { return }
              counts[pair.1 * 10 + index] += 1
            }, &inner)
        }, counts)
      #expect((0..<count).allSatisfy { counts[$0] == 1 })
    }
  }
}
